"""The pictures of the digest and of the Dagster UI, each with its table and its source note."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from warehouse.digest.drawings import Drawings
from warehouse.statements import statement
from warehouse.views import of_time

#: Rows that the table beside a picture shows; the feed has all.
_TABLE_ROWS = 30
#: From here on a number is told without a fraction.
_WHOLE = 1000


class Chart(BaseModel):
    """A rendered picture with the words and the numbers that go with it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    description: str
    source: str
    svg: str
    feed: str = Field("", description="The feed that it is drawn from.")
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = Field((), description="The numbers that it shows.")
    more: int = Field(0, description="Rows that are not printed.", ge=0)


class Picture(NamedTuple):
    """What a chart shows: ``digest/<name>.sql`` gives its data, ``columns`` those of its table."""

    name: str
    feed: str
    title: str
    description: str
    source: str
    columns: dict[str, str]


def charts(
    connection: duckdb.DuckDBPyConnection,
    feed: str | None = None,
    drawings: Drawings | None = None,
    then: dt.datetime | None = None,
) -> Iterator[Chart]:
    """Every picture that there is something to draw for, or those of one feed.

    Args:
        connection: The working file or a snapshot.
        feed: The feed that they are drawn from; all if left out.
        drawings: What was drawn before; each is drawn anew if left out.
        then: The time (UTC) up to whose recordings they show; all recordings if left out.
    """
    for picture in _PICTURES:
        if feed in (None, picture.feed):
            query = of_time(connection, statement(f"digest/{picture.name}"), then)
            data = connection.execute(query).to_arrow_table()
            if data.num_rows:
                yield _chart(picture, data, drawings or Drawings())


def _chart(picture: Picture, data: pa.Table, drawings: Drawings) -> Chart:
    shown = data.select([*picture.columns]).slice(0, _TABLE_ROWS).to_pylist()
    return Chart(
        name=picture.name,
        title=picture.title,
        description=picture.description,
        source=picture.source,
        svg=drawings.svg(picture.name, data),
        feed=picture.feed,
        header=tuple(picture.columns.values()),
        rows=tuple(tuple(map(_cell, row.values())) for row in shown),
        more=data.num_rows - len(shown),
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= _WHOLE else f"{value:.4g}"


_PICTURES = (
    Picture(
        "dependency",
        "vendor_dependency",
        "Committed money from customers to suppliers",
        "Bands of US dollars from customers, left, to suppliers, right, by firmness.",
        "vendor_dependency; upper bounds; joint agreements apart",
        {"customer": "customer", "supplier": "supplier", "firmness": "firmness",
         "usd_bn": "US dollars, billions"},
    ),
    Picture(
        "matrix",
        "vendor_dependency",
        "Who depends on whom",
        "Customers in rows and suppliers in columns: the darker, the more dollars are committed; "
        "a dot is a relation without a number.",
        "vendor_dependency; upper bounds; rumours and joint agreements apart",
        {"customer": "customer", "supplier": "supplier", "usd_bn": "US dollars, billions",
         "gigawatts_high": "GW", "units_high": "units", "what": "what, how firm"},
    ),
    Picture(
        "concentration",
        "vendor_concentration",
        "How concentrated the suppliers of the largest customers are",
        "Herfindahl index of each customer's suppliers by dollars and by gigawatts, 1 where there "
        "is only one, by what had been told by the end of each week.",
        "vendor_concentration; upper bounds; joint agreements apart",
        {"customer": "customer", "week": "week", "measure": "by", "hhi": "Herfindahl index"},
    ),
    Picture(
        "cycles",
        "money_cycles",
        "Money that returns to its giver",
        "Parties of the largest cycles on a ring; arrows are purchases (whole) or stakes (dashed). "
        "The same dollar may pass through several arrows: they are not to be added.",
        "money_cycles; upper bounds",
        {"giver": "from", "taker": "to", "what": "what", "amount": "upper bound",
         "cycles": "cycles through it"},
    ),
    Picture(
        "timeline",
        "deployment_timeline",
        "Promises against outcomes",
        "For each subject and stage a bar from the day of the promise to the first promised date "
        "(ring), and an arrow from there to the outcome or the latest date (filled).",
        "deployment_timeline; ends of the promised intervals; the dotted line is the day of the "
        "build",
        {"label": "what", "told_on": "told", "first_due": "first promised",
         "latest_due": "latest or done", "state": "state", "slip_days": "days moved"},
    ),
    Picture(
        "capacity",
        "capacity_curves",
        "Capacity promised then and now",
        "Steps of gigawatts due up to a day, as first promised (dashed) and as they stand now "
        "(solid), of all owners and of the three with the most.",
        "capacity_curves; power that computers or sites take; upper bounds; without vague sizes",
        {"owner": "owner", "edition": "promised", "due": "due", "gw": "GW"},
    ),
    Picture(
        "ladder",
        "efficiency_vs_limits",
        "Claims against the best shipping parts and the limits",
        "Judged claims on one logarithmic axis beside the best that ships, the trend, the "
        "practical floor and the hard limit.",
        "efficiency_vs_limits, plausibility",
        {"label": "claim", "rung": "rung", "multiple": "times the best shipping"},
    ),
)  # fmt: skip
