"""Parts of a period: quarters, halves, thirds, ends, and fiscal years."""

import datetime as dt
from typing import TypeGuard

from extractors.dates.calendar_rules import short_year
from extractors.dates.fiscal import CALENDAR_YEAR, FiscalCalendar, owner_calendar
from extractors.dates.lexicon import Code, full_year, words
from extractors.dates.periods import (
    MONTHS_IN,
    Period,
    containing,
    days,
    months,
    move,
    stepped,
    thirds,
)
from extractors.dates.reader import Match, Reader

_HYPHENS = ("-", "–", "‑")
#: The value of "final" and "last" among the ordinals.
_FINAL = -1
#: What must stand before H1 or H2 without a year, which else name other things.
_BEFORE_HALF = frozenset(
    {"in", "by", "during", "for", "from", "until", "through", "before", "after", "since", "early"}
    | {"mid", "late", "and", "to"}
)


def ordinal(reader: Reader, index: int) -> Match | None:
    """First quarter of 2026; second half; first six months of 2027; else a day of a month."""
    number = reader.value(index, "ordinal")
    after = reader.skip(index + 1, "calendar", *_HYPHENS)
    fiscal = reader.word(after) in {"fiscal", "financial"}
    after += fiscal
    unit = reader.unit(after)
    if number is None:
        return None
    if unit is None or unit[0] not in {"quarter", "half"}:
        return (
            _counted_part(reader, index, number)
            or reader.rule("number")(reader, index)
            or _elided(reader, index, number)
        )
    parts = 12 // MONTHS_IN[unit[0]]
    number = parts if number == _FINAL else number
    if number > parts:
        return None
    return part_of_year(reader, index, unit[0], number, after + 1, fiscal=fiscal)


def _elided(reader: Reader, index: int, number: int) -> Match | None:
    """The quarter or half meant in "the first quarter of 2027 and the second"."""
    told = reader.anchor
    if told is None or told.start is None or told.precision not in {"quarter", "half"}:
        return None
    if number == _FINAL:  # "6 gigawatts for the latter" is for whom, not when
        return None
    before, after = (reader.word(index - 2), reader.word(index - 1)), reader.word(index + 1)
    if before[0] not in _BEFORE_HALF or before[1] != "the" or after[:1].isalnum():
        return None
    parts = 12 // MONTHS_IN[told.precision]
    number = parts if number == _FINAL else number
    year = months(told.start.year, 1, 12, "year")
    period = _split(year, told.precision, number) if number <= parts else None
    return Match(period, index + 1) if period else None


def last_part(reader: Reader, index: int) -> Match | None:
    """The last quarter, half or months of a period that is named after it."""
    unit = reader.unit(index + 1)
    if unit is not None and unit[0] in {"quarter", "half"} and reader.word(index + 2) == "of":
        parts = 12 // MONTHS_IN[unit[0]]
        return part_of_year(reader, index, unit[0], parts, index + 2, fiscal=False)
    return _counted_part(reader, index, _FINAL)


def _counted_part(reader: Reader, index: int, number: int) -> Match | None:
    """The first or the last so many days, weeks or months of a period."""
    count = reader.value(index + 1, "number")
    after = index + 1 if count is None else index + 2
    unit = reader.unit(after)
    if unit is None or reader.word(after + 1) != "of" or number not in {1, _FINAL}:
        return None
    whole = target(reader, after + 2)
    if whole is None or whole.period.start is None or whole.period.end is None:
        return None
    size = (count or 1) * unit[1]
    if number == 1:
        last = move(whole.period.start, size, unit[0]) - dt.timedelta(days=1)
        return Match(days(whole.period.start, last, "part"), whole.stop, whole.has_year)
    first = move(whole.period.end + dt.timedelta(days=1), -size, unit[0])
    return Match(days(first, whole.period.end, "part"), whole.stop, whole.has_year)


def part_of_year(
    reader: Reader, index: int, unit: str, number: int, after: int, *, fiscal: bool
) -> Match | None:
    """The numbered quarter or half of the year that follows, else of the nearest year."""
    if whole := _owner(reader, after, fiscal=fiscal):
        period = _split(whole.period, unit, number)
        return Match(period, whole.stop, whole.has_year) if period else None
    calendar = _calendar(reader, index) if fiscal else CALENDAR_YEAR
    size = MONTHS_IN[unit]
    period = reader.dated(index, lambda year: calendar.part(year, size, number, unit))
    return Match(period, after, has_year=False) if period else None


#: Words that open the year of a quarter without "of".
_OWNERS = frozenset({"fiscal", "this", "next", "last"})


def _owner(reader: Reader, after: int, *, fiscal: bool) -> Match | None:
    """The year after "quarter" or "half": "of fiscal 2027", "of the year", "2026", "'26"."""
    told = reader.skip(after, "of", ",", "calendar", *_HYPHENS)
    year = reader.value(told, "year")
    if year is not None and fiscal:
        return Match(_calendar(reader, told).part(year, 12, 1, "fiscal"), told + 1)
    if year is None and (short := short_year(reader, after)) is not None:
        return Match(months(short, 1, 12, "year"), after + 2)
    if year is not None:
        return Match(months(year, 1, 12, "year"), told + 1)
    code = reader.sense(told)
    if code and code.kind == "code":
        return reader.core(told) if code.value.unit == "year" else None
    if reader.word(after) == "," or (told == after and reader.word(told) not in _OWNERS):
        return None
    return target(reader, told)


def target(reader: Reader, index: int) -> Match | None:
    """What a part is a part of: a date, or "the year", which is the running one."""
    index = reader.skip(index, "the")
    if found := reader.core(index):
        return found
    unit = reader.unit(index)
    if unit is None or reader.published is None or unit[1] != 1 or unit[0] == "half":
        return None
    return Match(containing(reader.published, unit[0]), index + 1)


def _split(whole: Period, unit: str, number: int) -> Period | None:
    if whole.start is None or whole.end is None:
        return None
    parts = 12 // MONTHS_IN[unit]
    count = round(((whole.end - whole.start).days + 1) / 30.44)
    if count % parts == 0:
        start = move(whole.start, count // parts * (number - 1), "month")
        return months(start.year, start.month, count // parts, unit)
    half = whole.start.replace(day=15) if whole.precision == "month" else None
    if half is None or unit != "half":
        return None
    if number == 1:
        return days(whole.start, half, "half")
    return days(half.replace(day=16), whole.end, "half")


def _calendar(reader: Reader, index: int) -> FiscalCalendar:
    return owner_calendar(reader.text, reader.span(index, index + 1)[0])


def code(reader: Reader, index: int) -> Match | None:
    """Q2 2026, 2H26, H2, FY27, Q3FY26, 1Q of fiscal 2027."""
    found = reader.sense(index)
    value: Code | None = found.value if found and found.kind == "code" else None
    if value is None or reader.word(index + 1) == "_" or reader.word(index - 1) == "_":
        return None
    calendar = _calendar(reader, index) if value.fiscal else CALENDAR_YEAR
    if value.number is None:
        year = value.year
        precision = "fiscal" if value.fiscal else "year"
        return Match(calendar.part(year, 12, 1, precision), index + 1) if year else None
    if value.year is not None:
        part = calendar.part(value.year, MONTHS_IN[value.unit], value.number, value.unit)
        return Match(part, index + 1)
    found_part = part_of_year(
        reader,
        index,
        value.unit,
        value.number,
        index + 1,
        fiscal=value.fiscal or reader.word(index - 1) in {"fiscal", "financial"},
    )
    if found_part and not found_part.has_year and value.unit == "half":
        return found_part if reader.word(index - 1) in _BEFORE_HALF else None
    return found_part


def fiscal(reader: Reader, index: int) -> Match | None:
    """Fiscal 2027, fiscal year 2027, FY 27, fiscal second quarter, fiscal Q3."""
    after = reader.skip(index + 1, "year", "years", "’", "'", *_HYPHENS)
    year = reader.value(after, "year")
    if year is None and len(reader.word(after)) == 2 and reader.word(index) == "fy":
        short = reader.value(after, "number")
        year = full_year(f"{short:02}") if short is not None else None
    numbered = _numbered_part(reader, index + 1 if year is None else after + 1)
    if year is not None:
        whole = _calendar(reader, index).part(year, 12, 1, "fiscal")
        part = _split(whole, *numbered[:2]) if numbered else None
        return Match(part, numbered[2]) if part and numbered else Match(whole, after + 1)
    if numbered is None:
        return None
    unit, number, stop = numbered
    return part_of_year(reader, index, unit, number, stop, fiscal=True)


def _numbered_part(reader: Reader, index: int) -> tuple[str, int, int] | None:
    """The unit, number and end of "second quarter" or "final quarter", or None."""
    number, place = reader.value(index, "ordinal"), reader.skip(index + 1, *_HYPHENS)
    unit = reader.unit(place)
    if number is None or unit is None or unit[0] not in {"quarter", "half"}:
        return None
    parts = 12 // MONTHS_IN[unit[0]]
    number = parts if number == _FINAL else number
    return (unit[0], number, place + 1) if number <= parts else None


def fiscal_step(reader: Reader, index: int, step: int) -> Match | None:
    """This, next or last fiscal year or quarter, from the word "fiscal" on."""
    unit = reader.unit(index + 1)
    if reader.published is None or unit is None or unit[0] not in {"year", "quarter"}:
        return None
    calendar = _calendar(reader, index)
    year = calendar.year_of(reader.published)
    if unit[0] == "year":
        return Match(calendar.part(year + step, 12, 1, "fiscal"), index + 2)
    first = calendar.part(year, 12, 1, "fiscal").start
    if first is None:
        return None
    months_in = (reader.published.year - first.year) * 12 + reader.published.month - first.month
    return Match(calendar.part(year, 3, months_in // 3 + 1 + step, "quarter"), index + 2)


def third(reader: Reader, index: int) -> Match | None:
    """Early 2027, mid-July, late next year, mid-to-late 2026, early in the quarter."""
    bounds = _third_bounds(reader, index)
    last, after = bounds[1], reader.skip(index + 1, *_HYPHENS)
    if reader.word(after) in {"to", "or"}:
        other = reader.skip(after + 1, *_HYPHENS)
        more = reader.sense(other)
        if more and more.kind == "third":
            last, after = more.value[1], reader.skip(other + 1, *_HYPHENS)
    after = reader.skip(after, "in", "part", "of", "the")
    whole = target(reader, after)
    if whole is None or whole.period.precision in {"day", "rolling", "range", "third", "end"}:
        return None
    period = thirds(whole.period, bounds[0], last)
    return Match(period, whole.stop, whole.has_year) if period else None


def _third_bounds(reader: Reader, index: int) -> tuple[int, int]:
    found = reader.sense(index)
    return (found.value[0], found.value[1]) if found and found.kind == "third" else (0, 2)


def edge(reader: Reader, index: int) -> Match | None:
    """End of 2026, beginning of next year, year-end, close of the decade."""
    meaning = words()["edges"][reader.word(index)]
    after = index + 1
    if reader.word(after) == "of" or reader.word(after) in _HYPHENS:
        after += 1
    elif reader.value(after, "year") is None or meaning != "end":
        return None
    whole = target(reader, after)
    if whole is None or whole.period.precision in {"rolling", "third", "end"}:
        return None
    return _at_edge(whole, meaning)


def _at_edge(whole: Match, meaning: str) -> Match | None:
    if meaning == "end":
        return Match(Period(None, whole.period.end, "end"), whole.stop, whole.has_year)
    period = thirds(whole.period, *words()["thirds"][meaning])
    return Match(period, whole.stop, whole.has_year) if period else None


#: How a period is said to end on a day.
_ENDING = frozenset({"ended", "ending", "ends"})
#: Prepositions before "the year" that make it the running one.
_DURING = frozenset({"for", "during", "within", "throughout"})
#: Prepositions before "the quarter" that make it the one told of before.
_WITHIN_TOLD = frozenset({"in", "of", "for", "during", "over"})


def unit_end(reader: Reader, index: int) -> Match | None:
    """Year-end 2026, the year's end, the year 2028, the year ended June 30, the year before."""
    unit = reader.unit(index)
    if unit is None or unit[0] not in {"year", "month", "quarter", "half", "decade"}:
        return None
    if found := _closing(reader, index, unit[0]):
        return found
    following = reader.word(index + 1)
    if following == "before":
        return _before(reader, index, unit[0])
    if (year := reader.value(index + 1, "year")) is not None and reader.word(index) == "year":
        return Match(months(year, 1, 12, "year"), index + 2)
    return _end_of_unit(reader, index, unit[0]) or _running(reader, index, unit[0])


def _running(reader: Reader, index: int, unit: str) -> Match | None:
    """During the year: the one of publication, or of the date told before."""
    if reader.word(index - 1) != "the":
        return None
    if unit == "quarter" and reader.word(index - 2) in _WITHIN_TOLD and _is_quarter(reader.anchor):
        return Match(reader.anchor, index + 1)
    ends = (reader.word(index + 1), reader.word(index + 2)) in {("is", "out"), ("is", "over")}
    if reader.word(index - 2) not in _DURING and not ends and reader.word(index + 1) != "ends":
        return None
    known = reader.published or reader.anchor_day()
    return Match(containing(known, unit), index + 1) if known else None


def _is_quarter(told: Period | None) -> TypeGuard[Period]:
    """Whether a date told before is a quarter, of the calendar or of a firm."""
    if told is None or told.start is None or told.end is None:
        return False
    return told.precision in {"quarter", "fiscal"} and 80 <= (told.end - told.start).days <= 100


def _end_of_unit(reader: Reader, index: int, unit: str) -> Match | None:
    after = reader.skip(index + 1, "'", "’", "s", *_HYPHENS)
    if reader.word(after) != "end":
        return None
    stop = reader.skip(after + 1, "of")
    if (year := reader.value(stop, "year")) is not None:
        return Match(Period(None, months(year, 1, 12, "year").end, "end"), stop + 1)
    if reader.published is None:
        return None
    return Match(Period(None, containing(reader.published, unit).end, "end"), after + 1)


def _closing(reader: Reader, index: int, unit: str) -> Match | None:
    """The year or quarter that ends on a day or with a month told ("to", "that ended")."""
    ends = reader.skip(index + 1, ",", "that", "which")
    if reader.word(ends) not in _ENDING and (ends > index + 1 or reader.word(ends) != "to"):
        return None
    last = reader.core(reader.skip(ends + 1, "on", "in", "with", "the", "end", "of"))
    if last is None or last.period.end is None or last.period.precision not in {"day", "month"}:
        return None
    after = last.period.end + dt.timedelta(days=1)
    count = (reader.value(index - 1, "number") or 1) if reader.word(index).endswith("s") else 1
    first = move(after, -MONTHS_IN[unit] * min(count, 99), "month")
    return Match(days(first, last.period.end, "fiscal"), last.stop, last.has_year)


def _before(reader: Reader, index: int, unit: str) -> Match | None:
    """The year before the date told before; not a year before something else."""
    if reader.anchor is None or reader.word(index - 1) != "the":
        return None
    if reader.core(reader.skip(index + 2, "the")) is not None:
        return None
    period = stepped(reader.anchor, unit, -1)
    return Match(period, index + 2) if period else None
