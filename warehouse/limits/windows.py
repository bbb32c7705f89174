"""Intervals of claims as the day windows of records."""

import datetime as dt

from schema.claim import Interval

_DAY = dt.timedelta(days=1)


def window(interval: Interval) -> str:
    """The interval as a year, half, quarter, month or day; others by their middle.

    An interval that is open at one end ("by the end of 2026") stands for its other end.
    """
    start, end = interval.start, interval.end
    if start is None or end is None:
        return (start or end or dt.date.max).isoformat()
    months = _whole_months(start, end)
    match months:
        case 12 if start.month == 1:
            return f"{start.year:04}"
        case 6 if start.month in {1, 7}:
            return f"{start.year:04}-H{start.month // 6 + 1}"
        case 3 if start.month in {1, 4, 7, 10}:
            return f"{start.year:04}-Q{start.month // 3 + 1}"
        case 1:
            return f"{start:%Y-%m}"
        case _:
            return (start + (end - start) / 2).isoformat()


def _whole_months(start: dt.date, end: dt.date) -> int | None:
    """Number of calendar months that the interval covers exactly, else None."""
    if start.day != 1 or end == dt.date.max or (end + _DAY).day != 1:
        return None
    after = end + _DAY
    return 12 * (after.year - start.year) + after.month - start.month
