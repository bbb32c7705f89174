"""A page as received, and the article that it holds."""

import datetime as dt
import hashlib

from pydantic import BaseModel, ConfigDict, Field

from schema.vocabulary import DatePrecision, Tier


class Page(BaseModel):
    """One response exactly as received; its body is stored under its content hash."""

    model_config = ConfigDict(frozen=True)

    page_id: str = Field(description="SHA-256 of the body, 64 hex digits.")
    source_id: str = Field(description="Id of the source that led to it.")
    url: str = Field(description="Address after redirects, or file: with a relative path.")
    media_type: str = Field(description="Media type as sent or told by the file name.")
    encoding: str | None = Field(None, description="Character set as sent, null if none.")
    size: int = Field(description="Length of the body in bytes.", ge=0)
    fetched_at: dt.datetime = Field(description="When we recorded it (UTC).")
    published_hint: dt.datetime | None = Field(
        None, description="Date that the feed or file gave for it, if any."
    )
    title_hint: str | None = Field(None, description="Title that the feed or file gave, if any.")
    cited_by: str | None = Field(
        None, description="Address of the article that cited it, where no source listed it."
    )


class Article(BaseModel):
    """The text of a page and what is known about it."""

    model_config = ConfigDict(frozen=True)

    url: str | None = Field(None, description="Canonical URL, or where it was found.")
    title: str = Field(description="Title, empty if the page has none.")
    text: str = Field(
        description="Title, an empty line, then headings, paragraphs, list items and table rows."
    )
    published: dt.date | None = Field(None, description="Day of publication.")
    published_precision: DatePrecision = Field(
        DatePrecision.UNKNOWN, description="How exactly the day is known."
    )
    published_found_by: str | None = Field(
        None,
        description="Where the day was found: json-ld, meta, feed, time, url, text, updated, "
        "front matter, message, document or record.",
    )
    updated: dt.date | None = Field(
        None, description="Day of the last update that the page tells, if not before publication."
    )
    updated_precision: DatePrecision = Field(
        DatePrecision.UNKNOWN, description="How exactly the day of the update is known."
    )
    updated_found_by: str | None = Field(
        None, description="Where the day of the update was found: json-ld, meta or time."
    )
    publisher: str | None = Field(None, description="Name of the publisher.")
    tier: Tier | None = Field(None, description="How close the publisher is to what it tells.")
    language: str | None = Field(None, description="ISO 639-1 code of the language.")
    author: str | None = Field(None, description="Byline, if any.")
    machine_written: bool = Field(
        False, description="Whether it says of itself that a machine wrote it."
    )


def article_id(url: str | None, page_id: str) -> str:
    """Name an article by its canonical URL, so that versions share it; 16 hex digits.

    A document without a URL is its own page's only version.
    """
    return hashlib.sha256((url or f"page:{page_id}").encode()).hexdigest()[:16]


def text_sha256(text: str) -> str:
    """SHA-256 of an article's text, which the spans of its claims refer to."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
