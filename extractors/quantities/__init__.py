"""The spaCy component that finds numbers with their units: money, power, counts, ratios.

nlp = spacy.blank("en")
nlp.add_pipe("gigawatch_quantities")
nlp("Meta will buy up to 6 gigawatts of GPUs.")._.quantities
"""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from extractors.quantities.grammar import read_quantities
from extractors.quantities.lexing import lex
from extractors.spans import Quantity

_LONGEST = 100_000  # characters of a line that are read at once


def find_quantities(text: str) -> list[Quantity]:
    """Every quantity of a text, in order and without overlap; none runs over a line's end."""
    found: list[Quantity] = []
    for start, end in _lines(text):
        found.extend(read_quantities(text, lex(text[start:end], start)))
    return found


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
