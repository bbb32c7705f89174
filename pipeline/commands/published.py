"""The published snapshot, as the commands that ask it open it."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from pipeline.commands.errors import CommandError
from pipeline.data_directory import DataDirectory
from warehouse.changes import build_of


def require_published(data: DataDirectory) -> None:
    """Say what to do where there is no snapshot.

    Raises:
        CommandError: if nothing was published yet.
    """
    if not data.published.exists():
        raise CommandError(
            f"{data.published} does not exist yet: run `gigawatch run` first, or say with --data "
            "where your warehouse is."
        )


@contextmanager
def open_published(data: DataDirectory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The latest snapshot, read-only.

    Raises:
        CommandError: if nothing was published yet, or by a version that laid it out otherwise.
    """
    require_published(data)
    with duckdb.connect(str(data.published), read_only=True) as connection:
        if build_of(connection) is None:
            raise CommandError(
                f"{data.published} was made by another version of Gigawatch: `gigawatch run` makes "
                "it anew from the stored pages."
            )
        yield connection
