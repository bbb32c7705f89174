"""All sources of a file, read side by side; what fails is recorded and stops nothing else."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path

from pipeline.acquire import directory, feed, pages
from pipeline.acquire.candidate import Candidate
from pipeline.acquire.content import FEED_TYPES, PAGE_TYPES
from pipeline.acquire.exchange import FetchError, Request
from pipeline.acquire.fetch import Fetcher
from pipeline.acquire.limits import Limits
from pipeline.acquire.listings import Listings
from pipeline.acquire.recorder import Collected, Recorder
from pipeline.data_directory import DataDirectory
from pipeline.fetch_log import Fetch, FetchLog, Outcome
from pipeline.store import PageStore
from schema.source import DirectorySource, FeedSource, PagesSource, Source

_PAGES_AT_ONCE = 64
_FILES_AT_ONCE = 32


def collect(
    sources: Iterable[Source],
    data: DataDirectory,
    *,
    now: dt.datetime,
    limits: Limits | None = None,
    on_fetch: Callable[[Fetch], None] = lambda _: None,
) -> Collected:
    """Read every source once into the page store and the fetch log.

    The caller holds the data directory's lock ``fetching``, as for ``collect_files``.
    """
    store = PageStore(data.pages)
    store.sweep()
    recorder = Recorder(store, FetchLog(data.fetches), now, on_fetch)
    asyncio.run(_Run(recorder, Listings(data.listings), limits or Limits()).read(list(sources)))
    return recorder.collected


def collect_files(
    files: Iterable[Path], source_id: str, data: DataDirectory, *, now: dt.datetime
) -> Collected:
    """Put files that a person names into the page store and the fetch log."""
    recorder = Recorder(PageStore(data.pages), FetchLog(data.fetches), now)
    for path in files:
        url = f"file:{path.as_posix()}"
        for found in directory.file_documents(path, url, Limits().file_bytes):
            recorder.document(source_id, found)
    return recorder.collected


class _Run:
    """One pass over the sources."""

    def __init__(self, recorder: Recorder, listings: Listings, limits: Limits) -> None:
        self._recorder = recorder
        self._listings = listings
        self._limits = limits
        self._at_once = asyncio.Semaphore(_PAGES_AT_ONCE)

    async def read(self, sources: list[Source]) -> None:
        """Read the sources side by side."""
        async with Fetcher(self._limits) as fetcher, asyncio.TaskGroup() as group:
            for source in sources:
                if isinstance(source, DirectorySource):
                    group.create_task(self._directory(source))
                else:
                    group.create_task(self._addresses(source, fetcher))

    async def _addresses(self, source: FeedSource | PagesSource, fetcher: Fetcher) -> None:
        if isinstance(source, PagesSource):
            found = pages.candidates(source)
        else:
            try:
                found = await self._entries(source, fetcher)
            except FetchError as error:
                self._recorder.failed(source.id, str(source.url), error)
                return
        async with asyncio.TaskGroup() as group:
            for candidate in found:
                group.create_task(self._page(source, candidate, fetcher))

    async def _entries(self, source: FeedSource, fetcher: Fetcher) -> list[Candidate]:
        body, url = await self._listing(source, fetcher)
        now = self._recorder.now
        try:
            # In a thread, since a large feed takes seconds to parse.
            return await asyncio.to_thread(feed.candidates, body, url, limit=source.limit, now=now)
        except feed.FeedError as error:
            raise FetchError(Outcome.WRONG_TYPE, str(error)) from error

    async def _listing(self, source: FeedSource, fetcher: Fetcher) -> tuple[bytes, str]:
        url = str(source.url)
        known = self._listings.get(url)
        request = Request(url, FEED_TYPES, self._limits.feed_bytes, source.local)
        if known is not None:
            request = replace(request, etag=known.etag, last_modified=known.last_modified)
        response = await fetcher.fetch(request)
        if response.body is not None:
            self._listings.put(url, response)
            return response.body, response.url
        if known is None or known.body is None:
            raise FetchError(Outcome.BROKEN, "the host says that nothing changed, unasked")
        return known.body, known.url

    async def _page(
        self, source: FeedSource | PagesSource, candidate: Candidate, fetcher: Fetcher
    ) -> None:
        known = self._recorder.known(source.id, candidate.url)
        request = Request(candidate.url, PAGE_TYPES, self._limits.page_bytes, source.local)
        if known is not None:
            request = replace(request, etag=known.etag, last_modified=known.last_modified)
        try:
            async with self._at_once:
                response = await fetcher.fetch(request)
        except FetchError as error:
            self._recorder.failed(source.id, candidate.url, error)
        else:
            await self._store([response.body])
            self._recorder.answered(source.id, candidate, response)

    async def _directory(self, source: DirectorySource) -> None:
        found = directory.documents(source, self._limits.file_bytes)
        while some := list(islice(found, _FILES_AT_ONCE)):
            await self._store([d.body for d in some if isinstance(d, directory.Document)])
            for each in some:
                self._recorder.document(source.id, each)

    async def _store(self, bodies: Iterable[bytes | None]) -> None:
        """Store bodies in threads: to have them safe on the disk takes longer than the rest."""
        puts = (asyncio.to_thread(self._recorder.store.put, b) for b in bodies if b is not None)
        await asyncio.gather(*puts)
