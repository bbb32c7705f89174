"""Dates that stand on the calendar by themselves: days, months, seasons, years, decades."""

import datetime as dt

from extractors.dates.fiscal import owner_calendar
from extractors.dates.lexicon import full_year, words
from extractors.dates.periods import MONTHS_IN, Period, day_of, days, months, move, shift_month
from extractors.dates.reader import Match, Reader

_DASHES = ("-", "–", "—", "‑", "to", "and", "through", "&")
_BEFORE_MONTH = frozenset(
    {"in", "of", "by", "since", "until", "till", "from", "to", "and", "or", "early", "mid", "late"}
    | {"-", "–", "before", "after", "through", "during", "between", "for", "back", "this", "last"}
    | {"next", "coming", "past", "on", "as", "starting", "beginning", "the", "s", "its", "("}
)


def month(reader: Reader, index: int) -> Match | None:
    """June; June 2026; June 23, 2026; June 23-26; June of next year; the June quarter."""
    number = reader.value(index, "month")
    if number is None or not reader.is_capital(index):
        return None
    if found := _day_after(reader, index, number, index + 1):
        return found
    if found := _month_with_year(reader, number, index + 1):
        return _closed_by(reader, found)
    if reader.word(index - 1) not in _BEFORE_MONTH and reader.word(index) in {"may", "march"}:
        return None
    period = reader.dated(index, lambda year: months(year, number, 1, "month"))
    return _closed_by(reader, Match(period, index + 1, has_year=False)) if period else None


def _closed_by(reader: Reader, found: Match) -> Match:
    """The quarter that a month closes, where the word follows ("the June quarter")."""
    first = found.period.start
    if reader.word(found.stop) != "quarter" or first is None:
        return found
    size = MONTHS_IN["quarter"]
    opened = shift_month(first.year, first.month, 1 - size)
    quarter = months(opened.year, opened.month, size, "quarter")
    return Match(quarter, found.stop + 1, found.has_year)


def month_abbreviation(reader: Reader, index: int) -> Match | None:
    """Dec. 5; Sept 2026: an abbreviation counts only beside a number."""
    number = reader.value(index, "month_abbreviation")
    if number is None or not reader.is_capital(index):
        return None
    after = reader.skip(index + 1, ".")
    return _day_after(reader, index, number, after) or _month_with_year(reader, number, after)


def _month_with_year(reader: Reader, number: int, after: int) -> Match | None:
    if year := year_after(reader, after):
        return Match(months(year[0], number, 1, "month"), year[1])
    return None


def _day_after(reader: Reader, index: int, number: int, after: int) -> Match | None:
    first = _day_number(reader, after)
    if first is None:
        return None
    last, stop = first, after + 1
    other = _day_number(reader, stop + 1) if reader.word(stop) in _DASHES else None
    if other is not None and other > first and reader.value(stop + 2, "month") is None:
        last, stop = other, stop + 2
    return _days_in_month(reader, index, number, (first, last), stop)


def _days_in_month(
    reader: Reader, index: int, number: int, bounds: tuple[int, int], stop: int
) -> Match | None:
    def build(year: int) -> Period | None:
        first, last = (day_of(year, number, day) for day in bounds)
        if first is None or last is None or first.start is None or last.end is None:
            return None
        return first if first == last else days(first.start, last.end, "range")

    if year := year_after(reader, stop):
        period = build(year[0])
        return Match(period, year[1]) if period else None
    period = reader.dated(index, build)
    return Match(period, stop, has_year=False) if period else None


def _day_number(reader: Reader, index: int) -> int | None:
    for kind in ("number", "ordinal"):
        value = reader.value(index, kind)
        if value is not None and 1 <= value <= 31 and reader.word(index)[:1].isdigit():
            return value
    return None


def year_after(reader: Reader, index: int) -> tuple[int, int] | None:
    """The year that closes a date ("2026", ", 2026", "of next year", "'26"), and its end."""
    after = reader.skip(index, ",", "of", "in", "the") if reader.word(index) != "in" else index
    if (year := reader.value(after, "year")) is not None:
        return year, after + 1
    if (short := short_year(reader, index)) is not None:
        return short, index + 2
    return _told_year(reader, after)


def short_year(reader: Reader, index: int) -> int | None:
    """The year that an apostrophe and two digits stand for ("'26")."""
    if reader.word(index) not in {"'", "’"} or len(reader.word(index + 1)) != 2:
        return None
    short = reader.value(index + 1, "number")
    return full_year(f"{short:02}") if short is not None else None


def _told_year(reader: Reader, index: int) -> tuple[int, int] | None:
    if reader.word(index + 1) != "year":
        return None
    step = reader.value(index, "deictic")
    if step is not None and reader.published:
        return reader.published.year + step, index + 2
    anchor = reader.anchor_day()
    if anchor is None:
        return None
    step = reader.value(index, "anaphor")
    return (anchor.year + step, index + 2) if step is not None else None


def number(reader: Reader, index: int) -> Match | None:
    """23 June 2026; the 23rd of June; 6/23/2026."""
    first = _day_number(reader, index)
    if first is None:
        return None
    if found := _slashed(reader, index):
        return found
    last, after = first, index + 1
    if reader.word(after) in _DASHES and (other := _day_number(reader, after + 1)):
        last, after = other, after + 2
    after = reader.skip(after, "of")
    named = reader.value(after, "month") or reader.value(after, "month_abbreviation")
    if named is None or not reader.is_capital(after) or last < first:
        return None
    return _days_in_month(reader, index, named, (first, last), reader.skip(after + 1, "."))


def _slashed(reader: Reader, index: int) -> Match | None:
    """American 6/23/2026 unless the first number can only be a day."""
    if (reader.word(index + 1), reader.word(index + 3)) != ("/", "/"):
        return None
    first, second = reader.value(index, "number"), reader.value(index + 2, "number")
    year = reader.value(index + 4, "year")
    if first is None or second is None or year is None:
        return None
    on_month, on_day = (second, first) if first > 12 else (first, second)
    period = day_of(year, on_month, on_day)
    return Match(period, index + 5) if period else None


def year(reader: Reader, index: int) -> Match | None:
    """2026-06-23; 2026; 2026/27: where the number is not part of a name or a measure."""
    value = reader.value(index, "year")
    if value is None or _is_measure(reader, index) or _in_name(reader, index):
        return None
    signs = reader.word(index + 1), reader.word(index + 3)
    on_month, on_day = (reader.value(index + step, "number") for step in (2, 4))
    if signs == ("-", "-") and on_month and on_day:
        period = day_of(value, on_month, on_day)
        return Match(period, index + 5) if period else None
    if reader.word(index + 1) in {"fiscal", "financial"} and reader.word(index + 2) == "year":
        start, _ = reader.span(index, index + 1)
        return Match(owner_calendar(reader.text, start).part(value, 12, 1, "fiscal"), index + 3)
    whole = months(value, 1, 12, "year")
    short = reader.value(index + 2, "number")
    follows = short == (value + 1) % 100 and len(reader.word(index + 2)) == 2
    if signs[0] in {"/", "-", "–"} and follows:
        return Match(months(value, 1, 24, "range"), index + 3)
    return Match(whole, index + 1)


def _is_measure(reader: Reader, index: int) -> bool:
    tables = words()
    if "_" in {reader.word(index - 1), reader.word(index + 1)}:
        return True
    if reader.word(index + 1) in tables["not_after_year"]["words"]:
        return True
    if index == 0:
        return False
    return reader.word(index - 1) in tables["not_before_year"]["words"]


def _in_name(reader: Reader, index: int) -> bool:
    """Whether the year closes a name, as in "CES 2026" or "Gemini 2025"."""
    if index == 0:
        return False
    before = reader.word(index - 1)
    if before == "/":
        return True
    if not reader.is_capital(index - 1) or not before.isalpha() or reader.sense(index - 1):
        return False
    known = words()
    if before in known["frames"] or before in known["fillers"]["words"]:
        return False
    return before not in {"and", "or", "to", "between", "launch", "fiscal", "financial"}


def decade(reader: Reader, index: int) -> Match | None:
    """The 2030s."""
    first = reader.value(index, "decade")
    return Match(months(first, 1, 120, "decade"), index + 1) if first else None


def season(reader: Reader, index: int) -> Match | None:
    """Summer 2027; in the fall: a season counts beside a year or a preposition."""
    first = reader.value(index, "season")
    if first is None:
        return None
    if year := year_after(reader, index + 1):
        return Match(months(year[0], first, 3, "season"), year[1])
    if reader.word(index - 1) != "the" or reader.word(index - 2) not in {"in", "by", "for", "of"}:
        return None
    period = reader.dated(index, lambda year: months(year, first, 3, "season"))
    return Match(period, index + 1, has_year=False) if period else None


def weekday(reader: Reader, index: int) -> Match | None:
    """Wednesday, June 23; on Wednesday."""
    number = reader.value(index, "weekday")
    if number is None or not reader.is_capital(index):
        return None
    full = reader.core(reader.skip(index + 1, ",", "(", "the"))
    if full and full.period.precision == "day":
        return full
    if reader.published is None or reader.word(index + 1) in {"night", "football"}:
        return None
    week = [_on_weekday(reader.published, number, step) for step in (-1, 0, 1)]
    period = reader.nearest(index, week)
    return Match(period, index + 1, has_year=False) if period else None


def _on_weekday(published: dt.date, number: int, step: int) -> Period:
    """The weekday before (-1) or after (1) publication; 0 is the one of its week."""
    ahead = number - published.weekday()
    on = move(published, ahead + 7 * step, "day")
    return Period(on, on, "day")


def relative_day(reader: Reader, index: int) -> Match | None:
    """Yesterday, today, tomorrow; not "today's" in the sense of the present."""
    step = reader.value(index, "day")
    if step is None or reader.published is None:
        return None
    if reader.word(index + 1) in {"'", "’"}:
        return None
    on = move(reader.published, step, "day")
    return Match(Period(on, on, "day"), index + 1)
