"""From the markup of a page, or of a fragment of one, to its article."""

import datetime as dt
import logging
import re
from dataclasses import replace

from lxml import html as lxml_html

from extractors.dateline import date_above, own_date
from extractors.decoding import ArticleError, clean_line
from extractors.language import detect_language
from extractors.machine_written import says_machine_written
from extractors.maintext import main_lines
from extractors.markup import markdown_to_html, parse_html, text_lines, without
from extractors.metadata import Metadata, headline, read_metadata
from extractors.obstacles import obstacle
from schema.article import Article

_WHOLE_PAGE = re.compile(r"<(?:!doctype\s{1,5}html|html|head|body)\b", re.IGNORECASE)
#: Fragments of Markdown, whose paragraphs are empty lines: a heading, or no paragraphs in HTML.
_MARKDOWN = re.compile(r"^ {0,3}#{1,6} \S", re.MULTILINE)
_PARAGRAPH = re.compile(r"<(?:p|br|div|li|td|h[1-6])\b", re.IGNORECASE)
#: A page whose main text is shorter is judged by all that it shows.
_FEW_WORDS = 15
#: Days that the text itself may tell better.
_UNSURE = ("", "updated")
#: A headline that is no heading stands among the first lines.
_TOP = 5
#: The longest annual reports have half as many; reading so many takes half a minute.
_MOST_CHARACTERS = 2_000_000
_NEVER_SHOWN = frozenset(("script", "style", "template", "svg", "title", "head"))

# It logs each page that it finds no date in.
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def parse_markup(
    text: str,
    *,
    url: str | None = None,
    published_hint: dt.datetime | None = None,
    title_hint: str | None = None,
    fetched: dt.date | None = None,
) -> Article:
    """Read the article of HTML that is already decoded.

    Of a whole page the main text is kept; of a fragment (an article's own HTML, as feeds and
    data sets give it) every paragraph.

    Args:
        text: The page or fragment.
        url: Where it was found.
        published_hint: Date that a feed gave for it.
        title_hint: Title that a feed gave for it.
        fetched: The day it was fetched; later dates of publication are not believed.

    Raises:
        ArticleError: if there is no article in it; the message says what it is instead.
    """
    whole = bool(_WHOLE_PAGE.search(text))
    if not whole and (_MARKDOWN.search(text) or not _PARAGRAPH.search(text)):
        text = markdown_to_html(text)
    tree = parse_html(text)
    metadata = read_metadata(
        tree,
        whole=whole,
        url=url,
        published_hint=published_hint,
        fetched=fetched,
    )
    title = metadata.title or clean_line(title_hint or "") or _first_heading(tree)
    lines = main_lines(tree) if whole else text_lines(tree)
    title = headline(title, lines[:_TOP]) or title
    lines = without(lines, title)
    if whole and (instead := obstacle(title, _shown(tree, lines))):
        raise ArticleError(instead)
    if whole and lines and metadata.published.found_by in _UNSURE:
        above = date_above(text_lines(tree), lines)
        metadata = replace(metadata, published=above if above.day else metadata.published)
    return make_article(title, lines, metadata)


def _shown(tree: lxml_html.HtmlElement, lines: list[str]) -> str:
    """The main text, or all that the page shows to those without JavaScript if that is little."""
    text = "\n".join(lines)
    if len(text.split(None, _FEW_WORDS)) > _FEW_WORDS:
        return text
    return "\n".join(text_lines(tree, hidden=_NEVER_SHOWN))


def make_article(title: str, lines: list[str], metadata: Metadata) -> Article:
    """An article of a title, lines of text and metadata.

    Raises:
        ArticleError: if there is no text, or more than an article has.
    """
    if not lines:
        raise ArticleError("the page holds no text")
    body = "\n".join(lines)
    if len(body) > _MOST_CHARACTERS:
        raise ArticleError(f"the text has {len(body):,} characters, more than {_MOST_CHARACTERS:,}")
    published = metadata.published
    if published.found_by in _UNSURE and (own := own_date(body)).day is not None:
        published = own
    return Article(
        url=metadata.url,
        title=title,
        text=f"{title}\n\n{body}" if title else body,
        published=published.day,
        published_precision=published.precision,
        published_found_by=published.found_by or None,
        updated=metadata.updated.day,
        updated_precision=metadata.updated.precision,
        updated_found_by=metadata.updated.found_by or None,
        publisher=metadata.publisher,
        language=detect_language(body, metadata.language),
        author=metadata.author,
        machine_written=says_machine_written(metadata.author, lines),
    )


def _first_heading(tree: lxml_html.HtmlElement) -> str:
    heading = next(tree.iter("h1"), None)
    return clean_line(heading.text_content()[:1000]) if heading is not None else ""
