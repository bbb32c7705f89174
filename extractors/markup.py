"""From a tree of HTML to lines of plain text, in reading order."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from lxml import etree, html
from markdown_it import MarkdownIt

from extractors.bounds import bound
from extractors.decoding import ArticleError, clean_line, visible
from extractors.tags import MOST_ATTRIBUTES, has_overloaded_tag

#: Elements that are no part of what a reader reads as text.
_HIDDEN = frozenset(
    {
        *("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed"),
        *("canvas", "audio", "video", "map", "button", "select", "textarea", "input", "label"),
        *("dialog", "figcaption", "nav", "footer", "title", "graphic"),
    }
)
#: Elements that start and end a line.
_BLOCKS = frozenset(
    {
        *("html", "body", "main", "article", "section", "aside", "header", "div", "p", "pre"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "hgroup", "head", "blockquote", "quote", "code"),
        *("ul", "ol", "li", "dl", "dt", "dd", "list", "item", "details", "summary"),
        *("table", "thead", "tbody", "tfoot", "caption", "tr", "row", "figure", "address"),
        *("form", "fieldset", "center", "br", "lb", "hr"),
    }
)
_CELLS = frozenset(("td", "th", "cell"))
CELL_MARK = " | "
_TABLES = frozenset(("table", "tr", "row", "ul", "ol", "list"))
#: A cell with more characters than this lays out a page rather than holding a value.
_LONG_CELL = 300
#: A line is a link where more of it than this leads elsewhere.
_MOSTLY = 0.8


def parse_html(text: str) -> html.HtmlElement:
    """The tree of a page or of a fragment of one.

    Raises:
        ArticleError: if there is nothing in it, or it would take for ever to parse.
    """
    shown = visible(text)
    if has_overloaded_tag(shown):
        raise ArticleError(f"a tag of the page has more than {MOST_ATTRIBUTES} attributes")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        data = shown.encode("utf-8", "replace")
        tree = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise ArticleError("the page holds no text") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ArticleError("the page is nested too deeply to be an article")
    bound(tree)
    return tree


def markdown_to_html(text: str) -> str:
    """The HTML of Markdown; HTML within it is kept."""
    markup = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return str(markup.render(text))


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of text, the element whose text it begins, and how much of it leads elsewhere."""

    text: str
    element: etree._Element
    linked: int

    @property
    def leads_elsewhere(self) -> bool:
        """Whether nearly all of it is links."""
        return self.linked > _MOSTLY * len(self.text)


def text_lines(root: etree._Element, *, hidden: frozenset[str] = _HIDDEN) -> list[str]:
    """The text below an element, one line a heading, paragraph, list item or table row."""
    return [line.text for line in shown_lines(root, hidden=hidden)]


def shown_lines(root: etree._Element, *, hidden: frozenset[str] = _HIDDEN) -> list[ShownLine]:
    """The lines of text below an element, with where they stand.

    Understands HTML and trafilatura's XML. The walk is a loop, so that no depth overflows it.
    """
    writer = _LineWriter(root)
    roles: list[_Role] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            roles.append(_role(element, hidden if element is not root else frozenset()))
            if roles[-1] is _Role.HIDDEN:
                walk.skip_subtree()
                continue
            writer.open(roles[-1], element)
            writer.write(element.text)
        else:
            writer.close(roles.pop(), element)
            if element is not root:
                writer.write(element.tail)
    return writer.finish()


class _Role(Enum):
    """What an element does to the lines."""

    INLINE = auto()
    BLOCK = auto()
    CELL = auto()
    HIDDEN = auto()


def _role(element: etree._Element, hidden: frozenset[str]) -> _Role:
    tag = element.tag
    if not isinstance(tag, str) or tag in hidden or is_concealed(element):
        return _Role.HIDDEN
    if tag in _CELLS:
        return _Role.CELL if is_short(element, _LONG_CELL) else _Role.BLOCK
    return _Role.BLOCK if tag in _BLOCKS else _Role.INLINE


def is_concealed(element: etree._Element) -> bool:
    """Whether an element says that nobody is to see it."""
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    return "display:none" in (element.get("style") or "").replace(" ", "").lower()


def is_short(element: etree._Element, longest: int) -> bool:
    """Whether an element holds no more text than some characters, read no further than that."""
    size = 0
    for piece in element.itertext():
        size += len(piece.strip())
        if size > longest:
            return False
    return True


def text_size(element: etree._Element) -> int:
    """How many characters of text an element holds, without the space between its elements."""
    return sum(len(piece.strip()) for piece in element.itertext())


class _LineWriter:
    """Collects pieces of text into lines; a table row is one line of cells."""

    def __init__(self, root: etree._Element) -> None:
        self._lines: list[ShownLine] = []
        self._pieces: list[str] = []
        self._cells = 0
        self._links = 0
        self._linked = 0
        self._blocks = [root]
        self._begun: etree._Element | None = None

    def write(self, text: str | None) -> None:
        if not text:
            return
        self._pieces.append(text)
        if self._begun is None and not text.isspace():
            self._begun = self._blocks[-1]
        if self._links:
            self._linked += len(text.strip())

    def open(self, role: _Role, element: etree._Element) -> None:
        if role is _Role.CELL:
            if self._cells == 0 and any(piece.strip() for piece in self._pieces):
                self._pieces.append(CELL_MARK)
            self._cells += 1
        elif role is _Role.BLOCK:
            self._break(str(element.tag))
            self._blocks.append(element)
        elif is_link(element):
            self._links += 1

    def close(self, role: _Role, element: etree._Element) -> None:
        if role is _Role.CELL:
            self._cells -= 1
        elif role is _Role.BLOCK:
            self._break(str(element.tag))
            self._blocks.pop()
        elif role is _Role.INLINE and is_link(element):
            self._links -= 1

    def _break(self, tag: str) -> None:
        if self._cells and tag not in _TABLES:
            self._pieces.append(" ")
        else:
            self._flush()

    def _flush(self) -> None:
        line = clean_line("".join(self._pieces)).strip("|").strip()
        if line:
            element = self._blocks[-1] if self._begun is None else self._begun
            self._lines.append(ShownLine(line, element, self._linked))
        self._pieces.clear()
        self._begun, self._linked = None, 0

    def finish(self) -> list[ShownLine]:
        self._flush()
        return self._lines


def is_link(element: etree._Element) -> bool:
    """Whether an element is a link to another page, or a control made as one."""
    if element.tag != "a":
        return False
    address = element.get("href")
    if address is None:
        return "name" not in element.attrib and "id" not in element.attrib
    return address == "#" or not address.startswith("#")


def without(lines: Iterable[str], title: str) -> list[str]:
    """The lines without repetitions of the title."""
    folded = title.casefold()
    return [line for line in lines if line.casefold() != folded]
