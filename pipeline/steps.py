"""The steps of a run as plain functions, which the assets and the command line call."""

import datetime as dt
from pathlib import Path

import duckdb

from pipeline import attribution, exported, judgements
from pipeline.acquire.collect import collect
from pipeline.acquire.hosts import Hosts
from pipeline.acquire.limits import Limits
from pipeline.acquire.recorder import Collected
from pipeline.acquire.schedule import due, remember
from pipeline.data_directory import DataDirectory
from pipeline.extraction import Reading, read_pages
from pipeline.fetch_log import FetchLog
from pipeline.progress import listener
from pipeline.settings import SAMPLE, Settings, contact
from pipeline.store import PageStore
from pipeline.versions import versions
from schema.entity import load_registry
from schema.source import FolderSource
from warehouse.changes import build_of, is_current
from warehouse.database import open_working
from warehouse.digest.content import last_full_week
from warehouse.digest.drawings import Drawings
from warehouse.digest.write import Written, write_digest
from warehouse.export import export
from warehouse.publish import publish
from warehouse.tables import Build

#: Seconds to wait for another run to finish writing before giving up with a message.
LOCK_WAIT = 600.0
#: Who starts a run by hand has put the files where they are; else somebody may still write them.
UNATTENDED = Limits(settled_seconds=5.0)


def fetch_pages(
    settings: Settings, *, only_due: bool = False, only_folders: bool = False
) -> Collected:
    """Read sources into the page store: by hand all of them.

    Args:
        settings: Where, and which.
        only_due: Only those that their schedule says are due; for runs that start by themselves.
        only_folders: Only folders; for runs that a change in one of them started.
    """
    listener().step("pages")
    with settings.data.lock("fetching"), settings.serving() as sources:
        file = None if settings.sources == SAMPLE else settings.sources
        attribution.remember(settings.data.known_sources, sources, file)
        now, readings = settings.now(), settings.data.readings
        # A clock that stands still tells nothing about when a source was read.
        by_schedule = only_due and sources.today is None
        asked = due(sources.enabled, readings, now) if by_schedule else sources.enabled
        if only_folders:
            asked = [source for source in asked if isinstance(source, FolderSource)]
        collected = collect(
            asked,
            settings.data,
            now=now,
            limits=UNATTENDED if only_due or only_folders else None,
            contact=contact(sources),
            hosts=Hosts(sources),
            on_fetch=listener().fetched,
        )
        remember(asked, collected, readings, now)
    listener().collected(collected)
    return collected


def read_stored_pages(data: DataDirectory) -> Reading:
    """Read the articles and claims of every stored page that was not read yet."""
    listener().step("claims")
    with data.lock("reading"):
        reading = read_pages(
            FetchLog(data.fetches).pages(),
            PageStore(data.pages),
            data.extracted,
            on_read=listener().read,
        )
    listener().reading(reading)
    return reading


def rebuild_warehouse(
    connection: duckdb.DuckDBPyConnection, data: DataDirectory, now: dt.datetime
) -> None:
    """Rebuild the working file from stored pages, unless nothing that it depends on changed."""
    reading = read_stored_pages(data)
    listener().step("facts")
    pages = FetchLog(data.fetches).pages()
    known = attribution.recall(data.known_sources).sources
    judged = judgements.read(data.judgements)
    listener().judged(judged)
    extracted = attribution.attribute(reading.extracted, pages, known)
    current = versions(pages, extracted, known, judged)
    if is_current(connection, current, now):
        return
    from warehouse.rebuild import rebuild  # noqa: PLC0415  (units and names load slowly)

    changes = rebuild(
        connection,
        pages,
        extracted,
        registry=load_registry(),
        now=now,
        versions=current,
        judgements=judged,
    )
    listener().rebuilt(changes)


def publish_snapshot(data: DataDirectory) -> Path:
    """Publish an immutable copy of the working file, unless that is what is published."""
    listener().step("snapshot")
    with open_working(data.root, LOCK_WAIT) as connection:
        if data.published.exists() and _published_build(data) == build_of(connection):
            return data.published.resolve()
        return publish(connection, data.root)


def _published_build(data: DataDirectory) -> Build | None:
    with duckdb.connect(str(data.published), read_only=True) as connection:
        return build_of(connection)


def write_exports(data: DataDirectory) -> list[Path]:
    """Export every table and feed of the published snapshot, unless that is what lies there."""
    listener().step("exports")
    with data.lock("exports"), duckdb.connect(str(data.published), read_only=True) as connection:
        build = build_of(connection)
        if build and (there := exported.recall(data.exported, build)):
            return there
        written = export(connection, data.exports)
    if build:
        exported.remember(data.exported, build, written)
    return written


def write_week(data: DataDirectory, now: dt.datetime, week: str) -> Written:
    """Write the digest of a week from the published snapshot."""
    listener().step("digest")
    with data.lock("digests"), duckdb.connect(str(data.published), read_only=True) as connection:
        return write_digest(connection, data.digests, week, now, Drawings(data.pictures))


def last_told_week(data: DataDirectory, now: dt.datetime) -> str:
    """The last full week in which something changed, or just the last full one."""
    latest = last_full_week(now.date())
    with duckdb.connect(str(data.published), read_only=True) as connection:
        told = connection.execute(
            "SELECT max(week) FROM week_changes WHERE week <= ?", [latest]
        ).fetchone()
    return told[0] if told and told[0] else latest
