"""The sources that an article cites: links in its sentences, and lists of its sources."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree

from extractors.article import read_json
from extractors.datafiles import read_text
from extractors.decoding import ArticleError, decode
from extractors.markup import is_short, markdown_to_html, parse_html
from extractors.message import part_texts, read_message
from extractors.records import read_record
from schema.addresses import without_tracking

_BLOCKS = frozenset(
    ("p", "li", "dd", "dt", "td", "th", "blockquote", "div", "section", "article", "body")
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
#: Paragraphs that stand as headings of a list.
_SHORT_HEADINGS = frozenset(("p", "strong", "b", "dt", "summary"))
_LONGEST_HEADING = 60
#: A block with fewer characters beside its links is a list of links, not a sentence.
_SENTENCE = 40
#: No more of a block is read to see what it is.
_BLOCK = 5_000
#: A part of the page's frame has no more text.
_FRAME = 2_000
_MOST_LINKS = 2_000
_MOST_ELEMENTS = 20_000
_LONGEST_ADDRESS = 2_000
_BARE = re.compile(rf"https?://[^\s<>\"'`|\\^{{}}]{{4,{_LONGEST_ADDRESS}}}")
_AROUND = ".,;:!?)]}*_’”"
#: What has a sidebar is none.
_BESIDE = ("with", "has", "no-", "without")
_NAME_PARTS = re.compile(r"[a-z]{2,30}")


def cited_links(
    body: bytes, *, media_type: str, encoding: str | None = None, url: str | None = None
) -> list[str]:
    """The web addresses that an article cites, in the order of the page, each once.

    Menus, footers and links to neighbours are left out. PDF documents cite nothing.

    Args:
        body: The page as received.
        media_type: Media type as sent or told by the file name.
        encoding: Character set as sent, if any.
        url: Where it was found.
    """
    try:
        found = _links(body, media_type.partition(";")[0].strip().lower(), encoding)
        addresses = (_absolute(link, url) for link in islice(found, _MOST_LINKS))
        return list(dict.fromkeys(address for address in addresses if address))
    except ArticleError:
        return []


def _links(body: bytes, kind: str, encoding: str | None) -> Iterator[str]:
    if kind == "message/rfc822":
        for is_html, text in part_texts(read_message(body)):
            yield from _in_html(text) if is_html else _in_text(text)
        return
    if body.startswith(b"%PDF-"):
        return
    text = decode(body, encoding)
    if "html" in kind:
        yield from _in_html(text)
    elif kind == "text/markdown":
        yield from _in_html(markdown_to_html(text))
    elif kind == "application/json":
        record = read_record(read_json(text))
        yield from _in_html(record.html) if record.html else _in_text(record.text or "")
    else:
        yield from _in_text(text)


def _in_text(text: str) -> Iterator[str]:
    return (found.group().rstrip(_AROUND) for found in _BARE.finditer(text))


def _in_html(text: str) -> Iterator[str]:
    """The links of a page's own sentences and lists of sources."""
    tree = parse_html(text)
    frame = _Frame()
    judged: dict[etree._Element, bool] = {}
    under_sources = False
    for element in islice(tree.iter("a", *_HEADINGS, *_SHORT_HEADINGS), _MOST_ELEMENTS):
        tag = str(element.tag)
        if tag != "a":
            if _is_sources(element):
                under_sources = True
            elif tag in _HEADINGS:
                under_sources = False
            continue
        link = element.get("href")
        if link and not frame.holds(element):
            block = _block(element)
            if block not in judged:
                judged[block] = _is_prose(block)
            if under_sources or judged[block]:
                yield link


def _is_sources(element: etree._Element) -> bool:
    """Whether an element says that sources follow."""
    words = _text(element, _LONGEST_HEADING).strip().rstrip(":").casefold()
    return words in _data()["headings"]


def _is_prose(block: etree._Element) -> bool:
    """Whether a block is a sentence with links in it, or says that they are its source."""
    text = _text(block, _BLOCK)
    opening = text[:_LONGEST_HEADING].partition(":")
    if opening[1] and opening[0].strip(" ([").casefold() in _data()["headings"]:
        return True
    linked = sum(len(_text(link, _BLOCK)) for link in islice(block.iter("a"), _MOST_LINKS))
    beside = len(text) - linked
    return beside >= _SENTENCE and beside >= linked


def _block(link: etree._Element) -> etree._Element:
    return next(link.iterancestors(*_BLOCKS), link)


class _Frame:
    """Which elements are part of the page's frame: menus, footers, links to neighbours."""

    def __init__(self) -> None:
        self._known: dict[etree._Element, bool] = {}

    def holds(self, link: etree._Element) -> bool:
        """Whether a link stands in it; each element above a link is looked at once."""
        path = []
        within = False
        for element in link.iterancestors():
            if element in self._known:
                within = self._known[element]
                break
            path.append(element)
        for element in reversed(path):
            within = within or _is_frame(element)
            self._known[element] = within
        return within


def _is_frame(element: etree._Element) -> bool:
    if element.tag in _data()["elements"]:
        return True
    return not _data()["classes"].isdisjoint(_names(element)) and is_short(element, _FRAME)


def _names(element: etree._Element) -> Iterable[str]:
    if element.tag in {"html", "body"}:  # whose classes tell what the page has, not what it is
        return ()
    given = f"{element.get('class') or ''} {element.get('id') or ''}"[:500].lower()
    return (
        part
        for name in given.split()
        if not name.startswith(_BESIDE)
        for part in _NAME_PARTS.findall(name)
    )


def _text(element: etree._Element, longest: int) -> str:
    """The text of an element as far as it matters."""
    pieces: list[str] = []
    size = 0
    for piece in element.itertext():
        pieces.append(str(piece))
        size += len(piece)
        if size > longest:
            break
    return " ".join("".join(pieces).split())


def _absolute(link: str, base: str | None) -> str | None:
    """The address of a link without tracking; None where it leads to no page of the web."""
    try:
        address = without_tracking(urljoin(base or "", link.strip()[:_LONGEST_ADDRESS]))
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.hostname else None


@cache
def _data() -> dict[str, frozenset[str]]:
    return {
        name: frozenset(words) for name, words in tomllib.loads(read_text("citations.toml")).items()
    }
