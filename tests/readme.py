"""The queries of the README with their outputs, and a command that writes the outputs anew.

python tests/readme.py DATA     # after: gigawatch --data DATA run
"""

import re
import sys
from pathlib import Path

import duckdb

README = Path(__file__).parent.parent / "README.md"

_EXAMPLE = re.compile(r"```sql\n(?P<query>.*?)```\n\n```\n(?P<output>.*?)```", re.DOTALL)


def examples() -> list[tuple[str, str]]:
    """Each query with the output that the README shows."""
    return [(found["query"], found["output"]) for found in _EXAMPLE.finditer(README.read_text())]


def answer(data: Path, query: str) -> str:
    """What DuckDB shows for a query of the published warehouse."""
    with duckdb.connect(str(data / "gigawatch.duckdb"), read_only=True) as connection:
        return str(connection.sql(query))


def rewrite(data: Path) -> None:
    """Put the answers of a warehouse in the place of the outputs."""
    text = _EXAMPLE.sub(
        lambda found: f"```sql\n{found['query']}```\n\n```\n{answer(data, found['query'])}```",
        README.read_text(),
    )
    README.write_text(text)


if __name__ == "__main__":
    rewrite(Path(sys.argv[1]))
