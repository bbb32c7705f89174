"""What is asked of a host, what it answers, and how that can fail."""

import math
import time
from dataclasses import dataclass, field

from pipeline.fetch_log import Outcome


class FetchError(Exception):
    """An address could not be fetched; ``outcome`` says how, the message says why."""

    def __init__(
        self,
        outcome: Outcome,
        message: str,
        *,
        status: int | None = None,
        passing: bool = False,
        retry_after: float = 0.0,
    ) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.status = status
        self.passing = passing  # worth another try in a moment
        self.retry_after = retry_after


@dataclass
class Budget:
    """What may still be asked for, by one source or by a whole run."""

    of: str
    requests: int
    bytes: int
    within: "Budget | None" = None
    seconds: float = math.inf
    since: float = field(default_factory=time.monotonic)

    def ask(self) -> None:
        """Take one request.

        Raises:
            FetchError: if requests, bytes or seconds are used up, here or in the whole.
        """
        if self.within is not None:
            self.within.ask()
        left = {
            "requests": self.requests,
            "bytes": self.bytes,
            "seconds": self.since + self.seconds - time.monotonic(),
        }
        used_up = [what for what, rest in left.items() if rest <= 0]
        if used_up:
            message = f"the {used_up[0]} that {self.of} may take in one run are used up"
            raise FetchError(Outcome.OVER_BUDGET, f"{message}; the next run goes on")
        self.requests -= 1

    def receive(self, size: int) -> None:
        """Take bytes that came."""
        self.bytes -= size
        if self.within is not None:
            self.within.receive(size)


@dataclass(frozen=True)
class Request:
    """What to fetch, and what is known of it from the last time."""

    url: str
    types: frozenset[str]
    limit: int
    local: bool = False
    etag: str | None = None
    last_modified: str | None = None
    cut: bool = False  # of what is larger than the limit, take the beginning
    held: bool = False  # we have a body of it, which will do while it is fresh or unchanged
    agent: str | None = None  # how we introduce ourselves where a host asks for more than our name
    delay: float | None = None  # seconds between two requests, where a host names its own pace
    budget: Budget | None = None

    @property
    def headers(self) -> dict[str, str]:
        """Headers that ask for the body only if it has changed."""
        known = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in known.items() if value}


@dataclass(frozen=True)
class Response:
    """What came back; ``body`` is None where the server says that nothing changed."""

    url: str
    media_type: str
    body: bytes | None
    status: int | None = None
    encoding: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    caching: dict[str, str] = field(default_factory=dict)  # headers that tell how long it is fresh

    @property
    def is_cacheable(self) -> bool:
        """Whether it says how long it is fresh."""
        return bool({"cache-control", "expires"} & self.caching.keys())

    @classmethod
    def unasked(cls, request: Request) -> "Response":
        """The answer to what need not be asked: what we hold is what there is."""
        return cls(
            url=request.url,
            media_type="",
            body=None,
            etag=request.etag,
            last_modified=request.last_modified,
        )
