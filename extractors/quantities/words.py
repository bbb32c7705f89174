"""The words of quantities (currencies, units, magnitudes, qualifiers), from data files."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Generic, TypeVar

from extractors.quantities.lexing import Lexeme, Sort, phrase_key
from schema.vocabulary import Qualifier

Key = tuple[str, ...]

#: With what the words begin that are a quantity by themselves ("a gigawatt", "multibillion").
PREFIXES = ("multi", "mega", "giga", "tera", "kilo", "petaflop", "exaflop", "decade")
#: Units that are one by themselves only behind "a" ("in less than a year").
AFTER_ARTICLE = ("year", "month")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency as written: its ISO code, where it stands, and what one is worth of the unit."""

    code: str
    place: str
    factor: float


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written: the unit of claims that it is read in, and its factor to it."""

    name: str
    factor: float


@dataclass(frozen=True, slots=True)
class Hedge:
    """A word beside a number: a qualifier, ``further`` or mere filler."""

    qualifier: Qualifier | None
    further: bool


class Phrases(Generic[T]):
    """Phrases of lexemes with a meaning each, found forwards or backwards, longest first."""

    def __init__(self, entries: dict[Key, T], *, fold: bool = True, glued: bool = False) -> None:
        self._entries = entries
        self._fold = fold
        self._glued = glued
        self._first = {key[0]: 0 for key in entries}
        self._last = {key[-1]: 0 for key in entries}
        for key in entries:
            self._first[key[0]] = max(self._first[key[0]], len(key))
            self._last[key[-1]] = max(self._last[key[-1]], len(key))

    def _holds(self, lexemes: list[Lexeme], start: int, stop: int) -> bool:
        """Whether the lexemes may stand so: symbols ("US$", "mm2") without spaces inside."""
        return not self._glued or all(item.gap == "" for item in lexemes[start + 1 : stop])

    def single(self, word: str) -> T | None:
        """What one word means by itself."""
        return self._entries.get((word,))

    def starts(self, word: str) -> bool:
        """Whether a phrase begins with this word."""
        return word in self._first

    def _key(self, lexemes: list[Lexeme], start: int, stop: int) -> Key:
        if self._fold:
            return tuple(item.lower for item in lexemes[start:stop])
        return tuple(item.text for item in lexemes[start:stop])

    def ahead(self, lexemes: list[Lexeme], at: int) -> tuple[T, int] | None:
        """The longest phrase that begins at a lexeme, with the index after it."""
        if at >= len(lexemes):
            return None
        item = lexemes[at]
        longest = self._first.get(item.lower if self._fold else item.text, 0)
        for size in range(min(longest, len(lexemes) - at), 0, -1):
            found = self._entries.get(self._key(lexemes, at, at + size))
            if found is not None and self._holds(lexemes, at, at + size):
                return found, at + size
        return None

    def behind(self, lexemes: list[Lexeme], stop: int) -> tuple[T, int] | None:
        """The longest phrase that ends before a lexeme, with the index where it begins."""
        if stop <= 0:
            return None
        item = lexemes[stop - 1]
        longest = self._last.get(item.lower if self._fold else item.text, 0)
        for size in range(min(longest, stop), 0, -1):
            found = self._entries.get(self._key(lexemes, stop - size, stop))
            if found is not None:
                return found, stop - size
        return None


@dataclass(frozen=True, slots=True)
class Words:
    """Every table of words that the grammar of quantities reads."""

    currencies_before: Phrases[Currency]
    currencies_after: Phrases[Currency]
    magnitudes: dict[str, tuple[float, str]]
    numbers: dict[str, tuple[float, str]]
    units: Phrases[Unit]
    unit_symbols: Phrases[Unit]
    rates: Phrases[str]
    rate_symbols: Phrases[str]
    hedges_before: Phrases[Hedge]
    hedges_after: Phrases[Hedge]
    compared_after: dict[str, str]
    compared_before: dict[str, str]

    def may_begin(self, item: Lexeme) -> bool:
        """Whether a quantity could begin with this lexeme; quick, and right for most words."""
        return item.sort == Sort.NUMBER or _may_begin(item.text)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("extractors").joinpath("data", name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _currencies(*places: str, glued: bool = False) -> Phrases[Currency]:
    return Phrases(
        {
            phrase_key(row["written"], fold=False): Currency(
                row["code"], row["place"], float(row["factor"])
            )
            for row in _rows("currencies.csv")
            if row["place"] in places
        },
        fold=False,
        glued=glued,
    )


def _units(column: str, *, fold: bool) -> Phrases[Unit]:
    entries = {}
    for row in _rows("units.csv"):
        unit = Unit(row["unit"], float(row["factor"]))
        for word in filter(None, row[column].split("|")):
            entries[phrase_key(word, fold=fold)] = unit
    return Phrases(entries, fold=fold, glued=not fold)


def _rates(*, fold: bool) -> Phrases[str]:
    """Denominators: single letters and units in capitals keep their case, words do not."""
    entries = {}
    for row in _rows("rates.csv"):
        for word in row["words"].split("|"):
            is_symbol = len(word) == 1 or any(c.isupper() for c in word)
            if is_symbol is not fold:
                entries[phrase_key(word, fold=fold)] = row["unit"]
    return Phrases(entries, fold=fold)


def _hedges(place: str) -> Phrases[Hedge]:
    vocabulary = {q.value: q for q in Qualifier}
    return Phrases(
        {
            phrase_key(row["phrase"]): Hedge(
                vocabulary.get(row["qualifier"]), row["qualifier"] == "further"
            )
            for row in _rows("qualifiers.csv")
            if row["place"] == place
        }
    )


@cache
def load_words() -> Words:
    """The tables that ship with Gigawatch."""
    return Words(
        currencies_before=_currencies("before", "both", glued=True),
        currencies_after=_currencies("after", "both", "large"),
        magnitudes={r["written"]: (float(r["factor"]), r["use"]) for r in _rows("magnitudes.csv")},
        numbers={r["written"]: (float(r["value"]), r["use"]) for r in _rows("number_words.csv")},
        units=_units("words", fold=True),
        unit_symbols=_units("symbols", fold=False),
        rates=_rates(fold=True),
        rate_symbols=_rates(fold=False),
        hedges_before=_hedges("before"),
        hedges_after=_hedges("after"),
        compared_after={
            r["written"]: r["direction"] for r in _rows("comparisons.csv") if r["place"] == "after"
        },
        compared_before={
            r["written"]: r["direction"] for r in _rows("comparisons.csv") if r["place"] == "before"
        },
    )


@lru_cache(maxsize=65_536)
def _may_begin(text: str) -> bool:
    """Whether a word or sign is one of those that quantities begin with, apart from numbers."""
    words = load_words()
    lower = text.lower()
    return (
        lower in words.numbers
        or lower in words.magnitudes
        or words.currencies_before.starts(text)
        or lower.startswith(PREFIXES)
        or lower in AFTER_ARTICLE
    )
