"""Pictures of who depends on whom: what they show, and that anybody can read them."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import altair as alt
import duckdb
import pyarrow as pa
import pytest
from telling import Told, claim, warehouse_of_feeds

from warehouse.digest import dependency_charts
from warehouse.digest.chart_style import FIRMNESS, png, svg
from warehouse.digest.charts import Chart, charts
from warehouse.digest.drawings import Drawings
from warehouse.digest.flow_layout import lay_out


def pays(
    payer: str, payee: str, dollars: float, role: str = "purchase", **more: str
) -> dict[str, Any]:
    return claim("deal", payer, payee, role=role, value=dollars, **more)


NEWS = [
    Told("2026-01-05", [pays("OpenAI", "Oracle", 300e9, firmness="contracted")]),
    Told("2026-01-12", [pays("Oracle", "Nvidia", 40e9)]),
    Told("2026-02-02", [pays("Nvidia", "OpenAI", 30e9, role="investment")]),
    Told("2026-02-09", [pays("OpenAI", "CoreWeave", 20e9, firmness="rumoured")]),
    Told("2026-03-02", [pays("OpenAI", "AMD", 90e9)]),
    Told("2026-03-03", [claim("capacity", "OpenAI", "AMD", value=6e9)]),
    Told("2026-03-04", [claim("dependency", "Meta", "TSMC", role="foundry")]),
    Told("2026-03-04", [claim("volume", "Meta", "H100", value=350_000)]),
    Told("2026-03-05", [pays("Quorvex <b>&", "Nvidia", 1e9)]),
]
FEEDS = (
    "vendor_dependency",
    "vendor_concentration",
    "money_cycles",
)


@pytest.fixture(scope="module")
def house() -> duckdb.DuckDBPyConnection:
    return warehouse_of_feeds(NEWS, *FEEDS)


@pytest.fixture(scope="module")
def drawn(house: duckdb.DuckDBPyConnection) -> dict[str, Chart]:
    return {chart.name: chart for feed in FEEDS for chart in charts(house, feed)}


def words(chart: Chart) -> set[str]:
    return set(re.findall(r">([^<>]+)</text>", chart.svg))


def test_each_picture_comes_with_its_table_and_its_source(drawn: dict[str, Chart]) -> None:
    assert drawn.keys() == {"dependency", "matrix", "concentration", "cycles"}
    for chart in drawn.values():
        assert chart.feed in chart.source
        assert not any("e+" in cell for row in chart.rows for cell in row)
        assert chart.rows and {len(row) for row in chart.rows} == {len(chart.header)}


def test_pictures_name_the_parties_and_amounts_of_the_feeds(drawn: dict[str, Chart]) -> None:
    assert {"OpenAI $410bn", "Oracle $300bn", "contracted", "soft"} <= words(drawn["dependency"])
    assert {"$300bn", "$90bn", "•", "OpenAI", "TSMC"} <= words(drawn["matrix"])
    assert {"OpenAI", "dollars", "gigawatts"} <= words(drawn["concentration"])
    assert {"Nvidia", "Oracle", "$30 billion", "stake"} <= words(drawn["cycles"])


def test_text_takes_the_colour_of_the_page_and_names_are_escaped(drawn: dict[str, Chart]) -> None:
    for chart in drawn.values():
        light_or_dark = re.findall(r'<text[^>]* fill="(\w+|#\w+)"', chart.svg)
        assert set(light_or_dark) <= {"currentColor", "#ffffff", "#111111"}
        assert "<b>" not in chart.svg
        assert png(chart.svg).startswith(b"\x89PNG")


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("palette", [FIRMNESS, dependency_charts.WAYS])
def test_colours_differ_in_lightness_so_that_grey_print_tells_them_apart(
    palette: dict[str, str],
) -> None:
    shades = sorted(map(luminance, palette.values()))
    for darker, lighter in pairwise(shades):
        assert (lighter + 0.05) / (darker + 0.05) > 1.25


def test_bands_are_as_thick_as_the_money_and_do_not_overlap() -> None:
    links = [
        {"customer": "A", "supplier": "X", "firmness": "contracted", "usd_bn": 30.0},
        {"customer": "A", "supplier": "Y", "firmness": "soft", "usd_bn": 10.0},
        {"customer": "B", "supplier": "X", "firmness": "announced", "usd_bn": 20.0},
    ]
    points, parties = lay_out(links)
    ends = {}
    for x in (0.0, 1.0):
        spans = sorted((p["low"], p["high"]) for p in points if p["x"] == x)
        assert all(upper[1] <= lower[0] + 1e-9 for upper, lower in pairwise(spans))
        ends[x] = sorted(round(high - low, 6) for low, high in spans)
    assert ends[0.0] == ends[1.0] == [50, 100, 150]
    assert [party["label"] for party in parties] == ["A $40bn", "B $20bn", "X $50bn", "Y $10bn"]


def test_a_picture_is_the_same_at_each_drawing() -> None:
    shown = alt.Chart(alt.Data(values=[{"x": 1}, {"x": 2}])).mark_rect().encode(color="x:Q")
    assert 'id="i' in svg(shown)
    assert svg(shown) == svg(shown)


def test_a_picture_is_drawn_anew_only_where_it_shows_something_else(tmp_path: Path) -> None:
    rows = pa.Table.from_pylist([{"customer": "A", "supplier": "X", "firmness": "soft",
                                  "usd_bn": 3.0}])  # fmt: skip
    drawings = Drawings(tmp_path)
    first = drawings.svg("dependency", rows)
    (kept,) = tmp_path.iterdir()
    kept.write_text("kept")
    assert drawings.svg("dependency", rows) == "kept"
    other = rows.set_column(0, "customer", pa.array(["B"]))
    assert "B $3bn" in drawings.svg("dependency", other)
    assert not kept.exists()
    assert drawings.svg("dependency", rows) == first
    assert drawings.png("dependency", first) == png(first)
    assert len(list(tmp_path.iterdir())) == 2
