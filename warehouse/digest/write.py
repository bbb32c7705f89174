"""Writing digests: a folder a week that is never rewritten once its week is over.

``digests/2026-W26/`` holds ``digest.md``, ``digest.html``, ``milestones.ics``, ``digest.json``
and each picture as ``.svg`` and ``.png``; ``digests/feed.xml`` is the Atom feed of all weeks. An
article that comes late changes no published digest: the next one tells it.
"""

import datetime as dt
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
from feedgen.feed import FeedGenerator
from icalendar import Calendar, Event

from warehouse.digest.content import Digest, collect
from warehouse.digest.drawings import Drawings
from warehouse.digest.render import html, markdown, name_of_week

FEED_ID = "urn:gigawatch:digest"


@dataclass(frozen=True)
class Written:
    """A digest and where it lies; ``is_new`` is false where it had been published before."""

    digest: Digest
    folder: Path
    is_new: bool


def write_digest(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    week: str,
    now: dt.datetime,
    drawings: Drawings | None = None,
) -> Written:
    """Publish the digest of a week, or return it as it was published.

    Args:
        connection: The working file.
        folder: Where the digests lie, one folder a week.
        week: ISO week, such as 2026-W26.
        now: The clock.
        drawings: What was drawn before; each is drawn anew if left out.

    Raises:
        WeekError: if there is no such week, or it lies in the future.
    """
    drawings = drawings or Drawings()
    earlier = published(folder)
    for digest in earlier:
        if digest.week == week and digest.is_final:
            return Written(digest, folder / week, is_new=False)
    digest = collect(connection, week, now, earlier, drawings)
    _place(folder, digest, drawings)
    _write_feed(folder)
    return Written(digest, folder / week, is_new=True)


def published(folder: Path) -> list[Digest]:
    """Every digest of a folder, the oldest week first."""
    paths = sorted(folder.glob("[0-9]*/digest.json"))
    return [Digest.model_validate_json(path.read_text(encoding="utf-8")) for path in paths]


def _place(folder: Path, digest: Digest, drawings: Drawings) -> None:
    """Write the files of a week under another name, then give the folder its own."""
    final = folder / digest.week
    unfinished = folder / f".{digest.week}.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    (unfinished / "digest.md").write_text(markdown(digest), encoding="utf-8")
    (unfinished / "digest.html").write_text(html(digest), encoding="utf-8")
    (unfinished / "milestones.ics").write_bytes(calendar(digest))
    for chart in digest.charts:
        (unfinished / f"{chart.name}.svg").write_text(chart.svg, encoding="utf-8")
        (unfinished / f"{chart.name}.png").write_bytes(drawings.png(chart.name, chart.svg))
    text = digest.model_dump_json(indent=1)
    (unfinished / "digest.json").write_text(text + "\n", encoding="utf-8")
    shutil.rmtree(final, ignore_errors=True)
    unfinished.rename(final)


def calendar(digest: Digest) -> bytes:
    """The promised dates ahead as an iCalendar of whole days."""
    content = Calendar()
    content.add("prodid", "-//Gigawatch//Milestones//EN")
    content.add("version", "2.0")
    for ahead in digest.ahead:
        event = Event()
        key = "|".join((ahead.subject, ahead.stage, ahead.what or ""))
        event.add("uid", f"{hashlib.sha256(key.encode()).hexdigest()[:20]}@gigawatch")
        event.add("dtstamp", digest.published_at.astimezone(dt.UTC))
        event.add("dtstart", ahead.due)
        event.add("summary", f"{ahead.subject}: {ahead.stage.replace('_', ' ')} due")
        slip = f" It has moved by {ahead.slip_days} days." if ahead.slip_days else ""
        event.add(
            "description",
            f"Promised for {ahead.latest_promise}.{slip} Facts: {', '.join(ahead.fact_ids)}.",
        )
        content.add_component(event)
    encoded: bytes = content.to_ical()
    return encoded


def _write_feed(folder: Path) -> None:
    """The Atom feed, made anew from every digest."""
    feed = FeedGenerator()
    feed.id(FEED_ID)
    feed.title("Gigawatch: the weekly digest")
    feed.author(name="Gigawatch")
    digests = published(folder)
    feed.updated(max(digest.published_at for digest in digests))
    for digest in digests:
        entry = feed.add_entry(order="prepend")
        entry.id(f"{FEED_ID}:{digest.week}")
        entry.title(f"AI infrastructure, {name_of_week(digest)}")
        entry.link(href=f"{digest.week}/digest.html")
        entry.published(digest.published_at)
        entry.updated(digest.published_at)
        entry.content(html(digest), type="html")
    unfinished = folder / ".feed.xml.unfinished"
    unfinished.write_bytes(feed.atom_str(pretty=True))
    unfinished.replace(folder / "feed.xml")
