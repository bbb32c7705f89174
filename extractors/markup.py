"""From a tree of HTML to lines of plain text, in reading order."""

from collections import Counter
from collections.abc import Iterable

from lxml import etree, html
from markdown_it import MarkdownIt

from extractors.decoding import ArticleError, clean_line, visible

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
#: What completes a main text where it stands among its paragraphs, if it has so many.
_COMPLETING = frozenset({"h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote"})
_ENOUGH_PARAGRAPHS = 3
_CELL_MARK = " | "
_TABLES = frozenset(("table", "tr", "row", "ul", "ol", "list"))
#: A cell with a paragraph longer than this lays out a page rather than holding a value.
_LONG_CELL = 300


def parse_html(text: str) -> html.HtmlElement:
    """The tree of a page or of a fragment of one.

    Raises:
        ArticleError: if there is nothing in it.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        data = visible(text).encode("utf-8", "replace")
        tree = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise ArticleError("the page holds no text") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ArticleError("the page is nested too deeply to be an article")
    return tree


def markdown_to_html(text: str) -> str:
    """The HTML of Markdown; HTML within it is kept."""
    markup = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return str(markup.render(text))


def text_lines(root: etree._Element, *, hidden: frozenset[str] = _HIDDEN) -> list[str]:
    """The text below an element, one line a heading, paragraph, list item or table row.

    Understands HTML and trafilatura's XML. The walk is a loop, so that no depth overflows it.
    """
    writer = _LineWriter()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if not tag or (tag in hidden and element is not root) or _is_concealed(element):
                walk.skip_subtree()
                continue
            writer.open(tag)
            writer.write(element.text)
        else:
            if tag and tag not in hidden and not _is_concealed(element):
                writer.close(tag)
            if element is not root:
                writer.write(element.tail)
    return writer.finish()


def _is_concealed(element: etree._Element) -> bool:
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    return "display:none" in (element.get("style") or "").replace(" ", "").lower()


class _LineWriter:
    """Collects pieces of text into lines; a table row is one line of cells."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._pieces: list[str] = []
        self._cells = 0

    def write(self, text: str | None) -> None:
        if text:
            self._pieces.append(text)

    def open(self, tag: str) -> None:
        if tag in _CELLS:
            if self._cells == 0 and any(piece.strip() for piece in self._pieces):
                self._pieces.append(_CELL_MARK)
            self._cells += 1
        elif tag in _BLOCKS:
            self._break(tag)

    def close(self, tag: str) -> None:
        if tag in _CELLS:
            self._cells = max(0, self._cells - 1)
        elif tag in _BLOCKS:
            self._break(tag)

    def _break(self, tag: str) -> None:
        is_value = tag not in _TABLES and sum(map(len, self._pieces)) < _LONG_CELL
        if self._cells and is_value:
            self._pieces.append(" ")
        else:
            self._flush()

    def _flush(self) -> None:
        line = clean_line("".join(self._pieces)).strip("|").strip()
        self._pieces.clear()
        if line:
            self._lines.append(line)

    def finish(self) -> list[str]:
        self._cells = 0
        self._flush()
        return self._lines


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
    places = [i for i, line in enumerate(lines) if line in set(among)]
    begin, end = places[0], places[-1] + 1
    kept = set(among)
    rest = [line for line in lines[begin:end] if line not in kept]
    return lines if rest else [*lines[:begin], *among, *lines[end:]]


def _own_line(element: etree._Element) -> str:
    return clean_line(_text(element))


def _is_linked(element: etree._Element) -> bool:
    """Whether most of the text of an element is links, as in a menu."""
    return 2 * sum(len(_text(link)) for link in element.iter("a")) > len(_text(element))


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def without(lines: Iterable[str], title: str) -> list[str]:
    """The lines without repetitions of the title."""
    folded = title.casefold()
    return [line for line in lines if line.casefold() != folded]
