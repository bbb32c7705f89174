"""The main text of a page: what trafilatura finds, completed and freed of what it lets through.

What it finds is looked up in the page, so that each line is known by where it stands: what is
missing between the lines found is added if it stands as they do, in the order of the page, and what
leads elsewhere or stands above the first paragraph as a byline does is left out.
"""

import logging
from collections.abc import Sequence

from lxml import html
from trafilatura import bare_extraction

from extractors.decoding import clean_line
from extractors.furnishing import without_furnishing
from extractors.lines import without_furniture
from extractors.linked_data import told_text
from extractors.markup import ShownLine, shown_lines, text_lines
from extractors.placing import Links, found_places, told, width, with_missing
from extractors.trimming import trimmed

#: A page with fewer characters of main text than this is read again, keeping more of it.
_SHORT = 250
#: One with fewer has not even a sentence of it.
_SENTENCE = 60
#: Where so much of what was found is not found again in the page, it is taken as it is.
_UNPLACED = 0.2

# It logs each page that it cannot read; whoever asks is told by an error.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def main_lines(tree: html.HtmlElement) -> list[str]:
    """The lines of a page's main text: with care, then with less, then all that is visible."""
    text = told_text(tree)
    lines = _lines(without_furnishing(tree), text)
    if _size(lines) >= _SHORT:
        return without_furniture(lines) or lines
    everything = text_lines(tree)
    if _size(everything) < _SHORT:
        # So small a page has no furniture; what scripts would show it may tell machines.
        told = list(filter(None, map(clean_line, text.splitlines())))
        return told if _size(told) > 2 * _SHORT else everything
    lines = lines if _size(lines) >= _SENTENCE else (_lines(tree, text) or everything)
    return without_furniture(lines) or lines


def _size(lines: list[str]) -> int:
    return sum(map(width, lines))


def _lines(page: html.HtmlElement, text: str) -> list[str]:
    shown: Sequence[ShownLine] = shown_lines(page)
    found = _found(page)
    places: Sequence[int] = found_places(shown, found)
    if _size([shown[place].text for place in places]) < (1 - _UNPLACED) * _size(found):
        return found
    links = Links()
    shown, places = told(shown, places, text)
    return [line.text for line in trimmed(shown, with_missing(shown, places, links), links)]


def _found(page: html.HtmlElement) -> list[str]:
    """The lines that trafilatura takes for the main text."""
    found = bare_extraction(
        page,
        include_comments=False,
        include_tables=True,
        output_format="xml",  # keeps the tree as it was found
    )
    main = getattr(found, "body", None)
    return text_lines(main) if main is not None else []
