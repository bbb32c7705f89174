"""Clusters laid out by value, so that a statement is compared with its neighbours alone."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from math import floor, log

from schema.vocabulary import ClaimKind
from warehouse.resolving.agreeing import Limits, has_bound
from warehouse.resolving.statement import Statement

#: A first and a last day.
Days = tuple[dt.date, dt.date]


@dataclass(slots=True, eq=False)
class Cluster:
    """The statements of one fact, each with why it is here; the first one leads.

    Of one that stood before, the leader and the days of its telling are at hand.
    """

    members: list[tuple[Statement, str]] = field(default_factory=list)
    stood: Days | None = None

    @property
    def leader(self) -> Statement:
        """The statement that others are compared with."""
        return self.members[0][0]

    @property
    def told(self) -> Days:
        """The first and the last day on which it was told."""
        days = [statement.told_on for statement, _ in self.members]
        days += self.stood or ()
        return min(days), max(days)

    @property
    def earliest(self) -> Statement:
        """The statement that was told first and names the fact."""
        return min((statement for statement, _ in self.members), key=lambda s: s.order)


#: A bound of a statement, and its place among all values that it can have.
Place = tuple[str, int]


class Shelf:
    """Clusters of one block, found by a value (or date) near theirs."""

    def __init__(self) -> None:
        self._clusters: dict[Place, list[Cluster]] = defaultdict(list)
        self.clusters: list[Cluster] = []

    def add(self, cluster: Cluster, places: Iterable[Place]) -> None:
        """Put a cluster at the places of its leader."""
        self.clusters.append(cluster)
        for place in places:
            self._clusters[place].append(cluster)

    def near(self, places: Iterable[Place]) -> list[Cluster]:
        """Clusters with a bound about equal to one of a statement with these places."""
        found: dict[Cluster, None] = {}
        for side, place in places:
            for neighbour in (place - 1, place, place + 1):
                found |= dict.fromkeys(self._clusters.get((side, neighbour), ()))
        return list(found)


class Scale:
    """Gives the bounds of statements their places: equal ones share a place or lie next to it."""

    def __init__(self, limits: Limits) -> None:
        self._step = -log(1 - max(limits.about, limits.rounding))
        self._days = max(1, int(limits.same_date_days))

    def places(self, statement: Statement) -> list[Place]:
        """The places of a statement's bounds."""
        if statement.kind is ClaimKind.MILESTONE:
            days = (("start", statement.when_start), ("end", statement.when_end))
            return [(side, day.toordinal() // self._days) for side, day in days if day]
        if not has_bound(statement):
            return [("none", 0)]
        numbers = (("low", statement.low), ("high", statement.high), ("most", statement.amount))
        return [(side, _place(value, self._step)) for side, value in numbers if value is not None]


@lru_cache(maxsize=65536)
def _place(value: float, step: float) -> int:
    return floor(log(abs(value)) / step) if value else 0


#: So many numbers a whole number of the database tells apart.
_NUMBERS = 1 << 63
_SIDES = ("start", "end", "low", "high", "most", "none")


def key_number(key: str, place: Place | None = None) -> int:
    """A number for a key, alone or with a place; places side by side have numbers side by side."""
    if place is None:
        return _number(key)
    side, distance = place
    return (_number(key) + ((_SIDES.index(side) + 1) << 40) + distance) % _NUMBERS


@lru_cache(maxsize=65536)
def _number(key: str) -> int:
    return number_of(key)


def number_of(text: str) -> int:
    """A number that stands for a text, as a whole number of the database."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) % _NUMBERS
