"""Dates and periods of news, resolved against the day of publication.

The spaCy component ``gigawatch_dates`` fills ``doc._.dates``; :func:`read_dates` does the same
for a plain text. Words and fiscal calendars are data (``data/dates.toml``,
``data/fiscal_years.csv``); the rules here only join them.
"""

import datetime as dt
from collections.abc import Iterator, Mapping

from spacy.language import Language
from spacy.tokens import Doc

import extractors.extensions  # noqa: F401  (declares what components leave on a Doc)
from extractors.dates import calendar_rules, frames, part_rules, relative_rules
from extractors.dates.periods import Period, is_sensible
from extractors.dates.reader import Match, Reader, Rule
from extractors.spans import DateExpression
from schema.claim import Interval

__all__ = ["gigawatch_dates", "read_dates"]


def _first_of(*rules: Rule) -> Rule:
    def rule(reader: Reader, index: int) -> Match | None:
        return next((found for r in rules if (found := r(reader, index))), None)

    return rule


#: The rules to try at a term of each kind.
RULES: Mapping[str, Rule] = {
    "month": calendar_rules.month,
    "month_abbreviation": calendar_rules.month_abbreviation,
    "number": _first_of(calendar_rules.number, relative_rules.counted),
    "ordinal": part_rules.ordinal,
    "year": calendar_rules.year,
    "decade": calendar_rules.decade,
    "season": calendar_rules.season,
    "weekday": calendar_rules.weekday,
    "day": calendar_rules.relative_day,
    "code": part_rules.code,
    "fiscal": part_rules.fiscal,
    "third": part_rules.third,
    "edge": part_rules.edge,
    "unit": part_rules.unit_end,
    "deictic": relative_rules.deictic,
    "anaphor": relative_rules.anaphor,
    "earlier": relative_rules.earlier_later,
    "later": relative_rules.earlier_later,
    "within": relative_rules.within,
}


def read_dates(text: str, published: dt.date | None) -> list[DateExpression]:
    """Every date of a text, in its order; relative ones only where publication is known."""
    if published is not None and not is_sensible(Period(published, published, "day")):
        published = None
    return list(_read(Reader(text, published, RULES)))


def _read(reader: Reader) -> Iterator[DateExpression]:
    stop = 0
    for index in reader.triggers():
        found = reader.core(index) if index >= stop else None
        if found is None:
            continue
        frame = frames.frame_before(reader, index)
        if frames.is_former(reader, frame):
            stop = found.stop
            continue
        found = frames.joined(reader, index, found) or found
        expression = _expression(reader, index, found, frame)
        if expression is not None:
            reader.anchor = found.period
            yield expression
        stop = found.stop


def _expression(
    reader: Reader, index: int, found: Match, before: frames.Frame
) -> DateExpression | None:
    frame, bound, _ = before
    stop = found.stop
    if tail := frames.tail_after(reader, stop):
        bound, stop = tail
    is_range = found.period.precision == "range" and bound == "from"
    period: Period | None = found.period
    if not is_range:
        period = frames.bounded(reader, found.period, frame, bound, index)
    if period is None or not is_sensible(period):
        return None
    start, end = reader.span(index, stop)
    return DateExpression(
        start=start,
        end=end,
        interval=Interval(start=period.start, end=period.end),
        precision=period.precision,
        word=frame,
        period=Interval(start=found.period.start, end=found.period.end),
    )


@Language.component("gigawatch_dates", assigns=["doc._.dates"])
def gigawatch_dates(doc: Doc) -> Doc:
    """Leave the dates of a text on ``doc._.dates``, resolved against ``doc._.published``."""
    doc._.dates = read_dates(doc._.text, doc._.published)
    return doc
