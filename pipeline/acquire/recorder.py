"""Keeping what sources answer: bodies in the page store, outcomes in the fetch log."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.acquire.candidate import Candidate
from pipeline.acquire.directory import Document
from pipeline.acquire.exchange import FetchError, Response
from pipeline.fetch_log import Fetch, FetchLog, Outcome
from pipeline.store import PageStore
from schema.article import Page


@dataclass
class Collected:
    """What one run of acquisition did: outcomes by source, and what a person should read."""

    outcomes: dict[str, Counter[Outcome]] = field(default_factory=dict)
    cited: Counter[Outcome] = field(default_factory=Counter)
    missed: list[Fetch] = field(default_factory=list)  # cited by articles, and not to be had
    problems: list[Fetch] = field(default_factory=list)
    notes: list[Fetch] = field(default_factory=list)

    def add(self, fetch: Fetch) -> None:
        """Count one outcome."""
        if fetch.cited_by is not None:
            self.cited[fetch.outcome] += 1
            if fetch.page is None:
                self.missed.append(fetch)
            return
        self.outcomes.setdefault(fetch.source_id, Counter())[fetch.outcome] += 1
        if fetch.outcome.is_problem:
            self.problems.append(fetch)
        elif fetch.outcome.is_note:
            self.notes.append(fetch)

    def total(self, outcome: Outcome) -> int:
        """How often an outcome occurred in all sources."""
        return sum(counts[outcome] for counts in self.outcomes.values())


@dataclass
class Recorder:
    """Records each outcome at the time of the run."""

    store: PageStore
    log: FetchLog
    now: dt.datetime
    on_fetch: Callable[[Fetch], None] = lambda _: None
    collected: Collected = field(default_factory=Collected)

    def known(self, source_id: str, url: str) -> Fetch | None:
        """The last fetch of an address whose page we still have."""
        known = self.log.latest_page(source_id, url)
        if known is None or known.page is None:
            return None
        return known if self.store.holds(known.page.page_id, known.page.size) else None

    def answered(self, source_id: str, candidate: Candidate, response: Response) -> Fetch:
        """Keep a page, unless it is the one that we have."""
        known = self.known(source_id, candidate.url)
        page = self._page(source_id, candidate, response, known)
        fresh = page is not None and (known is None or known.page != page)
        return self._record(
            Fetch(
                source_id=source_id,
                requested=candidate.url,
                outcome=Outcome.FETCHED if fresh else Outcome.UNCHANGED,
                fetched_at=self.now,
                status=response.status,
                etag=response.etag,
                last_modified=response.last_modified,
                page=page,
                cited_by=candidate.cited_by,
            )
        )

    def document(self, source_id: str, found: Document | tuple[str, FetchError]) -> Fetch:
        """Keep a document of a file, or record why there is none."""
        if isinstance(found, Document):
            response = Response(found.url, found.media_type, found.body)
            return self.answered(source_id, Candidate(found.url), response)
        return self.failed(source_id, *found)

    def failed(
        self, source_id: str, url: str, error: FetchError, *, cited_by: str | None = None
    ) -> Fetch:
        """Record that an address brought no page, and why."""
        return self._record(
            Fetch(
                source_id=source_id,
                requested=url,
                outcome=error.outcome,
                message=str(error),
                fetched_at=self.now,
                status=error.status,
                cited_by=cited_by,
            )
        )

    def _page(
        self, source_id: str, candidate: Candidate, response: Response, known: Fetch | None
    ) -> Page | None:
        if response.body is None:
            return None
        page_id = self.store.put(response.body)
        if known is not None and known.page is not None and known.page.page_id == page_id:
            return known.page
        return Page(
            page_id=page_id,
            source_id=source_id,
            url=response.url,
            media_type=response.media_type,
            encoding=response.encoding,
            size=len(response.body),
            fetched_at=self.now,
            published_hint=candidate.published,
            title_hint=candidate.title,
            cited_by=candidate.cited_by,
        )

    def _record(self, fetch: Fetch) -> Fetch:
        self.log.append(fetch)
        self.collected.add(fetch)
        self.on_fetch(fetch)
        return fetch
