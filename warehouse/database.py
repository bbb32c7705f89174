"""The working file: one writer at a time, under a lock of the operating system."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

WORKING_FILE = "working.duckdb"
LOCK_FILE = "working.lock"

#: With fewer rows a query takes milliseconds, and sharing it out costs more than it saves.
_WORTH_THREADS = 20_000


class WarehouseLockedError(RuntimeError):
    """Another process is writing the working file."""


@contextmanager
def working_lock(data: Path, wait_seconds: float = 60.0) -> Iterator[None]:
    """Hold the lock that a run, the command line and the daemon share.

    The system frees it when its process ends, however it ends.

    Raises:
        WarehouseLockedError: if another process still holds it after the wait.
    """
    data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data / LOCK_FILE, timeout=wait_seconds)
    try:
        lock.acquire()
    except Timeout as error:
        raise WarehouseLockedError(
            f"{data / WORKING_FILE} is being written by another process, and still was after "
            f"{wait_seconds:g} seconds. Wait for that run to end, or use another data directory "
            "(--data)."
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def open_working(data: Path, wait_seconds: float = 60.0) -> Iterator[duckdb.DuckDBPyConnection]:
    """The working file for writing, under the lock.

    Raises:
        WarehouseLockedError: if another process still holds it after the wait.
    """
    with working_lock(data, wait_seconds):
        connection = duckdb.connect(str(data / WORKING_FILE))
        try:
            yield connection
        finally:
            connection.close()


def suit_threads(connection: duckdb.DuckDBPyConnection, rows: int) -> None:
    """Let a database use one thread where its largest table is small, else all that there are."""
    connection.execute("SET threads = 1" if rows < _WORTH_THREADS else "RESET threads")
