"""Verdicts on what can be checked: each article's claims against the limits, as rows."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb

from schema.claim import Claim
from warehouse.claim_rows import claim_of
from warehouse.columns import insert_rows
from warehouse.limits.assess import assess
from warehouse.limits.checks import Checked, checks, judged
from warehouse.limits.claims import records
from warehouse.limits.drafts import AssessRecord
from warehouse.limits.reference import frontier_version
from warehouse.statements import statement
from warehouse.tables import BY_NAME

_ANSWERED = (
    "verdict", "binding", "normalised_value", "normalised_unit", "best_shipping", "trend",
    "practical", "hard", "missing", "explanation",
)  # fmt: skip


def judge(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill ``verdicts`` from the claims that are loaded and resolved."""
    frontier = frontier_version()
    rows = [
        row
        for claims, fact_ids, told_on in _articles(connection)
        for row in (
            *(_row(fact_ids, record, frontier) for record in records(claims, told_on)),
            *(_checked_row(fact_ids, check, frontier) for check in checks(claims, told_on)),
        )
    ]
    unique = {row["record_id"]: row for row in rows}
    insert_rows(connection, BY_NAME["verdicts"], unique.values())


def _articles(
    connection: duckdb.DuckDBPyConnection,
) -> Iterator[tuple[dict[str, Claim], dict[str, str], dt.date]]:
    """The claims of each version of an article, with the facts that they stand for."""
    table = connection.execute(statement("sql/resolve/readable_claims")).to_arrow_table()
    for _, rows in groupby(table.to_pylist(), key=itemgetter("page_id")):
        listed = list(rows)
        yield (
            {row["claim_id"]: claim_of(row) for row in listed},
            {row["claim_id"]: row["fact_id"] for row in listed},
            listed[0]["told_on"],
        )


def _row(fact_ids: dict[str, str], record: AssessRecord, frontier: str) -> dict[str, Any]:
    return _verdict(
        fact_ids,
        assess(record.record),
        claim_id=record.claim_id,
        joined_claim_ids=record.joined_claim_ids,
        metric=record.record["metric"],
        assumptions=record.assumptions,
        frontier=frontier,
    )


def _checked_row(fact_ids: dict[str, str], check: Checked, frontier: str) -> dict[str, Any]:
    return _verdict(
        fact_ids,
        judged(check),
        claim_id=check.claim_id,
        joined_claim_ids=(),
        metric=check.metric,
        assumptions=check.found.assumptions,
        frontier=frontier,
    )


def _verdict(
    fact_ids: dict[str, str], answered: dict[str, object], *, claim_id: str, **fields: Any
) -> dict[str, Any]:
    return {
        "fact_id": fact_ids[claim_id],
        "claim_id": claim_id,
        "record_id": answered["id"],
        **{name: answered[name] for name in _ANSWERED},
        **fields,
    }
