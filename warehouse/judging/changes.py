"""What judgements change in ``claims`` and ``claim_parties``, with what was read kept."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from schema.judgement import JudgedAs
from schema.vocabulary import PartyRole
from warehouse.columns import insert_rows, to_arrow
from warehouse.judging.claims import JudgedClaim
from warehouse.judging.names import JudgedNames
from warehouse.judging.rulings import Ruling
from warehouse.reference import thresholds
from warehouse.statements import registered, run
from warehouse.tables import BY_NAME

Row = Mapping[str, Any]
_SIDES: tuple[PartyRole, ...] = tuple(PartyRole)


@dataclass
class Changed:
    """A claim as judgements leave it: its columns, its parties, and who changed what."""

    read: Row
    columns: dict[str, Any]
    parties: dict[PartyRole, list[dict[str, Any]]] = field(default_factory=dict)
    by: dict[str, Ruling] = field(default_factory=dict)

    @property
    def claim_id(self) -> str:
        """The claim, by what was read."""
        return str(self.read["claim_id"])

    def set(self, column: str, value: Any, ruling: Ruling) -> None:
        """Change a column, and remember who did."""
        self.columns[column] = value
        self.by[column] = ruling

    def corrections(self) -> list[dict[str, Any]]:
        """Rows of ``claim_corrections``."""
        return [
            {
                "claim_id": self.claim_id,
                "field": column,
                "as_read": _text(self.read[column]),
                "as_judged": _text(self.columns[column]),
                "judgement_id": ruling.judgement.id,
            }
            for column, ruling in sorted(self.by.items())
            if self.columns[column] != self.read[column]
        ]


def change_claims(
    connection: duckdb.DuckDBPyConnection, judged: Mapping[str, JudgedClaim], names: JudgedNames
) -> None:
    """Write what persons judged into the claims that are loaded, before they are resolved."""
    renamed = _renamed(connection, names)
    claim_ids = sorted({*judged, *(row["claim_id"] for row in renamed)})
    if not claim_ids:
        return
    changed = {row["claim_id"]: Changed(row, dict(row)) for row in _claims(connection, claim_ids)}
    parties: dict[str, list[Row]] = defaultdict(list)
    for party in _parties(connection, claim_ids):
        parties[party["claim_id"]].append(party)
    for claim_id, one in judged.items():
        _judge(changed[claim_id], one, parties[claim_id])
    for claim_id, claim in changed.items():
        _rename(claim, parties[claim_id], names)
    _write(connection, list(changed.values()))


def _judge(claim: Changed, judged: JudgedClaim, parties: Iterable[Row]) -> None:
    claim.columns["judged"] = judged.judged
    for column, value in judged.fields.items():
        claim.set(column, value, judged.by[column])
        if column in _SIDES:
            claim.parties[PartyRole(column)] = _written(claim.claim_id, column, value, parties)
    if judged.judged is not JudgedAs.REJECTED:
        sure = max(claim.read["confidence"], thresholds()["accepted_confidence"])
        claim.set("confidence", sure, judged.ruling)


def _written(
    claim_id: str, side: str, names: str | None, parties: Iterable[Row]
) -> list[dict[str, Any]]:
    """The parties of one side as a person gives them; those that were read keep their spans."""
    read = {party["name"]: party for party in parties if party["role"] == side}
    return [
        {
            "written": name,
            **read.get(name, {}),
            "claim_id": claim_id,
            "role": side,
            "position": position,
            "name": name,
        }
        for position, name in enumerate(filter(None, (names or "").split(", ")))
    ]


def _rename(claim: Changed, parties: Iterable[Row], names: JudgedNames) -> None:
    """Let names mean what persons say that they mean."""
    for side in _SIDES:
        read = [dict(party) for party in parties if party["role"] == side]
        rows = claim.parties.get(side, read)
        judged = [_meant(row, names) for row in rows]
        rulings = [ruling for _, ruling in judged if ruling is not None]
        if not rulings:
            continue
        kept = [row for row, _ in judged if row is not None]
        claim.parties[side] = [{**row, "position": place} for place, row in enumerate(kept)]
        claim.set(side.value, ", ".join(row["name"] for row in kept) or None, rulings[-1])
        for ruling in rulings:
            ruling.claim_ids.add(claim.claim_id)


def _meant(row: dict[str, Any], names: JudgedNames) -> tuple[dict[str, Any] | None, Ruling | None]:
    """A party as it is judged: with its entity, or none where the words are no name."""
    judged = None if _is_known(row, names) else names.ruling(row["name"])
    if judged is None:
        return row, None
    entity_id, ruling = judged
    entity = names.registry.get(entity_id) if entity_id is not None else None
    if entity is None:
        return None, ruling
    return {**row, "entity_id": entity.entity_id, "name": entity.name}, ruling


def _is_known(row: Row, names: JudgedNames) -> bool:
    """Whether the reader saw in context who is meant."""
    return row.get("entity_id") is not None and names.registry.get(row["entity_id"]) is not None


def _renamed(connection: duckdb.DuckDBPyConnection, names: JudgedNames) -> list[Row]:
    """The parties whose name somebody judged."""
    read = connection.execute("SELECT DISTINCT name, entity_id FROM claim_parties").fetchall()
    judged = {
        name
        for name, entity_id in read
        if names.ruling(name) and not _is_known({"entity_id": entity_id}, names)
    }
    return _rows(connection, "SELECT * FROM claim_parties WHERE name IN (SELECT unnest(?))", judged)


def _claims(connection: duckdb.DuckDBPyConnection, claim_ids: Collection[str]) -> list[Row]:
    query = "SELECT * FROM claims WHERE claim_id IN (SELECT unnest(?)) ORDER BY claim_id"
    return _rows(connection, query, claim_ids)


def _parties(connection: duckdb.DuckDBPyConnection, claim_ids: Collection[str]) -> list[Row]:
    query = "SELECT * FROM claim_parties WHERE claim_id IN (SELECT unnest(?)) ORDER BY ALL"
    return _rows(connection, query, claim_ids)


def _rows(connection: duckdb.DuckDBPyConnection, query: str, values: Collection[str]) -> list[Row]:
    found: list[Row] = connection.execute(query, [sorted(values)]).to_arrow_table().to_pylist()
    return found


def _write(connection: duckdb.DuckDBPyConnection, changed: Iterable[Changed]) -> None:
    listed = list(changed)
    sides = [{"claim_id": c.claim_id, "role": side} for c in listed for side in c.parties]
    rows = [row for c in listed for parties in c.parties.values() for row in parties]
    with registered(
        connection,
        incoming_claims=to_arrow(BY_NAME["claims"], (c.columns for c in listed)),
        incoming_sides=to_arrow(BY_NAME["claim_parties"], sides).select(["claim_id", "role"]),
        incoming_parties=to_arrow(BY_NAME["claim_parties"], rows),
    ):
        run(connection, "sql/judging/update_claims")
    corrections = [row for claim in listed for row in claim.corrections()]
    insert_rows(connection, BY_NAME["claim_corrections"], corrections)


def _text(value: Any) -> str | None:
    """A value as it is shown; numbers and words read the same in every build."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value) if isinstance(value, bool | int | float) else str(value)
