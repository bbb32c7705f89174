"""Names that the registry does not know, found from the words around them.

A capitalised run becomes a candidate when the text treats it as an organisation, a site or a
programme somewhere: by its suffix, an apposition, a verb that only companies are the subject of,
an office, a relation. The evidence of all its mentions adds up; people, places, publishers and
products never count.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from extractors.capitals import Run, is_place, runs
from extractors.name_words import cue, is_never_a_name, name_words
from extractors.people import find_people
from extractors.regions import Regions
from extractors.sites import Site, name_sites, site_at, site_ending, without_descriptions
from extractors.spans import Name
from schema.vocabulary import EntityKind

#: Evidence at which a run is believed to be a name.
_ENOUGH = 2
_PROOF = 3
_WINDOW = 48

_NOUNS = cue("organisation_nouns")
_AFTER: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r",? (?:Inc|Corp|Ltd|LLC|PLC|plc|AG|SE|NV|GmbH)\b"), 3),
    (re.compile(r",? ?\((?:NASDAQ|Nasdaq|NYSE|LSE|TSX|ASX|TSE|KRX|HKEX)(?: [A-Z]{1,4})?: ?\w"), 3),
    (re.compile(rf", an? (?:[\w.’'&$-]{{1,24}} ){{0,5}}?(?:{_NOUNS})\b"), 3),
    (
        re.compile(
            r",? (?:which is )?(?:an?|the|one of the|its|another) "
            rf"(?:[\w.’'&$-]{{1,24}},? ){{0,7}}?(?:{_NOUNS})\b"
        ),
        2,
    ),
    (re.compile(r" (?:CEO|CFO|CTO|COO|co-founder|founder|chief executive)\b"), 2),
    (
        re.compile(
            r"(?:,? which)? (?:has |have |had |also |recently |reportedly |already |just ){0,2}"
            rf"(?:{cue('organisation_verbs')})\b"
        ),
        1,
    ),
    (
        re.compile(
            r"(?:,[^,;.]{1,80},| of [A-Z][a-z]{1,20})?"
            r" (?:(?:has|have|had|will|also|is|to) ){0,3}(?:co-)?(?:led|leads?)"
            r" (?:it|an?|the|this|its) (?:[^.;]|\.\d){0,40}?"
            r"\b(?:round|raise|[Ss]eries [A-H]|financing|funding)\b"
        ),
        2,
    ),
    (re.compile(r" (?:has been|was|is) (?:founded|acquired|valued|backed|building|raising)\b"), 2),
    (re.compile(rf"['’]s? (?:[\w-]{{1,20}} ){{0,2}}?(?:{cue('owned_nouns')})\b"), 1),
    (re.compile(r"-(?:backed|owned|led|built|powered|designed|made|operated)\b"), 1),
    (
        re.compile(
            r" (?:plans|agreed|expects|aims|intends|hopes|wants|will|would|could"
            r"|has|have|had|gets|owns) "
        ),
        1,
    ),
    (re.compile(rf" (?:{cue('owned_nouns')})\b"), 1),
)  # fmt: skip
#: The last words before a name, and what they are worth.
_LEADS: dict[str, int] = dict.fromkeys(name_words()["cues"]["organisation_nouns"], 2)
_LEADS |= {"ceo of": 2, "cfo of": 2, "cto of": 2, "founder of": 2, "ceo at": 2, "such as": 1}
_LEADS |= dict.fromkeys(["with", "from", "by", "like", "including", "via", "versus"], 1)
_LEADS |= dict.fromkeys(name_words()["cues"]["relation_words"], 1)
#: "the Reno startup", "Reno-based": what only tells more of the noun after it.
_QUALIFIES = re.compile(
    r"[-’']| (?!(?:has|had|have|is|are|was|were|will|would|can|could|may|to|with|and|by|for|in|on"
    r"|at|of)\b|[a-z]{2,20}(?:ed|ly|[^s]s)\b)[a-z]{2}"
)
#: "Alder Falls, Ohio", "in Ohio": a region that only says where.
_WHEREABOUTS = re.compile(r"(?:,|\b[Ii]n|\band) $")
_LIST_BEFORE = re.compile(r"(?:,|,? and|,? or) $")
_LIST_AFTER = re.compile(r"(?:,|,? and|,? or) ")
#: "the Acme 300 chip", and "the AC300, an accelerator for inference", but no "Acme, a chip maker".
_CHIP_AFTER = re.compile(
    rf" (?:{cue('chip_nouns')})\b"
    rf"|, (?:an?|the|its) (?:[\w-]{{1,24}} ){{0,5}}?(?:{cue('product_nouns')})"
    r"(?=[,.;:)]| (?:that|which|for|with|built|designed|meant|made|on|in|to|is|of|aimed|from)\b)",
    re.IGNORECASE,
)
#: "the satellite, AC1, is", "a chip called Ember": what a name right after it names.
_CHIP_BEFORE = re.compile(
    rf"\b(?:{cue('product_nouns')})(?:,? (?:called|named|dubbed|codenamed|known as) [\"'“‘]?|, )$"
)
_NAME_ENDS = re.compile(r"[\"'”’]?(?:,|\.| (?:is|are|was|were|that|which|will|has|and|to)\b)")
_DETERMINERS = (
    "the ",
    "a ",
    "an ",
    "'s ",
    "’s ",
    "its ",
    "their ",
    "this ",
    "our ",
    "his ",
    "her ",
)
_NUMBERED = re.compile(
    r"One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|[A-Z]{0,2}\d{1,4}[A-Za-z]{0,2}|[IVX]{1,4}"
)
_LOWER_WORD = re.compile(r"\b[a-z][\w-]{2,40}")
_CAMEL = re.compile(r"[a-z][A-Z]|[A-Za-z]\d|\.(?:ai|AI|io)$")


@dataclass
class _Sightings:
    """What the text tells about one spelling."""

    runs: list[Run]
    evidence: int = 0
    is_chip: bool = False
    stands_free: bool = False


class Unknown(NamedTuple):
    """What a text names outside the registry, in the order of the text.

    ``doubtful`` are capitalised words without evidence enough, and regions: no names for most
    purposes, but where a number must be somebody's, it may be theirs.
    """

    names: list[Name]
    doubtful: list[Name]


def unknown_names(
    text: str, known: Sequence[Name], headlines: Regions, turned: Collection[str] = ()
) -> Unknown:
    """Candidates for names outside the known ones.

    ``turned`` are spellings of entities to which the text gives another sense; they name nobody.
    """
    taken = Regions((name.start, name.end) for name in known)
    capitalised = list(runs(text, taken))
    persons = {run.start for run, _ in find_people(text, capitalised)}
    sightings: dict[str, _Sightings] = defaultdict(lambda: _Sightings([]))
    sites: list[Site] = []
    regions: list[Run] = []
    for run in capitalised:
        if run.start in persons or run.attached or run.text in turned:
            continue
        if is_never_a_name(run.text):
            continue
        if (site := _site(text, run, headlines)) is not None:
            sites.append(site)
        elif is_place(text, run):
            regions.append(run)
        else:
            _see(sightings[run.text], text, run, run.start not in headlines)
    sites = [*without_descriptions(text, sites), *_named_again(sites, sightings)]
    believed = _believed(text, sightings, taken)
    full = _short_forms(text, believed, sightings)
    makers = believed | full.keys() | {name.written for name in known}
    products = {name for name in sightings if _is_numbered(name, makers)}
    for name in products:
        sightings[name].is_chip = True
    believed |= products
    found = [
        Name(run.start, run.end, run.text, full.get(name, name), _kind(name, sightings[name]), None)
        for name in sorted(believed | full.keys())
        for run in sightings[name].runs
    ]
    named = sorted((*known, *found), key=lambda name: name.end)
    firms = [name for name in named if name.kind is EntityKind.ORGANISATION]
    found += name_sites(text, [site for site in sites if site.start not in taken], firms)
    sighted = {name: seen for name, seen in sightings.items() if name not in believed | full.keys()}
    return Unknown(
        sorted(found, key=lambda name: name.start),
        sorted(_doubtful(text, sighted, regions), key=lambda name: name.start),
    )


def _doubtful(text: str, sighted: dict[str, _Sightings], regions: Sequence[Run]) -> Iterator[Name]:
    """Words that may be names, and regions; one word that opens a sentence may be any word."""
    for name, seen in sighted.items():
        is_sure = " " in name or any(not run.opens_sentence for run in seen.runs)
        for run in seen.runs if is_sure else ():
            if _stands_free(text, run) or not _QUALIFIES.match(text, run.end):
                yield Name(run.start, run.end, run.text, name, None, None)
    for run in regions:
        told = _WHEREABOUTS.search(text, max(0, run.start - 5), run.start)
        if told is None and not _QUALIFIES.match(text, run.end):
            yield Name(run.start, run.end, run.text, run.text, EntityKind.SITE, None)


def _named_again(sites: Sequence[Site], sightings: dict[str, _Sightings]) -> list[Site]:
    """Where the names of sites stand again by themselves, whole or without the last words."""
    own = {site.run.text: site.run for site in sites if site.is_named}
    short = {name.partition(" ")[0]: name for name in own if site_ending(name)}
    again = []
    for written in (own.keys() | short.keys()) & sightings.keys():
        full = short.get(written, written)
        again += [
            Site(run.start, run.end, replace(run, text=full), at_place=False)
            for run in sightings.pop(written).runs
        ]
    return again


def _see(seen: _Sightings, text: str, run: Run, counts: bool) -> None:
    """Add one mention to what is known of a spelling."""
    seen.runs.append(run)
    if counts:
        seen.evidence += _evidence(text, run)
        seen.stands_free |= not run.opens_sentence and _stands_free(text, run)
        introduced = _is_introduced(text, run)
        seen.evidence += introduced
        seen.is_chip |= introduced or bool(_CHIP_AFTER.match(text, run.end))


def _is_introduced(text: str, run: Run) -> bool:
    """Whether a common noun before a name says that it is a product's."""
    before = _CHIP_BEFORE.search(text[max(0, run.start - _WINDOW) : run.start])
    return before is not None and _NAME_ENDS.match(text, run.end) is not None


def _believed(text: str, sightings: dict[str, _Sightings], taken: Regions) -> set[str]:
    """The spellings with evidence enough, then those that stand in a list beside such a name."""
    totals = {
        name: seen.evidence + seen.stands_free + seen.is_chip + _shape(name, seen)
        for name, seen in sightings.items()
    }
    believed = {name for name, total in totals.items() if total >= _ENOUGH}
    spans = [(run.start, run.end) for name in believed for run in sightings[name].runs]
    beside = Regions(spans)
    for name, total in totals.items():
        if total == _ENOUGH - 1 and any(
            _listed(text, run, taken) or _listed(text, run, beside) for run in sightings[name].runs
        ):
            believed.add(name)
    return believed


def _evidence(text: str, run: Run) -> int:
    """How strongly the words around one mention speak for an organisation."""
    before = text[max(0, run.start - _WINDOW) : run.start].lower().replace(",", "").split()
    after = next((worth for pattern, worth in _AFTER if pattern.match(text, run.end)), 0)
    lead = max(_LEADS.get(" ".join(before[-2:]), 0), _LEADS.get("".join(before[-1:]), 0))
    # One capitalised word that opens a sentence may be any word, unless what follows is proof.
    doubtful = run.opens_sentence and " " not in run.text and after < _PROOF
    return min(after + lead, 1) if doubtful else after + lead


def _stands_free(text: str, run: Run) -> bool:
    """Whether a name stands here as firms' names do: no article, owner or state before it."""
    before = text[max(0, run.start - 12) : run.start].lower()
    return not before.endswith(_DETERMINERS) and not (run.text.isupper() and len(run.text) < 6)


def _listed(text: str, run: Run, others: Regions) -> bool:
    """Whether a name of the others stands beside it in a list."""
    before = _LIST_BEFORE.search(text, max(0, run.start - 6), run.start)
    after = _LIST_AFTER.match(text, run.end)
    return bool((before and before.start() - 1 in others) or (after and after.end() in others))


@cache
def _suffixes() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    words = name_words()["suffixes"]
    return (
        frozenset(words["strong"]),
        frozenset(words["weak"]),
        frozenset(words["programme_first"]),
    )


def _shape(name: str, seen: _Sightings) -> int:
    """Evidence in the spelling itself: a corporate suffix, capitals within a word."""
    strong, weak, programme = _suffixes()
    words = name.split(" ")
    free = any(not run.opens_sentence for run in seen.runs)
    if len(words) > 1 and (words[-1] in strong or words[0] in programme):
        return 2 if free else 1
    if len(words) > 1 and words[-1] in weak:
        return 1
    return int(bool(_CAMEL.search(name)))


def _is_numbered(name: str, makers: set[str]) -> bool:
    """Whether a name is that of a maker with a number, as products are ("Acme Two", "Acme-3")."""
    return any(
        maker in makers and _NUMBERED.fullmatch(last)
        for maker, _, last in (name.rpartition(" "), name.rpartition("-"))
    )


def _kind(name: str, seen: _Sightings) -> EntityKind:
    if seen.is_chip:
        return EntityKind.CHIP
    is_programme = name.split(" ", maxsplit=1)[0] in _suffixes()[2] and " " in name
    return EntityKind.PROGRAMME if is_programme else EntityKind.ORGANISATION


def _site(text: str, run: Run, headlines: Regions) -> Site | None:
    """The site that a run names, unless capitals say nothing here or a firm's name ends so."""
    if run.start in headlines or _has_suffix(run.text):
        return None
    return site_at(text, run)


def _has_suffix(name: str) -> bool:
    strong, weak, _ = _suffixes()
    return " " in name and name.rsplit(" ", maxsplit=1)[-1] in strong | weak


def _short_forms(text: str, believed: set[str], sightings: dict[str, _Sightings]) -> dict[str, str]:
    """Shorter names of believed ones: "Cloverleaf" for "Cloverleaf Infrastructure"."""
    short = {name: name.partition(" ")[0] for name in sorted(believed) if " " in name}
    short = {name: first for name, first in short.items() if len(first) > 3 and first in sightings}
    common = set(_LOWER_WORD.findall(text)) if short else set()
    return {first: name for name, first in short.items() if first.lower() not in common}
