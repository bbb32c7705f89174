"""What the other claims of an article add to one of them: power, counts, watts, dates."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from schema.claim import Claim
from schema.units import COUNT, POWER, RATIO
from schema.vocabulary import Basis, ClaimKind, Modality, PartyRole
from warehouse.limits.words import has_word, is_word, vague_counts

#: A single chip or package draws less; anything above is a rack or a site.
_MOST_CHIP_WATTS = 1e5


@dataclass(frozen=True, slots=True)
class Joined:
    """A value from another claim, and which one."""

    value: object
    claim_id: str


class ArticleClaims:
    """The claims of one article, asked for what belongs together. Denied ones are left out."""

    def __init__(self, claims: Mapping[str, Claim]) -> None:
        self.by_id = {i: c for i, c in claims.items() if c.modality is not Modality.DENIED}

    def of_kind(self, kind: ClaimKind, unit: str | None = None) -> list[tuple[str, Claim]]:
        """Claims of a kind, and of a unit where one is given."""
        return [(i, c) for i, c in self.by_id.items() if c.kind is kind and unit in {None, c.unit}]

    def condition(self, claim_id: str, name: str) -> Joined | None:
        """A condition that claims of the same subject agree on, if any has it."""
        subject = _parties(self.by_id[claim_id].subject)
        found = [
            Joined(c.conditions[name], i)
            for i, c in self.by_id.items()
            if i != claim_id and name in c.conditions and subject and _parties(c.subject) == subject
        ]
        return _agreed(found)

    def chip_power(self, claim_id: str) -> Joined | None:
        """Watts that another claim gives for the chip that is this claim's subject."""
        claim = self.by_id[claim_id]
        found = [
            Joined(watts, i)
            for i, c in self.by_id.items()
            if i != claim_id and c.unit == POWER and _parties(c.subject) == _parties(claim.subject)
            if is_chip(c, PartyRole.SUBJECT)
            and (watts := stated_number(c)) is not None
            and watts <= _MOST_CHIP_WATTS
        ]
        return _agreed(found)

    def site_power(self, claim_id: str) -> Joined | None:
        """Watts that belong to a count or a sum of money: of its sentence, or of its site.

        Across sentences only a site's own watts of the same time and assertion are taken.
        """
        claim = self.by_id[claim_id]
        watts = [
            (i, c)
            for i, c in self.of_kind(ClaimKind.CAPACITY, POWER)
            if c.basis not in {Basis.GENERATION, Basis.STORAGE}
        ]
        near = [(i, c) for i, c in watts if overlap(c, claim)]
        if not near and is_site(claim):
            near = [
                (i, c)
                for i, c in watts
                if _parties(c.subject) == _parties(claim.subject)
                and (c.when, c.modality) == (claim.when, claim.modality)
            ]
        return _agreed(
            [Joined(number, i) for i, c in near if (number := stated_number(c)) is not None]
        )

    def _devices(self, group: str) -> list[tuple[str, Claim]]:
        """Volumes of home batteries or of thermostats."""
        return [(i, c) for i, c in self.of_kind(ClaimKind.VOLUME, COUNT) if _is_device(c, group)]

    def fleet(self, claim_id: str) -> dict[str, tuple[str, Claim]]:
        """The counts of home batteries and thermostats behind a capacity, if they agree.

        Those of the same sentence; else, for the largest capacity of its parties, those of theirs.
        """
        claim = self.by_id[claim_id]
        counted = {group: self._devices(group) for group in ("battery", "thermostat")}
        near = {g: [d for d in found if overlap(d[1], claim)] for g, found in counted.items()}
        apart = has_word(claim.quote, "fleet") and claim.basis is not Basis.GENERATION
        if not any(near.values()) and apart and self._is_whole_fleet(claim):
            parties = _parties(claim.subject)
            near = {
                g: [d for d in found if _parties(d[1].subject) & parties]
                for g, found in counted.items()
            }
        alike = {
            g: found for g, found in near.items() if len({repr(count_of(c)) for _, c in found}) == 1
        }
        return {group: min(found, key=lambda d: d[0]) for group, found in alike.items()}

    def _is_whole_fleet(self, claim: Claim) -> bool:
        """Whether no other capacity of any of these parties in the article is larger."""
        mine, parties = stated_number(claim) or 0.0, _parties(claim.subject)
        return all(
            (stated_number(c) or 0.0) <= mine
            for _, c in self.of_kind(ClaimKind.CAPACITY, POWER)
            if _parties(c.subject) & parties
        )


def _is_device(claim: Claim, group: str) -> bool:
    if has_word(claim.object, group):
        return True
    return (
        group == "battery"
        and claim.object is not None
        and is_word(claim.object, "battery_bare")
        and has_word(claim.quote, "home")
    )


def stated_number(claim: Claim) -> float | None:
    """The claim's number: the middle of a range, the stated end of an open one.

    A claim in words alone has none: "better" is a ratio open from 1.
    """
    bounds = [bound for bound in (claim.low, claim.high) if bound is not None]
    if not bounds or claim.qualitative or (claim.unit == RATIO and bounds == [1]):
        return None
    return sum(bounds) / len(bounds)


def count_of(claim: Claim) -> object:
    """A count as a record takes it: a number, or a range for a magnitude in words."""
    quote = claim.quote.casefold()
    for phrase, (low, high) in vague_counts().items():
        # The phrase may be of another thing of the sentence: "hundreds of thousands" is read as at
        # least 100,000, the order of magnitude below its range.
        if phrase in quote and claim.high is None and claim.low == _magnitude(low):
            return [low, high]
    if claim.low is not None and claim.high is not None and claim.low < claim.high:
        return [claim.low, claim.high]
    return stated_number(claim)


def _magnitude(value: float) -> float:
    return float(10 ** math.floor(math.log10(value)))


def overlap(one: Claim, other: Claim) -> bool:
    """Whether two claims stand in the same sentence: their quotes overlap."""
    return one.start < other.end and other.start < one.end


def is_site(claim: Claim) -> bool:
    """Whether the claim's subject is a site of the registry."""
    return any(_entity_kind(claim, PartyRole.SUBJECT, "site:"))


def is_chip(claim: Claim, role: PartyRole) -> bool:
    """Whether a party of the claim is a chip of the registry."""
    return any(_entity_kind(claim, role, "chip:"))


def _entity_kind(claim: Claim, role: PartyRole, prefix: str) -> Iterable[bool]:
    return (
        m.entity is not None and m.entity.startswith(prefix)
        for m in claim.parties
        if m.role is role
    )


def _parties(names: str | None) -> frozenset[str]:
    return frozenset(name.casefold() for name in (names or "").split(", ") if name)


def _agreed(found: list[Joined]) -> Joined | None:
    """The one value that is found, or None where there is none or they differ."""
    values = {repr(j.value) for j in found}
    return min(found, key=lambda j: j.claim_id) if len(values) == 1 else None
