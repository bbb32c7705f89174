"""Periods of the calendar, and arithmetic on them."""

import calendar
import datetime as dt
from dataclasses import dataclass

#: Months in each period that is made of months.
MONTHS_IN = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120}

#: Years that news speaks of; a number outside them is no year.
FIRST_YEAR, LAST_YEAR = 1950, 2100


@dataclass(frozen=True, slots=True)
class Period:
    """Days from start to end, both included; an open end is None."""

    start: dt.date | None
    end: dt.date | None
    precision: str


def is_sensible(period: Period) -> bool:
    """Whether a period is in order and within a lifetime of the years that news speaks of."""
    bounds = [day for day in (period.start, period.end) if day is not None]
    near = all(FIRST_YEAR - 100 <= day.year < LAST_YEAR + 100 for day in bounds)
    return bool(bounds) and near and bounds == sorted(bounds)


def months(year: int, month: int, count: int, precision: str) -> Period:
    """``count`` whole months from the given one on; ``month`` may run over the year's end."""
    first, beyond = shift_month(year, month, 0), shift_month(year, month, count)
    return Period(first, beyond - dt.timedelta(days=1), precision)


def shift_month(year: int, month: int, count: int) -> dt.date:
    """The first day of the month that stands ``count`` months after the given one."""
    index = min(max(year * 12 + month - 1 + count, 12), 9999 * 12 + 10)
    return dt.date(index // 12, index % 12 + 1, 1)


def day_of(year: int, month: int, day: int) -> Period | None:
    """One day, or None where the calendar has no such day."""
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    date = dt.date(year, month, day)
    return Period(date, date, "day")


def days(first: dt.date, last: dt.date, precision: str) -> Period:
    """The days between two dates, in order."""
    return Period(min(first, last), max(first, last), precision)


def containing(date: dt.date, unit: str, steps: int = 0) -> Period:
    """The calendar period of a unit that holds a date, or one some steps from it."""
    if unit == "day":
        moved = move(date, steps, "day")
        return Period(moved, moved, "day")
    if unit == "week":
        monday = move(date, 7 * steps - date.weekday(), "day")
        return Period(monday, move(monday, 6, "day"), "week")
    size = MONTHS_IN[unit]
    if unit == "decade":
        return months(date.year // 10 * 10 + 10 * steps, 1, size, unit)
    first = (date.month - 1) // size * size + 1
    return months(date.year, first + size * steps, size, unit)


def move(date: dt.date, count: int, unit: str) -> dt.date:
    """A date some days, weeks, months or years later, within the calendar."""
    if unit in {"day", "week"}:
        step = count * (7 if unit == "week" else 1)
        ordinal = min(max(date.toordinal() + step, 1), dt.date.max.toordinal())
        return dt.date.fromordinal(ordinal)
    first = shift_month(date.year, date.month, count * MONTHS_IN[unit])
    return first.replace(day=min(date.day, calendar.monthrange(first.year, first.month)[1]))


def stepped(anchor: Period, unit: str, step: int) -> Period | None:
    """The period some units from one told before: the same months if it is that long itself."""
    last = anchor.end or anchor.start
    if last is None:
        return None
    if unit not in MONTHS_IN or anchor.start is None or anchor.end is None:
        return containing(last, unit, step)
    size = MONTHS_IN[unit]
    if anchor.start.day == 1 and move(anchor.start, size, "month") == move(anchor.end, 1, "day"):
        first = move(anchor.start, size * step, "month")
        return months(first.year, first.month, size, anchor.precision)
    return containing(last, unit, step)


def thirds(period: Period, first: int, last: int) -> Period | None:
    """From one third of a period to another (0 early, 1 mid, 2 late)."""
    if period.start is None or period.end is None:
        return None
    start, end = period.start, period.end
    if period.precision == "month":
        bounds = [start, start.replace(day=11), start.replace(day=21), end + dt.timedelta(days=1)]
    elif period.precision == "decade":
        bounds = [start.replace(year=start.year + years) for years in (0, 4, 7, 10)]
    else:
        size = (end - start).days + 1
        count = round(size / 30.44)
        if count == 0 or count % 3:
            bounds = [start + dt.timedelta(days=size * part // 3) for part in range(4)]
        else:
            bounds = [move(start, count // 3 * part, "month") for part in range(4)]
    return Period(bounds[first], bounds[last + 1] - dt.timedelta(days=1), "third")
