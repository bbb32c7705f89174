"""The day of publication that a text gives itself, where nothing else tells it.

A line that is nothing but a date, a labelled date, or the dateline of a report ("OSLO, June 3, 2026
- ..."), among the first lines. Dates within sentences are what the article is about, not its own.
"""

import re
from collections.abc import Sequence
from itertools import islice

from extractors.lines import LINE
from extractors.metadata import Published, parse_published

_FIRST_LINES = 12
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_ISO = r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
_LABEL = r"(?:date|published|posted|publication date|released)(?: on| at)?\s{0,2}:?\s{0,2}"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s)?"
_TIME = r"(?:[ ,•|·-]{1,3}(?:at )?\d{1,2}[:.]\d\d.{0,20})?"


def _patterns(date: str) -> tuple[re.Pattern[str], ...]:
    """A line that is a date with or without its label or time; the dateline of a report."""
    place = r"(?-i:[A-Z]{3})[\w.,’' ]{0,40}?[,–—-]{1,2}\s?"
    return (
        re.compile(rf"(?:{_LABEL})?{_WEEKDAY}{date}{_TIME}$", re.IGNORECASE),
        re.compile(rf"{place}{date}\b", re.IGNORECASE),
    )


_PATTERNS = (
    *_patterns(rf"{_MONTH}\s{_DAY},?\s{_YEAR}"),
    *_patterns(rf"{_DAY}\s{_MONTH},?\s{_YEAR}"),
    *_patterns(_ISO),
)

#: A byline that names its day ends with it, but for the time: "Posted by Al on June 3, 2026".
_BYLINE_DATES = tuple(
    re.compile(rf"(?:^|[^\w]){date}{_TIME}$", re.IGNORECASE)
    for date in (rf"{_MONTH}\s{_DAY},?\s{_YEAR}", rf"{_DAY}\s{_MONTH},?\s{_YEAR}", _ISO)
)
#: So many lines at most stand between a headline and the first paragraph.
_LINES_ABOVE = 8
_BYLINE = 120
_LONG_DATE = re.compile(rf"\b{_MONTH}\s{_DAY},?\s{_YEAR}", re.IGNORECASE)


def own_date(text: str) -> Published:
    """The day that a text gives as its own near its top; empty if it gives none."""
    for line in islice(LINE.finditer(text), _FIRST_LINES):
        head = line.group()[:120].replace("*", "").strip(" \t_#-")
        for pattern in _PATTERNS:
            found = pattern.match(head)
            if found and (day := _day(found.groupdict())).day is not None:
                return day
    return Published()


def date_above(shown: Sequence[str], lines: Sequence[str]) -> Published:
    """The day at the end of a short line between the headline and the text of an article.

    Args:
        shown: Every line that the page shows.
        lines: Those of the article, of which the first may be such a line too.
    """
    above = shown[: shown.index(lines[0])] if lines[0] in shown else []
    for line in (lines[0], *reversed(above[-_LINES_ABOVE:])):
        for pattern in _BYLINE_DATES if len(line) <= _BYLINE else ():
            found = pattern.search(line)
            if found and (day := _day(found.groupdict())).day is not None:
                return day
    return Published()


def long_date(text: str) -> Published:
    """The first date with a month in letters that a text holds; empty if it holds none."""
    found = _LONG_DATE.search(text)
    return _day(found.groupdict()) if found else Published()


def _day(parts: dict[str, str | None]) -> Published:
    written = parts.get("iso")
    if written is None:
        month = _MONTHS.index((parts["month"] or "")[:3].lower()) + 1
        written = f"{parts['year']}-{month}-{parts['day']}"
    return parse_published(written, found_by="text")
