"""Capacities: power or energy of a site, project, fleet or contract.

Every amount of watts or watt-hours is a candidate. What the words around it speak of (a site, a
plant, a contract; demand, a comparison, a forecast) goes into the evidence that the confidence
weighs; the power of a rack or a chip is left to the efficiency reader.
"""

import re
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extractors.claims.conditions import read_surroundings
from extractors.claims.context import Draft, Group, Sentence
from extractors.claims.cues import cues, first, found, window
from extractors.claims.orders import ordered
from extractors.claims.outlay import place_in
from extractors.claims.roles import (
    agreed,
    former_or_latter,
    is_organisation,
    owner,
    partner,
    settle,
    supplied,
)
from extractors.datafiles import read_json
from extractors.references import resolve_reference
from extractors.spans import ORGANISATIONS, SITES, Name, Quantity
from schema.units import ENERGY, POWER
from schema.vocabulary import Basis, CapacityStage, ClaimKind, EntityKind, Qualifier

_FILE = "capacities.json"
_NEAR, _AROUND = 40, 110  # characters to either side
_LARGEST_DEVICE = 2e7  # watts; no rack is announced with more
_LARGEST_CHIP = 5e4  # watts; no chip or server is announced with more
_SMALLEST = 1e6  # watts; no site is announced with less
_SENTENCE = 600  # characters of a sentence that are searched
_SITE_REACH = 14  # words between a site's name and its watts
#: "in Ohio (75 MW) and Georgia (765 MW)": the places of a list of sites.
_LISTED = re.compile(r"(?P<place>[A-Z][\w’-]{1,30}(?: [A-Z][\w’-]{1,30}){0,2}) \($")
_IN_PLACE = re.compile(r",? (?:in|near|at|outside) [\w’. -]{2,40}(?:, [\w. ]{2,20})? \(")
_OWNER_OF_WATTS = re.compile(r"(?:[’']s?) (?:(?:new|first|planned|own|nearby|future) ){0,2}")
_BREAK = re.compile(r"[;—]|, (?:while|but|and (?:it|he|she|they|the company|[A-Z][\w’']{1,30})) ")
#: "4 GW from Acme under the Borealis programme": whose sites they are is told beside it.
_UNDER = re.compile(
    r"\b(?:under|as part of|within|in the name of|known as) (?:the (?:name of )?)?$"
)


def is_device_power(sentence: Sentence, amount: Quantity) -> bool:
    """Whether watts are those of a rack or a chip rather than of a site."""
    if (amount.low or amount.high or 0.0) > _LARGEST_DEVICE:
        return False
    near = window(sentence, amount.start, amount.end, 2 * _NEAR, _NEAR)
    if first(cues(_FILE, "device"), near) is not None:
        return True
    small = (amount.low or amount.high or 0.0) < _LARGEST_CHIP
    named = any(
        name.kind is EntityKind.CHIP and abs(name.start - amount.start) <= _NEAR
        for name in sentence.names
    )
    return small and (named or _pattern("chip").search(near) is not None)


def is_other_power(sentence: Sentence, amount: Quantity) -> bool:
    """Whether watts are a demand, a shortfall, a comparison, or of a small machine."""
    if _is_scale(sentence, amount):
        return True
    small = amount.unit == POWER and max(amount.low or 0.0, amount.high or 0.0) < _SMALLEST
    if small and not _pattern("orbit").search(sentence.lower[:_SENTENCE]):
        return True
    after = sentence.between(amount.end, amount.end + _NEAR).lower()
    before = sentence.between(amount.start - 2 * _NEAR, amount.start).lower()
    return bool(_pattern("other_after").match(after) or _pattern("other_before").search(before))


def _is_scale(sentence: Sentence, amount: Quantity) -> bool:
    """Whether a unit without a number tells no amount: "gigawatt-scale designs"."""
    told = sentence.between(amount.start, amount.end).lower()
    if not _pattern("bare_unit").fullmatch(told):
        return False
    before = sentence.between(amount.start - _NEAR, amount.start).lower()
    after = sentence.between(amount.end, amount.end + 2 * _NEAR).lower()
    if _pattern("unit_alone").match(after) or _pattern("unit_counted").search(before + told):
        return True
    of_one = _pattern("scale_of_one").match(after) and _pattern("article").search(before + told)
    if of_one or _pattern("scale_before").search(before):
        return False
    return _pattern("scale_after").match(after) is not None


def draft_capacity(doc: Doc, sentence: Sentence, amount: Quantity) -> Draft | None:
    """The draft of a capacity for an amount of power or energy, or None for a device's."""
    if is_device_power(sentence, amount) or is_other_power(sentence, amount):
        return None
    near = window(sentence, amount.start, amount.end, _NEAR, _NEAR + 20)
    around = window(sentence, amount.start, amount.end, _AROUND, _AROUND)
    support = list(found(cues(_FILE, "support"), around))
    evidence = {f"near+{name}": 1.0 for name in found(cues(_FILE, "support"), near)}
    evidence |= {f"support={name}": 1.0 for name in support}
    evidence |= {f"against={name}": 1.0 for name in found(cues(_FILE, "against"), around)}
    evidence |= {f"near-{name}": 1.0 for name in found(cues(_FILE, "against"), near)}
    evidence |= {
        f"size={_size(amount)}": 1.0,
        "in_words": float(amount.written),
        "dated": float(bool(sentence.dates)),
        "named": float(bool(sentence.names)),
    }
    basis = first(cues(_FILE, "basis"), near) or first(cues(_FILE, "basis"), around)
    grows = _may_grow(sentence, amount)
    draft = Draft(
        kind=ClaimKind.CAPACITY,
        sentence=sentence,
        start=amount.start,
        end=amount.end,
        trigger=support[0] if support else "none",
        stage=_stage(sentence, amount),
        low=None if grows else amount.low,
        high=amount.high,
        unit=amount.unit,
        qualifier=Qualifier.UP_TO if grows else amount.qualifier,
        basis=Basis(basis) if basis else None,
        conditions=read_surroundings(sentence),
        subject=_site(doc, sentence, amount),
        kinds={"subject": SITES | ORGANISATIONS, "object": ORGANISATIONS},
        evidence=evidence,
    )
    _set_parties(sentence, draft)
    return draft


def _may_grow(sentence: Sentence, amount: Quantity) -> bool:
    """Whether an amount is the most that a site may come to: "could grow to 5 gigawatts"."""
    before = sentence.between(amount.start - _NEAR, amount.start).lower()
    return amount.low == amount.high and _pattern("may_grow").search(before) is not None


def _set_parties(sentence: Sentence, draft: Draft) -> None:
    """The parties that the construction decides."""
    if (order := ordered(sentence, draft.start, draft.end)) is not None and not (
        isinstance(draft.subject, Group) and draft.subject.names[0].kind is EntityKind.SITE
    ):
        draft.subject, draft.object = order
        how = "ordered"
    elif isinstance(draft.subject, Group):
        how = "site"
        site = draft.subject.canonical
        other = _receiver(sentence, draft) or partner(sentence, draft.start, draft.end, site)
        other = other or owner(sentence, draft.subject)
        # A site that is called by its owner ("Google Midlothian") has no other party in it.
        draft.object = None if other is not None and other.canonical in site else other
    elif (pair := supplied(sentence, draft.start, draft.end)) is not None:
        draft.subject, draft.object = pair
        how = "supplied"
    elif (both := agreed(sentence, draft.start)) is not None:
        draft.subject, draft.object = both
        how = "agreed"
    else:
        if _pattern("fleet").search(
            sentence.between(draft.start - 2 * _NEAR, draft.end + _NEAR).lower()
        ):
            # "Its contracted power is 2.9 GW": all sites of a firm, not the one told of last.
            draft.kinds["subject"] = ORGANISATIONS
        draft.subject = former_or_latter(sentence, draft.start, draft.end)
        draft.object = partner(sentence, draft.start, draft.end, None)
        how = "partner"
        if isinstance(draft.object, Group):
            draft.barred = frozenset({draft.object.canonical})
    draft.evidence[f"how={how}"] = 1.0
    settle(draft)


def _receiver(sentence: Sentence, draft: Draft) -> Group | None:
    """Who gets the watts of a site, where the words say so: "which supplies Acme with"."""
    pair = supplied(sentence, draft.start, draft.end) or agreed(sentence, draft.start)
    return pair[0] if pair is not None and not _is_same(pair[0], draft.subject) else None


def _is_same(one: Group, other: Group | str | None) -> bool:
    return isinstance(other, Group) and one.canonical == other.canonical


def _site(doc: Doc, sentence: Sentence, amount: Quantity) -> Group | None:
    """The site or programme that has the watts: the nearest of the clause, or "the campus"."""
    listed = _LISTED.search(sentence.between(amount.start - _NEAR, amount.start))
    if listed and not _is_address(sentence, amount) and (place := place_in(listed["place"])):
        end = amount.start - (len(listed.group()) - len(listed["place"]))
        name = Name(end - len(listed["place"]), end, listed["place"], place, EntityKind.SITE, None)
        return Group((name,))
    if _pattern("all_sites").search(
        sentence.between(amount.start - 2 * _NEAR, amount.start).lower()
    ):
        return None
    owned = _owned_since(sentence, amount)
    found = []
    for name in sentence.names:
        if name.end <= owned:
            continue
        gap = (name.end, amount.start) if name.end <= amount.start else (amount.end, name.start)
        distance = sentence.distance(*gap)
        joined = distance <= _SITE_REACH and not _BREAK.search(sentence.between(*gap))
        joined = joined and not _is_fed(sentence, amount, name)
        if joined and name.kind in SITES and not _is_whereabouts(sentence, name):
            found.append((name.entity_id is None, distance, name.start, name))
    if found:
        return Group((min(found)[3],))
    reach = sentence.between(amount.start - 2 * _NEAR, amount.end + _NEAR)
    match = _pattern("reference").search(reach.lower())
    if match is None:
        return None
    start = max(amount.start - 2 * _NEAR, sentence.start) + match.start()
    meant = resolve_reference(doc, start)
    return Group((meant,)) if meant is not None and meant.kind in SITES else None


def _is_address(sentence: Sentence, amount: Quantity) -> bool:
    """Whether a place says where a site is: "Cedar Hollow in Ohio (75 MW)"."""
    before = [name for name in sentence.names if name.end <= amount.start and name.kind in SITES]
    return (
        bool(before)
        and _IN_PLACE.fullmatch(sentence.between(before[-1].end, amount.start)) is not None
    )


def _is_fed(sentence: Sentence, amount: Quantity, name: Name) -> bool:
    """Whether a site only gets the watts of plants: "three plants, 2 GW in all, to power it"."""
    if name.start < amount.end:
        return False
    lead = sentence.between(amount.start - 2 * _NEAR, name.start).lower()
    return _pattern("feeding").search(lead) is not None


def _owned_since(sentence: Sentence, amount: Quantity) -> int:
    """Where the owner of the watts stands ("to Acme’s 960 MW campus"); names before have others."""
    nearest = next((g for g in reversed(sentence.groups) if g.end <= amount.start), None)
    if nearest and _OWNER_OF_WATTS.fullmatch(sentence.between(nearest.end, amount.start)):
        return nearest.start
    return sentence.start


def _is_whereabouts(sentence: Sentence, name: Name) -> bool:
    """Whether a place only says where ("In Virginia, the partners ...")."""
    lead = sentence.between(name.start - 24, name.start).lower()
    if name.kind is EntityKind.PROGRAMME and _UNDER.search(lead):
        return any(is_organisation(group) for group in sentence.groups)
    return lead.endswith("in ") and name.entity_id is None and " " not in name.written


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_json(_FILE)[name])


def _stage(sentence: Sentence, amount: Quantity) -> CapacityStage:
    """The stage told by the nearest words; planned where none does."""
    around = window(sentence, amount.start, amount.end, _AROUND, _AROUND)
    middle = around.find(sentence.between(amount.start, amount.end).lower())
    best = (_AROUND * 2, CapacityStage.PLANNED)
    for name, pattern in cues(_FILE, "stage"):
        for match in pattern.finditer(around):
            # A word before the amount governs it more often than one after it.
            distance = middle - match.end() if match.end() <= middle else match.start() - middle
            best = min(best, (distance, CapacityStage(name)))
    return best[1]


def _size(amount: Quantity) -> str:
    value = amount.low or amount.high or 0.0
    limits = ((1e5, "<0.1M"), (1e7, "<10M"), (1e9, "<1G"), (1.2e10, "<12G"))
    return next((label for limit, label in limits if value < limit), ">=12G")


@Language.component("gigawatch_capacities")
def gigawatch_capacities(doc: Doc) -> Doc:
    """Draft a capacity for each amount of power or energy that is not a device's."""
    for sentence in doc._.context.sentences:
        for amount in sentence.quantities:
            if amount.unit in {POWER, ENERGY}:
                draft = draft_capacity(doc, sentence, amount)
                if draft is not None:
                    doc._.drafts.append(draft)
    return doc
