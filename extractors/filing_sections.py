"""The sections of a filing that are read, each line under the headings that it stands under.

Headings are told by their look: those that look the same are of one level, so that a section ends
where the next of its level begins. Filings have no heading elements, only styles.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from lxml import etree

from extractors.datafiles import read_text
from extractors.markup import CELL_MARK, ShownLine

_ITEM = re.compile(
    r"(?:part (?:i{1,3}|iv)\b[ ,.:|–—-]{0,6})?item (?P<number>\d{1,2}(?:\.\d{2}|[a-d])?)\b"
    r"[ .:|–—-]{0,6}(?P<title>.{0,200})",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:note )?\d{1,2} ?[.:|–—-]{1,3} ?(?=[A-Z])", re.IGNORECASE)
#: A line of the table of contents ends with its page.
_PAGE = re.compile(r"[ |.]{1,99}(?:F-|S-)?\d{1,3}$")
#: "Customer A | 22% | 14%", as those are called that need not be named.
_CUSTOMER_ROW = re.compile(r"(?:(?:in)?direct )?customer [A-Z]\b", re.IGNORECASE)
_CONTINUED = re.compile(r"[ (–—-]{1,4}continued\)?$", re.IGNORECASE)
_LONGEST_HEADING = 60  # words
_LONGEST_LOOK = 500
_LONGEST_CHAIN = 240
_REPEATED = 3
_LONGEST_REPEATED = 100
_FEWEST_WORDS = 8
_DEEPEST = 8
_LONGEST_PARAGRAPH = 10_000
_MOST_PIECES = 50
_MOST_ANCESTORS = 12

_STYLES = (
    ("bold", re.compile(r"font-weight:\s{0,3}(?:bold|[6-9]00)")),
    ("italic", re.compile(r"font-style:\s{0,3}(?:italic|oblique)")),
    ("underlined", re.compile(r"text-decoration[a-z-]{0,12}:\s{0,3}underline")),
)
_SIZE = re.compile(r"font-size:\s{0,3}(\d{1,3}(?:\.\d{1,4})?)")
_COLOUR = re.compile(r"(?:^|[;\s])color:\s{0,3}(#[0-9a-f]{3,8}|[a-z]{3,20})")
_LONGEST_STYLE = 1_000
_TAGS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underlined"}
_HEADING_TAGS = {"h1": 18.0, "h2": 16.0, "h3": 14.0, "h4": 12.0, "h5": 11.0, "h6": 10.0}
#: What lifts a heading over another; italics in bold are for the lower of two.
_WEIGHTS = {"capitals": 4.0, "bold": 3.0, "underlined": 1.0, "italic": -0.5}

_SYMBOL_CELLS = ((re.compile(r"([$€£]) \| (?=[\d(—–-])"), r"\1"), (re.compile(r" \| (?=[)%])"), ""))
_EMPTY_CELLS = re.compile(r"(?: \|)+ \| ")


@dataclass(frozen=True, slots=True)
class Rules:
    """What is read of filings."""

    itemised: frozenset[str]
    items: frozenset[str]
    headings: re.Pattern[str]
    other_headings: re.Pattern[str]
    paragraphs: tuple[re.Pattern[str], ...]
    furniture: re.Pattern[str]


@cache
def rules() -> Rules:
    """The rules of the data file."""
    data = tomllib.loads(read_text("filings.toml"))

    def either(name: str) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in data[name]), re.IGNORECASE)

    return Rules(
        itemised=frozenset(data["itemised"]),
        items=frozenset(data["items"]),
        headings=either("headings"),
        other_headings=either("other_headings"),
        paragraphs=tuple(re.compile(p, re.IGNORECASE) for p in data["paragraphs"]),
        furniture=either("furniture"),
    )


def wanted_items(lines: Sequence[ShownLine]) -> list[str]:
    """The items of a current report that are read, each under its heading; the others' headings."""
    found: list[str] = []
    wanted = False
    for line in _own_lines(lines):
        if item := _item(line.text):
            wanted = item["number"] in rules().items
            found.append(_compact(line.text).replace(CELL_MARK, " "))
        elif wanted:
            if line.text.casefold().strip(" .") in {"signature", "signatures"}:
                break
            found.append(_compact(line.text))
    return found


def wanted_sections(lines: Sequence[ShownLine]) -> list[str]:
    """What an annual or quarterly report says of customers, commitments and spending.

    Sections with such headings are read whole, single paragraphs wherever they stand; a line with
    the headings that they stand under goes before them.
    """
    place = _Place()
    found: list[str] = []
    told = False  # whether the line before tells by itself; a table after it belongs to it
    for line in _own_lines(lines):
        if place.enters(line):
            told = False
            continue
        text = _compact(line.text)
        told = _tells(text) or (told and CELL_MARK in text)
        if place.is_wanted or told:
            if heading := place.heading_to_tell():
                found.append(heading)
            found.append(text)
    return found


@dataclass(frozen=True, slots=True)
class _Look:
    """How words look: their marks, their size in points, their colour."""

    marks: frozenset[str]
    size: float
    colour: str

    @property
    def level(self) -> float:
        """How high a heading stands that looks so."""
        return self.size * 10 + sum(_WEIGHTS[mark] for mark in self.marks)


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading: how it looks, its words, whether its section is read whole."""

    look: _Look
    words: str
    is_wanted: bool


@dataclass(slots=True)
class _Place:
    """Where in a report a line stands."""

    item: str = ""
    item_title: str = ""
    headings: list[_Heading] = field(default_factory=list)  # outermost first
    told: str = ""

    @property
    def is_wanted(self) -> bool:
        """Whether the section is read whole."""
        return any(heading.is_wanted for heading in self.headings)

    def enters(self, line: ShownLine) -> bool:
        """Take a line as a heading, if it is one."""
        if item := _item(line.text):
            if item["number"].casefold() != self.item.casefold():  # else it runs on over pages
                self.item, self.item_title = item["number"], item["title"].strip(" .|")
                self.headings.clear()
            return True
        if CELL_MARK in line.text and not _NOTE.match(line.text):
            return False
        look = _heading_look(line)
        if look is None:
            return False
        self._leave(look)
        del self.headings[_DEEPEST:]
        words = _CONTINUED.sub("", line.text.replace(CELL_MARK, " ").strip(" .:"))
        self.headings.append(_Heading(look, words, _is_wanted(words)))
        return True

    def _leave(self, look: _Look) -> None:
        """Leave the sections that a heading of this look ends: its like, and all that is lower."""
        looks = [heading.look for heading in self.headings]
        if look in looks:
            del self.headings[looks.index(look) :]
        while self.headings and self.headings[-1].look.level < look.level:
            self.headings.pop()

    def heading_to_tell(self) -> str:
        """The headings over a line, where they are not those over the line before."""
        above = [heading.words for heading in self.headings[-2:]]
        if self.item:
            above.insert(
                0, f"Item {self.item}" if above else f"Item {self.item}. {self.item_title}"
            )
        heading = ", ".join(above)[:_LONGEST_CHAIN].strip(" .,")
        if heading == self.told:
            return ""
        self.told = heading
        return heading


def _item(text: str) -> re.Match[str] | None:
    """The item that a line begins; neither a line of the contents nor a sentence about an item."""
    found = _ITEM.fullmatch(text)
    if found is None or _PAGE.search(text):
        return None
    title = found["title"].lstrip("( ")
    return None if title and not title[0].isupper() else found


def _is_wanted(heading: str) -> bool:
    return bool(rules().headings.search(heading) and not rules().other_headings.search(heading))


def _tells(text: str) -> bool:
    """Whether a paragraph, or a row of a customer, tells by itself what is looked for."""
    if CELL_MARK in text:
        return _CUSTOMER_ROW.match(text) is not None
    if text.count(" ") < _FEWEST_WORDS:
        return False
    return any(pattern.search(text, 0, _LONGEST_PARAGRAPH) for pattern in rules().paragraphs)


def _own_lines(lines: Sequence[ShownLine]) -> Iterator[ShownLine]:
    """The lines without what stands on every page: running heads, numbers of pages."""
    counted = Counter(line.text for line in lines if len(line.text) <= _LONGEST_REPEATED)
    for line in lines:
        repeated = counted[line.text] >= _REPEATED and CELL_MARK not in line.text
        if rules().furniture.fullmatch(line.text) or (repeated and not _is_wanted(line.text)):
            continue
        yield line


def _compact(text: str) -> str:
    """A row of a table without empty cells, and with its symbols beside their numbers."""
    if CELL_MARK not in text:
        return text
    text = _EMPTY_CELLS.sub(CELL_MARK, text)
    for pattern, instead in _SYMBOL_CELLS:
        text = pattern.sub(instead, text)
    return text


def _heading_look(line: ShownLine) -> _Look | None:
    """How a heading looks; None if the line is text, or stands in a table."""
    text = line.text
    if len(text) > _LONGEST_LOOK or text.count(" ") >= _LONGEST_HEADING:
        return None
    if not any(map(str.isalpha, text)) or (_is_in_table(line.element) and not _NOTE.match(text)):
        return None
    looks = {_look(owner, text) for owner in _owners(line.element, len(text))}
    if len(looks) != 1:
        return None  # a heading that runs into its paragraph, or a word that is stressed
    look = looks.pop()
    return look if look.marks - {"capitals"} else None


def _is_in_table(element: etree._Element) -> bool:
    return element.tag in {"tr", "table"} or next(element.iterancestors("table"), None) is not None


def _owners(block: etree._Element, longest: int) -> Iterator[etree._Element]:
    """The elements whose own words make up a line that a block begins with."""
    size = 0
    for element in islice(block.iter(), _MOST_PIECES):
        pieces: list[tuple[str | None, etree._Element | None]] = [(element.text, element)]
        if element is not block:
            pieces.append((element.tail, element.getparent()))
        for words, owner in pieces:
            if words and not words.isspace() and owner is not None:
                yield owner
                size += len(words)
        if size >= longest:
            return


def _look(element: etree._Element, line: str) -> _Look:
    """How the words of an element look, in a line of text."""
    marks = {"capitals"} if line.isupper() else set()
    size, colour = 0.0, ""
    for above in (element, *islice(element.iterancestors(), _MOST_ANCESTORS)):
        tag = str(above.tag)
        style = (above.get("style") or "").lower()[:_LONGEST_STYLE]
        if tag in _HEADING_TAGS:
            marks.add("bold")
            size = size or _HEADING_TAGS[tag]
        if tag in _TAGS:
            marks.add(_TAGS[tag])
        marks |= {mark for mark, pattern in _STYLES if style and pattern.search(style)}
        if not size and (found := _SIZE.search(style)):
            size = float(found.group(1))
        if not colour and (found := _COLOUR.search(style)):
            colour = found.group(1)
    return _Look(frozenset(marks), size, colour)
