"""Dates that count from the day of publication, or from the date told before."""

import datetime as dt

from extractors.dates.lexicon import words
from extractors.dates.part_rules import fiscal_step, last_part, target
from extractors.dates.periods import Period, containing, days, months, move, stepped, thirds
from extractors.dates.reader import Match, Reader

_ONE_DAY = dt.timedelta(days=1)


def deictic(reader: Reader, index: int) -> Match | None:
    """This year, next summer, last May, the next five years, the current fiscal year."""
    step = reader.value(index, "deictic")
    if step is None:
        return None
    after = index + 1
    if reader.word(index) == "this" and reader.word(after) in {"past", "coming", "upcoming"}:
        step, after = reader.value(after, "deictic") or 0, after + 1
    if reader.word(index) == "last" and (part := last_part(reader, index)):
        return part
    if reader.word(after) in {"fiscal", "financial"}:
        return fiscal_step(reader, after, step)
    if reader.published is None:
        return None
    return (
        _rolling(reader, after, step)
        or _stepped(reader, index, after, step)
        or _named(reader, after, step)
    )


def _rolling(reader: Reader, after: int, step: int) -> Match | None:
    """Five years, from publication on or back."""
    count = reader.value(after, "number")
    if few := _few(reader, after, step):
        return few
    unit = reader.unit(reader.skip(after + 1, "-", "to"))
    today = reader.published
    if count is None or unit is None or today is None or step == 0 or not 0 < count < 1000:
        return None
    stop = reader.skip(after + 1, "-", "to") + 1
    return Match(span(today, step * count * unit[1], unit[0]), stop)


def _few(reader: Reader, after: int, step: int) -> Match | None:
    """The next few weeks, the coming months: some eight weeks or six months."""
    place = reader.skip(after, "few", "several", "couple", "of")
    some = words()["some"].get(reader.word(place))
    if some is None or reader.published is None or step <= 0:
        return None
    return Match(span(reader.published, some[1], some[0]), place + 1)


def span(today: dt.date, count: int, unit: str) -> Period:
    """The days from one date over so many units, forward or back."""
    other = move(today, count, unit) if unit != "half" else move(today, 6 * count, "month")
    if count < 0:
        return days(other, today - _ONE_DAY, "rolling")
    return days(today, other - _ONE_DAY, "rolling")


def _stepped(reader: Reader, index: int, after: int, step: int) -> Match | None:
    """Next week, last year: calendar periods; a decade or "the past year" runs from today."""
    unit = reader.unit(after)
    if unit is None or reader.published is None or reader.word(after).endswith("s"):
        return None
    rolls = unit[0] == "decade" and step != 0
    if rolls or reader.word(index) in {"past", "coming"}:
        return Match(span(reader.published, step, unit[0]), after + 1)
    if unit[0] in {"day", "half"}:
        return None
    return Match(containing(reader.published, unit[0], step), after + 1)


def _named(reader: Reader, after: int, step: int) -> Match | None:
    """Last May, this fall, next Monday."""
    found, today = reader.sense(after), reader.published
    if found is None or today is None or found.kind not in {"month", "season", "weekday"}:
        return None
    if found.kind == "weekday":
        choices = [
            Period(on, on, "day")
            for week in (-1, 0, 1)
            if (on := move(today, found.value - today.weekday() + 7 * week, "day"))
        ]
    else:
        if found.kind == "month" and not reader.is_capital(after):
            return None
        size = 1 if found.kind == "month" else 3
        choices = [months(today.year + y, found.value, size, found.kind) for y in (-2, -1, 0, 1, 2)]
    return Match(_step_choice(choices, today, step), after + 1)


def _step_choice(choices: list[Period], today: dt.date, step: int) -> Period:
    """The last choice over before today, the one of the running year, or the next to start."""
    if step < 0:
        return [p for p in choices if p.end and p.end < today][-1]
    if step > 0:
        return next(p for p in choices if p.start and p.start > today)
    same = [p for p in choices if p.start and p.start.year == today.year]
    return min(same or choices, key=lambda p: abs((p.start or today) - today))


def earlier_later(reader: Reader, index: int) -> Match | None:
    """Earlier this year, later in 2026: up to, or from, the day of publication."""
    later = reader.word(index) == "later"
    whole = target(reader, reader.skip(index + 1, "in", "on"))
    if whole is None or whole.period.precision in {"day", "rolling", "third", "end"}:
        return None
    start, end, today = whole.period.start, whole.period.end, reader.published
    if start is None or end is None:
        return None
    if today is None or not start <= today <= end:
        part = thirds(whole.period, *((1, 2) if later else (0, 1)))
        return Match(part, whole.stop) if part else None
    if later:
        return Match(days(today, end, "part"), whole.stop)
    return Match(days(start, max(start, today - _ONE_DAY), "part"), whole.stop)


def counted(reader: Reader, index: int) -> Match | None:
    """Two years ago, a year earlier, six months from now, in 18 months."""
    count = reader.value(index, "number")
    unit = reader.unit(index + 1)
    if count is None or unit is None or not 0 < count < 1000 or unit[0] == "half":
        return None
    step, base, stop = _direction(reader, index)
    if step == 0 or base is None:
        return None
    moved = move(base, step * count * unit[1], unit[0])
    return Match(containing(moved, unit[0]), stop)


def _direction(reader: Reader, index: int) -> tuple[int, dt.date | None, int]:
    """Which way a counted period leads, from what day, and where its words end."""
    after = reader.word(index + 2)
    if after == "ago":
        return -1, reader.published, index + 3
    if after == "from" and reader.word(index + 3) in {"now", "today"}:
        return 1, reader.published, index + 4
    anchor = reader.anchor_day()
    if after in {"earlier", "later"} and anchor:
        return (1 if after == "later" else -1), anchor, index + 3
    if reader.word(index - 1) == "in" and after != "of" and reader.is_past(index) is False:
        return 1, reader.published, index + 2
    return 0, None, index


def within(reader: Reader, index: int) -> Match | None:
    """Within 18 months, within a year."""
    after = reader.skip(index + 1, "about", "approximately", "roughly")
    count, unit = reader.value(after, "number"), reader.unit(after + 1)
    if count is None or unit is None or reader.published is None or not 0 < count < 1000:
        return None
    if reader.word(after + 2) == "of":
        return None
    return Match(span(reader.published, count * unit[1], unit[0]), after + 2)


def anaphor(reader: Reader, index: int) -> Match | None:
    """The following year: from the date told before, else from publication."""
    step, unit = reader.value(index, "anaphor"), reader.unit(index + 1)
    if step is None or unit is None or unit[0] in {"day", "half"}:
        return None
    if reader.word(index + 1).endswith("s"):
        return None
    base = reader.anchor
    if base is None and step and reader.published:
        base = Period(reader.published, reader.published, "day")
    period = stepped(base, unit[0], step) if base else None
    return Match(period, index + 2) if period else None
