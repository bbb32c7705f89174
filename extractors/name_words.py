"""The word lists by which names are recognised, read once from the data files."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any

from extractors.datafiles import read_text


@cache
def name_words() -> dict[str, Any]:
    """The content of ``names.toml``."""
    return tomllib.loads(read_text("names.toml"))


def cue(key: str) -> str:
    """A regular expression for any word of a list of cues, the longest first."""
    return alternatives(name_words()["cues"][key])


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


@cache
def first_names() -> frozenset[str]:
    """Given names that tell a person from a company."""
    return frozenset(" ".join(_lines("first_names.txt")).split())


@cache
def never_names() -> frozenset[str]:
    """Capitalised words, publishers and products that are never a party by themselves."""
    words = name_words()
    return frozenset((*words["not_names"]["words"], *words["not_names"]["media"], *words["makers"]))


def is_never_a_name(words: str) -> bool:
    """Whether capitalised words are a publisher, a product, or no name at all."""
    first = words.split(" ", maxsplit=1)[0]
    return words in never_names() or (words[-1].isdigit() and first in never_names())


def _lines(name: str) -> list[str]:
    lines = (line.strip() for line in read_text(name).splitlines())
    return [line for line in lines if line and not line.startswith("#")]
