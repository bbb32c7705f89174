"""Stories whose claims say by hand which thing each is about, as ``tests/data/merging`` holds them.

A story is some short articles with their sentences; each sentence has its claims, and each claim
has the label ``fact``, under which the claims of one thing stand. A label is its story's own,
unless it names the other story first (``story/label``).
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator

from schema.article import Article, Page
from schema.claim import Claim, claim_ids
from schema.fact import Relation
from schema.vocabulary import DatePrecision, Tier
from warehouse.extracted import Extracted

#: What the labels are about is not how sure a reader was.
_CONFIDENCE = 0.9


class Sentence(BaseModel):
    """A sentence of an article and the claims in it, each with its label ``fact``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    claims: tuple[dict[str, Any], ...] = ()


class Telling(BaseModel):
    """One article of a story, recorded on the day of publication unless it says otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    publisher: str
    url: str
    published: dt.date | None
    recorded: dt.date | None = None
    tier: Tier
    machine_written: bool = False
    title: str
    sentences: tuple[Sentence, ...]

    def page(self) -> Page:
        """The page that it was read from."""
        text = self.article().text
        day = self.recorded or self.published
        if day is None:
            raise ValueError(f"{self.url} was neither published nor recorded on a day")
        return Page(
            page_id=hashlib.sha256(f"{self.url}\n{text}".encode()).hexdigest(),
            source_id="stories",
            url=self.url,
            media_type="text/html",
            size=len(text.encode()),
            fetched_at=dt.datetime.combine(day, dt.time(12), dt.UTC),
        )

    def article(self) -> Article:
        """The article that its sentences make, one a line."""
        return Article(
            url=self.url,
            title=self.title,
            text="\n".join((self.title, "", *(sentence.text for sentence in self.sentences))),
            published=self.published,
            published_precision=DatePrecision.DAY if self.published else DatePrecision.UNKNOWN,
            publisher=self.publisher,
            tier=self.tier,
            language="en",
            machine_written=self.machine_written,
        )

    def claims(self) -> Iterator[tuple[str, Claim]]:
        """Each claim after its label."""
        start = len(self.title) + 2
        for sentence in self.sentences:
            span = {"start": start, "end": start + len(sentence.text), "quote": sentence.text}
            for given in sentence.claims:
                fields = {key: value for key, value in given.items() if key != "fact"}
                yield given["fact"], Claim(**fields, **span, confidence=_CONFIDENCE)
            start += len(sentence.text) + 1


class ExpectedLink(BaseModel):
    """How one labelled thing stands to another."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fact: str
    relation: Relation
    other: str


class Story(BaseModel):
    """Articles about one matter, with what an analyst would say is the same and what is linked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    story: str
    about: str
    held: bool
    articles: tuple[Telling, ...]
    links: tuple[ExpectedLink, ...] = ()

    @model_validator(mode="after")
    def _links_known_facts(self) -> Self:
        known = {label for article in self.articles for label, _ in article.claims()}
        for link in self.links:
            if unknown := {link.fact, link.other} - known:
                raise ValueError(f"story {self.story!r} links {unknown}, which no claim has")
        return self


def read_stories(directory: Path) -> list[Story]:
    """Every story of a directory, one a file, sorted by name."""
    stories = []
    for path in sorted(directory.glob("*.json")):
        try:
            stories.append(Story.model_validate_json(path.read_text(encoding="utf-8")))
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from error
    return stories


def loadable(stories: Iterable[Story]) -> tuple[list[Page], Extracted]:
    """The pages of stories and what was read in them, as loading takes them."""
    told = [article for story in stories for article in story.articles]
    pages = [article.page() for article in told]
    read = (
        (page.page_id, article.article(), [claim for _, claim in article.claims()])
        for page, article in zip(pages, told, strict=True)
    )
    return pages, Extracted.from_models(read)


def label_of(story: str, label: str) -> tuple[str, str]:
    """Story and label under which a thing is known."""
    other, slash, rest = label.partition("/")
    return (other, rest) if slash else (story, label)


def labels(stories: Iterable[Story]) -> dict[str, tuple[str, str]]:
    """Story and label of each claim, by the claim's id."""
    found: dict[str, tuple[str, str]] = {}
    for story in stories:
        for article in story.articles:
            told = list(article.claims())
            names = claim_ids(article.page().page_id, [claim for _, claim in told])
            for name, (label, _) in zip(names, told, strict=True):
                found[name] = label_of(story.story, label)
    return found
