"""What the modules of the command line share: options, exit codes, and how errors are told."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.data_directory import DataDirectory

WELL, PROBLEMS, USAGE = 0, 1, 2

Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="Where pages, the warehouse, digests and exports live. "
        "[env: GIGAWATCH_DATA; default: data]",
        show_default=False,
    ),
]
JudgementsFile = Annotated[
    Path | None,
    typer.Option(
        "--judgements",
        metavar="FILE",
        help="What persons judged, one line of JSON each; judgements.jsonl in the data directory "
        "if left out. [env: GIGAWATCH_JUDGEMENTS]",
        show_default=False,
    ),
]


def directory(context: typer.Context, data: Path | None) -> "DataDirectory":
    """The data directory, given to the command or before it."""
    from pipeline.settings import Settings

    return Settings.given(data or context.obj).data


def end(well: bool) -> None:
    """End the program with the code for what was reached."""
    raise typer.Exit(WELL if well else PROBLEMS)


@contextmanager
def told_errors() -> Iterator[None]:
    """Tell what a person can mend in words, without a traceback."""
    from pipeline.commands.errors import TOLD, UsageError

    try:
        yield
    except UsageError as error:
        sys.stderr.write(f"gigawatch: {error}\n")
        raise typer.Exit(USAGE) from None
    except TOLD as error:
        sys.stderr.write(f"gigawatch: {error}\n")
        raise typer.Exit(PROBLEMS) from None
