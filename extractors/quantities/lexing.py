"""Cuts a text into numbers, words and signs, for grammars that read faster than spaCy's Matcher.

Offsets are characters of the text, so that what is read can be laid on a ``Doc`` that was
tokenised by any rules. One pass a line, linear in its length whatever it holds.
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
    r"(\s*)(?:"
    r"(\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"  # 1,250.5  38  1.25
    r"|([^\W\d_]+(?:['’][^\W\d_]+)?)"  # words, with 's and n't
    r"|(\S))"
)
_HYPHENS = frozenset("-‐‑–")


def lex(text: str, offset: int = 0) -> list[Lexeme]:
    """The lexemes of a line in order; hyphens inside compounds become the gap of what follows.

    ``offset`` is where the line begins in the article.
    """
    lexemes: list[Lexeme] = []
    add, new = lexemes.append, tuple.__new__  # a third of the time of calling Lexeme(...)
    stop, hyphen = 0, False
    for space, number, word, sign in _LEXEME.findall(text):
        start = stop + len(space)
        gap = "-" if hyphen else " " if space or not start else ""
        if word:
            stop = start + len(word)
            item = (Sort.WORD, word, word.lower(), start + offset, stop + offset, gap)
        elif number:
            stop = start + len(number)
            item = (Sort.NUMBER, number, number, start + offset, stop + offset, gap)
        else:
            stop = start + 1
            if gap == "" and sign in _HYPHENS and text[stop : stop + 1].strip():
                hyphen = True
                continue
            item = (Sort.SIGN, sign, sign, start + offset, stop + offset, gap)
        add(new(Lexeme, item))
        hyphen = False
    return lexemes


def phrase_key(phrase: str, *, fold: bool = True) -> tuple[str, ...]:
    """The lexemes of a phrase of a data file, as a key to look up in running text."""
    return tuple(item.lower if fold else item.text for item in lex(phrase))
