"""What claims say: statements made of the rows of claims and their parties."""

from collections import defaultdict
from collections.abc import Collection
from contextlib import AbstractContextManager

import duckdb
import pyarrow as pa

from warehouse.resolving.sentences import in_context, is_loose
from warehouse.resolving.sides import Party, Sides
from warehouse.resolving.statement import Statement, statement_of
from warehouse.statements import registered, statement


class Said:
    """Reads statements out of the working file."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, sides: Sides) -> None:
        """Take what gives the parties of a claim what it is compared by."""
        self._connection = connection
        self._sides = sides

    def of(self, claim_ids: Collection[str]) -> list[Statement]:
        """What some claims say, each read with its sentence; a rejected one says nothing."""
        told = {one.claim_id: one for one in self._read(claim_ids)}
        loose = [one.claim_id for one in told.values() if is_loose(one)]
        if not loose:
            return in_context(told.values())
        with self._wanted(loose):
            found = self._connection.execute(statement("sql/resolve/beside")).fetchall()
        beside = {claim_id for (claim_id,) in found}
        read = {one.claim_id: one for one in self._read(beside - told.keys())}
        return [one for one in in_context((told | read).values()) if one.claim_id in told]

    def _read(self, claim_ids: Collection[str]) -> list[Statement]:
        if not claim_ids:
            return []
        parties: dict[tuple[str, str], list[Party]] = defaultdict(list)
        with self._wanted(claim_ids):
            found = self._connection.execute(statement("sql/resolve/sides")).fetchall()
            query = self._connection.execute(statement("sql/resolve/statements"))
            rows = query.to_arrow_table().to_pylist()
        for claim_id, role, *party in found:
            parties[claim_id, role].append(Party(*party))
        return [
            statement_of(
                row,
                self._sides.of(
                    row["kind"],
                    parties.get((row["claim_id"], "subject"), ()),
                    parties.get((row["claim_id"], "object"), ()),
                    row["quote"],
                ),
            )
            for row in rows
        ]

    def _wanted(self, claim_ids: Collection[str]) -> AbstractContextManager[None]:
        """Let queries ask for some claims."""
        wanted = pa.table({"claim_id": pa.array(claim_ids, pa.string())})
        return registered(self._connection, wanted=wanted)
