"""From the body of a page as received to its article, whatever format it has."""

import datetime as dt
import json
import re

from extractors.decoding import ArticleError, clean_line, decode
from extractors.filing import may_be_filing, parse_filing
from extractors.markup import parse_html
from extractors.message import parse_message
from extractors.metadata import Metadata, Published, web_address
from extractors.page import parse_markup
from extractors.prose import parse_markdown, parse_plain
from extractors.records import read_record, record_article
from schema.article import Article
from schema.vocabulary import DatePrecision

__all__ = ["ArticleError", "parse_page"]

_TAG = re.compile(r"</?[a-z][a-z0-9]{0,15}[\s>/]|<!doctype\b", re.IGNORECASE)
_PAGE_TAG = re.compile(r"<(?:!doctype\s{1,5}html|html|head|body)\b", re.IGNORECASE)
_FEED = re.compile(
    r"\s{0,99}(?:<\?xml[^>]{0,200}>\s{0,99})?(?:<!--.{0,500}?-->\s{0,99})?"
    r"<(rss|feed|rdf:RDF|urlset|sitemapindex)\b",
    re.DOTALL,
)
_SNIFFED = 5_000


def parse_page(
    body: bytes,
    *,
    url: str | None = None,
    media_type: str = "text/html",
    encoding: str | None = None,
    published_hint: dt.datetime | None = None,
    title_hint: str | None = None,
    fetched: dt.date | None = None,
) -> Article:
    """Read the article that a page holds: HTML, Markdown, plain text, PDF, a message, or JSON.

    Args:
        body: The page exactly as received.
        url: Where it was found.
        media_type: Media type as sent or told by the file name; HTML and PDF are recognised
            under any.
        encoding: Character set as sent, if any.
        published_hint: Date that a feed or file gave for it.
        title_hint: Title that a feed or file gave for it.
        fetched: The day it was fetched; later dates of publication are not believed.

    Raises:
        ArticleError: if there is no article in it; the message says what it is instead.
    """
    known = Metadata(
        title=clean_line(title_hint or ""),
        url=web_address(url) if url else None,
        published=_hinted(published_hint),
    )
    if body.startswith(b"%PDF-"):
        from extractors.pdf import parse_pdf  # noqa: PLC0415  (slow to load, and seldom needed)

        return parse_pdf(body, metadata=known)
    kind = media_type.partition(";")[0].strip().lower()
    if kind == "message/rfc822":
        return parse_message(body, fetched=fetched, metadata=known)
    text = decode(body, encoding)
    if found := _FEED.match(text):
        raise ArticleError(f"not a page but a feed or sitemap (<{found.group(1)}>)")
    if kind == "application/json":
        return record_article(read_record(read_json(text)))
    if kind == "text/markdown":
        return parse_markdown(text, metadata=known)
    tag = _TAG if "html" in kind else _PAGE_TAG
    if not tag.search(text, 0, _SNIFFED):
        return parse_plain(text, metadata=known)
    filing = parse_filing(parse_html(text), known) if may_be_filing(text) else None
    return filing or parse_markup(
        text, url=url, published_hint=published_hint, title_hint=title_hint, fetched=fetched
    )


def read_json(text: str) -> object:
    """The value of a JSON text.

    Raises:
        ArticleError: if it is no valid JSON; the message says where.
    """
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" ({error})" if isinstance(error, json.JSONDecodeError) else ""
        raise ArticleError(f"not valid JSON{where}") from error
    return value


def _hinted(published: dt.datetime | None) -> Published:
    if published is None:
        return Published()
    return Published(published.date(), DatePrecision.SECOND, "feed")
