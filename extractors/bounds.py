"""Shapes of a page that take their reader the square of their size, cut before it is read.

The library that finds main text looks again at all that was before for each cell of a row, and for
each mark-up of words in a paragraph. No page that people read has more of them than this.
"""

from collections import Counter

from lxml import etree, html

_MOST_CELLS = 200
_MOST_MARKED = 1_000
_ROWS = ("tr", "table", "thead", "tbody", "tfoot")
#: Elements that mark words within a paragraph.
_MARKS = (
    *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em"),
    *("font", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong"),
    *("sub", "sup", "time", "tt", "u", "var"),
)


def bound(tree: html.HtmlElement) -> None:
    """Cut rows of very many cells, and strip the marks of words where one element has very many."""
    for holder in list(tree.iter(*_ROWS)):
        _cut_row(holder)
    marks = list(tree.iter(*_MARKS))
    if len(marks) > _MOST_MARKED:
        _strip_marks(marks)


def _cut_row(holder: etree._Element) -> None:
    """Cut a row, or cells that stand in none, into rows of a size that tables have."""
    cells = [child for child in holder if child.tag in {"td", "th"}]
    last = holder
    for start in range(_MOST_CELLS, len(cells), _MOST_CELLS):
        row = etree.Element("tr")
        row.extend(cells[start : start + _MOST_CELLS])
        if holder.tag == "tr":
            last.addnext(row)
            last = row
        else:
            holder.append(row)


def _strip_marks(marks: list[etree._Element]) -> None:
    """Leave what holds too many marks its words alone; they come in the order of the page."""
    holders: dict[etree._Element, etree._Element] = {}
    for mark in marks:
        parent = mark.getparent()
        if parent is not None:
            holders[mark] = holders.get(parent, parent)
    for holder, count in Counter(holders.values()).items():
        if count > _MOST_MARKED:
            _strip(holder)


def _strip(holder: etree._Element) -> None:
    """Put the words of marks in their place, as few texts: each look at a text takes all of it."""
    last: etree._Element | None = None
    words = [holder.text or ""]
    for child in list(holder):
        if child.tag in _MARKS:
            words += [*map(str, child.itertext()), child.tail or ""]
            holder.remove(child)
        else:
            _write(holder, last, words)
            last, words = child, [child.tail or ""]
    _write(holder, last, words)


def _write(holder: etree._Element, last: etree._Element | None, words: list[str]) -> None:
    if last is None:
        holder.text = "".join(words)
    else:
        last.tail = "".join(words)
