"""Runs of capitalised words, and which of them are people or places rather than companies."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractors.name_words import alternatives, first_names, name_words, never_names
from extractors.regions import Regions
from schema.naming import places

_WORD = r"(?:[A-ZÀ-Þ][\w-]{0,40}|[a-z]{1,2}-?[A-Z][\w-]{1,40})(?:\.(?:AI|ai|io|com))?"
_NUMBER = (
    r"(?: \d{1,2}(?![\w%]|[.,]\d| (?:[mb]illion|percent|[gm]egawatts?|[GM]Wh?|years?|days?)\b))?"
)
#: Bounded: at most six words of a bounded length.
_RUN = re.compile(rf"(?<![\w@/.’'-]){_WORD}(?:[ ](?:(?:of|de|&)[ ])?{_WORD}){{0,5}}{_NUMBER}")
_TITLES = frozenset(name_words()["cues"]["titles"])
_BEFORE_TITLE = re.compile(
    r"(?:'s|’s)?,? (?:who|the |a |an )?(?:[\w&'’-]{1,20} ){0,4}?"
    rf"(?:{alternatives(name_words()['cues']['titles'])})\b",
    re.IGNORECASE,
)
_IS_OFFICER = re.compile(
    r", (?:the |an? )?(?:[\w-]{1,20}['’]s )?(?:[\w-]{1,20} ){0,2}?"
    r"(?:C[EFTO]O|chief|head of|president|vice president|chairman|analyst|professor|director)\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r",? (?:said|says|told|wrote|added|noted|explained|argued|argues|tweeted)\b")
#: A compound adjective such as "Acme-backed" ends in lower case.
_COMPOUND = re.compile(r"-[a-z]+$")
_Word = tuple[int, str]
_JOINERS = frozenset({"of", "de", "&"})
_UNITS = frozenset({"kW", "KW", "MW", "GW", "TW", "kWh", "MWh", "GWh", "TWh", "MVA"})
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

    An office within a run parts it ("Acme CEO Jane Roe"). What is left of a run beside a known
    name ("Jensen Huang" of "Nvidia CEO Jensen Huang") is marked as attached to it.
    """
    for match in _RUN.finditer(text):
        opens = opens_sentence(text, match.start())
        words = _placed(match.group(), match.start())
        if opens and len(words) > 1 and words[0][1] in never_names():
            words = words[1:]
            opens = False
        first = words[0]
        free = [(start, word) for start, word in words if start not in known]
        attached = len(free) < len(words)
        for part in _parts(free):
            if trimmed := _trimmed(part):
                start, end = trimmed[0][0], trimmed[-1][0] + len(trimmed[-1][1])
                yield Run(start, end, text[start:end], opens and trimmed[0] == first, attached)


def _placed(run: str, start: int) -> list[_Word]:
    """The words of a run, which single spaces part, with their offsets."""
    words = []
    for word in run.split(" "):
        words.append((start, word))
        start += len(word) + 1
    return words


def _parts(words: list[_Word]) -> Iterator[list[_Word]]:
    """Words with their offsets, parted at known names, at offices and at most words "of"."""
    part: list[_Word] = []
    for start, word in words:
        apart = bool(part) and start != part[-1][0] + len(part[-1][1]) + 1
        foreign = word == "of" and not (part and part[0][1] in _of_heads())
        if apart or foreign or word in _offices():
            yield part
            part = []
        if not foreign and word not in _offices():
            part.append((start, word))
    yield part


def _trimmed(words: list[_Word]) -> list[_Word]:
    """The words of a run without what is no part of a name at either end."""
    demonyms = _demonyms()
    while words and (_leads_only(words[0][1]) or words[0][1] in demonyms):
        words = words[1:]
    while words and (words[-1][1] in _JOINERS or words[-1][1] in demonyms):
        words = words[:-1]
    if not words or words[0][1] == "AI" or _COMPOUND.search(words[-1][1]):
        return []
    return words


def _leads_only(word: str) -> bool:
    """Whether a word before a name is no part of it: "MW Mesa campus", "Ohio-based Acme"."""
    return word in _JOINERS or word in _UNITS or bool(_COMPOUND.search(word))


def is_person(text: str, run: Run) -> bool:
    """Whether given name, title or office show that a person is named."""
    words = run.words
    if not 1 <= len(words) <= 4 or any(map(str.isdigit, run.text)):
        return False
    given = words[0] in first_names()
    if len(words) in {2, 3} and (_IS_OFFICER.match(text, run.end) or _SPEAKS.match(text, run.end)):
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
    return frozenset(offices | {"Vice", "Senior", "Executive", "GPU", "GPUs", "CPU", "CPUs", "IPO"})


@cache
def _demonyms() -> frozenset[str]:
    return frozenset(name_words()["not_names"]["demonyms"])


@cache
def _of_heads() -> frozenset[str]:
    return frozenset(name_words()["not_names"]["of_heads"])
