"""Volumes: counts of chips, systems, satellites, batteries, turbines, sites.

The counted thing is the noun after the number as written, cut at its head; a number without a
noun ("more than 300 in 34 countries") counts what the sentence named last.
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extractors.claims.context import Context, Draft, Group, Sentence
from extractors.claims.cues import cues, found, window
from extractors.claims.roles import CHIPS, ORGANISATIONS, SITES, named_within
from extractors.claims.things import thing_of
from extractors.datafiles import read_json
from extractors.spans import Quantity
from schema.units import COUNT
from schema.vocabulary import ClaimKind, EntityKind, Qualifier

_FILE = "volumes.json"
_AROUND = 80  # characters to either side
_REACH_BACK = 120  # how far back the noun of a bare number may stand
#: Words that stand for a thing named near them.
_GENERIC = frozenset({"chips", "gpus", "accelerators", "processors", "ai chips"})
_HAVING = frozenset({"has", "have", "had", "uses", "used", "owns", "operates", "runs", "to"})
#: Verbs and marks right after a bare number that counts ("64 go into a rack").
_OF_A_COUNT = frozenset({"go", "goes", "went", "fit", "are", "were", "will", "to", "launched"})
_NOUN = 60  # characters in which the thing of a worded count stands
_WORDS = re.compile(r"[\w’'-]+(?: [\w’'-]+){0,4}")
_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
]
_SERIES = re.compile(r"^(?:[a-z]{1,3} )?series\b")  # "RTX 50-series GPUs" are no fifty GPUs
_CHIP = frozenset({EntityKind.CHIP})
_LEADING = re.compile(
    r"^(?:(?:new|more|additional|advanced|different|separate|other|such|total|planned|sizable|large|"
    r"existing|dedicated|specialized|unregulated|unpermitted|prototype|modern|massive)\s+)+"
)


def draft_volume(context: Context, sentence: Sentence, count: Quantity) -> Draft | None:
    """The draft of a volume for a count of things of the field, or None for other counts."""
    thing = _thing(count.noun) if count.noun else _thing_before(sentence, count)
    if thing is None:
        return None
    kind, noun = thing
    around = window(sentence, count.start, count.noun_end or count.end, _AROUND, _AROUND)
    chips = any(name.kind is EntityKind.CHIP for name in sentence.names)
    evidence = {f"verb={name}": 1.0 for name in found(cues(_FILE, "verbs"), around)}
    evidence |= {f"against={name}": 1.0 for name in found(cues(_FILE, "against"), around)}
    evidence |= {
        "bare": float(not count.noun),
        "in_words": float(count.written),
        f"size={_size(count)}": 1.0,
        "named": float(bool(sentence.names)),
        "chip_named": float(chips),
        "later_in_noun": float(noun.count(" ") > 2),
    }
    counted = _object(context, sentence, count, noun)
    draft = Draft(
        kind=ClaimKind.VOLUME,
        sentence=sentence,
        start=count.start,
        end=count.end,
        trigger=kind,
        low=count.low,
        high=count.high,
        unit=COUNT,
        qualifier=count.qualifier,
        object=counted,
        fixed=frozenset({"object"}),
        kinds={"subject": SITES | ORGANISATIONS | CHIPS},
        barred=named_within(sentence, count.end, count.noun_end) | _counted_names(counted),
        evidence=evidence,
    )
    if kind == "cores":
        _set_chip(context, draft)
    return draft


def _counted_names(counted: Group | str) -> frozenset[str]:
    """The counted thing's own names, which cannot be who has it."""
    if isinstance(counted, str):
        return frozenset()
    return frozenset({counted.canonical, *(name.canonical for name in counted.names)})


def _set_chip(context: Context, draft: Draft) -> None:
    """Cores and transistors are those of a chip."""
    span = (draft.start, draft.end)
    chip = thing_of(context, draft.sentence, span, _CHIP, after=False)
    if chip is not None:
        draft.subject = chip.party
        draft.fixed |= {"subject"}


def _thing(noun: str) -> tuple[str, str] | None:
    """The class of a counted phrase, and the phrase up to its head ("GB200 chips")."""
    lower = noun.lower()
    if _SERIES.match(lower):
        return None
    matches = [
        (match.start(), match.end(), name)
        for name, pattern in cues(_FILE, "things")
        for match in pattern.finditer(lower)
    ]
    if not matches:
        return None
    _, end, kind = min(matches)
    # A noun right after is the head: "data center satellites" are satellites.
    for start, stop, name in sorted(matches):
        if start == end + 1:
            end, kind = stop, name
    return kind, _LEADING.sub("", noun[:end])


def _thing_before(sentence: Sentence, count: Quantity) -> tuple[str, str] | None:
    """What a bare number counts: the last thing of the field that was named before it."""
    if count.written or not _may_stand_alone(sentence, count):
        return None
    low = max(count.start - sentence.start - _REACH_BACK, 0)
    text = sentence.text[low : count.start - sentence.start]
    last: tuple[int, str, str] | None = None
    for name, pattern in cues(_FILE, "things"):
        for match in pattern.finditer(text.lower()):
            if last is None or match.start() > last[0]:
                last = (match.start(), name, text[match.start() : match.end()])
    return None if last is None else (last[1], last[2])


def _may_stand_alone(sentence: Sentence, count: Quantity) -> bool:
    """Whether a bare number counts: about 40, another six, "it was using 46", "64 go into"."""
    if count.qualifier is not Qualifier.EXACT or count.further:
        return True
    before = sentence.before(count.start, 1)
    if before and (before[-1].endswith("ing") or before[-1] in _HAVING):
        return True
    after = sentence.after(count.end, 1)
    return bool(after) and after[0] in _OF_A_COUNT


def _worded(sentence: Sentence) -> Iterator[Quantity]:
    """Counts without a cardinal number: a pair of reactors, its fourth site, the 11,000th."""
    for match in _pattern("worded").finditer(sentence.lower):
        start, end = (sentence.start + at for at in match.span())
        noun = _WORDS.match(sentence.between(end, end + _NOUN))
        if noun is not None:
            value = 2.0 if match["pair"] else 1.0 if match["single"] else _nth(match["nth"])
            stop = end + noun.end()
            yield Quantity(start, end - 1, value, value, COUNT, Qualifier.EXACT, noun.group(), stop)


def _nth(written: str) -> float:
    if written[0].isdigit():
        return float(written[:-2].replace(",", ""))
    return float(_ORDINALS.index(written))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_json(_FILE)[name])


def _object(context: Context, sentence: Sentence, count: Quantity, noun: str) -> Group | str:
    """The thing in names where the text has them: in the phrase, near it, else its own words."""
    if not count.noun:
        return noun
    end = count.noun_end - len(count.noun) + len(noun)
    inside = _named(sentence, count.end, end, CHIPS)
    if inside is not None and "equivalent" not in noun:
        return inside
    if noun.lower() in _GENERIC:
        near = _named(sentence, sentence.start, sentence.end, CHIPS)
        before = context.sentences[sentence.index - 1] if sentence.index > 1 else None
        if near is None and before is not None:
            near = _named(before, before.start, before.end, CHIPS)
        return near or noun
    maker = _named(sentence, count.end, end, frozenset({EntityKind.ORGANISATION}))
    if maker is not None and maker.names[0].written in noun:
        rest = noun.partition(maker.names[0].written)[2].lstrip("-–’'s ")
        return f"{maker.names[0].canonical} {rest}"
    return noun


def _named(
    sentence: Sentence, start: int, end: int, kinds: AbstractSet[EntityKind | None]
) -> Group | None:
    """The first names of a kind between two offsets, listed names together."""
    for group in sentence.groups:
        names = tuple(n for n in group.names if n.kind in kinds)
        if names and start <= names[0].start < max(end, start + 1):
            return Group(names)
    return None


def _size(count: Quantity) -> str:
    value = count.low or count.high or 0.0
    limits = ((3, "<3"), (10, "<10"), (100, "<100"), (1e4, "<10k"), (1e6, "<1M"))
    return next((label for limit, label in limits if value < limit), ">=1M")


@Language.component("gigawatch_volumes")
def gigawatch_volumes(doc: Doc) -> Doc:
    """Draft a volume for each count of things of the field."""
    context: Context = doc._.context
    for sentence in context.sentences:
        counts = [amount for amount in sentence.quantities if amount.unit == COUNT]
        for count in counts:
            if (draft := draft_volume(context, sentence, count)) is not None:
                doc._.drafts.append(draft)
        for count in _worded(sentence):
            if (draft := draft_volume(context, sentence, count)) is not None:
                draft.evidence["worded"] = 1.0
                doc._.drafts.append(draft)
    return doc
