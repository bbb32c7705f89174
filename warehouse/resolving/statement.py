"""A claim as resolving sees it: its parties resolved, its words reduced to what identifies it."""

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import isfinite
from typing import Any

from schema.units import is_money
from schema.vocabulary import ClaimKind, DealRole, DependencyRole, Firmness, Modality
from warehouse.resolving.sides import PLACES, SITE, THINGS, Parties
from warehouse.resolving.wording import around, is_further, is_in_digits, names, power_source

#: Kinds of money and of dependence that outlets mix up when they tell the same thing.
FAMILIES: dict[str, str] = {
    DealRole.PURCHASE: "spending",
    DealRole.LEASE: "spending",
    DealRole.POWER_PURCHASE: "spending",
    DealRole.CAPEX: "capex",
    DealRole.INVESTMENT: "stake",
    DealRole.ACQUISITION: "stake",
    DealRole.FINANCING: "stake",
    DependencyRole.SUPPLIES: "supply",
    DependencyRole.USES: "supply",
    DependencyRole.HOSTS: "supply",
    DependencyRole.INTEGRATES: "supply",
    DependencyRole.FOUNDRY: "foundry",
    DependencyRole.CO_DESIGN: "co_design",
    DependencyRole.EXPLORING: "exploring",
}

_ANYHOW = {DealRole.INVESTMENT, DealRole.OTHER}

#: Words of firmness, and of the way in which it is said, that promise nothing yet.
_SOFT = {Firmness.RUMOURED, Firmness.EXPLORING, Firmness.LETTER_OF_INTENT}
_AHEAD = {Modality.PLANNED, Modality.EXPLORING}
_SOFTLY = {Modality.REPORTED, Modality.EXPLORING, Modality.ESTIMATED}


@dataclass(frozen=True, slots=True)
class Statement:
    """What identifies a claim among the others; parties are ids with subsidiaries rolled up."""

    claim_id: str
    article_id: str
    kind: ClaimKind
    subject: frozenset[str]
    object: frozenset[str]
    family: str
    stage: str | None
    unit: str | None
    low: float | None
    high: float | None
    about: bool
    when_start: dt.date | None
    when_end: dt.date | None
    when_kind: str | None
    qualitative: bool
    denied: bool
    further: bool
    basis: str | None
    told_on: dt.date
    recorded_at: dt.datetime
    quote: str
    #: The role of the money or the dependence, as it was read.
    role: str | None = None
    #: Who stands behind its places, or who owns its parties where it names no place.
    owners: frozenset[str] = frozenset()
    #: Where its places are, or where a thing is that it names no better.
    grounds: frozenset[str] = frozenset()
    #: Whether its page has no day, and may tell of anything of any time.
    undated: bool = False
    #: What sort of thing it counts.
    nouns: frozenset[str] = frozenset()
    #: How it spells its object, and where that is.
    object_names: tuple[str, ...] = ()
    #: Dollars for one unit of its currency when it was told; None for all else.
    usd_per_unit: float | None = None
    #: Whether its sentence writes the amount in digits: "$1 billion", not "multibillion-dollar".
    in_digits: bool = False
    #: Whether it is said as talk, intention or report rather than as done.
    soft: bool = False
    #: Whether it is said as what is to come, not as agreed on or done.
    planned: bool = False
    #: The sites and programmes among its parties.
    places: frozenset[str] = field(init=False, repr=False, compare=False)
    #: The chips, sites and programmes among its parties.
    things: frozenset[str] = field(init=False, repr=False, compare=False)
    #: What it is compared by with others of its kind; see ``_sides``.
    sides: tuple[frozenset[str], frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out once what it is compared by hundreds of times."""
        things = frozenset(i for i in self.parties if i.startswith(THINGS))
        places = frozenset(i for i in things if i.startswith(PLACES)) if things else things
        object.__setattr__(self, "things", things)
        object.__setattr__(self, "places", places)
        object.__setattr__(self, "sides", self._sides())

    @property
    def order(self) -> tuple[dt.date, dt.datetime, str]:
        """The order in which things were told: the earliest claim names the fact."""
        return self.told_on, self.recorded_at, self.claim_id

    @property
    def parties(self) -> frozenset[str]:
        """Both sides together."""
        return self.subject | self.object

    @property
    def amount(self) -> float:
        """The upper bound, or the only one that there is."""
        return (self.high if self.high is not None else self.low) or 0.0

    def _sides(self) -> tuple[frozenset[str], frozenset[str]]:
        """What it is compared by with others of its kind.

        Watts of a place are told of the place, whoever owns, builds or uses it, and watts of no
        place either way round; dates of a thing, what it does and how many a place has are told of
        it or of its maker; how long a thing takes is told of the thing alone.
        """
        one, other = self.subject, self.object
        match self.kind:
            case ClaimKind.CAPACITY:
                one, other = (self.places or self.parties) | self.owners, frozenset()
            case ClaimKind.DURATION if self.things:
                one, other = self.things, frozenset()
            case ClaimKind.MILESTONE if self.things:
                one, other = self.things | self.owners, frozenset()
            case ClaimKind.EFFICIENCY if self.things & one:
                one |= self.owners
            case ClaimKind.VOLUME:
                one |= self.owners if self.things & one else frozenset()
                other |= self.nouns
            case ClaimKind.DEAL:
                one, other = self._payment()
        return one, other

    def _payment(self) -> tuple[frozenset[str], frozenset[str]]:
        """What money is compared by.

        What is spent on a site is told of the site, its state, its owner or who builds it; a round
        is told by this or that investor, and an exact sum names it. Who takes over whom is at times
        read the other way round.
        """
        if self.role == DealRole.ACQUISITION and self.is_whole:
            return self.parties, self.parties
        if self.family == "capex":
            is_site = any(i.startswith(SITE) for i in self.places)
            told = self.places if is_site else self.parties
            behind = self.owners if self.places else frozenset()
            return told | self.grounds | behind, frozenset()
        if self.family == "stake" and self.object and self.is_precise:
            return frozenset(), self.object
        return self.subject, self.object

    @property
    def shape(self) -> tuple[str | None, bool, bool]:
        """Its unit, and which of its bounds it gives."""
        return self.unit, self.low is None, self.high is None

    @property
    def is_whole(self) -> bool:
        """Whether it leaves no side open; watts and cost of a place need no other side."""
        if self.places and (self.kind is ClaimKind.CAPACITY or self.family == "capex"):
            return True
        if self.kind in {ClaimKind.MILESTONE, ClaimKind.EFFICIENCY}:
            return bool(self.things & self.subject)
        return bool(self.subject and self.object)

    @property
    def is_precise(self) -> bool:
        """Whether two deals would hardly have its number by chance."""
        return self.unit is None or significant_digits(self.amount) > 1

    @property
    def is_joint(self) -> bool:
        """Whether several pay together: two such sums would hardly be alike by chance."""
        return self.kind is ClaimKind.DEAL and len(self.subject) > 1

    def spells(self, other: "Statement") -> bool:
        """Whether its sentence names the object of another, or where that is."""
        return any(names(self.quote, name) for name in other.object_names)

    @property
    def in_dollars(self) -> "Statement | None":
        """The same amount in dollars, at the rate of its day; None where it has no rate."""
        if self.usd_per_unit is None or self.unit is None or self.unit.startswith("USD"):
            return None
        rate, period = self.usd_per_unit, self.unit[3:]
        return replace(
            self,
            unit=f"USD{period}",
            low=None if self.low is None else self.low * rate,
            high=None if self.high is None else self.high * rate,
            about=True,
        )

    @property
    def wording(self) -> str:
        """The words around its amount, without those around other numbers of the sentence."""
        return around(self.quote, self.amount)

    @property
    def source(self) -> str | None:
        """What its watts come from, where the words about them say so."""
        return power_source(self.quote, self.amount)

    @property
    def has_when(self) -> bool:
        """Whether the text dates it."""
        return self.when_start is not None or self.when_end is not None


def statement_of(row: dict[str, Any], parties: Parties) -> Statement:
    """The statement that a row of ``claims`` makes, with its parties resolved."""
    kind = ClaimKind(row["kind"])
    return Statement(
        claim_id=row["claim_id"],
        article_id=row["article_id"],
        kind=kind,
        subject=parties.subject,
        object=parties.object,
        family=_family(kind, row, parties),
        role=row["role"],
        stage=row["stage"],
        unit=row["unit"],
        low=_finite(row["low"]),
        high=_finite(row["high"]),
        about=row["qualifier"] == "about",
        when_start=row["when_start"],
        when_end=row["when_end"],
        when_kind=row["when_kind"],
        qualitative=row["qualitative"],
        denied=row["modality"] == Modality.DENIED,
        further=is_further(row["quote"], _amount(row), money=is_money(row["unit"] or "")),
        basis=row["basis"],
        told_on=row["told_on"],
        recorded_at=row["recorded_at"],
        quote=row["quote"],
        owners=parties.owners,
        grounds=parties.grounds,
        undated=row["undated"],
        nouns=parties.nouns,
        object_names=parties.object_names,
        usd_per_unit=row["usd_per_unit"],
        in_digits=is_in_digits(row["quote"], _amount(row)),
        soft=_is_soft(row),
        planned=row["modality"] in _AHEAD,
    )


def _amount(row: dict[str, Any]) -> float | None:
    return _finite(row["high"] if row["high"] is not None else row["low"])


def _is_soft(row: dict[str, Any]) -> bool:
    return row["firmness"] in _SOFT or (row["firmness"] is None and row["modality"] in _SOFTLY)


def _finite(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None


def _family(kind: ClaimKind, row: dict[str, Any], parties: Parties) -> str:
    """What must agree beside parties and numbers; a capacity's stage moves on, so it need not.

    Who invests in a place, or has a deal with nobody but a place, builds there.
    """
    if row["role"] in _ANYHOW and parties.object and parties.is_on_the_ground:
        return "capex"
    if kind in {ClaimKind.DEAL, ClaimKind.DEPENDENCY}:
        return FAMILIES.get(row["role"] or "", "any")
    if kind is ClaimKind.MILESTONE:
        return str(row["stage"])
    return str(row["metric"] or "")


@lru_cache(maxsize=65536)
def significant_digits(value: float) -> int:
    """How many digits a number was given with: 38e9 has two, 40e9 one."""
    digits = f"{abs(value):.9e}".split("e")[0].replace(".", "")
    return max(1, len(digits.rstrip("0")))
