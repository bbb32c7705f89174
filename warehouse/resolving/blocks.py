"""Which statements are compared at all: blocks of equal parties, and the keys by which they meet.

What a new claim can change is found by these keys alone, so that one more article need not be
compared with all that stood before. Whoever lets statements meet that share no key breaks that.
"""

import json
import re
from typing import NamedTuple, Self

from schema.vocabulary import ClaimKind
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

    @classmethod
    def read(cls, name: str) -> Self:
        """The block of a name."""
        kind, unit, family, subject, objects, denied = json.loads(name)
        return cls(kind, unit, family, frozenset(subject), frozenset(objects), denied)

    @property
    def name(self) -> str:
        """The block in one text."""
        sides = sorted(self.subject), sorted(self.object)
        return json.dumps(
            (self.kind, self.unit, self.family, *sides, self.denied), ensure_ascii=False
        )

    @property
    def parties(self) -> int:
        """Number of parties that its statements name."""
        return len(self.subject) + len(self.object)

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

    def asked(self) -> list[str]:
        """Keys of the facts that any statement of the block may mean."""
        return self.asks() + (self.asks(silent=True) if self.denied else [])

    def _key(self, unit: str | None, subject: str, object: str) -> str:
        return "|".join(
            (self.kind, _CURRENCY.sub("money", unit or ""), self.family, subject, object)
        )
