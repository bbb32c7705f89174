"""The queries of README and docs with their outputs, and a command that writes the outputs anew.

python tests/readme.py DATA     # after: gigawatch --data DATA run
"""

import re
import sys
from pathlib import Path

import duckdb

_ROOT = Path(__file__).parent.parent
DOCUMENTS = (_ROOT / "README.md", _ROOT / "docs/recipes.md")

_EXAMPLE = re.compile(r"```sql\n(?P<query>.*?)```\n\n```\n(?P<output>.*?)```", re.DOTALL)


def examples() -> list[tuple[str, str]]:
    """Each query with the output that is shown for it."""
    return [
        (found["query"], found["output"])
        for document in DOCUMENTS
        for found in _EXAMPLE.finditer(document.read_text(encoding="utf-8"))
    ]


def answer(data: Path, query: str) -> str:
    """What DuckDB shows for a query of the published warehouse."""
    with duckdb.connect(str(data / "gigawatch.duckdb"), read_only=True) as connection:
        return str(connection.sql(query))


def rewrite(data: Path) -> None:
    """Put the answers of a warehouse in the place of the outputs."""
    for document in DOCUMENTS:
        text = _EXAMPLE.sub(
            lambda found: f"```sql\n{found['query']}```\n\n```\n{answer(data, found['query'])}```",
            document.read_text(encoding="utf-8"),
        )
        document.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    rewrite(Path(sys.argv[1]))
