"""The sources that articles cite: those closer to the matter are fetched, one step deep.

What a run has no time or budget for, or finds out of reach, waits in a file for the next.
"""

import asyncio
import re
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, TypeAdapter, ValidationError

from pipeline.acquire import edgar
from pipeline.acquire.candidate import Candidate
from pipeline.acquire.content import MESSAGE_TYPE, PAGE_TYPES
from pipeline.acquire.exchange import FetchError, Request
from pipeline.acquire.hosts import Hosts, Place
from pipeline.acquire.kinds import Ask
from pipeline.acquire.limits import Limits
from pipeline.acquire.recorder import Recorder
from pipeline.fetch_log import Fetch, Outcome
from pipeline.store import write_atomically
from schema.article import Page
from schema.source import Source
from schema.vocabulary import Tier

#: An article that cites more of them is a list of links.
MOST_OF_AN_ARTICLE = 5
_HOST = re.compile(rb"\\?/\\?/([A-Za-z0-9.:-]{3,255})")
_MOST_WAITING = 5_000
_TRIES = 3


class Citation(BaseModel):
    """An address that an article cites."""

    url: str
    cited_by: str
    tier: Tier  # of the article
    tries: int = 0


_WAITING = TypeAdapter(list[Citation])


class Chase:
    """The citations of one run, and those that wait from the runs before."""

    def __init__(self, hosts: Hosts, recorder: Recorder, path: Path) -> None:
        self._hosts = hosts
        self._recorder = recorder
        self._path = path
        self._waiting = {citation.url: citation for citation in _read(path)}

    async def note(self, source: Source, fetch: Fetch, body: bytes | None) -> None:
        """Queue what a new article cites, where its source wants that."""
        page = fetch.page
        if page is None or body is None or fetch.outcome is not Outcome.FETCHED:
            return
        if not source.follow or source.tier is Tier.FILING or not self._may_cite(page, body):
            return
        found = await asyncio.to_thread(_links, page, body)  # parsing a large page takes long
        for url in self._wanted(source, found):
            citation = Citation(url=url, cited_by=page.url, tier=source.tier)
            self._waiting.setdefault(url, citation)

    def _may_cite(self, page: Page, body: bytes) -> bool:
        """Whether a body names a known host at all: most do not, and need not be parsed."""
        if page.media_type == MESSAGE_TYPE:
            return True  # its text may be encoded
        return any(self._hosts.knows(name.decode()) for name in set(_HOST.findall(body)))

    def _wanted(self, source: Source, links: Iterable[str]) -> Iterator[str]:
        """Those links that lead closer to the matter, as many as one article may have."""
        taken = 0
        for url in filter(None, map(edgar.direct, links)):
            host = urlsplit(url).hostname or ""
            if not any(fnmatchcase(host, pattern.lower()) for pattern in source.follow_hosts):
                continue
            place = self._hosts.find(url)
            if place is None or not place.is_closer_than(source.tier):
                continue
            taken += 1
            if self._recorder.known(place.source_id, url) is None:
                yield url
            if taken == MOST_OF_AN_ARTICLE:
                return

    async def fetch_all(self, asking: Callable[[Place], Ask], limits: Limits) -> None:
        """Fetch what waits, side by side, and keep for the next run what could not be had yet.

        Args:
            asking: How to ask the host of a place.
            limits: How large a page may be.
        """
        cited = list(self._waiting.values())
        left = await asyncio.gather(*(self._fetch(each, asking, limits) for each in cited))
        again = [citation for citation in left if citation is not None][:_MOST_WAITING]
        if cited:
            write_atomically(self._path, _WAITING.dump_json(again, indent=1) + b"\n")

    async def _fetch(
        self, citation: Citation, asking: Callable[[Place], Ask], limits: Limits
    ) -> Citation | None:
        """Fetch one; what is worth another try comes back."""
        place = self._hosts.find(citation.url)
        if place is None or self._recorder.known(place.source_id, citation.url) is not None:
            return None
        candidate = Candidate(citation.url, cited_by=citation.cited_by)
        try:
            limit = limits.page_limit(filing=place.declare)
            request = Request(citation.url, PAGE_TYPES, limit, place.local)
            response = await asking(place)(request)
            place = self._arrived(citation, response.url)
        except FetchError as error:
            self._recorder.failed(place.source_id, citation.url, error, cited_by=citation.cited_by)
            return _again(citation, error)
        if response.body is not None:
            await asyncio.to_thread(self._recorder.store.put, response.body)
        self._recorder.answered(place.source_id, candidate, response)
        return None

    def _arrived(self, citation: Citation, url: str) -> Place:
        """The place that redirects led to, which must be closer to the matter as well.

        Raises:
            FetchError: if it is not: any host can be redirected from, and none lends its name.
        """
        place = self._hosts.find(url)
        if place is None or not place.is_closer_than(citation.tier):
            message = f"it redirects to {url[:200]}, which is no host of a higher tier"
            raise FetchError(Outcome.SKIPPED, message)
        return place


def _links(page: Page, body: bytes) -> list[str]:
    """What a page cites."""
    from extractors.citations import cited_links  # noqa: PLC0415  (what reads pages loads slowly)

    try:
        return cited_links(body, media_type=page.media_type, encoding=page.encoding, url=page.url)
    except Exception:  # a hostile page must not stop the run; reading it tells what is wrong
        return []


def _again(citation: Citation, error: FetchError) -> Citation | None:
    """What to try in the next run, if another try may bring more."""
    if error.outcome in {Outcome.OVER_BUDGET, Outcome.UNDECLARED}:
        return citation
    tries = citation.tries + 1
    if not error.passing or tries == _TRIES:
        return None
    return citation.model_copy(update={"tries": tries})


def _read(path: Path) -> list[Citation]:
    try:
        return _WAITING.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return []
