"""``gigawatch sources``: what the sources are, and whether they answer."""

import os
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.commands.errors import UsageError
from pipeline.settings import LIVE, SOURCES_VARIABLE, sources_path
from schema.source import Mark, SourceError, SourceFile, load_sources


def list_sources(given: Path | None) -> None:
    """Print what a sources file says of each source.

    Raises:
        UsageError: if the file cannot be used.
    """
    listed = _load(given).source
    console = Console()
    table = _table("source", "kind", "tier", "schedule", "mark", "address")
    for source in listed:
        about = (source.id, source.kind, source.tier, source.schedule, source.mark)
        table.add_row(*about, Text(source.address, overflow="fold"))
    console.print(table)
    verified = sum(source.mark is Mark.VERIFIED for source in listed)
    console.print(
        f"{len(listed)} sources; the address of {verified} is on record as having answered. "
        "Whether they answer today: gigawatch sources check"
    )


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
        table.add_column(column, no_wrap=column != "address")
    return table
