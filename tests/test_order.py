"""What stands in a warehouse depends on what was told and when it was recorded, on nothing else."""

import datetime as dt
from typing import Any

import duckdb
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from telling import NOW, Told, claim, read

from schema.entity import load_registry
from warehouse.extracted import Extracted
from warehouse.load import load
from warehouse.rebuild import derive_facts
from warehouse.resolve import resolve

REGISTRY = load_registry()
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
    )


def page_id(told: Told) -> str:
    """A page has one text, which is read in one way."""
    return read([told])[0][0].page_id


def fill(connection: duckdb.DuckDBPyConnection, runs: list[list[Told]]) -> dict[str, Any]:
    """Rebuild it of what several runs read, and give every row."""
    parts = [read(run) for run in runs]
    extracted = Extracted(
        *(
            pa.concat_tables([getattr(part, name) for _, part in parts])
            for name in ("articles", "claims", "parties")
        )
    )
    load(connection, [page for pages, _ in parts for page in pages], extracted)
    resolve(connection, REGISTRY)
    derive_facts(connection, NOW)
    tables = connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY ALL").fetchall()
    return {t: connection.execute(f"FROM {t} ORDER BY ALL").fetchall() for (t,) in tables}


@settings(max_examples=3, derandomize=True)
@given(st.lists(articles(), min_size=2, max_size=8, unique_by=page_id), st.data())
def test_the_order_of_arrival_and_how_it_is_split_into_runs_are_of_no_matter(
    told: list[Told], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(told))
    cut = data.draw(st.integers(0, len(told)))
    with duckdb.connect() as connection:
        expected = fill(connection, [told])
        found = fill(connection, [shuffled[:cut], shuffled[cut:]])
    assert found == expected
    assert len(expected["fact_claims"]) == len(expected["claims"])
