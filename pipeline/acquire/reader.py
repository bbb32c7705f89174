"""Reading the listings (feeds, sitemaps, pages of links) that lead to a source's pages."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from pipeline.acquire.exchange import FetchError, Request, Response
from pipeline.acquire.listings import Listings
from pipeline.fetch_log import Outcome


@dataclass(frozen=True)
class Reader:
    """Reads the listings of one source; what is unchanged comes from the last time."""

    fetch: Callable[[Request], Awaitable[Response]]
    listings: Listings
    #: Told of a listing that failed where the others go on.
    failed: Callable[[str, FetchError], None]
    now: dt.datetime
    local: bool

    async def read(self, url: str, types: frozenset[str], limit: int) -> tuple[bytes, str]:
        """The body of a listing of at most ``limit`` bytes, and its address after redirects.

        Raises:
            FetchError: if it cannot be had.
        """
        known = self.listings.get(url)
        request = Request(
            url,
            types,
            limit,
            self.local,
            etag=known.etag if known else None,
            last_modified=known.last_modified if known else None,
        )
        response = await self.fetch(request)
        if response.body is not None:
            self.listings.put(url, response)
            return response.body, response.url
        if known is None or known.body is None:
            raise FetchError(Outcome.BROKEN, "the host says that nothing changed, unasked")
        return known.body, known.url
