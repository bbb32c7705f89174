"""The placements that stand in the working file: the memory of placing."""

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.resolving.blocks import Block
from warehouse.resolving.clusters import Index
from warehouse.resolving.memory import Former, Lead, Memory, Placement
from warehouse.resolving.statement import Statement
from warehouse.resolving.told import Telling
from warehouse.statements import registered, run, statement

_NUMBERED = pa.schema({"claim_id": pa.string(), "turn": pa.int8(), "numbers": pa.list_(pa.int64())})
_FORMER = ", ".join(f"one.{name}" for name in Former._fields)
_TELLING = ", ".join(Telling._fields)
#: What a statement tells of its fact, and where it stands.
_PLACEMENTS = pa.schema(
    {
        "claim_id": pa.string(),
        "told_on": pa.date32(),
        "recorded_at": pa.timestamp("us"),
        "article_id": pa.string(),
        "sentence": pa.int64(),
        "family": pa.string(),
        "unit": pa.string(),
        "amount": pa.float64(),
        "dollars": pa.float64(),
        **dict.fromkeys(("soft", "planned", "is_anyones", "denied"), pa.bool_()),
        "cues": pa.string(),
        "turn": pa.int8(),
        "block": pa.int64(),
        **dict.fromkeys(("own", "root", "reason"), pa.string()),
        "is_open": pa.bool_(),
    }
)


class Placements(Memory):
    """What stands in a file; what is taken out of it is gone when the new places are written."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        index: Index,
        read: Callable[[Collection[str]], list[Statement]],
    ) -> None:
        """Open what stands.

        Args:
            connection: The working file.
            index: Gives the numbers under which facts are found and asked for.
            read: Gives what claims say.
        """
        self._connection = connection
        self._index = index
        self._read = read
        self.stands = bool(connection.execute("FROM standing.placements LIMIT 1").fetchall())
        connection.execute("CREATE OR REPLACE TEMP TABLE taken (claim_id VARCHAR)")

    def take(self, claim_ids: Iterable[str], /) -> None:
        """Take out some statements."""
        self._rows("INSERT INTO taken FROM wanted", claim_ids)

    def statements(self, claim_ids: Collection[str], /) -> list[Statement]:
        """What some claims say."""
        return self._read(claim_ids) if claim_ids else []

    def formers(self, claim_ids: Collection[str], /) -> list[Former]:
        """Some statements."""
        return self._formers("claim_id IN (FROM wanted)", claim_ids)

    def in_blocks(self, turn: int, blocks: Collection[int], /) -> list[Former]:
        """The statements of some blocks that joined no fact of an earlier turn."""
        condition = f"turn = {turn:d} AND own IS NOT NULL AND block IN (FROM wanted)"
        return self._formers(condition, blocks)

    def led_by(self, leaders: Collection[str], /) -> list[Former]:
        """The statements that say the same as some leaders."""
        return self._formers("own IN (FROM wanted)", leaders)

    def in_facts(self, roots: Collection[str], /) -> list[Former]:
        """The leaders of the first turn in the facts of some others."""
        return self._formers("turn = 0 AND own = claim_id AND root IN (FROM wanted)", roots)

    def asking(self, turn: int, numbers: Collection[int], /) -> list[tuple[int, Former]]:
        """The statements of a turn that ask for some numbers; of the first turn the leaders."""
        query = f"""
            SELECT asked.number, {_FORMER} FROM standing.asks AS asked
            JOIN standing.placements AS one USING (claim_id)
            WHERE asked.turn = {turn:d} AND asked.number IN (FROM wanted)
              AND claim_id NOT IN (FROM taken)
            """
        return [(number, Former(*row)) for number, *row in self._rows(query, numbers)]

    def leaders(self, turn: int, blocks: Collection[int], /) -> list[Lead]:
        """The leaders of some blocks."""
        return self._leads(f"turn = {turn:d} AND block IN (FROM wanted)", blocks)

    def offering(self, turn: int, numbers: Collection[int], /) -> list[Lead]:
        """The leaders up to a turn that are found by some numbers."""
        found = f"""claim_id IN (
            SELECT claim_id FROM standing.offers
            WHERE turn <= {turn:d} AND number IN (FROM wanted)
        )"""
        return self._leads(found, numbers)

    def offered(self, leaders: Collection[str], /) -> set[int]:
        """The numbers by which some leaders are found."""
        query = "SELECT number FROM standing.offers WHERE claim_id IN (FROM wanted)"
        return {number for (number,) in self._rows(query, leaders)}

    def write(self, placed: Collection[Placement]) -> None:
        """Put down where statements stand now, in the place of what was taken out."""
        told = map(Telling.of, (one.statement for one in placed))
        rows = [
            (*telling, one.turn, Block.of(one.statement).number, *one[2:])
            for telling, one in zip(told, placed, strict=True)
        ]
        offers = [_numbered(one, self._index.offered) for one in placed if _leads(one)]
        asks = [_numbered(one, self._index.asked) for one in placed if one.turn or _leads(one)]
        with registered(
            self._connection,
            incoming_placements=_table(_PLACEMENTS, rows),
            incoming_offers=_table(_NUMBERED, offers),
            incoming_asks=_table(_NUMBERED, asks),
        ):
            if self.stands:
                run(self._connection, "sql/standing/taken")
            run(self._connection, "sql/standing/placed")
            if self.stands:
                run(self._connection, "sql/standing/retold")
        self.stands = True

    def tellings(self, roots: Collection[str]) -> dict[str, list[Telling]]:
        """What the claims of some facts tell, by leader, each in the order of telling."""
        query = f"""
            SELECT root, {_TELLING} FROM standing.placements
            WHERE root IN (FROM wanted) ORDER BY root, told_on, recorded_at, claim_id
            """
        found = groupby(self._rows(query, roots), itemgetter(0))
        return {root: [Telling(*row[1:]) for row in rows] for root, rows in found}

    def naming(self, entity_ids: Collection[str]) -> set[str]:
        """Leaders of the facts of which some claim names one of some entities."""
        query = """
            SELECT DISTINCT root FROM standing.placements SEMI JOIN (
              SELECT claim_id FROM claim_parties WHERE entity_id IN (FROM wanted)
            ) USING (claim_id)
            """
        return {leader for (leader,) in self._rows(query, entity_ids)}

    def _formers(self, condition: str, keys: Collection[Any]) -> list[Former]:
        query = f"""
            SELECT {_FORMER} FROM standing.placements AS one
            WHERE {condition} AND claim_id NOT IN (FROM taken)
            """
        return [Former(*row) for row in self._rows(query, keys)]

    def _leads(self, condition: str, keys: Collection[Any]) -> list[Lead]:
        query = statement("sql/standing/leads").replace("$condition", condition)
        return [Lead(*row) for row in self._rows(query, keys)]

    def _rows(self, query: str, keys: Iterable[Any]) -> list[tuple[Any, ...]]:
        """The answer to a query over the table ``wanted`` of keys; none where nothing stands."""
        wanted = pa.array(keys) if self.stands else ()
        if not len(wanted):
            return []
        with registered(self._connection, wanted=pa.table({"key": wanted})):
            return self._connection.execute(query).fetchall()


def _leads(one: Placement) -> bool:
    return one.own == one.statement.claim_id


def _numbered(one: Placement, numbers: Callable[[Statement], set[int]]) -> tuple[Any, ...]:
    return one.statement.claim_id, one.turn, list(numbers(one.statement))


def _table(schema: pa.Schema, rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = (pa.array(*given) for given in zip(columns, schema.types, strict=True))
    return pa.Table.from_arrays(list(arrays), schema=schema)
