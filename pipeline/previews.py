"""Small tables and pictures in Markdown, as the Dagster UI shows them beside an asset."""

import base64
from collections.abc import Iterable, Sequence
from typing import Any

import duckdb

from warehouse.digest.charts import Chart

_WIDEST_CELL = 80


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table; cells are cut to a line of bounded length."""
    lines = [_line(header), _line(["---"] * len(header)), *map(_line, rows)]
    return "\n".join(lines)


def preview(connection: duckdb.DuckDBPyConnection, query: str, rows: int = 8) -> str:
    """The first rows of a query as a Markdown table."""
    result = connection.execute(query)
    header = [column[0] for column in result.description or ()]
    return markdown_table(header, result.fetchmany(rows))


def picture(chart: Chart, png: bytes) -> str:
    """A chart as Markdown that carries its image, its source and its table."""
    image = base64.b64encode(png).decode("ascii")
    shown = f"![{chart.title}](data:image/png;base64,{image})"
    note = f"{chart.description} Source: {chart.source}."
    return f"{shown}\n\n{note}\n\n{markdown_table(chart.header, chart.rows)}"


def _line(cells: Iterable[Any]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = f"{value:,.6g}" if isinstance(value, float) else str(value)
    text = " ".join(text.split()).replace("|", "\\|")
    return text if len(text) <= _WIDEST_CELL else text[: _WIDEST_CELL - 1] + "…"
