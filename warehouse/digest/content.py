"""What a digest tells: the changes of an ISO week in sections, what came late, what is ahead."""

import datetime as dt
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb
from pydantic import BaseModel, ConfigDict, Field

from warehouse.digest.charts import Chart, charts
from warehouse.digest.drawings import Drawings
from warehouse.statements import statement

#: Lines of a section that the digest prints; the rest is counted and stands in ``week_changes``.
SHOWN = 12


class WeekError(ValueError):
    """A week that does not exist or cannot be told."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Change(_Value):
    """One line of the digest with the sentence that carries it."""

    change: str
    kind: str
    summary: str
    quote: str | None
    url: str | None
    publisher: str | None
    title: str | None
    voices: int
    best_tier: str | None
    firmness: str | None
    verdict: str | None
    changed_on: dt.date
    fact_id: str


class Section(_Value):
    """The changes of one sort, the weightiest first."""

    title: str
    intro: str
    changes: tuple[Change, ...]
    more: int = Field(description="Changes that are not printed.", ge=0)


class Ahead(_Value):
    """A promised date that is still to come."""

    subject: str
    stage: str
    what: str | None
    latest_promise: str
    due: dt.date
    slip_days: int | None
    fact_ids: tuple[str, ...]


class Counts(_Value):
    """What the week's reading amounts to."""

    articles: int
    publishers: int
    claims: int
    facts: int
    in_review: int


class Digest(_Value):
    """Everything that a digest says, as ``digest.json`` keeps it."""

    week: str
    first_day: dt.date
    last_day: dt.date
    published_at: dt.datetime
    is_final: bool = Field(description="False while the week is not over; then it may change.")
    counts: Counts
    sections: tuple[Section, ...]
    late: tuple[Change, ...]
    ahead: tuple[Ahead, ...]
    charts: tuple[Chart, ...]


def week_days(week: str) -> tuple[dt.date, dt.date]:
    """Monday and Sunday of an ISO week such as ``2026-W26``.

    Raises:
        WeekError: if there is no such week.
    """
    try:
        monday = dt.date.fromisoformat(f"{week}-1")
    except ValueError:
        monday = dt.date.min
    # Week 53 of a year that has 52, and other ways to write a week, come out as another.
    if iso_week(monday) != week:
        raise WeekError(f"{week!r} is no ISO week; write it as 2026-W26.")
    return monday, monday + dt.timedelta(days=6)


def last_full_week(today: dt.date) -> str:
    """The ISO week before the one that a day is in."""
    return iso_week(today - dt.timedelta(days=7))


def iso_week(day: dt.date) -> str:
    """The ISO week of a day, such as ``2026-W26``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def collect(
    connection: duckdb.DuckDBPyConnection,
    week: str,
    now: dt.datetime,
    earlier: Sequence[Digest] = (),
    drawings: Drawings | None = None,
) -> Digest:
    """Gather a week's digest from the feeds.

    Args:
        connection: The working file or a snapshot.
        week: ISO week, such as 2026-W26.
        now: The clock: when the digest is published.
        earlier: The digests already published, for what reached us after they were out.
        drawings: What was drawn before; each is drawn anew if left out.

    Raises:
        WeekError: if there is no such week, or it lies in the future.
    """
    first, last = week_days(week)
    if first > now.date():
        today = f"it is {now.date()} by the clock of the sources"
        raise WeekError(f"{week} begins on {first}, which is still to come: {today}.")
    days = {"first": first, "last": last}
    sections = _sections(_changes(connection, "digest/changes", {"week": week}))
    return Digest(
        week=week,
        first_day=first,
        last_day=last,
        published_at=now,
        is_final=last < now.date(),
        counts=Counts(**_rows(connection, "digest/counts", days)[0]),
        sections=tuple(sections),
        late=tuple(_late(connection, week, earlier)),
        ahead=tuple(Ahead(**row) for row in _rows(connection, "digest/ahead", {"last": last})),
        charts=tuple(_charts(connection, last, now, drawings)),
    )


def _charts(
    connection: duckdb.DuckDBPyConnection,
    last: dt.date,
    now: dt.datetime,
    drawings: Drawings | None,
) -> Iterator[Chart]:
    """The pictures; of a week long over as they were at its end, if anything was recorded then."""
    if last >= now.date() - dt.timedelta(days=7):
        yield from charts(connection, drawings=drawings)
        return
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time())
    recorded = connection.execute("SELECT count(*) FROM pages WHERE fetched_at < $1", [end])
    is_of_week = recorded.fetchall()[0][0] > 0
    seen = f"{last:%-d %B %Y}" if is_of_week else f"{now:%-d %B %Y}, all after the week"
    for chart in charts(connection, drawings=drawings, then=end if is_of_week else None):
        yield chart.model_copy(update={"source": f"{chart.source}; as recorded by {seen}"})


def _sections(changes: list[Change]) -> list[Section]:
    """Each fact in the first section that takes it, so that none is told twice."""
    sections = []
    left = changes
    for plan in _plans():
        mine = [c for c in left if c.change in plan.get("changes", [c.change])]
        mine = [c for c in mine if c.kind in plan.get("kinds", [c.kind])]
        told = {c.fact_id for c in mine}
        left = [c for c in left if c.fact_id not in told]
        more = max(len(mine) - SHOWN, 0)
        section = Section(
            title=plan["title"], intro=plan["intro"], changes=tuple(mine[:SHOWN]), more=more
        )
        sections.append(section)
    return sections


def _late(
    connection: duckdb.DuckDBPyConnection, week: str, earlier: Sequence[Digest]
) -> list[Change]:
    before = [digest for digest in earlier if digest.is_final and digest.week < week]
    if not before:
        return []
    parameters = {
        "weeks": [digest.week for digest in before],
        "last_told": _utc(max(digest.published_at for digest in before)),
    }
    return _changes(connection, "digest/late", parameters)


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(tzinfo=None)


def _changes(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, Any]
) -> list[Change]:
    return [Change(**row) for row in _rows(connection, name, parameters)]


def _rows(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, Any]
) -> list[dict[str, Any]]:
    result = connection.execute(statement(name), parameters)
    columns = [column[0] for column in result.description]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


@cache
def _plans() -> list[dict[str, Any]]:
    text = files("warehouse").joinpath("digest/sections.toml").read_text(encoding="utf-8")
    plans: list[dict[str, Any]] = tomllib.loads(text)["section"]
    return plans
