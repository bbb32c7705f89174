"""The last body of each listing (a feed), so that an unchanged one need not be sent again.

A cache: a listing is no page, and forgetting it costs one full request.
"""

import hashlib
from pathlib import Path

from pydantic import BaseModel, ValidationError

from pipeline.acquire.exchange import Response
from pipeline.store import write_atomically


class Listing(BaseModel):
    """A listing as last received."""

    url: str
    etag: str | None
    last_modified: str | None
    body: bytes | None = None


class Listings:
    """Listings under one directory, one JSON head and one body a listing."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def get(self, requested: str) -> Listing | None:
        """What was last received from an address, or None."""
        head, body = self._paths(requested)
        try:
            listing = Listing.model_validate_json(head.read_bytes())
            return listing.model_copy(update={"body": body.read_bytes()})
        except (OSError, ValidationError):
            return None

    def put(self, requested: str, response: Response, *, final: bool = False) -> None:
        """Remember a listing; the head comes last, and only if it can be of use again.

        Args:
            requested: Address that was asked for.
            response: What came.
            final: Whether it never changes.
        """
        head, body = self._paths(requested)
        head.unlink(missing_ok=True)
        of_use = response.etag or response.last_modified or response.is_cacheable or final
        if response.body is None or not of_use:
            return
        write_atomically(body, response.body)
        listing = Listing(
            url=response.url, etag=response.etag, last_modified=response.last_modified
        )
        write_atomically(head, listing.model_dump_json().encode())

    def _paths(self, requested: str) -> tuple[Path, Path]:
        name = hashlib.sha256(requested.encode()).hexdigest()[:32]
        return self._root / f"{name}.json", self._root / f"{name}.body"
