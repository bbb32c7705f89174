"""The fetch log: what every source answered, append-only, one JSON object a line.

A response is logged when it says something new of its address; that a page is unchanged since
its last line is not. One file a source and month, so that years of hourly runs stay few files.
"""

import datetime as dt
import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from schema.article import Page


class Outcome(StrEnum):
    """How the attempt to get one page, feed or file ended."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    ROBOTS = "refused_by_robots"
    ADDRESS = "refused_address"
    BAD_ADDRESS = "bad_address"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    BAD_TLS = "bad_tls"
    HTTP_STATUS = "http_status"
    REDIRECTS = "too_many_redirects"
    BROKEN = "broken_response"
    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    EMPTY = "empty"
    BINARY = "binary"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    UNDECLARED = "undeclared"
    OVER_BUDGET = "over_budget"

    @property
    def is_problem(self) -> bool:
        """Whether something that was asked for could not be had; being told no is no problem."""
        return self not in {Outcome.FETCHED, Outcome.UNCHANGED} and not self.is_note

    @property
    def is_note(self) -> bool:
        """Whether it was left out on purpose."""
        return self in {Outcome.SKIPPED, Outcome.ROBOTS, Outcome.OVER_BUDGET}


class Fetch(BaseModel):
    """One attempt and its outcome."""

    model_config = ConfigDict(frozen=True)

    source_id: str = Field(description="Id of the source.")
    requested: str = Field(description="Address that was asked for.")
    outcome: Outcome = Field(description="How it ended.")
    message: str = Field("", description="What went wrong and what to do, for a person.")
    fetched_at: dt.datetime = Field(description="When we recorded it (UTC).")
    status: int | None = Field(None, description="HTTP status, if there was one.")
    etag: str | None = Field(None, description="ETag as sent.")
    last_modified: str | None = Field(None, description="Last-Modified as sent.")
    page: Page | None = Field(None, description="The page, where there is one.")
    cited_by: str | None = Field(
        None, description="Address of the article that cited it, where no source listed it."
    )

    def adds_to(self, latest: "Fetch | None", latest_page: "Fetch | None") -> bool:
        """Whether the log learns something from this after what it has of the address."""
        if self.outcome is Outcome.UNCHANGED:
            return self.page is not None and self._news() != _news(latest_page)
        return self._news() != _news(latest)

    def _news(self) -> tuple[object, ...]:
        page = self.page.page_id if self.page else None
        outcome = Outcome.FETCHED if self.page else self.outcome
        return outcome, self.message, self.status, self.etag, self.last_modified, page


def _news(fetch: Fetch | None) -> tuple[object, ...] | None:
    return fetch._news() if fetch else None


class FetchLog:
    """The log under one directory, with the latest state of each address in memory."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._latest: dict[tuple[str, str], Fetch] = {}
        self._latest_page: dict[tuple[str, str], Fetch] = {}
        self._pages: dict[str, Page] = {}
        for fetch in self._read():
            self._remember(fetch)

    def latest_page(self, source_id: str, requested: str) -> Fetch | None:
        """The last fetch of this address that brought a page."""
        return self._latest_page.get((source_id, requested))

    def pages(self) -> list[Page]:
        """Every page once, as first recorded, in a stable order."""
        return sorted(self._pages.values(), key=lambda p: (p.fetched_at, p.url, p.page_id))

    def append(self, fetch: Fetch) -> None:
        """Record an outcome, unless the log says the same already."""
        key = fetch.source_id, fetch.requested
        if not fetch.adds_to(self._latest.get(key), self._latest_page.get(key)):
            return
        self._write(fetch)
        self._remember(fetch)

    def _remember(self, fetch: Fetch) -> None:
        key = fetch.source_id, fetch.requested
        self._latest[key] = fetch
        if fetch.page is not None:
            self._latest_page[key] = fetch
            known = self._pages.setdefault(fetch.page.page_id, fetch.page)
            if fetch.page.fetched_at < known.fetched_at:
                self._pages[fetch.page.page_id] = fetch.page

    def _write(self, fetch: Fetch) -> None:
        self._root.mkdir(parents=True, exist_ok=True)
        path = self._root / f"{fetch.source_id}.{fetch.fetched_at:%Y-%m}.jsonl"
        line = fetch.model_dump_json(exclude_defaults=True).encode() + b"\n"
        with path.open("ab+") as file:
            if not _ends_with_newline(file.fileno()):
                line = b"\n" + line  # a killed run left its last line unfinished
            file.write(line)

    def _read(self) -> Iterator[Fetch]:
        for path in sorted(self._root.glob("*.jsonl")):
            with path.open("rb") as file:
                for line in file:
                    try:
                        yield Fetch.model_validate_json(line)
                    except ValidationError:
                        continue  # half a line of a killed run; its page is fetched again


def _ends_with_newline(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    return size == 0 or os.pread(descriptor, 1, size - 1) == b"\n"
