"""Handles: the beginnings of ids by which a person names facts, claims and names."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from pipeline.commands.errors import UsageError
from schema.judgement import Seen

#: No handle is shorter, so that it seldom comes to mean several things as the warehouse grows.
_SHORTEST = 6
_DAYS = {"when_start", "when_end"}
_NUMBERS = {"low", "high"}

_CLAIMS = """
SELECT claim.*, coalesce(article.url, 'page:' || article.page_id) AS address, placed.fact_id
FROM claims AS claim
JOIN articles AS article USING (page_id)
LEFT JOIN fact_claims AS placed USING (claim_id)
WHERE {where}
ORDER BY claim.told_on, claim.claim_id
"""


@dataclass(frozen=True)
class Handled:
    """What a handle means: a claim, or a fact with all its claims, the one that leads it first."""

    claims: tuple[Mapping[str, Any], ...]
    is_fact: bool


def handle_length(connection: duckdb.DuckDBPyConnection) -> int:
    """How long the beginnings of ids must be to differ; the ids of facts are those of claims."""
    ids = [row[0] for row in connection.execute("SELECT claim_id FROM claims").fetchall()]
    return next(n for n in range(_SHORTEST, 65) if len({i[:n] for i in ids}) == len(ids))


def handled(
    connection: duckdb.DuckDBPyConnection, handle: str, *, only_claim: bool = False
) -> Handled:
    """What a handle means.

    Args:
        connection: The published warehouse.
        handle: The beginning of the id of a claim or a fact.
        only_claim: Whether the one claim is meant also where a fact bears its id.

    Raises:
        UsageError: if it means nothing, or several things.
    """
    found = _claims(connection, "starts_with(claim.claim_id, ?)", handle)
    if not found:
        raise UsageError(
            f"{handle!r} begins the id of no fact and no claim: see `gigawatch review`."
        )
    if len(found) > 1:
        ids = ", ".join(row["claim_id"] for row in found[:5])
        raise UsageError(f"{handle!r} begins several ids: {ids}. Write more of it.")
    claim = found[0]
    if only_claim or claim["fact_id"] != claim["claim_id"]:
        return Handled((claim,), is_fact=False)
    lead = connection.execute(
        "SELECT quote, url FROM facts WHERE fact_id = ?", [claim["fact_id"]]
    ).fetchall()
    members = _claims(connection, "placed.fact_id = ?", claim["fact_id"])
    members.sort(key=lambda row: (row["quote"], row["address"]) not in lead)
    return Handled(tuple(members), is_fact=True)


def seen(connection: duckdb.DuckDBPyConnection, claim: Mapping[str, Any]) -> Seen:
    """A claim as it was read: what judgements are keyed to, whatever they changed of it."""
    read = {**claim, **_as_read(connection, claim["claim_id"])}
    fields = {name: read[name] for name in Seen.model_fields if read.get(name) is not None}
    start, end = read["when_start"], read["when_end"]
    if start or end:
        fields["when"] = {k: v for k, v in (("start", start), ("end", end)) if v}
    return Seen.model_validate({**fields, "url": claim["address"]})


def _as_read(connection: duckdb.DuckDBPyConnection, claim_id: str) -> dict[str, Any]:
    rows = connection.execute(
        "SELECT field, as_read FROM claim_corrections WHERE claim_id = ?", [claim_id]
    ).fetchall()
    return {name: _typed(name, text) for name, text in rows}


def _typed(name: str, text: str | None) -> Any:
    if text is None:
        return None
    if name in _NUMBERS:
        return float(text)
    return dt.date.fromisoformat(text) if name in _DAYS else text


def _claims(
    connection: duckdb.DuckDBPyConnection, where: str, value: str
) -> list[Mapping[str, Any]]:
    found: Iterable[Mapping[str, Any]] = (
        connection.execute(_CLAIMS.format(where=where), [value]).to_arrow_table().to_pylist()
    )
    return list(found)


def sentence(claim: Mapping[str, Any]) -> str:
    """A claim in one line, with its handle."""
    named = " → ".join(claim[side] for side in ("subject", "object") if claim[side])
    bounds = dict.fromkeys(f"{claim[b]:,.12g}" for b in ("low", "high") if claim[b] is not None)
    amount = f" {' to '.join(bounds)} {claim['unit'] or ''}".rstrip()
    return f"{claim['claim_id'][:8]} {claim['kind']} {named}{amount}: “{claim['quote']}”"
