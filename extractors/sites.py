"""Sites named by place or nature: "the Cedar Hollow campus", "its data center in Abilene".

A site at a known place is called by its owner and the place ("Google Midlothian"), since the place
alone would name a town; the owner is the firm named last before it in the sentence.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.capitals import Run, is_place
from extractors.name_words import cue
from extractors.spans import Name
from schema.entity import load_registry
from schema.vocabulary import EntityKind

#: How far back in the sentence the owner may stand, in characters.
_OWNER_REACH = 160
_NOUN_AFTER = re.compile(
    rf" (?:{cue('site_nouns')})\b(?! (?:market|industry|sector|boom|spending|construction|demand))",
    re.IGNORECASE,
)
#: "Cedar Hollow Campus": the noun is a part of the name.
_NOUN_WITHIN = re.compile(
    rf"(?!No |New |The )[^ ]{{2,40}} .{{0,80}}?(?:{cue('site_name_endings')})(?: \d{{1,2}})?"
)
_NOUN_BEFORE = re.compile(
    rf"\b(?:{cue('site_nouns')}) (?:in|near|outside|at)(?: the| rural| nearby| downtown)? $",
    re.IGNORECASE,
)
#: "working with Chevron and Engine No. 1 to build": companions of the owner.
_COMPANION = re.compile(r"\b(?:with|alongside|from)\b(?: [\w&.,’'-]+){0,5} $")
_SENTENCE_END = re.compile(r"[.!?] |\n")


@dataclass(frozen=True)
class Site:
    """A phrase that names a site, and the capitalised words in it."""

    start: int
    end: int
    run: Run
    at_place: bool


def site_at(text: str, run: Run) -> Site | None:
    """The site that capitalised words name together with the noun after or before them."""
    if not run.opens_sentence and _NOUN_WITHIN.fullmatch(run.text):
        return Site(run.start, run.end, run, at_place=False)
    at_place = is_place(text, run)
    if not run.opens_sentence and (after := _NOUN_AFTER.match(text, run.end)):
        return Site(run.start, after.end(), run, at_place)
    lead = text[max(0, run.start - 60) : run.start]
    before = _NOUN_BEFORE.search(lead)
    if before and (at_place or _is_placed(text, run, before[0])):
        return Site(run.start - len(lead) + before.start(), run.end, run, at_place=True)
    return None


def _is_placed(text: str, run: Run, lead: str) -> bool:
    """Whether the words alone show that a place is meant: "a campus in Alder Falls"."""
    return " at " not in lead and not text.startswith(" of ", run.end)


def name_site(text: str, site: Site, firms: Sequence[Name]) -> Name:
    """The name of a site; ``firms`` are the organisations of the text, in order."""
    written = text[site.start : site.end]
    owner = _owner(text, site, firms) if site.at_place else None
    canonical = f"{owner.canonical} {site.run.text}" if owner else _without_owner(text, site)
    entity = load_registry().find(canonical)
    if entity is not None:
        return Name(site.start, site.end, written, entity.name, entity.kind, entity.entity_id)
    return Name(site.start, site.end, written, canonical, EntityKind.SITE, None)


def _without_owner(text: str, site: Site) -> str:
    """The place or name, then what is there: "Rocky Mount campus"."""
    if site.start == site.run.start:
        return text[site.start : site.end]
    noun = re.split(r" (?:in|near|outside|at)\b", text[site.start : site.run.start])[0]
    return f"{site.run.text} {noun}"


def _owner(text: str, site: Site, firms: Sequence[Name]) -> Name | None:
    """The firm named last before the site in its sentence, past those it works with."""
    at = bisect_right(firms, site.start, key=lambda firm: firm.end) - 1
    nearest = None
    while at >= 0 and firms[at].end >= site.start - _OWNER_REACH:
        if _SENTENCE_END.search(text, firms[at].end, site.start):
            break
        nearest = nearest or firms[at]
        if not _COMPANION.search(text, max(0, firms[at].start - 40), firms[at].start):
            return firms[at]
        at -= 1
    return nearest
