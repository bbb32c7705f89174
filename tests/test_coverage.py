"""Coverage: which of the largest announced agreements the warehouse holds."""

import datetime as dt
from typing import Any

import duckdb
import pytest
from telling import Told, claim, warehouse_of_feeds

from warehouse.views import create_past, create_past_facts, read_view


def pays(payer: str, payee: str | None, dollars: float | None, **fields: Any) -> dict[str, Any]:
    return claim(
        "deal", payer, payee, **{"role": "purchase", "low": dollars, "high": dollars, **fields}
    )


NEWS = [
    Told("2025-09-12", [pays("OpenAI", "Oracle", 300e9)]),
    # The third of three agreements between the two; the others stay unknown but for the relation.
    Told("2025-09-26", [pays("OpenAI", "CoreWeave", 6.5e9)]),
    Told("2025-10-06", [claim("capacity", "OpenAI", "AMD", value=6e9)]),
    # Told from the seller's side, by the name of a chip.
    Told("2026-02-25", [claim("capacity", "MI450", "Meta", value=6e9)]),
    Told("2025-09-01", [claim("dependency", "OpenAI", "Broadcom", role="co_design")]),
    Told("2025-11-04", [pays("OpenAI", "AWS", 38e9, confidence=0.2)]),
    # Money that goes the other way is another agreement.
    Told("2025-11-19", [pays("Anthropic", "Nvidia", 10e9)]),
    Told("2026-05-21", [pays("Anthropic", "xAI", 1.25e9, unit="USD/month",
                             when=("2026-06-01", "2029-05-31"))]),
    Told("2025-11-14", [pays("Google", None, 40e9, role="capex")]),
    # The part that is paid at once; what hangs on milestones is not told.
    Told("2026-04-25", [pays("Google", "Anthropic", 10e9, role="investment")]),
]  # fmt: skip


@pytest.fixture(scope="module")
def house() -> duckdb.DuckDBPyConnection:
    connection = warehouse_of_feeds(NEWS, "coverage", "coverage_totals")
    create_past_facts(connection)
    create_past(connection, read_view("feeds/coverage"))
    return connection


def entries(house: duckdb.DuckDBPyConnection, feed: str = "coverage") -> dict[str, Any]:
    found = house.sql(f"FROM {feed}")
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    return {row["entry_id"]: row for row in rows}


def test_the_ledger_has_fifty_agreements_of_known_parties_with_amount_and_source(
    house: duckdb.DuckDBPyConnection,
) -> None:
    rows = entries(house, "announced_agreements")
    assert len(rows) >= 50
    known = {row[0] for row in house.sql("SELECT entity_id FROM entities").fetchall()}
    for row in rows.values():
        assert row["payer_ids"] and {*row["payer_ids"], *row["payee_ids"]} <= known
        assert dt.date(2024, 1, 1) <= row["announced_on"] <= dt.date(2026, 12, 31)
        assert row["source"].startswith("http")
        low, high = row["low"], row["high"]
        assert (low or high) and (low or high) <= (high or low)
        assert (row["kind"], row["unit"]) in {("deal", "USD"), ("capacity", "W")}
        assert (row["role"] is None) == (row["kind"] == "capacity")
        assert {"USD": 1e9, "W": 1e8}[row["unit"]] <= (high or low) <= 1e12


def test_no_amount_stands_for_two_agreements_of_the_ledger(
    house: duckdb.DuckDBPyConnection,
) -> None:
    alike = house.sql(
        """SELECT one.entry_id, other.entry_id
        FROM coverage AS one JOIN coverage AS other
          ON one.entry_id < other.entry_id AND one.kind = other.kind
          AND (one.role = 'investment') IS NOT DISTINCT FROM (other.role = 'investment')
          AND list_has_any(one.payer_ids, other.payer_ids)
          AND list_has_any(one.payee_ids, other.payee_ids)
        WHERE coalesce(one.usd_low, one.watts_low, one.usd, one.watts) * 0.9
            <= coalesce(other.usd, other.watts)
          AND coalesce(other.usd_low, other.watts_low, other.usd, other.watts) * 0.9
            <= coalesce(one.usd, one.watts)"""
    )
    assert alike.fetchall() == []


def test_every_agreement_of_the_ledger_has_its_row(house: duckdb.DuckDBPyConnection) -> None:
    assert entries(house).keys() == entries(house, "announced_agreements").keys()


@pytest.mark.parametrize(
    ("entry", "held_as"),
    [
        ("openai-oracle-2025-09", "amount"),
        ("openai-coreweave-2025-09", "amount"),
        ("openai-coreweave-2025-03", "relation only"),
        ("openai-amd-2025-10", "amount"),
        ("meta-amd-2026-02", "amount"),
        ("openai-broadcom-2025-10", "relation only"),
        ("openai-aws-2025-11", "in review"),
        ("anthropic-xai-2026-05", "amount"),
        ("google-texas-2025-11", "amount"),
        ("google-anthropic-2026-04", "amount"),
        ("nvidia-anthropic-2025-11", "absent"),
        ("microsoft-nscale-2025-10", "absent"),
    ],
)
def test_how_an_agreement_is_held(
    house: duckdb.DuckDBPyConnection, entry: str, held_as: str
) -> None:
    row = entries(house)[entry]
    assert row["held_as"] == held_as
    assert (row["fact_ids"] == []) == (held_as == "absent")
    weight = "usd" if row["kind"] == "deal" else "watts"
    part = min(row[weight], row["held_high"]) if held_as == "amount" else 0
    assert row[f"{weight}_held"] == part


def test_what_is_held_stands_beside_what_was_announced(house: duckdb.DuckDBPyConnection) -> None:
    rows = entries(house)
    oracle, first = rows["openai-oracle-2025-09"], rows["openai-coreweave-2025-03"]
    assert (oracle["held_low"], oracle["held_high"], oracle["days_after"]) == (300e9, 300e9, 2)
    # Another amount between the same two is shown, and not taken for this one.
    assert (first["usd_high"], first["held_high"]) == (11.9e9, 6.5e9)
    assert rows["openai-broadcom-2025-10"]["held_high"] is None
    assert rows["openai-broadcom-2025-10"]["days_after"] == -42
    assert rows["microsoft-nscale-2025-10"]["first_told"] is None


def test_totals_add_up_by_count_and_by_dollars(house: duckdb.DuckDBPyConnection) -> None:
    whole = house.sql(
        "SELECT agreements, held_amount, held_relation, in_review, absent, usd, usd_held, "
        "watts_held, share_held FROM coverage_totals WHERE scope = 'all'"
    ).fetchall()[0]
    count, held, related, waiting, absent, usd, usd_held, watts_held, share = whole
    assert held + related + waiting + absent == count == len(entries(house))
    # What waits in review is the relation of all three agreements between the two.
    assert (held, waiting, share) == (7, 3, round(7 / count, 4))
    assert usd_held == 300e9 + 6.5e9 + 45e9 + 40e9 + 10e9
    assert watts_held == 12e9
    for scope in ("role", "year"):
        assert house.sql(
            "SELECT sum(agreements), sum(usd), sum(usd_held) FROM coverage_totals "
            f"WHERE scope = '{scope}'"
        ).fetchall() == [(count, usd, usd_held)]


def test_nothing_is_covered_before_it_was_announced(house: duckdb.DuckDBPyConnection) -> None:
    then = entries(house, "coverage_as_of(TIMESTAMP '2025-09-20')")
    assert "openai-oracle-2025-09" in then
    assert "openai-amd-2025-10" not in then
    assert max(row["announced_on"] for row in then.values()) <= dt.date(2025, 9, 20)
