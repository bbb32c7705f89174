"""Which claims are one fact: what their placing in turns (see ``placing``) is made of.

1. Claims that name both parties and an exact number are compared within blocks of equal kind,
   parties and unit; each joins the fact that it agrees with. Facts told with some of the joint
   parties then join the one fact told with all of them.
2. Claims that leave a party out, then those in another currency, then those told ever more
   vaguely, then denials follow, in that order: each joins the one fact found before that it can
   mean, and none where several are possible.
3. What is left of each of these is compared among itself, as in the first step.

Whether a claim joins a fact depends on the fact's leader, and on the days between which it is told
by those who tell it in full, alone.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from schema.vocabulary import ClaimKind
from warehouse.resolving.agreeing import (
    Limits,
    additions_fit,
    agreed_apart,
    days_between,
    families_fit,
    has_bound,
    has_value,
    is_vague,
    looks_back,
    parties_fit,
    roles_fit,
    same_converted,
    same_promise,
    same_value,
    sources_fit,
    times_meet,
    told_of_others,
    weeks_apart,
    width,
    within,
)
from warehouse.resolving.blocks import Block
from warehouse.resolving.shelf import Cluster, Days, Place, Scale, Shelf, key_number
from warehouse.resolving.statement import Statement

FIRST = "the first to say it"
AGAIN = "same parties, same value"
JOINT = "names some of the joint parties, same value"
ONLY = "leaves something open, and this is the only fact that it can mean"
DENIAL = "denies it"

#: The turn of denials, after all else.
_DENIED = 9
TURNS = range(_DENIED + 1)


def turn_of(statement: Statement, limits: Limits) -> int:
    """When a statement is placed: whole and exact ones first, denials last."""
    if statement.denied:
        return _DENIED
    if statement.kind is ClaimKind.MILESTONE:
        wide = sum(width(statement) > days for days in limits.widths)
        return 1 + 2 * wide + (not statement.is_whole)
    if is_vague(statement, limits):
        return 3
    if statement.in_dollars is not None:
        return 2 if statement.is_whole else 3
    return 0 if statement.is_whole else 1


def gather(statements: Iterable[Statement], limits: Limits) -> list[Cluster]:
    """Each statement joins the cluster of its block that it agrees with, told nearest to it.

    Undated ones come after the dated, and where several dated facts agree, they stay apart. Where
    a statement goes depends on the leaders of its block alone.
    """
    blocks: dict[Block, list[Statement]] = defaultdict(list)
    for statement in sorted(statements, key=lambda s: (not s.has_when, s.order)):
        blocks[Block.of(statement)].append(statement)
    found: list[Cluster] = []
    scale = Scale(limits)
    for block in blocks.values():
        shelf = Shelf()
        for statement in block:
            _place(statement, shelf, scale, limits)
        found.extend(shelf.clusters)
    return found


def _place(statement: Statement, shelf: Shelf, scale: Scale, limits: Limits) -> None:
    places = scale.places(statement)
    agreeing = [c for c in shelf.near(places) if _agree(statement, c.leader, limits)]
    if not statement.has_when:
        dated = [c for c in agreeing if c.leader.has_when]
        agreeing = dated if len(dated) == 1 else [c for c in agreeing if not c.leader.has_when]
    if agreeing:
        target = min(agreeing, key=lambda c: (days_between(statement, c.leader), c.leader.order))
        target.members.append((statement, DENIAL if statement.denied else AGAIN))
    else:
        shelf.add(Cluster([(statement, FIRST)]), places)


def _agree(first: Statement, second: Statement, limits: Limits) -> bool:
    """Whether two statements of the same parties say the same."""
    if first.kind is ClaimKind.MILESTONE:
        return same_promise(first, second, limits)
    if not (
        roles_fit(first, second, limits)
        and sources_fit(first, second)
        and additions_fit(first, second, limits)
        and same_value(first, second, limits)
        and not told_of_others(first, second)
    ):
        return False
    if _is_bilateral(first) and _is_bilateral(second):
        return not agreed_apart(first, second, limits)
    return times_meet(first, second, limits)


def _is_bilateral(statement: Statement) -> bool:
    """Money between two named parties: told with many dates (signing, delivery), yet one deal."""
    return statement.kind is ClaimKind.DEAL and statement.family != "capex" and statement.is_whole


def larger(smaller: Iterable[Cluster], index: "Index", limits: Limits) -> dict[str, Cluster]:
    """By leader, the only fact told with more parties that a fact told with fewer can be."""
    found: dict[str, Cluster] = {}
    for small in smaller:
        bigger = [
            c
            for c in index.candidates(small.leader)
            if _count(c.leader) > _count(small.leader)
            and parties_fit(small.leader, c.leader)
            and _agree(small.leader, c.leader, limits)
        ]
        if len(bigger) == 1 and _is_no_chance(small.leader, bigger[0].leader, limits):
            found[small.leader.claim_id] = bigger[0]
    return found


def _is_no_chance(first: Statement, second: Statement, limits: Limits) -> bool:
    """Whether one value with some of the parties is one thing.

    It is where the value is exact, where several have it together, where both name the same or
    one part of the country, where it was told in the same weeks, or as a count in the same months.
    """
    if first.is_precise or first.is_joint or first.parties == second.parties:
        return True
    if first.grounds & second.grounds:
        return True
    near = limits.retelling_days if first.kind is ClaimKind.VOLUME else limits.agreement_days
    return days_between(first, second) <= near


def _count(statement: Statement) -> int:
    return sum(map(len, statement.sides))


class Index:
    """Clusters by the keys that their blocks offer, then by value."""

    def __init__(self, limits: Limits) -> None:
        self._shelves: dict[str, Shelf] = defaultdict(Shelf)
        self._scale = Scale(limits)
        self._limits = limits

    def add(self, clusters: Iterable[Cluster]) -> None:
        """Put in clusters; a later member leaves each where it is, for it keeps its leader."""
        for one in clusters:
            places = self._scale.places(one.leader)
            for key in Block.of(one.leader).offers():
                self._shelves[key].add(one, places)

    def candidates(self, statement: Statement) -> list[Cluster]:
        """Clusters whose parties may be those of the statement, and that may share its value."""
        keys, places = self._asks(statement)
        shelves = [self._shelves[key] for key in keys if key in self._shelves]
        if not keys or len(shelves) < len(keys):
            return []
        if places is None:
            return min((shelf.clusters for shelf in shelves), key=len)
        return min((shelf.near(places) for shelf in shelves), key=len)

    def _asks(self, statement: Statement) -> tuple[list[str], list[Place] | None]:
        """The keys under which its candidates are, and its places; None where it may mean any."""
        silent = statement.denied and not has_value(statement)
        keys = Block.of(statement).asks(silent=silent)
        wide = silent or is_vague(statement, self._limits)
        if wide or statement.kind is ClaimKind.MILESTONE:
            return keys, None
        places = self._scale.places(statement)
        if converted := statement.in_dollars:
            places += self._scale.places(converted)
        return keys, places

    def offered(self, leader: Statement) -> set[int]:
        """Numbers of what a cluster is found by: its keys, each alone and with each place."""
        places = self._scale.places(leader)
        return {
            number
            for key in Block.of(leader).offers()
            for number in (key_number(key), *(key_number(key, place) for place in places))
        }

    def asked(self, statement: Statement) -> set[int]:
        """Numbers of what a statement finds clusters by; one key will do of those they must have.

        Those with places about equal to its own differ from these by one.
        """
        keys, places = self._asks(statement)
        if places is None:
            return {key_number(key) for key in keys[:1]}
        return {key_number(key, place) for key in keys[:1] for place in places}


def only_matches(
    partial: Iterable[Statement], index: Index, limits: Limits
) -> list[tuple[Statement, Cluster]]:
    """The statements that can mean exactly one of the facts, each with that fact."""
    matches = []
    days = {}
    for statement in partial:
        fitting = {}
        for fact in index.candidates(statement):
            if (leader := fact.leader.claim_id) not in days:
                days[leader] = fact.told
            may, in_weeks = regards(statement, fact.leader, days[leader], limits)
            if may:
                fitting[fact] = in_weeks
        found = list(fitting) if len(fitting) == 1 else _nearest(statement, fitting)
        if len(found) == 1:
            matches.append((statement, found[0]))
    return matches


def regards(
    partial: Statement, leader: Statement, told: Days | None, limits: Limits
) -> tuple[bool, bool]:
    """Whether a statement may mean a fact, and one that was told in the same weeks.

    Args:
        partial: The statement.
        leader: The one that leads the fact.
        told: The days between which the fact is told; None where there is none.
        limits: The thresholds.
    """
    if told is None or not _may_mean(partial, leader, limits):
        return False, False
    weeks = dt.timedelta(limits.slack_days)
    may = _is_near(partial, leader, told, limits) or _is_retold(partial, leader)
    return may, told[0] - weeks <= partial.told_on <= told[1] + weeks


def _nearest(statement: Statement, fitting: Mapping[Cluster, bool]) -> list[Cluster]:
    """Of facts that it can mean, those of its own article, else those told in the same weeks."""
    own = [c for c in fitting if c.leader.article_id == statement.article_id]
    return own or [c for c, in_weeks in fitting.items() if in_weeks]


def _may_mean(partial: Statement, leader: Statement, limits: Limits) -> bool:
    if partial.kind is ClaimKind.MILESTONE:
        return (
            same_promise(partial, leader, limits)
            and parties_fit(partial, leader)
            # A vendor announces many things.
            and (partial.family != "announced" or partial.is_whole)
        )
    return (
        parties_fit(partial, leader)
        and _sorts_fit(partial, leader, limits)
        and additions_fit(partial, leader, limits)
        and _value_fits(partial, leader, limits)
        and sources_fit(partial, leader)
        and times_meet(partial, leader, limits)
        and not _is_some_project(partial, leader, limits)
    )


def _sorts_fit(partial: Statement, leader: Statement, limits: Limits) -> bool:
    """Whether both are of one sort; money for nobody may be for whom its sentence names.

    "Billions of dollars in deals" are not what a company builds for itself.
    """
    if not partial.object and partial.kind is ClaimKind.DEAL and partial.spells(leader):
        return True
    alike = families_fit(partial, leader)
    return alike and (not is_vague(partial, limits) or not _is_own(partial) ^ _is_own(leader))


def _is_own(statement: Statement) -> bool:
    return statement.family == "capex"


def _is_some_project(partial: Statement, leader: Statement, limits: Limits) -> bool:
    """A round number for who knows what: a company builds or buys as much in many places."""
    if partial.kind is ClaimKind.CAPACITY:
        elsewhere = bool(leader.places) and not partial.places
    elif partial.kind is ClaimKind.VOLUME:
        elsewhere = bool(leader.things) and not partial.things
    else:
        elsewhere = partial.family == "capex" and bool(leader.object) and not partial.object
    if not elsewhere or partial.denied or partial.is_precise or partial.is_joint:
        return False
    if partial.spells(leader) or looks_back(leader, partial) or _is_programme(partial, limits):
        return False
    # Counts are round more often than not, even where they are told of in the same weeks.
    weeks = partial.kind is ClaimKind.VOLUME or weeks_apart(partial, leader, limits)
    return weeks and partial.article_id != leader.article_id


def _is_programme(statement: Statement, limits: Limits) -> bool:
    """Whether a sum is so large that hardly any payer has two plans of it."""
    in_dollars = statement.unit is not None and statement.unit.startswith("USD")
    return in_dollars and statement.amount >= limits.programme_usd


def _value_fits(partial: Statement, leader: Statement, limits: Limits) -> bool:
    if partial.denied and not has_value(partial):
        return True
    if partial.unit != leader.unit:
        return same_converted(partial, leader, limits)
    if same_value(partial, leader, limits):
        return True
    measured = partial.kind in {ClaimKind.EFFICIENCY, ClaimKind.SHARE}
    return not measured and is_vague(partial, limits) and within(partial, leader)


def _is_retold(partial: Statement, leader: Statement) -> bool:
    """Whether it tells of the same place, or of the same several payers, at whatever time."""
    known = partial.is_joint or (partial.family == "capex" and partial.spells(leader))
    return known and partial.in_digits and not partial.denied


def _is_near(partial: Statement, leader: Statement, told: Days, limits: Limits) -> bool:
    """Whether it was told near the fact's own telling, or is plainly a retelling of it.

    Nobody tells a vague amount of what is not announced yet; dates become exact with time.
    """
    early, late = (told[0] - partial.told_on).days, (partial.told_on - told[1]).days
    unclear = partial.denied or is_vague(partial, limits)
    if max(early, late) <= limits.retelling_days:
        milestone = partial.kind is ClaimKind.MILESTONE
        return milestone or not unclear or early <= limits.slack_days
    if unclear:
        return False
    if partial.undated:
        return True
    precise = has_bound(partial) and partial.is_precise
    return (partial.has_when and leader.has_when) or precise
