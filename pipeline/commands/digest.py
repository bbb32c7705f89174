"""``gigawatch digest``: the digest of a week from the published snapshot."""

import sys

from pipeline.attribution import recall
from pipeline.commands.errors import UsageError
from pipeline.commands.published import open_published
from pipeline.data_directory import DataDirectory
from pipeline.settings import clock
from pipeline.steps import last_told_week
from warehouse.digest.content import WeekError
from warehouse.digest.write import write_digest


def digest(data: DataDirectory, week: str | None) -> None:
    """Write the digest of a week, or keep it as it was published, and tell where it lies.

    Raises:
        UsageError: if there is no such week, or it is still to come.
    """
    now = clock(recall(data.known_sources).today)
    with open_published(data) as connection:
        try:
            written = write_digest(connection, data.digests, week or last_told_week(data, now), now)
        except WeekError as error:
            raise UsageError(str(error)) from error
    if not written.is_new:
        sys.stderr.write("Already published, and a published digest is not rewritten.\n")
    for path in sorted(written.folder.iterdir()):
        sys.stdout.write(f"{path}\n")
