"""Which facts are one deal: the same two sides, money one way, told together or close in time."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from schema.fact import AgreementClass, AgreementFact, AgreementPart, FactLink, Relation
from schema.units import COUNT, ENERGY, MONTHS, PER_MONTH, PER_YEAR, POWER
from schema.vocabulary import ClaimKind, DurationMetric
from warehouse.resolving.agreeing import Limits
from warehouse.resolving.shelf import Cluster

_PARTS: dict[str, AgreementPart] = {
    POWER: AgreementPart.POWER,
    ENERGY: AgreementPart.ENERGY,
    COUNT: AgreementPart.UNITS,
    MONTHS: AgreementPart.TERM,
}
#: Kinds that say which side pays or depends; watts and terms are told either way round.
_DIRECTED = {ClaimKind.DEAL, ClaimKind.VOLUME, ClaimKind.DEPENDENCY}
_EITHER_WAY = {ClaimKind.CAPACITY, ClaimKind.DURATION}

#: Who pays or depends, and who is paid or supplies.
_Sides = tuple[frozenset[str], frozenset[str]]


def agree(
    clusters: Iterable[Cluster], links: Iterable[FactLink], limits: Limits, owner: "Owner"
) -> list[AgreementFact]:
    """Group the facts of two named sides into agreements, sorted by fact.

    Args:
        clusters: The facts.
        links: Their links; a tranche stays a tranche within its agreement.
        limits: How many days a deal may take to be told.
        owner: Gives the party under which an entity counts (a chip's vendor, a site's owner).
    """
    tranches = {item.fact_id for item in links if item.relation is Relation.PART_OF}
    blocks: dict[Hashable, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        if _belongs(cluster) and (sides := owner.sides(cluster)) is not None:
            blocks[_class(cluster), frozenset(sides)].append(cluster)
    rows = []
    for block in blocks.values():
        for stream in _streams(block, owner):
            for group in _close(stream, limits):
                if _is_deal(group):
                    rows += _rows(group, tranches)
    return sorted(rows, key=lambda row: row.fact_id)


class Owner:
    """Rolls an entity up to the party that can sign a deal."""

    def __init__(self, roots: dict[str, str]) -> None:
        self._roots = roots

    def of(self, entity_ids: frozenset[str]) -> frozenset[str]:
        """The owners of several entities."""
        return frozenset(self._roots.get(i, i) for i in entity_ids)

    def sides(self, cluster: Cluster) -> _Sides | None:
        """The two sides of a fact; who stands on both is the one that is paid or supplies.

        What a company has with itself alone is no deal with anybody.
        """
        subject, objects = self.of(cluster.leader.subject), self.of(cluster.leader.object)
        payers = subject - objects
        payees = objects if payers else objects - subject
        payers = payers or subject
        return (payers, payees) if payers and payees else None


def _belongs(cluster: Cluster) -> bool:
    """Whether a fact can be part of a deal; what a company spends on its own cannot."""
    one = cluster.leader
    if one.kind is ClaimKind.DURATION and cluster.family != DurationMetric.CONTRACT_TERM:
        return False
    return one.kind in _DIRECTED | _EITHER_WAY and not one.qualitative and cluster.family != "capex"


def _is_deal(group: Sequence[Cluster]) -> bool:
    """Whether facts tell of a deal: money, or several that are not counts of things alone."""
    kinds = [cluster.leader.kind for cluster in group]
    return ClaimKind.DEAL in kinds or (len(kinds) > 1 and set(kinds) != {ClaimKind.VOLUME})


def _streams(block: Sequence[Cluster], owner: Owner) -> list[list[Cluster]]:
    """The facts of one pair by who pays whom: money that goes back is another deal.

    Watts and terms join the direction that their own articles tell of, else the one they name,
    else the one that is told first.
    """
    streams: dict[_Sides | None, list[Cluster]] = defaultdict(list)
    loose = []
    for cluster in sorted(block, key=lambda c: c.earliest.order):
        if cluster.leader.kind in _DIRECTED:
            streams[owner.sides(cluster)].append(cluster)
        else:
            loose.append(cluster)
    if not streams:
        return [loose]
    told_in = {sides: _articles(*stream) for sides, stream in streams.items()}
    for cluster in loose:
        mine, articles = owner.sides(cluster), _articles(cluster)
        best = max(streams, key=lambda sides: (len(articles & told_in[sides]), sides == mine))
        streams[best].append(cluster)
    return list(streams.values())


def _articles(*clusters: Cluster) -> set[str]:
    return {s.article_id for cluster in clusters for s, _ in cluster.members}


def _class(cluster: Cluster) -> AgreementClass:
    stake = cluster.leader.kind is ClaimKind.DEAL and cluster.family == "stake"
    return AgreementClass.STAKE if stake else AgreementClass.SUPPLY


def _close(clusters: Sequence[Cluster], limits: Limits) -> list[list[Cluster]]:
    """Split facts of one pair where they were told too far apart, unless told together."""
    ordered = sorted(clusters, key=lambda c: c.earliest.order)
    groups: list[list[Cluster]] = []
    articles: list[set[str]] = []
    for cluster in ordered:
        told_in = _articles(cluster)
        together = [i for i, known in enumerate(articles) if known & told_in]
        days = (cluster.earliest.told_on - groups[-1][-1].earliest.told_on).days if groups else None
        if days is not None and days <= limits.agreement_days:
            place = len(groups) - 1
        elif together:
            place = together[-1]
        else:
            groups.append([])
            articles.append(set())
            place = len(groups) - 1
        groups[place].append(cluster)
        articles[place] |= told_in
    return groups


def _rows(group: Sequence[Cluster], tranches: set[str]) -> list[AgreementFact]:
    agreement_id = f"deal:{group[0].fact_id}"
    return [
        AgreementFact(
            agreement_id=agreement_id,
            fact_id=cluster.fact_id,
            agreement_class=_class(cluster),
            part=_part(cluster, tranches),
        )
        for cluster in group
    ]


def _part(cluster: Cluster, tranches: set[str]) -> AgreementPart:
    unit = cluster.leader.unit
    if unit is None:
        return AgreementPart.RELATION
    if unit.endswith((PER_MONTH, PER_YEAR)):
        return AgreementPart.RATE
    if cluster.fact_id in tranches:
        return AgreementPart.TRANCHE
    return _PARTS.get(unit, AgreementPart.TOTAL)
