"""The pictures of the digest, drawn by Altair and rendered to SVG without a browser.

Text takes the colour of the page (``currentColor``), so that a picture reads in light and dark;
what differs by colour differs in lightness or shape too, for grey print and colour-blind eyes.
"""

from collections.abc import Iterator
from typing import Any

import altair as alt
import duckdb
import pyarrow as pa
import vl_convert
from pydantic import BaseModel, ConfigDict

from warehouse.statements import statement

_INK = "currentColor"
#: Dark to light, so that order survives grey print (Okabe and Ito 2008, arranged by lightness).
_FIRMNESS = {"contracted": "#0072B2", "announced": "#56B4E9", "soft": "#B8B8B8"}
_STATES = {
    "done": "#009E73", "as promised": "#0072B2", "pulled in": "#56B4E9",
    "slipped": "#E69F00", "overdue": "#D55E00",
}  # fmt: skip
_RUNGS = {
    "claimed": "diamond", "shipping": "circle", "trend": "triangle-right",
    "practical": "square", "hard": "cross",
}  # fmt: skip


class Chart(BaseModel):
    """A rendered picture with the words that go with it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    description: str
    source: str
    svg: str


def charts(connection: duckdb.DuckDBPyConnection) -> Iterator[Chart]:
    """Every picture that there is something to draw for."""
    for name, title, description, source, draw in _PICTURES:
        data = connection.execute(statement(f"digest/{name}")).to_arrow_table()
        if data.num_rows:
            svg = _svg(draw(data))
            yield Chart(name=name, title=title, description=description, source=source, svg=svg)


def _dependency(data: pa.Table) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=alt.X("usd_bn:Q", title="US dollars, billions (upper bounds)"),
            y=alt.Y("pair:N", title=None, sort=alt.SortField("total_bn", order="descending")),
            color=_colour("firmness", _FIRMNESS),
            order=alt.Order("firmness:N"),
        )
        .properties(width=460, height=alt.Step(22))
    )
    return chart


def _timeline(data: pa.Table) -> alt.LayerChart:
    base = alt.Chart(data).encode(y=alt.Y("label:N", title=None, sort=None))
    start = alt.X("first_due:T", title=None)
    moved = base.mark_rule(strokeWidth=3).encode(
        x=start, x2="latest_due:T", color=_colour("state", _STATES)
    )
    first = base.mark_point(filled=False, size=70, color="#888888").encode(x=start)
    latest = base.mark_point(filled=True, size=90).encode(
        x=alt.X("latest_due:T", title=None), color=_colour("state", _STATES),
        shape=alt.Shape("state:N", title=None, scale=alt.Scale(
            domain=list(_STATES), range=["circle", "circle", "triangle-left", "triangle-right",
                                         "cross"])),
    )  # fmt: skip
    layers: alt.LayerChart = (moved + first + latest).properties(width=460, height=alt.Step(24))
    return layers


def _ladder(data: pa.Table) -> alt.Chart:
    rungs = alt.Scale(domain=list(_RUNGS), range=list(_RUNGS.values()))
    chart: alt.Chart = (
        alt.Chart(data)
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            x=alt.X(
                "multiple:Q", title="multiples of the best shipping value (logarithmic)",
                scale=alt.Scale(type="log"), axis=alt.Axis(format="~s", tickCount=8),
            ),
            y=alt.Y("label:N", title=None),
            shape=alt.Shape("rung:N", title=None, scale=rungs),
            color=alt.Color("rung:N", title=None, scale=alt.Scale(
                domain=list(_RUNGS),
                range=["#D55E00", "#0072B2", "#56B4E9", "#E69F00", "#888888"])),
        )
        .properties(width=460, height=alt.Step(26))
    )  # fmt: skip
    return chart


def _colour(field: str, palette: dict[str, str]) -> alt.Color:
    scale = alt.Scale(domain=list(palette), range=list(palette.values()))
    return alt.Color(f"{field}:N", title=None, scale=scale)


def _svg(chart: alt.Chart | alt.LayerChart) -> str:
    styled: Any = chart.configure(background="transparent", font="sans-serif")
    styled = styled.configure_view(stroke=None)
    styled = styled.configure_axis(
        labelColor=_INK, titleColor=_INK, domainColor="#888888", tickColor="#888888",
        gridColor="#88888855", labelLimit=320,
    )  # fmt: skip
    styled = styled.configure_legend(labelColor=_INK, titleColor=_INK, orient="top")
    svg: str = vl_convert.vegalite_to_svg(styled.to_dict())
    return svg


_PICTURES = (
    (
        "dependency",
        "Committed money by pair",
        "Bars of US dollars that customers have committed to suppliers, by firmness.",
        "vendor_dependency; upper bounds; joint agreements apart",
        _dependency,
    ),
    (
        "timeline",
        "Promised dates, first and latest",
        "For each subject and stage the first promised date (ring) and the latest (filled).",
        "deployment_timeline; ends of the promised intervals",
        _timeline,
    ),
    (
        "ladder",
        "Claims against the best shipping parts and the limits",
        "Judged claims on one logarithmic axis with their rungs.",
        "efficiency_vs_limits, plausibility",
        _ladder,
    ),
)
