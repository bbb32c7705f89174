"""Deals: money that a party commits, pays, invests, lends or spends for infrastructure.

For each amount of money the word that says what it is (``deals.json``) is looked for, the
nearest first. An amount whose nearest word speaks of revenue, valuation, a market or a price is
no deal.
"""

import re
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extractors.claims.context import Draft, Sentence
from extractors.datafiles import read_json
from extractors.spans import Quantity
from schema.units import is_money
from schema.vocabulary import ClaimKind, DealRole, EntityKind

#: Words that count double when they lie between a trigger and the amount.
_CROSSING = re.compile(r"[;—]|, (?:which|while|but|who|after|as)\b|\b(?:while|whereas)\b")


@dataclass(frozen=True)
class Trigger:
    """A word that says what an amount of money is, and how far it reaches."""

    name: str
    role: DealRole | None
    before: int
    after: int
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Governing:
    """The trigger that governs an amount, and how many words away it stands."""

    trigger: Trigger
    distance: int
    precedes: bool


@cache
def _triggers() -> tuple[Trigger, ...]:
    return tuple(
        Trigger(
            row["name"],
            DealRole(row["role"]) if row["role"] else None,
            row["before"],
            row["after"],
            re.compile(row["pattern"]),
        )
        for row in read_json("deals.json")["triggers"]
    )


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_json("deals.json")[name])


def governing(sentence: Sentence, amount: Quantity) -> list[Governing]:
    """The triggers within reach of an amount, the nearest first."""
    found: list[Governing] = []
    for trigger in _triggers():
        best: Governing | None = None
        for match in trigger.pattern.finditer(sentence.lower):
            start, end = match.start() + sentence.start, match.end() + sentence.start
            precedes = end <= amount.start
            gap = (end, amount.start) if precedes else (amount.end, start)
            distance = sentence.distance(*gap)
            if _CROSSING.search(sentence.between(*gap).lower()):
                distance = distance * 2 + 4
            if distance <= (trigger.before if precedes else trigger.after) and (
                best is None or distance < best.distance
            ):
                best = Governing(trigger, distance, precedes)
        if best is not None:
            found.append(best)
    return sorted(found, key=lambda g: (g.distance, g.trigger.name))


def draft_deal(sentence: Sentence, amount: Quantity) -> Draft | None:
    """The draft of a deal for an amount of money, or None where it is something else."""
    found = governing(sentence, amount)
    if not found or found[0].trigger.role is None:
        return None
    chosen = next(g for g in found if g.trigger.role is not None)
    others = {g.trigger.name for g in found if g is not chosen}
    against = min((g.distance for g in found if g.trigger.role is None), default=99)
    role = _role(sentence, amount, chosen.trigger)
    evidence = {f"also={name}": 1.0 for name in others}
    evidence |= {
        f"amount={_magnitude(amount)}": 1.0,
        "near": 1.0 / (1 + chosen.distance),
        "against": 1.0 / (1 + against),
        "further": float(amount.further),
        "in_words": float(amount.written),
    }
    return Draft(
        kind=ClaimKind.DEAL,
        sentence=sentence,
        start=amount.start,
        end=amount.end,
        trigger=chosen.trigger.name,
        role=role,
        low=amount.low,
        high=amount.high,
        unit=amount.unit,
        qualifier=amount.qualifier,
        evidence=evidence,
    )


def _role(sentence: Sentence, amount: Quantity, trigger: Trigger) -> DealRole | None:
    """The role of the trigger, corrected by what the money goes into."""
    role = trigger.role
    around = sentence.between(amount.start - 90, amount.end + 90).lower()
    if role is DealRole.INVESTMENT and trigger.name != "stake":
        if trigger.name == "raise" and _pattern("debt").search(around):
            return DealRole.FINANCING
        if trigger.name == "invest" and not _into_company(sentence, amount):
            return DealRole.CAPEX
    if role is DealRole.CAPEX and trigger.name == "spend" and _into_company(sentence, amount):
        return DealRole.INVESTMENT
    return role


def _into_company(sentence: Sentence, amount: Quantity) -> bool:
    """Whether the money goes into a company ("invest $5 billion in Anthropic")."""
    for name in sentence.names:
        if name.start >= amount.end:
            words = sentence.between(amount.end, name.start).lower()
            if _pattern("infrastructure").search(words):
                return False
            if re.search(r"\b(?:in|into|with|to)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}$", words):
                return name.kind in {EntityKind.ORGANISATION, None}
            return False
    before = sentence.between(amount.start - 60, amount.start).lower()
    return not _pattern("infrastructure").search(
        before + sentence.between(amount.end, amount.end + 90).lower()
    )


def _magnitude(amount: Quantity) -> str:
    value = amount.low or amount.high or 0.0
    limits = ((1e6, "<1M"), (1e8, "<100M"), (1e9, "<1B"), (1e10, "<10B"), (1e11, "<100B"))
    return next((label for limit, label in limits if value < limit), ">=100B")


@Language.component("gigawatch_deals")
def gigawatch_deals(doc: Doc) -> Doc:
    """Draft a deal for each amount of money that a word of commitment governs."""
    for sentence in doc._.context.sentences:
        for amount in sentence.quantities:
            if is_money(amount.unit) and (draft := draft_deal(sentence, amount)) is not None:
                doc._.drafts.append(draft)
    return doc
