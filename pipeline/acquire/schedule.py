"""Which sources are due, by the schedule that each one names.

A cache: forgetting when a source was read costs one reading of it.
"""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from pipeline.acquire.kinds import WebSource
from pipeline.acquire.recorder import Collected
from pipeline.store import write_atomically
from schema.source import Source

#: Runs do not start on the second: a source is due a little before its period is over.
_SLACK = dt.timedelta(minutes=10)

_READINGS = TypeAdapter(dict[str, dt.datetime])


def due(sources: Iterable[Source], path: Path, now: dt.datetime) -> list[Source]:
    """The sources whose last reading is as long ago as their schedule says.

    Args:
        sources: The sources.
        path: File of the last readings.
        now: When this is.
    """
    last = _read(path)
    return [source for source in sources if _is_due(source, last.get(source.id), now)]


def _is_due(source: Source, last: dt.datetime | None, now: dt.datetime) -> bool:
    if last is None or not isinstance(source, WebSource):
        return True  # looking into a folder bothers nobody
    return not dt.timedelta() <= now - last < source.schedule.period - _SLACK


def remember(sources: Iterable[Source], collected: Collected, path: Path, now: dt.datetime) -> None:
    """Remember that sources were read; one that did not answer is due again at once."""
    silent = {(problem.source_id, problem.requested) for problem in collected.problems}
    read = {source.id: now for source in sources if (source.id, source.address) not in silent}
    write_atomically(
        path, _READINGS.dump_json(dict(sorted((_read(path) | read).items())), indent=1)
    )


def _read(path: Path) -> dict[str, dt.datetime]:
    try:
        return _READINGS.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return {}
