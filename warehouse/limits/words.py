"""Words that tell claims apart when they are mapped to records, from their data file."""

import re
import tomllib
from functools import cache
from typing import Any

from warehouse.limits.reference import DATA


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(DATA.joinpath("claim_words.toml").read_text(encoding="utf-8"))


@cache
def _pattern(group: str) -> re.Pattern[str]:
    options = "|".join(map(re.escape, _tables()[group]))
    return re.compile(rf"\b(?:{options})s?\b", re.IGNORECASE)


def has_word(text: str | None, group: str) -> bool:
    """Whether a text has a word of a group, or its plural."""
    return text is not None and _pattern(group).search(text) is not None


def is_word(text: str, group: str) -> bool:
    """Whether a text is nothing but a word of a group, or its plural."""
    return _pattern(group).fullmatch(text) is not None


@cache
def vague_counts() -> dict[str, tuple[float, float]]:
    """Counts in words alone, with the range that each stands for."""
    vague = _tables()["vague"]
    return {phrase: (float(low), float(high)) for phrase, (low, high) in vague.items()}


def lacking(name: str) -> str:
    """What a record lacks, in words; a name that no words are kept for as it is."""
    words: dict[str, str] = _tables()["missing"]
    return words.get(name, name)
