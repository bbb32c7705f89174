"""Resolving what is loaded: names into entities, claims into facts, facts into agreements."""

from dataclasses import asdict, fields
from functools import lru_cache

import duckdb
import pyarrow as pa

from schema.entity import Registry
from schema.judgement_lines import NO_JUDGEMENTS, Judgements
from warehouse.columns import insert_arrow, to_arrow
from warehouse.grouping import Grouping
from warehouse.judging.judging import Judging
from warehouse.placements import Placements
from warehouse.reference import thresholds
from warehouse.resolving.agreeing import Limits
from warehouse.resolving.agreements import Owner
from warehouse.resolving.candidates import Candidate, Weighing
from warehouse.resolving.clusters import Index
from warehouse.resolving.parties import CANDIDATE, Names
from warehouse.resolving.placing import Placing
from warehouse.resolving.sides import Sides
from warehouse.said import Said
from warehouse.statements import registered, run, statement
from warehouse.tables import BY_NAME

#: For so many of the most frequent unknown names known ones are sought that they are like.
_COMPARED = 2000
_WEIGHED = pa.schema(
    {
        **dict.fromkeys(("entity_id", "name"), pa.string()),
        "is_compared": pa.bool_(),
        "written": pa.list_(pa.string()),
        **dict.fromkeys(("parent", "root_id", "nearest_id"), pa.string()),
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
    roots = _roots(connection)
    _fill_entities(connection, judging.registry)
    run(connection, "sql/resolve/asides", "sql/resolve/sellers")
    owner = Owner(_roots(connection))
    limits = resolving_limits()
    said = Said(connection, Sides(judging.registry, names))
    placements = Placements(connection, Index(limits), said.of)
    placing = Placing(placements, limits)
    placing.place(
        said.of(_column(connection, "SELECT claim_id FROM fresh_claims")),
        _column(connection, "SELECT claim_id FROM former_claims"),
    )
    moved = placements.naming({i for i, root in roots.items() if owner.of({i}) != {root}})
    placed = judging.placed(placing.placed.values())
    placements.write(placed)
    changed = placing.changed | moved | {one.root for one in placed}
    Grouping(connection, placements, limits, owner, placing.statements).update(changed)
    judging.record()


def resolving_limits() -> Limits:
    """The thresholds that resolving takes from the data file."""
    values = thresholds()
    return Limits(**{field.name: values[field.name] for field in fields(Limits)})


def _roots(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(connection.execute("SELECT entity_id, root_id FROM entities").fetchall())


def _resolve_parties(connection: duckdb.DuckDBPyConnection, names: Names) -> None:
    """Give every party its entity, or its candidate."""
    read: list[tuple[str, str | None, bool]] = connection.execute(
        "SELECT DISTINCT name, entity_id, char_start IS NOT NULL"
        " FROM claim_parties SEMI JOIN fresh_claims USING (claim_id)"
    ).fetchall()
    resolved = pa.table(
        {
            "name": pa.array([name for name, _, _ in read], pa.string()),
            "read": pa.array([entity for _, entity, _ in read], pa.string()),
            "in_context": pa.array([placed for _, _, placed in read], pa.bool_()),
            "entity_id": pa.array([names.entity_id(*party) for party in read], pa.string()),
        }
    )
    with registered(connection, incoming_names=resolved):
        run(connection, "sql/resolve/parties")


def _fill_entities(connection: duckdb.DuckDBPyConnection, registry: Registry) -> None:
    if not connection.execute("FROM entities LIMIT 1").fetchall():
        insert_arrow(connection, BY_NAME["entities"], _known(registry))
    with registered(connection, incoming_candidates=_weighed(connection, registry)):
        run(connection, "sql/resolve/candidates")


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


def _column(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [value for (value,) in connection.execute(query).fetchall()]


def _weighed(connection: duckdb.DuckDBPyConnection, registry: Registry) -> pa.Table:
    """What is made of every unknown name; those that an earlier run weighed are known."""
    query = statement("sql/resolve/unknown_names")
    found = connection.execute(query, [CANDIDATE]).fetchall()
    unknown = [(Candidate(*row), place < _COMPARED) for place, row in enumerate(found)]
    weighed = connection.execute("FROM standing.weighed").to_arrow_table().to_pylist()
    known = {(row["name"], row["is_compared"], *row["written"]): row for row in weighed}
    new = [one for one in unknown if _weighed_as(*one) not in known]
    weighing = Weighing(registry if new else Registry(()))
    for one, propose in new:
        known[_weighed_as(one, propose)] = {
            "name": one.name,
            "is_compared": propose,
            "written": one.written,
            **asdict(weighing.weigh(one, propose=propose)),
        }
    rows = [known[_weighed_as(*one)] for one in unknown]
    table = pa.Table.from_pylist(rows, _WEIGHED)
    connection.execute("DELETE FROM standing.weighed")
    with registered(connection, incoming_weighed=table):
        connection.execute("INSERT INTO standing.weighed BY NAME FROM incoming_weighed")
    return table


def _weighed_as(one: Candidate, propose: bool) -> tuple[object, ...]:
    return one.name, propose, *one.written
