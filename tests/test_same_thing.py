"""Two tellings of one thing become one fact, though they differ; two things stay two."""

from typing import Any

import duckdb
import pytest
from telling import Told, claim, read

from schema.entity import load_registry
from warehouse.load import load
from warehouse.resolve import resolve

Tellings = tuple[tuple[str, Any], tuple[str, Any]]


def spent(
    payer: str | None, on: str | None, value: float, role: str = "capex", **fields: Any
) -> Any:
    return claim("deal", payer, on, role=role, value=value, **fields)


def watts(subject: str, other: str | None, value: float, **fields: Any) -> Any:
    return claim("capacity", subject, other, value=value, stage="planned", **fields)


def reached(stage: str, subject: str, start: str | None, end: str | None, **fields: Any) -> Any:
    return claim("milestone", subject, stage=stage, when=(start, end), **fields)


def uses(customer: str, supplier: str, start: str, end: str) -> Any:
    return claim("dependency", customer, supplier, role="uses", when=(start, end))


ONE: dict[str, Tellings] = {
    "a site, or the state that it is in": (
        ("2025-03-03", spent("TSMC", "TSMC Arizona", 165e9)),
        ("2025-03-20", spent("TSMC", "Arizona", 165e9)),
    ),
    "a state, or data centers there": (
        ("2025-06-09", spent("Amazon", "Pennsylvania", 20e9)),
        ("2025-06-12", spent("Amazon", "Pennsylvania data centers", 20e9)),
    ),
    "spending with a company, or with its owner": (
        ("2026-04-20", spent("Anthropic", "AWS", 90e9, role="purchase")),
        (
            "2026-04-24",
            spent("Anthropic", None, 90e9, quote="With Amazon, Anthropic is to spend $90 billion."),
        ),
    ),
    "an investment in a state, or building there": (
        ("2025-07-01", spent("CoreWeave", "New Jersey", 1.8e9, role="investment")),
        ("2025-07-09", spent("CoreWeave", "New Jersey", 1.8e9)),
    ),
    "a site, or who builds it": (
        ("2025-03-18", watts("Stargate Abilene", "OpenAI", 1.2e9)),
        ("2025-06-16", watts("Crusoe", None, 1.2e9)),
    ),
    "a site, or its tenant and its owner": (
        ("2025-06-02", watts("Polaris Forge 1", None, 250e6)),
        ("2025-06-03", watts("CoreWeave", "Applied Digital", 250e6)),
    ),
    "a plant rated a little differently": (
        ("2024-09-20", watts("Three Mile Island", None, 835e6)),
        ("2024-10-20", watts("Three Mile Island", "Microsoft", 837e6)),
    ),
    "a programme, or the partners in it": (
        ("2025-01-21", spent(None, "Stargate", 500e9)),
        ("2025-11-20", spent("OpenAI, SoftBank", "data center", 500e9)),
    ),
    "a takeover read the other way round": (
        ("2026-04-21", spent("SpaceX", "Cursor", 60e9, role="acquisition")),
        ("2026-04-22", spent("Cursor", "SpaceX", 60e9, role="purchase")),
    ),
    "a day within a month": (
        ("2026-01-05", reached("production", "Vera Rubin", "2026-01-01", "2026-01-31")),
        ("2026-01-06", reached("production", "Vera Rubin", None, "2026-01-06")),
    ),
    "late in a half year": (
        ("2025-09-01", reached("available", "MI450", "2026-07-01", "2026-12-31")),
        ("2025-09-02", reached("available", "MI450", "2026-09-01", "2026-12-31")),
    ),
    "a chip, or its maker": (
        ("2026-02-01", reached("tape_out", "Jalapeño", "2026-02-01", "2026-02-28")),
        ("2026-02-02", reached("tape_out", "OpenAI", "2026-02-01", "2026-02-28")),
    ),
    "a dependence seen in two years": (
        ("2024-12-15", uses("Meta", "Nvidia", "2024-01-01", "2024-12-31")),
        ("2026-05-27", uses("Meta", "Nvidia", "2026-04-01", "2026-04-30")),
    ),
}  # fmt: skip

GAS = "Fermi America has bought gas turbines of 600 MW."
SUN = "The campus gets 600 MW of solar panels."
TWO: dict[str, Tellings] = {
    "a loan and a round, months apart": (
        ("2025-10-07", spent(None, "xAI", 20e9, role="financing")),
        ("2026-01-26", spent(None, "xAI", 20e9, role="investment")),
    ),
    "gas and sun": (
        ("2025-08-04", watts("Project Matador", None, 600e6, quote=SUN)),
        ("2025-08-05", watts("Fermi America", None, 600e6, quote=GAS)),
    ),
    "a programme of two sites that have as much": (
        ("2025-05-22", watts("Stargate UAE", None, 200e6)),
        ("2025-06-16", watts("Stargate Norway", None, 200e6)),
    ),
    "a vague sum told before another was announced": (
        ("2025-10-07", spent(None, "Broadcom", 1e10, role="purchase", quote="Tens of billions.")),
        ("2026-02-25", spent("Apple", "Broadcom", 60e9, role="purchase")),
    ),
    "one company in two states": (
        ("2025-06-09", spent("Microsoft", "Wisconsin", 3e9)),
        ("2025-06-12", spent("Microsoft", "Georgia", 3e9)),
    ),
    "what a vendor announces and what its chip is announced for": (
        ("2025-10-14", reached("announced", "MI300X", "2025-01-01", "2025-12-31")),
        ("2025-11-16", reached("announced", "AMD", "2025-06-01", "2025-06-30")),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def facts() -> dict[str, str]:
    """The fact of each telling, by the address of its article."""
    told = [
        Told(day, [one], url=f"https://news.example/{name.replace(' ', '-')}/{number}")
        for name, tellings in (ONE | TWO).items()
        for number, (day, one) in enumerate(tellings)
    ]
    with duckdb.connect() as connection:
        load(connection, *read(told))
        resolve(connection, load_registry())
        rows = connection.execute(
            "SELECT url, fact_id FROM fact_claims JOIN claims USING (claim_id) "
            "JOIN articles USING (article_id)"
        ).fetchall()
    return dict(rows)


def _facts_of(facts: dict[str, str], name: str) -> set[str]:
    return {fact for url, fact in facts.items() if f"/{name.replace(' ', '-')}/" in url}


@pytest.mark.parametrize("name", ONE)
def test_one_thing_told_in_two_ways_is_one_fact(facts: dict[str, str], name: str) -> None:
    assert len(_facts_of(facts, name)) == 1


@pytest.mark.parametrize("name", TWO)
def test_two_things_of_one_value_are_two_facts(facts: dict[str, str], name: str) -> None:
    assert len(_facts_of(facts, name)) == 2


def test_two_numbers_of_one_sentence_are_two_facts() -> None:
    quote = "The holding had 20.07% in December and must keep at least 20%."
    share = {"unit": "fraction", "quote": quote, "modality": "announced"}
    held = claim("share", "SK Hynix", "SK Square", value=0.2007, **share)
    must = claim("share", "SK Hynix", "SK Square", low=0.2, **share)
    with duckdb.connect() as connection:
        load(connection, *read([Told("2026-03-27", [held, must])]))
        resolve(connection, load_registry())
        facts = connection.execute("SELECT count(DISTINCT fact_id) FROM fact_claims").fetchone()
    assert facts == (2,)
