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
#: "the Cedar Hollow solar project": what may stand before the noun.
_OF_NATURE = rf"(?:(?:{cue('site_natures')}) ){{0,2}}"
_NOUN_AFTER = re.compile(
    rf" {_OF_NATURE}(?:{cue('site_nouns')})\b"
    r"(?! (?:market|industry|sector|boom|spending|construction|demand))",
    re.IGNORECASE,
)
#: "Cedar Hollow Campus": the noun is a part of the name.
_NOUN_WITHIN = re.compile(
    rf"(?!No |New |The )[^ ]{{2,40}} .{{0,80}}?(?:{cue('site_name_endings')})(?: \d{{1,2}})?"
)
#: "a campus in", "a campus of 240 MW in", "a plant to the south of".
_NOUN_BEFORE = re.compile(
    rf"\b(?:{cue('site_nouns')})"
    r"(?: (?:of|with) [\d.,]{1,9}[ -]?(?:MW|GW|megawatts?|gigawatts?)(?: of [a-z]{2,12} power)?,?)?"
    r"(?:,? (?:(?:which|that|it|they|now|currently|to|is|are|was|has|will|be|been|being|under) )"
    r"{0,4}(?:built|building|located|planned|planning|proposed|based|develop(?:ed|ing|ment)"
    r"|construct(?:ed|ing|ion)|sited|situated)(?: for)?)?"
    r" (?:in|near|outside|at|(?:to the )?(?:north|south|east|west)(?:ern)? (?:edge )?of"
    r"|(?:on|at) the (?:edge|outskirts) of|just outside)(?: the| rural| nearby| downtown)? $",
    re.IGNORECASE,
)
#: One of these words ends what stands between the noun and the place, or is the last but one.
_LEADING = frozenset({"in", "near", "outside", "at", "of"})
#: What ends the noun of a site before its place.
_WHERE = re.compile(r",? (?:in|near|outside|at|of|with|on|just|to|north|south|east|west)\b")
#: "it built a data center in", "the company’s", "The plant in": what tells of a firm named before.
_BACK_REFERENCE = re.compile(
    r"^(?:The )$|\b(?:[Ii]ts?|[Tt]hey|[Tt]heir|[Tt]he (?:[\w’'-]{1,15} )?"
    r"(?:company|firm|start-?up|group|developer|giant|maker|operator|utility|miner))\b"
)
#: "Cedar Hollow, a 200 MW solar project in Ohio": a name that words after it say is a site's.
_APPOSITION = re.compile(
    rf",? (?:which is )?\(?(?:an?|the|its|their|one of \w{{3,7}}) (?:[\w’'-]{{1,20}} ){{0,5}}?"
    rf"{_OF_NATURE}(?:{cue('site_nouns')})s?"
    r"(?=[,.;:)]| (?:in|near|with|that|which|of|on|at|to|for|outside|south|north|east|west"
    r"|being|under|proposed|planned|owned|operated|built|developed|expected|slated)\b)",
    re.IGNORECASE,
)
#: "a campus called Cedar Hollow"
_CALLED = re.compile(
    rf"\b(?:{cue('site_nouns')})(?: [^.;:\n]{{1,50}}?)?,? (?:called|named|dubbed|codenamed|known as"
    r"|by the name of|with the name(?: of)?|to be called|which it calls) [\"“‘']?$",
    re.IGNORECASE,
)
_NAMING = re.compile(r"(?:called|named|dubbed|codenamed|known as|name|name of|calls) [\"“‘']?$")
#: How far on a name may be said again, in characters.
_AGAIN_REACH = 3000
#: "Cedar Hollow, Ohio: 200 MW": a line that opens with the place that it tells of.
_OPENS_ENTRY = re.compile(r"(?:, ?[A-Z][\w.]{1,20}(?: [A-Z]\w{1,20})?)?(?: \([^()\n]{2,30}\))?: ")
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

    @property
    def is_named(self) -> bool:
        """Whether the words are a name of its own rather than that of a place."""
        return not self.at_place and (self.start, self.end) == (self.run.start, self.run.end)


def site_at(text: str, run: Run) -> Site | None:
    """The site that capitalised words name together with the noun after or before them."""
    if not run.opens_sentence and _NOUN_WITHIN.fullmatch(run.text):
        return Site(run.start, run.end, run, at_place=False)
    at_place = is_place(text, run)
    if not run.opens_sentence and (after := _NOUN_AFTER.match(text, run.end)):
        return Site(run.start, after.end(), run, at_place)
    if _is_said_to_be(text, run):
        return Site(run.start, run.end, run, at_place=False)
    if run.opens_sentence and at_place and _OPENS_ENTRY.match(text, run.end):
        return Site(run.start, run.end, run, at_place)
    return _site_in(text, run, at_place=at_place)


def _site_in(text: str, run: Run, *, at_place: bool) -> Site | None:
    """The site that a noun before a place names: "a campus in Alder Falls"."""
    lead = text[max(0, run.start - 90) : run.start]
    if _LEADING.isdisjoint(lead.lower().split()[-2:]):
        return None
    before = _NOUN_BEFORE.search(lead)
    if before and (at_place or _is_placed(text, run, before[0])):
        return Site(run.start - len(lead) + before.start(), run.end, run, at_place=True)
    return None


def without_descriptions(text: str, sites: Sequence[Site]) -> list[Site]:
    """The sites without those that only say what a named one is: "X, a solar project in Ohio"."""
    told = (_APPOSITION.match(text, site.end) for site in sites if site.is_named)
    ends = {said.end() for said in told if said is not None}
    return [s for s in sites if s.is_named or not any(e in ends for e in range(s.start, s.end))]


def site_ending(name: str) -> bool:
    """Whether a name ends in a noun for sites, so that its first word may stand for it."""
    return _NOUN_WITHIN.fullmatch(name) is not None


def _is_said_to_be(text: str, run: Run) -> bool:
    """Whether the words around a name say that it is a site's."""
    if run.opens_sentence and not _is_surely_name(text, run):
        return False
    if _APPOSITION.match(text, run.end):
        return True
    near = _NAMING.search(text, max(0, run.start - 16), run.start)
    return near is not None and bool(_CALLED.search(text, max(0, run.start - 100), run.start))


def _is_surely_name(text: str, run: Run) -> bool:
    """Whether words that open a sentence are a name: several, with a number, or said again."""
    several = " " in run.text or not run.text.isalpha() or run.text[1:].lower() != run.text[1:]
    return several or text.find(run.text, run.end, run.end + _AGAIN_REACH) >= 0


def _is_placed(text: str, run: Run, lead: str) -> bool:
    """Whether the words alone show that a place is meant: "a campus in Alder Falls"."""
    return " at " not in lead and not text.startswith(" of ", run.end)


def name_sites(text: str, sites: Sequence[Site], firms: Sequence[Name]) -> list[Name]:
    """The names of sites; ``firms`` are the organisations of the text, in order.

    A site at a place whose owner is not told beside it has the one told of with that place before.
    """
    owned: dict[str, str] = {}
    named = []
    for site in sorted(sites, key=lambda site: site.start):
        owner = _owner(text, site, firms) if site.at_place else None
        known = owner.canonical if owner else owned.get(site.run.text) if site.at_place else None
        if known is not None:
            owned[site.run.text] = known
        named.append(_name(text, site, known))
    return named


def _name(text: str, site: Site, owner: str | None) -> Name:
    written = text[site.start : site.end]
    canonical = f"{owner} {site.run.text}" if owner else _without_owner(text, site)
    entity = load_registry().find(canonical)
    if entity is not None:
        return Name(site.start, site.end, written, entity.name, entity.kind, entity.entity_id)
    return Name(site.start, site.end, written, canonical, EntityKind.SITE, None)


def _without_owner(text: str, site: Site) -> str:
    """The place or name, then what is there: "Rocky Mount campus"."""
    if site.is_named:
        return site.run.text
    if site.start == site.run.start:
        return text[site.start : site.end]
    noun = _WHERE.split(text[site.start : site.run.start], maxsplit=1)[0]
    return f"{site.run.text} {noun}"


def _owner(text: str, site: Site, firms: Sequence[Name]) -> Name | None:
    """The firm named last before the site in its sentence, past those it works with.

    Where the sentence names none but says "it" or "the company", the firm named last before it.
    """
    at = bisect_right(firms, site.start, key=lambda firm: firm.end) - 1
    nearest = None
    while at >= 0 and firms[at].end >= site.start - _OWNER_REACH:
        if ends := list(_SENTENCE_END.finditer(text, firms[at].end, site.start)):
            told = text[ends[-1].end() : site.start]
            nearest = nearest or (firms[at] if _BACK_REFERENCE.search(told) else None)
            break
        nearest = nearest or firms[at]
        if not _COMPANION.search(text, max(0, firms[at].start - 40), firms[at].start):
            return firms[at]
        at -= 1
    return nearest
