"""Checks of one number alone against what the world makes, lifts and pays for power."""

import datetime as dt
from typing import Any

import pytest

from schema.claim import Claim, Interval, Mention
from warehouse.limits.checks import checks, judged

TOLD = dt.date(2026, 7, 1)


def claim(kind: str, quote: str, **fields: Any) -> Claim:
    defaults = {"modality": "planned", "confidence": 1.0, "start": 0, "end": len(quote)}
    return Claim(kind=kind, quote=quote, **defaults | fields)


def checked(one: Claim, told_on: dt.date | None = TOLD) -> dict[str, dict[str, Any]]:
    """The answer of every check that a claim allows, by the name of the check."""
    return {check.metric: judged(check) for check in checks({"c1": one}, told_on)}


def watts(low: float, quote: str = "The campus is to take so much power.", **fields: Any) -> Claim:
    return claim("capacity", quote, subject="Moa", low=low, high=low, unit="W", **fields)


def named(role: str, name: str, entity: str) -> Mention:
    return Mention(role=role, position=0, name=name, written=name, entity=entity)


def chips(low: float, thing: str = "GB300", **fields: Any) -> Claim:
    return claim(
        "volume", "It will buy so many.", object=thing, low=low, high=low, unit="count",
        parties=(named("object", thing, "chip:gb300"),), **fields,
    )  # fmt: skip


def test_gigawatts_are_told_in_accelerators_and_money_and_held_against_the_foundry() -> None:
    found = checked(watts(10e9))["power_against_foundry"]
    # 10 GW / (2,172 W x 1.14) = 4.04 million; 125,000 x 12 x 16 = 24 million packages a year.
    assert found["normalised_value"] == pytest.approx(4.0386e6, rel=1e-4)
    assert (found["practical"], found["verdict"]) == (24e6, "plausible")
    assert "about $295 bn fully equipped" in found["explanation"]


def test_a_load_beyond_a_years_packages_needs_years() -> None:
    soon = Interval(start=None, end=dt.date(2026, 12, 31))
    found = checked(watts(200e9, when=soon))["power_against_foundry"]
    assert (found["verdict"], found["binding"]) == ("beyond_practical", "practical")
    due = Interval(start=None, end=dt.date(2030, 7, 1))
    later = checked(watts(200e9, when=due))["power_against_foundry"]
    # 80.8 million accelerators, four years of 24 million.
    assert later["practical"] == pytest.approx(4 * 24e6, rel=1e-3)
    assert later["verdict"] == "plausible"


def test_what_is_more_than_a_years_worth_cannot_be_judged_without_a_date() -> None:
    found = checked(watts(200e9))["power_against_foundry"]
    assert (found["verdict"], found["missing"]) == ("unverifiable", ["available"])
    # 200 GW / (2,172 W x 1.14) = 80.8 million; 24 million packages a year.
    assert "3.366 times as much as 24,000,000 accelerators, all packages" in found["explanation"]
    assert "does not say by when (available)" in found["explanation"]


def test_the_watts_of_computers_take_more_at_their_site() -> None:
    plain = checked(watts(1e9, basis="facility"))["power_against_foundry"]["normalised_value"]
    computers = checked(watts(1e9, basis="it"))["power_against_foundry"]["normalised_value"]
    assert computers == pytest.approx(1.14 * plain)


@pytest.mark.parametrize(
    "one",
    [
        watts(8e8, "A nuclear power plant beside the campus is to give so much."),
        watts(1e9, basis="generation"),
        watts(16e9, "Home batteries of a virtual power plant near the site."),
        watts(1e9, stage="operational"),
        watts(2e8),
        watts(1e9, modality="denied"),
        watts(2e9, "Voltage fell, and 2 GW of data centers tripped offline."),
        watts(
            2e9,
            parties=(named("subject", "Project Kilby", "site:project-kilby"),),
        ),
        watts(
            2e9,
            parties=(named("subject", "Susquehanna", "site:susquehanna"),),
        ),
    ],
    ids=[
        "plant",
        "generation",
        "fleet",
        "running",
        "small",
        "denied",
        "lost",
        "of an owner of plants",
        "of a plant",
    ],
)
def test_what_is_no_load_of_computers_to_come_is_not_told_in_accelerators(one: Claim) -> None:
    assert "power_against_foundry" not in checked(one)


def test_counts_are_held_against_packages_and_stacked_memory() -> None:
    found = checked(chips(20e6, when=Interval(start=None, end=dt.date(2027, 6, 30))))
    assert found["count_against_foundry"]["verdict"] == "plausible"
    memory = found["count_against_memory"]
    # 20 million x 279 GB = 5.58 billion GB; 30 billion Gbit a year are 3.75 billion GB.
    assert (memory["normalised_value"], memory["practical"]) == (5580, 3750)
    assert memory["verdict"] == "beyond_practical"
    assert "1.49 times the world's output of stacked memory" in memory["explanation"]


def test_counts_that_stand_or_are_in_others_terms_are_left_alone() -> None:
    assert not checked(chips(1e6, modality="achieved"))
    equivalents = chips(1e6).model_copy(update={"quote": "A million H100 equivalents."})
    assert not checked(equivalents)


def test_orbital_computers_are_held_against_launches_with_their_radiators_and_arrays() -> None:
    quote = "The orbital data center is to have so much power."
    soon = Interval(start=None, end=dt.date(2027, 6, 30))
    found = checked(watts(1e9, quote, when=soon))["orbit_against_launch"]
    # 1 GW at 70 kW a tonne are 14,286 t; the world lifted about 1,973 t in 2024.
    assert found["normalised_value"] == pytest.approx(1e6 / 70)
    assert found["verdict"] == "beyond_practical"
    # 1 GW / 1,416.6 W/m2 and / 367.47 W/m2.
    assert "705,900 m2 of radiator" in found["explanation"]
    assert "2,721,000 m2 of solar array" in found["explanation"]
    # 705,900 m2 x 7 kg/m2 = 4,941 t, x 14.2 kg/m2 = 10,024 t.
    assert "4,941 t if light and 10,020 t if built as the space station's" in found["explanation"]
    # 14,286 t x 1,520 $/kg = $21.7 bn.
    assert "costs $21.7 bn" in found["explanation"]
    assert checked(watts(1e8, quote))["orbit_against_launch"]["verdict"] == "plausible"


@pytest.mark.parametrize(("price", "verdict"), [(1.4, "plausible"), (0.09, "beyond_practical")])
def test_an_hour_of_an_accelerator_is_not_cheaper_than_its_electricity(
    price: float, verdict: str
) -> None:
    one = claim(
        "efficiency", "An hour costs so much.", metric="cost", subject="H100", low=price,
        high=4.0, unit="USD/hour",
    )  # fmt: skip
    found = checked(one)["price_against_energy"]
    # 1,472 W x 1.14 x 5.75 cents a kWh are 9.65 cents an hour.
    assert 1 / found["practical"] == pytest.approx(0.09649, rel=1e-3)
    assert found["verdict"] == verdict


def tokens(price: float, quote: str = "A million tokens cost so much.", **fields: Any) -> Claim:
    return claim(
        "efficiency", quote, metric="cost", subject="Moa", low=price, high=price,
        unit="USD/Mtoken", **fields,
    )  # fmt: skip


def test_tokens_that_cost_more_than_their_electricity_are_plausible_in_this() -> None:
    found = checked(tokens(0.12))["token_price_against_energy"]
    # 2,303 W x 1.14 / 6,000 tokens/s = 0.4376 J; at 5.75 cents a kWh 0.6989 cents a million.
    assert 1 / found["practical"] == pytest.approx(0.0069888, rel=1e-4)
    assert (found["verdict"], found["binding"]) == ("plausible", "practical")
    assert "$0.12 a million tokens" in found["explanation"]


def test_cheaper_than_their_electricity_they_cannot_be_judged_without_the_size_of_the_model() -> (
    None
):
    found = checked(tokens(0.003))["token_price_against_energy"]
    assert (found["verdict"], found["missing"]) == ("unverifiable", ["details.active_params"])
    # 37 bn x 0.003 / 0.0069888.
    assert "a model of at most 15.9 bn active parameters" in found["explanation"]


@pytest.mark.parametrize(("size", "verdict"), [(400e9, "beyond_practical"), (8e9, "plausible")])
def test_the_size_of_the_model_sets_what_its_tokens_take(size: float, verdict: str) -> None:
    found = checked(tokens(0.003, conditions={"active_params": size}))
    # 0.0069888 x 400 / 37 = 0.0756; x 8 / 37 = 0.00151.
    judged_as = found["token_price_against_energy"]
    assert 1 / judged_as["practical"] == pytest.approx(0.0069888 * size / 37e9, rel=1e-4)
    assert judged_as["verdict"] == verdict


def test_tokens_that_are_read_are_not_held_against_those_given_out() -> None:
    assert not checked(tokens(0.003, "It asks so much for a million cached input tokens."))


@pytest.mark.parametrize(("acres", "verdict"), [(5000, "plausible"), (800, "beyond_practical")])
def test_a_solar_plant_is_held_against_its_land(acres: float, verdict: str) -> None:
    land = {"land_m2": acres * 4046.86}
    one = watts(1e9, "The solar farm is to give so much.", basis="generation", conditions=land)
    found = checked(one)["solar_against_land"]
    # 1 GW / 5,000 acres = 49.4 W/m2, / 800 acres = 308.9; modules of 25% give 250 at most.
    assert found["normalised_value"] == pytest.approx(1e9 / (acres * 4046.86))
    assert (found["practical"], found["verdict"]) == (250, verdict)


def test_what_land_gives_around_the_clock_is_told() -> None:
    one = watts(1e9, "The solar farm has so much.", conditions={"land_m2": 5000 * 4046.86})
    # 20.2343 million m2 x 110 kWh / 8,766 h = 253.9 MW.
    assert "gives about 253.9 MW" in checked(one)["solar_against_land"]["explanation"]


def test_without_a_day_no_years_are_counted() -> None:
    assert not checked(watts(10e9), told_on=None)
