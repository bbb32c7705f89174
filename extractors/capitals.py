"""Runs of capitalised words, and which of them are people or places rather than companies."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractors.name_words import alternatives, first_names, name_words, never_names, places

_WORD = r"(?:[A-ZÀ-Þ][\w-]{0,40}|[a-z]{1,2}[A-Z][\w-]{1,40})(?:\.(?:AI|ai|io|com))?"
#: Bounded: at most six words of a bounded length.
_RUN = re.compile(rf"(?<![\w@/.’'-]){_WORD}(?:[ ](?:(?:of|de|&)[ ])?{_WORD}){{0,5}}")
_AFTER_TITLE = re.compile(
    rf"\b(?:{alternatives(name_words()['cues']['titles'])})[ ]?$", re.IGNORECASE
)
_BEFORE_TITLE = re.compile(
    r"(?:'s|’s)?,? (?:who|the |a |an )?(?:[\w&'’-]{1,20} ){0,4}?"
    rf"(?:{alternatives(name_words()['cues']['titles'])})\b",
    re.IGNORECASE,
)
_STATE_AFTER = re.compile(r", ?([A-Z][\w.]{1,20}(?: [A-Z]\w{1,20})?)")


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words that follow each other, as written."""

    start: int
    end: int
    text: str
    opens_sentence: bool = False

    @property
    def words(self) -> list[str]:
        """The words of the run."""
        return self.text.split(" ")


def runs(text: str) -> Iterator[Run]:
    """Runs of capitalised words, without the words that only open a sentence."""
    for match in _RUN.finditer(text):
        start, end = match.span()
        opens = _opens_sentence(text, start)
        words = match.group().split(" ")
        while words and words[0] in never_names() and " ".join(words) not in never_names():
            start += len(words[0]) + 1
            words = words[1:]
            opens = False
        while words and words[-1] in _trailing():
            end -= len(words[-1]) + 1
            words = words[:-1]
        if words:
            yield Run(start, min(end, match.end()), text[start : min(end, match.end())], opens)


def is_person(text: str, run: Run) -> bool:
    """Whether given name, title or office show that a person is named."""
    words = run.words
    if not 1 <= len(words) <= 4 or any(ch.isdigit() for ch in run.text):
        return False
    given = words[0] in first_names()
    if given and len(words) in {2, 3} and all(w[:1].isupper() for w in words[1:]):
        return True
    if _AFTER_TITLE.search(text[max(0, run.start - 20) : run.start]) and (given or len(words) > 1):
        return True
    return given and len(words) == 1 and bool(_BEFORE_TITLE.match(text, run.end))


def is_place(text: str, run: Run) -> bool:
    """Whether a place is named: a known one, or a town before its state or country."""
    if run.text in places() or run.text.endswith((" County", " Parish", " Township", " Valley")):
        return True
    after = _STATE_AFTER.match(text, run.end)
    return bool(after and after[1].rstrip(".") in places())


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" “\"'‘(")
    return not before or before[-1] in ".!?:\n•-–—"


@cache
def _trailing() -> frozenset[str]:
    """Offices and generic words that end a run without being part of a name."""
    titles = {title.upper() if len(title) <= 3 else title.capitalize() for title in _titles()}
    return frozenset(titles | {"AI-powered", "GPU", "GPUs", "CPU", "CPUs", "IPO", "Inc"})


def _titles() -> list[str]:
    titles: list[str] = name_words()["cues"]["titles"]
    return [title for title in titles if title != "partner"]
