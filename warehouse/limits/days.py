"""Days and windows of days as records write them."""

import datetime as dt
import re

DAYS_PER_YEAR = 365.25
#: The day that stands for a window: a half year and a year by their middle, others by their first.
_WINDOW = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?|-Q([1-4])|-H([12]))?")


def parse_day(text: str) -> dt.date | None:
    """The day of ``YYYY-MM-DD``, ``YYYY-MM``, ``YYYY-Q3``, ``YYYY-H2`` or ``YYYY``, else None."""
    match = _WINDOW.fullmatch(text)
    if match is None:
        return None
    year, month, day, quarter, half = match.groups()
    if quarter:
        month = 3 * int(quarter) - 2
    elif half:
        month = 6 * int(half) - 2
    try:
        return dt.date(int(year), int(month or 7), int(day or 1))
    except ValueError:
        return None


def years_between(earlier: dt.date, later: dt.date) -> float:
    """Years from one day to another, never below 0."""
    return max(0.0, (later - earlier).days / DAYS_PER_YEAR)
