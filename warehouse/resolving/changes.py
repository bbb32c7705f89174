"""Which facts tell an earlier one anew: raised, cut, replaced, carried out or told otherwise."""

from collections.abc import Collection, Hashable, Iterator, Sequence

from schema.fact import FactLink, Relation
from schema.vocabulary import ClaimKind, WhenKind
from warehouse.resolving.agreeing import (
    Limits,
    days_between,
    has_moved,
    same_number,
    same_year,
    times_meet,
)
from warehouse.resolving.statement import Statement
from warehouse.resolving.told import COUNTED, Told, is_noun

RAISED = "told as the earlier one, raised"
CUT = "told as the earlier one, made smaller"
REPLACED = "told in place of the earlier one"
FIRMED = "what was talk before, agreed on at another amount"
RAISED_ROUND = "the money that was to be raised, as it was raised or is now planned"


def series(fact: Told) -> Hashable | None:
    """Facts that are successive tellings of one thing that has one value."""
    one = fact.leader
    if one.qualitative or one.further or not one.parties:
        return None
    thing = _thing(fact)
    return None if thing is None else (one.kind, one.unit, *thing)


def _thing(fact: Told) -> tuple[Hashable, ...] | None:
    """What has one value only, at one time; None where there may be many of its kind."""
    one = fact.leader
    sides = (one.subject, one.object)
    found: dict[ClaimKind, tuple[bool, tuple[Hashable, ...]]] = {
        ClaimKind.MILESTONE: (one.family != "announced", (one.family, *sides)),
        ClaimKind.CAPACITY: (bool(one.places), (one.stage, one.basis, one.places)),
        ClaimKind.DURATION: (all(sides), (one.family, *sides)),
        ClaimKind.SHARE: (
            one.has_when and bool(one.object),
            (*sides, one.when_start, one.when_end),
        ),
        ClaimKind.VOLUME: (bool(one.object) and not is_noun(one), sides),
        ClaimKind.DEAL: _spending(fact),
    }
    single, thing = found.get(one.kind, (False, ()))
    return thing if single else None


def _spending(fact: Told) -> tuple[bool, tuple[Hashable, ...]]:
    """What a place costs, or what a company spends in one year."""
    one = fact.leader
    if one.places:
        return fact.family == "capex", (one.places,)
    yearly = fact.family == "capex" and one.has_when and not one.object
    return yearly, (one.subject, one.when_end)


def replacements(block: Sequence[Told], limits: Limits) -> Iterator[FactLink]:
    """A later amount that is told as the earlier one, raised, cut, replaced or made firm."""
    for number, later in enumerate(block):
        if later.is_increment:
            continue
        for earlier in reversed(block[:number]):
            if reason := _replaces(later, earlier, limits):
                yield _link(later, _change(later), earlier, reason)
                break
        for earlier in block[number + 1 :]:
            after = earlier.leader.told_on > later.leader.told_on
            if after and not earlier.quotes & later.quotes:
                break
            if reason := _replaces(later, earlier, limits):
                yield _link(later, _change(later), earlier, reason)


def _change(later: Told) -> Relation:
    """How a changed amount stands to the one before: what two parties agree on is a new deal.

    What somebody spends, or a company raises from whomever, is one plan told anew.
    """
    own = later.leader.kind is ClaimKind.DEAL and not _is_total(later)
    return Relation.REVISES if own else Relation.SUPERSEDES


def _replaces(later: Told, earlier: Told, limits: Limits) -> str | None:
    one, other = later.leader, earlier.leader
    together = bool(later.quotes & earlier.quotes) and earlier.was_before
    if later.was_before or (one.told_on == other.told_on and not together):
        return None
    if not times_meet(other, one, limits) or not (together or _is_like(later, earlier, limits)):
        return None
    if later.amount > earlier.amount:
        lifted = later.family != "stake" and later.says("lifted")
        expanded = later.family != "capex" and later.says("expanded")
        if together or lifted or expanded or later.says("raised"):
            return RAISED
    elif together or later.says("cut"):
        return CUT
    if later.says("replaced"):
        return REPLACED
    return FIRMED if _is_firmed(later, earlier, limits) else None


def _is_like(later: Told, earlier: Told, limits: Limits) -> bool:
    """Whether an amount may be another, changed: of its order, and of the same plan or year."""
    if later.family != "capex":
        return later.is_within(limits.changed_share, earlier)
    dated = later.leader.has_when and earlier.leader.has_when
    return later.is_within(limits.rival_share, earlier) and (
        not dated or later.leader.when_end == earlier.leader.when_end
    )


def _is_firmed(later: Told, earlier: Told, limits: Limits) -> bool:
    """Talk of a deal, then the deal."""
    return (
        _is_total(later)
        and earlier.is_soft
        and not later.is_soft
        and days_between(later.leader, earlier.leader) <= limits.retelling_days
    )


def raised(block: Sequence[Told], limits: Limits) -> Iterator[FactLink]:
    """Money that a company has raised, or plans to, after it was told to be raised otherwise."""
    rounds = [f for f in block if f.is_round and not f.leader.further]
    for number, earlier in enumerate(rounds):
        if not (earlier.is_planned and earlier.is_anyones):
            continue
        later = next((f for f in rounds[number + 1 :] if _carries_out(f, earlier, limits)), None)
        if later is not None:
            yield _link(later, Relation.REVISES, earlier, RAISED_ROUND)


def _carries_out(later: Told, earlier: Told, limits: Limits) -> bool:
    one, other = earlier.leader, later.leader
    return (
        one.unit == other.unit
        and later.is_within(limits.changed_share, earlier)
        and not earlier.articles & later.articles
        and 0 < (other.told_on - one.told_on).days <= limits.retelling_days
        and times_meet(one, other, limits)
    )


def rivals(block: Sequence[Told], limits: Limits) -> Iterator[FactLink]:
    """Totals of one pair that differ by little: two figures for one deal, not two deals."""
    for number, later in enumerate(block):
        if not _is_one_sum(later):
            continue
        for earlier in reversed(block[:number]):
            if not _is_one_sum(earlier) or not _is_rival(earlier, later, limits):
                continue
            days = days_between(later.leader, earlier.leader)
            if earlier.articles & later.articles or days <= limits.conflict_days:
                reason = "another figure for the same deal"
                yield _link(later, Relation.CONTRADICTS, earlier, reason)
            elif days <= limits.agreement_days and _is_total(later):
                reason = f"another figure for the same deal {days} days later"
                yield _link(later, Relation.REVISES, earlier, reason)
            break


def plans(block: Sequence[Told], limits: Limits) -> Iterator[FactLink]:
    """What a company is to spend on its own, told without a year in the year of another sum."""
    for number, later in enumerate(block):
        one = later.leader
        if later.family != "capex" or one.object or one.undated or _has_year(one):
            continue
        for earlier in reversed(block[:number]):
            if _is_plan_of(earlier, later, limits):
                reason = "what is to be spent in that year, told anew"
                yield _link(later, Relation.REVISES, earlier, reason)
                break


def _is_plan_of(earlier: Told, later: Told, limits: Limits) -> bool:
    plan, day = earlier.leader, later.leader.told_on
    return (
        _has_year(plan)
        and (plan.when_start or plan.told_on) <= day <= (plan.when_end or day)
        and later.is_within(limits.rival_share, earlier)
        and not earlier.articles & later.articles
    )


def _has_year(statement: Statement) -> bool:
    """Whether it says when the money is spent, beside when that was agreed on."""
    return statement.when_end is not None and statement.when_kind != WhenKind.AGREEMENT


def _is_total(fact: Told) -> bool:
    one = fact.leader
    bilateral = bool(one.subject and one.object) and fact.family != "capex"
    return one.kind is ClaimKind.DEAL and bilateral and not one.further


def _is_one_sum(fact: Told) -> bool:
    """Whether nearly the same sum told elsewhere is no other one: of two parties, or raised."""
    return _is_total(fact) or (fact.is_round and not fact.leader.further)


def _is_rival(earlier: Told, later: Told, limits: Limits) -> bool:
    """Two figures of nearly one size; an article that alone tells both knows them apart."""
    if _is_total(later):
        apart = earlier.articles != later.articles or len(earlier.articles) > 1
    else:
        apart = not earlier.articles & later.articles
    return (
        apart
        and later.is_within(limits.rival_share, earlier)
        and times_meet(earlier.leader, later.leader, limits)
    )


def revisions(block: Sequence[Told], parts: Collection[str], limits: Limits) -> Iterator[FactLink]:
    """Each telling of another date or value, linked to the last one before it that differs.

    Each is told anew once: what follows is told in place of the new one.

    Args:
        block: Tellings of one thing, in their order.
        parts: Facts that are part of another one: nothing tells them anew.
        limits: The thresholds.
    """
    told = set(parts)
    for number, later in enumerate(block):
        before = (f for f in reversed(block[:number]) if f.fact_id not in told)
        earlier = next((f for f in before if _differ(f, later, limits)), None)
        if earlier is None:
            continue
        days = (later.leader.told_on - earlier.leader.told_on).days
        if days <= limits.conflict_days and not earlier.articles & later.articles:
            yield _link(later, Relation.CONTRADICTS, earlier, f"told otherwise {days} days apart")
        elif days > 0:
            yield _link(later, Relation.REVISES, earlier, f"told otherwise {days} days later")
        told.add(earlier.fact_id)


def _differ(earlier: Told, later: Told, limits: Limits) -> bool:
    """Whether two tellings of one thing exclude each other."""
    one, other = earlier.leader, later.leader
    if one.kind is ClaimKind.MILESTONE:
        return _is_open(one, limits) and has_moved(one, other, limits)
    if earlier.articles & later.articles or _is_share(earlier, later):
        return False
    if one.unit is not None and same_number(earlier.amount, later.amount, limits):
        return False
    if one.kind in COUNTED and not _is_of_one_order(earlier, later, limits):
        return False
    return same_year(one, other) or times_meet(one, other, limits)


def _is_of_one_order(earlier: Told, later: Told, limits: Limits) -> bool:
    """Whether two amounts may be of one thing: what a place costs may grow many times over."""
    if later.is_spent_on_place and later.amount > earlier.amount:
        return True
    return later.is_within(limits.changed_share, earlier)


def _is_share(earlier: Told, later: Told) -> bool:
    """Whether a place's smaller cost is what somebody else pays, and no new figure for it."""
    apart = earlier.payers and later.payers and not earlier.payers & later.payers
    return later.is_spent_on_place and bool(apart) and later.amount < earlier.amount


def _is_open(promise: Statement, limits: Limits) -> bool:
    """Whether the date lay ahead when it was told: what has happened does not slip."""
    last = promise.when_end or promise.when_start
    return last is None or (promise.told_on - last).days <= limits.slack_days


def _link(fact: Told, relation: Relation, other: Told, reason: str) -> FactLink:
    return FactLink(
        fact_id=fact.fact_id, relation=relation, other_fact_id=other.fact_id, reason=reason
    )
