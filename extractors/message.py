"""Newsletters and press releases that came by electronic mail, as articles."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import EmailPolicy
from email.utils import parseaddr, parsedate_to_datetime
from functools import cache
from itertools import islice
from typing import Any

from lxml import html as lxml_html

from extractors.datafiles import read_text
from extractors.decoding import ArticleError, clean_line, decode
from extractors.markup import parse_html, text_lines, without
from extractors.metadata import Metadata, Published, parse_published, web_address
from extractors.page import make_article
from schema.article import Article

#: The library's work grows as lines by depth of nesting, and as the square of a header's length.
_MOST_BYTES = 10_000_000
_MOST_LINES = 200_000
_MOST_BOUNDARIES = 20
_LONGEST_HEADER = 1_000

_PREFIX = re.compile(r"(?:(?:re|fwd?|aw|wg)\s{0,3}:|\[external\])\s{0,3}", re.IGNORECASE)
_FURNITURE_WORDS = 40
#: What stands in a cell of a table that lays out a letter, and never in one that holds a value.
_LAID_OUT = ("table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote")


class _Bounded(EmailPolicy):
    """Reads no header further than a bound; one that cannot be parsed is empty."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        try:
            return super().header_fetch_parse(name, value[:_LONGEST_HEADER])
        except Exception:  # the library raises many things over broken headers
            return super().header_fetch_parse(name, "")


_POLICY = _Bounded(message_factory=EmailMessage)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a message says it is from."""

    name: str
    address: str


def read_message(body: bytes) -> Message:
    """The message of a file.

    Raises:
        ArticleError: if it is none, or not one that can be read within bounds.
    """
    if len(body) > _MOST_BYTES:
        raise ArticleError(f"the message has {len(body):,} bytes, more than {_MOST_BYTES:,}")
    if body.count(b"\n") > _MOST_LINES:
        raise ArticleError(f"the message has more than {_MOST_LINES:,} lines")
    if body.lower().count(b"boundary=") > _MOST_BOUNDARIES:
        raise ArticleError(f"the message has more than {_MOST_BOUNDARIES} parts within parts")
    try:
        message: Message = message_from_bytes(body, policy=_POLICY)
    except Exception as error:  # whatever a broken message makes the parser raise
        raise ArticleError(f"the message is damaged ({type(error).__name__})") from error
    if not {"from", "date"} & set(map(str.lower, message)):
        raise ArticleError("not a message: it has neither a sender nor a date")
    return message


def sender(message: Message) -> Sender:
    """Who a message says it is from; anybody can write anything there."""
    name, address = parseaddr(_header(message, "from"))
    return Sender(clean_line(name), address.lower())


def parse_message(body: bytes, *, fetched: dt.date | None, metadata: Metadata) -> Article:
    """Read the article of a message: its HTML, else its plain text.

    Args:
        body: The message as received.
        fetched: The day it was fetched; later dates are not believed.
        metadata: What is known of it otherwise.

    Raises:
        ArticleError: if it is no message, or holds no text.
    """
    message = read_message(body)
    title = metadata.title or _subject(message)
    lines = without(_lines(message), title)
    if not lines:
        raise ArticleError("the message holds no text")
    author = sender(message)
    known = Metadata(
        title=title,
        url=web_address(_header(message, "archived-at").strip("<> ")) or metadata.url,
        published=_sent(message, fetched),
        publisher=author.name or author.address.rpartition("@")[2] or None,
    )
    return make_article(title, lines, known)


def part_texts(message: Message) -> Iterator[tuple[bool, str]]:
    """The parts that hold the message's own words, decoded, and whether each is HTML.

    Raises:
        ArticleError: if a part is no text.
    """
    for part in _texts(message):
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload.strip():
            text = decode(payload, part.get_content_charset())
            yield part.get_content_type() == "text/html", text


def _header(message: Message, name: str) -> str:
    return str(message.get(name) or "")[:_LONGEST_HEADER]


def _subject(message: Message) -> str:
    subject = clean_line(_header(message, "subject"))
    while found := _PREFIX.match(subject):
        subject = subject[found.end() :]
    return subject


def _sent(message: Message, fetched: dt.date | None) -> Published:
    try:
        moment = parsedate_to_datetime(_header(message, "date"))
    except ValueError:
        return Published()
    return parse_published(moment.isoformat(), fetched=fetched, found_by="message")


def _lines(message: Message) -> list[str]:
    """The lines of the best part that has any, without what surrounds a newsletter."""
    parts = list(_texts(message))
    for kind in ("text/html", "text/plain"):
        for part in parts:
            if part.get_content_type() == kind and (lines := _part_lines(part, kind)):
                return lines
    return []


def _texts(message: Message) -> Iterator[Message]:
    """The parts that hold the message's own words."""
    for part in message.walk():
        if part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment":
            yield part


def _part_lines(part: Message, kind: str) -> list[str]:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return []
    text = decode(payload, part.get_content_charset())
    is_html = kind == "text/html"
    lines = text_lines(_body(parse_html(text))) if is_html else _unwrapped(text)
    return [line for line in lines if not _is_furniture(line)]


def _body(tree: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """The body of a letter, with the cells of tables that lay it out made plain blocks."""
    body = tree.find("body")
    root = tree if body is None else body
    for cell in list(root.iter("td", "th")):
        blocks = sum(1 for _ in islice(cell.iterdescendants("p", "div", "br"), 2))
        if blocks > 1 or next(cell.iterdescendants(*_LAID_OUT), None) is not None:
            cell.tag = "div"
    return root


def _unwrapped(text: str) -> list[str]:
    """The paragraphs of plain text, which mailers break after some seventy characters."""
    paragraphs: list[list[str]] = [[]]
    for line in map(clean_line, text.splitlines()):
        previous = paragraphs[-1]
        if not line:
            paragraphs.append([])
        elif previous and len(previous[-1]) < 50:
            paragraphs.append([line])
        else:
            previous.append(line)
    return [" ".join(paragraph) for paragraph in paragraphs if paragraph]


def _is_furniture(line: str) -> bool:
    if len(line.split(" ", _FURNITURE_WORDS)) > _FURNITURE_WORDS:
        return False
    folded = line.casefold()
    return any(phrase in folded for phrase in _furniture())


@cache
def _furniture() -> tuple[str, ...]:
    return tuple(read_text("newsletters.txt").split("\n"))[:-1]
