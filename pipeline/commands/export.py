"""``gigawatch export``: every table and feed in three formats."""

import sys

from pipeline.commands.published import open_published
from pipeline.data_directory import DataDirectory
from warehouse.export import export as write_exports


def export(data: DataDirectory) -> None:
    """Export the published snapshot, and tell where it lies."""
    with open_published(data) as connection:
        written = write_exports(connection, data.exports)
    sys.stdout.write(f"{data.exports}\n")
    sys.stderr.write(f"{len(written)} files, described in data_dictionary.md.\n")
