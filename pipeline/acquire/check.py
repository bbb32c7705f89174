"""Trying each source once, to see whether it answers and what it has; nothing is kept."""

import asyncio
import datetime as dt
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.acquire import directory, kinds
from pipeline.acquire.candidate import Candidate
from pipeline.acquire.content import PAGE_TYPES
from pipeline.acquire.exchange import Budget, FetchError, Request, Response
from pipeline.acquire.fetch import Fetcher
from pipeline.acquire.kinds import LocalSource, WebSource
from pipeline.acquire.limits import Limits
from pipeline.acquire.listings import Listings
from pipeline.acquire.reader import Reader
from pipeline.fetch_log import Outcome
from schema.source import EdgarSource, FolderSource, IndexSource, PagesSource, Source

#: Requests for one source: its listing, and those that a sitemap names.
_REQUESTS = 8


@dataclass(frozen=True)
class Checked:
    """What became of trying one source."""

    source: Source
    outcome: Outcome
    status: int | None = None
    items: int = 0
    newest: dt.datetime | None = None
    message: str = ""

    @property
    def is_well(self) -> bool:
        """Whether the source answered with something to read."""
        return self.outcome is Outcome.FETCHED


def check(
    sources: Iterable[Source],
    *,
    now: dt.datetime,
    contact: str | None = None,
    limits: Limits | None = None,
    on_checked: Callable[[Checked], None] = lambda _: None,
) -> list[Checked]:
    """Try each source once, side by side, politely; in the order given.

    Args:
        sources: What to try.
        now: When this is.
        contact: Who reads, for hosts that want to know.
        limits: What it may cost; nothing is tried twice.
        on_checked: Told of each source as it is done.
    """
    once = replace(limits or Limits(), attempts=1)
    with tempfile.TemporaryDirectory() as folder:
        trial = _Trial(Listings(Path(folder)), once, now, contact, on_checked)
        return asyncio.run(trial.of_all(list(sources)))


@dataclass(frozen=True)
class _Trial:
    listings: Listings
    limits: Limits
    now: dt.datetime
    contact: str | None
    on_checked: Callable[[Checked], None]

    async def of_all(self, sources: list[Source]) -> list[Checked]:
        async with Fetcher(self.limits, self.listings) as fetcher:
            return list(await asyncio.gather(*(self._of(source, fetcher) for source in sources)))

    async def _of(self, source: Source, fetcher: Fetcher) -> Checked:
        if isinstance(source, FolderSource):
            checked = await asyncio.to_thread(_folder, source, self.limits)
        else:
            checked = await self._on_the_web(source, fetcher)
        self.on_checked(checked)
        return checked

    async def _on_the_web(self, source: WebSource, fetcher: Fetcher) -> Checked:
        statuses: list[int | None] = []

        async def fetch(request: Request) -> Response:
            response = await fetcher.fetch(request)
            statuses.append(response.status)
            return response

        try:
            found = await self._candidates(source, fetch)
        except FetchError as error:
            return Checked(source, error.outcome, error.status, message=str(error))
        newest = max((each.published for each in found if each.published), default=None)
        status = statuses[0] if statuses else None
        if not found:
            return Checked(source, Outcome.EMPTY, status, message="it lists nothing")
        return Checked(source, Outcome.FETCHED, status, len(found), newest)

    async def _candidates(self, source: WebSource, fetch: kinds.Ask) -> list[Candidate]:
        budget = Budget("checking a source", _REQUESTS, self.limits.source_bytes)
        ask = kinds.asking(fetch, budget, self.contact, declare=isinstance(source, EdgarSource))
        if isinstance(source, PagesSource):
            page = Request(source.address, PAGE_TYPES, self.limits.page_bytes, source.local)
            await ask(page)
        reader = Reader(ask, self.listings, _overlook, self.now, source.local)
        return await kinds.candidates(_briefly(source), reader, self.limits)


def _briefly(source: WebSource) -> WebSource:
    """The same source without what would take more than a look."""
    if isinstance(source, EdgarSource):
        return source.model_copy(update={"exhibits": False})
    if isinstance(source, IndexSource):
        return source.model_copy(update={"pages": 1})
    return source


def _overlook(url: str, error: FetchError) -> None:
    """A listing below the first that failed; the source still answers."""


def _folder(source: LocalSource, limits: Limits) -> Checked:
    items = 0
    for found in kinds.documents(source, limits.file_bytes):
        if isinstance(found, directory.Document):
            items += 1
        elif found[1].outcome is Outcome.MISSING:
            return Checked(source, Outcome.MISSING, message=str(found[1]))
    if not items:
        return Checked(source, Outcome.EMPTY, message="it holds no document that can be read")
    return Checked(source, Outcome.FETCHED, items=items)
