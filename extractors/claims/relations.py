"""The words that speak of one party depending on another, by class (``dependencies.toml``)."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from extractors.datafiles import read_text

_WORD = re.compile(r"[a-z][a-z-]{0,30}")


class Trigger(NamedTuple):
    """A word of relation and its class."""

    start: int
    end: int
    kind: str

    @property
    def is_silent(self) -> bool:
        """Whether it speaks of something else than dependency."""
        return self.kind in _silent()


@cache
def _silent() -> frozenset[str]:
    return frozenset(table()["words"]["silent"])


@cache
def table() -> dict[str, Any]:
    """The data of ``dependencies.toml``."""
    return tomllib.loads(read_text("dependencies.toml"))


def find_triggers(masked: str) -> Iterator[Trigger]:
    """The words of relation in lower-case text, two words together before one."""
    done = 0
    for word in _WORD.finditer(masked):
        start, end = word.span()
        if start < done:
            continue
        if (both := _two_words().match(masked, start)) and (kind := _class_of(both.group())):
            yield Trigger(start, both.end(), kind)
            done = both.end()
        elif kind := _class_of(word.group()):
            yield Trigger(start, end, kind)


@lru_cache(maxsize=50_000)
def _class_of(words: str) -> str | None:
    """The class of a word or two, None if they speak of no relation."""
    return next((kind for kind, pattern in _classes() if pattern.fullmatch(words)), None)


@cache
def _classes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile("|".join(words))) for kind, words in table()["triggers"].items())


@cache
def _two_words() -> re.Pattern[str]:
    """Two words that may speak of a relation together."""
    both = "|".join(w for _, words in table()["triggers"].items() for w in words if " " in w)
    return re.compile(rf"(?:{both})(?![a-z-])")
