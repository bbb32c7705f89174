"""All sources of a file, read side by side; what fails is recorded and stops nothing else."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from pipeline.acquire import directory, feed, index, pages, sitemap
from pipeline.acquire.candidate import Candidate
from pipeline.acquire.content import PAGE_TYPES
from pipeline.acquire.exchange import FetchError, Request
from pipeline.acquire.fetch import Fetcher
from pipeline.acquire.limits import Limits
from pipeline.acquire.listings import Listings
from pipeline.acquire.reader import Reader
from pipeline.acquire.recorder import Collected, Recorder
from pipeline.data_directory import DataDirectory
from pipeline.fetch_log import Fetch, FetchLog
from pipeline.store import PageStore
from schema.source import (
    DirectorySource,
    FeedSource,
    IndexSource,
    PagesSource,
    SitemapSource,
    Source,
)

WebSource = FeedSource | SitemapSource | IndexSource | PagesSource

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

    async def _addresses(self, source: WebSource, fetcher: Fetcher) -> None:
        try:
            found = await self._candidates(source, fetcher)
        except FetchError as error:
            self._recorder.failed(source.id, source.address, error)
            return
        async with asyncio.TaskGroup() as group:
            for candidate in found:
                group.create_task(self._page(source, candidate, fetcher))

    async def _candidates(self, source: WebSource, fetcher: Fetcher) -> list[Candidate]:
        reader = Reader(
            fetch=fetcher.fetch,
            listings=self._listings,
            failed=partial(self._recorder.failed, source.id),
            now=self._recorder.now,
            local=source.local,
        )
        match source:
            case FeedSource():
                return await feed.candidates(source, reader, self._limits)
            case SitemapSource():
                return await sitemap.candidates(source, reader, self._limits)
            case IndexSource():
                return await index.candidates(source, reader, self._limits)
            case PagesSource():
                return pages.candidates(source)

    async def _page(self, source: WebSource, candidate: Candidate, fetcher: Fetcher) -> None:
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
