"""Which claims are one fact: a pure function of the set of statements.

1. Claims that name both parties and an exact number are compared within blocks of equal kind,
   parties and unit; each joins the earliest fact that it agrees with. Facts told with some of the
   joint parties then join the one fact told with all of them.
2. Claims that leave a party out, then vague ones, then denials follow, in that order: each joins
   the one fact found before that it can mean, and none where several are possible.
3. What is left of each of these is compared among itself, as in the first step.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from schema.vocabulary import ClaimKind
from warehouse.resolving.agreeing import (
    Limits,
    is_vague,
    nested,
    parties_fit,
    same_date,
    same_value,
    significant_digits,
    times_meet,
    within,
)
from warehouse.resolving.shelf import Cluster, Shelf
from warehouse.resolving.statement import Statement

FIRST = "the first to say it"
AGAIN = "same parties, same value"
JOINT = "names some of the joint parties, same value"
ONLY = "leaves something open, and this is the only fact that it can mean"
DENIAL = "denies it"

#: Stands for every unit, for a denial without a number.
_ANY = "any"


def cluster(statements: Iterable[Statement], limits: Limits) -> list[Cluster]:
    """Group statements into facts; the order in which they are given is of no matter."""
    turns: list[list[Statement]] = [[], [], [], []]
    for statement in sorted(statements, key=lambda s: s.order):
        turns[_turn(statement, limits)].append(statement)
    clusters = _join_joint(_by_leader(turns[0], limits), limits)
    for turn in turns[1:]:
        matches = _only_matches(turn, clusters, limits)
        for statement, target in matches:
            target.members.append((statement, DENIAL if statement.denied else ONLY))
        joined = {statement.claim_id for statement, _ in matches}
        clusters += _by_leader([s for s in turn if s.claim_id not in joined], limits)
    return sorted(clusters, key=lambda c: c.earliest.order)


def _turn(statement: Statement, limits: Limits) -> int:
    """When a statement is placed: whole ones first, then open ones, vague ones, denials."""
    if statement.denied:
        return 3
    if is_vague(statement, limits):
        return 2
    return 0 if statement.subject and statement.object else 1


def _block(statement: Statement) -> Hashable:
    """What must be equal before two statements are compared at all."""
    deal = statement.kind is ClaimKind.DEAL
    return (
        statement.kind,
        statement.unit,
        "" if deal else statement.family,
        statement.subject,
        statement.object,
        statement.denied,
    )


def _by_leader(ordered: Sequence[Statement], limits: Limits) -> list[Cluster]:
    """Each statement joins the earliest cluster of its block that it agrees with.

    Undated ones come after the dated, and where several dated facts agree, they stay apart.
    """
    blocks: dict[Hashable, list[Statement]] = defaultdict(list)
    for statement in ordered:
        blocks[_block(statement)].append(statement)
    found: list[Cluster] = []
    for block in blocks.values():
        shelf = Shelf(limits)
        for statement in sorted(block, key=lambda s: not s.has_when):
            _place(statement, shelf, limits)
        found.extend(shelf.clusters)
    return found


def _place(statement: Statement, shelf: Shelf, limits: Limits) -> None:
    agreeing = [c for c in shelf.near(statement) if _agree(statement, c.leader, limits)]
    if not statement.has_when:
        dated = [c for c in agreeing if c.leader.has_when]
        agreeing = dated if len(dated) == 1 else [c for c in agreeing if not c.leader.has_when]
    if agreeing:
        target = min(agreeing, key=lambda c: c.leader.order)
        target.members.append((statement, DENIAL if statement.denied else AGAIN))
    else:
        shelf.add(Cluster([(statement, FIRST)]))


def _agree(first: Statement, second: Statement, limits: Limits) -> bool:
    """Whether two statements of the same parties say the same."""
    if first.kind is ClaimKind.MILESTONE:
        return same_date(first, second, limits)
    return (
        families_fit(first, second)
        and first.further == second.further
        and same_value(first, second, limits)
        and (_is_bilateral(first) or times_meet(first, second, limits))
    )


def _is_bilateral(statement: Statement) -> bool:
    """Money between two named parties: told with many dates (signing, delivery), yet one deal."""
    return (
        statement.kind is ClaimKind.DEAL
        and statement.family != "capex"
        and bool(statement.subject and statement.object)
    )


def families_fit(first: Statement, second: Statement) -> bool:
    """Whether the sorts of money or dependence are the same, or one is not told."""
    return first.family == second.family or "any" in {first.family, second.family}


def _join_joint(clusters: list[Cluster], limits: Limits) -> list[Cluster]:
    """Join each fact told with fewer parties to the only one told with more of them."""
    index = _Index(clusters, limits)
    larger: dict[int, Cluster] = {}
    for small in clusters:
        bigger = [
            c
            for c in index.candidates(small.leader)
            if c is not small
            and _count(c.leader) > _count(small.leader)
            and parties_fit(small.leader, c.leader)
            and _agree(small.leader, c.leader, limits)
        ]
        if len(bigger) == 1:
            larger[id(small)] = bigger[0]
    for small in clusters:
        target = small
        while id(target) in larger:
            target = larger[id(target)]
        if target is not small:
            target.members.extend((s, JOINT) for s, _ in small.members)
    return [c for c in clusters if id(c) not in larger]


def _count(statement: Statement) -> int:
    return len(statement.subject) + len(statement.object)


class _Index:
    """Clusters by each of their parties, then by value."""

    def __init__(self, clusters: Iterable[Cluster], limits: Limits) -> None:
        self._shelves: dict[Hashable, Shelf] = defaultdict(lambda: Shelf(limits))
        self._limits = limits
        for one in clusters:
            for key in self._keys(one.leader, one.leader.unit):
                self._shelves[key].add(one)
            for key in self._keys(one.leader, _ANY):
                self._shelves[key].add(one)

    def candidates(self, statement: Statement) -> list[Cluster]:
        """Clusters that share a party with the statement and may share its value."""
        silent = statement.denied and not _has_value(statement)
        keys = self._keys(statement, _ANY if silent else statement.unit)
        shelves = [self._shelves[key] for key in keys if key in self._shelves]
        if not shelves:
            return []
        wide = silent or is_vague(statement, self._limits)
        found = [shelf.clusters if wide else shelf.near(statement) for shelf in shelves]
        return min(found, key=len)

    @staticmethod
    def _keys(statement: Statement, unit: str | None) -> list[Hashable]:
        family = "" if statement.kind is ClaimKind.DEAL else statement.family
        sides = (("subject", statement.subject), ("object", statement.object))
        return [
            (statement.kind, unit, family, side, party)
            for side, parties in sides
            for party in sorted(parties)
        ]


def _has_value(statement: Statement) -> bool:
    return statement.low is not None or statement.high is not None or statement.has_when


def _only_matches(
    partial: Sequence[Statement], clusters: Sequence[Cluster], limits: Limits
) -> list[tuple[Statement, Cluster]]:
    """The statements that can mean exactly one of the facts, each with that fact."""
    index = _Index(clusters, limits)
    told = {id(c): c.told for c in clusters}
    matches = []
    for statement in partial:
        fitting = [
            c
            for c in index.candidates(statement)
            if _may_mean(statement, c.leader, limits)
            and _is_near(statement, c.leader, told[id(c)], limits)
        ]
        if len(fitting) == 1:
            matches.append((statement, fitting[0]))
    return matches


def _may_mean(partial: Statement, leader: Statement, limits: Limits) -> bool:
    if not parties_fit(partial, leader) or not families_fit(partial, leader):
        return False
    if partial.kind is ClaimKind.MILESTONE:
        return same_date(partial, leader, limits) or (
            is_vague(partial, limits) and nested(partial, leader)
        )
    return (
        partial.further == leader.further
        and _value_fits(partial, leader, limits)
        and times_meet(partial, leader, limits)
    )


def _value_fits(partial: Statement, leader: Statement, limits: Limits) -> bool:
    if partial.denied and not _has_value(partial):
        return True
    if same_value(partial, leader, limits):
        return True
    return is_vague(partial, limits) and within(partial, leader)


def _is_near(
    partial: Statement, leader: Statement, told: tuple[dt.date, dt.date], limits: Limits
) -> bool:
    """Whether it was told near the fact's own telling, or is plainly a retelling of it."""
    away = max((told[0] - partial.told_on).days, (partial.told_on - told[1]).days)
    if away <= limits.retelling_days:
        return True
    if partial.denied or is_vague(partial, limits):
        return False
    value = partial.high if partial.high is not None else partial.low
    precise = value is not None and significant_digits(value) >= 2
    return (partial.has_when and leader.has_when) or precise
