"""The lay-out of an article's text, as a spaCy component: its lines and its sentences."""

from typing import cast

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from thinc.types import Ints2d

import extractors.extensions  # noqa: F401  (declares what components leave on a Doc)
from extractors.lines import classify_lines
from extractors.sentences import sentence_starts

#: More tokens than a sentence has; longer ones are cut.
_SENTENCE_TOKENS = 250


@Language.component("gigawatch_layout", assigns=["doc._.lines", "token.is_sent_start"])
def layout(doc: Doc) -> Doc:
    """Fill ``doc._.lines`` and set the starts of sentences."""
    text = doc._.text
    doc._.lines = classify_lines(text, doc._.title_end)
    starts = sentence_starts(text)
    offsets = doc.to_array(["IDX"]).tolist()
    is_start = _bounded(np.fromiter((at in starts for at in offsets), np.bool_, len(offsets)))
    # Setting a whole array is fifty times faster than setting token after token.
    array = np.where(is_start, 1, -1).astype(np.uint64).reshape(-1, 1)
    return doc.from_array(["SENT_START"], cast(Ints2d, array))


def _bounded(is_start: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Starts of sentences, none longer than a sentence can be, so that none costs too much."""
    places = np.append(np.flatnonzero(is_start), len(is_start))
    for begin, length in zip(places[:-1], np.diff(places), strict=True):
        if length > _SENTENCE_TOKENS:
            is_start[begin : begin + length : _SENTENCE_TOKENS] = True
    return is_start
