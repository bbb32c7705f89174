"""The spaCy component that finds numbers with their units: money, power, counts, ratios.

nlp = spacy.blank("en")
nlp.add_pipe("gigawatch_quantities")
nlp("Meta will buy up to 6 gigawatts of GPUs.")._.quantities
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

import extractors.extensions  # noqa: F401  (declares what components leave on a Doc)
from extractors.quantities.grammar import read_quantities
from extractors.quantities.lexing import lex
from extractors.quantities.words import AFTER_ARTICLE, PREFIXES, load_words
from extractors.spans import Quantity

_LONGEST = 100_000  # characters of a line that are read at once
_DIGIT, _LETTERS = re.compile(r"\d"), re.compile(r"[a-z]+")
#: A full stop after a word that is no abbreviation, before a capital.
_END = re.compile(r"(?<=[a-z]{4})[.!?](?= [A-Z])")


def find_quantities(text: str) -> list[Quantity]:
    """Every quantity of a text, in order and without overlap; none runs over a line's end."""
    found: list[Quantity] = []
    for start, end in _sentences(text):
        sentence = text[start:end]
        if _may_hold_one(sentence):
            found.extend(read_quantities(text, lex(sentence, start)))
    return found


def _may_hold_one(sentence: str) -> bool:
    """Whether it has a digit, a word for a number, or one that may mean many of a unit."""
    if _DIGIT.search(sentence):
        return True
    lower = sentence.lower()
    if any(prefix in lower for prefix in _openers()):
        return True
    return not _number_words().isdisjoint(_LETTERS.findall(lower))


@cache
def _openers() -> tuple[str, ...]:
    return (*PREFIXES, *(f" a {unit}" for unit in AFTER_ARTICLE))


@cache
def _number_words() -> frozenset[str]:
    words = load_words()
    magnitudes = {word for word, (_, use) in words.magnitudes.items() if use == "word"}
    return frozenset({*words.numbers, *magnitudes})


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text, cut where a sentence ends for certain."""
    for start, end in _lines(text):
        cuts = [start, *(found.end() for found in _END.finditer(text, start, end)), end]
        yield from pairwise(cuts)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text that are not empty, very long ones in pieces that end at a space."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > _LONGEST:
            cut = text.rfind(" ", start, start + _LONGEST)
            end = cut if cut > start else start + _LONGEST
        if end > start:
            yield start, end
        start = max(end, start + 1)


@Language.component("gigawatch_quantities")
def gigawatch_quantities(doc: Doc) -> Doc:
    """Fill ``doc._.quantities``."""
    doc._.quantities = find_quantities(doc._.text)
    return doc
