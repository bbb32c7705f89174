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
from collections.abc import Iterable, Sequence

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
from warehouse.resolving.blocks import Block
from warehouse.resolving.shelf import Cluster, Shelf
from warehouse.resolving.statement import Statement

FIRST = "the first to say it"
AGAIN = "same parties, same value"
JOINT = "names some of the joint parties, same value"
ONLY = "leaves something open, and this is the only fact that it can mean"
DENIAL = "denies it"


def turn_of(statement: Statement, limits: Limits) -> int:
    """When a statement is placed: whole ones first, then open ones, vague ones, denials."""
    if statement.denied:
        return 3
    if is_vague(statement, limits):
        return 2
    return 0 if statement.subject and statement.object else 1


def gather(statements: Iterable[Statement], limits: Limits) -> list[Cluster]:
    """Each statement joins the earliest cluster of its block that it agrees with.

    Undated ones come after the dated, and where several dated facts agree, they stay apart. Where
    a statement goes depends on the leaders of its block alone.
    """
    blocks: dict[Block, list[Statement]] = defaultdict(list)
    for statement in sorted(statements, key=lambda s: (not s.has_when, s.order)):
        blocks[Block.of(statement)].append(statement)
    found: list[Cluster] = []
    for block in blocks.values():
        shelf = Shelf(limits)
        for statement in block:
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


def larger(
    smaller: Iterable[Cluster], clusters: Iterable[Cluster], limits: Limits
) -> dict[str, Cluster]:
    """By leader, the only fact told with more parties that a fact told with fewer can be."""
    index = _Index(clusters, limits)
    found: dict[str, Cluster] = {}
    for small in smaller:
        bigger = [
            c
            for c in index.candidates(small.leader)
            if _count(c.leader) > _count(small.leader)
            and parties_fit(small.leader, c.leader)
            and _agree(small.leader, c.leader, limits)
        ]
        if len(bigger) == 1:
            found[small.leader.claim_id] = bigger[0]
    return found


def _count(statement: Statement) -> int:
    return len(statement.subject) + len(statement.object)


class _Index:
    """Clusters by the keys that their blocks offer, then by value."""

    def __init__(self, clusters: Iterable[Cluster], limits: Limits) -> None:
        self._shelves: dict[str, Shelf] = defaultdict(lambda: Shelf(limits))
        self._limits = limits
        for one in clusters:
            for key in Block.of(one.leader).offers():
                self._shelves[key].add(one)

    def candidates(self, statement: Statement) -> list[Cluster]:
        """Clusters whose parties may be those of the statement, and that may share its value."""
        silent = statement.denied and not _has_value(statement)
        keys = Block.of(statement).asks(silent=silent)
        wide = silent or is_vague(statement, self._limits)
        shelves = [self._shelves[key] for key in keys if key in self._shelves]
        if not keys or len(shelves) < len(keys):
            return []
        found = (shelf.clusters if wide else shelf.near(statement) for shelf in shelves)
        return min(found, key=len)


def _has_value(statement: Statement) -> bool:
    return statement.low is not None or statement.high is not None or statement.has_when


def only_matches(
    partial: Iterable[Statement], clusters: Sequence[Cluster], limits: Limits
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
