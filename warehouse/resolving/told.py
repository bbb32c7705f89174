"""A fact with what its links to others are read from: amounts, parties, articles and words."""

from collections.abc import Hashable
from functools import cached_property

from schema.vocabulary import ClaimKind
from warehouse.resolving.shelf import Cluster
from warehouse.resolving.statement import Statement
from warehouse.resolving.wording import adds, leads_up, says

#: Kinds whose amounts can be parts of one another.
COUNTED = {ClaimKind.DEAL, ClaimKind.CAPACITY, ClaimKind.VOLUME}


class Told:
    """A fact, the claims that tell it and what they say beside its amount."""

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
        #: Whether nobody tells it as agreed or done yet.
        self.is_planned = all(m.planned or m.soft for m in members) and not is_past(self.leader)
        #: Whether somebody tells it without saying who pays.
        self.is_anyones = not all(member.subject for member in members)
        self._members = members
        self._said: dict[str, bool] = {}

    @property
    def payers(self) -> frozenset[str]:
        """Who pays or has; who is paid too is no payer."""
        return self.leader.subject - self.leader.object or self.leader.subject

    @cached_property
    def quotes(self) -> frozenset[tuple[str, str]]:
        """The sentences that tell it."""
        return frozenset((member.article_id, member.quote) for member in self._members)

    @cached_property
    def _amounts(self) -> dict[str | None, float]:
        """Its amount in each unit that it is told in, and in dollars."""
        told: dict[str | None, float] = {}
        for member in (self.leader, *self._members):
            told.setdefault(member.unit, member.amount)
        for member in self._members:
            if converted := member.in_dollars:
                told.setdefault(converted.unit, converted.amount)
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
        return any(
            says(member.wording, cue)
            for member in self._members
            if (member.article_id, member.quote) in shared
        )

    @property
    def was_before(self) -> bool:
        """Whether it is told as what stood before another amount: "up from $4 billion"."""
        return self.is_led_by("before")

    def is_led_by(self, cue: str) -> bool:
        """Whether a phrase of a cue leads up to its amount: "starts with $4 billion"."""
        return leads_up(self._wording, cue)

    @property
    def is_increment(self) -> bool:
        """Whether it is told as what is added: "another $4 billion", "expanded by $4 billion"."""
        return self.leader.further or adds(self._wording)

    @cached_property
    def _wording(self) -> str:
        return "\n".join(dict.fromkeys(member.wording for member in self._members))

    def says(self, cue: str) -> bool:
        """Whether the words around its amount, in one of its sentences, hold a phrase of a cue."""
        if cue not in self._said:
            self._said[cue] = says(self._wording, cue)
        return self._said[cue]

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
