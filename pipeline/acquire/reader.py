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

    async def read(
        self,
        url: str,
        types: frozenset[str],
        limit: int,
        *,
        delay: float | None = None,
        final: bool = False,
    ) -> tuple[bytes, str]:
        """The body of a listing of at most ``limit`` bytes, and its address after redirects.

        Args:
            url: Address of the listing.
            types: Media types that it may have.
            limit: Size that it may have.
            delay: Seconds that its host wants between two requests, if it names its own pace.
            final: Whether it never changes, so that having it once is enough.

        Raises:
            FetchError: if it cannot be had.
        """
        known = self.listings.get(url)
        if final and known is not None and known.body is not None:
            return known.body, known.url
        request = Request(
            url,
            types,
            limit,
            self.local,
            etag=known.etag if known else None,
            last_modified=known.last_modified if known else None,
            held=known is not None and known.body is not None,
            delay=delay,
        )
        response = await self.fetch(request)
        if response.body is not None:
            self.listings.put(url, response, final=final)
            return response.body, response.url
        if known is None or known.body is None:
            raise FetchError(Outcome.BROKEN, "the host says that nothing changed, unasked")
        return known.body, known.url
