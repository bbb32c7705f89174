"""The last body of each listing (a feed, a robots.txt), so that it is sent again only if changed.

A cache: a listing is no page, and forgetting it costs one full request.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from pipeline.acquire.exchange import FetchError, Request, Response
from pipeline.fetch_log import Outcome
from pipeline.store import write_atomically


class Listing(BaseModel):
    """A listing as last received."""

    url: str
    etag: str | None
    last_modified: str | None
    body: bytes = Field(b"", exclude=True)


class Listings:
    """Listings under one directory, one JSON head and one body a listing."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def read(
        self,
        request: Request,
        fetch: Callable[[Request], Awaitable[Response]],
        *,
        final: bool = False,
    ) -> Listing:
        """A listing as it is now, asked for with the condition that it changed.

        Args:
            request: What to ask for.
            fetch: Asks for it.
            final: Whether it never changes, so that having it once is enough.

        Raises:
            FetchError: if it cannot be had.
        """
        known = self._get(request.url)
        if known is not None:
            if final:
                return known
            request = replace(
                request, etag=known.etag, last_modified=known.last_modified, held=True
            )
        response = await fetch(request)
        if response.body is not None:
            return self._put(request.url, response, response.body, final=final)
        if known is None:
            raise FetchError(Outcome.BROKEN, "the host says that nothing changed, unasked")
        return known

    def _get(self, requested: str) -> Listing | None:
        head, body = self._paths(requested)
        try:
            listing = Listing.model_validate_json(head.read_bytes())
            return listing.model_copy(update={"body": body.read_bytes()})
        except (OSError, ValidationError):
            return None

    def _put(self, requested: str, response: Response, content: bytes, *, final: bool) -> Listing:
        """Remember a listing; the head comes last, and only if it can be of use again."""
        head, body = self._paths(requested)
        head.unlink(missing_ok=True)
        listing = Listing(
            url=response.url,
            etag=response.etag,
            last_modified=response.last_modified,
            body=content,
        )
        if response.etag or response.last_modified or response.is_cacheable or final:
            write_atomically(body, content)
            write_atomically(head, listing.model_dump_json().encode())
        return listing

    def _paths(self, requested: str) -> tuple[Path, Path]:
        name = hashlib.sha256(requested.encode()).hexdigest()[:32]
        return self._root / f"{name}.json", self._root / f"{name}.body"
