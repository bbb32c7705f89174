"""Which date of a sentence belongs to a statement, and what it dates.

The interval that belongs to the claim is wanted, not the nearest: a date across a clause
boundary or behind another amount belongs to something else, and the day on which somebody spoke
yields to the time of spending or delivery.
"""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from spacy.tokens import Doc

from extractors.datafiles import read_json
from extractors.spans import DateExpression, Quantity
from schema.claim import Interval
from schema.vocabulary import ClaimKind, WhenKind

#: The cost, in characters, beyond which a date belongs to something else.
_REACH = 110
#: An efficiency is that of a part, whose date of sale is not its own: its date stands beside it.
_REACHES = {ClaimKind.EFFICIENCY: 0}
#: How much of the text before and after a date may make it another thing's.
_BEFORE_DATE, _AFTER_DATE = 50, 20
#: What a clause boundary, another amount, and a speaker's day add to a date's cost.
_CROSSING, _RIVAL, _SPEECH = 70, 90, 60
#: Shares are told in lists of one date: another amount weighs less.
_RIVALS = {ClaimKind.SHARE: 60}
#: What a date right after the anchor gains by its preposition.
_BONUS = 20
_DATING = frozenset({"in", "by", "for", "over", "through", "during", "throughout", "starting in"})
#: Kinds whose date is never the day on which somebody spoke of them.
_UNSPOKEN = frozenset({ClaimKind.CAPACITY, ClaimKind.VOLUME, ClaimKind.SHARE, ClaimKind.EFFICIENCY})
#: Frames that tell how long something lasts.
_LASTING = frozenset({"through", "until", "throughout"})
#: Days beyond which a period is one of spending and no date of signing.
_LONG = 200
#: Frames of a span of time in which money flows rather than of a day on which one agreed.
_SPANNING = frozenset({"over", "through", "until", "throughout", "for", "from", "by", "during"})

#: Between what an amount was and what it is raised or cut to.
_RAISED_TO = " to "

_Span = TypeVar("_Span", DateExpression, Quantity)


def claim_time(
    doc: Doc,
    sentence_span: tuple[int, int],
    anchor_start: int,
    anchor_end: int,
    kind: ClaimKind,
) -> tuple[Interval | None, WhenKind | None]:
    """The interval of the statement at an anchor, and what it dates; None twice for no date.

    A duration has none: its term is the statement.
    """
    if kind is ClaimKind.DURATION:
        return None, None
    found = claim_date(doc, sentence_span, anchor_start, anchor_end, kind)
    if found is None:
        return None, None
    return found.interval, when_kind(doc._.text, sentence_span, found, kind)


def claim_date(
    doc: Doc,
    sentence_span: tuple[int, int],
    anchor_start: int,
    anchor_end: int,
    kind: ClaimKind,
) -> DateExpression | None:
    """The date that belongs to the statement at an anchor, or None."""
    rivals = [
        quantity
        for quantity in _within(doc._.quantities, sentence_span)
        if quantity.end <= anchor_start or quantity.start >= anchor_end
    ]
    costs = [
        (_cost(doc._.text, date, (anchor_start, anchor_end), rivals, kind), date.start, date)
        for date in _within(doc._.dates, sentence_span)
        if not (kind in _UNSPOKEN and is_spoken(doc._.text, date))
        and not (kind is ClaimKind.DEAL and _is_own_day(date, doc._.published))
    ]
    reach = _REACHES.get(kind, _REACH)
    cost, _, date = min(costs, default=(reach + 1, 0, None))
    return date if cost <= reach else None


def _is_own_day(date: DateExpression, published: dt.date | None) -> bool:
    """Whether a date is the day of the article, on which one tells of an agreement."""
    return published is not None and date.interval.start == date.interval.end == published


def when_kind(
    text: str, sentence_span: tuple[int, int], date: DateExpression, kind: ClaimKind
) -> WhenKind:
    """What a date dates: for money spending or agreement, for power and things delivery."""
    if kind not in {ClaimKind.DEAL, ClaimKind.CAPACITY, ClaimKind.VOLUME, ClaimKind.DEPENDENCY}:
        return WhenKind.EVENT
    low, high = max(sentence_span[0], date.start - 60), min(sentence_span[1], date.end + 30)
    around = text[low:high].lower()
    agreed = date.word not in _SPANNING and bool(_pattern("agreement").search(around))
    if agreed and kind is not ClaimKind.VOLUME:
        return WhenKind.AGREEMENT
    delivers = _pattern("delivery").search(around) is not None
    if kind is ClaimKind.CAPACITY and date.word in _LASTING and not delivers:
        return WhenKind.EVENT  # contracted "through 2042": how long, not by when
    if kind is ClaimKind.CAPACITY or delivers:
        return WhenKind.DELIVERY
    if kind is not ClaimKind.DEAL:
        return WhenKind.EVENT
    start, end = date.interval.start, date.interval.end
    spans = start is None or end is None or (end - start).days > _LONG
    return WhenKind.SPENDING if spans or date.word in _SPANNING else WhenKind.AGREEMENT


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_json("timing.json")[name])


def _cost(
    text: str,
    date: DateExpression,
    anchor: tuple[int, int],
    rivals: Sequence[Quantity],
    kind: ClaimKind,
) -> int:
    """How far a date is from an anchor, in characters, with what lies between weighed in."""
    start, end = anchor
    low, high = (date.end, start) if date.start < start else (end, date.start)
    between = text[low:high].lower()
    cost = max(high - low, 0) + _CROSSING * crossings(between)
    cost += _RIVALS.get(kind, _RIVAL) * sum(
        low <= rival.start < high and text[rival.end : start] != _RAISED_TO for rival in rivals
    )
    if _pattern("beginning").search(between):  # "6 GW, the first gigawatt in 2026"
        cost += _REACH
    if _is_of_another(text, date):
        cost += _REACH
    if date.start >= end and date.word in _DATING:
        cost -= _BONUS
    return cost + (_SPEECH if is_spoken(text, date) else 0)


def _is_of_another(text: str, date: DateExpression) -> bool:
    """Whether the words beside a date give it to a firm's founding, a bond's end, a report."""
    before = text[max(date.start - _BEFORE_DATE, 0) : date.start].lower()
    after = text[date.end : date.end + _AFTER_DATE].lower()
    return (
        after.startswith("-")  # "a 2009-built plant"
        or _pattern("dates_another").search(before) is not None
        or _pattern("dated_document").match(after) is not None
    )


def crossings(between: str) -> int:
    """How many clause boundaries a stretch of lower-case text holds."""
    return len(_pattern("boundary").findall(between))


def is_spoken(text: str, date: DateExpression) -> bool:
    """Whether a day or week is that of an announcement, or only means the present."""
    if date.precision not in {"day", "week"}:
        return False
    near = text[max(date.start - 60, 0) : date.end + 50].lower()
    return bool(_pattern("saying").search(near)) or text[date.start : date.end].lower() == "today"


def _within(spans: Sequence[_Span], bounds: tuple[int, int]) -> Sequence[_Span]:
    """The spans, which are in the order of the text, that start between two offsets."""
    first = bisect_left(spans, bounds[0], key=_start)
    return spans[first : bisect_left(spans, bounds[1], lo=first, key=_start)]


def _start(span: DateExpression | Quantity) -> int:
    return span.start
