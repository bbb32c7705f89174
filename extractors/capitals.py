"""Runs of capitalised words, and which of them are people or places rather than companies."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractors.name_words import alternatives, first_names, name_words, never_names, places
from extractors.regions import Regions

_WORD = r"(?:[A-ZÀ-Þ][\w-]{0,40}|[a-z]{1,2}[A-Z][\w-]{1,40})(?:\.(?:AI|ai|io|com))?"
#: Bounded: at most six words of a bounded length.
_RUN = re.compile(rf"(?<![\w@/.’'-]){_WORD}(?:[ ](?:(?:of|de|&)[ ])?{_WORD}){{0,5}}")
_TITLES = frozenset(name_words()["cues"]["titles"])
_BEFORE_TITLE = re.compile(
    r"(?:'s|’s)?,? (?:who|the |a |an )?(?:[\w&'’-]{1,20} ){0,4}?"
    rf"(?:{alternatives(name_words()['cues']['titles'])})\b",
    re.IGNORECASE,
)
_IS_OFFICER = re.compile(
    r", (?:the |an? )?(?:[\w-]{1,20}['’]s )?(?:[\w-]{1,20} ){0,2}?"
    r"(?:C[EFTO]O|chief|head of|president|vice president|chairman|analyst|professor|director)\b"
)
_SPACED = re.compile(r"[^ ]+")
_JOINERS = frozenset({"of", "de", "&"})
_STATE_AFTER = re.compile(r", ?([A-Z][\w.]{1,20}(?: [A-Z]\w{1,20})?)")


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words that follow each other, as written."""

    start: int
    end: int
    text: str
    opens_sentence: bool = False
    attached: bool = False

    @property
    def words(self) -> list[str]:
        """The words of the run."""
        return self.text.split(" ")


def runs(text: str, known: Regions) -> Iterator[Run]:
    """Runs of capitalised words outside the known names, without words that only open a sentence.

    What is left of a run beside a known name ("Jensen Huang" of "Nvidia CEO Jensen Huang") is
    marked as attached to it.
    """
    for match in _RUN.finditer(text):
        opens = opens_sentence(text, match.start())
        words = [(match.start() + w.start(), w.group()) for w in _SPACED.finditer(match.group())]
        if opens and len(words) > 1 and words[0][1] in never_names():
            words = words[1:]
            opens = False
        free = [(start, word) for start, word in words if start not in known]
        attached = len(free) < len(words)
        for part in _adjacent(free):
            if run := _trimmed(text, part, opens and part[0] == words[0], attached):
                yield run


def _adjacent(words: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Words with their offsets, parted where a known name stood between them."""
    part: list[tuple[int, str]] = []
    for start, word in words:
        if part and start != part[-1][0] + len(part[-1][1]) + 1:
            yield part
            part = []
        part.append((start, word))
    if part:
        yield part


def _trimmed(text: str, words: list[tuple[int, str]], opens: bool, attached: bool) -> Run | None:
    """The run without offices at either end, None where nothing is left."""
    while words and (words[0][1] in _offices() or words[0][1] in _JOINERS):
        words = words[1:]
    while words and (words[-1][1] in _offices() or words[-1][1] in _JOINERS):
        words = words[:-1]
    if not words:
        return None
    start, end = words[0][0], words[-1][0] + len(words[-1][1])
    return Run(start, end, text[start:end], opens, attached)


def is_person(text: str, run: Run) -> bool:
    """Whether given name, title or office show that a person is named."""
    words = run.words
    if not 1 <= len(words) <= 4 or any(ch.isdigit() for ch in run.text):
        return False
    given = words[0] in first_names()
    if len(words) in {2, 3} and _IS_OFFICER.match(text, run.end):
        return True
    if given and len(words) in {2, 3} and all(w[:1].isupper() for w in words[1:]):
        return True
    title = text[max(0, run.start - 20) : run.start].split()[-1:]
    if title and title[0].lower() in _TITLES and (given or len(words) > 1):
        return True
    return given and len(words) == 1 and bool(_BEFORE_TITLE.match(text, run.end))


def is_place(text: str, run: Run) -> bool:
    """Whether a place is named: a known one, or a town before its state or country."""
    if run.text in places() or run.text.endswith((" County", " Parish", " Township", " Valley")):
        return True
    after = _STATE_AFTER.match(text, run.end)
    return bool(after and after[1].rstrip(".") in places())


def opens_sentence(text: str, start: int) -> bool:
    """Whether an offset is where a sentence, a line or a quotation starts."""
    before = text[max(0, start - 3) : start].rstrip(" “\"'‘(")
    return not before or before[-1] in ".!?:\n•-–—"


@cache
def _offices() -> frozenset[str]:
    """Offices and generic words that stand beside a name without being part of it."""
    words = set(name_words()["cues"]["titles"]) - {"partner"}
    offices = {word.upper() for word in words if len(word) <= 3} | {w.capitalize() for w in words}
    return frozenset(offices | {"AI-powered", "GPU", "GPUs", "CPU", "CPUs", "IPO"})
