"""What a payer spends on his own counts once a year, and once a place."""

from typing import Any

import pytest
from telling import Told, claim, warehouse_of_deals

YEAR: dict[str, Any] = {"when": ("2026-01-01", "2026-12-31"), "when_kind": "spending"}


def spent(value: float, place: str | None = None, **fields: Any) -> dict[str, Any]:
    return claim("deal", "Google", place, role="capex", value=value, **fields)


def counted(*tellings: tuple[str, dict[str, Any]]) -> list[float]:
    told = [
        Told(day, [one], publisher=f"Outlet {number}") for number, (day, one) in enumerate(tellings)
    ]
    rows = (
        warehouse_of_deals(told).execute("SELECT usd_high FROM commitments ORDER BY 1").fetchall()
    )
    return [float(amount) for (amount,) in rows]


def test_a_plan_told_without_its_year_is_that_of_the_year() -> None:
    assert counted(
        ("2026-02-05", spent(180e9, **YEAR)),
        ("2026-07-20", spent(190e9, quote="Google plans to spend $190 billion.")),
    ) == [190e9]


def test_a_raised_plan_is_for_the_year_of_the_plan() -> None:
    quote = "Google raised its forecast from $180 billion to $190 billion."
    twelve_months: dict[str, Any] = {"when": ("2025-07-01", "2026-06-30"), "when_kind": "spending"}
    assert counted(
        ("2026-02-05", spent(180e9, **YEAR)),
        ("2026-07-20", spent(190e9, quote=quote)),
        ("2026-07-21", spent(150e9, **twelve_months)),
    ) == [190e9]


def test_what_goes_to_one_place_in_a_year_is_within_the_year() -> None:
    assert counted(
        ("2026-02-05", spent(180e9, **YEAR)), ("2026-03-01", spent(7e9, "Iowa", **YEAR))
    ) == [180e9]


def test_what_goes_to_one_place_in_time_to_come_counts() -> None:
    later: dict[str, Any] = {"when": ("2027-01-01", "2027-12-31"), "when_kind": "spending"}
    assert counted(
        ("2026-02-05", spent(180e9, **YEAR)), ("2026-03-01", spent(7e9, "Iowa", **later))
    ) == [7e9, 180e9]


@pytest.mark.parametrize(
    ("place", "quote"),
    [
        ("Sunbury", "A campus in Sunbury, Ohio, will cost Google $10 billion."),
        ("Sunbury", "A campus in Sunbury, OH, will cost Google $10 billion."),
        ("data center", "A data center in Sunbury, Ohio, will cost Google $10 billion."),
    ],
)
def test_a_town_lies_in_the_state_that_its_sentence_tells(place: str, quote: str) -> None:
    assert counted(
        ("2026-02-05", spent(10e9, "Ohio")), ("2026-12-20", spent(10e9, place, quote=quote))
    ) == [10e9]


def test_towns_of_two_states_are_two_places() -> None:
    assert counted(
        ("2026-02-05", spent(10e9, "Sunbury", quote="Sunbury, Ohio, gets $10 billion.")),
        ("2026-02-06", spent(10e9, "Abilene", quote="Abilene, Texas, gets $10 billion.")),
    ) == [10e9, 10e9]


def test_a_programme_told_without_its_places_is_the_one_that_has_them() -> None:
    assert counted(
        ("2025-11-14", spent(50e9, quote="Google will invest $50 billion in data centers.")),
        ("2026-02-11", spent(50e9, "New York")),
        ("2026-05-20", spent(50e9, quote="Google will build data centers for $50 billion.")),
    ) == [50e9]


def test_a_campus_told_without_its_place_months_later_is_another() -> None:
    assert counted(
        ("2025-11-14", spent(5e9, "New York")),
        ("2026-02-11", spent(5e9, quote="Google will build a campus for $5 billion.")),
    ) == [5e9, 5e9]


def test_who_is_spent_on_does_not_spend() -> None:
    rent = claim("deal", "Anthropic", "Google", role="capex", value=1e11)
    assert counted(("2026-04-20", rent), ("2026-05-12", spent(1e11))) == [1e11, 1e11]
