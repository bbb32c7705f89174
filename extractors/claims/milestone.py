"""Milestones: a chip, site or project reaches a stage at a date.

Which words take which date is found in stages.py. Words that have other senses too ("opens",
"announced") with no thing of the field beside them are drafted as bare, which the confidence
weighs. What reaches the stage is named there, referred to, or was told of last.
"""

import datetime as dt
import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from extractors.claims.context import Context, Draft, Group, Sentence
from extractors.claims.cues import cues, first, found, window
from extractors.claims.stages import FILE, Dated, Words, dated_stages
from extractors.claims.things import THINGS, Thing, is_passive, named_thing, thing_of
from extractors.claims.timing import is_spoken
from extractors.datafiles import read_json
from extractors.dates.periods import containing
from extractors.spans import CHIPS, ORGANISATIONS, SITES, DateExpression, Quantity
from schema.claim import Interval
from schema.units import ENERGY, POWER, is_money
from schema.vocabulary import ClaimKind, EntityKind, MilestoneStage

_AROUND, _NEAR, _BESIDE = 90, 50, 35  # characters to either side
_STEM = 6  # letters of the words of a stage by which the confidence knows them
_CLAUSE = re.compile(r"\s*(?:on \w+ )?(?:that|it|plans|a deal)\b")
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


#: Stages of chips whose weak words mean that a site opens.
_OPENING_STAGES = frozenset({MilestoneStage.AVAILABLE, MilestoneStage.PRODUCTION})

#: Frames of a date in which something that then goes on begins.
_OPENING = frozenset({"through", "since", "from", "starting", "starting in", "beginning in"})


#: Precisions of spans of time, in which nothing begins.
_SPANNING = frozenset({"range", "rolling", "part", "end", "day", "week"})


def draft_milestones(context: Context, sentence: Sentence) -> list[Draft]:
    """The drafts of a sentence: one for each date that the words of a stage take."""
    dated = dated_stages(sentence) if sentence.dates else _just_done(context, sentence)
    drafts = (_draft(context, sentence, one) for one in dated)
    return [draft for draft in drafts if draft is not None]


def _just_done(context: Context, sentence: Sentence) -> list[Dated]:
    """What news tells as done without a date happened in the month of publication."""
    done = _pattern("just_done").search(sentence.lower)
    if done is None or context.published is None:
        return []
    start, end = sentence.start + done.start(), sentence.start + done.end()
    month = containing(context.published, "month")
    interval = Interval(start=month.start, end=month.end)
    date = DateExpression(end, end, interval, "month", "untold", interval)
    return [Dated(0, date, Words(MilestoneStage.GROUNDBREAKING, start, end, 0))]


def _draft(context: Context, sentence: Sentence, dated: Dated) -> Draft | None:
    date, words = dated.date, dated.words
    if _is_capacity(sentence, words):
        return None
    start, end = min(words.start, date.start), max(words.end, date.end)
    around = window(sentence, start, end, _AROUND, _AROUND)
    stage, thing = _reached(context, sentence, dated)
    near = window(sentence, words.start, words.end, _NEAR, _NEAR)
    evidence = {f"thing={name}": 1.0 for name in found(cues(FILE, "things"), near)}
    is_named = thing is not None and thing.how == "named"
    needs_thing = words.weak or (stage in _NEED_THINGS and thing is None)
    bare = needs_thing and not is_named and not evidence
    evidence |= {f"against={name}": 1.0 for name in found(cues(FILE, "against"), around)}
    evidence |= {f"not={name}": 1.0 for name in found(cues(FILE, "not_done"), around)}
    evidence |= {
        "near": 1.0 / (1.0 + dated.cost / 20),
        "weak": float(words.weak),
        "faint": float(words.faint),
        "bare": float(bare),
        "amount": float(any(start - 60 <= q.start <= end + 60 for q in _amounts(sentence))),
        "clause_follows": float(bool(_CLAUSE.match(sentence.between(words.end, words.end + 20)))),
        "spoken": float(is_spoken(sentence.text, date)),
        f"how={thing.how if thing else 'none'}": 1.0,
        f"precision={date.precision}": 1.0,
        f"frame={date.word or 'none'}": 1.0,
        "date_first": float(date.start < words.start),
        "repeats": float(dated.repeats),
        f"said={sentence.between(words.start, words.start + _STEM).lower()}": 1.0,
        f"stage={stage.value}|lies={_lies(date.interval, context.published)}": 1.0,
    }
    return Draft(
        kind=ClaimKind.MILESTONE,
        sentence=sentence,
        start=date.start if dated.repeats else words.start,
        end=date.end if dated.repeats else words.end,
        trigger=stage.value,
        stage=stage,
        date=_whole(date),
        subject=thing.party if thing else None,
        object=_object(sentence, words),
        fixed=frozenset({"object"}),
        evidence=evidence,
    )


def _lies(interval: Interval, published: dt.date | None) -> str:
    """Whether an interval is past, ahead, or holds the day of publication."""
    if published is None:
        return "unknown"
    if interval.start is not None and interval.start > published:
        return "ahead"
    if interval.end is not None and interval.end < published:
        return "past"
    return "around"


def _reached(
    context: Context, sentence: Sentence, dated: Dated
) -> tuple[MilestoneStage, Thing | None]:
    """The stage as the thing decides it, and the thing: a chip is launched to the market."""
    words = dated.words
    stage, thing = _stage_and_thing(context, sentence, words, _stage_of(context, sentence, words))
    if dated.named is not None:
        thing = Thing(dated.named, "named")
    elif (made := _made_by(sentence, words)) is not None:
        thing = Thing(made, "named")
    before = window(sentence, words.start, words.start, _AROUND, 0)
    if stage is MilestoneStage.ONLINE and (dated.rest or _pattern("final_part").search(before)):
        stage = MilestoneStage.FULL_CAPACITY
    return stage, thing


def _made_by(sentence: Sentence, words: Words) -> Group | None:
    """The chip that a relative clause tells of: "the A4 chip that Acme introduced in 2024"."""
    if words.stage not in _TRANSITIVE | {MilestoneStage.AVAILABLE}:
        return None
    for thing, maker in pairwise(sentence.groups):
        told = sentence.between(maker.end, words.start).strip(" ")
        joined = _pattern("of_maker").fullmatch(sentence.between(thing.end, maker.start).lower())
        is_chip = thing.names[0].kind is EntityKind.CHIP
        if is_chip and joined and maker.names[0].kind in ORGANISATIONS and told in {"", "first"}:
            return thing if maker.end <= words.start else None
    return None


def _stage_of(context: Context, sentence: Sentence, words: Words) -> MilestoneStage:
    """The stage that the words name; a launch is one into orbit only where space is spoken of."""
    written = sentence.between(words.start, words.end).lower()
    if words.stage in {MilestoneStage.AVAILABLE, MilestoneStage.LAUNCH} and (
        words.faint or written.startswith("launch")
    ):
        in_space = _is_of_space(context, sentence)
        return MilestoneStage.LAUNCH if in_space else MilestoneStage.AVAILABLE
    return words.stage


def _stage_and_thing(
    context: Context, sentence: Sentence, words: Words, stage: MilestoneStage
) -> tuple[MilestoneStage, Thing | None]:
    """What reaches the stage, and the stage that weak words mean of it."""
    after = stage in _TRANSITIVE and not is_passive(sentence, words.start)
    span = words.start, words.end
    if stage in _OF_CHIPS:
        if words.weak and stage in _OPENING_STAGES and _is_site(sentence, words, after=after):
            return MilestoneStage.ONLINE, thing_of(context, sentence, span, SITES, after=after)
        return stage, thing_of(context, sentence, span, CHIPS, after=after)
    if stage not in _OF_SITES:
        return stage, thing_of(context, sentence, span, THINGS, after=after)
    thing = thing_of(context, sentence, span, SITES, after=after)
    chip = named_thing(sentence, span, CHIPS, after=True) if words.weak else None
    if chip is not None and (thing is None or thing.how != "named"):
        return _of_chip(sentence, words, stage), Thing(chip, "named")
    return stage, thing


def _of_chip(sentence: Sentence, words: Words, stage: MilestoneStage) -> MilestoneStage:
    """The stage that weak words of a site's stage mean of a chip."""
    if stage is MilestoneStage.LAUNCH:
        return stage  # a satellite
    if stage is MilestoneStage.GROUNDBREAKING:
        return MilestoneStage.DESIGN_START
    ready = _pattern("ready").match(sentence.between(words.start, words.end).lower())
    return MilestoneStage.AVAILABLE if ready else MilestoneStage.FIRST_DEPLOYMENT


def _is_site(sentence: Sentence, words: Words, *, after: bool) -> bool:
    """Whether a site and no chip reaches the stage: named, else by the noun nearest before."""
    span = words.start, words.end
    if named_thing(sentence, span, CHIPS, after=after) is not None:
        return False
    if named_thing(sentence, span, SITES, after=after) is not None:
        return True
    before = window(sentence, words.start, words.start, _AROUND, 0)
    last = {name: _last(pattern, before) for name, pattern in cues(FILE, "things")}
    return max(last["site"], last["power"]) > max(last["chip"], last["system"])


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match ends, -1 for none."""
    return max((match.end() for match in pattern.finditer(text)), default=-1)


def _is_of_space(context: Context, sentence: Sentence) -> bool:
    """Whether the sentence, the one before it or the title speaks of space."""
    told = [sentence, context.sentences[max(sentence.index - 1, 0)], context.sentences[0]]
    return any(first(cues(FILE, "space"), s.lower) for s in told)


def _amounts(sentence: Sentence) -> list[Quantity]:
    units = {POWER, ENERGY}
    return [q for q in sentence.quantities if q.unit in units or is_money(q.unit)]


def _is_capacity(sentence: Sentence, words: Words) -> bool:
    """Whether watts reach the stage: then the date is the capacity's own."""
    for amount in sentence.quantities:
        if amount.unit in {POWER, ENERGY}:
            before = amount.end <= words.start
            if not before and amount.start < words.end:
                continue  # told within the words: "work on both, with 200 MW, began"
            gap = (amount.end, words.start) if before else (words.end, amount.start)
            between = sentence.between(*gap)
            if len(between) <= _BESIDE and not re.search(r"[,;:—–]", between):
                return True
    return False


def _whole(date: DateExpression) -> DateExpression:
    """The date of an event: "larger volumes through 2027" come in 2027, "from May" in May.

    "Not before 2027" is said of what is expected in 2027.
    """
    is_denied = date.word == "before" and date.interval.end is None
    opens = is_denied or date.word in _OPENING
    if not opens or date.precision in _SPANNING or date.period is None:
        return date
    return replace(date, interval=date.period)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_json(FILE)[name])


def _object(sentence: Sentence, words: Words) -> Group | None:
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
    context: Context = doc._.context
    found = [draft_milestones(context, sentence) for sentence in context.sentences]
    doc._.drafts.extend(draft for drafts in found for draft in drafts)
    return doc
