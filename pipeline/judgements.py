"""The file of judgements: read line by line, and added to without losing anybody's line."""

import datetime as dt
import errno
import fcntl
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from schema.judgement import Judgement
from schema.judgement_lines import Judgements, parse

_ADAPTER: TypeAdapter[Judgement] = TypeAdapter(Judgement)
_TICK = dt.timedelta(milliseconds=1)


def read(path: Path) -> Judgements:
    """What persons judged; nothing where there is no file yet.

    Raises:
        OSError: if there is a file that cannot be read.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Judgements()
    return _parsed(content)


def append(path: Path, drafts: Sequence[dict[str, Any]], *, now: dt.datetime) -> list[Judgement]:
    """Add judgements to the file, all of them or none, and wait until they are on the disk.

    Several processes may add at a time. Each judgement is later than every one in the file, so
    that it holds over them however the clocks of those who wrote them go.

    Args:
        path: The file; made where there is none.
        drafts: Judgements without ``id`` and ``at``.
        now: The time.

    Raises:
        OSError: if the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        size = os.fstat(descriptor).st_size
        content = os.pread(descriptor, size, 0)
        known = _parsed(content)
        now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        latest = max((each.at for _, each in known.lines), default=now - _TICK)
        at = max(now, latest + _TICK)
        added = [_ADAPTER.validate_python({**draft, "at": at}) for draft in drafts]
        lines = "".join(judgement.line() + "\n" for judgement in added)
        # A line that was cut off, as by a full disk, must not swallow the next one.
        begin = "\n" if content and not content.endswith(b"\n") else ""
        _write(descriptor, (begin + lines).encode(), size)
    finally:
        os.close(descriptor)
    return added


def _parsed(content: bytes) -> Judgements:
    return parse(content.decode("utf-8", "replace").removeprefix("\ufeff").split("\n"))


def _write(descriptor: int, content: bytes, size: int) -> None:
    """Add to the end of a file of a known size, which stays as it was where that fails."""
    written = 0
    try:
        written = os.write(descriptor, content)
        os.fsync(descriptor)
    finally:
        if written != len(content):
            os.ftruncate(descriptor, size)
    if written != len(content):
        raise OSError(errno.ENOSPC, "the disk took only a part of the judgement: is it full?")
