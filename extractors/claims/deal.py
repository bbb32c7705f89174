"""Deals: money that a party commits, pays, invests, lends or spends for infrastructure.

For each amount of money the word that says what it is (``deals.json``) is looked for, the
nearest first. An amount whose nearest word speaks of revenue, valuation, a market or a price is
no deal.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extractors.claims.context import Draft, Group, Sentence
from extractors.claims.outlay import bought, built, raised, spent
from extractors.claims.payees import awarded, invested_in, maker, promised, raiser, use_of
from extractors.claims.roles import (
    agreed,
    bought_by,
    former_or_latter,
    gapped,
    given,
    let_to,
    makes_power,
    named_within_deal,
    paid_by_unnamed,
    respective,
    round_leader,
    settle,
    sold_to,
)
from extractors.claims.tranches import parts
from extractors.datafiles import read_json
from extractors.spans import ORGANISATIONS, SITES, Quantity
from schema.units import ENERGY, POWER, is_money
from schema.vocabulary import ClaimKind, DealRole, EntityKind, Qualifier

#: Dollars, or as many units of another currency, below which money buys no infrastructure.
_LEAST_AMOUNT = 1e5
#: Roles in which one party buys what the other sells.
_CONTRACTS = frozenset({DealRole.PURCHASE, DealRole.LEASE, DealRole.POWER_PURCHASE})
#: Roles whose payer is whoever is told to spend.
_PAID = _CONTRACTS | {DealRole.CAPEX}
#: Roles in which one takes money for shares, bonds or a promise.
_RAISED = frozenset({DealRole.INVESTMENT, DealRole.FINANCING})
#: What kinds of names are paid, by role; a site may take part in what is invested or lent.
_PAYEES: dict[object, frozenset[EntityKind | None]] = dict.fromkeys(
    (*_CONTRACTS, DealRole.ACQUISITION, DealRole.OTHER), ORGANISATIONS
)
#: Triggers of buying, which may buy what others build.
_BUYING = frozenset({"buy", "acquire"})
#: Words that count double when they lie between a trigger and the amount.
_CROSSING = re.compile(r"[;—]|, (?:which|while|but|who|after|as)\b|\b(?:while|whereas)\b")
#: What leads from an amount to what it is of: "$5 billion in senior debt".
_OF_KIND = re.compile(r" (?:in|of|worth of) (?:[a-z-]{1,20} ){0,2}")


@dataclass(frozen=True)
class Trigger:
    """A word that says what an amount of money is, and how far it reaches."""

    name: str
    role: DealRole | None
    before: int
    after: int
    generic: bool
    decisive: bool
    kind: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Governing:
    """The trigger that governs an amount, and how many words away it stands."""

    trigger: Trigger
    distance: int
    precedes: bool
    span: tuple[int, int]


@cache
def _triggers() -> tuple[Trigger, ...]:
    return tuple(
        Trigger(
            row["name"],
            DealRole(row["role"]) if row["role"] else None,
            row["before"],
            row["after"],
            row.get("generic", False),
            row.get("decisive", False),
            row.get("kind", False),
            re.compile(row["pattern"]),
        )
        for row in read_json("deals.json")["triggers"]
    )


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_json("deals.json")[name])


def said_of_money(sentence: Sentence) -> list[tuple[Trigger, int, int]]:
    """Each word of the sentence that may say what an amount is, with its span."""
    return [
        (trigger, match.start() + sentence.start, match.end() + sentence.start)
        for trigger in _triggers()
        for match in trigger.pattern.finditer(sentence.lower)
        if not (trigger.generic and _is_in_name(sentence, match.start() + sentence.start))
    ]


def _is_in_name(sentence: Sentence, offset: int) -> bool:
    """Whether a word is part of a firm's name ("Aligned Data Centers")."""
    place = bisect_right(sentence.names, offset, key=lambda name: name.start) - 1
    name = sentence.names[place] if place >= 0 else None
    return name is not None and offset < name.end and name.kind in ORGANISATIONS


def governing(
    sentence: Sentence, amount: Quantity, said: Sequence[tuple[Trigger, int, int]]
) -> list[Governing]:
    """The triggers within reach of an amount, each at its nearest, the nearest first."""
    best: dict[str, Governing] = {}
    for trigger, start, end in said:
        precedes = end <= amount.start
        reach = trigger.before if precedes else trigger.after
        gap = (end, amount.start) if precedes else (amount.end, start)
        distance = sentence.distance(*gap)
        if trigger.role is None and not precedes and _is_compound(sentence.between(*gap)):
            distance = -1
        elif trigger.kind and not precedes and _OF_KIND.fullmatch(sentence.between(*gap)):
            distance = 0
        # What lies between only adds to the distance, so it need not be looked at beyond reach.
        if distance <= reach and _CROSSING.search(sentence.between(*gap).lower()):
            distance = distance * 2 + 4
        known = best.get(trigger.name)
        if distance <= reach and (known is None or distance < known.distance):
            best[trigger.name] = Governing(trigger, distance, precedes, (start, end))
    return sorted(best.values(), key=lambda g: (g.distance + 3 * g.trigger.generic, g.trigger.name))


def _is_compound(between: str) -> bool:
    """Whether the words after an amount lead to their head: "$9 billion Series E valuation"."""
    return _pattern("compound").fullmatch(between.lower()) is not None


def draft_deals(sentence: Sentence, before: Draft | None) -> list[Draft]:
    """The drafts of a sentence's amounts of money; ``before`` is the last deal told earlier.

    An amount that no word governs goes on from the amount before it ("$200 billion in capital
    expenditures, up from $131.8 billion").
    """
    drafts: list[Draft] = []
    amounts = [q for q in sentence.quantities if is_money(q.unit) and _is_large(q)]
    said = said_of_money(sentence) if amounts else []
    other = False
    for index, amount in enumerate(amounts):
        if _says_again(sentence, amounts, index):
            continue
        found = governing(sentence, amount, _told_of(sentence, amounts, index, said))
        goes_on = _is_part(sentence, amount) or _says_little(found)
        others = other and goes_on and not (amount.further and drafts)
        other = bool(others or _is_other(found))
        if other:
            continue
        if drafts and (amount.further or not found):
            drafts.append(_going_on(sentence, amount, drafts[-1], "same_sentence"))
            drafts[-1].part_of = drafts[-2] if amount.further else None
        elif found:
            drafts.append(_draft(sentence, amount, found))
        elif before is not None and before.sentence.index == sentence.index - 1:
            drafts.append(_going_on(sentence, amount, before, "sentence_before"))
    if before is not None and parts(drafts, before):
        for draft in drafts:
            draft.role, draft.part_of = before.role, before
    return drafts


def _told_of(
    sentence: Sentence,
    amounts: Sequence[Quantity],
    index: int,
    said: Sequence[tuple[Trigger, int, int]],
) -> Sequence[tuple[Trigger, int, int]]:
    """The words that may say what an amount is.

    For a further one those behind the one before, but no valuation that a comma parts from it:
    "pays $5 billion at its last valuation, with another $9 billion".
    """
    amount = amounts[index]
    if not amount.further or index == 0:
        return said
    comma = sentence.text.rfind(",", 0, amount.start - sentence.start) + sentence.start
    return [
        (trigger, start, end)
        for trigger, start, end in said
        if start >= amounts[index - 1].end and (trigger.role is not None or start > comma)
    ]


def _is_other(found: Sequence[Governing]) -> bool:
    """Whether the words make an amount revenue, a valuation or other money that is no deal."""
    return bool(found) and (found[0].trigger.role is None or any(g.trigger.decisive for g in found))


def _says_little(found: Sequence[Governing]) -> bool:
    """Whether only a thing that may be built stands near, so that it goes on as one before."""
    return all(g.trigger.generic and g.trigger.role is DealRole.CAPEX for g in found)


def _is_part(sentence: Sentence, amount: Quantity) -> bool:
    """Whether an amount is told as part of the one before: "of which $51 billion"."""
    return (
        _pattern("part_of_it").search(sentence.between(amount.start - 40, amount.start)) is not None
    )


def _is_large(amount: Quantity) -> bool:
    return (amount.high or amount.low or _LEAST_AMOUNT) >= _LEAST_AMOUNT


def _says_again(sentence: Sentence, amounts: Sequence[Quantity], index: int) -> bool:
    """Whether an amount adds nothing to the one before: converted, or what it was raised from."""
    if index == 0:
        return False
    first, second = amounts[index - 1], amounts[index]
    if _is_conversion(sentence, first, second) or _is_outdated(sentence, first, second):
        return True
    # "from $20 billion to $23 billion": the range as a whole is outdated.
    goes_on = sentence.between(first.end, second.start).strip() in {"to", "-", "–"}
    return goes_on and index > 1 and _is_outdated(sentence, amounts[index - 2], first)


def _is_outdated(sentence: Sentence, first: Quantity, second: Quantity) -> bool:
    """Whether a plan was moved from the second amount: "raised its budget to $6bn from $5bn"."""
    leads = _pattern("moved_to").search(sentence.between(first.start - 90, first.start).lower())
    if leads is None:
        return False
    between = sentence.between(first.end, second.start).lower()
    return _pattern("moved_from").fullmatch(between) is not None


def _is_conversion(sentence: Sentence, first: Quantity, second: Quantity) -> bool:
    """Whether the second amount only puts the first into another currency, in parentheses."""
    if first.unit == second.unit:
        return False
    between = sentence.between(first.end, second.start)
    return bool(re.fullmatch(r"\s*\((?:about |around |roughly |approximately |or |~|≈)*", between))


def _draft(sentence: Sentence, amount: Quantity, found: list[Governing]) -> Draft:
    chosen = _what_is_done(next(g for g in found if g.trigger.role is not None), found)
    against = min((g.distance for g in found if g.trigger.role is None), default=99)
    evidence = {f"also={g.trigger.name}": 1.0 for g in found if g is not chosen}
    if _pattern("outdone").search(sentence.between(amount.start - 60, amount.start).lower()):
        evidence["outdone"] = 1.0
    evidence |= {"near": 1.0 / (1 + chosen.distance), "against": 1.0 / (1 + against)}
    role = _role(sentence, amount, found, chosen)
    return _deal(sentence, amount, chosen.trigger.name, role, evidence)


def _what_is_done(chosen: Governing, found: list[Governing]) -> Governing:
    """The buying of "agreed to buy seven plants for $4 billion", where the plants stand nearer."""
    if chosen.trigger.name != "build" or not chosen.precedes:
        return chosen
    buying = (g for g in found if g.trigger.name in _BUYING and g.precedes)
    return next((g for g in buying if g.span[1] <= chosen.span[0]), chosen)


def _going_on(sentence: Sentence, amount: Quantity, before: Draft, how: str) -> Draft:
    role = before.role if isinstance(before.role, DealRole) else None
    return _deal(sentence, amount, before.trigger, role, {f"going_on={how}": 1.0})


def _deal(
    sentence: Sentence,
    amount: Quantity,
    trigger: str,
    role: DealRole | None,
    evidence: dict[str, float],
) -> Draft:
    low, high, qualifier = _bounds(sentence, amount)
    return Draft(
        kind=ClaimKind.DEAL,
        sentence=sentence,
        start=amount.start,
        end=amount.end,
        trigger=trigger,
        role=role,
        low=low,
        high=high,
        unit=amount.unit,
        qualifier=qualifier,
        evidence=evidence
        | {
            f"amount={_magnitude(amount)}": 1.0,
            "further": float(amount.further),
            "in_words": float(amount.written),
        },
    )


def _bounds(sentence: Sentence, amount: Quantity) -> tuple[float | None, float | None, Qualifier]:
    """Low, high and qualifier.

    "Raised its forecast from $200 billion to $220 billion" is 220, and "billion-dollar
    investments" are of at least one.
    """
    if (lead := _leading(sentence, amount)) is not None:
        bounds = {Qualifier.UP_TO: (None, amount.high), Qualifier.AT_LEAST: (amount.low, None)}
        return *bounds[lead], lead
    if amount.qualifier is Qualifier.RANGE and _pattern("moved").search(
        sentence.between(amount.start - 80, amount.start + 5).lower()
    ):
        return amount.high, amount.high, Qualifier.EXACT
    after = sentence.between(amount.end, amount.end + 40).lower()
    written = sentence.between(amount.start, amount.end).lower()
    if _pattern("magnitude").fullmatch(written) and _pattern("several").match(after):
        return amount.low, None, Qualifier.AT_LEAST
    return amount.low, amount.high, amount.qualifier


def _leading(sentence: Sentence, amount: Quantity) -> Qualifier | None:
    """What is said once for a list told "respectively": "up to $10 billion and $5 billion"."""
    if amount.qualifier is not Qualifier.EXACT or "respectively" not in sentence.lower:
        return None
    before = next((q for q in reversed(sentence.quantities) if q.end <= amount.start), None)
    if before is None or before.unit != amount.unit:
        return None
    open_ended = before.qualifier in {Qualifier.UP_TO, Qualifier.AT_LEAST}
    joined = sentence.between(before.end, amount.start).strip() in {"and", ",", ", and"}
    return before.qualifier if open_ended and joined else None


def _role(
    sentence: Sentence, amount: Quantity, found: list[Governing], chosen: Governing
) -> DealRole | None:
    """The role of the governing trigger, corrected by what the money goes into."""
    name = chosen.trigger.name
    is_lease = any(other.trigger.name == "lease" for other in found)
    if name in {"contract", "contract_value", "worth"} and is_lease:
        return DealRole.LEASE
    if name == "buy":
        if _pattern("for_power").match(sentence.between(amount.end, amount.end + 60).lower()):
            return DealRole.POWER_PURCHASE
        return DealRole.LEASE if is_lease else bought(sentence, amount, chosen.span)
    if name == "raise":
        return raised(sentence, amount)
    if name in {"invest", "spend"}:
        return spent(sentence, amount, chosen.span) or chosen.trigger.role
    return chosen.trigger.role


def _magnitude(amount: Quantity) -> str:
    value = amount.low or amount.high or 0.0
    limits = ((1e6, "<1M"), (1e8, "<100M"), (1e9, "<1B"), (1e10, "<10B"), (1e11, "<100B"))
    return next((label for limit, label in limits if value < limit), ">=100B")


def _set_parties(doc: Doc, draft: Draft) -> None:
    """The parties that the construction decides."""
    sentence = draft.sentence
    amounts = [q for q in sentence.quantities if is_money(q.unit)]
    draft.subject = respective(sentence, amounts, draft.start) or former_or_latter(
        sentence, draft.start, draft.end
    )
    if draft.subject is None and draft.role in _PAID:
        draft.subject = gapped(sentence, [q.start for q in amounts], draft.start)
    if draft.subject is None and draft.role in _RAISED:
        draft.subject = round_leader(doc._.context, draft)
    if draft.role is DealRole.CAPEX and (payee := promised(sentence, draft.start)):
        draft.role = use_of(payee)
    if draft.role is DealRole.CAPEX:
        # What a company spends of its own goes into works and places, not to another company.
        draft.kinds["object"] = SITES
        if (works := built(doc, draft)) is not None:
            draft.proposed["object"] = works
    elif pair := _contracting(draft):
        draft.subject, draft.object = pair
    elif draft.role in _CONTRACTS and (seller := paid_by_unnamed(sentence, draft.start, draft.end)):
        draft.object, draft.fixed = seller, frozenset({"subject"})
    else:
        _set_payee(draft)
    if draft.role is DealRole.PURCHASE and _sells_power(draft):
        draft.role = DealRole.POWER_PURCHASE
    settle(draft)


def _set_payee(draft: Draft) -> None:
    """Who is paid, where words right beside the amount tell, and what may be paid at all."""
    sentence = draft.sentence
    draft.kinds["object"] = _PAYEES.get(draft.role, ORGANISATIONS | SITES)
    if pair := awarded(sentence, draft.start, draft.end):
        payer, draft.object = pair
        draft.subject = draft.subject or payer
    elif draft.role is DealRole.INVESTMENT and (firm := invested_in(sentence, draft.end)):
        draft.object = firm
    elif draft.role in _RAISED:
        draft.object = raiser(sentence, draft.start, draft.end) or promised(sentence, draft.start)
    else:
        draft.object = promised(sentence, draft.start)
        if (made_by := maker(sentence, draft.end)) and draft.role is DealRole.PURCHASE:
            draft.proposed["object"] = made_by


def _sells_power(draft: Draft) -> bool:
    """Whether a maker of power is paid in a sentence that tells how much of it."""
    if not isinstance(draft.object, Group) or not makes_power(draft.object):
        return False
    has_watts = any(quantity.unit in {POWER, ENERGY} for quantity in draft.sentence.quantities)
    return has_watts and not _pattern("power_goods").search(draft.sentence.lower)


def _contracting(draft: Draft) -> tuple[Group, Group] | None:
    """Buyer and supplier, where the sentence tells them as the two sides of the deal."""
    sentence = draft.sentence
    if (pair := sold_to(sentence, draft.start)) is not None:
        return pair
    if draft.role is DealRole.ACQUISITION:
        return bought_by(sentence, draft.start)
    if draft.role is DealRole.LEASE and (pair := let_to(sentence, draft.start)) is not None:
        return pair
    within = named_within_deal(sentence, draft.start, draft.end)
    if within is not None or draft.role not in _CONTRACTS:
        return within
    return given(sentence, draft.start, draft.end) or agreed(sentence, draft.start)


def _is_same_deal(draft: Draft, before: Draft) -> bool:
    """Whether a sentence without parties speaks on of the deal of the sentence before."""
    sentence = draft.sentence
    return (
        sentence.index == before.sentence.index + 1
        and bool(before.fixed)
        and draft.role in _CONTRACTS
        and not any(name.kind in ORGANISATIONS for name in sentence.names)
        and _pattern("same_deal").search(sentence.lower) is not None
    )


@Language.component("gigawatch_deals")
def gigawatch_deals(doc: Doc) -> Doc:
    """Draft a deal for each amount of money that a word of commitment governs."""
    before: Draft | None = None
    for sentence in doc._.context.sentences:
        drafts = draft_deals(sentence, before)
        for draft in drafts:
            _set_parties(doc, draft)
            if before is not None and _is_same_deal(draft, before):
                draft.role, draft.fixed = before.role, before.fixed
                draft.subject, draft.object = before.subject, before.object
        if drafts:
            doc._.drafts.extend(drafts)
            before = drafts[-1]
    return doc
