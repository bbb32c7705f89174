"""How facts stand to each other: tranches, replacements, revisions, conflicts.

Facts are compared when they are about the same parties, sort of money and unit, or when one
article tells both; what a sentence says of an amount is read from the words around that amount.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations

from schema.fact import FactLink, Relation
from schema.vocabulary import ClaimKind
from warehouse.resolving.agreeing import (
    Limits,
    days_between,
    ends_before,
    has_moved,
    parties_fit,
    same_number,
    same_year,
    times_meet,
)
from warehouse.resolving.shelf import Cluster
from warehouse.resolving.statement import Statement
from warehouse.resolving.wording import leads_up, says

#: Wholes are sought among at most so many facts of one pair, and of at most so many tranches.
_MOST_FACTS = 24
_MOST_TRANCHES = 4

_COUNTED = {ClaimKind.DEAL, ClaimKind.CAPACITY, ClaimKind.VOLUME}

ADDS_UP = "the amounts add up to it"
BEGINS = "told as its beginning or its part"
INCLUDED = "it is a total that includes what went before"
RAISED = "told as the earlier one, raised"
CUT = "told as the earlier one, made smaller"
REPLACED = "told in place of the earlier one"
FIRMED = "what was talk before, agreed on at another amount"


class Told:
    """A fact with what its links are read from."""

    def __init__(self, cluster: Cluster) -> None:
        members = sorted((s for s, _ in cluster.members), key=lambda s: s.order)
        self.fact_id = members[0].claim_id
        self.order = members[0].order
        self.leader = cluster.leader
        self.family = cluster.family
        self.amount = cluster.leader.amount
        self.articles = frozenset(member.article_id for member in members)
        #: Whether it is told as talk or report alone.
        self.is_soft = all(member.soft for member in members)
        self._members = members

    @cached_property
    def quotes(self) -> set[tuple[str, str]]:
        """The sentences that tell it."""
        return {(member.article_id, member.quote) for member in self._members}

    def says_beside(self, other: "Told", cue: str) -> bool:
        """The same, in a sentence that tells the other fact too."""
        shared = self.quotes & other.quotes
        return any(
            says(member.wording, cue)
            for member in self._members
            if (member.article_id, member.quote) in shared
        )

    @property
    def was_before(self) -> bool:
        """Whether it is told as what stood before another amount: "up from $4 billion"."""
        return leads_up(self._wording, "before")

    @cached_property
    def _wording(self) -> str:
        return "\n".join(dict.fromkeys(member.wording for member in self._members))

    @cached_property
    def _said(self) -> dict[str, bool]:
        return {}

    def says(self, cue: str) -> bool:
        """Whether the words around its amount, in one of its sentences, hold a phrase of a cue."""
        if cue not in self._said:
            self._said[cue] = says(self._wording, cue)
        return self._said[cue]


def link(clusters: Iterable[Cluster], limits: Limits) -> list[FactLink]:
    """Every link between facts, sorted; a pure function of the clusters.

    The links of a fact depend on the facts of its ``link_group`` and, where it ``opens``, on those
    that its articles tell beside it: with these given, they are what they are with all facts.

    Of two facts that may be linked in several ways, the first way counts: as part and whole, as
    one amount in place of another, as one thing told otherwise.
    """
    facts = [Told(c) for c in clusters if not all(s.denied for s, _ in c.members)]
    openings = _openings(facts, limits)
    found = [
        item
        for block in _blocks(facts, _group)
        for item in _links_within(block, {f: openings[f] for f in block if f in openings}, limits)
    ]
    return sorted(found, key=lambda i: (i.fact_id, i.relation, i.other_fact_id))


def link_group(cluster: Cluster) -> Hashable | None:
    """What two facts share that may be linked; None for a fact that has no links.

    Only a part that ``opens`` is linked to a fact of another group.
    """
    return _group(Told(cluster))


def opens(cluster: Cluster) -> bool:
    """Whether a fact may be the beginning of another one that its articles tell."""
    return _opens(Told(cluster))


def _group(fact: Told) -> Hashable | None:
    return _pair(fact) or _series(fact)


def _links_within(
    block: Sequence[Told], openings: Mapping[Told, FactLink], limits: Limits
) -> Iterable[FactLink]:
    """The links of the facts of one group.

    Args:
        block: The facts in the order in which they were told.
        openings: Those that begin a fact of another group.
        limits: The thresholds.
    """
    found: dict[frozenset[str], FactLink] = {}
    _keep(found, _tranches([f for f in block if _pair(f) is not None], limits))
    parts = {item.fact_id for item in found.values()}
    _keep(found, (link for fact, link in openings.items() if fact.fact_id not in parts))
    parts |= {fact.fact_id for fact in openings}
    whole = [f for f in block if f.fact_id not in parts]
    paired = [f for f in whole if _pair(f) is not None]
    _keep(found, _replacements(paired, limits))
    settled = {i.other_fact_id for i in found.values() if i.relation is Relation.SUPERSEDES}
    _keep(found, _rivals([f for f in paired if f.fact_id not in settled], limits))
    for series in _blocks(whole, _series):
        _keep(found, _revisions(series, limits))
    return found.values()


def _keep(found: dict[frozenset[str], FactLink], new: Iterable[FactLink]) -> None:
    for item in new:
        found.setdefault(frozenset((item.fact_id, item.other_fact_id)), item)


def _blocks(facts: Iterable[Told], key: Callable[[Told], Hashable | None]) -> Iterator[list[Told]]:
    """Facts of equal key in the order in which they were told; a None key stands apart."""
    blocks: dict[Hashable, list[Told]] = defaultdict(list)
    for fact in facts:
        if (found := key(fact)) is not None:
            blocks[found].append(fact)
    return (sorted(block, key=lambda f: f.order) for block in blocks.values())


def _opens(fact: Told) -> bool:
    return fact.leader.kind is ClaimKind.DEAL and _pair(fact) is not None and fact.says("part")


def _openings(facts: Sequence[Told], limits: Limits) -> dict[Told, FactLink]:
    """The facts that begin the only whole that an article of theirs tells beside them."""
    beside: dict[str, list[Told]] = defaultdict(list)
    for fact in facts:
        if fact.leader.kind is ClaimKind.DEAL and _pair(fact) is not None:
            for article in fact.articles:
                beside[article].append(fact)
    found = {}
    for part in filter(_opens, facts):
        wholes = (
            [w for w in beside[a] if _may_hold(w, part, limits)] for a in sorted(part.articles)
        )
        if only := next((several[0] for several in wholes if len(several) == 1), None):
            found[part] = _link(part, Relation.PART_OF, only, BEGINS)
    return found


def _pair(fact: Told) -> Hashable | None:
    """Facts whose amounts may be parts of one another: same parties, sort and unit."""
    one = fact.leader
    if one.kind not in _COUNTED or one.qualitative or not one.parties:
        return None
    if one.kind is ClaimKind.CAPACITY or (fact.family == "capex" and one.places):
        return one.kind, one.unit, one.places or one.parties
    if one.kind is ClaimKind.VOLUME and any(map(_is_noun, one.object)):
        return None
    return one.kind, one.unit, fact.family, one.subject, one.object


def _series(fact: Told) -> Hashable | None:
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
        ClaimKind.VOLUME: (bool(one.object) and not any(map(_is_noun, one.object)), sides),
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


def _is_noun(party: str) -> bool:
    return party.startswith(("noun:", "name:"))


def _tranches(block: Sequence[Told], limits: Limits) -> Iterator[FactLink]:
    """Amounts that add up to another one, begin it, or are counted again in a total."""
    facts = sorted(block[:_MOST_FACTS], key=lambda f: (f.amount, f.fact_id))
    linked: set[str] = set()
    for number, whole in enumerate(facts):
        for part in _summands(facts[:number], whole, limits):
            if part.fact_id not in linked:
                linked.add(part.fact_id)
                yield _link(part, Relation.PART_OF, whole, ADDS_UP)
    for number, part in enumerate(facts):
        if part.fact_id in linked:
            continue
        wholes = [w for w in facts[number + 1 :] if _part_of(part, w, limits)]
        if wholes:
            whole = min(wholes, key=lambda w: _distance(part, w))
            yield _link(part, Relation.PART_OF, whole, _part_of(part, whole, limits) or "")


def _distance(part: Told, whole: Told) -> tuple[bool, bool, float]:
    """How far a whole is from its part: in its sentence, in its article, or elsewhere."""
    return not part.quotes & whole.quotes, not part.articles & whole.articles, whole.amount


def _summands(smaller: Sequence[Told], whole: Told, limits: Limits) -> Sequence[Told]:
    """The fewest amounts that make up a whole, some of them told by one article.

    Args:
        smaller: Amounts that may, the smallest first.
        whole: What they may make up.
        limits: The thresholds.
    """
    near = [f for f in smaller if _are_of_one_time(f, whole, limits)]
    for size in range(2, _MOST_TRANCHES + 1):
        for parts in _sums(near, size, whole.amount, limits.part_sum * whole.amount):
            if _told_together(parts, whole):
                return parts
    return ()


def _sums(facts: Sequence[Told], size: int, total: float, slack: float) -> Iterator[Sequence[Told]]:
    """So many of some facts, the smallest first, whose amounts are about a total."""
    amounts = [f.amount for f in facts]
    for places in combinations(range(len(facts)), size - 1):
        missing = total - sum(amounts[i] for i in places)
        last = bisect_left(amounts, missing - slack, lo=places[-1] + 1)
        while last < len(facts) and amounts[last] <= missing + slack:
            yield [facts[i] for i in (*places, last)]
            last += 1


def _told_together(parts: Sequence[Told], whole: Told) -> bool:
    """Whether one article tells a part beside the whole, or all parts of what is called one."""
    if any(part.articles & whole.articles for part in parts):
        return True
    called = whole.says("whole") or whole.says("total")
    return called and bool(frozenset.intersection(*(part.articles for part in parts)))


def _are_of_one_time(part: Told, whole: Told, limits: Limits) -> bool:
    """Whether a part may belong to a whole, by when both are told and what dates they have.

    What was over before the whole began, or was told long before it, only a total includes.
    """
    if whole.says("total"):
        return part.leader.told_on <= whole.leader.told_on or bool(part.articles & whole.articles)
    if ends_before(part.leader, whole.leader, limits):
        return False
    together = bool(part.articles & whole.articles)
    near = days_between(part.leader, whole.leader) <= limits.retelling_days
    return (together or near) and times_meet(part.leader, whole.leader, limits)


def _part_of(part: Told, whole: Told, limits: Limits) -> str | None:
    """Why an amount is part of a larger one of the same parties, or None."""
    if part.amount >= whole.amount or not _are_of_one_time(part, whole, limits):
        return None
    if whole.says("total"):
        return None if part.says("total") and not part.quotes & whole.quotes else INCLUDED
    if part.leader.further or whole.leader.further:
        return None
    if part.says("part") or part.says_beside(whole, "within"):
        return BEGINS
    return None


def _may_hold(whole: Told, part: Told, limits: Limits) -> bool:
    one, other = part.leader, whole.leader
    return (
        part.amount < whole.amount
        and one.unit == other.unit
        and _pair(part) != _pair(whole)
        and (parties_fit(one, other) or one.spells(other))
        and bool(one.parties & other.parties)
        and not ends_before(one, other, limits)
        and times_meet(one, other, limits)
    )


def _replacements(block: Sequence[Told], limits: Limits) -> Iterator[FactLink]:
    """A later amount that is told as the earlier one, raised, cut, replaced or made firm."""
    for number, later in enumerate(block):
        if later.leader.further:
            continue
        for earlier in reversed(block[:number]):
            if reason := _replaces(later, earlier, limits):
                yield _link(later, Relation.SUPERSEDES, earlier, reason)
                break
        for earlier in block[number + 1 :]:
            if earlier.leader.told_on > later.leader.told_on:
                break
            if reason := _replaces(later, earlier, limits):
                yield _link(later, Relation.SUPERSEDES, earlier, reason)


def _replaces(later: Told, earlier: Told, limits: Limits) -> str | None:
    one, other = later.leader, earlier.leader
    together = bool(later.quotes & earlier.quotes) and earlier.was_before
    if later.was_before or (one.told_on == other.told_on and not together):
        return None
    if not times_meet(other, one, limits) or not (together or _is_like(later, earlier, limits)):
        return None
    larger, raised = later.amount > earlier.amount, later.says("raised")
    if larger and (raised or (later.family != "stake" and later.says("lifted"))):
        return RAISED
    if later.amount < earlier.amount and later.says("cut"):
        return CUT
    if later.says("replaced"):
        return REPLACED
    return FIRMED if _is_firmed(later, earlier, limits) else None


def _is_like(later: Told, earlier: Told, limits: Limits) -> bool:
    """Whether an amount may be another, changed: of its order, and of the same plan or year."""
    low, high = sorted((later.amount, earlier.amount))
    if later.family != "capex":
        return low >= limits.changed_share * high
    dated = later.leader.has_when and earlier.leader.has_when
    return low >= limits.rival_share * high and (
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


def _rivals(block: Sequence[Told], limits: Limits) -> Iterator[FactLink]:
    """Totals of one pair that differ by little: two figures for one deal, not two deals."""
    for number, later in enumerate(block):
        if not _is_total(later):
            continue
        for earlier in reversed(block[:number]):
            if not _is_total(earlier) or not _is_rival(earlier, later, limits):
                continue
            days = days_between(later.leader, earlier.leader)
            if earlier.articles & later.articles or days <= limits.conflict_days:
                reason = "another figure for the same deal"
                yield _link(later, Relation.CONTRADICTS, earlier, reason)
            elif days <= limits.agreement_days:
                reason = f"another figure for the same deal {days} days later"
                yield _link(later, Relation.REVISES, earlier, reason)
            break


def _is_total(fact: Told) -> bool:
    one = fact.leader
    bilateral = bool(one.subject and one.object) and fact.family != "capex"
    return one.kind is ClaimKind.DEAL and bilateral and not one.further


def _is_rival(earlier: Told, later: Told, limits: Limits) -> bool:
    """Two figures of nearly one size; an article that alone tells both knows them apart."""
    low, high = sorted((earlier.amount, later.amount))
    apart = earlier.articles != later.articles or len(earlier.articles) > 1
    return (
        apart
        and low >= limits.rival_share * high
        and times_meet(earlier.leader, later.leader, limits)
    )


def _revisions(block: Sequence[Told], limits: Limits) -> Iterator[FactLink]:
    """Each telling of another date or value, linked to the last one before it that differs."""
    for number, later in enumerate(block):
        before = (f for f in reversed(block[:number]) if _differ(f, later, limits))
        earlier = next(before, None)
        if earlier is None:
            continue
        days = (later.leader.told_on - earlier.leader.told_on).days
        if days <= limits.conflict_days and not earlier.articles & later.articles:
            yield _link(later, Relation.CONTRADICTS, earlier, f"told otherwise {days} days apart")
        elif days > 0:
            yield _link(later, Relation.REVISES, earlier, f"told otherwise {days} days later")


def _differ(earlier: Told, later: Told, limits: Limits) -> bool:
    """Whether two tellings of one thing exclude each other."""
    one, other = earlier.leader, later.leader
    if one.kind is ClaimKind.MILESTONE:
        return _is_open(one, limits) and has_moved(one, other, limits)
    if earlier.articles & later.articles:
        return False
    if one.unit is not None and same_number(earlier.amount, later.amount, limits):
        return False
    if one.kind in _COUNTED:
        low, high = sorted((earlier.amount, later.amount))
        if low < limits.changed_share * high:
            return False
    return same_year(one, other) or times_meet(one, other, limits)


def _is_open(promise: Statement, limits: Limits) -> bool:
    """Whether the date lay ahead when it was told: what has happened does not slip."""
    last = promise.when_end or promise.when_start
    return last is None or (promise.told_on - last).days <= limits.slack_days


def _link(fact: Told, relation: Relation, other: Told, reason: str) -> FactLink:
    return FactLink(
        fact_id=fact.fact_id, relation=relation, other_fact_id=other.fact_id, reason=reason
    )
