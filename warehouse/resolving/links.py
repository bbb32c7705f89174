"""How facts stand to each other: tranches, replacements, revisions, conflicts."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations

from schema.fact import FactLink, Relation
from schema.vocabulary import ClaimKind
from warehouse.resolving.agreeing import Limits, has_moved, same_year, times_meet
from warehouse.resolving.shelf import Cluster
from warehouse.resolving.statement import Statement

#: Wholes are sought among at most so many facts of one pair, and of at most so many tranches.
_MOST_FACTS = 24
_MOST_TRANCHES = 4

_COUNTED = {ClaimKind.DEAL, ClaimKind.CAPACITY, ClaimKind.VOLUME}
_PLACES = ("site:", "programme:")


@dataclass(frozen=True, slots=True)
class Told:
    """A fact with what its links are read from."""

    fact_id: str
    leader: Statement
    family: str
    order: Hashable
    articles: frozenset[str]
    quotes: tuple[str, ...]
    amount: float

    def says(self, cue: str) -> bool:
        """Whether one of its sentences holds a phrase of the cue."""
        return any(_cue(cue).search(quote) for quote in self.quotes)


def link(clusters: Iterable[Cluster], limits: Limits) -> list[FactLink]:
    """Every link between facts, sorted; a pure function of the clusters."""
    facts = [_told(c) for c in clusters if not all(s.denied for s, _ in c.members)]
    revisions = [item for block in _blocks(facts, _series) for item in _revisions(block, limits)]
    known = {(item.fact_id, item.other_fact_id) for item in revisions}
    found = {(item.fact_id, item.relation, item.other_fact_id): item for item in revisions}
    for block in _blocks(facts, _pair):
        tranches = list(_tranches(block, limits))
        raised = list(_replacements(block, {item.fact_id for item in tranches}, limits))
        linked = {item.fact_id for item in tranches} | {item.other_fact_id for item in raised}
        rivals = _rivals([f for f in block if f.fact_id not in linked], limits)
        for item in (*tranches, *raised, *rivals):
            if (item.fact_id, item.other_fact_id) not in known:
                found[item.fact_id, item.relation, item.other_fact_id] = item
    return [found[key] for key in sorted(found)]


def _told(cluster: Cluster) -> Told:
    members = sorted((s for s, _ in cluster.members), key=lambda s: s.order)
    return Told(
        fact_id=members[0].claim_id,
        leader=cluster.leader,
        family=cluster.family,
        order=members[0].order,
        articles=frozenset(s.article_id for s in members),
        quotes=tuple(dict.fromkeys(s.quote for s in members)),
        amount=_amount(cluster.leader),
    )


def _amount(leader: Statement) -> float:
    """The upper bound, or the only one that there is."""
    return (leader.high if leader.high is not None else leader.low) or 0.0


def _blocks(facts: Iterable[Told], key: Callable[[Told], Hashable | None]) -> Iterator[list[Told]]:
    """Facts of equal key in the order in which they were told; a None key stands apart."""
    blocks: dict[Hashable, list[Told]] = defaultdict(list)
    for fact in facts:
        if (found := key(fact)) is not None:
            blocks[found].append(fact)
    for block in blocks.values():
        if len(block) > 1:
            yield sorted(block, key=lambda f: f.order)  # type: ignore[arg-type,return-value]


def _pair(fact: Told) -> Hashable | None:
    """Facts whose amounts may be parts of one another: same parties, sort and unit."""
    one = fact.leader
    if one.kind not in _COUNTED or one.qualitative or not (one.subject or one.object):
        return None
    return one.kind, one.unit, fact.family, one.subject, one.object


def _series(fact: Told) -> Hashable | None:
    """Facts that are successive tellings of one thing that has one value."""
    one = fact.leader
    if one.qualitative or one.further or not one.subject:
        return None
    if one.kind is ClaimKind.MILESTONE:
        return one.kind, one.family, one.subject, one.object
    if one.kind is ClaimKind.DEAL and fact.family == "capex" and one.has_when:
        return one.kind, one.unit, one.subject, one.object, one.when_end
    if one.kind is ClaimKind.CAPACITY and all(s.startswith(_PLACES) for s in one.subject):
        return one.kind, one.unit, one.stage, one.basis, one.subject
    if one.kind in {ClaimKind.VOLUME, ClaimKind.SHARE} and one.object:
        return one.kind, one.unit, one.subject, one.object
    return None


def _tranches(block: Sequence[Told], limits: Limits) -> Iterator[FactLink]:
    """Amounts that add up to another one, or are said to be its beginning."""
    facts = sorted(block[:_MOST_FACTS], key=lambda f: (f.amount, f.fact_id))
    linked: set[str] = set()
    for whole in facts:
        smaller = [
            f
            for f in facts
            if f.amount < whole.amount and times_meet(f.leader, whole.leader, limits)
        ]
        parts = {p.fact_id: "the amounts add up to it" for p in _summands(smaller, whole, limits)}
        for part in smaller:
            if part.articles & whole.articles and part.says("part") and not part.leader.further:
                parts.setdefault(part.fact_id, "told as its beginning or its part")
        for part in smaller:
            if part.fact_id in parts and part.fact_id not in linked:
                linked.add(part.fact_id)
                yield _link(part, Relation.PART_OF, whole, parts[part.fact_id])


def _summands(smaller: Sequence[Told], whole: Told, limits: Limits) -> Sequence[Told]:
    """The fewest amounts that make up a whole told with one of them, or told as a total."""
    together = {f.fact_id for f in smaller if f.articles & whole.articles}
    if whole.says("whole"):
        together = {f.fact_id for f in smaller}
    if not together:
        return ()
    slack = limits.part_sum * whole.amount
    amounts = [f.amount for f in smaller]
    for size in range(2, _MOST_TRANCHES + 1):
        for places in combinations(range(len(smaller)), size):
            if abs(sum(amounts[i] for i in places) - whole.amount) <= slack:
                parts = [smaller[i] for i in places]
                if any(part.fact_id in together for part in parts):
                    return parts
    return ()


def _replacements(block: Sequence[Told], tranches: set[str], limits: Limits) -> Iterator[FactLink]:
    """A later, larger amount that is told as the earlier one, raised."""
    for number, later in enumerate(block):
        if later.leader.further or not later.says("raised"):
            continue
        for earlier in block[:number]:
            if (
                earlier.fact_id not in tranches
                and earlier.amount < later.amount
                and earlier.leader.told_on < later.leader.told_on
                and times_meet(earlier.leader, later.leader, limits)
            ):
                reason = "told as the earlier one, raised"
                yield _link(later, Relation.SUPERSEDES, earlier, reason)


def _rivals(block: Sequence[Told], limits: Limits) -> Iterator[FactLink]:
    """Totals of one pair that differ by little: two figures for one deal, not two deals."""
    for number, later in enumerate(block):
        if not _is_total(later):
            continue
        for earlier in reversed(block[:number]):
            if not _is_total(earlier) or not _is_rival(earlier, later, limits):
                continue
            days = (later.leader.told_on - earlier.leader.told_on).days
            together = bool(earlier.articles & later.articles)
            if together or days <= limits.conflict_days:
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
    low, high = sorted((earlier.amount, later.amount))
    return low >= limits.rival_share * high and times_meet(earlier.leader, later.leader, limits)


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
    if earlier.leader.kind is ClaimKind.MILESTONE:
        return has_moved(earlier.leader, later.leader, limits)
    apart = not earlier.articles & later.articles
    return apart and (
        same_year(earlier.leader, later.leader) or times_meet(earlier.leader, later.leader, limits)
    )


def _link(fact: Told, relation: Relation, other: Told, reason: str) -> FactLink:
    return FactLink(
        fact_id=fact.fact_id, relation=relation, other_fact_id=other.fact_id, reason=reason
    )


@cache
def _cue(name: str) -> re.Pattern[str]:
    text = files("warehouse").joinpath("data", "link_cues.toml").read_text(encoding="utf-8")
    phrases = sorted(tomllib.loads(text)[name], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b", re.IGNORECASE)
