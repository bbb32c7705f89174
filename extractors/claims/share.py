"""Shares: one party's part of another's revenue, supply, market, electricity or equity.

What the fraction is a part of stands right behind it, before it, or was told just before ("and
AMD 10%", "OpenAI accounts for 45% of that"). Whose it is and who has it: ``share_parties.py``.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from extractors.claims.context import Context, Draft, Group, Sentence
from extractors.claims.cues import cues, first, window
from extractors.claims.labels import name_customers
from extractors.claims.share_parties import (
    ELLIPSIS,
    REACH,
    group_after,
    possessor,
    set_parties,
    users,
)
from extractors.datafiles import read_json
from extractors.spans import ORGANISATIONS, Quantity
from schema.units import FRACTION
from schema.vocabulary import ClaimKind

_FILE = "shares.json"
_AFTER, _BEFORE = 90, 70  # characters
_ELLIPTIC = 40  # characters before a fraction whose whole is left out
_RECENT = 2  # sentences within which a whole is still spoken of
_MEETS = re.compile(
    r"\b(?:meet|meets|cover|covers|satisfy|pay|paid|funds?|requires?)\W+(?:\w+\W+){0,2}$"
)
_EACH = re.compile(r"^,? (?:apiece|each)\b")


class _Whole(NamedTuple):
    """What a fraction is a part of, and how the text tells it."""

    kind: str
    how: str


class _Around(NamedTuple):
    """The text to either side of a fraction, in lower case."""

    before: str
    after: str

    def ends(self, pattern: str, trimmed: str) -> bool:
        """Whether the text before ends with a pattern, once words of another are cut off."""
        return _pattern(pattern).search(_trim(trimmed, self.before)) is not None

    def goes_on(self, pattern: str) -> bool:
        """Whether the text behind begins with a pattern."""
        return _pattern(pattern).match(self.after) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_json(_FILE)[name])


def _trim(name: str, text: str) -> str:
    return _pattern(name).sub("", text, count=1)


def draft_shares(context: Context, sentence: Sentence, told: Draft | None) -> Iterator[Draft]:
    """A draft for each fraction of a whole; ``told`` is the share that was told last."""
    for amount in sentence.quantities:
        if amount.unit != FRACTION:
            continue
        whole = _whole(context, sentence, amount, told)
        if whole is None or (whole.kind == "electricity" and not users(context, sentence)):
            continue
        draft = _draft(sentence, amount, whole)
        draft.goes_on = told if whole.how in {"same", "before"} else None
        set_parties(context, amount, draft, draft.goes_on)
        told = draft
        yield from _each(draft)


def _each(draft: Draft) -> Iterator[Draft]:
    """One draft for each of several parties that have the part apiece."""
    holders = draft.object.names if isinstance(draft.object, Group) else ()
    after = draft.sentence.between(draft.end, draft.end + _AFTER).lower()
    if len(holders) > 1 and _EACH.match(after):
        for name in holders:
            yield replace(draft, object=Group((name,)))
    else:
        yield draft


def _whole(
    context: Context, sentence: Sentence, amount: Quantity, told: Draft | None
) -> _Whole | None:
    """What the fraction is a part of, or None where it is a change, a rate or a survey."""
    around = _Around(
        sentence.between(amount.start - _BEFORE, amount.start).lower(),
        sentence.between(amount.end, amount.end + _AFTER).lower(),
    )
    vague = amount.written and not sentence.names
    if vague or max(amount.low or 0.0, amount.high or 0.0) > 1:
        return None
    recent = told if told and sentence.index - told.sentence.index <= _RECENT else None
    if _is_no_share(around, recent):
        return None
    if (kind := _said(sentence, amount, around)) is not None:
        return _Whole(kind, "here")
    return (
        _told_here(sentence, amount, around, recent)
        or _listed(context, sentence, amount, around)
        or _told_before(around, recent)
    )


def _is_no_share(around: _Around, recent: Draft | None) -> bool:
    """Whether the words around a fraction tell a change, a rate or a survey."""
    if around.goes_on("growth_after") or around.goes_on("chance"):
        return True
    if recent is not None and around.ends("level_before", "hedges"):
        return False  # "is to rise to 12%" of what was told
    reaches = around.after.startswith(" of ") and around.before.endswith((" to ", " from "))
    return not reaches and _pattern("growth_before").search(around.before) is not None


def _said(sentence: Sentence, amount: Quantity, around: _Around) -> str | None:
    """The whole where the clause itself tells it, behind the fraction or before it."""
    whole = first(cues(_FILE, "wholes"), around.after)
    if whole is not None:
        return whole
    if _company_after(sentence, amount):
        return "stake"
    if around.ends("owns", "hedges") and around.goes_on("ventures"):
        return "stake"
    levels, hedges = _trim("levels", around.before), _trim("hedges", around.before)
    for name, pattern in cues(_FILE, "before"):
        if pattern.search(hedges if name == "stake" else levels):
            return name
    return "supply" if possessor(sentence, amount) is not None else None


def _told_here(
    sentence: Sentence, amount: Quantity, around: _Around, recent: Draft | None
) -> _Whole | None:
    """The whole that the sentence told before, or equity that someone is said to keep."""
    same = recent is not None and recent.sentence is sentence
    ellipsis = ELLIPSIS.search(around.before[-_ELLIPTIC:]) is not None
    if same and recent is not None and ellipsis and (not amount.noun or around.goes_on("ends")):
        return _Whole(recent.trigger, "same")
    keeps = around.ends("keeps", "hedges") or around.ends("whose_own", "hedges")
    return _Whole("stake", "kept") if keeps and around.goes_on("ends") else None


def _told_before(around: _Around, recent: Draft | None) -> _Whole | None:
    """The whole that a sentence before told, where words go on about it: "Acme stood for 9%"."""
    if recent is None or not around.goes_on("ends"):
        return None
    before = around.before[-_ELLIPTIC:]
    verb = _pattern("verbs").search(before) or ELLIPSIS.search(before)
    if verb or around.ends("level_before", "hedges"):
        return _Whole(recent.trigger, "before")
    return None


def _listed(
    context: Context, sentence: Sentence, amount: Quantity, around: _Around
) -> _Whole | None:
    """A whole that stands apart: "45% of that", "of its output 60% is for", "54% for Acme"."""
    before = sentence.between(max(amount.start - REACH, sentence.start), amount.start).lower()
    earlier = context.sentences[sentence.index - 1].lower[-REACH:] if sentence.index else ""
    if around.goes_on("all_of_it"):
        kinds = cues(_FILE, "kinds")
        return _Whole(first(kinds, before) or first(kinds, earlier) or "supply", "it")
    if not around.goes_on("ends"):
        return None
    if (match := _pattern("fronted").search(before)) is not None:
        return _Whole(first(cues(_FILE, "kinds"), match["words"]) or "supply", "fronted")
    kind = first(cues(_FILE, "kinds"), before)
    to_whom = group_after(sentence, amount, _pattern("to_whom"))
    return _Whole(kind, "list") if kind and to_whom and to_whom.names[0].kind else None


def _company_after(sentence: Sentence, amount: Quantity) -> bool:
    """Whether the whole is a company by name: "up to 10% of AMD"."""
    return any(
        name.kind in ORGANISATIONS
        and sentence.between(amount.end, name.start).lower().strip() == "of"
        and not sentence.between(name.end, name.end + 2).startswith(("'", "’"))
        for name in sentence.names
    )


def _draft(sentence: Sentence, amount: Quantity, whole: _Whole) -> Draft:
    near = window(sentence, amount.start, amount.end, _BEFORE, 0)
    return Draft(
        kind=ClaimKind.SHARE,
        sentence=sentence,
        start=amount.start,
        end=amount.end,
        trigger=whole.kind,
        low=amount.low,
        high=amount.high,
        unit=FRACTION,
        qualifier=amount.qualifier,
        kinds={"subject": ORGANISATIONS},
        evidence={
            f"whole={whole.how}": 1.0,
            "verb": float(_pattern("verbs").search(near) is not None),
            "named": float(bool(sentence.names)),
            "in_words": float(amount.written),
            "meets": float(_MEETS.search(near) is not None),
        },
    )


@Language.component("gigawatch_shares")
def gigawatch_shares(doc: Doc) -> Doc:
    """Draft a share for each fraction of revenue, supply, a market, power or equity."""
    context: Context = doc._.context
    told: Draft | None = None
    shares: list[Draft] = []
    for sentence in context.sentences:
        for draft in draft_shares(context, sentence, told):
            shares.append(draft)
            told = draft
    name_customers(context, shares)
    doc._.drafts.extend(shares)
    return doc
