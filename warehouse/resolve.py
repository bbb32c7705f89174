"""Resolving what is loaded: names into entities, claims into facts, facts into agreements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, fields
from functools import lru_cache

import duckdb
import pyarrow as pa
from pydantic import BaseModel

from schema.entity import Registry
from schema.judgement_lines import NO_JUDGEMENTS, Judgements
from warehouse.columns import insert_arrow, insert_rows, to_arrow
from warehouse.judging.judging import Judging
from warehouse.reference import thresholds
from warehouse.resolving.agreeing import Limits
from warehouse.resolving.agreements import Owner, agree
from warehouse.resolving.candidates import Candidate, Weighing
from warehouse.resolving.clusters import cluster
from warehouse.resolving.links import link
from warehouse.resolving.parties import CANDIDATE, Names
from warehouse.resolving.sentences import in_context
from warehouse.resolving.sides import Party, Sides
from warehouse.resolving.statement import Statement, statement_of
from warehouse.statements import run, statement
from warehouse.tables import BY_NAME

#: For so many of the most frequent unknown names known ones are sought that they are like.
_COMPARED = 2000
_WEIGHED = pa.schema(
    {
        **dict.fromkeys(("entity_id", "name", "parent", "root_id", "nearest_id"), pa.string()),
        "is_named": pa.bool_(),
        "similarity": pa.float64(),
        "proposals": pa.list_(pa.string()),
    }
)


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
    _fill_entities(connection, judging.registry)
    run(connection, "sql/resolve/asides", "sql/resolve/sellers")
    limits = resolving_limits()
    clusters = judging.facts(cluster(_statements(connection, names, judging.registry), limits))
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
    read: list[tuple[str, str | None, bool]] = connection.execute(
        "SELECT DISTINCT name, entity_id, char_start IS NOT NULL FROM claim_parties"
    ).fetchall()
    resolved = pa.table(
        {
            "name": pa.array([name for name, _, _ in read], pa.string()),
            "read": pa.array([entity for _, entity, _ in read], pa.string()),
            "in_context": pa.array([placed for _, _, placed in read], pa.bool_()),
            "entity_id": pa.array([names.entity_id(*party) for party in read], pa.string()),
        }
    )
    connection.register("incoming_names", resolved)
    run(connection, "sql/resolve/parties")
    connection.unregister("incoming_names")


def _fill_entities(connection: duckdb.DuckDBPyConnection, registry: Registry) -> None:
    insert_arrow(connection, BY_NAME["entities"], _known(registry))
    connection.register("incoming_candidates", _weighed(connection, registry))
    run(connection, "sql/resolve/candidates")
    connection.unregister("incoming_candidates")


@lru_cache(maxsize=1)
def _known(registry: Registry) -> pa.Table:
    """The entities that a registry knows, as rows."""
    return to_arrow(
        BY_NAME["entities"],
        (
            {
                **entity.model_dump(),
                "root_id": registry.root(entity).entity_id,
                "is_candidate": False,
                "is_named": True,
            }
            for entity in registry
        ),
    )


def _weighed(connection: duckdb.DuckDBPyConnection, registry: Registry) -> pa.Table:
    """What is made of every unknown name."""
    unknown = connection.execute(statement("sql/resolve/unknown_names"), [CANDIDATE]).fetchall()
    if not unknown:
        return _WEIGHED.empty_table()
    weighing = Weighing(registry)
    rows = []
    for place, row in enumerate(unknown):
        weighed = weighing.weigh(Candidate(*row), propose=place < _COMPARED)
        rows.append({"name": row[1], **asdict(weighed)})
    return pa.Table.from_pylist(rows, _WEIGHED)


def _statements(
    connection: duckdb.DuckDBPyConnection, names: Names, registry: Registry
) -> list[Statement]:
    sides = Sides(registry, names)
    parties: dict[tuple[str, str], list[Party]] = defaultdict(list)
    for claim_id, role, *party in connection.execute(statement("sql/resolve/sides")).fetchall():
        parties[claim_id, role].append(Party(*party))
    rows = connection.execute(statement("sql/resolve/statements")).to_arrow_table().to_pylist()
    statements = [
        statement_of(
            row,
            sides.of(
                row["kind"],
                parties.get((row["claim_id"], "subject"), ()),
                parties.get((row["claim_id"], "object"), ()),
                row["quote"],
            ),
        )
        for row in rows
    ]
    return in_context(statements)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[BaseModel]) -> None:
    insert_rows(connection, BY_NAME[table], [row.model_dump() for row in rows])
