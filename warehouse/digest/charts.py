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
    "done in time": ("#009E73", "circle"), "done late": ("#CC79A7", "circle"),
    "as promised": ("#0072B2", "diamond"), "pulled in": ("#56B4E9", "triangle-left"),
    "slipped": ("#E69F00", "triangle-right"), "overdue": ("#D55E00", "cross"),
    "cancelled": ("#888888", "square"),
}  # fmt: skip
_RUNGS = {
    "claimed": ("#D55E00", "diamond"), "shipping": ("#0072B2", "circle"),
    "trend": ("#56B4E9", "triangle-right"), "practical floor": ("#E69F00", "square"),
    "hard limit": ("#888888", "cross"),
}  # fmt: skip
_EDITIONS = {"promised then": ("#888888", [5, 4]), "promised now": ("#0072B2", [1, 0])}
_POWERS_OF_TEN = [10.0**power for power in range(-6, 19)]


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
    """A bar from the day of the promise to its first due day, and an arrow from there on."""
    base = alt.Chart(data).encode(y=alt.Y("label:N", title=None, sort=None))
    colour, shape = _legend("state", _STATES)
    due = alt.X("first_due:T", title=None)
    waiting = base.mark_rule(strokeWidth=5, opacity=0.35, color="#888888").encode(
        x=alt.X("told_on:T", title=None), x2="first_due:T"
    )
    arrow = base.mark_rule(strokeWidth=2).encode(x=due, x2="latest_due:T", color=colour)
    first = base.mark_point(filled=False, size=60, color="#888888").encode(x=due)
    came = base.mark_point(filled=True, size=110, opacity=1).encode(
        x=alt.X("latest_due:T", title=None), color=colour, shape=shape
    )
    words = base.mark_text(align="left", dx=9, fontSize=10, color=_INK).encode(
        x="latest_due:T", text="moved:N"
    )
    today = alt.Chart(data).mark_rule(strokeDash=[2, 3], color="#888888").encode(x="today:T")
    layers: alt.LayerChart = (waiting + today + arrow + first + came + words).properties(
        width=460, height=alt.Step(24)
    )
    return layers


def _capacity(data: pa.Table) -> alt.FacetChart:
    """Steps of gigawatts, as first promised (dashed) and as they stand (solid)."""
    owners = [*dict.fromkeys(data.column("owner").to_pylist())]
    dashes = alt.Scale(domain=list(_EDITIONS), range=[dash for _, dash in _EDITIONS.values()])
    colours = alt.Scale(domain=list(_EDITIONS), range=[ink for ink, _ in _EDITIONS.values()])
    chart: alt.FacetChart = (
        alt.Chart(data)
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            x=alt.X("due:T", title=None),
            y=alt.Y("gw:Q", title="GW due"),
            color=alt.Color("edition:N", title=None, scale=colours),
            strokeDash=alt.StrokeDash("edition:N", title=None, scale=dashes),
        )
        .properties(width=250, height=120)
        .facet(alt.Facet("owner:N", title=None, sort=owners), columns=2)
        .resolve_scale(y="independent")
    )
    return chart


def _ladder(data: pa.Table) -> alt.LayerChart:
    colour, shape = _legend("rung", _RUNGS)
    base = alt.Chart(data).encode(y=alt.Y("label:N", title=None, sort=None))
    rungs = base.encode(
        x=alt.X(
            "multiple:Q", title="multiples of the best shipping value (logarithmic)",
            scale=alt.Scale(type="log"), axis=alt.Axis(format=",~f", values=_POWERS_OF_TEN),
        ),
        color=colour, shape=shape,
    )  # fmt: skip
    span = base.mark_rule(color="#888888", opacity=0.5).encode(
        x=alt.X("min(multiple):Q"), x2="max(multiple):Q"
    )
    marks = rungs.mark_point(filled=True, size=90, opacity=1)
    # The claim itself over everything that it may coincide with.
    claimed = rungs.mark_point(filled=True, size=150, opacity=1, stroke="#ffffff").transform_filter(
        alt.datum.rung == "claimed"
    )
    layers: alt.LayerChart = (span + marks + claimed).properties(width=460, height=alt.Step(26))
    return layers


def _legend(field: str, marks: dict[str, tuple[str, str]]) -> tuple[alt.Color, alt.Shape]:
    """Colour and shape that tell the same, so that either is enough."""
    names = list(marks)
    colours = alt.Scale(domain=names, range=[colour for colour, _ in marks.values()])
    shapes = alt.Scale(domain=names, range=[shape for _, shape in marks.values()])
    return (
        alt.Color(f"{field}:N", title=None, scale=colours),
        alt.Shape(f"{field}:N", title=None, scale=shapes),
    )


def _colour(field: str, palette: dict[str, str]) -> alt.Color:
    scale = alt.Scale(domain=list(palette), range=list(palette.values()))
    return alt.Color(f"{field}:N", title=None, scale=scale)


def _svg(chart: alt.Chart | alt.LayerChart | alt.FacetChart) -> str:
    styled: Any = chart.configure(background="transparent", font="sans-serif")
    styled = styled.configure_view(stroke=None)
    styled = styled.configure_axis(
        labelColor=_INK, titleColor=_INK, domainColor="#888888", tickColor="#888888",
        gridColor="#88888855", labelLimit=320,
    )  # fmt: skip
    styled = styled.configure_header(labelColor=_INK, titleColor=_INK)
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
        "Promises against outcomes",
        "For each subject and stage a bar from the day of the promise to the first promised date "
        "(ring), and an arrow from there to the outcome or the latest date (filled).",
        "deployment_timeline; ends of the promised intervals; the dotted line is the day of the "
        "build",
        _timeline,
    ),
    (
        "capacity",
        "Capacity promised then and now",
        "Steps of gigawatts due up to a day, as first promised (dashed) and as they stand now "
        "(solid), of all owners and of the three with the most.",
        "capacity_curves; power that computers or sites take; upper bounds; without vague sizes",
        _capacity,
    ),
    (
        "ladder",
        "Claims against the best shipping parts and the limits",
        "Judged claims on one logarithmic axis beside the best that ships, the trend, the "
        "practical floor and the hard limit.",
        "efficiency_vs_limits, plausibility",
        _ladder,
    ),
)
