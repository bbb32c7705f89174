"""Who depends on whom: paths, concentration both ways, own silicon, and what has not moved."""

from typing import Any

import duckdb
import pytest
from telling import NOW, Told, claim, warehouse_of_feeds


def pays(payer: str, payee: str, dollars: float, **fields: Any) -> dict[str, Any]:
    return claim("deal", payer, payee, **{"role": "purchase", "value": dollars, **fields})


def power(customer: str, supplier: str, watts: float, **fields: Any) -> dict[str, Any]:
    return claim("capacity", customer, supplier, value=watts, **fields)


def stage(chip: str, reached: str, start: str, end: str, **fields: Any) -> dict[str, Any]:
    return claim("milestone", chip, stage=reached, when=(start, end), **fields)


NEWS = [
    Told("2025-01-06", [pays("OpenAI", "Oracle", 300e9, firmness="contracted")]),
    Told("2025-01-07", [pays("Oracle", "Nvidia", 40e9), pays("Oracle", "AMD", 10e9)]),
    Told("2025-01-08", [claim("dependency", "OpenAI", "Broadcom", role="co_design")]),
    Told("2025-01-09", [claim("dependency", "Broadcom", "TSMC", role="foundry")]),
    Told("2025-01-09", [claim("dependency", "Nvidia", "TSMC", role="foundry")]),
    Told("2025-02-10", [pays("OpenAI", "CoreWeave", 100e9, firmness="contracted")]),
    Told("2025-02-11", [power("OpenAI", "AMD", 6e9), power("OpenAI", "Cerebras", 2e9)]),
    Told("2025-03-03", [stage("Jalapeño", "first_deployment", "2026-10-01", "2026-12-31")]),
    Told(
        "2025-04-07",
        [stage("Jalapeño", "tape_out", "2025-03-01", "2025-03-31", modality="achieved")],
    ),
    Told("2025-05-05", [claim("volume", "Meta", "H100", value=1000, modality="achieved")]),
    Told("2025-05-06", [claim("volume", "Meta", "H200", value=5000)]),
    Told("2025-05-07", [pays("Meta", "Google, CoreWeave", 7e9)]),
]


@pytest.fixture(scope="module")
def house() -> duckdb.DuckDBPyConnection:
    return warehouse_of_feeds(
        NEWS,
        "vendor_dependency", "indirect_dependency", "vendor_concentration",
        "customer_concentration", "commitment_conversion", "layer_concentration",
    )  # fmt: skip


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    relation = connection.sql(query)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def test_a_customer_depends_on_its_suppliers_suppliers_by_a_named_path(
    house: duckdb.DuckDBPyConnection,
) -> None:
    found = {row["path"]: row for row in rows(house, "FROM indirect_dependency")}
    through_oracle = found["OpenAI → Oracle → Nvidia"]
    assert through_oracle["through"] == ["Oracle"]
    assert through_oracle["usd_share_carried"] == pytest.approx(300 / 400 * 40 / 50)
    assert through_oracle["steps"][1] == "Oracle → Nvidia: purchase, $40 billion"
    assert (through_oracle["weakest_firmness"], through_oracle["is_direct"]) == ("announced", False)
    assert found["OpenAI → Broadcom → TSMC"]["usd_share_carried"] is None
    assert found["OpenAI → Oracle → Nvidia → TSMC"]["length"] == 3
    assert found["OpenAI → Oracle → AMD"]["is_direct"]
    assert not any(row["customer"] == row["supplier"] for row in found.values())


def test_every_step_of_a_path_brings_its_facts(house: duckdb.DuckDBPyConnection) -> None:
    torn = """SELECT path FROM indirect_dependency AS path
        WHERE EXISTS (
          FROM (SELECT unnest(party_ids[:-2]) AS customer_id, unnest(party_ids[2:]) AS supplier_id)
          JOIN vendor_dependency AS pair USING (customer_id, supplier_id)
          WHERE NOT list_has_all(path.fact_ids, pair.fact_ids))"""
    assert house.sql(torn).fetchall() == []


def test_suppliers_are_weighed_by_dollars_and_by_watts_week_by_week(
    house: duckdb.DuckDBPyConnection,
) -> None:
    weeks = {r["week"]: r for r in rows(house, "FROM vendor_concentration WHERE customer='OpenAI'")}
    first, later = weeks["2025-W02"], weeks["2025-W07"]
    assert (first["hhi_usd"], first["entropy_usd"], first["hhi_gigawatts"]) == (1, 0, None)
    assert later["hhi_usd"] == pytest.approx(0.75**2 + 0.25**2)
    assert later["entropy_usd"] == pytest.approx(0.811278)
    assert (later["gigawatts_high"], later["hhi_gigawatts"]) == (8, 0.625)
    assert (later["top_supplier"], later["top_supplier_gigawatts"]) == ("Oracle", "AMD")
    assert later["hhi_usd_change_4w"] == pytest.approx(0.625 - 1)
    assert later["hhi_usd_change_13w"] is None
    last = max(weeks.values(), key=lambda row: row["week_end"])
    assert last["week_end"] >= NOW.date()
    assert last["hhi_usd_change_52w"] == pytest.approx(0)


def test_own_silicon_is_told_with_what_it_reached_and_what_is_promised(
    house: duckdb.DuckDBPyConnection,
) -> None:
    query = "FROM vendor_concentration WHERE customer = 'OpenAI' ORDER BY week_end"
    before, *_, last = rows(house, query)
    assert (before["has_own_silicon"], before["own_silicon"]) == (False, None)
    assert (last["own_silicon"], last["own_silicon_reached"], last["own_silicon_promised"]) == (
        "Jalapeño",
        "tape_out",
        "first_deployment",
    )
    chip = "SELECT fact_id FROM facts WHERE kind = 'milestone'"
    assert {row["fact_id"] for row in rows(house, chip)} <= {*last["fact_ids"]}


def test_customers_of_a_supplier_are_weighed_alike(house: duckdb.DuckDBPyConnection) -> None:
    *_, last = rows(house, "FROM customer_concentration WHERE supplier = 'AMD' ORDER BY week_end")
    assert (last["customers"], last["top_customer"], last["hhi_usd"]) == (2, "Oracle", 1)
    assert (last["top_customer_gigawatts"], last["gigawatts_high"]) == ("OpenAI", 6)


def test_units_stand_at_the_rung_that_their_words_give(house: duckdb.DuckDBPyConnection) -> None:
    meta = "FROM commitment_conversion WHERE customer = 'Meta' ORDER BY supplier, rung"
    found = {(row["supplier"], row["firmness"]): row for row in rows(house, meta)}
    assert found["Nvidia", "announced"]["units_high"] == 5000
    assert found["Nvidia", "delivered"]["units_high"] == 1000
    assert found["Google", "announced"]["usd_high"] is None


def test_what_has_not_moved_has_its_age(house: duckdb.DuckDBPyConnection) -> None:
    (row,) = rows(house, "FROM commitment_conversion WHERE supplier = 'Oracle'")
    age = (NOW.date() - row["oldest_on"]).days
    assert (row["days_unmoved"], row["longest_unmoved_days"]) == (age, age)
    assert (row["mean_unmoved_days"], row["usd_share"]) == (age, 1)


def test_a_layer_without_dollars_is_weighed_by_its_relations(
    house: duckdb.DuckDBPyConnection,
) -> None:
    chips = "FROM layer_concentration WHERE layer = 'chips' ORDER BY quarter LIMIT 1"
    (first,) = rows(house, chips)
    # TSMC has two buyers; Nvidia, AMD twice and so on: shares by buyers, not by dollars.
    assert 0 < first["hhi_supplier_relations"] < first["hhi_suppliers"] <= 1
