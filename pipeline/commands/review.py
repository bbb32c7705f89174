"""``gigawatch review``: what waits for a person, the weightiest first."""

from typing import Any

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.commands.published import open_published
from pipeline.data_directory import DataDirectory

#: Titles with their queries; the first column leads to ``gigawatch why`` or names an entity.
_WAITING = {
    "Facts below the threshold of trust, which enter no sum": """
        SELECT fact_id, kind, subject, object, low, high, unit,
          round(confidence, 2) AS confidence, voices, quote
        FROM facts WHERE NOT is_trusted
        ORDER BY coalesce(usd_high, 0) DESC, coalesce(high, low, 0) DESC, fact_id
    """,
    "Facts that contradict each other": """
        SELECT link.fact_id, link.other_fact_id AS other, fact.subject, fact.object, link.reason
        FROM fact_links AS link JOIN facts AS fact USING (fact_id)
        WHERE link.relation = 'contradicts'
        ORDER BY coalesce(fact.usd_high, 0) DESC, link.fact_id
    """,
    "Names that the registry does not know": """
        SELECT entity_id, name, mentions, articles, nearest_id AS nearest,
          round(similarity) AS similarity
        FROM entity_candidates ORDER BY articles DESC, mentions DESC, entity_id
    """,
}


def review(data: DataDirectory, limit: int) -> None:
    """Print what waits for a person.

    Args:
        data: Where the warehouse is.
        limit: How many lines of each sort.
    """
    console = Console()
    with open_published(data) as connection:
        for title, query in _WAITING.items():
            _print(console, connection, title, query, limit)
    console.print("The evidence of a fact: gigawatch why FACT")


def _print(
    console: Console, connection: duckdb.DuckDBPyConnection, title: str, query: str, limit: int
) -> None:
    result = connection.execute(query)
    names = [column[0] for column in result.description or ()]
    rows = result.fetchall()
    table = Table(*names, title=f"{title}: {len(rows):,}", title_justify="left")
    for row in rows[:limit]:
        table.add_row(*map(_cell, row))
    console.print(table)
    if len(rows) > limit:
        console.print(f"... and {len(rows) - limit:,} more (--limit)")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:,.6g}" if isinstance(value, float) else escape(str(value))
