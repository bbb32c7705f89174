"""``gigawatch run``: everything once, with progress, and a summary at the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from pipeline.acquire.recorder import Collected
from pipeline.assets import WEEKS
from pipeline.commands.errors import UsageError
from pipeline.data_directory import DataDirectory
from pipeline.extraction import Reading
from pipeline.fetch_log import Fetch, Outcome
from pipeline.materialize import Jobs, Materialized, jobs
from pipeline.progress import Listener, listening
from pipeline.settings import SAMPLE, SOURCES_VARIABLE, Settings, contact
from pipeline.steps import last_told_week, write_week
from schema.judgement_lines import Judgements
from schema.source import SourceError
from schema.vocabulary import SetAside
from warehouse.changes import WORLD, Changes
from warehouse.digest.content import week_days
from warehouse.export import relations
from warehouse.views import FEEDS

_STEPS = {
    "pages": "Fetching pages",
    "claims": "Reading articles and claims",
    "facts": "Merging facts, building feeds",
    "snapshot": "Publishing the snapshot",
    "exports": "Writing exports",
    "digest": "Writing the digest",
}
_SET_ASIDE = {
    SetAside.OTHER_LANGUAGE: "not in English",
    SetAside.OTHER_SUBJECT: "of other subjects",
    SetAside.NO_STATEMENT: "without amounts or relations",
}
_MOST_TOLD = 20


def run(data: Path | None, sources: Path | None, judgements: Path | None = None) -> bool:
    """Fetch, read, merge and publish everything once.

    Returns:
        Whether all went well.

    Raises:
        UsageError: if the sources file cannot be used.
    """
    file = sources or os.environ.get(SOURCES_VARIABLE) or SAMPLE
    settings = Settings.given(data, file, judgements)
    try:
        contact(settings.source_file())
    except SourceError as error:
        raise UsageError(str(error)) from error
    with _shown_progress() as heard, listening(heard), jobs(settings) as opened:
        outcome = opened.materialize("refresh")
        if outcome.success:
            outcome = _write_last_digest(settings, opened)
    return _told(settings.data, heard, outcome)


def rerun(settings: Settings) -> bool:
    """Rebuild and publish from stored pages, with progress and a summary.

    Returns:
        Whether all went well.
    """
    with _shown_progress() as heard, listening(heard), jobs(settings) as opened:
        outcome = opened.materialize("rebuild")
    return _told(settings.data, heard, outcome)


def _told(data: DataDirectory, heard: "_Heard", outcome: Materialized) -> bool:
    """Print the summary, and say whether all went well."""
    console = Console()
    _print_summary(console, data, heard)
    _print_problems(console, data, heard, outcome)
    _print_where(console, data)
    return outcome.success and heard.well


def _write_last_digest(settings: Settings, opened: Jobs) -> Materialized:
    """Write the digest of the last week that has something to tell, on record where it can be.

    The weeks that Dagster knows end with the present, which a sample's fixed clock may be after.
    """
    now = settings.now()
    week = last_told_week(settings.data, now)
    monday = week_days(week)[0].isoformat()
    if monday in WEEKS.get_partition_keys():
        return opened.materialize("weekly_digest", partition=monday)
    write_week(settings.data, now, week)
    return Materialized(success=True)


class _Heard(Listener):
    """Shows progress, and keeps what the summary needs."""

    def __init__(self, progress: Progress) -> None:
        self.pages = Collected()
        self.articles: Reading | None = None
        self.changes = Changes()
        self.judgements = Judgements()
        self._progress = progress
        self._task = progress.add_task("Starting", total=None)

    @property
    def well(self) -> bool:
        """Whether everything could be had from sources, and read."""
        unread = self.articles.unread if self.articles else []
        return not (self.pages.problems or unread or self.judgements.bad)

    def step(self, name: str) -> None:
        """Show which step is at work."""
        self._progress.update(self._task, description=_STEPS[name], total=None, completed=0)

    def fetched(self, fetch: Fetch) -> None:  # noqa: ARG002
        """Count an address."""
        self._progress.advance(self._task)

    def collected(self, collected: Collected) -> None:
        """Keep what became of the sources."""
        self.pages = collected

    def read(self, done: int, total: int) -> None:
        """Show how many pages are read."""
        self._progress.update(self._task, completed=done, total=total)

    def reading(self, reading: Reading) -> None:
        """Keep what was read, as first told: later steps only take it from the cache."""
        self.articles = self.articles or reading

    def judged(self, judgements: Judgements) -> None:
        """Keep what persons judged."""
        self.judgements = judgements

    def rebuilt(self, changes: Changes) -> None:
        """Keep how many facts are otherwise than before."""
        self.changes = changes


@contextmanager
def _shown_progress() -> Iterator[_Heard]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield _Heard(progress)


def _print_summary(console: Console, data: DataDirectory, heard: _Heard) -> None:
    table = Table(title="What was found", title_justify="left", show_header=False)
    pages = heard.pages
    table.add_row("pages", _pages(pages))
    if heard.articles is not None:
        table.add_row("articles", _articles(heard.articles))
        table.add_row("claims", f"{heard.articles.extracted.claims.num_rows:,}")
    if heard.judgements.lines:
        table.add_row("judgements", _judgements(data))
    for name, rows in _published_rows(data):
        table.add_row(name, f"{rows:,}")
    for cause in sorted({cause for cause, _ in heard.changes}, key=lambda c: (c != WORLD, c)):
        table.add_row(f"changed by {cause}", _changes(heard.changes, cause))
    console.print(table)


def _changes(changes: Changes, cause: str) -> str:
    """What changed because of one cause, in words, the most frequent first."""
    told = [(count, change) for (due_to, change), count in changes.items() if due_to == cause]
    return "; ".join(f"{change} {count:,}" for count, change in sorted(told, reverse=True))


def _pages(collected: Collected) -> str:
    sources = len(collected.outcomes)
    text = (
        f"{collected.total(Outcome.FETCHED):,} new, "
        f"{collected.total(Outcome.UNCHANGED):,} unchanged, "
        f"from {sources} {'source' if sources == 1 else 'sources'}"
    )
    if cited := collected.cited[Outcome.FETCHED]:
        text += f"; {cited:,} more that their articles cite"
    return text


def _articles(reading: Reading) -> str:
    counts = reading.set_aside
    told = "; ".join(
        f"{counts[reason]:,} {_SET_ASIDE[reason]}" for reason in SetAside if counts[reason]
    )
    text = f"{reading.extracted.articles.num_rows:,}"
    return f"{text}, {counts.total():,} of them set aside: {told}" if counts else text


def _judgements(data: DataDirectory) -> str:
    """How many judgements came to what."""
    if not data.published.exists():
        return ""
    with duckdb.connect(str(data.published), read_only=True) as connection:
        counted = connection.execute(
            "SELECT status, count(*) FROM judgements GROUP BY status ORDER BY ALL"
        ).fetchall()
    return ", ".join(f"{count:,} {status}" for status, count in counted)


def _published_rows(data: DataDirectory) -> list[tuple[str, int]]:
    """Rows of the facts and of each feed that people can open."""
    if not data.published.exists():
        return []
    with duckdb.connect(str(data.published), read_only=True) as connection:
        listed = relations(connection)
    rows = {relation.name: relation.rows for relation in listed}
    return [(name, rows[name]) for name in ("facts", *FEEDS) if name in rows]


def _print_problems(
    console: Console, data: DataDirectory, heard: _Heard, outcome: Materialized
) -> None:
    if heard.pages.notes:
        console.print(f"{len(heard.pages.notes)} left out on purpose:")
        _print_fetches(console, heard.pages.notes)
    if heard.pages.problems:
        console.print(f"[bold]{len(heard.pages.problems)} could not be had:[/bold]")
        _print_fetches(console, heard.pages.problems)
    if heard.pages.missed:
        console.print(f"{len(heard.pages.missed)} that articles cite could not be had:")
        _print_fetches(console, heard.pages.missed)
    unread = heard.articles.unread if heard.articles else []
    if unread:
        console.print(f"[bold]{len(unread)} pages could not be read:[/bold]")
        _print_lines(console, [f"{u.url}: {u.reason}" for u in unread])
    if heard.judgements.bad:
        console.print(f"[bold]{len(heard.judgements.bad)} judgements could not be used:[/bold]")
        bad = heard.judgements.bad
        _print_lines(console, [f"{data.judgements}, line {b.line}: {b.problem}" for b in bad])
    for failure in outcome.failures:
        console.print(f"[bold red]failed:[/bold red] {escape(failure)}", soft_wrap=True)


def _print_fetches(console: Console, fetches: list[Fetch]) -> None:
    _print_lines(console, [f"{f.source_id}: {f.requested}: {f.message}" for f in fetches])


def _print_lines(console: Console, lines: list[str]) -> None:
    for line in lines[:_MOST_TOLD]:
        console.print(f"  {escape(line)}", soft_wrap=True)
    if len(lines) > _MOST_TOLD:
        console.print(f"  ... and {len(lines) - _MOST_TOLD} more")


def _print_where(console: Console, data: DataDirectory) -> None:
    """Tell which files to open."""
    if not data.published.exists():
        return
    console.print("\n[bold]Open[/bold]")
    digests = sorted(data.digests.glob("[0-9]*/digest.html"))
    lines = [f"{data.published}  with any DuckDB client"]
    lines += [f"{digests[-1]}  the digest of the week"] if digests else []
    lines += [f"{data.exports}  for Parquet, CSV and JSON Lines"]
    for line in lines:
        console.print(f"  {escape(line)}", soft_wrap=True, highlight=False)
