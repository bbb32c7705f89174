"""Markdown (with front matter) and plain text as articles."""

import datetime as dt
import re
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from extractors.decoding import ArticleError, clean_line
from extractors.markup import markdown_to_html, parse_html, text_lines, without
from extractors.metadata import Metadata, parse_published, web_address
from extractors.page import make_article
from schema.article import Article

#: A first line of at most this many characters, followed by an empty one, is a title.
_TITLE_CHARS = 200
_FRONT_MATTER_CHARS = 20_000
_HEADING = re.compile(r"#{1,2}[ \t]")

#: What writers call the fields that are wanted, the first that is there wins.
_DATE_KEYS = ("published", "date", "pubdate", "publishdate", "publish_date", "created")
_URL_KEYS = ("url", "canonical_url", "canonical", "link", "source_url", "permalink")
_PUBLISHER_KEYS = ("publisher", "site", "site_name", "source")
_AUTHOR_KEYS = ("author", "authors", "byline")
_LANGUAGE_KEYS = ("lang", "language")


def parse_plain(text: str, *, metadata: Metadata) -> Article:
    """Read an article of plain text, whose first line is its title if it stands alone.

    Raises:
        ArticleError: if there is no text.
    """
    lines = [clean_line(line) for line in text.splitlines()]
    while lines and not lines[0]:
        del lines[0]
    title = metadata.title
    if not title and len(lines) > 1 and not lines[1] and len(lines[0]) <= _TITLE_CHARS:
        title = lines[0]
    return make_article(title, without(filter(None, lines), title), metadata)


def parse_markdown(text: str, *, metadata: Metadata) -> Article:
    """Read an article of Markdown; its front matter goes before what is known of it otherwise.

    Raises:
        ArticleError: if there is no text, or the front matter cannot be read.
    """
    fields, body = split_front_matter(text)
    known = _described(fields, metadata)
    lines = text_lines(parse_html(markdown_to_html(body)))
    title = known.title
    if not title and lines and _HEADING.match(body.lstrip()):
        title = lines[0]
    return make_article(title, without(lines, title), known)


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The fields of the front matter (YAML between lines of dashes) and the text after it.

    Raises:
        ArticleError: if it is too long or no valid YAML.
    """
    text = text.lstrip("\ufeff\r\n ")
    pieces = YAMLHandler.FM_BOUNDARY.split(text, 2) if text.startswith("---") else []
    if len(pieces) < 3 or pieces[0].strip():
        return {}, text
    if len(pieces[1]) > _FRONT_MATTER_CHARS:
        raise ArticleError(f"front matter of more than {_FRONT_MATTER_CHARS:,} characters")
    try:
        fields = yaml.safe_load(pieces[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        place = getattr(error, "problem_mark", None)
        line = f", line {place.line + 1}" if place is not None else ""
        raise ArticleError(f"front matter{line}: not valid YAML") from error
    if not isinstance(fields, dict):
        return {}, text  # a line of dashes drawn above a paragraph
    return {str(key).casefold(): value for key, value in fields.items()}, pieces[2]


def _described(fields: dict[str, Any], metadata: Metadata) -> Metadata:
    """What is known of an article, with its front matter put first."""
    given = _first(fields, _DATE_KEYS)
    published = parse_published(given, found_by="front matter") if given else metadata.published
    if given and published.day is None:
        raise ArticleError(f"front matter: {given!r} is no date (write it as 2026-07-20)")
    address = _first(fields, _URL_KEYS)
    return Metadata(
        title=_first(fields, ("title",)) or metadata.title,
        url=(web_address(address) if address else None) or metadata.url,
        published=published,
        publisher=_first(fields, _PUBLISHER_KEYS) or metadata.publisher,
        author=_first(fields, _AUTHOR_KEYS) or metadata.author,
        language=(_first(fields, _LANGUAGE_KEYS) or metadata.language or "")[:2] or None,
    )


def _first(fields: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = fields.get(key)
        if isinstance(value, list):
            value = ", ".join(str(entry) for entry in value[:10])
        if isinstance(value, dt.date):
            value = value.isoformat()
        if isinstance(value, str | int) and (text := clean_line(str(value)[:2000])):
            return text
    return None
