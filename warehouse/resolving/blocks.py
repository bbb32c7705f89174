"""Which statements are compared at all: blocks of equal parties, and the keys by which they meet.

What a claim can change is found by these keys alone: no claim is compared with all that stand.
Whoever lets statements meet that share no key breaks that.
"""

import re
from functools import lru_cache
from typing import NamedTuple, Self

from schema.vocabulary import ClaimKind
from warehouse.resolving.shelf import number_of
from warehouse.resolving.statement import Statement

#: Stands for every unit, for a denial without a number; and for any party of a side, or none.
_ANY = "*"
#: One deal is told in several currencies.
_CURRENCY = re.compile(r"^[A-Z]{3}(?=/|$)")


class Block(NamedTuple):
    """What must be equal before two statements are compared with each other."""

    kind: str
    unit: str | None
    family: str
    subject: frozenset[str]
    object: frozenset[str]
    denied: bool

    @classmethod
    def of(cls, statement: Statement) -> Self:
        """The block of a statement; what a deal is for may be told in many ways."""
        subject, objects = statement.sides
        return cls(
            statement.kind.value,
            statement.unit,
            "" if statement.kind is ClaimKind.DEAL else statement.family,
            subject,
            objects,
            statement.denied,
        )

    @property
    def number(self) -> int:
        """A number that stands for the block."""
        return _number(self)

    def offers(self) -> list[str]:
        """Keys under which a fact of the block is found by what may mean it."""
        sides = [(s, _ANY) for s in self.subject] + [(_ANY, o) for o in self.object]
        sides += [(s, o) for s in self.subject for o in self.object]
        return [self._key(unit, *side) for unit in (self.unit, _ANY) for side in sides]

    def asks(self, *, silent: bool = False) -> list[str]:
        """Keys of the facts that a statement of the block may mean: it must have them all.

        Args:
            silent: Whether it gives neither number nor date, and may mean any.
        """
        unit = _ANY if silent else self.unit
        if not self.subject and not self.object:
            return []
        return [
            self._key(unit, s, o) for s in self.subject or (_ANY,) for o in self.object or (_ANY,)
        ]

    def _key(self, unit: str | None, subject: str, object: str) -> str:
        return "|".join(
            (self.kind, _CURRENCY.sub("money", unit or ""), self.family, subject, object)
        )


@lru_cache(maxsize=65536)
def _number(block: Block) -> int:
    sides = sorted(block.subject), sorted(block.object)
    text = repr((block.kind, block.unit, block.family, *sides, block.denied))
    return number_of(text)
