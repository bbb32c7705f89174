"""Cuts a text into numbers, words and signs, for grammars that read faster than spaCy's Matcher.

Offsets are characters of the text, so that what is read can be laid on a ``Doc`` that was
tokenised by any rules. One pass, linear in the length of the text whatever it holds.
"""

import re
from enum import IntEnum
from typing import NamedTuple


class Sort(IntEnum):
    """What a lexeme is; the values are the groups of the expression below."""

    NUMBER = 1
    WORD = 2
    SIGN = 3


class Lexeme(NamedTuple):
    """A number, word or sign; ``gap`` is what stands before it: nothing, a hyphen or a space."""

    sort: int
    text: str
    lower: str
    start: int
    end: int
    gap: str


_LEXEME = re.compile(
    r"(\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"  # 1,250.5  38  1.25
    r"|([^\W\d_]+(?:['’][^\W\d_]+)?)"  # words, with 's and n't
    r"|(\n|[^\s])"
)
_HYPHENS = frozenset("-‐‑–")


def lex(text: str) -> list[Lexeme]:
    """The lexemes of a text in order; hyphens inside compounds become the gap of what follows."""
    lexemes: list[Lexeme] = []
    end = -1
    hyphen = False
    for match in _LEXEME.finditer(text):
        start, stop = match.span()
        glued = start == end
        sort = match.lastindex or Sort.SIGN
        word = match.group()
        if sort == Sort.SIGN and glued and not hyphen and word in _HYPHENS:
            after = text[start + 1 : start + 2]
            if after and not after.isspace():
                hyphen, end = True, stop
                continue
        gap = "-" if hyphen else "" if glued else " "
        lexemes.append(Lexeme(sort, word, word.lower(), start, stop, gap))
        hyphen, end = False, stop
    return lexemes


def phrase_key(phrase: str, *, fold: bool = True) -> tuple[str, ...]:
    """The lexemes of a phrase of a data file, as a key to look up in running text."""
    return tuple(item.lower if fold else item.text for item in lex(phrase))
