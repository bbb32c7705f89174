"""Fiscal calendars of companies: in which month their year ends and how it is named."""

import csv
import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.dates.periods import Period, months

#: How far back from a fiscal date its owner is looked for, in characters.
_REACH = 1200


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """A fiscal year's last month, and whether it is named by the year it ends or starts in."""

    end_month: int = 12
    named_by_start: bool = False

    def first_month(self, year: int) -> tuple[int, int]:
        """Year and month in which a fiscal year starts."""
        if self.end_month == 12:
            return year, 1
        return (year if self.named_by_start else year - 1), self.end_month + 1

    def part(self, year: int, size: int, number: int, precision: str) -> Period:
        """The ``number``-th part of ``size`` months of a fiscal year."""
        first_year, first = self.first_month(year)
        return months(first_year, first + size * (number - 1), size, precision)

    def year_of(self, date: dt.date) -> int:
        """The name of the fiscal year that holds a date."""
        ends = date.year + (date.month > self.end_month)
        return ends - (self.named_by_start and self.end_month != 12)


CALENDAR_YEAR = FiscalCalendar()


@cache
def _calendars() -> tuple[re.Pattern[str], dict[str, FiscalCalendar]]:
    text = files("extractors").joinpath("data", "fiscal_years.csv").read_text(encoding="utf-8")
    by_name = {
        name: FiscalCalendar(int(row["end_month"]), row["named_by"] == "start")
        for row in csv.DictReader(text.splitlines())
        for name in row["names"].split("|")
    }
    longest_first = sorted(by_name, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b"), by_name


def owner_calendar(text: str, start: int) -> FiscalCalendar:
    """The calendar of the nearest company named before a fiscal date, else the calendar year.

    The company of the date's own line comes first, then that of the title, then one told before.
    """
    pattern, by_name = _calendars()
    back = max(0, start - _REACH)
    line = text.rfind("\n", back, start) + 1 or back
    after = text.find("\n", start, start + _REACH)
    title = text.find("\n", 0, _REACH)
    places = (line, start), (start, after if after > 0 else start + 120), (0, title), (back, start)
    for first, last in places:
        found = [match[0] for match in pattern.finditer(text, first, max(first, last))]
        if found:
            return by_name[found[0] if first == start else found[-1]]
    return CALENDAR_YEAR
