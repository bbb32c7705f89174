"""The spaCy component that finds numbers with their units: money, power, counts, ratios.

nlp = spacy.blank("en")
nlp.add_pipe("gigawatch_quantities")
nlp("Meta will buy up to 6 gigawatts of GPUs.")._.quantities
"""

from spacy.language import Language
from spacy.tokens import Doc

from extractors.quantities.grammar import read_quantities
from extractors.quantities.lexing import lex
from extractors.spans import Quantity


def find_quantities(text: str) -> list[Quantity]:
    """Every quantity of a text, in order and without overlap."""
    return list(read_quantities(text, lex(text)))


@Language.component("gigawatch_quantities")
def gigawatch_quantities(doc: Doc) -> Doc:
    """Fill ``doc._.quantities``."""
    doc._.quantities = find_quantities(doc._.text)
    return doc
