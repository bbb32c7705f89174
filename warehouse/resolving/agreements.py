"""Which facts are one deal: the same two parties, told together or close in time."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from schema.fact import AgreementClass, AgreementFact, AgreementPart, FactLink, Relation
from schema.units import COUNT, ENERGY, MONTHS, PER_MONTH, PER_YEAR, POWER
from schema.vocabulary import ClaimKind
from warehouse.resolving.agreeing import Limits
from warehouse.resolving.shelf import Cluster

_PARTS: dict[str, AgreementPart] = {
    POWER: AgreementPart.POWER,
    ENERGY: AgreementPart.ENERGY,
    COUNT: AgreementPart.UNITS,
    MONTHS: AgreementPart.TERM,
}
_KINDS = {
    ClaimKind.DEAL,
    ClaimKind.CAPACITY,
    ClaimKind.VOLUME,
    ClaimKind.DURATION,
    ClaimKind.DEPENDENCY,
}


def agree(
    clusters: Iterable[Cluster], links: Iterable[FactLink], limits: Limits, owner: "Owner"
) -> list[AgreementFact]:
    """Group the facts of two named parties into agreements, sorted by fact.

    Args:
        clusters: The facts.
        links: Their links; a tranche stays a tranche within its agreement.
        limits: How many days a deal may take to be told.
        owner: Gives the party under which an entity counts (a chip's vendor, a site's owner).
    """
    tranches = {item.fact_id for item in links if item.relation is Relation.PART_OF}
    blocks: dict[Hashable, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        if (key := _key(cluster, owner)) is not None:
            blocks[key].append(cluster)
    rows = []
    for block in blocks.values():
        for group in _close(block, limits):
            if len(group) > 1 or group[0].leader.kind is ClaimKind.DEAL:
                rows += _rows(group, tranches)
    return sorted(rows, key=lambda row: row.fact_id)


class Owner:
    """Rolls an entity up to the party that can sign a deal."""

    def __init__(self, roots: dict[str, str]) -> None:
        self._roots = roots

    def of(self, entity_ids: frozenset[str]) -> frozenset[str]:
        """The owners of several entities."""
        return frozenset(self._roots.get(i, i) for i in entity_ids)


def _key(cluster: Cluster, owner: Owner) -> Hashable | None:
    """The two sides of a deal, whichever way round it is told, and what it is about.

    What a company spends on its own is no deal with anybody.
    """
    one = cluster.leader
    if one.kind not in _KINDS or one.qualitative or cluster.family == "capex":
        return None
    if not one.subject or not one.object:
        return None
    subject, objects = owner.of(one.subject), owner.of(one.object)
    if subject == objects:
        return None
    return _class(cluster), frozenset({subject, objects})


def _class(cluster: Cluster) -> AgreementClass:
    stake = cluster.leader.kind is ClaimKind.DEAL and cluster.family == "stake"
    return AgreementClass.STAKE if stake else AgreementClass.SUPPLY


def _close(clusters: Sequence[Cluster], limits: Limits) -> list[list[Cluster]]:
    """Split facts of one pair where they were told too far apart, unless told together."""
    ordered = sorted(clusters, key=lambda c: c.earliest.order)
    groups: list[list[Cluster]] = []
    articles: list[set[str]] = []
    for cluster in ordered:
        told_in = {s.article_id for s, _ in cluster.members}
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
