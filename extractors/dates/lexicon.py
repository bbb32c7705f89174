"""The words of dates, and the cutting of a text into the terms that the grammar reads."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from extractors.dates.periods import FIRST_YEAR, LAST_YEAR

_TERM = re.compile(r"[^\W_]+(?:[.,][0-9]++)*+|\n|[^\s\w]|_")
#: Q2, Q2FY26, 2Q26, 1H2026, FY27, CY26; a number glued to Q2 or H1 else names a thing (H100).
_CODE = re.compile(
    r"(?:(?P<part>[qh])(?P<after>[1-4])|(?P<before>[1-4])(?P<parted>[qh]))?"
    r"(?:(?P<year>[fc]y)?(?P<digits>(?:20)?[0-9]{2}))?"
)
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)")
_DECADE = re.compile(r"((?:19|20)[0-9]0)s")


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
    senses |= {word: Sense("fiscal", word) for word in ("fiscal", "financial", "fy")}
    for word in ("end", "close", "beginning", "start", "earlier", "later", "within"):
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
    code = _code(word)
    return Sense("code", code) if code else None


def _code(word: str) -> Code | None:
    found = _CODE.fullmatch(word)
    if found is None:
        return None
    part, digits = found["part"] or found["parted"], found["digits"]
    number = int(found["after"] or found["before"] or 0)
    is_glued = found["part"] and digits and not found["year"]
    if is_glued or (part == "h" and number > 2) or not (part or found["year"]):
        return None
    return Code(
        unit={"q": "quarter", "h": "half"}.get(part or "", "year"),
        number=number or None,
        year=full_year(digits) if digits else None,
        fiscal=found["year"] == "fy",
    )


def full_year(digits: str) -> int:
    """A year from two or four digits; two digits are of this century."""
    return int(digits) + (2000 if len(digits) == 2 else 0)


def terms_of(text: str) -> list[re.Match[str]]:
    """Cut a text into words, numbers and signs, in time linear in its length."""
    return list(_TERM.finditer(text))
