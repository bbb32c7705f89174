"""Cues: words near a number that say what it is, kept as named patterns in data files."""

import re
from collections.abc import Iterator
from functools import cache

from extractors.claims.context import Sentence
from extractors.datafiles import read_json

Cues = tuple[tuple[str, re.Pattern[str]], ...]


@cache
def cues(file: str, table: str) -> Cues:
    """The named patterns of a table, in the order in which they are tried."""
    rows: list[list[str]] = read_json(file)[table]
    return tuple((name, re.compile(pattern)) for name, pattern in rows)


@cache
def any_of(file: str, *tables: str) -> re.Pattern[str]:
    """All patterns of some tables as one: a look that mostly spares one for each of them."""
    every = (pattern.pattern for table in tables for _, pattern in cues(file, table))
    return re.compile("|".join(f"(?:{pattern})" for pattern in every))


def window(sentence: Sentence, start: int, end: int, before: int, after: int) -> str:
    """The text around a span, in lower case, within the sentence and whole words."""
    low = max(start - sentence.start - before, 0)
    high = end - sentence.start + after
    text = sentence.lower[low:high]
    if low:
        text = text.partition(" ")[2]
    return text.rpartition(" ")[0] if high < len(sentence.lower) else text


def found(table: Cues, text: str) -> Iterator[str]:
    """The names of the patterns that the text matches, in the order of the table."""
    return (name for name, pattern in table if pattern.search(text))


def first(table: Cues, text: str) -> str | None:
    """The first name whose pattern the text matches."""
    return next(found(table, text), None)
