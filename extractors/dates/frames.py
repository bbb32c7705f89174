"""What stands around a date: prepositions that bound it, and joins of two dates to a range."""

import datetime as dt
from functools import cache

from extractors.dates.lexicon import words
from extractors.dates.periods import Period, move
from extractors.dates.reader import Match, Reader

_ONE_DAY = dt.timedelta(days=1)
_LONGEST = 5
#: Within so many terms before a date stands the word of moving it.
_MOVED = 14
#: The value of "mid" among the thirds; the days beyond which a third is one of a year.
_MIDDLE, _QUARTER = [1, 1], 92
_JOINS = frozenset(
    {"-", "–", "—", "to", "through", "until", "till", "thru", "into", "and", "or", "/"}
)

#: The preposition before a date, how it bounds the date, and the term it starts at.
Frame = tuple[str, str, int]


@cache
def _frames() -> dict[tuple[str, ...], str]:
    return {tuple(frame.split()): bound for frame, bound in words()["frames"].items()}


@cache
def _tails() -> dict[tuple[str, ...], str]:
    return {tuple(tail.split()): bound for tail, bound in words()["tails"].items()}


def frame_before(reader: Reader, index: int) -> Frame:
    """The frame before a date."""
    fillers = words()["fillers"]["words"]
    end = index
    while reader.word(end - 1) in fillers and index - end < 4:
        end -= 1
    for size in range(_LONGEST, 0, -1):
        before = tuple(reader.word(end - size + n) for n in range(size))
        if bound := _frames().get(before):
            return " ".join(before), bound, end - size
    return "", "whole", index


def tail_after(reader: Reader, index: int) -> tuple[str, int] | None:
    """The bound that follows a date ("2027 onward", "2027 or later"), and its end."""
    for size in (4, 3, 2, 1):
        after = tuple(reader.word(index + n) for n in range(size))
        if bound := _tails().get(after):
            return bound, index + size
    return None


def bounded(reader: Reader, period: Period, frame: str, bound: str, index: int) -> Period | None:
    """A period as its frame bounds it; None where nothing is left."""
    start, end, precision = period.start, period.end, period.precision
    if frame in {"until", "till"}:
        return _until(reader, period, index)
    if frame == "from" and _is_past(reader, period):
        return period
    match bound:
        case "until":
            start, end = None, _latest(reader, period, index)
        case "elapsed" if start and end and reader.published:
            end = max(start, min(end, reader.published))
        case "nearing" if start is None and end:
            start = end.replace(day=1) if end.month < 3 else end.replace(month=end.month - 2, day=1)
        case "before" if start and _is_denied(reader, index):
            end = None
        case "before":
            start, end = None, (start - _ONE_DAY if start and start > dt.date.min else end)
        case "from":
            start, end = start or end, None
        case "after":
            start, end = (end + _ONE_DAY if end and end < dt.date.max else None), None
    return Period(start, end, precision) if start or end else None


def _latest(reader: Reader, period: Period, index: int) -> dt.date | None:
    """The last day of what ends with a period: half of it for the middle ("by mid-2026")."""
    word = reader.sense(index)
    is_middle = word is not None and word.kind == "third" and word.value == _MIDDLE
    if is_middle and period.start and period.end and (period.end - period.start).days > _QUARTER:
        return move(period.start, 2, "month") - _ONE_DAY
    return period.end


def _is_past(reader: Reader, period: Period) -> bool:
    """Whether "from" tells where something stems from, and not when it begins."""
    today = reader.published
    return today is not None and (period.start or period.end or today) <= today


def _is_denied(reader: Reader, index: int) -> bool:
    """Whether "before" is denied ("will not ship before June"), which makes it a beginning."""
    delays = words()["delays"]["words"]
    return any(reader.word(index - step) in delays for step in range(2, 6))


def _until(reader: Reader, period: Period, index: int) -> Period | None:
    """Until June ends before June, until 2030 with 2030; "not until" and delays name the date."""
    delays = words()["delays"]["words"]
    if any(reader.word(index - step) in delays for step in range(2, 10)):
        return period
    if period.start is None or period.precision in {"year", "decade", "fiscal", "range"}:
        return Period(None, period.end, period.precision)
    return Period(None, period.start - _ONE_DAY, period.precision)


def is_former(reader: Reader, before: Frame) -> bool:
    """Whether a date is the one that something was moved from: "slipped from 2026 to 2028"."""
    frame, _, start = before
    moves = words()["moves"]["words"]
    return frame == "from" and any(reader.word(start - step) in moves for step in range(1, _MOVED))


def joined(reader: Reader, index: int, first: Match) -> Match | None:
    """A range that a date opens: "from 2026 to 2028", "April and June next year"."""
    join = reader.word(first.stop)
    if join not in _JOINS or reader.word(first.stop - 1) == "\n":
        return None
    between = reader.word(reader_back(reader, index)) == "between"
    after = reader.skip(first.stop + 1, "the", "early" if join == "/" else "the")
    second = reader.core(after)
    if second is None or not _may_join(first.period, second.period, join, between=between):
        return None
    return _with_shared_year(reader, index, first, second)


def reader_back(reader: Reader, index: int) -> int:
    """The term before a date, fillers left out."""
    fillers = words()["fillers"]["words"]
    before = range(index - 1, index - 6, -1)
    return next((n for n in before if reader.word(n) not in fillers), index)


def _may_join(first: Period, second: Period, join: str, *, between: bool) -> bool:
    if join == "and" and not between:
        return first.precision == second.precision == "year" and _next_to(first, second)
    if join in {"or", "/"}:
        return first.precision == second.precision and first.precision != "day"
    return True


def _next_to(first: Period, second: Period) -> bool:
    return bool(first.end and second.start and (second.start - first.end).days == 1)


def _with_shared_year(reader: Reader, index: int, first: Match, second: Match) -> Match | None:
    """Join two dates; a year that only the second has holds for the first too."""
    end = second.period.end
    if end is None:
        return None
    opened: Match | None = first
    if not first.has_year and second.has_year:
        reader.shared_year = end.year
        opened = reader.core(index)
        if opened and opened.period.start and opened.period.start > end:
            reader.shared_year = end.year - 1
            opened = reader.core(index)
        reader.shared_year = None
    start = opened.period.start if opened else None
    if start is None or start > end:
        return None
    return Match(Period(start, end, "range"), second.stop, second.has_year)
