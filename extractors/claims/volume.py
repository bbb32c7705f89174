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
from extractors.claims.roles import named_within
from extractors.claims.things import thing_of
from extractors.datafiles import read_json
from extractors.spans import CHIPS, ORGANISATIONS, SITES, Quantity
from schema.units import COUNT
from schema.vocabulary import ClaimKind, EntityKind, Qualifier

_FILE = "volumes.json"
_AROUND = 80  # characters to either side
_REACH_BACK = 120  # how far back the noun of a bare number may stand
#: The class of things that a chip consists of.
_PARTS = "cores"
#: What an article about data centers calls them.
_BUILDINGS = re.compile(
    r"(?:(?:new|more|other|such|additional|further|large|big|ai|hyperscale|similar) ){0,2}"
    r"(?:facilit(?:y|ies)|sites?|locations?)"
)
_DATA_CENTER = re.compile(r"\bdata ?cent(?:er|re)s?\b")
#: Words that stand for a thing named near them.
_GENERIC = frozenset({"chips", "gpus", "accelerators", "processors", "ai chips"})
_HAVING = frozenset({"has", "have", "had", "uses", "used", "owns", "operates", "runs", "to"})
#: Verbs and marks right after a bare number that counts ("64 go into a rack").
_OF_A_COUNT = frozenset({"go", "goes", "went", "fit", "are", "were", "will", "to", "launched"})
_RECENT = 2  # sentences within which a bare number counts what was counted before
_MANY = 20.0  # fewer of what was told before are told with "more" or "of them"
_AFTER_NOUN = re.compile(r"^ or (?:(?P<more>more)|(?P<so>so)|(?P<less>fewer|less))\b")
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
#: Heads that are not written in the plural.
_UNCOUNTED = frozenset({"trainium", "inferentia", "silicon", "superchip", "compute"})
_CHIP = frozenset({EntityKind.CHIP})
_LEADING = re.compile(
    r"^(?:(?:new|more|additional|advanced|different|separate|other|such|total|planned|sizable|large|"
    r"existing|dedicated|specialized|unregulated|unpermitted|prototype|modern|massive)\s+)+"
)


def draft_volume(
    context: Context,
    sentence: Sentence,
    count: Quantity,
    told: Draft | None,
    *,
    worded: bool = False,
) -> Draft | None:
    """The draft of a volume for a count of things of the field, or None for other counts.

    ``told`` is the volume that was told last, which a bare number may go on about;
    ``worded`` says that the count is no cardinal number ("its third site").
    """
    thing: tuple[str, Group | str] | None
    if count.noun:
        thing = _thing(sentence, count, singular=worded)
    else:
        thing = _thing_before(sentence, count)
    again = _again(context, sentence, count, told) if thing is None else None
    thing = thing or again
    if thing is None:
        return None
    kind, noun = thing
    low, high, qualifier = _bounds(sentence, count)
    around = window(sentence, count.start, count.noun_end or count.end, _AROUND, _AROUND)
    chips = any(name.kind is EntityKind.CHIP for name in sentence.names)
    evidence = {f"verb={name}": 1.0 for name in found(cues(_FILE, "verbs"), around)}
    evidence |= {f"against={name}": 1.0 for name in found(cues(_FILE, "against"), around)}
    evidence |= {
        "bare": float(not count.noun),
        "again": float(again is not None),
        "in_words": float(count.written),
        f"size={_size(count)}": 1.0,
        "named": float(bool(sentence.names)),
        "chip_named": float(chips),
        "later_in_noun": float(isinstance(noun, str) and noun.count(" ") > 2),
    }
    holder = _holder(sentence, count)
    counted = noun
    if isinstance(noun, str) and (holder is None or noun.lower() not in _GENERIC):
        counted = _object(context, sentence, count, noun, kind)
    draft = Draft(
        kind=ClaimKind.VOLUME,
        sentence=sentence,
        start=count.start,
        end=count.end,
        trigger=kind,
        low=low,
        high=high,
        unit=COUNT,
        qualifier=qualifier,
        object=counted,
        fixed=frozenset({"object"}),
        kinds={"subject": SITES | ORGANISATIONS | CHIPS},
        barred=named_within(sentence, count.end, count.noun_end) | _counted_names(counted),
        evidence=evidence,
    )
    if kind == _PARTS:
        _set_chip(context, draft)
    elif holder is not None:
        draft.subject, draft.fixed = holder, draft.fixed | {"subject"}
    return draft


def _holder(sentence: Sentence, count: Quantity) -> Group | None:
    """The system whose parts are counted: "the Trainium3 UltraServer packs 144 chips"."""
    before = [group for group in sentence.groups if group.end <= count.start]
    if not before or any(name.kind is not EntityKind.CHIP for name in before[-1].names):
        return None
    between = sentence.between(before[-1].end, count.start).lower()
    return before[-1] if _pattern("holding").fullmatch(between) else None


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


def _bounds(sentence: Sentence, count: Quantity) -> tuple[float | None, float | None, Qualifier]:
    """The bounds of a count, with what is said behind its noun ("five buildings or more")."""
    after = sentence.between(count.noun_end, count.noun_end + _NOUN) if count.noun else ""
    match = _AFTER_NOUN.match(after)
    if match is None or count.low != count.high:
        return count.low, count.high, count.qualifier
    if match["more"]:
        return count.low, None, Qualifier.AT_LEAST
    if match["less"]:
        return None, count.high, Qualifier.UP_TO
    return count.low, count.high, Qualifier.ABOUT


def _thing(sentence: Sentence, count: Quantity, *, singular: bool) -> tuple[str, str] | None:
    """The class of a counted phrase, and the phrase up to its head ("GB200 chips")."""
    noun = count.noun
    lower = noun.lower()
    if _pattern("no_thing").match(lower):
        return None
    matches = [
        (match.start(), match.end(), name)
        for name, pattern in cues(_FILE, "things")
        for match in pattern.finditer(lower)
    ]
    if not matches:
        named = _named(sentence, count.end, count.noun_end, CHIPS)
        other = any(_pattern("no_head").match(lower[at:]) for at in _gaps(lower))
        return ("chips", noun) if named is not None and not other else None
    first, end, kind = min(matches, key=lambda match: (match[0], -match[1]))
    # A noun right after is the head: "data center satellites" are satellites.
    for start, stop, name in sorted(matches):
        if start == end + 1:
            end, kind = stop, name
    hyphen = sentence.between(count.end, count.end + 1) == "-"
    if hyphen and first > 0 and " " in lower[:first]:
        return None  # "two-story data centers"
    if _is_no_head(lower[:end], lower[end:], singular=singular or hyphen or count.low == 1):
        return None
    return kind, _LEADING.sub("", noun[:end])


def _gaps(text: str) -> Iterator[int]:
    return (at for at, letter in enumerate(text) if letter == " ")


def _is_no_head(phrase: str, rest: str, *, singular: bool) -> bool:
    """Whether other things are counted ("reactor deals"), or none ("the 5070 GPU")."""
    if _pattern("no_head").match(rest):
        return True
    last = phrase.rpartition(" ")[2]
    plural = last.endswith("s") or any(map(str.isdigit, last)) or last in _UNCOUNTED
    return not (singular or plural or rest)


def _again(
    context: Context, sentence: Sentence, count: Quantity, told: Draft | None
) -> tuple[str, Group | str] | None:
    """What a bare number counts of what was told before: "512 of them", "Acme gets 9,000"."""
    if count.noun or count.written or _is_part_of_other(sentence, count):
        return None
    after = sentence.between(count.end, count.end + _NOUN).lower()
    of_them = _pattern("of_them").match(after) is not None
    recent = told if told and sentence.index - told.sentence.index <= _RECENT else None
    if recent is None or recent.object is None:
        before = context.sentences[sentence.index - 1] if sentence.index else None
        return _last_thing(before.text[-_REACH_BACK:]) if of_them and before is not None else None
    many = min(_value(count), recent.low or recent.high or 0.0) >= _MANY
    before_it = sentence.between(count.start - _REACH_BACK, count.start).lower()
    if "people" in found(cues(_FILE, "against"), before_it):
        return None
    goes_on = _pattern("told").match(after) and (
        _pattern("having").search(before_it) or count.start == sentence.start
    )
    more = after.startswith(" more")
    return (recent.trigger, recent.object) if of_them or (goes_on and (many or more)) else None


def _is_part_of_other(sentence: Sentence, count: Quantity) -> bool:
    """Whether a bare number is a part of other units: "32 gigawatts, 30 of them from"."""
    before = [q for q in sentence.quantities if q.end <= count.start]
    after = sentence.between(count.end, count.end + _NOUN).lower()
    is_part = _pattern("of_them").match(after) is not None
    return is_part and bool(before) and before[-1].unit != COUNT


def _value(count: Quantity) -> float:
    return count.low or count.high or 0.0


def _thing_before(sentence: Sentence, count: Quantity) -> tuple[str, str] | None:
    """What a bare number counts: the last thing of the field that was named before it."""
    if count.written or not _may_stand_alone(sentence, count):
        return None
    if _is_part_of_other(sentence, count):
        return None
    low = max(count.start - sentence.start - _REACH_BACK, 0)
    return _last_thing(sentence.text[low : count.start - sentence.start])


def _last_thing(text: str) -> tuple[str, str] | None:
    """The thing of the field that a text names last."""
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
        # "a single cluster" speaks of unity, "a single H100" counts a part
        is_unity = match["single"] and noun is not None and not re.search(r"\d", noun.group())
        if noun is not None and not is_unity:
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


def _object(
    context: Context, sentence: Sentence, count: Quantity, noun: str, kind: str
) -> Group | str:
    """The thing in names where the text has them: in the phrase, near it, else its own words."""
    if not count.noun:
        return noun
    end = count.noun_end - len(count.noun) + len(noun)
    inside = _named(sentence, count.end, end, CHIPS)
    # The cores of a chip are counted, not the chip: "72 Neoverse cores".
    if inside is not None and kind != _PARTS and "equivalent" not in noun:
        return inside
    if _BUILDINGS.fullmatch(noun.lower()) and _speaks_of_data_centers(context, sentence):
        return "data centers"
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


def _speaks_of_data_centers(context: Context, sentence: Sentence) -> bool:
    """Whether facilities are data centers by the sentence, the one before or the title."""
    before = context.sentences[max(sentence.index - 1, 0) : sentence.index + 1]
    return any(_DATA_CENTER.search(one.lower) for one in (*before, context.title) if one)


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
    value = _value(count)
    limits = ((3, "<3"), (10, "<10"), (100, "<100"), (1e4, "<10k"), (1e6, "<1M"))
    return next((label for limit, label in limits if value < limit), ">=1M")


def _counts(sentence: Sentence, amount: Quantity) -> bool:
    """Whether a quantity is a count, and no part of a name: "Ascend 910B chips"."""
    if amount.unit != COUNT:
        return False
    return not any(n.start <= amount.start < n.end for n in sentence.names)


@Language.component("gigawatch_volumes")
def gigawatch_volumes(doc: Doc) -> Doc:
    """Draft a volume for each count of things of the field."""
    context: Context = doc._.context
    told: Draft | None = None
    for sentence in context.sentences:
        worded = list(_worded(sentence))
        counts = [amount for amount in sentence.quantities if _counts(sentence, amount)]
        for count in [*counts, *worded]:
            is_worded = count in worded
            draft = draft_volume(context, sentence, count, told, worded=is_worded)
            if draft is not None:
                draft.evidence["worded"] = float(is_worded)
                doc._.drafts.append(draft)
                told = draft
    return doc
