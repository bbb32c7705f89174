"""What stands where an article should be: walls of consent, pages that say they are missing."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from extractors.datafiles import read_text

_SEPARATOR = re.compile(r"\s{1,3}(?:[|–—·•»:-]|::)\s{1,3}")
#: Nothing is longer that is no article.
_LONGEST = 10_000
_MOST = 0.6


@dataclass(frozen=True, slots=True)
class _Obstacle:
    """One kind of page that is no article."""

    message: str
    words: int
    enough: int
    titles: frozenset[str]
    phrases: tuple[re.Pattern[str], ...]
    about: re.Pattern[str]

    def is_met(self, titles: set[str], text: str) -> bool:
        """Whether a page with this title and text is one."""
        words = len(text.split())
        if words > self.words:
            return False
        if titles & self.titles:
            return True
        said = sum(1 for phrase in self.phrases if phrase.search(text))
        if said < self.enough:
            return False
        about = sum(len(line.split()) for line in text.split("\n") if self.about.search(line))
        return about > _MOST * words


def obstacle(title: str, text: str) -> str | None:
    """What a page is instead of an article, in words for a person; None if it may be one.

    Args:
        title: The page's title.
        text: What the page shows.
    """
    if len(text) > _LONGEST:
        return None
    folded = _straight(text)
    whole = _straight(title[:500]).strip(" .")
    titles = {whole, *_SEPARATOR.split(whole)}
    met = (each.message for each in _obstacles() if each.is_met(titles, folded))
    return next(met, None)


def _straight(text: str) -> str:
    return text.lower().replace("’", "'")


@cache
def _obstacles() -> tuple[_Obstacle, ...]:
    return tuple(
        _Obstacle(
            message=data["message"],
            words=data["words"],
            enough=data["enough"],
            titles=frozenset(title.strip(".") for title in data["titles"]),
            phrases=tuple(re.compile(phrase) for phrase in data["phrases"]),
            about=re.compile(data["about"]),
        )
        for data in tomllib.loads(read_text("obstacles.toml")).values()
    )
