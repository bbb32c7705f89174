"""Exports: every table and feed as Parquet, CSV and JSON Lines, with a data dictionary.

The dictionary is made from the comments of the database, which come from the models: a column
is described once and everywhere the same.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import duckdb

from warehouse.database import suit_threads

#: A cell that begins so is a formula to a spreadsheet; a text cell gets an apostrophe before it.
_FORMULA = r"^[=+\-@\t\r]"


#: These tell of the making of the file, not of the world: rebuilt, the world is the same.
_OF_THE_FILE = {"build", "rebuild_changes"}


@dataclass(frozen=True)
class Column:
    """A column as the data dictionary tells it."""

    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Relation:
    """A table or view as the data dictionary tells it."""

    name: str
    kind: str
    description: str
    rows: int
    columns: tuple[Column, ...]


def relations(connection: duckdb.DuckDBPyConnection) -> list[Relation]:
    """Every table and view of the database with its comments, by name."""
    listed = connection.execute(
        "SELECT table_name, 'table', comment FROM duckdb_tables() WHERE schema_name = 'main'"
        " UNION ALL SELECT view_name, 'feed', comment FROM duckdb_views() WHERE NOT internal"
        " ORDER BY 1"
    ).fetchall()
    columns = defaultdict(list)
    # At once: asked for one table after the other, it takes longer than all that is exported.
    for table, *column in connection.execute(
        "SELECT table_name, column_name, data_type, coalesce(comment, '') FROM duckdb_columns()"
        " WHERE NOT internal ORDER BY table_name, column_index"
    ).fetchall():
        columns[table].append(Column(*column))
    return [
        Relation(name, kind, comment or "", _count(connection, name), tuple(columns[name]))
        for name, kind, comment in listed
    ]


def export(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    """Write every table and feed in three formats, and the data dictionary.

    What tells how the database itself was made stays in it. Each file appears whole or not at all,
    its rows in one order, so that the same content gives the same bytes. Files of tables that are
    no more are removed.
    """
    written: list[Path] = []
    listed = [r for r in relations(connection) if r.name not in _OF_THE_FILE]
    suit_threads(connection, max((r.rows for r in listed), default=0))
    for relation in listed:
        for format_name, options, query in (
            ("parquet", "FORMAT parquet, COMPRESSION zstd", _plain(relation)),
            ("csv", "FORMAT csv, HEADER", _for_spreadsheets(relation)),
            ("jsonl", "FORMAT json", _plain(relation)),
        ):
            path = folder / format_name / f"{relation.name}.{format_name}"
            _write(path, partial(_copy, connection, query, options))
            written.append(path)
    dictionary = folder / "data_dictionary.md"
    _write(dictionary, lambda p: p.write_text(markdown(listed), encoding="utf-8"))
    as_json = folder / "data_dictionary.json"
    content = json.dumps([asdict(r) for r in listed], indent=1, ensure_ascii=False)
    _write(as_json, lambda p: p.write_text(content + "\n", encoding="utf-8"))
    written += [dictionary, as_json]
    for stale in set(folder.glob("*/*.*")) - set(written):
        stale.unlink()
    return written


def markdown(listed: list[Relation]) -> str:
    """The data dictionary as Markdown."""
    parts = ["# Data dictionary\n"]
    for relation in listed:
        parts.append(f"\n## {relation.name} ({relation.kind})\n\n{relation.description}\n")
        parts.append("\n| column | type | meaning |\n|---|---|---|\n")
        parts += [
            f"| `{c.name}` | {c.type} | {c.description.replace('|', '&#124;')} |\n"
            for c in relation.columns
        ]
    return "".join(parts)


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    counted: int = connection.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0]
    return counted


def _plain(relation: Relation) -> str:
    return f'SELECT * FROM "{relation.name}" ORDER BY ALL'


def _for_spreadsheets(relation: Relation) -> str:
    """The rows with text cells that a spreadsheet would run as a formula made harmless."""
    cells = [
        f"CASE WHEN regexp_matches(\"{c.name}\", '{_FORMULA}') THEN '''' || \"{c.name}\""
        f' ELSE "{c.name}" END AS "{c.name}"'
        if c.type == "VARCHAR"
        else f'"{c.name}"'
        for c in relation.columns
    ]
    return f'SELECT {", ".join(cells)} FROM "{relation.name}" ORDER BY ALL'


def _copy(connection: duckdb.DuckDBPyConnection, query: str, options: str, target: Path) -> None:
    quoted = str(target).replace("'", "''")
    connection.execute(f"COPY ({query}) TO '{quoted}' ({options})")


def _write(path: Path, write: Callable[[Path], object]) -> None:
    """Let a file be written under another name, then give it its own in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    write(unfinished)
    unfinished.replace(path)
