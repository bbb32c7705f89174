"""Documents given as JSON objects: an id, a text or its HTML, and what is known about it."""

import datetime as dt
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails

from extractors.dateline import own_date
from extractors.decoding import ArticleError, clean_line, storable
from extractors.language import detect_language
from extractors.machine_written import says_machine_written
from extractors.markup import without
from extractors.metadata import Published, parse_published, web_address
from extractors.page import parse_markup
from schema.article import Article


class Record(BaseModel):
    """One document as JSON; all but the id and one of text and html may be null or left out.

    Further keys are ignored, so that annotated documents can be read as they are.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(min_length=1, max_length=500, description="Name of the document.")
    title: str | None = Field(None, description="Title.")
    published: str | None = Field(None, description="Date of publication, ISO 8601.")
    url: str | None = Field(None, description="Address that it was found at.")
    publisher: str | None = Field(None, description="Name of the publisher.")
    text: str | None = Field(None, description="The article as plain text.")
    html: str | None = Field(None, description="The article as a whole page or a fragment.")

    @field_validator("id", mode="before")
    @classmethod
    def _name(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    @field_validator("published")
    @classmethod
    def _is_date(cls, value: str | None) -> str | None:
        if value and parse_published(value).day is None:
            raise ValueError(f"{value[:40]!r} is no date since 1995 (write it as 2026-07-20)")
        return value

    def when(self) -> Published:
        """The date of publication with its precision."""
        return parse_published(self.published, found_by="record")


def read_record(content: Any) -> Record:
    """Check a JSON object that describes a document.

    Raises:
        ArticleError: naming each field that is wrong.
    """
    if not isinstance(content, dict):
        raise ArticleError(f"expected a JSON object, found {type(content).__name__}")
    try:
        record = Record.model_validate(content)
    except ValidationError as error:
        raise ArticleError("; ".join(map(_explained, error.errors()))) from error
    if not (record.text or "").strip() and not (record.html or "").strip():
        raise ArticleError("fields 'text' and 'html': one of them must hold the article")
    return record


def _explained(problem: ErrorDetails) -> str:
    field = ".".join(map(str, problem["loc"]))
    return f"field '{field}': {problem['msg'].removeprefix('Value error, ')}"


def record_article(record: Record) -> Article:
    """The article of a document given as JSON.

    A text that starts with the title is the article's text as it stands; else the title and an
    empty line go before it.

    Raises:
        ArticleError: if its HTML holds no text.
    """
    return _from_text(record) if (record.text or "").strip() else _from_html(record)


def _from_text(record: Record) -> Article:
    title, text = storable(record.title or ""), storable(record.text or "")
    published = record.when() if record.published else own_date(text)
    return Article(
        url=_address(record),
        title=title,
        text=text if not title or text.startswith(title) else f"{title}\n\n{text}",
        published=published.day,
        published_precision=published.precision,
        published_found_by=published.found_by or None,
        publisher=record.publisher,
        language=detect_language(text),
        machine_written=says_machine_written(None, text.splitlines()),
    )


def _from_html(record: Record) -> Article:
    published = record.when()
    hint = dt.datetime.combine(published.day, dt.time(), dt.UTC) if published.day else None
    article = parse_markup(
        record.html or "", url=_address(record), published_hint=hint, title_hint=record.title
    )
    changes: dict[str, Any] = {}
    title = clean_line(record.title or "")
    if title and title != article.title:
        body = article.text.removeprefix(f"{article.title}\n\n").split("\n")
        changes |= {"title": title, "text": "\n".join((title, "", *without(body, title)))}
    if published.day:
        changes |= {
            "published": published.day,
            "published_precision": published.precision,
            "published_found_by": published.found_by,
        }
    if record.publisher:
        changes["publisher"] = record.publisher
    return article.model_copy(update=changes)


def _address(record: Record) -> str | None:
    return web_address(record.url) if record.url else None
