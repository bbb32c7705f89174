"""``gigawatch why``: the whole chain behind a fact, from its number to its sentences."""

from typing import Any

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.commands.errors import CommandError
from pipeline.commands.published import open_published
from pipeline.data_directory import DataDirectory

_HEAD = (
    "kind", "subject", "role", "stage", "metric", "object", "low", "high", "unit", "when_start",
    "when_end", "firmness", "state", "confidence", "is_trusted", "in_sums", "voices", "articles",
    "first_seen", "last_seen",
)  # fmt: skip
_EVIDENCE = """
SELECT told_on, publisher, tier, stance, reason, confidence, quote, title, url, claim_id
FROM evidence WHERE fact_id = ? ORDER BY told_on, claim_id
"""
_LINKS = """
SELECT relation, other_fact_id AS other, reason FROM fact_links WHERE fact_id = $1
UNION ALL
SELECT 'is the other side of ' || relation, fact_id, reason FROM fact_links
WHERE other_fact_id = $1
ORDER BY ALL
"""
_VERDICTS = "SELECT verdict, explanation FROM verdicts WHERE fact_id = ? ORDER BY record_id"


def why(data: DataDirectory, given: str) -> None:
    """Print a fact, every sentence behind it, and how they came together.

    Args:
        data: Where the warehouse is.
        given: A fact id, a claim id, or the beginning of one.

    Raises:
        CommandError: if there is no such fact, or more than one.
    """
    console = Console(soft_wrap=True, highlight=False)
    with open_published(data) as connection:
        fact_id = _find(connection, given)
        _print_fact(console, _rows(connection, "SELECT * FROM facts WHERE fact_id = ?", fact_id)[0])
        for row in _rows(connection, _EVIDENCE, fact_id):
            _print_evidence(console, row)
        for row in _rows(connection, _LINKS, fact_id):
            console.print(f"{row['relation']} {row['other']}: {escape(row['reason'])}")
        for row in _rows(connection, _VERDICTS, fact_id):
            console.print(f"[bold]{row['verdict']}[/bold]: {escape(row['explanation'])}")


def _find(connection: duckdb.DuckDBPyConnection, given: str) -> str:
    found = connection.execute(
        "SELECT DISTINCT fact_id FROM fact_claims"
        " WHERE starts_with(fact_id, $1) OR starts_with(claim_id, $1) ORDER BY 1 LIMIT 10",
        [given],
    ).fetchall()
    if not found:
        raise CommandError(f"{given!r} is the id of no fact and no claim in the warehouse.")
    if len(found) > 1 and (given,) not in found:
        ids = ", ".join(row[0] for row in found)
        raise CommandError(f"{given!r} begins the ids of several facts: {ids}")
    return given if (given,) in found else str(found[0][0])


def _rows(connection: duckdb.DuckDBPyConnection, query: str, fact_id: str) -> list[dict[str, Any]]:
    result = connection.execute(query, [fact_id])
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _print_fact(console: Console, fact: dict[str, Any]) -> None:
    table = Table(title=f"Fact {fact['fact_id']}", title_justify="left", show_header=False)
    for name in _HEAD:
        value = fact[name]
        if value is not None:
            table.add_row(name, f"{value:,.6g}" if isinstance(value, float) else escape(str(value)))
    console.print(table)


def _print_evidence(console: Console, row: dict[str, Any]) -> None:
    console.print(
        f"\n[bold]{row['told_on']}  {escape(row['publisher'] or 'unknown')}[/bold]"
        f" ({row['tier'] or 'unknown tier'}) {row['stance']} it;"
        f" read with confidence {row['confidence']:.2f}; {escape(row['reason'])}"
    )
    console.print(f"  “{escape(row['quote'])}”")
    console.print(f"  {escape(row['title'])}  {escape(row['url'] or '')}  claim {row['claim_id']}")
