"""Where statements stand, and what placing asks of those that stood before."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import NamedTuple, Self

from warehouse.resolving.statement import Statement


class Placement(NamedTuple):
    """Where a statement stands.

    ``own`` leads those of its block that say the same, where it joined no fact of an earlier turn;
    ``root`` leads the fact. It is open where it tells less than that one, or tells it otherwise.
    """

    statement: Statement
    turn: int
    own: str | None
    root: str
    reason: str
    is_open: bool

    @classmethod
    def of(
        cls, statement: Statement, turn: int, own: str | None, leader: Statement, reason: str
    ) -> Self:
        """The place of a statement in the fact that another one leads."""
        is_open = statement.sides != leader.sides or statement.shape != leader.shape
        return cls(statement, turn, own, leader.claim_id, reason, is_open)


class Former(NamedTuple):
    """Where a statement stood until now."""

    claim_id: str
    turn: int
    block: int
    own: str | None
    root: str
    reason: str
    is_open: bool
    told_on: dt.date


class Lead(NamedTuple):
    """A statement that leads those that say the same, its fact, and the days of their telling."""

    leader_id: str
    root: str
    first: dt.date
    last: dt.date


class Memory:
    """The placements that stand: here none.

    Numbers are those under which facts are found and asked for; see ``clusters.Index``. What is
    taken out of the memory is met no more.
    """

    #: Whether anything stands.
    stands = False

    def take(self, _claim_ids: Iterable[str], /) -> None:
        """Take out some statements."""

    def statements(self, _claim_ids: Collection[str], /) -> list[Statement]:
        """What some claims say."""
        return []

    def formers(self, _claim_ids: Collection[str], /) -> list[Former]:
        """Some statements."""
        return []

    def in_blocks(self, _turn: int, _blocks: Collection[int], /) -> list[Former]:
        """The statements of some blocks that joined no fact of an earlier turn."""
        return []

    def led_by(self, _leaders: Collection[str], /) -> list[Former]:
        """The statements that say the same as some leaders."""
        return []

    def in_facts(self, _roots: Collection[str], /) -> list[Former]:
        """The leaders of the first turn in the facts of some others."""
        return []

    def asking(self, _turn: int, _numbers: Collection[int], /) -> list[tuple[int, Former]]:
        """The statements of a turn that ask for some numbers; of the first turn the leaders."""
        return []

    def leaders(self, _turn: int, _blocks: Collection[int], /) -> list[Lead]:
        """The leaders of some blocks."""
        return []

    def offering(self, _turn: int, _numbers: Collection[int], /) -> list[Lead]:
        """The leaders up to a turn that are found by some numbers."""
        return []

    def offered(self, _leaders: Collection[str], /) -> set[int]:
        """The numbers by which some leaders are found."""
        return set()
