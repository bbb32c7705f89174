"""Columns of a table from the fields of a pydantic model: the one truth of types and comments."""

import datetime as dt
import types
import typing
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

import duckdb
import pyarrow as pa
from pydantic import BaseModel

from warehouse.statements import registered

_TYPES: dict[type, tuple[str, pa.DataType]] = {
    bool: ("BOOLEAN", pa.bool_()),
    int: ("BIGINT", pa.int64()),
    float: ("DOUBLE", pa.float64()),
    str: ("VARCHAR", pa.string()),
    Decimal: ("DECIMAL(38,2)", pa.decimal128(38, 2)),
    dt.datetime: ("TIMESTAMP", pa.timestamp("us")),
    dt.date: ("DATE", pa.date32()),
    dict: ("JSON", pa.string()),
}

_NONE: Mapping[str, Any] = types.MappingProxyType({})


@dataclass(frozen=True)
class Column:
    """One column: its DuckDB and Arrow types, whether it may be null, and its comment."""

    name: str
    sql_type: str
    arrow_type: pa.DataType
    nullable: bool
    comment: str


@dataclass(frozen=True)
class Table:
    """A table of the warehouse; its key and comments come with it."""

    name: str
    comment: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def arrow_schema(self) -> pa.Schema:
        """The schema under which rows of this table travel as Arrow and Parquet."""
        return pa.schema([pa.field(c.name, c.arrow_type, c.nullable) for c in self.columns])

    def ddl(self) -> str:
        """The statement that creates the table, empty."""
        lines = [
            f"{quoted(c.name)} {c.sql_type}{'' if c.nullable else ' NOT NULL'}"
            for c in self.columns
        ]
        if self.key:
            lines.append(f"PRIMARY KEY ({', '.join(map(quoted, self.key))})")
        body = ",\n  ".join(lines)
        return f"CREATE TABLE {self.name} (\n  {body}\n)"


def columns_of(
    model: type[BaseModel],
    *,
    without: Collection[str] = (),
    renamed: Mapping[str, str] = _NONE,
    replaced: Mapping[str, tuple[Column, ...]] = _NONE,
) -> tuple[Column, ...]:
    """The columns that hold a model's fields, in their order.

    Args:
        model: Model whose every field has a description.
        without: Fields that have no column of their own.
        renamed: Column names that differ from their field's.
        replaced: Columns that stand in the place of a field.
    """
    columns: list[Column] = []
    for name, field in model.model_fields.items():
        if name in without:
            continue
        if name in replaced:
            columns.extend(replaced[name])
            continue
        if not field.description:
            raise ValueError(f"{model.__name__}.{name} has no description")
        sql_type, arrow_type, nullable = _column_type(field.annotation)
        columns.append(
            Column(renamed.get(name, name), sql_type, arrow_type, nullable, field.description)
        )
    return tuple(columns)


def to_arrow(table: Table, rows: typing.Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows as Arrow under the table's schema; times become UTC without a zone."""
    listed = list(rows)
    arrays = []
    for column in table.columns:
        convert = _CONVERT.get(column.sql_type)
        values = [row.get(column.name) for row in listed]
        if convert is not None:
            values = [None if v is None else convert(v) for v in values]
        arrays.append(pa.array(values, type=column.arrow_type))
    return pa.Table.from_arrays(arrays, schema=table.arrow_schema)


def insert_rows(
    connection: duckdb.DuckDBPyConnection, table: Table, rows: typing.Iterable[Mapping[str, Any]]
) -> None:
    """Add rows to a table; keys that are no columns of it are left out."""
    insert_arrow(connection, table, to_arrow(table, rows))


def insert_arrow(connection: duckdb.DuckDBPyConnection, table: Table, rows: pa.Table) -> None:
    """Add rows that are Arrow already to a table."""
    if rows.num_rows:
        with registered(connection, incoming_rows=rows):
            connection.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM incoming_rows")


def comments(kind: str, name: str, comment: str, columns: Mapping[str, str]) -> str:
    """The statements that comment on a table or view and on each of its columns."""
    return ";\n".join(
        [
            f"COMMENT ON {kind} {name} IS {literal(comment)}",
            *(
                f"COMMENT ON COLUMN {name}.{quoted(column)} IS {literal(meaning)}"
                for column, meaning in columns.items()
            ),
        ]
    )


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def _utc(moment: dt.datetime) -> dt.datetime:
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(dt.UTC).replace(tzinfo=None)


_CONVERT: dict[str, Callable[[Any], Any]] = {"TIMESTAMP": _utc, "VARCHAR": str}


def _column_type(annotation: Any) -> tuple[str, pa.DataType, bool]:
    """DuckDB type, Arrow type and nullability of a field's annotation."""
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        kinds = [a for a in arguments if a is not type(None)]
        sql_type, arrow_type, _ = _column_type(kinds[0])
        return sql_type, arrow_type, len(kinds) < len(arguments)
    origin = typing.get_origin(annotation) or annotation
    if origin in {tuple, list}:
        sql_type, arrow_type, _ = _column_type(arguments[0])
        return f"{sql_type}[]", pa.list_(arrow_type), False
    if isinstance(origin, type) and issubclass(origin, Enum):
        return *_TYPES[str], False
    return *_TYPES[origin], False
