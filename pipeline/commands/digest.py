"""``gigawatch digest``: the digest of a week from the published snapshot."""

import sys

from pipeline.attribution import recall
from pipeline.commands.errors import UsageError
from pipeline.commands.published import require_published
from pipeline.data_directory import DataDirectory
from pipeline.settings import clock
from pipeline.steps import last_told_week, write_week
from warehouse.digest.content import WeekError


def digest(data: DataDirectory, week: str | None) -> None:
    """Write the digest of a week, or keep it as it was published, and tell where it lies.

    Raises:
        CommandError: if nothing was published yet.
        UsageError: if there is no such week, or it is still to come.
    """
    require_published(data)
    now = clock(recall(data.known_sources).today)
    try:
        written = write_week(data, now, week or last_told_week(data, now))
    except WeekError as error:
        raise UsageError(str(error)) from error
    if not written.is_new:
        sys.stderr.write("Already published, and a published digest is not rewritten.\n")
    for path in sorted(written.folder.iterdir()):
        sys.stdout.write(f"{path}\n")
