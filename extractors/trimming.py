"""What stands at the ends of a main text, or among its lines, and is none of it."""

import re
from collections.abc import Sequence

from extractors.markup import CELL_MARK, ShownLine
from extractors.placing import MOST_COMPARED, Links, is_prose

_LISTED = ("li", "dt", "dd", "tr", "td", "th", "pre", "blockquote", "summary")
_ITEMS = ("li", "dt", "dd", "tr")
#: What a page says of itself above its text: "Filed by", "Editor", and their names.
_FIELDS = ("dt", "dd")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_UNTERMINATED = re.compile(r"[^.!?…:;。！？؟\"'”’»)\]]$")
#: "Lesen Sie auch: ...": a few words, then a link to the end of the line.
_LABELLED_LINK = re.compile(r"(?:[^\s:]{1,20} ){0,4}[^\s:]{1,20} ?: ")
#: A repetition has so many characters, and a quotation of the text in itself no more than these.
_REPEATED = 40
_LONGEST_QUOTE = 300
_QUOTES = "“”\"'‘’«»„ "


def trimmed(shown: Sequence[ShownLine], places: Sequence[int], links: Links) -> list[ShownLine]:
    """The lines at some places, without links to elsewhere, headlines, bylines and repetitions."""
    away = {place for place in places if _leads_away(shown[place], links)}
    away |= {place for place in places if place + 1 in away and _announces(shown[place])}
    lines = [shown[place] for place in places if place not in away]
    if any(line.element.tag == "h1" for line in shown[: places[-1] if places else 0]):
        lines = _without_head(lines)
    while lines and lines[-1].element.tag in _HEADINGS:
        lines.pop()
    return _unrepeated(lines)


def _leads_away(line: ShownLine, links: Links) -> bool:
    """Whether a line is no more than a link, alone or after a word or two and a colon."""
    if line.leads_elsewhere:
        return not _is_among_text(line, links)
    label = _LABELLED_LINK.match(line.text) if line.linked else None
    return label is not None and line.linked >= len(line.text) - label.end()


def _is_among_text(line: ShownLine, links: Links) -> bool:
    """Whether a line is an item or row of a list or table that has more text than links."""
    if line.element.tag == "tr" and CELL_MARK not in line.text:
        return False
    item = line.element if line.element.tag in _ITEMS else line.element.getparent()
    if item is None or item.tag not in _ITEMS:
        return False
    block = next(item.iterancestors("ul", "ol", "dl", "table"), None)
    return block is not None and not links.fill(block)


def _announces(line: ShownLine) -> bool:
    """Whether a line is only there for those below it, as "Related" or "More on this:" is."""
    return line.element.tag in _HEADINGS or (
        len(line.text) < _REPEATED and bool(_UNTERMINATED.search(line.text.removesuffix(":")))
    )


def _is_listed(line: ShownLine) -> bool:
    tags = (line.element, line.element.getparent())
    return any(element is not None and element.tag in _LISTED for element in tags)


def _without_head(lines: list[ShownLine]) -> list[ShownLine]:
    """The lines without the headline, rubric, byline and date above the first paragraph."""
    first = next((i for i, line in enumerate(lines) if is_prose(line)), 0)
    return [*(line for line in lines[:first] if not _is_head(line)), *lines[first:]]


def _is_head(line: ShownLine) -> bool:
    if line.element.tag == "h1":
        return True
    if line.element.tag in _HEADINGS or (_is_listed(line) and line.element.tag not in _FIELDS):
        return False
    return bool(_UNTERMINATED.search(line.text))


def _unrepeated(lines: list[ShownLine]) -> list[ShownLine]:
    """The lines without those that repeat an earlier one, or quote a sentence of another."""
    whole = "\n".join({line.text.strip(_QUOTES).casefold(): None for line in lines})
    seen: set[str] = set()
    compared = 0
    kept = []
    for line in lines:
        text = line.text.strip(_QUOTES).casefold()
        if len(text) < _REPEATED or line.element.tag in _ITEMS:
            kept.append(line)
            continue
        if len(text) <= _LONGEST_QUOTE and compared < MOST_COMPARED:
            compared += len(whole)
            if whole.count(text) > 1:
                continue
        if text not in seen:
            kept.append(line)
        seen.add(text)
    return kept
