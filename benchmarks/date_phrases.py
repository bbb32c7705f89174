"""Measure the reading of dates on a file of labelled sentences.

    python benchmarks/date_phrases.py PHRASES.tsv [--errors]

One sentence a line: reference date, text, and ``surface=start..end kind`` separated by ``;``. Ends
are exclusive there, ``*`` is an end that is not scored, ``|`` separates readings that both count,
``?`` marks an expression that is not scored.
"""

import argparse
import datetime as dt
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from extractors.dates import read_dates
from extractors.spans import DateExpression
from schema.claim import Interval


class Label(NamedTuple):
    """A labelled expression: its words, place, and readings (none where it is not scored)."""

    surface: str
    start: int
    readings: tuple[tuple[str, str], ...]


class Score(NamedTuple):
    """How many labels were read exactly, of how many, and how many dates were made up."""

    exact: int
    labels: int
    made_up: int


def labels(text: str, column: str) -> Iterator[Label]:
    """The labels of one sentence, in the order of its text."""
    place = 0
    for part in filter(None, map(str.strip, column.split(";"))):
        surface, _, rest = part.rpartition("=")
        found = text.find(surface, place)
        place = found + len(surface) if found >= 0 else place
        readings = re.findall(r"(\*|[\d-]{10})\.\.(\*|[\d-]{10})", rest)
        yield Label(surface, found, tuple(readings))


def is_exact(interval: Interval, reading: tuple[str, str]) -> bool:
    """Whether an interval is one reading; a labelled end is one past the last day."""
    first, beyond = reading
    last = "*" if beyond == "*" else str(dt.date.fromisoformat(beyond) - dt.timedelta(days=1))
    same_first = first == "*" or first == str(interval.start)
    return same_first and (last == "*" or last == str(interval.end))


def score(path: Path, *, show: bool) -> Score:
    """Score every sentence of a file."""
    exact = total = made_up = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        day, text, column = [*line.split("\t"), ""][:3]
        dates = read_dates(text, dt.date.fromisoformat(day))
        marked = list(labels(text, column))
        for label in (label for label in marked if label.readings):
            got = [date for date in dates if _overlap(date, label)]
            hit = any(
                is_exact(date.interval, reading) for date in got for reading in label.readings
            )
            exact, total = exact + hit, total + 1
            if show and not hit:
                print(f"{day} {label.surface!r} wanted {label.readings} got {_shown(text, got)}")
        extra = [date for date in dates if not any(_overlap(date, label) for label in marked)]
        made_up += len(extra)
        if show and extra:
            print(f"{day} made up {_shown(text, extra)} in {text!r}")
    return Score(exact, total, made_up)


def _overlap(date: DateExpression, label: Label) -> bool:
    return date.start < label.start + len(label.surface) and label.start < date.end


def _shown(text: str, dates: list[DateExpression]) -> list[str]:
    return [
        f"{text[d.start : d.end]}={d.interval.start}..{d.interval.end} ({d.word})" for d in dates
    ]


def main() -> None:
    """Print the share of labels read exactly, and the speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("phrases", type=Path)
    parser.add_argument("--errors", action="store_true", help="list what is not exact")
    args = parser.parse_args()
    result = score(args.phrases, show=args.errors)
    article = " ".join(args.phrases.read_text(encoding="utf-8").split()[:300])
    began = time.perf_counter()
    for _ in range(200):
        read_dates(article, dt.date(2026, 6, 30))
    speed = (time.perf_counter() - began) / 200
    share = result.exact / result.labels if result.labels else 0.0
    print(f"exact {result.exact} of {result.labels} ({share:.1%}), made up {result.made_up}")
    print(f"{1000 * speed:.2f} ms per 300 words")


if __name__ == "__main__":
    main()
