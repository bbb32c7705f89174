"""Reading the listings (feeds, sitemaps, pages of links) that lead to a source's pages."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from pipeline.acquire.exchange import FetchError, Request, Response
from pipeline.acquire.listings import Listings


@dataclass(frozen=True)
class Reader:
    """Reads the listings of one source; what is unchanged comes from the last time."""

    fetch: Callable[[Request], Awaitable[Response]]
    listings: Listings
    #: Told of a listing that failed where the others go on.
    failed: Callable[[str, FetchError], object]
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
        request = Request(url, types, limit, self.local, delay=delay)
        listing = await self.listings.read(request, self.fetch, final=final)
        return listing.body, listing.url
