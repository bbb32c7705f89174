"""The sample newsroom counted by hand, cell by cell, against what the feed makes of it.

The count was made by reading the articles: each cell is what an analyst would write down of a
customer and a supplier (upper bounds; what is only explored or shared with others left out). The
feed is given the sentences as they are annotated, so that what is tested is the counting, not the
reading.
"""

import json
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from telling import Told, warehouse_of_feeds

from extractors.article import parse_page
from pipeline.sample import NEWSROOM

#: Billions of dollars, gigawatts and units that each customer has committed to each supplier.
COUNTED: dict[tuple[str, str], tuple[float | None, float | None, float | None]] = {
    ("OpenAI", "Oracle"): (300, 4.5, None),
    ("OpenAI", "Cerebras"): (20, 2, None),
    ("OpenAI", "AMD"): (None, 6, None),
    ("OpenAI", "Broadcom"): (None, 10, None),
    ("OpenAI", "Nvidia"): (None, None, None),
    ("OpenAI", "TSMC"): (None, None, None),
    ("OpenAI", "Celestica"): (None, None, None),
    ("OpenAI", "Microsoft"): (None, None, None),
    ("Anthropic", "SpaceX"): (45, 0.3, None),
    ("Anthropic", "Amazon"): (100, 5, None),
    ("Anthropic", "Google"): (10, 1, 1_000_000),
    ("Anthropic", "Nvidia"): (None, None, None),
    ("Anthropic", "Samsung"): (None, None, None),
    ("Google", "SpaceX"): (30, None, None),
    ("Google", "Nvidia"): (None, None, 110_000),
    ("Google", "Samsung"): (None, None, None),
    ("SpaceX", "Nvidia"): (None, None, 220_000),
    ("SpaceX", "Tesla"): (0.697, None, None),
    ("Snowflake", "Amazon"): (6, None, None),
    ("Snowflake", "Google"): (None, None, None),
    ("Snowflake", "Microsoft"): (None, None, None),
    ("Tesla", "Samsung"): (16.5, None, None),
    ("Tesla", "TSMC"): (None, None, None),
    ("Microsoft", "Chevron"): (None, 2.67, None),
    ("Microsoft", "Constellation"): (None, 0.835, None),
    ("Microsoft", "TSMC"): (None, None, None),
    ("Meta", "AMD"): (None, 6, None),
    ("Meta", "Constellation"): (None, 1.121, None),
    ("Meta", "Qualcomm"): (None, None, None),
    ("Amazon", "Talen Energy"): (18, 1.92, None),
    ("Amazon", "Arm"): (None, None, None),
    ("Nvidia", "TSMC"): (None, None, None),
    ("Oracle", "Nvidia"): (None, None, None),
    ("Cerebras", "TSMC"): (None, None, None),
}  # fmt: skip


def sentence(text: str, quote: str) -> str:
    words = " ".join(quote.split())
    start = text.find(words)
    if start < 0:
        return words
    begin = text.rfind(". ", 0, start)
    end = text.find(". ", start + len(words) - 1)
    return text[begin + 2 if begin >= 0 else 0 : end + 1 if end >= 0 else len(text)]


def newsroom() -> Iterator[Told]:
    """Its articles with what was annotated in them, each claim with its whole sentence."""
    for path in sorted((NEWSROOM / "gold").glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["claims"]:
            page = (path.parent / document["page"]).resolve()
            kind = "text/html" if page.suffix == ".html" else "text/markdown"
            text = " ".join(parse_page(page.read_bytes(), media_type=kind).text.split())
            claims = [
                claim | {"confidence": 0.95, "quote": sentence(text, claim["quote"])}
                for claim in document["claims"]
            ]
            publisher = document["url"].split("/")[2]
            yield Told(document["published"], claims, publisher=publisher, url=document["url"])


@pytest.fixture(scope="module")
def house() -> duckdb.DuckDBPyConnection:
    return warehouse_of_feeds(newsroom(), "vendor_dependency")


def near(number: Any) -> Any:
    return None if number is None else pytest.approx(float(number), rel=0.02)


@pytest.mark.parametrize("pair", COUNTED, ids=" of ".join)
def test_a_cell_is_what_was_counted_by_hand(
    house: duckdb.DuckDBPyConnection, pair: tuple[str, str]
) -> None:
    found = house.execute(
        "SELECT committed_usd_high / 1e9, gigawatts_high, units_high FROM vendor_dependency"
        " WHERE customer = ? AND supplier = ?",
        pair,
    ).fetchall()
    assert found == [tuple(near(number) for number in COUNTED[pair])]


def test_nobody_else_has_dollars_in_the_feed(house: duckdb.DuckDBPyConnection) -> None:
    paid = "SELECT customer, supplier FROM vendor_dependency WHERE committed_usd_high > 0"
    assert set(house.execute(paid).fetchall()) == {
        pair for pair, (usd, _, _) in COUNTED.items() if usd
    }
