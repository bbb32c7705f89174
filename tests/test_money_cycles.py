"""Cycles of money: elementary, bounded, with an investment, and one dollar told as one."""

from itertools import pairwise
from typing import Any

from telling import Told, claim, warehouse_of_feeds


def pays(payer: str, payee: str, dollars: float, role: str = "purchase") -> dict[str, Any]:
    return claim("deal", payer, payee, role=role, value=dollars)


def test_a_stake_and_the_purchase_that_it_pays_for_are_told_together() -> None:
    ring = ("Nvidia", "OpenAI", "Oracle", "CoreWeave", "Meta", "Microsoft")
    long_way = [Told("2026-02-02", [pays(a, b, 9e9)]) for a, b in pairwise(ring)]
    connection = warehouse_of_feeds(
        [
            Told("2026-01-05", [pays("AMD", "Anthropic", 5e9, "investment"),
                                pays("Anthropic", "AMD", 30e9)]),
            Told("2026-01-06", [pays("Tesla", "Samsung", 3e9), pays("Samsung", "Tesla", 2e9)]),
            *long_way,
            # Six parties: too long a way.
            Told("2026-02-03", [pays("Microsoft", "Nvidia", 1e9, "investment")]),
        ],
        "money_cycles",
    )  # fmt: skip
    found = connection.sql(
        "SELECT cycle, weakest_step, weakest_usd_high::BIGINT, told_together FROM money_cycles"
    ).fetchall()
    weakest = "AMD invests in Anthropic $5 billion"
    assert found == [("AMD → Anthropic → AMD", weakest, 5_000_000_000, 1)]
