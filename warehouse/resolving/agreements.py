"""Which facts are one deal: the same two sides, money one way, told together or close in time."""

import json
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence

from schema.fact import AgreementClass, AgreementFact, AgreementPart
from schema.units import COUNT, ENERGY, MONTHS, PER_MONTH, PER_YEAR, POWER
from schema.vocabulary import ClaimKind, DurationMetric
from warehouse.resolving.agreeing import Limits
from warehouse.resolving.told import Told

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
    facts: Iterable[Told], tranches: Collection[str], limits: Limits, owner: "Owner"
) -> list[AgreementFact]:
    """Group the facts of two named sides into agreements, sorted by fact.

    Args:
        facts: The facts.
        tranches: Those that are part of another; a tranche stays one within its agreement.
        limits: How many days a deal may take to be told.
        owner: Gives the party under which an entity counts (a chip's vendor, a site's owner).
    """
    blocks: dict[Hashable, list[Told]] = defaultdict(list)
    for fact in facts:
        if (key := agreement_group(fact, owner)) is not None:
            blocks[key].append(fact)
    rows = []
    for block in blocks.values():
        for stream in _streams(block, owner):
            for group in _close(stream, limits):
                if _is_deal(group):
                    rows += _rows(group, tranches)
    return sorted(rows, key=lambda row: row.fact_id)


def agreement_group(fact: Told, owner: "Owner") -> str | None:
    """What two facts must share to be one deal; None where a fact is part of no deal."""
    if not _belongs(fact) or (sides := owner.sides(fact)) is None:
        return None
    return json.dumps([_class(fact), *sorted(map(sorted, sides))])


class Owner:
    """Rolls an entity up to the party that can sign a deal."""

    def __init__(self, roots: dict[str, str]) -> None:
        self._roots = roots

    def of(self, entity_ids: Collection[str]) -> frozenset[str]:
        """The owners of several entities."""
        return frozenset(self._roots.get(i, i) for i in entity_ids)

    def sides(self, fact: Told) -> _Sides | None:
        """The two sides of a fact; who stands on both is the one that is paid or supplies.

        What a company has with itself alone is no deal with anybody.
        """
        subject, objects = self.of(fact.leader.subject), self.of(fact.leader.object)
        payers = subject - objects
        payees = objects if payers else objects - subject
        payers = payers or subject
        return (payers, payees) if payers and payees else None


def _belongs(fact: Told) -> bool:
    """Whether a fact can be part of a deal; what a company spends on its own cannot."""
    one = fact.leader
    if one.kind is ClaimKind.DURATION and fact.family != DurationMetric.CONTRACT_TERM:
        return False
    return one.kind in _DIRECTED | _EITHER_WAY and not one.qualitative and fact.family != "capex"


def _is_deal(group: Sequence[Told]) -> bool:
    """Whether facts tell of a deal: money, or several that are not counts of things alone."""
    kinds = [fact.leader.kind for fact in group]
    return ClaimKind.DEAL in kinds or (len(kinds) > 1 and set(kinds) != {ClaimKind.VOLUME})


def _streams(block: Sequence[Told], owner: Owner) -> list[list[Told]]:
    """The facts of one pair by who pays whom: money that goes back is another deal.

    Watts and terms join the direction that their own articles tell of, else the one they name,
    else the one that is told first.
    """
    streams: dict[_Sides | None, list[Told]] = defaultdict(list)
    loose = []
    for fact in sorted(block, key=lambda fact: fact.order):
        if fact.leader.kind in _DIRECTED:
            streams[owner.sides(fact)].append(fact)
        else:
            loose.append(fact)
    if not streams:
        return [loose]
    told_in = {sides: _articles(*stream) for sides, stream in streams.items()}
    for fact in loose:
        mine, articles = owner.sides(fact), _articles(fact)
        best = max(streams, key=lambda sides: (len(articles & told_in[sides]), sides == mine))
        streams[best].append(fact)
    return list(streams.values())


def _articles(*facts: Told) -> set[str]:
    return {article for fact in facts for article in fact.articles}


def _class(fact: Told) -> AgreementClass:
    stake = fact.leader.kind is ClaimKind.DEAL and fact.family == "stake"
    return AgreementClass.STAKE if stake else AgreementClass.SUPPLY


def _close(facts: Sequence[Told], limits: Limits) -> list[list[Told]]:
    """Split facts of one pair where they were told too far apart, unless told together."""
    ordered = sorted(facts, key=lambda fact: fact.order)
    groups: list[list[Told]] = []
    articles: list[set[str]] = []
    for fact in ordered:
        told_in = _articles(fact)
        together = [i for i, known in enumerate(articles) if known & told_in]
        days = (fact.order[0] - groups[-1][-1].order[0]).days if groups else None
        if days is not None and days <= limits.agreement_days:
            place = len(groups) - 1
        elif together:
            place = together[-1]
        else:
            groups.append([])
            articles.append(set())
            place = len(groups) - 1
        groups[place].append(fact)
        articles[place] |= told_in
    return groups


def _rows(group: Sequence[Told], tranches: Collection[str]) -> list[AgreementFact]:
    agreement_id = f"deal:{group[0].fact_id}"
    return [
        AgreementFact(
            agreement_id=agreement_id,
            fact_id=fact.fact_id,
            agreement_class=_class(fact),
            part=_part(fact, tranches),
        )
        for fact in group
    ]


def _part(fact: Told, tranches: Collection[str]) -> AgreementPart:
    unit = fact.leader.unit
    if unit is None:
        return AgreementPart.RELATION
    if unit.endswith((PER_MONTH, PER_YEAR)):
        return AgreementPart.RATE
    if fact.fact_id in tranches:
        return AgreementPart.TRANCHE
    return _PARTS.get(unit, AgreementPart.TOTAL)
