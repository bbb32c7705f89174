"""Shares: one party's part of another's revenue, supply, market, electricity or equity.

The subject is whose revenue, supply or market it is; the object is the party that has the part.
"""

import re
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extractors.claims.context import Draft, Group, Sentence
from extractors.claims.cues import cues, first, found, window
from extractors.datafiles import read_json
from extractors.spans import Quantity
from schema.units import FRACTION
from schema.vocabulary import ClaimKind

_FILE = "shares.json"
_AFTER, _BEFORE, _AROUND = 80, 60, 90  # characters
_CUSTOMER = re.compile(r"\b(?:direct )?(Customer [A-F])\b")
_FROM = re.compile(r"^[^;.]{0,60}?\b(?:in|of|from) (?:its |the )?$")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_json(_FILE)[name])


def draft_share(sentence: Sentence, amount: Quantity) -> Draft | None:
    """The draft of a share for a fraction of a whole of the field, or None for others."""
    after = sentence.between(amount.end, amount.end + _AFTER).lower()
    before = window(sentence, amount.start, amount.start, _BEFORE, 0)
    whole = first(cues(_FILE, "wholes"), after) or first(cues(_FILE, "before"), before)
    if whole is None:
        return None
    around = window(sentence, amount.start, amount.end, _AROUND, _AROUND)
    evidence = {f"against={name}": 1.0 for name in found(cues(_FILE, "against"), around)}
    evidence |= {f"support={name}": 1.0 for name in found(cues(_FILE, "support"), around)}
    evidence |= {
        "of": float(after.lstrip().startswith("of ")),
        "named": float(bool(sentence.names)),
        "above_one": float((amount.low or amount.high or 0.0) > 1),
    }
    draft = Draft(
        kind=ClaimKind.SHARE,
        sentence=sentence,
        start=amount.start,
        end=amount.end,
        trigger=whole,
        low=amount.low,
        high=amount.high,
        unit=FRACTION,
        qualifier=amount.qualifier,
        evidence=evidence,
    )
    _parties(sentence, amount, draft)
    return draft


def _parties(sentence: Sentence, amount: Quantity, draft: Draft) -> None:
    """Set the parties that the construction itself decides; the rest is chosen later."""
    if draft.trigger == "electricity":
        area = _pattern("electricity_of").search(sentence.lower)
        draft.subject = f"{_AREAS.get(area['area'], area['area'])} electricity" if area else None
        users = _pattern("users").search(sentence.lower)
        draft.object = "data centers" if users else None
    elif draft.trigger == "stake":
        draft.subject = _following(sentence, amount)
    customer = _CUSTOMER.search(sentence.text)
    if customer is not None and draft.trigger == "revenue":
        draft.object = _nearest_customer(sentence, amount)
    fixed = {"subject"} if draft.subject else set()
    fixed |= {"object"} if draft.object else set()
    draft.fixed = frozenset(fixed)


_AREAS = {"u.s.": "US", "us": "US", "united states": "US", "america's": "US", "global": "global"}


def _following(sentence: Sentence, amount: Quantity) -> Group | None:
    """The company that a stake is in: "a 10% stake in Intel", "owns 27% of OpenAI"."""
    for group in sentence.groups:
        if group.start >= amount.end:
            between = sentence.between(amount.end, group.start).lower()
            return group if _FROM.match(between) else None
    return None


def _nearest_customer(sentence: Sentence, amount: Quantity) -> str:
    """The unnamed customer ("Customer A") that stands nearest before the share."""
    text = sentence.between(sentence.start, amount.start)
    names = [match[1] for match in _CUSTOMER.finditer(text)]
    return names[-1] if names else _CUSTOMER.findall(sentence.text)[0]


@Language.component("gigawatch_shares")
def gigawatch_shares(doc: Doc) -> Doc:
    """Draft a share for each fraction of revenue, supply, a market, power or equity."""
    for sentence in doc._.context.sentences:
        for amount in sentence.quantities:
            if amount.unit == FRACTION and (draft := draft_share(sentence, amount)) is not None:
                doc._.drafts.append(draft)
    return doc
