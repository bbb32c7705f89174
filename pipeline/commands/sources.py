"""``gigawatch sources``: what the sources are, and whether they answer."""

import os
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from pipeline.acquire.check import Checked, check
from pipeline.commands.errors import UsageError
from pipeline.settings import LIVE, SOURCES_VARIABLE, clock, contact, sources_path
from schema.source import Mark, Source, SourceError, SourceFile, load_sources


def list_sources(given: Path | None) -> None:
    """Print what a sources file says of each source.

    Raises:
        UsageError: if the file cannot be used.
    """
    listed = _load(given).source
    console = _wide_console()
    table = _table("source", "kind", "tier", "schedule", "mark", "address")
    for source in listed:
        schedule = source.schedule if source.enabled else "disabled"
        about = (source.id, source.kind, source.tier, schedule, source.mark)
        table.add_row(*about, Text(source.address, overflow="fold"))
    console.print(table)
    for source in listed:
        if source.note:
            console.print(f"{source.id}: {escape(source.note)}", soft_wrap=True, highlight=False)
    verified = sum(source.mark is Mark.VERIFIED for source in listed)
    console.print(
        f"{_counted(listed)}; the address of {verified} is on record as having answered. "
        "Whether they answer today: gigawatch sources check"
    )


def check_sources(given: Path | None) -> bool:
    """Try each source of a file once, and print what became of it.

    Returns:
        Whether all answered with something to read.

    Raises:
        UsageError: if the file cannot be used.
    """
    listed = _load(given)
    try:
        who = contact(listed)
    except SourceError as error:
        raise UsageError(str(error)) from error
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Asking sources", total=len(listed.enabled))
        checked = check(
            listed.enabled,
            now=clock(listed.today),
            contact=who,
            on_checked=lambda _: progress.advance(task),
        )
    _print_checked(checked)
    if left := [source.id for source in listed.source if not source.enabled]:
        Console().print(f"Not asked, since disabled: {', '.join(left)}.", soft_wrap=True)
    return all(each.is_well for each in checked)


def _print_checked(checked: list[Checked]) -> None:
    console = _wide_console()
    table = _table("source", "outcome", "HTTP", "items", "newest", "what is wrong")
    for each in checked:
        table.add_row(
            each.source.id,
            Text(each.outcome, style="green" if each.is_well else "red"),
            str(each.status or ""),
            f"{each.items:,}" if each.items else "",
            f"{each.newest:%Y-%m-%d}" if each.newest else "",
            Text(each.message, overflow="fold"),
        )
    console.print(table)
    well = sum(each.is_well for each in checked)
    console.print(f"{well} of {len(checked)} sources answered with something to read.")


def _wide_console() -> Console:
    """A console wide enough for a row a line: in a file always, in a window nearly always."""
    console = Console()
    console.width = max(console.width, 130) if console.is_terminal else 1_000
    return console


def _counted(listed: Sequence[Source]) -> str:
    disabled = sum(not source.enabled for source in listed)
    return f"{len(listed)} sources" + (f", {disabled} of them disabled" if disabled else "")


def _load(given: Path | None) -> SourceFile:
    """The sources that a person names, else those of the environment, else those that ship."""
    path = sources_path(given or os.environ.get(SOURCES_VARIABLE) or LIVE)
    try:
        return load_sources(path)
    except SourceError as error:
        raise UsageError(str(error)) from error


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, no_wrap=column not in {"address", "what is wrong"})
    return table
