"""Where sentences start: after full stops that are no part of an abbreviation or a number."""

import re
import tomllib
from collections.abc import Iterator

from extractors.datafiles import read_text
from extractors.lines import LINE

_DATA = tomllib.loads(read_text("sentences.toml"))
_NEVER_END = frozenset(_DATA["never_end"])
_BEFORE_NUMBER = frozenset(_DATA["before_number"])
_MAY_END = frozenset(_DATA["may_end"])
_OPENERS = frozenset(_DATA["openers"])

_CLOSERS = r"[\"'”’)\]»]{0,4}(?:\[\d{1,3}\]){0,4}"
_BOUNDARY = re.compile(rf"(?:[.!?…]{{1,6}}{_CLOSERS})(?=[ \t\xa0\u2000-\u200a]{{1,20}}(\S))")
#: A full stop glued to the next sentence, as pages lose their paragraph breaks.
_GLUED = re.compile(
    r"(?<=[a-z0-9%)\"”’])[.!?][\"”’)]{0,2}"
    r"(?=(?!(?:Com|Ai|Io|Net|Org|Js|Co)\b)[A-Z][a-z]{1,20}[ ,'’])"
)
#: A gap wider than a table's columns stands between two blocks that lost their line break.
_GAP = re.compile(r"[ \xa0]{16,400}(?=\S)")
_LAST_WORD = re.compile(r"[^\s(\[\"“‘—–/]{1,24}$")
_NEXT_WORD = re.compile(r"[\s\"'“‘(\[]{0,6}([^\s.,;:!?\"'”’)\]]{0,24})")
_LETTERED = re.compile(
    r"\b(?:series|class|phase|plan|type|category|option|part|site|building)$", re.I
)
_SAID = re.compile(
    r"\s{1,3}(?:[A-Z][\w.'’-]{1,20} ){1,3}"
    r"(?:said|says|asked|asks|told|added|wrote|writes|replied)\b"
)


def sentence_starts(text: str) -> set[int]:
    """Offsets at which a sentence starts; line breaks always end one.

    Closing quotes and brackets belong to the sentence before; semicolons end none.
    """
    starts = {0}
    for line in LINE.finditer(text):
        begin, end = line.span()
        first = begin + len(line.group()) - len(line.group().lstrip())
        if first < end:
            starts.add(first)
            starts.update(_boundaries(text, first, end))
    return starts


def _boundaries(text: str, begin: int, end: int) -> Iterator[int]:
    for found in _BOUNDARY.finditer(text, begin, end):
        if _ends_sentence(text, begin, found):
            yield found.start(1)
    for pattern in (_GLUED, _GAP):
        for found in pattern.finditer(text, begin, end):
            yield found.end()


def _ends_sentence(text: str, begin: int, found: re.Match[str]) -> bool:
    """Whether the mark ends a sentence, by the words on both sides of it."""
    mark, after = found.group(), text[found.end() : found.end() + 60]
    word = _next_word(after)
    if found.group(1) == "." or (word[:1].islower() and word == word.lower()):
        return False
    if mark[0] in "!?" or mark.startswith(("..", "…")):
        return len(mark) == 1 or not _SAID.match(after)
    if len(mark) > 1 and mark[1] in "\"'”’":
        return True
    before = _LAST_WORD.search(text, max(begin, found.start() - 25), found.start())
    return _may_end(text, begin, before, word) if before else True


def _next_word(after: str) -> str:
    found = _NEXT_WORD.match(after)
    return found.group(1) if found else ""


def _may_end(text: str, begin: int, before: re.Match[str], word: str) -> bool:
    """Whether a full stop after this word may end a sentence before the next word."""
    last = before.group().lower().strip("'’")
    if last in _NEVER_END or (last in _BEFORE_NUMBER and word[:1] in "0123456789$€£#"):
        return False
    if last.isdigit() and before.start() == begin:
        return False  # the number of a list item
    if len(last) == 1 and last.isalpha() and text[before.start() - 1 : before.start()] in " \xa0":
        lettered = _LETTERED.search(text, max(begin, before.start() - 14), before.start() - 1)
        return bool(lettered) or word.lower() in _OPENERS
    if last in _MAY_END or re.fullmatch(r"(?:[a-z]\.){1,4}[a-z]", last):
        return word.lower() in _OPENERS
    return True
