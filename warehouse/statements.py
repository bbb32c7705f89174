"""SQL kept in files: reading and running them."""

from functools import cache
from importlib.resources import files

import duckdb


@cache
def statement(name: str) -> str:
    """The text of ``warehouse/<name>.sql``."""
    return files("warehouse").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def run(connection: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Run the statements of each named file."""
    for name in names:
        connection.execute(statement(name))
