"""The pictures of dates and limits: promises against outcomes, capacity, the ladder of claims."""

import altair as alt
import pyarrow as pa

from warehouse.digest.chart_style import INK, MIDDLE

_STATES = {
    "done in time": ("#009E73", "circle"), "done late": ("#CC79A7", "circle"),
    "as promised": ("#0072B2", "diamond"), "pulled in": ("#56B4E9", "triangle-left"),
    "slipped": ("#E69F00", "triangle-right"), "overdue": ("#D55E00", "cross"),
    "cancelled": (MIDDLE, "square"),
}  # fmt: skip
_RUNGS = {
    "claimed": ("#D55E00", "diamond"), "shipping": ("#0072B2", "circle"),
    "trend": ("#56B4E9", "triangle-right"), "practical floor": ("#E69F00", "square"),
    "hard limit": (MIDDLE, "cross"),
}  # fmt: skip
_EDITIONS = {"promised then": (MIDDLE, [5, 4]), "promised now": ("#0072B2", [1, 0])}
_POWERS_OF_TEN = [10.0**power for power in range(-6, 19)]

#: Each mark with its year: "October 2027" would read as one where a month and a year stand apart.
_MONTHS = alt.Axis(format="%b %Y", tickCount=8)


def timeline(data: pa.Table) -> alt.LayerChart:
    """A bar from the day of the promise to its first due day, and an arrow from there on."""
    base = alt.Chart(data).encode(y=alt.Y("label:N", title=None, sort=None))
    colour, shape = _legend("state", _STATES)
    due = alt.X("first_due:T", title=None, axis=_MONTHS)
    waiting = base.mark_rule(strokeWidth=5, opacity=0.35, color=MIDDLE).encode(
        x=alt.X("told_on:T", title=None, axis=_MONTHS), x2="first_due:T"
    )
    arrow = base.mark_rule(strokeWidth=2).encode(x=due, x2="latest_due:T", color=colour)
    first = base.mark_point(filled=False, size=60, color=MIDDLE).encode(x=due)
    came = base.mark_point(filled=True, size=110, opacity=1).encode(
        x=alt.X("latest_due:T", title=None, axis=_MONTHS), color=colour, shape=shape
    )
    # On the side that the arrow does not come from.
    early, late = alt.datum.state == "pulled in", alt.datum.state != "pulled in"
    moved = base.encode(x="latest_due:T", text="moved:N")
    left = moved.transform_filter(early).mark_text(align="right", dx=-9, fontSize=10, color=INK)
    right = moved.transform_filter(late).mark_text(align="left", dx=9, fontSize=10, color=INK)
    today = alt.Chart(data).mark_rule(strokeDash=[2, 3], color=MIDDLE).encode(x="today:T")
    layers: alt.LayerChart = (waiting + today + arrow + first + came + left + right).properties(
        width=460, height=alt.Step(24)
    )
    return layers


def capacity(data: pa.Table) -> alt.FacetChart:
    """Steps of gigawatts, as first promised (dashed) and as they stand (solid)."""
    owners = [*dict.fromkeys(data.column("owner").to_pylist())]
    dashes = alt.Scale(domain=list(_EDITIONS), range=[dash for _, dash in _EDITIONS.values()])
    colours = alt.Scale(domain=list(_EDITIONS), range=[ink for ink, _ in _EDITIONS.values()])
    chart: alt.FacetChart = (
        alt.Chart(data)
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            x=alt.X("due:T", title=None, axis=alt.Axis(format="%b %Y", tickCount=4)),
            y=alt.Y("gw:Q", title="GW due"),
            color=alt.Color("edition:N", title=None, scale=colours),
            strokeDash=alt.StrokeDash("edition:N", title=None, scale=dashes),
        )
        .properties(width=250, height=120)
        .facet(alt.Facet("owner:N", title=None, sort=owners), columns=2)
        .resolve_scale(y="independent")
    )
    return chart


def ladder(data: pa.Table) -> alt.LayerChart:
    """The rungs of each judged claim on one axis, with the claim over everything."""
    colour, shape = _legend("rung", _RUNGS)
    base = alt.Chart(data).encode(y=alt.Y("label:N", title=None, sort=None))
    rungs = base.encode(
        x=alt.X(
            "multiple:Q", title="multiples of the best shipping value (logarithmic)",
            scale=alt.Scale(type="log"),
            axis=alt.Axis(format=",~f", values=_POWERS_OF_TEN, labelFlush=False),
        ),
        color=colour, shape=shape,
    )  # fmt: skip
    span = base.mark_rule(color=MIDDLE, opacity=0.5).encode(
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
