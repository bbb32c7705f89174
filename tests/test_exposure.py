"""Who a supplier's revenue hangs on: customers by letter are named only where somebody says so."""

import datetime as dt
import json
from typing import Any

import duckdb
import pytest
from telling import NOW, Told, claim, read

from schema.entity import load_registry
from schema.judgement_lines import parse
from schema.vocabulary import Tier
from warehouse.rebuild import rebuild
from warehouse.why.chain import chain
from warehouse.why.page import html

SECOND = (dt.date(2025, 4, 28), dt.date(2025, 7, 27))
THIRD = (dt.date(2025, 7, 28), dt.date(2025, 10, 26))
SAYS = "Analysts identify Customer A as Microsoft."
OTHER = "Customer A is Meta, two traders said."
NOBODY = "Customer A is Quorvex, according to its founder."


def quote(supplier: str, value: float = 0.23) -> str:
    return f"Customer A represented {value:.0%} of {supplier}'s revenue."


def share(
    supplier: str, value: float = 0.23, says: tuple[str, str] | None = None, **more: Any
) -> dict[str, Any]:
    """A share of Customer A, with the name and the sentence that the article gives it."""
    given = {"quote": quote(supplier, value), "when": SECOND, "unit": "fraction", **more}
    if says:
        given["conditions"] = {"customer": says[0], "customer_quote": says[1]}
    return claim("share", supplier, "Customer A", value=value, **given)


def filing(*claims: dict[str, Any]) -> Told:
    return Told("2025-08-28", [*claims], publisher="Filing Desk", tier=Tier.FILING)


TOLD = [
    filing(share("Nvidia"), share("Nvidia", 0.19, when=THIRD), share("Celestica", 0.3)),
    Told("2025-09-01", [share("Nvidia", says=("Microsoft", SAYS))], publisher="The Chip Letter"),
    filing(share("Dell", says=("Microsoft", SAYS))),
    Told("2025-10-02", [share("Dell", 0.38)]),
    filing(share("Vertiv")),
    Told("2025-09-03", [share("Vertiv", says=("Microsoft", SAYS))], publisher="Grid Weekly"),
    Told("2025-09-04", [share("Vertiv", says=("Meta", OTHER))], publisher="Power Post"),
    filing(share("Broadcom", says=("Quorvex", NOBODY))),
    filing(share("Marvell")),
]
JUDGEMENT = {
    "id": "j1", "at": "2026-06-01T12:00:00+00:00", "who": "Ana", "verb": "correct",
    "why": "named in a court paper",
    "claim": {"url": TOLD[-1].address, "quote": quote("Marvell"), "kind": "share", "low": 0.23,
              "unit": "fraction"},
    "fields": {"object": "Microsoft"},
}  # fmt: skip


@pytest.fixture(scope="module")
def house() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    judgements = parse([json.dumps(JUDGEMENT)])
    rebuild(
        connection, *read(TOLD), registry=load_registry(), now=NOW, judgements=judgements
    )  # fmt: skip
    return connection


def exposures(
    connection: duckdb.DuckDBPyConnection, supplier: str, feed: str = "supplier_exposure"
) -> list[dict[str, Any]]:
    query = f"FROM {feed} WHERE supplier = ? ORDER BY period, share_high"
    found = connection.execute(query, [supplier])
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_a_letter_that_nobody_explains_stays_a_letter(house: duckdb.DuckDBPyConnection) -> None:
    (row,) = exposures(house, "Celestica")
    assert (row["customer"], row["letter"]) == ("Customer A", "Customer A")
    assert not row["is_named"]
    assert row["named_by"] is row["named_quote"] is None


def test_a_source_names_the_customer_of_that_supplier_and_period_alone(
    house: duckdb.DuckDBPyConnection,
) -> None:
    named, other = exposures(house, "Nvidia")
    assert (named["share_high"], named["customer"], named["named_by"]) == (
        0.23, "Microsoft", "source",
    )  # fmt: skip
    assert (named["customer_id"], named["letter"]) == ("org:microsoft", "Customer A")
    assert (named["named_quote"], named["named_publisher"]) == (SAYS, "The Chip Letter")
    assert named["named_url"] == TOLD[1].address
    assert named["is_named"]
    assert (named["best_tier"], named["voices"]) == ("filing", 2)
    assert (other["share_high"], other["customer"], other["named_by"]) == (0.19, "Customer A", None)


def test_before_it_was_said_nobody_was_named(house: duckdb.DuckDBPyConnection) -> None:
    then = "supplier_exposure_as_of(TIMESTAMP '2025-08-30')"
    assert [row["customer"] for row in exposures(house, "Nvidia", then)] == ["Customer A"] * 2


def test_another_share_of_the_same_letter_and_period_is_of_the_same_customer(
    house: duckdb.DuckDBPyConnection,
) -> None:
    first, second = exposures(house, "Dell")
    assert [(row["share_high"], row["customer"]) for row in (first, second)] == [
        (0.23, "Microsoft"), (0.38, "Microsoft"),
    ]  # fmt: skip
    assert set(first["fact_ids"]) < set(second["fact_ids"])


def test_sources_that_disagree_name_nobody(house: duckdb.DuckDBPyConnection) -> None:
    (row,) = exposures(house, "Vertiv")
    assert (row["customer"], row["named_by"]) == ("Customer A", "sources disagree")
    assert not row["is_named"]
    assert row["named_quote"] == f"{SAYS} / {OTHER}"


def test_a_name_of_nobody_known_is_quoted_alone(house: duckdb.DuckDBPyConnection) -> None:
    (row,) = exposures(house, "Broadcom")
    assert (row["customer"], row["is_named"]) == ("Customer A", False)
    assert (row["named_by"], row["named_quote"]) == ("source", NOBODY)


def test_a_person_names_the_customer_of_a_sentence(house: duckdb.DuckDBPyConnection) -> None:
    (row,) = exposures(house, "Marvell")
    assert (row["customer"], row["letter"]) == ("Microsoft", "Customer A")
    assert (row["named_by"], row["named_publisher"]) == ("person", "Ana")
    assert "named in a court paper" in row["named_quote"]


def test_why_shows_the_sentence_that_names(house: duckdb.DuckDBPyConnection) -> None:
    (row, _) = exposures(house, "Nvidia")
    found = chain(house, row["fact_ids"][0])
    assert f"The article says that the customer is Microsoft: “{SAYS}”" in html(found, {})
    assert "supplier_exposure" in [feed.name for feed in found.feeds]
