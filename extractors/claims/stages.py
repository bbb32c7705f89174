"""Stages that a sentence dates: which words that name a stage take which of its dates.

The closest pair of date and words belongs together first, and each belongs to one. A date that
is left over repeats the words of the one before it ("the first hall in June, the second in
May"), and the date of a dateline is that of the announcement.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from operator import itemgetter

from extractors.claims.context import Group, Sentence
from extractors.claims.cues import any_of, cues
from extractors.claims.timing import crossings
from extractors.datafiles import read_json
from extractors.spans import CHIPS, SITES, DateExpression
from schema.vocabulary import MilestoneStage

FILE = "milestones.json"
_REACH = 130  # the cost, in characters, beyond which a date belongs to something else
_CROSSING, _COMMA, _CLOSED, _RIVAL = 60, 8, 100, 60  # what stands in between adds to it
#: A date behind so few words opens its clause ("By early 2027, ...").
_OPENERS = 3
_OPENING_CLAUSE = re.compile(
    r"\s*(?:at|in|on|during|by|after|before|under|for|from|since|when|as|with|following|amid"
    r"|early|late)\b"
)
#: The tables of words, and what the weakness of their words adds to the cost.
_TABLES = (("stages", 0), ("weak_stages", 15), ("faint_stages", 80))
_FAINT = 80
#: What faint words right before a date gain ("due in 2027"), and how near they must stand.
_BESIDE, _GAIN = 12, 45
#: The cost of an announcement's words to the date of its dateline, and where datelines stand.
_DATELINE_COST, _DATELINE_START = 30, 80
_DATELINE = re.compile(r"\s{0,2}(?:\([^()\n]{1,40}\)|/[^/\n]{1,30}/)?\s{0,2}(?:--|[–—-])\s")
#: How long what a date repeats, and the words of a stage, may be.
_LONGEST_REPEAT, _LONGEST = 90, 200
_THINGS = CHIPS | SITES | {None}


@dataclass(frozen=True)
class Words:
    """Words that name a stage; the handicap is what their weakness adds to a date's cost."""

    stage: MilestoneStage
    start: int
    end: int
    handicap: float

    @property
    def weak(self) -> bool:
        """Whether the words have other senses too."""
        return self.handicap >= 1

    @property
    def faint(self) -> bool:
        """Whether the words name no stage and only say that there is one ("due in")."""
        return self.handicap >= _FAINT


@dataclass(frozen=True)
class Dated:
    """Words with the date that they take, and how far they stand apart, in characters.

    ``repeats`` is set where the date stands for words said with the date before it; ``named``
    is then what it names itself, and ``rest`` says that it speaks of all that is left.
    """

    cost: float
    date: DateExpression
    words: Words
    repeats: bool = False
    named: Group | None = None
    rest: bool = False


def dated_stages(sentence: Sentence) -> list[Dated]:
    """The dates of a sentence that words of a stage take, or repeat, in the order of the text."""
    words = sorted(_words(sentence), key=lambda w: w.start)
    starts = [w.start for w in words]
    ranked = [
        (cost, place, number)
        for place, date in enumerate(sentence.dates)
        for number in _between(starts, date.start - _REACH - _LONGEST, date.end + _REACH)
        if (cost := _cost(sentence, place, words[number])) <= _REACH
    ]
    pairs: dict[int, Dated] = {}
    blocked: set[int] = set()
    for cost, place, number in sorted(ranked):
        date, w = sentence.dates[place], words[number]
        if date.start not in pairs and number not in blocked:
            pairs[date.start] = Dated(cost, date, w)
            near = _between(starts, w.start - _LONGEST, w.end)
            blocked.update(n for n in near if words[n].end > w.start)
    _add_repeated(sentence, pairs)
    return [pairs[date.start] for date in sentence.dates if date.start in pairs]


def _between(starts: list[int], low: int, high: int) -> range:
    """The places of the words that start between two offsets."""
    return range(bisect_left(starts, low), bisect_left(starts, high))


def _words(sentence: Sentence) -> Iterator[Words]:
    """All words of a sentence that name a stage, in the order of the tables."""
    first = any_of(FILE, *(table for table, _ in _TABLES)).search(sentence.lower)
    if first is None:
        return
    for stage, handicap, pattern in _stage_words():
        for match in pattern.finditer(sentence.lower, first.start()):
            start, end = match.start() + sentence.start, match.end() + sentence.start
            yield Words(stage, start, end, handicap)


@cache
def _stage_words() -> tuple[tuple[MilestoneStage, float, re.Pattern[str]], ...]:
    """The stages, what the weakness of their words adds, and the words: one pattern for a run."""
    rows = []
    for table, weakness in _TABLES:
        runs = groupby(cues(FILE, table), key=itemgetter(0))
        for place, (name, run) in enumerate(runs):
            joined = "|".join(f"(?:{pattern.pattern})" for _, pattern in run)
            rows.append((MilestoneStage(name), weakness + place / 100, re.compile(joined)))
    return tuple(rows)


def _cost(sentence: Sentence, place: int, words: Words) -> float:
    """How far words stand from a date, in characters; out of reach where they overlap."""
    date = sentence.dates[place]
    if words.start < date.end and date.start < words.end:
        return _REACH + 1
    if _is_dateline(sentence, date):
        is_said = words.stage is MilestoneStage.ANNOUNCED and words.start > date.end
        return _DATELINE_COST + words.handicap if is_said else _REACH + 1
    is_before = date.end <= words.start
    low, high = (date.end, words.start) if is_before else (words.end, date.start)
    if high - low > _REACH:
        return _REACH + 1
    between = sentence.between(low, high).lower()
    commas = between.count(",") + between.count(" and ")
    cost = high - low + _CROSSING * crossings(between) + _COMMA * commas + words.handicap
    beside = (
        sentence.dates[place + 1 : place + 2]
        if is_before
        else sentence.dates[max(place - 1, 0) : place]
    )
    cost += _RIVAL * any(low <= other.start < high for other in beside)
    if words.faint and not is_before and high - low <= _BESIDE:
        cost -= _GAIN
    return cost + _CLOSED * (is_before and _is_closed(sentence, date, between))


def _is_dateline(sentence: Sentence, date: DateExpression) -> bool:
    """Whether a day is that of a dateline ("OSLO, June 30, 2026 /Newswire/ -- ...")."""
    if date.precision != "day" or date.start - sentence.start > _DATELINE_START:
        return False
    return bool(_DATELINE.match(sentence.between(date.end, date.end + 60)))


def _is_closed(sentence: Sentence, date: DateExpression, between: str) -> bool:
    """Whether a date belongs to the words before it ("agreed in May to", "said in May that")."""
    if re.match(r"\s*(?:to|that)\b", between):
        return True
    if not re.match(r"\s*,(?! when\b| where\b)", between):
        return False
    clause = re.split(r"[,;:—]", sentence.between(sentence.start, date.start))[-1]
    return len(clause.split()) > _OPENERS and not _OPENING_CLAUSE.match(clause.lower())


def _add_repeated(sentence: Sentence, pairs: dict[int, Dated]) -> None:
    """Add the dates left over that say again, of something else, what was said with the last."""
    for before, date in pairwise(sentence.dates):
        told = pairs.get(before.start)
        if told is None or date.start in pairs or told.words.start >= before.end:
            continue
        between = sentence.between(before.end, date.start).lower()
        if len(between) > _LONGEST_REPEAT or not _pattern("repeats").match(between):
            continue
        named = _named_between(sentence, before.end, date.start)
        if named is not None or _pattern("another").search(between):
            rest = bool(_pattern("the_rest").search(between))
            pairs[date.start] = Dated(told.cost, date, told.words, True, named, rest)


def _named_between(sentence: Sentence, start: int, end: int) -> Group | None:
    groups = (group for group in sentence.groups if start <= group.start and group.end <= end)
    return next((group for group in groups if group.names[0].kind in _THINGS), None)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_json(FILE)[name])
