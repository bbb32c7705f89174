"""The words of dates, and the cutting of a text into the terms that the grammar reads."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from extractors.dates.periods import FIRST_YEAR, LAST_YEAR

_TERM = re.compile(r"[^\W_]+(?:[.,][0-9]++)*+|\n|[^\s\w]|_")
_CODES = (
    ("quarter", re.compile(r"(?:q(?P<n>[1-4])|(?P<m>[1-4])q)(?P<fy>fy)?(?P<y>(?:20)?\d\d)?")),
    ("half", re.compile(r"(?:h(?P<n>[12])|(?P<m>[12])h)(?P<fy>fy)?(?P<y>(?:20)?\d\d)?")),
    ("fiscal", re.compile(r"(?P<n>)(?P<m>)fy(?P<fy>)(?P<y>(?:20)?\d\d)")),
    ("calendar", re.compile(r"(?P<n>)(?P<m>)cy(?P<fy>)(?P<y>(?:20)?\d\d)")),
)
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)")
_DECADE = re.compile(r"((?:19|20)[0-9]0)s")


class Term(NamedTuple):
    """A word, number or sign of the text."""

    word: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True, slots=True)
class Sense:
    """What a term may be in a date: a kind of term, and its value."""

    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class Code:
    """A shorthand such as Q2, 2H26, FY27 or Q3FY26: which part, of which year."""

    unit: str
    number: int | None
    year: int | None
    fiscal: bool


@cache
def words() -> dict[str, Any]:
    """The tables of ``data/dates.toml``."""
    text = files("extractors").joinpath("data", "dates.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _senses() -> dict[str, Sense]:
    tables = {
        "ordinals": "ordinal",
        "cardinals": "number",
        "months": "month",
        "month_abbreviations": "month_abbreviation",
        "weekdays": "weekday",
        "seasons": "season",
        "days": "day",
        "units": "unit",
        "deictics": "deictic",
        "anaphors": "anaphor",
        "thirds": "third",
    }
    senses = {
        word: Sense(kind, value)
        for table, kind in tables.items()
        for word, value in words()[table].items()
    }
    # "last" and "final" are ordinals too; the grammar asks for that where a quarter follows.
    senses["last"] = Sense("deictic", -1)
    for word in ("end", "close", "beginning", "start", "earlier", "later", "fiscal", "within"):
        senses[word] = Sense("edge" if word in words()["edges"] else word, word)
    return senses


@lru_cache(maxsize=8192)
def sense(word: str) -> Sense | None:
    """What a lower-case term may be in a date, or None."""
    if found := _senses().get(word):
        return found
    return _number_sense(word) if len(word) <= 8 and not word.isalpha() else None


def _number_sense(word: str) -> Sense | None:
    if word.isascii() and word.isdigit():
        value = int(word)
        is_year = len(word) == 4 and FIRST_YEAR <= value < LAST_YEAR
        return Sense("year" if is_year else "number", value)
    if found := _ORDINAL.fullmatch(word):
        return Sense("ordinal", int(found[1]))
    if found := _DECADE.fullmatch(word):
        return Sense("decade", int(found[1]))
    for unit, pattern in _CODES:
        if found := pattern.fullmatch(word):
            return Sense("code", _code(unit, found))
    return None


def _code(unit: str, found: re.Match[str]) -> Code:
    number, year = found["n"] or found["m"], found["y"]
    fiscal = unit == "fiscal" or (found["fy"] is not None and unit in {"quarter", "half"})
    return Code(
        unit="year" if unit in {"fiscal", "calendar"} else unit,
        number=int(number) if number else None,
        year=full_year(year) if year else None,
        fiscal=fiscal,
    )


def full_year(digits: str) -> int:
    """A year from two or four digits; two digits are of this century."""
    return int(digits) + (2000 if len(digits) == 2 else 0)


def terms_of(text: str) -> list[Term]:
    """Cut a text into words, numbers and signs, in time linear in its length."""
    return [
        Term(found[0].lower(), found.start(), found.end(), found[0][0].isupper())
        for found in _TERM.finditer(text)
    ]
