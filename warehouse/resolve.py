"""Resolving what is loaded: names into entities, claims into facts, facts into agreements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import duckdb
import pyarrow as pa
from pydantic import BaseModel
from rapidfuzz import fuzz, process, utils

from schema.entity import Registry
from schema.judgement_lines import NO_JUDGEMENTS, Judgements
from warehouse.columns import insert_rows
from warehouse.judging.judging import Judging
from warehouse.reference import thresholds
from warehouse.resolving.agreeing import Limits
from warehouse.resolving.agreements import Owner, agree
from warehouse.resolving.links import link
from warehouse.resolving.parties import CANDIDATE, Names
from warehouse.resolving.placing import cluster
from warehouse.resolving.statement import Statement, statement_of
from warehouse.statements import run, statement
from warehouse.tables import BY_NAME

#: So many of the most frequent unknown names are compared with the registry's.
_COMPARED = 2000
_SIMILAR = 85.0


def resolve(
    connection: duckdb.DuckDBPyConnection,
    registry: Registry,
    judgements: Judgements = NO_JUDGEMENTS,
) -> None:
    """Fill entities, candidates, facts' evidence, links and agreements from the loaded claims.

    Args:
        connection: A warehouse whose claims are loaded.
        registry: The names that are known.
        judgements: What persons decided about claims, names and facts.
    """
    judging = Judging(connection, registry, judgements)
    names = Names(judging.registry)
    _resolve_parties(connection, names)
    _fill_entities(connection, judging.registry, names)
    limits = resolving_limits()
    clusters = judging.facts(cluster(_statements(connection, names), limits))
    links = link(clusters, limits)
    owner = Owner(dict(connection.execute("SELECT entity_id, root_id FROM entities").fetchall()))
    _insert(connection, "fact_claims", (row for one in clusters for row in one.rows()))
    judging.record()
    _insert(connection, "fact_links", links)
    _insert(connection, "agreement_facts", agree(clusters, links, limits, owner))


def resolving_limits() -> Limits:
    """The thresholds that resolving takes from the data file."""
    values = thresholds()
    return Limits(**{field.name: values[field.name] for field in fields(Limits)})


def _resolve_parties(connection: duckdb.DuckDBPyConnection, names: Names) -> None:
    """Give every party its entity, or its candidate."""
    read: list[tuple[str, str | None]] = connection.execute(
        "SELECT DISTINCT name, entity_id FROM claim_parties"
    ).fetchall()
    resolved = pa.table(
        {
            "name": pa.array([name for name, _ in read], pa.string()),
            "read": pa.array([entity for _, entity in read], pa.string()),
            "entity_id": pa.array([names.entity_id(*pair) for pair in read], pa.string()),
        }
    )
    connection.register("incoming_names", resolved)
    run(connection, "sql/resolve/parties")
    connection.unregister("incoming_names")


def _fill_entities(connection: duckdb.DuckDBPyConnection, registry: Registry, names: Names) -> None:
    known = [
        {**entity.model_dump(), "root_id": names.root_id(entity.entity_id), "is_candidate": False}
        for entity in registry
    ]
    insert_rows(connection, BY_NAME["entities"], known)
    connection.register("incoming_nearest", _nearest(connection, registry))
    run(connection, "sql/resolve/candidates")
    connection.unregister("incoming_nearest")


def _nearest(connection: duckdb.DuckDBPyConnection, registry: Registry) -> pa.Table:
    """For frequent unknown names the known name most like them: a proposal, never a decision."""
    unknown: list[tuple[str, str]] = connection.execute(
        statement("sql/resolve/unknown_names"), [CANDIDATE, _COMPARED]
    ).fetchall()
    known = {name: e.entity_id for e in registry for name in e.names}
    rows: dict[str, list[Any]] = {"entity_id": [], "nearest_id": [], "similarity": []}
    for entity_id, name in unknown:
        best = process.extractOne(
            name,
            known.keys(),
            scorer=fuzz.token_sort_ratio,
            processor=utils.default_process,
            score_cutoff=_SIMILAR,
        )
        if best is not None:
            rows["entity_id"].append(entity_id)
            rows["nearest_id"].append(known[best[0]])
            rows["similarity"].append(round(best[1], 1))
    types = (pa.string(), pa.string(), pa.float64())
    return pa.table({key: pa.array(rows[key], kind) for key, kind in zip(rows, types, strict=True)})


def _statements(connection: duckdb.DuckDBPyConnection, names: Names) -> list[Statement]:
    parties: dict[tuple[str, str], list[str]] = defaultdict(list)
    for claim_id, role, entity_id in connection.execute(
        "SELECT claim_id, role, entity_id FROM claim_parties ORDER BY claim_id, role, position"
    ).fetchall():
        parties[claim_id, role].append(entity_id)
    rows = connection.execute(statement("sql/resolve/statements")).to_arrow_table().to_pylist()
    return [
        statement_of(
            row,
            names.identity(parties.get((row["claim_id"], "subject"), ())),
            names.identity(parties.get((row["claim_id"], "object"), ())),
        )
        for row in rows
    ]


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[BaseModel]) -> None:
    insert_rows(connection, BY_NAME[table], [row.model_dump() for row in rows])
