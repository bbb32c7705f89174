"""The towns that a sentence names with their state or country: "Sunbury, Ohio", "Abilene, TX"."""

import csv
import re
from functools import cache, lru_cache
from importlib.resources import files

from schema.naming import places

_WORD = r"[A-Z][\w.’'-]{1,20}"
_STATE = r"[A-Z]\w{1,20}"
_TOWN = re.compile(rf"\b((?:{_WORD} ){{0,2}}{_WORD}), (?=((?:{_STATE} )?{_STATE}))")


@lru_cache(maxsize=4096)
def towns(quote: str) -> dict[str, str]:
    """The state or country of each town that the words name with it.

    >>> towns("a campus in Sunbury, Ohio, and one near Abilene, TX")
    {'Sunbury': 'Ohio', 'Abilene': 'Texas'}
    """
    found = {}
    for town, after in _TOWN.findall(quote):
        if state := _state(after) or _state(after.split()[0]):
            found[town] = state
    return found


def _state(words: str) -> str | None:
    name = _codes().get(words, words)
    return name if name in places() else None


@cache
def _codes() -> dict[str, str]:
    """Names of the states of the US by their postal abbreviation."""
    data = files("warehouse").joinpath("data", "us_states.csv").read_text(encoding="utf-8")
    return {row["code"]: row["name"] for row in csv.DictReader(data.splitlines())}
