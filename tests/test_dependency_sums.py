"""Sums of who depends on whom, whatever is told: shares, tranches, rumours, each fact once."""

import math
from collections.abc import Iterator
from typing import Any

import duckdb
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from telling import Told, claim, warehouse_of_feeds

#: No two are near each other, nor does one come out as a tranche or a raise of another.
AMOUNTS = (1.1e9, 7.7e9, 53e9, 310e9)
FIRM = ("announced", "contracted", "delivering", "letter_of_intent")
SUPPLY = st.fixed_dictionaries(
    {
        "usd": st.sampled_from((None, *AMOUNTS)),
        "firmness": st.sampled_from(FIRM),
        "watts": st.sampled_from((None, 4e8, 3e9)),
        "basis": st.sampled_from((None, "it", "grid")),
        "units": st.sampled_from((None, 900, 25_000)),
        "day": st.integers(1, 28),
        "month": st.integers(1, 6),
    }
)
#: By the place of the supplier; the names are those of the registry, customers are unknown firms.
STORY = st.dictionaries(st.integers(0, 4), SUPPLY, min_size=1, max_size=5)
SUPPLIERS = ("Nvidia", "Oracle", "CoreWeave", "Broadcom", "Cerebras")
CHIPS = {"Nvidia": "H100", "Broadcom": "Tomahawk 6", "Cerebras": "WSE-3"}
WAYS = ("plain", "split", "rumour", "retold")
FEEDS = (
    "vendor_dependency", "vendor_concentration", "customer_concentration",
    "commitment_conversion", "layer_concentration",
)  # fmt: skip


def tellings(number: int, story: dict[int, dict[str, Any]]) -> Iterator[Told]:
    """One story told in several ways, each of a customer of its own."""
    for way in WAYS:
        customer = f"Quorvex {way.title()} {number}"
        for place, supply in story.items():
            yield Told(
                f"2026-{supply['month']:02d}-{supply['day']:02d}",
                [*_claims(customer, SUPPLIERS[place], supply)],
                publisher=f"Outlet {customer} {place}",
            )
            yield Told("2026-07-10", [*_more(way, customer, SUPPLIERS[place], supply)])


def _claims(customer: str, supplier: str, supply: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield claim("dependency", customer, supplier, role="uses")
    if supply["usd"]:
        yield _deal(customer, supplier, supply["usd"], supply["firmness"])
    if supply["watts"]:
        yield claim("capacity", customer, supplier, value=supply["watts"], basis=supply["basis"])
    if supply["units"] and supplier in CHIPS:
        yield claim("volume", customer, CHIPS[supplier], value=supply["units"])


def _more(
    way: str, customer: str, supplier: str, supply: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    match way, supply["usd"]:
        case "split", float(whole):
            for share in (0.25, 0.75):
                yield _deal(customer, supplier, whole * share, supply["firmness"])
            yield _deal(customer, supplier, whole, supply["firmness"])
        case "retold", float(whole):
            yield _deal(customer, supplier, whole, supply["firmness"])
        case "rumour", whole:
            yield _deal(customer, supplier, (whole or 2e9) * 4, "rumoured")


def _deal(customer: str, supplier: str, dollars: float, firmness: str) -> dict[str, Any]:
    words = f"{customer} pays {supplier} {dollars:.0f}."
    return claim(
        "deal", customer, supplier, role="purchase", value=dollars, firmness=firmness, quote=words
    )


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    relation = connection.sql(query)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def none(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    found = connection.sql(query).fetchall()
    assert not found, found[:3]


@settings(max_examples=2, derandomize=True, phases=[Phase.generate])
@given(st.lists(STORY, min_size=4, max_size=8))
def test_sums_of_dependence_hold_whatever_is_told(stories: list[dict[int, dict[str, Any]]]) -> None:
    told = [told for number, story in enumerate(stories) for told in tellings(number, story)]
    with warehouse_of_feeds([one for one in told if one.claims], *FEEDS) as connection:
        shares_add_to_one(connection)
        no_fact_counts_twice(connection)
        ways_agree(connection, stories)
        indices_are_of_the_shares(connection)
        watts_are_those_of_the_pairs(connection)


def shares_add_to_one(connection: duckdb.DuckDBPyConnection) -> None:
    for share, by in (
        ("usd_share", "customer"),
        ("units_share", "customer"),
        ("gigawatts_share", "customer, gigawatts_basis"),
    ):
        none(
            connection,
            f"SELECT {by}, sum({share}) AS total FROM vendor_dependency WHERE {share} IS NOT NULL"
            f" GROUP BY {by} HAVING abs(total - 1) > 1e-5",
        )


def no_fact_counts_twice(connection: duckdb.DuckDBPyConnection) -> None:
    none(
        connection,
        "SELECT fact_id FROM dependency_facts WHERE NOT is_joint"
        " GROUP BY fact_id HAVING count(*) > 1",
    )
    of_feeds = {
        feed: connection.sql(f"SELECT coalesce(sum({total}), 0) FROM {feed}").fetchall()
        for feed, total in (
            ("vendor_dependency", "committed_usd_high"),
            ("dependency_facts", "usd_high) FILTER (grade <> 'soft'"),
            ("commitment_conversion", "usd_high) FILTER (rung > 2"),
        )
    }
    assert len({str(total) for total in of_feeds.values()}) == 1, of_feeds
    counted = connection.sql(
        "SELECT coalesce(sum(usd_high), 0) FROM commitments WHERE grade <> 'soft'"
    ).fetchall()
    assert counted == of_feeds["vendor_dependency"]


def ways_agree(
    connection: duckdb.DuckDBPyConnection, stories: list[dict[int, dict[str, Any]]]
) -> None:
    """Tranches, rumours and retellings leave contracted, announced, watts and units as they are."""
    firm = ("contracted_usd_high", "announced_usd_high", "gigawatts_high", "units_high")
    found = {
        (row["customer"], row["supplier"]): tuple(row[name] for name in firm)
        for row in rows(connection, "FROM vendor_dependency")
    }
    for number, story in enumerate(stories):
        for place in story:
            told = {way: found[f"Quorvex {way.title()} {number}", SUPPLIERS[place]] for way in WAYS}
            assert len(set(told.values())) == 1, told
            usd = story[place]["usd"]
            assert sum(float(amount or 0) for amount in told["plain"][:2]) == (usd or 0)


def indices_are_of_the_shares(connection: duckdb.DuckDBPyConnection) -> None:
    for side, feed in (("customer", "vendor"), ("supplier", "customer")):
        last = f"PARTITION BY {side} ORDER BY week_end DESC"
        query = f"FROM {feed}_concentration QUALIFY row_number() OVER ({last}) = 1"
        for row in rows(connection, query):
            paid = connection.execute(
                f"SELECT committed_usd_high::DOUBLE FROM vendor_dependency WHERE {side} = ?"
                " AND committed_usd_high > 0",
                [row[side]],
            ).fetchall()
            shares = [usd / sum(usd for (usd,) in paid) for (usd,) in paid]
            if not shares:
                assert row["hhi_usd"] is row["entropy_usd"] is None
                continue
            assert math.isclose(row["hhi_usd"], sum(s * s for s in shares), abs_tol=2e-6)
            entropy = -sum(s * math.log2(s) for s in shares)
            assert math.isclose(row["entropy_usd"], entropy, abs_tol=2e-6)
            assert math.isclose(row["top_share"], max(shares), abs_tol=2e-6)


def watts_are_those_of_the_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """A party's watts and their concentration are those of its pairs of the same basis."""
    for side, feed in (("customer", "vendor"), ("supplier", "customer")):
        none(
            connection,
            f"""
            WITH latest AS (
              FROM {feed}_concentration
              QUALIFY row_number() OVER (PARTITION BY {side} ORDER BY week_end DESC) = 1
            ), pairs AS (
              SELECT {side}, gigawatts_basis, sum(gigawatts_high) AS watts,
                sum(gigawatts_high ** 2) / sum(gigawatts_high) ** 2 AS hhi
              FROM vendor_dependency WHERE gigawatts_high > 0 GROUP BY ALL
            )
            SELECT latest.{side}, gigawatts_high, watts, hhi_gigawatts, hhi
            FROM latest
            LEFT JOIN pairs ON pairs.{side} = latest.{side}
              AND pairs.gigawatts_basis IS NOT DISTINCT FROM latest.gigawatts_basis
            WHERE abs(coalesce(gigawatts_high, 0) - coalesce(watts, 0)) > 1e-9
              OR abs(hhi_gigawatts - hhi) > 2e-6
            """,
        )


def test_a_pair_and_its_parties_measure_watts_alike() -> None:
    """Little is told of Oracle at the plug; the customer's watts are those of the pairs there."""
    told = Told(
        "2026-01-05",
        [
            claim("capacity", "OpenAI", "AMD", value=6e9, basis="it"),
            claim("capacity", "OpenAI", "AMD", value=5e9, basis="grid"),
            claim("capacity", "OpenAI", "Oracle", value=4e9, basis="grid"),
        ],
    )
    feeds = ("vendor_dependency", "vendor_concentration", "customer_concentration")
    with warehouse_of_feeds([told], *feeds) as connection:
        found = connection.sql(
            "SELECT supplier, gigawatts_basis, gigawatts_high FROM vendor_dependency ORDER BY ALL"
        ).fetchall()
        assert found == [("AMD", "it", 6.0), ("Oracle", "grid", 4.0)]
        latest = connection.sql(
            "SELECT gigawatts_basis, gigawatts_high FROM vendor_concentration WHERE week_end"
            " = (SELECT max(week_end) FROM vendor_concentration)"
        )
        assert latest.fetchall() == [("it", 6.0)]
        watts_are_those_of_the_pairs(connection)
