"""Publishing: an immutable copy of the working file behind one stable name.

DuckDB lets one process write a file and locks everyone else out. So people never open the
working file: they open ``gigawatch.duckdb``, a link to the newest read-only copy under
``snapshots/``. The link is swapped in one step; whoever has an older copy open keeps it.
"""

import os
from pathlib import Path

import duckdb

#: Older copies are removed; a session that has one open keeps it until it closes.
KEPT_SNAPSHOTS = 10

LINK_NAME = "gigawatch.duckdb"


def publish(connection: duckdb.DuckDBPyConnection, data: Path) -> Path:
    """Copy the database of a connection to a new snapshot and point the stable name at it.

    The snapshot gets a name that was never used, so that nothing that a careless client left
    beside an older one (a write-ahead file) can touch it. Comments and macros travel along.

    Returns:
        The path of the new snapshot.
    """
    folder = data / "snapshots"
    folder.mkdir(parents=True, exist_ok=True)
    snapshot = folder / f"gigawatch-{_next_number(folder):06d}.duckdb"
    unfinished = folder / f".{snapshot.name}.unfinished"
    for leftover in folder.glob(".*.unfinished*"):
        leftover.unlink()
    _copy(connection, unfinished)
    unfinished.chmod(0o444)
    _sync(unfinished)
    unfinished.rename(snapshot)
    _point(data / LINK_NAME, snapshot)
    _sync(data)
    for old in sorted(folder.glob("gigawatch-*.duckdb"))[:-KEPT_SNAPSHOTS]:
        for path in (old, old.with_name(old.name + ".wal")):
            path.unlink(missing_ok=True)
    return snapshot


def _next_number(folder: Path) -> int:
    numbers = [int(path.name.split("-")[1].split(".")[0]) for path in folder.glob("gigawatch-*")]
    return max(numbers, default=0) + 1


def _copy(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    source = connection.execute("SELECT current_database()").fetchall()[0][0]
    quoted = str(target).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS published")
    try:
        connection.execute(f'COPY FROM DATABASE "{source}" TO published')
        connection.execute("DROP SCHEMA IF EXISTS published.standing CASCADE")
    finally:
        connection.execute("DETACH published")


def _point(link: Path, target: Path) -> None:
    """Swap a symbolic link in one step; the target is relative, so that the folder can move."""
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(os.path.relpath(target, link.parent))
    fresh.replace(link)


def _sync(path: Path) -> None:
    """Make sure that a file or a folder's entries are on the disk before they are relied on."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
