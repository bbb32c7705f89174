"""The assets, at the grain that a person wants to see and rerun.

Belongs here: what each asset is called, stands on, and shows of itself. The work itself is in
``pipeline.steps`` and below.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import dagster as dg
import duckdb

from pipeline import steps
from pipeline.acquire.recorder import Collected
from pipeline.checks import checks_of, run_checks
from pipeline.extraction import Reading
from pipeline.fetch_log import Outcome
from pipeline.previews import markdown_table, picture, preview
from pipeline.resources import Workspace
from warehouse.database import open_working
from warehouse.digest.charts import charts
from warehouse.digest.drawings import Drawings
from warehouse.views import feed_views

ACQUISITION, READING, WAREHOUSE, FEED, PUBLISHING = (
    "acquisition",
    "reading",
    "warehouse",
    "feeds",
    "publishing",
)
#: What the hourly schedule keeps up to date.
_HOURLY = dg.FreshnessPolicy.time_window(
    fail_window=dt.timedelta(hours=6), warn_window=dt.timedelta(hours=3)
)
_MOST_SHOWN = 30


class Fetching(dg.Config):
    """Which sources a run reads."""

    only_due: bool = False  # those that their own schedule says are due; else all
    only_folders: bool = False  # those that are folders


@dg.asset(group_name=ACQUISITION, kinds={"http"}, freshness_policy=_HOURLY)
def pages(config: Fetching, workspace: Workspace) -> dg.MaterializeResult[None]:
    """Responses exactly as received from every source, stored by content hash."""
    collected = steps.fetch_pages(
        workspace.settings, only_due=config.only_due, only_folders=config.only_folders
    )
    return dg.MaterializeResult(
        metadata={
            "new_pages": collected.total(Outcome.FETCHED),
            "unchanged": collected.total(Outcome.UNCHANGED),
            "cited_by_articles": collected.cited[Outcome.FETCHED],
            "problems": len(collected.problems),
            "by_source": dg.MetadataValue.md(_by_source(collected)),
            "what_went_wrong": dg.MetadataValue.md(_wrong(collected)),
        }
    )


@dg.multi_asset(
    name="reading",
    group_name=READING,
    specs=[
        dg.AssetSpec(
            "articles",
            deps=["pages"],
            description="Title, text, dates and publisher of the article in each page.",
            kinds={"python"},
            freshness_policy=_HOURLY,
        ),
        dg.AssetSpec(
            "claims",
            deps=["articles"],
            description="Statements in articles, each with its exact quote and span.",
            kinds={"spacy"},
            freshness_policy=_HOURLY,
        ),
    ],
    check_specs=[check.spec for check in checks_of("claims")],
)
def reading(workspace: Workspace) -> Iterator[Any]:
    """Read the pages that were not read yet; what was read before comes from the cache."""
    read = steps.read_stored_pages(workspace.settings.data)
    with duckdb.connect() as connection:
        connection.register("articles", read.extracted.articles)
        connection.register("claims", read.extracted.claims)
        yield dg.MaterializeResult(asset_key="articles", metadata=_articles(connection, read))
        yield dg.MaterializeResult(asset_key="claims", metadata=_claims(connection))
        yield from run_checks(connection, "claims")


@dg.multi_asset(
    name="warehouse",
    specs=[
        dg.AssetSpec(
            "facts",
            deps=["claims"],
            group_name=WAREHOUSE,
            description="What claims say together, each thing once, with its evidence.",
            kinds={"duckdb"},
            freshness_policy=_HOURLY,
        ),
        *(
            dg.AssetSpec(
                view.name,
                deps=["facts"],
                group_name=FEED,
                description=view.comment,
                kinds={"duckdb"},
                freshness_policy=_HOURLY,
            )
            for view in feed_views()
        ),
    ],
    check_specs=[check.spec for check in checks_of("facts")],
)
def warehouse(workspace: Workspace) -> Iterator[Any]:
    """Load, resolve and aggregate in one process, under the lock of the working file."""
    settings = workspace.settings
    with open_working(settings.data.root, steps.LOCK_WAIT) as connection:
        steps.rebuild_warehouse(connection, settings.data, settings.now())
        facts = {
            **_relation(connection, "facts"),
            "changed": dg.MetadataValue.md(_changed(connection)),
        }
        yield dg.MaterializeResult(asset_key="facts", metadata=facts)
        drawings = Drawings(settings.data.pictures)
        for name in (view.name for view in feed_views()):
            metadata = {**_pictures(connection, name, drawings), **_relation(connection, name)}
            yield dg.MaterializeResult(asset_key=name, metadata=metadata)
        yield from run_checks(connection, "facts")


@dg.asset(
    group_name=PUBLISHING,
    deps=["facts", *(view.name for view in feed_views())],
    kinds={"duckdb"},
    freshness_policy=_HOURLY,
)
def snapshot(workspace: Workspace) -> dg.MaterializeResult[None]:
    """An immutable, read-only copy of the working file behind ``gigawatch.duckdb``."""
    data = workspace.settings.data
    path = steps.publish_snapshot(data)
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(data.published),
            "snapshot": path.name,
            "megabytes": round(path.stat().st_size / 1e6, 1),
        }
    )


@dg.asset(group_name=PUBLISHING, deps=["snapshot"], kinds={"parquet"}, freshness_policy=_HOURLY)
def exports(workspace: Workspace) -> dg.MaterializeResult[None]:
    """Every table and feed as Parquet, CSV and JSON Lines with a data dictionary."""
    data = workspace.settings.data
    written = steps.write_exports(data)
    return dg.MaterializeResult(
        metadata={"files": len(written), "path": dg.MetadataValue.path(data.exports)}
    )


#: Weeks by their Mondays, which Dagster can order; everywhere else they are ISO weeks.
WEEKS = dg.WeeklyPartitionsDefinition(start_date="2024-01-01", day_offset=1)


@dg.asset(group_name=PUBLISHING, deps=["snapshot"], partitions_def=WEEKS, kinds={"markdown"})
def digest(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult[None]:
    """What changed in a week, as Markdown, HTML, Atom entry and calendar; never rewritten."""
    settings = workspace.settings
    monday = dt.date.fromisoformat(context.partition_key)
    written = steps.write_week(settings.data, settings.now(), f"{monday:%G-W%V}")
    text = (written.folder / "digest.md").read_text(encoding="utf-8")
    pictures = {
        f"picture_{chart.name}": dg.MetadataValue.md(picture(chart, file.read_bytes()))
        for chart in written.digest.charts
        if (file := written.folder / f"{chart.name}.png").exists()
    }
    return dg.MaterializeResult(
        metadata={
            **pictures,
            "week": written.digest.week,
            "path": dg.MetadataValue.path(written.folder),
            "newly_written": written.is_new,
            "digest": dg.MetadataValue.md(text),
        }
    )


ASSETS = [pages, reading, warehouse, snapshot, exports, digest]


def _by_source(collected: Collected) -> str:
    rows = [
        (source, counts[Outcome.FETCHED], counts[Outcome.UNCHANGED], counts.total())
        for source, counts in sorted(collected.outcomes.items())
    ]
    return markdown_table(("source", "new", "unchanged", "asked for"), rows)


def _wrong(collected: Collected) -> str:
    if not collected.problems:
        return "Nothing."
    rows = [(p.source_id, p.requested, p.message) for p in collected.problems[:_MOST_SHOWN]]
    return markdown_table(("source", "address", "problem"), rows)


def _articles(connection: duckdb.DuckDBPyConnection, read: Reading) -> dict[str, Any]:
    unread = [(u.url, u.reason) for u in read.unread[:_MOST_SHOWN]]
    query = "SELECT published, publisher, title, words FROM articles ORDER BY published DESC, title"
    return {
        "dagster/row_count": read.extracted.articles.num_rows,
        "newly_read": read.newly_read,
        **{f"set_aside_{reason}": count for reason, count in sorted(read.set_aside.items())},
        "without_article": len(read.unread),
        "preview": dg.MetadataValue.md(preview(connection, query)),
        "pages_without_article": dg.MetadataValue.md(markdown_table(("page", "reason"), unread)),
    }


def _claims(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    counts = "SELECT kind, count(*) AS claims FROM claims GROUP BY kind ORDER BY claims DESC, kind"
    sample = "SELECT kind, subject, object, low, high, unit, quote FROM claims ORDER BY claim_id"
    counted = connection.execute("SELECT count(*) FROM claims").fetchone()
    return {
        "dagster/row_count": counted[0] if counted else 0,
        "by_kind": dg.MetadataValue.md(preview(connection, counts)),
        "preview": dg.MetadataValue.md(preview(connection, sample)),
    }


def _changed(connection: duckdb.DuckDBPyConnection) -> str:
    """What the last rebuild that changed facts changed, by the cause."""
    return preview(
        connection,
        "SELECT cause, change, count(*) AS facts, any_value(words ORDER BY fact_id) AS example"
        " FROM rebuild_changes GROUP BY ALL ORDER BY cause, facts DESC, change",
    )


def _pictures(
    connection: duckdb.DuckDBPyConnection, feed: str, drawings: Drawings
) -> dict[str, dg.MarkdownMetadataValue]:
    """The pictures of a feed, as they stand beside it."""
    return {
        f"picture_{chart.name}": dg.MetadataValue.md(
            picture(chart, drawings.png(chart.name, chart.svg))
        )
        for chart in charts(connection, feed, drawings)
    }


def _relation(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, Any]:
    counted = connection.execute(f"SELECT count(*) FROM {name}").fetchone()
    return {
        "dagster/row_count": counted[0] if counted else 0,
        "preview": dg.MetadataValue.md(preview(connection, f"FROM {name}")),
    }
