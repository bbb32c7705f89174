"""Counting by party and by owner: the same money asked for both ways, in SQL."""

from collections.abc import Iterator

import duckdb
import pytest
from telling import Told, claim, warehouse_of_deals

#: What each firm bought, by the name under which it was told.
BY_PARTY = """
    SELECT party.name, sum(fact.usd_high) / 1e9
    FROM facts AS fact JOIN fact_parties AS party USING (fact_id)
    WHERE party.role = 'object' AND fact.kind = 'deal' AND fact.role = 'purchase'
    GROUP BY ALL ORDER BY ALL
"""

#: The same by owner: units with their companies, chips with their vendors, sites with their owners.
BY_OWNER = """
    SELECT owner, sum(usd_high) / 1e9
    FROM (
        SELECT DISTINCT fact.fact_id, fact.usd_high, party.owner
        FROM facts AS fact JOIN fact_parties AS party USING (fact_id)
        WHERE party.role = 'object' AND fact.kind = 'deal' AND fact.role = 'purchase'
    )
    GROUP BY ALL ORDER BY ALL
"""

#: Everything that one owner holds, however deep, with what investors hold as well.
HELD_BY = """
    WITH RECURSIVE held AS (
        SELECT entity_id FROM entities WHERE name = ?
        UNION
        SELECT part.entity_id FROM entities AS part JOIN held ON part.parent = held.entity_id
    )
    SELECT DISTINCT party.name
    FROM held JOIN fact_parties AS party USING (entity_id)
    ORDER BY ALL
"""


def purchase(payer: str, payee: str, billions: float) -> dict[str, object]:
    return claim("deal", payer, payee, role="purchase", value=billions * 1e9)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    deals = [
        purchase("OpenAI", "AWS", 38),
        purchase("Anthropic", "Amazon", 5),
        purchase("Meta", "Trainium3", 2),
        purchase("Meta", "Google Cloud", 10),
        purchase("Meta", "Arm", 1),
        purchase("OpenAI", "SoftBank", 3),
    ]
    told = [Told(f"2026-03-{day:02}", [deal]) for day, deal in enumerate(deals, start=2)]
    with warehouse_of_deals(told) as opened:
        yield opened


def test_by_party_every_name_stands_for_itself(connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.sql(BY_PARTY).fetchall() == [
        ("AWS", 38.0),
        ("Amazon", 5.0),
        ("Arm", 1.0),
        ("Google Cloud", 10.0),
        ("SoftBank", 3.0),
        ("Trainium3", 2.0),
    ]


def test_by_owner_units_and_chips_count_with_their_company(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert connection.sql(BY_OWNER).fetchall() == [
        ("Amazon", 45.0),
        ("Arm", 1.0),
        ("Google", 10.0),
        ("SoftBank", 3.0),
    ]


def test_what_an_investor_holds_is_found_by_the_chain_of_parents(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert connection.execute(HELD_BY, ["SoftBank"]).fetchall() == [("Arm",), ("SoftBank",)]
    assert connection.execute(HELD_BY, ["Amazon"]).fetchall() == [
        ("AWS",),
        ("Amazon",),
        ("Trainium3",),
    ]
