"""Everything derived, rebuilt from pages and what was read in them: one function."""

import datetime as dt
from collections.abc import Collection, Iterable

import duckdb

from schema.article import Page
from schema.entity import Registry
from schema.judgement_lines import NO_JUDGEMENTS, Judgements
from warehouse.changes import Changes, Facts, Remembered, build_of, tell_changes
from warehouse.columns import insert_rows
from warehouse.database import suit_threads
from warehouse.extracted import Extracted
from warehouse.load import holds, load
from warehouse.resolve import resolve
from warehouse.statements import run
from warehouse.tables import BY_NAME, Build, Versions, describe_tables, drop_macros
from warehouse.verdicts import judge
from warehouse.views import (
    base_views,
    create_facts,
    create_pasts,
    create_view,
    describe_views,
    evidence_views,
    feed_views,
    refresh_facts,
)


def rebuild(
    connection: duckdb.DuckDBPyConnection,
    pages: Iterable[Page],
    extracted: Extracted,
    *,
    registry: Registry,
    now: dt.datetime,
    versions: Versions | None = None,
    judgements: Judgements = NO_JUDGEMENTS,
) -> Changes:
    """Rebuild the working file: tables, facts, agreements, verdicts and feeds, or nothing.

    The content depends on pages, claims, registry, judgements and clock alone.

    Args:
        connection: The working file, opened for writing.
        pages: Every page of the store.
        extracted: The articles and claims that were read in them.
        registry: The names that are known.
        now: The clock.
        versions: What they depend on, to tell a changed world from a changed program.
        judgements: What persons decided.

    Returns:
        How many facts changed since the last build of this file.
    """
    # Macros hold no rows: made by this very program, they are what it would make again.
    has_macros = versions is not None and _code_of(connection) == versions.code
    connection.begin()
    try:
        if not has_macros:
            drop_macros(connection)
        changes = rebuild_facts(
            connection,
            pages,
            extracted,
            registry=registry,
            now=now,
            versions=versions,
            judgements=judgements,
        )
        # A few facts are added fastest on one thread; what is built of all of them is not.
        suit_threads(connection, extracted.claims.num_rows)
        derive_deals(connection, now)
        derive_feeds(connection, now)
        if not has_macros:
            create_pasts(connection)
        describe_tables(connection)
        describe_views(connection)
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
    return changes


def rebuild_facts(
    connection: duckdb.DuckDBPyConnection,
    pages: Iterable[Page],
    extracted: Extracted,
    *,
    registry: Registry,
    now: dt.datetime,
    versions: Versions | None = None,
    judgements: Judgements = NO_JUDGEMENTS,
) -> Changes:
    """Bring what the file holds up to its facts up to date, and tell what that changed of them.

    What stands is added to where new pages are all that is new; else all is derived anew.
    """
    listed = list(pages)
    adds = _may_add(connection, versions) and holds(connection, listed, extracted)
    earlier = None if adds else Remembered.of(connection)

    def derive(page_ids: Collection[str], aside: duckdb.DuckDBPyConnection) -> None:
        load(aside, [page for page in listed if page.page_id in page_ids], extracted)
        resolve(aside, registry, judgements)
        derive_facts(aside, now)

    load(connection, listed, extracted, add=adds)
    resolve(connection, registry, judgements)
    if adds:
        earlier = Remembered.of(connection, "former_placed")
    derive_facts(connection, now, versions, adds=adds)
    if earlier is None:
        return Changes()
    latest = Facts.of(connection, "latter_placed" if adds else None)
    return tell_changes(connection, earlier, latest, derive)


def _may_add(connection: duckdb.DuckDBPyConnection, versions: Versions | None) -> bool:
    """Whether all but pages is as it was; a judgement may speak of facts that stand."""
    build = build_of(connection)
    if build is None or versions is None or versions.judgements:
        return False
    return all(getattr(build, name) == value for name, value in versions if name != "pages")


def derive_facts(
    connection: duckdb.DuckDBPyConnection,
    now: dt.datetime,
    versions: Versions | None = None,
    *,
    adds: bool = False,
) -> None:
    """Aggregate facts and the history of their firmness over what is loaded and resolved.

    Args:
        connection: The working file.
        now: The clock.
        versions: What the content depends on.
        adds: Whether views and macros stand, and the facts that nothing touched.
    """
    latest = connection.execute("SELECT max(fetched_at) FROM pages").fetchall()[0][0]
    build = Build(
        **(versions or Versions()).model_dump(), built_at=_clock(now), latest_recorded=latest
    )
    for table in ("build", "rebuild_changes"):
        connection.execute(f"DELETE FROM {table}")
    insert_rows(connection, BY_NAME["build"], [build.model_dump()])
    if adds:
        refresh_facts(connection)
        return
    run(connection, "sql/macros")
    for view in evidence_views():
        create_view(connection, view, _clock(now))
    create_facts(connection)


def derive_deals(connection: duckdb.DuckDBPyConnection, now: dt.datetime) -> None:
    """Build what feeds are built of: sides, conflicts, revisions, amounts, agreements."""
    for view in base_views():
        create_view(connection, view, _clock(now))


def derive_feeds(connection: duckdb.DuckDBPyConnection, now: dt.datetime) -> None:
    """Judge physical claims and build every feed over the facts."""
    connection.execute("DELETE FROM verdicts")
    judge(connection)
    for view in feed_views():
        create_view(connection, view, _clock(now))


def _code_of(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The version of the program that built what a file holds."""
    build = build_of(connection)
    return build.code if build else None


def _clock(now: dt.datetime) -> dt.datetime:
    return now.astimezone(dt.UTC).replace(tzinfo=None)
