"""Judgements on pairs of statements: what is one fact, and what is not.

Clusters are first taken apart where they hold statements judged different, then joined where
statements were judged the same, then taken apart once more where joining brought different ones
together. Each step is a function of sets, so the order of arrival is of no matter.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from schema.judgement import Merge, Split, Status
from warehouse.judging.matching import Sentences
from warehouse.judging.rulings import Ruling
from warehouse.resolving.shelf import Cluster
from warehouse.resolving.statement import Statement


@dataclass
class Pairs:
    """Groups of claims that are one fact, and pairs of groups that are not."""

    groups: dict[str, frozenset[str]] = field(default_factory=dict)
    joined_by: dict[str, Ruling] = field(default_factory=dict)
    #: The claim that stands apart, the one that it is not, and who said so.
    apart: list[tuple[str, str, Ruling]] = field(default_factory=list)

    def group(self, claim_id: str) -> frozenset[str]:
        """The claims that are judged one with it, itself included."""
        return self.groups.get(claim_id, frozenset({claim_id}))

    def differ(self, one: Iterable[str], other: Iterable[str]) -> Ruling | None:
        """Who judged claims of two groups to be different facts, if anybody did."""
        first, second = set(one), set(other)
        for this, that, ruling in self.apart:
            if (this in first and that in second) or (this in second and that in first):
                return ruling
        return None


def judged_pairs(
    rulings: Sequence[Ruling], sentences: Sentences, rejected: frozenset[str]
) -> Pairs:
    """What may be one fact and what may not, the last judgement first: it holds."""
    pairs = Pairs()
    for ruling in reversed(rulings):
        given = ruling.judgement
        if not ruling.stands or not isinstance(given, Merge | Split):
            continue
        found = _match(ruling, given, sentences, rejected)
        if found is None:
            continue
        if isinstance(given, Merge):
            _join(pairs, ruling, *found)
        else:
            _part(pairs, ruling, *found)
    return pairs


def _match(
    ruling: Ruling, given: Merge | Split, sentences: Sentences, rejected: frozenset[str]
) -> tuple[set[str], set[str]] | None:
    """The claims of both sides, or None and the reason in the ruling."""
    sides: list[set[str]] = []
    for seen in (given.claim, given.other):
        match = sentences.find(seen)
        claim_ids = set(match.claim_ids) - rejected
        if not claim_ids:
            rejected_note = f"rejected claims are in no fact: {', '.join(match.claim_ids)}"
            status = match.status if not match.claim_ids else Status.OVERRULED
            ruling.fails(status, match.note if not match.claim_ids else rejected_note)
            return None
        sides.append(claim_ids)
    ruling.claim_ids = sides[0] | sides[1]
    return sides[0], sides[1]


def _join(pairs: Pairs, ruling: Ruling, one: set[str], other: set[str]) -> None:
    joined = frozenset().union(*(pairs.group(claim_id) for claim_id in sorted(one | other)))
    later = pairs.differ(joined, joined)
    if later is not None:
        ruling.fails(Status.OVERRULED, f"overruled {later.told}")
        return
    for claim_id in joined:
        pairs.groups[claim_id] = joined
        pairs.joined_by.setdefault(claim_id, ruling)


def _part(pairs: Pairs, ruling: Ruling, one: set[str], other: set[str]) -> None:
    shared = [b for a, b in product(sorted(one), sorted(other)) if b in pairs.group(a)]
    if shared:
        later = pairs.joined_by.get(shared[0])
        ruling.fails(
            Status.OVERRULED,
            f"overruled {later.told}" if later else "both sides are the same claim",
        )
        return
    pairs.apart += [(a, b, ruling) for a, b in product(sorted(one), sorted(other))]


def apply(clusters: Iterable[Cluster], pairs: Pairs) -> list[Cluster]:
    """The clusters as persons judged them, in the order in which they were first told."""
    found = list(clusters)
    if pairs.apart:
        found = _taken_apart(found, pairs)
    if pairs.groups:
        found = _joined(found, pairs)
        found = _taken_apart(found, pairs)
    return sorted(found, key=lambda cluster: cluster.earliest.order)


def _taken_apart(clusters: Iterable[Cluster], pairs: Pairs) -> list[Cluster]:
    """Let each group that is judged not to be the fact that it lies in leave it, all together."""
    place = _places(clusters)
    leaving: dict[int, dict[frozenset[str], Ruling]] = defaultdict(dict)
    for this, that, ruling in pairs.apart:
        group = pairs.group(this)
        here = {id(place[c]) for c in group if c in place}
        there = {id(place[c]) for c in pairs.group(that) if c in place}
        for where in here & there:
            leaving[where].setdefault(group, ruling)
    result: list[Cluster] = []
    for cluster in clusters:
        result += _without(cluster, leaving.get(id(cluster), {}))
    return result


def _without(cluster: Cluster, leaving: Mapping[frozenset[str], Ruling]) -> list[Cluster]:
    """A cluster and those that leave it, none of them empty."""
    parts: dict[frozenset[str] | None, Cluster] = {None: Cluster()}
    for statement, reason in cluster.members:
        group = next((g for g in leaving if statement.claim_id in g), None)
        told = f"judged another fact {leaving[group].told}" if group else reason
        parts.setdefault(group, Cluster()).members.append((statement, told))
    return [part for part in parts.values() if part.members]


def _joined(clusters: Sequence[Cluster], pairs: Pairs) -> list[Cluster]:
    """Make one of all clusters that hold claims of one group."""
    place = _places(clusters)
    target: dict[int, Cluster] = {id(cluster): cluster for cluster in clusters}

    def end(cluster: Cluster) -> Cluster:
        while target[id(cluster)] is not cluster:
            cluster = target[id(cluster)]
        return cluster

    for group in sorted(set(pairs.groups.values()), key=min):
        ends = {id(end(place[c])): end(place[c]) for c in group if c in place}
        ordered = sorted(ends.values(), key=lambda cluster: cluster.earliest.order)
        for other in ordered[1:]:
            target[id(other)] = ordered[0]
    for cluster in sorted(clusters, key=lambda c: c.earliest.order):
        first = end(cluster)
        if first is not cluster:
            first.members.extend(_told(cluster.members, pairs))
    return [cluster for cluster in clusters if end(cluster) is cluster]


def _told(
    members: Iterable[tuple[Statement, str]], pairs: Pairs
) -> Iterable[tuple[Statement, str]]:
    for statement, reason in members:
        ruling = pairs.joined_by.get(statement.claim_id)
        yield statement, f"judged the same {ruling.told}" if ruling else reason


def _places(clusters: Iterable[Cluster]) -> dict[str, Cluster]:
    return {s.claim_id: cluster for cluster in clusters for s, _ in cluster.members}
