"""The pictures of who depends on whom: flow, matrix, concentration over time, cycles of money."""

import math
from typing import Any

import altair as alt
import pyarrow as pa

from warehouse.digest.chart_style import FIRMNESS, INK, MIDDLE, AnyChart, colour
from warehouse.digest.flow_layout import lay_out

_DARK, _LIGHT = "#ffffff", "#111111"
#: Colours of different lightness with dashes and shapes of their own (Okabe and Ito 2008).
_LINES = ("#0072B2", "#D55E00", "#56B4E9", "#CC79A7", "#E69F00")
_DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 1])
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")
#: What a customer pays for goods and what an investor pays for a stake.
WAYS = {"purchase": "#0072B2", "stake": "#E69F00"}
_CURVE = 16


def flow(data: pa.Table) -> AnyChart:
    """Bands of dollars from customers to suppliers, as thick as the amount, by firmness."""
    points, parties = lay_out(data.to_pylist())
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.02, 1.02]))
    bands = (
        alt.Chart(_values(points))
        .mark_area(opacity=0.8, stroke=MIDDLE, strokeWidth=0.4)
        .encode(x=x, y=alt.Y("low:Q", axis=None, scale=alt.Scale(reverse=True)), y2="high:Q",
                detail="band:N", color=colour("firmness", FIRMNESS))
    )  # fmt: skip
    layers: list[Any] = [bands]
    ends: Any = (("left", 0, "right", -7), ("right", 1, "left", 7))
    for side, place, align, offset in ends:
        rows = [row | {"x": place} for row in parties if row["side"] == side]
        base = alt.Chart(_values(rows)).encode(x=x)
        layers.append(base.mark_rule(color=INK, strokeWidth=4).encode(y="low:Q", y2="high:Q"))
        layers.append(
            base.mark_text(align=align, dx=offset, color=INK, fontSize=11, baseline="middle")
            .encode(y="middle:Q", text="label:N")
        )  # fmt: skip
    height = max(300, 1.1 * max(row["high"] for row in parties))
    return alt.layer(*layers).properties(
        width=360, height=height, padding={"left": 110, "right": 30}
    )


def matrix(data: pa.Table) -> AnyChart:
    """A row a customer, a column a supplier: the darker, the more dollars; a dot is a relation."""
    by_place = {"customer": "customer_place", "supplier": "supplier_place"}
    sort = {side: alt.EncodingSortField(place, op="min") for side, place in by_place.items()}
    base = alt.Chart(data).encode(
        x=alt.X("supplier:N", title="supplier", sort=sort["supplier"],
                axis=alt.Axis(orient="top", labelAngle=-45, domain=False, ticks=False)),
        y=alt.Y("customer:N", title="customer", sort=sort["customer"],
                axis=alt.Axis(domain=False, ticks=False)),
    )  # fmt: skip
    paid = alt.datum.usd_bn > 0
    cells = base.transform_filter(paid).mark_rect(stroke=MIDDLE, strokeWidth=0.5).encode(
        color=alt.Color("usd_bn:Q", title="US dollars, billions (logarithmic)",
                        scale=alt.Scale(type="log", range=["#DCEBF7", "#08306B"]))
    )  # fmt: skip
    told = (
        base.transform_filter(paid)
        .mark_text(fontSize=10)
        .encode(
            text="cell:N",
            color=alt.condition(
                alt.datum.usd_bn > _middle(data), alt.value(_DARK), alt.value(_LIGHT)
            ),
        )
    )
    others = (
        base.transform_filter("!(datum.usd_bn > 0)")
        .mark_text(fontSize=10, color=INK)
        .encode(text="cell:N")
    )
    side = alt.Step(42)
    return alt.layer(cells, told, others).properties(width=side, height=alt.Step(24))


def concentration(data: pa.Table) -> AnyChart:
    """Herfindahl index of each customer's suppliers, by dollars and by watts, over the weeks."""
    names = sorted(set(data["customer"].to_pylist()))
    base = alt.Chart(data).encode(
        x=alt.X("week_end:T", title=None),
        y=alt.Y("hhi:Q", title="Herfindahl index", scale=alt.Scale(domain=[0, 1])),
        color=_series(alt.Color, names, _LINES),
    )
    lines = base.mark_line(interpolate="step-after", strokeWidth=2).encode(
        strokeDash=_series(alt.StrokeDash, names, _DASHES)
    )
    points = base.mark_point(filled=True, size=55, opacity=1).encode(
        shape=_series(alt.Shape, names, _SHAPES)
    )
    panels: AnyChart = (
        alt.layer(lines, points)
        .properties(width=400, height=150)
        .facet(row=alt.Row("measure:N", title=None, header=alt.Header(labelOrient="top")))
    )
    return panels


def cycles(data: pa.Table) -> AnyChart:
    """The parties of the largest cycles on a ring, and the money between them as arrows."""
    edges = data.to_pylist()
    names = sorted({edge[end] for edge in edges for end in ("giver", "taker")})
    turn = {name: 2 * math.pi * place / len(names) for place, name in enumerate(names)}
    seats = {name: (math.sin(angle), math.cos(angle)) for name, angle in turn.items()}
    drawn = [_arrow(edge, number, seats) for number, edge in enumerate(edges)]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-1.7, 1.7]))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-1.35, 1.35]))
    way = colour("what", WAYS)
    curves = (
        alt.Chart(_values([point for points, _ in drawn for point in points]))
        .mark_line(strokeWidth=2)
        .encode(x=x, y=y, order="place:Q", detail="edge:N", color=way,
                strokeDash=alt.StrokeDash("what:N", title=None, scale=alt.Scale(
                    domain=list(WAYS), range=[[1, 0], [6, 3]])))
    )  # fmt: skip
    middles = alt.Chart(_values([middle for _, middle in drawn])).encode(x=x, y=y)
    heads = middles.mark_point(shape="triangle-up", filled=True, size=110, opacity=1).encode(
        color=way, angle=alt.Angle("angle:Q", scale=alt.Scale(domain=[0, 360], range=[0, 360]))
    )
    amounts = middles.mark_text(color=INK, fontSize=10).encode(
        x=alt.X("label_x:Q", axis=None), y=alt.Y("label_y:Q", axis=None), text="amount:N"
    )
    labels = alt.Chart(
        _values([{"name": name, "x": 1.3 * x, "y": 1.16 * y} for name, (x, y) in seats.items()])
    )
    dots = alt.Chart(_values([{"x": x, "y": y} for x, y in seats.values()]))
    return alt.layer(
        curves,
        heads,
        amounts,
        dots.mark_point(filled=True, size=120, color=INK, opacity=1).encode(x=x, y=y),
        labels.mark_text(color=INK, fontSize=12, fontWeight="bold").encode(x=x, y=y, text="name:N"),
    ).properties(width=460, height=340)


def _arrow(
    edge: dict[str, Any], number: int, seats: dict[str, tuple[float, float]]
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The points of a curve that bends to the right, and where its arrowhead and amount stand."""
    (x0, y0), (x1, y1) = seats[edge["giver"]], seats[edge["taker"]]
    # A purchase and a stake between the same two do not lie on one another.
    bend = 0.28 if edge["what"] == "purchase" else 0.42
    bend_x, bend_y = (x0 + x1) / 2 + (y1 - y0) * bend, (y0 + y1) / 2 - (x1 - x0) * bend

    def at(share: float) -> tuple[float, float]:
        near, far, between = (1 - share) ** 2, share**2, 2 * share * (1 - share)
        return near * x0 + between * bend_x + far * x1, near * y0 + between * bend_y + far * y1

    points = []
    for place in range(_CURVE + 1):
        x, y = at(place / _CURVE)
        points.append({"edge": number, "place": place, "x": x, "y": y, "what": edge["what"]})
    x, y = at(0.5)
    away = 0.13 / math.hypot(x1 - x0, y1 - y0)
    middle = {
        "x": x, "y": y, "what": edge["what"], "amount": edge["amount"],
        # Clockwise from straight up; the picture is wider than high.
        "angle": math.degrees(math.atan2((x1 - x0) * 460 / 3.4, (y1 - y0) * 340 / 2.7)) % 360,
        "label_x": x + (y1 - y0) * away * 1.6, "label_y": y - (x1 - x0) * away,
    }  # fmt: skip
    return points, middle


def _series(channel: Any, names: list[str], values: Any) -> Any:
    scale = alt.Scale(domain=names, range=list(values[: len(names)]))
    return channel("customer:N", title=None, scale=scale)


def _middle(data: pa.Table) -> float:
    """The amount above which a cell is so dark that its text is light."""
    amounts = [amount for amount in data["usd_bn"].to_pylist() if amount]
    return math.sqrt(min(amounts) * max(amounts)) if amounts else 0.0


def _values(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows)
