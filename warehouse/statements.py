"""SQL kept in files: reading and running them, over tables in memory where they ask for some."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

import duckdb
import pyarrow as pa


@cache
def statement(name: str) -> str:
    """The text of ``warehouse/<name>.sql``."""
    return files("warehouse").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def run(connection: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Run the statements of each named file."""
    for name in names:
        connection.execute(statement(name))


@contextmanager
def registered(connection: duckdb.DuckDBPyConnection, **tables: pa.Table) -> Iterator[None]:
    """Let statements read tables in memory by their names."""
    for name, table in tables.items():
        connection.register(name, table)
    try:
        yield
    finally:
        for name in tables:
            connection.unregister(name)
