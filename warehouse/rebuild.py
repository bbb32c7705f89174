"""Everything derived, rebuilt from pages and what was read in them: one function."""

import datetime as dt
from collections.abc import Iterable

import duckdb

from schema.article import Page
from schema.entity import Registry
from schema.judgement_lines import NO_JUDGEMENTS, Judgements
from warehouse.extracted import Extracted
from warehouse.load import load
from warehouse.resolve import resolve
from warehouse.statements import run
from warehouse.verdicts import judge
from warehouse.views import base_views, create_facts, create_view, feed_views, read_view


def rebuild(
    connection: duckdb.DuckDBPyConnection,
    pages: Iterable[Page],
    extracted: Extracted,
    *,
    registry: Registry,
    now: dt.datetime,
    version: str = "",
    judgements: Judgements = NO_JUDGEMENTS,
) -> None:
    """Rebuild the working file: tables, facts, agreements, verdicts and feeds, or nothing.

    The content depends on pages, claims, registry, judgements and clock alone.

    Args:
        connection: The working file, opened for writing.
        pages: Every page of the store.
        extracted: The articles and claims that were read in them.
        registry: The names that are known.
        now: The clock.
        version: Which code read and resolved it, to tell a changed world from changed code.
        judgements: What persons decided.
    """
    connection.begin()
    try:
        load(connection, pages, extracted)
        resolve(connection, registry, judgements)
        derive_facts(connection, now, version, judgements)
        derive_feeds(connection, now)
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def derive_facts(
    connection: duckdb.DuckDBPyConnection,
    now: dt.datetime,
    version: str,
    judgements: Judgements = NO_JUDGEMENTS,
) -> None:
    """Aggregate facts, agreements and commitments over what is loaded and resolved."""
    connection.execute(
        "INSERT INTO build SELECT ?, (SELECT max(fetched_at) FROM pages), ?, ?",
        [_clock(now), version, judgements.digest],
    )
    run(connection, "sql/macros")
    for name in ("set_aside", "claim_judgements", "evidence", "firmness_history"):
        create_view(connection, read_view(f"sql/views/{name}"), _clock(now))
    create_facts(connection)
    for view in base_views():
        create_view(connection, view, _clock(now))


def derive_feeds(connection: duckdb.DuckDBPyConnection, now: dt.datetime) -> None:
    """Judge physical claims and build every feed over the facts."""
    judge(connection)
    for view in feed_views():
        create_view(connection, view, _clock(now))


def _clock(now: dt.datetime) -> dt.datetime:
    return now.astimezone(dt.UTC).replace(tzinfo=None)
