"""Milestones: a chip, site or project reaches a stage at a date.

Every date of a sentence is offered the words that name a stage; the nearest of its clause takes
it. Words that have other senses too ("opens", "announced") count only with a thing of the field
beside them. What reaches the stage is named there, referred to, or was told of last.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extractors.claims.context import Context, Draft, Group, Sentence
from extractors.claims.cues import cues, first, found, window
from extractors.claims.things import CHIPS, SITES, THINGS, Thing, is_passive, named_thing, thing_of
from extractors.claims.timing import crossings, is_spoken
from extractors.datafiles import read_json
from extractors.dates.periods import MONTHS_IN, containing
from extractors.spans import DateExpression, Quantity
from schema.claim import Interval
from schema.units import ENERGY, POWER, is_money
from schema.vocabulary import ClaimKind, MilestoneStage

_FILE = "milestones.json"
_AROUND, _NEAR, _BESIDE = 90, 50, 35  # characters to either side
_REACH = 130  # the cost, in characters, beyond which a date belongs to something else
_CROSSING, _COMMA, _CLOSED = 60, 8, 100  # what stands in between adds to it
#: A date behind so few words opens its clause ("By early 2027, ...").
_OPENERS = 3
_OPENING_CLAUSE = re.compile(
    r"\s*(?:at|in|on|during|by|after|before|under|for|from|since|when|as)\b"
)
_CLAUSE = re.compile(r"\s*(?:on \w+ )?(?:that|it|plans|a deal)\b")
#: The tables of words, and what the weakness of their words adds to the cost.
_TABLES = (("stages", 0), ("weak_stages", 15), ("faint_stages", 80))
#: Stages of chips and systems; the others are of sites and projects.
_OF_CHIPS = frozenset(
    {
        MilestoneStage.TAPE_OUT,
        MilestoneStage.DESIGN_START,
        MilestoneStage.SAMPLING,
        MilestoneStage.PRODUCTION,
        MilestoneStage.AVAILABLE,
    }
)
_OF_SITES = frozenset(
    {MilestoneStage.GROUNDBREAKING, MilestoneStage.ONLINE, MilestoneStage.FULL_CAPACITY}
    | {MilestoneStage.LAUNCH}
)
#: Stages whose words say little without a thing of the field beside them.
_NEED_THINGS = frozenset(
    {MilestoneStage.AVAILABLE, MilestoneStage.FIRST_DEPLOYMENT, MilestoneStage.SAMPLING}
)
#: Stages that a verb can put before what reaches them ("unveiled its chip").
_TRANSITIVE = frozenset(
    {MilestoneStage.ANNOUNCED, MilestoneStage.FIRST_DEPLOYMENT, MilestoneStage.LAUNCH}
)


#: Frames of a date in which something that then goes on begins.
_OPENING = frozenset({"through", "since", "from", "starting", "starting in", "beginning in"})


@dataclass(frozen=True)
class _Words:
    """Words that name a stage; the handicap is what their weakness adds to a date's cost."""

    stage: MilestoneStage
    start: int
    end: int
    handicap: float

    @property
    def weak(self) -> bool:
        """Whether the words have other senses too."""
        return self.handicap >= 1


def draft_milestones(context: Context, sentence: Sentence) -> list[Draft]:
    """The drafts of a sentence: one for each date that the words of a stage take."""
    taken: dict[int, tuple[float, DateExpression, _Words]] = {}
    words = list(_words(sentence))
    for date in sentence.dates:
        ranked = [(_cost(sentence, date, w.start, w.end) + w.handicap, w) for w in words]
        cost, nearest = min(ranked, key=lambda pair: pair[0], default=(_REACH + 1, None))
        if nearest and cost <= min(_REACH, taken.get(nearest.start, (_REACH,))[0]):
            taken[nearest.start] = cost, date, nearest
    drafts = (_draft(context, sentence, *found) for found in taken.values())
    return [draft for draft in drafts if draft is not None]


def _words(sentence: Sentence) -> Iterator[_Words]:
    """All words of a sentence that name a stage, in the order of the tables."""
    for table, weakness in _TABLES:
        for place, (name, pattern) in enumerate(cues(_FILE, table)):
            for match in pattern.finditer(sentence.lower):
                start, end = match.start() + sentence.start, match.end() + sentence.start
                yield _Words(MilestoneStage(name), start, end, weakness + place / 100)


def _cost(sentence: Sentence, date: DateExpression, start: int, end: int) -> float:
    """How far words stand from a date, in characters; out of reach where they overlap."""
    if start < date.end and date.start < end:
        return _REACH + 1
    low, high = (date.end, start) if date.end <= start else (end, date.start)
    if high - low > _REACH:
        return _REACH + 1
    between = sentence.between(low, high).lower()
    commas = between.count(",") + between.count(" and ")
    cost = high - low + _CROSSING * crossings(between) + _COMMA * commas
    return cost + _CLOSED * (date.end <= start and _is_closed(sentence, date, between))


def _is_closed(sentence: Sentence, date: DateExpression, between: str) -> bool:
    """Whether a date belongs to the words before it ("agreed in May to", "said in May that")."""
    if re.match(r"\s*(?:to|that)\b", between):
        return True
    if not re.match(r"\s*,(?! when\b| where\b)", between):
        return False
    clause = re.split(r"[,;:—]", sentence.between(sentence.start, date.start))[-1]
    return len(clause.split()) > _OPENERS and not _OPENING_CLAUSE.match(clause.lower())


def _draft(
    context: Context, sentence: Sentence, cost: float, date: DateExpression, words: _Words
) -> Draft | None:
    start, end = min(words.start, date.start), max(words.end, date.end)
    around = window(sentence, start, end, _AROUND, _AROUND)
    near = window(sentence, words.start, words.end, _NEAR, _NEAR)
    stage, thing = _reached(context, sentence, words)
    named = thing is not None and thing.how == "named"
    needed = words.weak or (stage in _NEED_THINGS and thing is None)
    bare = needed and not named and not first(cues(_FILE, "things"), near)
    if bare and not _has_candidate(sentence, words):
        return None
    if _is_capacity(sentence, words):
        return None
    evidence = {f"thing={name}": 1.0 for name in found(cues(_FILE, "things"), near)}
    evidence |= {f"against={name}": 1.0 for name in found(cues(_FILE, "against"), around)}
    evidence |= {f"not={name}": 1.0 for name in found(cues(_FILE, "not_done"), around)}
    evidence |= {
        "near": 1.0 / (1.0 + cost / 20),
        "weak": float(words.weak),
        "bare": float(bare),
        "amount": float(any(start - 60 <= q.start <= end + 60 for q in _amounts(sentence))),
        "clause_follows": float(bool(_CLAUSE.match(sentence.between(words.end, words.end + 20)))),
        "spoken": float(is_spoken(sentence.text, date)),
        f"how={thing.how if thing else 'none'}": 1.0,
        f"precision={date.precision}": 1.0,
        f"frame={date.word or 'none'}": 1.0,
        "date_first": float(date.start < words.start),
    }
    return Draft(
        kind=ClaimKind.MILESTONE,
        sentence=sentence,
        start=words.start,
        end=words.end,
        trigger=stage.value,
        stage=stage,
        date=_whole(date),
        subject=thing.party if thing else None,
        object=_object(sentence, words),
        fixed=frozenset({"object"}),
        evidence=evidence,
    )


def _has_candidate(sentence: Sentence, words: _Words) -> bool:
    """Whether a name that the registry does not know stands beside the words."""
    return any(
        name.kind is None and name.start - words.end <= _NEAR and words.start - name.end <= _NEAR
        for name in sentence.names
    )


def _reached(
    context: Context, sentence: Sentence, words: _Words
) -> tuple[MilestoneStage, Thing | None]:
    """The stage as the thing decides it, and the thing: a chip is launched to the market."""
    stage = words.stage
    written = sentence.between(words.start, words.end).lower()
    if stage in {MilestoneStage.AVAILABLE, MilestoneStage.LAUNCH} and written.startswith("launch"):
        in_space = _is_of_space(context, sentence)
        stage = MilestoneStage.LAUNCH if in_space else MilestoneStage.AVAILABLE
    after = stage in _TRANSITIVE and not is_passive(sentence, words.start)
    span = words.start, words.end
    if stage in _OF_CHIPS:
        site = named_thing(sentence, span, SITES, after=after) if words.weak else None
        if site is not None and named_thing(sentence, span, CHIPS, after=after) is None:
            return MilestoneStage.ONLINE, Thing(site, "named")
        return stage, thing_of(context, sentence, span, CHIPS, after=after)
    if stage not in _OF_SITES:
        return stage, thing_of(context, sentence, span, THINGS, after=after)
    thing = thing_of(context, sentence, span, SITES, after=after)
    chip = named_thing(sentence, span, CHIPS, after=True) if words.weak else None
    if chip is not None and (thing is None or thing.how != "named"):
        ready = _pattern("ready").match(written) is not None
        return (MilestoneStage.AVAILABLE if ready else MilestoneStage.FIRST_DEPLOYMENT), Thing(
            chip, "named"
        )
    return stage, thing


def _is_of_space(context: Context, sentence: Sentence) -> bool:
    """Whether the sentence, the one before it or the title speaks of space."""
    told = [sentence, context.sentences[max(sentence.index - 1, 0)], context.sentences[0]]
    return any(first(cues(_FILE, "space"), s.lower) for s in told)


def _amounts(sentence: Sentence) -> list[Quantity]:
    units = {POWER, ENERGY}
    return [q for q in sentence.quantities if q.unit in units or is_money(q.unit)]


def _is_capacity(sentence: Sentence, words: _Words) -> bool:
    """Whether watts reach the stage: then the date is the capacity's own."""
    for amount in sentence.quantities:
        if amount.unit in {POWER, ENERGY}:
            before = amount.end <= words.start
            gap = (amount.end, words.start) if before else (words.end, amount.start)
            between = sentence.between(*gap)
            if len(between) <= _BESIDE and not re.search(r"[,;:—–]", between):
                return True
    return False


def _whole(date: DateExpression) -> DateExpression:
    """The date of an event: "larger volumes through 2027" come in 2027, "from May" in May."""
    day = date.interval.end if date.word == "through" else date.interval.start
    if date.word not in _OPENING or day is None or date.precision not in MONTHS_IN:
        return date
    whole = containing(day, date.precision)
    return replace(date, interval=Interval(start=whole.start, end=whole.end))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_json(_FILE)[name])


def _object(sentence: Sentence, words: _Words) -> Group | None:
    """In whose data centers or cloud the thing reaches the stage, where the words say so."""
    for group in sentence.groups:
        lead_in = sentence.between(group.start - 12, group.start).lower()
        tail = sentence.between(group.end, group.end + 40).lower()
        is_place = _pattern("object").search(lead_in) and _pattern("object_after").search(tail)
        if group.start >= words.end and is_place:
            return group
    return None


@Language.component("gigawatch_milestones")
def gigawatch_milestones(doc: Doc) -> Doc:
    """Draft a milestone for each date that the words of a stage take."""
    for sentence in doc._.context.sentences:
        if sentence.dates:
            doc._.drafts.extend(draft_milestones(doc._.context, sentence))
    return doc
