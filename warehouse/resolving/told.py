"""A fact with what its links to others are read from: amounts, parties, articles and words."""

import datetime as dt
from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import NamedTuple, Self

from schema.vocabulary import ClaimKind
from warehouse.resolving.shelf import Cluster, number_of
from warehouse.resolving.statement import Statement
from warehouse.resolving.wording import ADDED, cues, leading

#: Kinds whose amounts can be parts of one another.
COUNTED = {ClaimKind.DEAL, ClaimKind.CAPACITY, ClaimKind.VOLUME}


class Telling(NamedTuple):
    """One claim of a fact, as far as links are read from it."""

    claim_id: str
    told_on: dt.date
    recorded_at: dt.datetime
    article_id: str
    #: A number for its sentence in its article.
    sentence: int
    family: str
    unit: str | None
    amount: float
    #: The amount in dollars, where it is told in another currency.
    dollars: float | None
    soft: bool
    planned: bool
    #: Whether it does not say who pays.
    is_anyones: bool
    denied: bool
    #: What the words around its amount say; see ``wording.cues``.
    cues: str

    @classmethod
    def of(cls, statement: Statement) -> Self:
        """What a statement tells."""
        converted = statement.in_dollars
        return cls(
            statement.claim_id,
            statement.told_on,
            statement.recorded_at,
            statement.article_id,
            number_of(f"{statement.article_id} {statement.quote}"),
            statement.family,
            statement.unit,
            statement.amount,
            None if converted is None else converted.amount,
            statement.soft,
            statement.planned,
            not statement.subject,
            statement.denied,
            cues(statement.wording) if statement.kind in COUNTED else "",
        )


class Told:
    """A fact, the claims that tell it and what they say beside its amount."""

    def __init__(self, leader: Statement, tellings: Sequence[Telling]) -> None:
        """Gather what a fact's claims tell, given in the order in which they were told."""
        first = tellings[0]
        self.fact_id = first.claim_id
        self.order = (first.told_on, first.recorded_at, first.claim_id)
        self.leader = leader
        self.family = next((t.family for t in tellings if t.family != "any"), "any")
        self.amount = leader.amount
        self.articles = frozenset(told.article_id for told in tellings)
        #: The sentences that tell it.
        self.quotes = frozenset(told.sentence for told in tellings)
        #: Whether nobody asserts it.
        self.is_denied = all(told.denied for told in tellings)
        #: Whether it is told as talk or report alone.
        self.is_soft = all(told.soft for told in tellings)
        #: Whether nobody tells it as agreed or done yet.
        self.is_planned = all(t.planned or t.soft for t in tellings) and not is_past(leader)
        #: Whether somebody tells it without saying who pays.
        self.is_anyones = any(told.is_anyones for told in tellings)
        self._tellings = tellings

    @classmethod
    def of(cls, cluster: Cluster) -> Self:
        """The fact that a cluster with all its statements is."""
        told = map(Telling.of, sorted((s for s, _ in cluster.members), key=lambda s: s.order))
        return cls(cluster.leader, list(told))

    @property
    def profile(self) -> str:
        """All that its links to others are read from, beside its leader and who tells it where."""
        flags = (self.is_denied, self.is_soft, self.is_planned, self.is_anyones)
        cues = " ".join(sorted(self._cues))
        amounts = sorted((unit or "", amount) for unit, amount in self._amounts.items())
        return f"{self.family} {flags} {len(self.articles) > 1} {amounts} {cues}"

    @property
    def payers(self) -> frozenset[str]:
        """Who pays or has; who is paid too is no payer."""
        return self.leader.subject - self.leader.object or self.leader.subject

    @cached_property
    def _amounts(self) -> dict[str | None, float]:
        """Its amount in each unit that it is told in, and in dollars."""
        told = {self.leader.unit: self.leader.amount}
        for member in self._tellings:
            told.setdefault(member.unit, member.amount)
        for member in self._tellings:
            if member.dollars is not None:
                told.setdefault(f"USD{(member.unit or '')[3:]}", member.dollars)
        return told

    def is_less(self, other: "Told") -> bool:
        """Whether its amount is below that of another one, in a unit that both have."""
        if self.leader.unit == other.leader.unit:
            return self.amount < other.amount
        shared = (unit for unit in self._amounts if unit in other._amounts)
        unit = next(shared, None)
        return unit is not None and self._amounts[unit] < other._amounts[unit]

    def is_within(self, share: float, other: "Told") -> bool:
        """Whether the smaller of the two amounts is at least a share of the larger."""
        low, high = sorted((self.amount, other.amount))
        return low >= share * high

    def says_beside(self, other: "Told", cue: str) -> bool:
        """Whether a cue is said of it in a sentence that tells the other fact too."""
        shared = self.quotes & other.quotes
        return any(t.sentence in shared and cue in t.cues.split() for t in self._tellings)

    @property
    def was_before(self) -> bool:
        """Whether it is told as what stood before another amount: "up from $4 billion"."""
        return self.is_led_by("before")

    def is_led_by(self, cue: str) -> bool:
        """Whether a phrase of a cue leads up to its amount: "starts with $4 billion"."""
        return leading(cue) in self._cues

    @property
    def is_increment(self) -> bool:
        """Whether it is told as what is added: "another $4 billion", "expanded by $4 billion"."""
        return self.leader.further or ADDED in self._cues

    @cached_property
    def _cues(self) -> frozenset[str]:
        return frozenset(cue for said in {t.cues for t in self._tellings} for cue in said.split())

    def says(self, cue: str) -> bool:
        """Whether the words around its amount, in one of its sentences, hold a phrase of a cue."""
        return cue in self._cues

    @property
    def begins(self) -> bool:
        """Whether it is told as the beginning or a part of what its article tells beside it."""
        return self.says("part") or self.says("of_it") or self.is_led_by("begins")

    @property
    def is_alternative(self) -> bool:
        """Whether it is told as paid in place of another amount, not beside it."""
        return self.says("alternative")

    @property
    def is_sum(self) -> bool:
        """Whether it is told as a total with what was promised or paid before."""
        return self.says("total") or self.is_led_by("brought")

    @property
    def is_round(self) -> bool:
        """Whether it is money that a company raises, from whomever."""
        one = self.leader
        if self.family != "stake" or not one.object:
            return False
        return self.is_anyones or self.says("round")

    @cached_property
    def pair(self) -> Hashable | None:
        """Facts whose amounts may be one another, changed: same parties, sort and unit."""
        one = self.leader
        if one.kind not in COUNTED or one.qualitative or not one.parties:
            return None
        if one.kind is ClaimKind.CAPACITY or self.is_spent_on_place:
            return one.kind, self.measure, one.places or one.parties
        if one.kind is ClaimKind.VOLUME and is_noun(one):
            return None
        return one.kind, self.measure, self.family, self.payers, one.object

    @cached_property
    def holding(self) -> Hashable | None:
        """Facts whose amounts may be parts of one another, whoever pays a part."""
        one = self.leader
        shared = one.kind is ClaimKind.DEAL and self.family in {"stake", "capex"}
        if self.pair is not None and shared and one.object and not self.is_spent_on_place:
            return one.kind, self.measure, self.family, one.object
        return self.pair

    @property
    def measure(self) -> str:
        """Its unit; one for all currencies."""
        unit = self.leader.unit or ""
        return "money" + unit[3:] if self.leader.kind is ClaimKind.DEAL else unit

    @property
    def is_spent_on_place(self) -> bool:
        """Whether it is what a site or programme costs, whoever pays."""
        return self.family == "capex" and bool(self.leader.places)


def is_past(statement: Statement) -> bool:
    """Whether it dates its amount to a time that was over when it was told."""
    return statement.when_end is not None and statement.when_end < statement.told_on


def is_noun(statement: Statement) -> bool:
    """Whether what it counts is a description or an unknown name, of which there are many."""
    return any(party.startswith(("noun:", "name:")) for party in statement.object)
