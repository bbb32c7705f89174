"""Amounts: what counts in sums, once, and why each other amount does not."""

from typing import Any

import duckdb
from telling import Told, claim, warehouse_of_deals


def deal(subject: str | None, object: str | None, value: float, **fields: Any) -> dict[str, Any]:
    bounds = {} if "low" in fields else {"value": value}
    return claim("deal", subject, object, **bounds, **fields)


def one(*claims: dict[str, Any], day: str = "2026-03-02", **fields: Any) -> Told:
    return Told(day, list(claims), **fields)


def counted(connection: duckdb.DuckDBPyConnection) -> list[tuple[str | None, int, str | None]]:
    """Payees, billions and why they are in no sum, the largest first."""
    return connection.execute(
        """
        SELECT payees, (usd_high / 1e9)::INTEGER, left_out
        FROM amounts
        ORDER BY usd_high DESC, left_out
        """
    ).fetchall()


def test_a_vague_total_hides_no_rate_and_counts_not_beside_it() -> None:
    connection = warehouse_of_deals(
        [
            one(
                deal("Anthropic", "SpaceX", 1.25e9, unit="USD/month", role="lease"),
                claim("duration", "Anthropic", "SpaceX", metric="contract_term", value=36,
                      unit="months"),
            ),
            one(
                deal("Anthropic", "SpaceX", 0, low=1e9, quote="It is likely worth billions."),
                publisher="Other",
            ),
        ]
    )  # fmt: skip
    assert counted(connection) == [
        ("SpaceX", 45, None),
        ("SpaceX", 1, "a vague size whose agreement tells an amount"),
    ]


def test_money_for_a_company_that_was_bought_with_it_counts() -> None:
    connection = warehouse_of_deals(
        [one(deal("Nvidia", "Mellanox", 7e9, role="acquisition"))],
    )
    assert counted(connection) == [("Mellanox", 7, None)]


def test_an_unlisted_site_is_no_other_side_to_the_company_in_its_name() -> None:
    connection = warehouse_of_deals([one(deal("Meta", "Meta Louisiana", 10e9, role="capex"))])
    assert counted(connection) == [(None, 10, None)]


def spent(value: float, first: str, last: str, **fields: Any) -> dict[str, Any]:
    return deal("Amazon", None, value, role="capex", when=(first, last), **fields)


def test_spending_of_times_that_overlap_counts_once_a_day() -> None:
    connection = warehouse_of_deals(
        [
            one(spent(200e9, "2026-01-01", "2026-12-31"), day="2026-02-05"),
            one(
                spent(173e9, "2025-07-01", "2026-06-30"),
                spent(131e9, "2025-01-01", "2025-12-31"),
                day="2026-07-05",
            ),
        ]
    )
    assert counted(connection) == [
        (None, 200, None),
        (None, 173, "spending of a time that overlaps with one that counts"),
        (None, 131, None),
    ]


def test_a_rumour_of_more_spending_pushes_no_firm_one_out() -> None:
    connection = warehouse_of_deals(
        [
            one(spent(200e9, "2026-01-01", "2026-12-31"), day="2026-02-05"),
            one(
                spent(240e9, "2026-02-01", "2027-01-31", firmness="rumoured"),
                day="2026-02-06",
                publisher="Other",
            ),
        ]
    )
    assert counted(connection) == [
        (None, 240, "spending of a time that overlaps with one that counts"),
        (None, 200, None),
    ]
