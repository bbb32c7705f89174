"""All sources of a file, read side by side; what fails is recorded and stops nothing else."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from pipeline.acquire import directory, kinds
from pipeline.acquire.candidate import Candidate
from pipeline.acquire.cited import Chase
from pipeline.acquire.content import PAGE_TYPES
from pipeline.acquire.exchange import Budget, FetchError, Request, Response
from pipeline.acquire.fetch import Fetcher
from pipeline.acquire.freshness import Freshness
from pipeline.acquire.hosts import Hosts
from pipeline.acquire.kinds import Ask, LocalSource, WebSource
from pipeline.acquire.limits import Limits
from pipeline.acquire.listings import Listings
from pipeline.acquire.reader import Reader
from pipeline.acquire.recorder import Collected, Recorder
from pipeline.data_directory import DataDirectory
from pipeline.fetch_log import Fetch, FetchLog
from pipeline.store import PageStore
from schema.source import EdgarSource, FolderSource, Source

_PAGES_AT_ONCE = 64
_FILES_AT_ONCE = 32


def collect(
    sources: Iterable[Source],
    data: DataDirectory,
    *,
    now: dt.datetime,
    limits: Limits | None = None,
    contact: str | None = None,
    hosts: Hosts | None = None,
    on_fetch: Callable[[Fetch], None] = lambda _: None,
) -> Collected:
    """Read every source once into the page store and the fetch log.

    The caller holds the data directory's lock ``fetching``, as for ``collect_files``.

    Args:
        sources: What to read.
        data: Where to keep it.
        now: When this is.
        limits: What it may cost.
        contact: Who reads, for hosts that want to know.
        hosts: Whose pages are fetched as well where an article cites them; nobody's if left out.
        on_fetch: Told of each outcome.
    """
    store = PageStore(data.pages)
    store.sweep()
    recorder = Recorder(store, FetchLog(data.fetches), now, on_fetch)
    freshness = Freshness(data.freshness)
    chase = Chase(hosts, recorder, data.cited) if hosts else None
    run = _Run(
        recorder,
        Listings(data.listings),
        freshness,
        limits or Limits(),
        contact=contact,
        chase=chase,
    )
    asyncio.run(run.read(list(sources)))
    freshness.save()
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

    def __init__(
        self,
        recorder: Recorder,
        listings: Listings,
        freshness: Freshness,
        limits: Limits,
        *,
        contact: str | None,
        chase: Chase | None,
    ) -> None:
        self._recorder = recorder
        self._listings = listings
        self._freshness = freshness
        self._limits = limits
        self._contact = contact
        self._chase = chase
        self._budget = Budget("a run", limits.run_requests, limits.run_bytes)
        self._at_once = asyncio.Semaphore(_PAGES_AT_ONCE)

    async def read(self, sources: list[Source]) -> None:
        """Read the sources side by side, and then what their articles cite."""
        async with Fetcher(self._limits, self._listings) as fetcher:
            async with asyncio.TaskGroup() as group:
                for source in sources:
                    if isinstance(source, FolderSource):
                        group.create_task(self._directory(source))
                    else:
                        group.create_task(self._addresses(source, fetcher))
            if self._chase is not None:
                await self._cited(self._chase, fetcher)

    async def _cited(self, chase: Chase, fetcher: Fetcher) -> None:
        budget = self._part("what articles cite", self._limits.cited_requests)
        await chase.fetch_all(
            lambda place: self._asking(fetcher, budget, declare=place.declare), self._limits
        )

    def _part(self, whose: str, requests: int) -> Budget:
        """A part of the run's budget."""
        limits = self._limits
        return Budget(
            whose,
            requests,
            limits.source_bytes,
            within=self._budget,
            seconds=limits.source_seconds,
        )

    def _asking(self, fetcher: Fetcher, budget: Budget, *, declare: bool) -> Ask:
        return kinds.asking(partial(self._fetch, fetcher), budget, self._contact, declare=declare)

    async def _addresses(self, source: WebSource, fetcher: Fetcher) -> None:
        budget = self._part("one source", self._limits.source_requests)
        try:
            ask = self._asking(fetcher, budget, declare=isinstance(source, EdgarSource))
            found = await self._candidates(source, ask)
        except FetchError as error:
            self._recorder.failed(source.id, source.address, error)
            return
        async with asyncio.TaskGroup() as group:
            for candidate in found:
                group.create_task(self._page(source, candidate, ask))

    async def _candidates(self, source: WebSource, ask: Ask) -> list[Candidate]:
        reader = Reader(
            fetch=ask,
            listings=self._listings,
            failed=partial(self._recorder.failed, source.id),
            now=self._recorder.now,
            local=source.local,
        )
        return await kinds.candidates(source, reader, self._limits)

    async def _page(self, source: WebSource, candidate: Candidate, ask: Ask) -> None:
        try:
            response = await self._response(source, candidate, ask)
        except FetchError as error:
            self._recorder.failed(source.id, candidate.url, error)
        else:
            await self._store([response.body])
            fetch = self._recorder.answered(source.id, candidate, response)
            await self._note(source, fetch, response.body)

    async def _response(self, source: WebSource, candidate: Candidate, ask: Ask) -> Response:
        known = self._recorder.known(source.id, candidate.url)
        limit = self._limits.page_limit(filing=isinstance(source, EdgarSource))
        request = Request(candidate.url, PAGE_TYPES, limit, source.local)
        if known is not None:
            request = replace(
                request, etag=known.etag, last_modified=known.last_modified, held=True
            )
        if request.held and candidate.final:
            return Response.unasked(request)
        async with self._at_once:
            return await ask(request)

    async def _fetch(self, fetcher: Fetcher, request: Request) -> Response:
        """Ask for an address, unless what we hold of it is still fresh."""
        if request.held and self._freshness.covers(request):
            return Response.unasked(request)
        response = await fetcher.fetch(request)
        self._freshness.hear(request, response)
        return response

    async def _directory(self, source: LocalSource) -> None:
        limits = self._limits
        found = kinds.documents(source, limits.file_bytes, settled=limits.settled_seconds)
        while some := list(islice(found, _FILES_AT_ONCE)):
            await self._store([d.body for d in some if isinstance(d, directory.Document)])
            for each in some:
                fetch = self._recorder.document(source.id, each)
                body = each.body if isinstance(each, directory.Document) else None
                await self._note(source, fetch, body)

    async def _note(self, source: Source, fetch: Fetch, body: bytes | None) -> None:
        """Keep in mind what an article cites."""
        if self._chase is not None:
            await self._chase.note(source, fetch, body)

    async def _store(self, bodies: Iterable[bytes | None]) -> None:
        """Store bodies in threads: to have them safe on the disk takes longer than the rest."""
        puts = (asyncio.to_thread(self._recorder.store.put, b) for b in bodies if b is not None)
        await asyncio.gather(*puts)
