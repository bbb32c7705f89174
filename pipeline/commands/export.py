"""``gigawatch export``: every table and feed in three formats."""

import sys

from pipeline.commands.published import require_published
from pipeline.data_directory import DataDirectory
from pipeline.steps import write_exports


def export(data: DataDirectory) -> None:
    """Export the published snapshot, and tell where it lies.

    Raises:
        CommandError: if nothing was published yet.
    """
    require_published(data)
    written = write_exports(data)
    sys.stdout.write(f"{data.exports}\n")
    sys.stderr.write(f"{len(written)} files, described in data_dictionary.md.\n")
