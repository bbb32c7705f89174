"""What stands in a warehouse depends on what was told and when it was recorded, on nothing else.

Neither on the order of arrival, nor on how it is split into runs, each adding to what stands.
"""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st
from telling import NOW, Told, claim, read

from schema.entity import load_registry
from warehouse.rebuild import rebuild_facts
from warehouse.tables import Versions

REGISTRY = load_registry()
VERSIONS = Versions(code="one")
FIRST = dt.date(2026, 1, 5)

#: Few parties, joint and subsidiary ones, unknown ones and none: claims meet all the time.
PARTIES = st.sampled_from(["OpenAI", "AWS", "Amazon", "Nvidia, AMD", "Nvidia", "Quorvex", None])
#: Near values, one a sum of others, open ends, wide ranges, magnitudes, none at all.
AMOUNTS = st.sampled_from(
    [(38e9, 38e9), (38.4e9, 38.4e9), (40e9, 40e9), (None, 40e9), (30e9, 30e9), (10e9, 10e9),
     (1e9, None), (10e9, 60e9), (None, None)]
)  # fmt: skip
QUOTES = st.sampled_from(
    ["It is worth that much.", "It begins with that.", "In total it comes to this.",
     "It was raised to that.", "Another $10 billion follows."]
)  # fmt: skip
SPANS = st.sampled_from(
    [("2026-07-01", "2026-09-30"), ("2026-07-15", "2026-07-15"), (None, "2026-12-31"),
     ("2026-01-01", "2026-12-31"), ("2027-01-01", "2027-03-31")]
)  # fmt: skip
MODALITIES = st.sampled_from(["announced", "reported", "achieved", "denied"])
CONFIDENCES = st.sampled_from([0.4, 0.7, 0.9])


#: A text that others copy.
RELEASE = " ".join(f"word{number}" for number in range(60))


@st.composite
def claims(draw: st.DrawFn) -> dict[str, Any]:
    told = {
        "modality": draw(MODALITIES),
        "confidence": draw(CONFIDENCES),
        "quote": draw(QUOTES),
    }
    if draw(st.booleans()):
        low, high = draw(AMOUNTS)
        role = draw(st.sampled_from(["purchase", "investment", "capex", "other"]))
        return claim("deal", draw(PARTIES), draw(PARTIES), role=role, low=low, high=high, **told)
    subject = draw(st.sampled_from(["Jalapeño", "Hyperion", "OpenAI"]))
    stage = draw(st.sampled_from(["production", "online"]))
    return claim("milestone", subject, draw(PARTIES), stage=stage, when=draw(SPANS), **told)


@st.composite
def articles(draw: st.DrawFn) -> Told:
    """An article; some are versions of one, some come late, some are fetched at the same time."""
    published = FIRST + dt.timedelta(days=draw(st.sampled_from([0, 0, 2, 9, 80])))
    fetched = published + dt.timedelta(days=draw(st.sampled_from([0, 0, 30])))
    return Told(
        published.isoformat(),
        draw(st.lists(claims(), min_size=1, max_size=4)),
        publisher=draw(st.sampled_from(["A", "B", "C"])),
        url=draw(st.sampled_from([None, None, "https://a.example/one", "https://a.example/two"])),
        fetched=f"{fetched}T12:00:00",
        machine_written=draw(st.integers(0, 9)) == 0,
        extra=draw(st.sampled_from(["", "", RELEASE, RELEASE + " As we reported."])),
    )


def page_id(told: Told) -> str:
    """A page has one text, which is read in one way."""
    return read([told])[0][0].page_id


def fill(connection: duckdb.DuckDBPyConnection, runs: Sequence[Sequence[Told]]) -> dict[str, Any]:
    """Let several runs find these articles one after the other, and give every row at the end."""
    told: list[Told] = []
    for run in runs:
        told += run
        pages, extracted = read(told)
        rebuild_facts(connection, pages, extracted, registry=REGISTRY, now=NOW, versions=VERSIONS)
    tables = connection.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables()"
        " WHERE NOT temporary AND table_name <> 'rebuild_changes' ORDER BY ALL"
    ).fetchall()
    return {t: connection.execute(f"FROM {t} ORDER BY ALL").fetchall() for (t,) in tables}


@settings(max_examples=4, deadline=None, derandomize=True)
@given(st.lists(articles(), min_size=2, max_size=8, unique_by=page_id), st.data())
def test_the_order_of_arrival_and_how_it_is_split_into_runs_are_of_no_matter(
    told: list[Told], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(told))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(told) - 1))))
    runs = [shuffled[i:j] for i, j in pairwise([0, *cuts, len(told)])]
    with duckdb.connect() as whole, duckdb.connect() as grown:
        expected = fill(whole, [told])
        found = fill(grown, runs)
    for table, rows in expected.items():
        assert found[table] == rows, table
    assert len(expected["main.fact_claims"]) == len(expected["main.claims"])
