"""Published snapshots: what an analyst has open, and what a careless client can do."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from warehouse.publish import KEPT_SNAPSHOTS, publish

CARELESS = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
print(connection.execute("SELECT n FROM numbers").fetchall(), flush=True)
sys.stdin.readline()
connection.execute("CREATE TABLE mine AS SELECT 42 AS answer")
print("wrote", flush=True)
sys.stdin.readline()
"""


def working(folder: Path, number: int) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(folder / "working.duckdb"))
    connection.execute(f"CREATE OR REPLACE TABLE numbers AS SELECT {number} AS n")
    connection.execute("COMMENT ON COLUMN numbers.n IS 'how many'")
    connection.execute("CREATE OR REPLACE MACRO up_to(x) AS TABLE SELECT * FROM numbers WHERE n<=x")
    connection.execute("CREATE OR REPLACE VIEW all_numbers AS FROM up_to(99)")
    connection.execute("COMMENT ON VIEW all_numbers IS 'every number'")
    return connection


def published(data: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(data / "gigawatch.duckdb"), read_only=True) as connection:
        return connection.execute("FROM all_numbers").fetchall()


def test_the_stable_name_shows_the_newest_snapshot_with_comments_and_macros(tmp_path):
    for number in (1, 2):
        with working(tmp_path, number) as connection:
            publish(connection, tmp_path)
    with duckdb.connect(str(tmp_path / "gigawatch.duckdb"), read_only=True) as connection:
        assert connection.execute("FROM up_to(2)").fetchall() == [(2,)]
        comments = connection.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'numbers'"
            " UNION ALL SELECT comment FROM duckdb_views() WHERE view_name = 'all_numbers'"
        ).fetchall()
    assert comments == [("how many",), ("every number",)]


def test_an_open_reader_keeps_its_snapshot_and_blocks_nothing(tmp_path):
    with working(tmp_path, 1) as connection:
        publish(connection, tmp_path)
    with duckdb.connect(str(tmp_path / "gigawatch.duckdb"), read_only=True) as reader:
        with working(tmp_path, 2) as connection:
            publish(connection, tmp_path)
        assert reader.execute("FROM all_numbers").fetchall() == [(1,)]


@pytest.mark.skipif(
    os.geteuid() != 0,
    reason="only root can open a read-only file for writing; everyone else is refused at once",
)
def test_a_client_that_opens_the_file_for_writing_and_stays_harms_nothing(tmp_path):
    with working(tmp_path, 1) as connection:
        publish(connection, tmp_path)
    client = subprocess.Popen(
        [sys.executable, "-c", CARELESS, str(tmp_path / "gigawatch.duckdb")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert client.stdin is not None
    assert client.stdout is not None
    try:
        assert client.stdout.readline() == "[(1,)]\n"
        with working(tmp_path, 2) as connection:
            publish(connection, tmp_path)
        client.stdin.write("\n")
        client.stdin.flush()
        assert client.stdout.readline() == "wrote\n"
        assert published(tmp_path) == [(2,)]
    finally:
        client.kill()
        client.communicate()
    with working(tmp_path, 3) as connection:
        publish(connection, tmp_path)
    assert published(tmp_path) == [(3,)]
    with duckdb.connect(str(tmp_path / "gigawatch.duckdb"), read_only=True) as connection:
        assert ("mine",) not in connection.execute("SHOW TABLES").fetchall()


def test_a_run_that_died_while_copying_leaves_the_published_snapshot_and_is_cleaned_up(tmp_path):
    with working(tmp_path, 1) as connection:
        publish(connection, tmp_path)
    half = tmp_path / "snapshots" / ".gigawatch-000002.duckdb.unfinished"
    half.write_bytes(b"half a database")
    assert published(tmp_path) == [(1,)]
    with working(tmp_path, 2) as connection:
        publish(connection, tmp_path)
    assert published(tmp_path) == [(2,)]
    assert not half.exists()


def test_only_the_newest_snapshots_are_kept_and_they_are_read_only(tmp_path):
    for number in range(KEPT_SNAPSHOTS + 2):
        with working(tmp_path, number) as connection:
            publish(connection, tmp_path)
    kept = sorted((tmp_path / "snapshots").iterdir())
    assert len(kept) == KEPT_SNAPSHOTS
    assert all(path.stat().st_mode & 0o222 == 0 for path in kept)
    assert published(tmp_path) == [(KEPT_SNAPSHOTS + 1,)]
