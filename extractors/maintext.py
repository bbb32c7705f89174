"""The main text of a page: what trafilatura finds, completed and freed of what it lets through."""

import logging
from collections import Counter
from copy import deepcopy
from itertools import islice

from lxml import etree, html
from trafilatura import bare_extraction

from extractors.decoding import clean_line
from extractors.lines import without_furniture
from extractors.markup import is_short, text_lines

#: A page with fewer characters of main text than this is read again, keeping more of it.
_SHORT = 250
#: What completes a main text where it stands among its paragraphs, if it has so many.
_COMPLETING = frozenset({"h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote"})
_ENOUGH_PARAGRAPHS = 3
#: So many short siblings, each with a link for its heading, are teasers of other stories.
_ENOUGH_TEASERS = 3
_TEASER = 400
_CARDS = ("article", "li", "div", "section")
_CARD_DEPTH = 3

# It logs each page that it cannot read; whoever asks is told by an error.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def main_lines(tree: html.HtmlElement) -> list[str]:
    """The lines of a page's main text: with care, then with less, then all that is visible."""
    pruned = without_teasers(tree)
    attempts = [(pruned, True), (tree, True), (tree, False)]
    lines: list[str] = []
    for page, precise in attempts if pruned is not tree else attempts[1:]:
        found = bare_extraction(
            page,
            favor_precision=precise,
            include_comments=False,
            include_tables=True,
            output_format="xml",  # keeps the tree as it was found, for the lines below
        )
        main = getattr(found, "body", None)
        if main is not None:
            lines = completed(text_lines(main), page)
        if sum(map(len, lines)) >= _SHORT:
            break
    everything = text_lines(tree) if sum(map(len, lines)) < _SHORT else []
    if 0 < sum(map(len, everything)) < _SHORT:
        return everything  # a page so small has no furniture, and its paragraphs are kept apart
    return without_furniture(lines) or everything or lines


def without_teasers(tree: html.HtmlElement) -> html.HtmlElement:
    """The tree, or a copy of it without groups of cards that each lead to another story."""
    if not _grouped_teasers(tree):
        return tree
    copied = deepcopy(tree)
    for card in _grouped_teasers(copied):
        card.drop_tree()
    return copied


def _grouped_teasers(tree: html.HtmlElement) -> list[html.HtmlElement]:
    """The teasers that stand beside enough others."""
    cards = {
        card: None  # a set in the order of the page
        for heading in tree.iter("h2", "h3", "h4", "h5")
        if _has_link(heading)
        for card in islice(heading.iterancestors(*_CARDS), _CARD_DEPTH)
        if _is_teaser(card)
    }
    beside = Counter(card.getparent() for card in cards)
    return [card for card in cards if beside[card.getparent()] >= _ENOUGH_TEASERS]


def _has_link(heading: html.HtmlElement) -> bool:
    """Whether a heading holds a link or stands within one."""
    return any(
        next(found, None) is not None for found in (heading.iter("a"), heading.iterancestors("a"))
    )


def _is_teaser(card: html.HtmlElement) -> bool:
    """Whether an element is short and all its links lead to one place."""
    links = {link.get("href") for link in card.iter("a") if link.get("href")}
    return len(links) == 1 and is_short(card, _TEASER)


def completed(lines: list[str], tree: html.HtmlElement) -> list[str]:
    """The lines of a main text, with the headings and lists that stand among its paragraphs.

    Finders of main text drop headings and lists where they cannot tell them from menus. One that
    is a sibling of the text's own paragraphs, and between two of them, is part of the text.
    """
    found = set(lines)
    parents = Counter(
        element.getparent()
        for element in tree.iter("p")
        if _own_line(element) in found and element.getparent() is not None
    )
    if not parents or parents.most_common(1)[0][1] < _ENOUGH_PARAGRAPHS:
        return lines
    among = _among(parents.most_common(1)[0][0], found)
    return _merged(lines, among)


def _among(parent: etree._Element, found: set[str]) -> list[str]:
    """The lines of an element from its first to its last known child, without other blocks."""
    children = [(child, text_lines(child)) for child in parent if isinstance(child.tag, str)]
    known = [i for i, (_, lines) in enumerate(children) if found.intersection(lines)]
    return [
        line
        for child, lines in children[known[0] : known[-1] + 1]
        for line in lines
        if line in found or (child.tag in _COMPLETING and not _is_linked(child))
    ]


def _merged(lines: list[str], among: list[str]) -> list[str]:
    """The lines with what is among them put where it stands."""
    known = set(among)
    places = [i for i, line in enumerate(lines) if line in known]
    begin, end = places[0], places[-1] + 1
    if any(line not in known for line in lines[begin:end]):
        return lines
    return [*lines[:begin], *among, *lines[end:]]


def _own_line(element: etree._Element) -> str:
    return clean_line(_text(element))


def _is_linked(element: etree._Element) -> bool:
    """Whether most of the text of an element is links, as in a menu."""
    return 2 * sum(len(_text(link)) for link in element.iter("a")) > len(_text(element))


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))
