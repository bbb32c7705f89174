"""One polite, bounded and guarded way to fetch an address over HTTP."""

import asyncio
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from types import TracebackType
from typing import Self

import httpx
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    wait_exponential_jitter,
)

from pipeline.acquire.addresses import GuardedTransport
from pipeline.acquire.body import ACCEPT_ENCODING, read_body
from pipeline.acquire.content import content_type, guessed_type, unwanted_format
from pipeline.acquire.exchange import FetchError, Request, Response
from pipeline.acquire.failures import as_fetch_errors, refusal
from pipeline.acquire.limits import Limits
from pipeline.acquire.listings import Listings
from pipeline.acquire.robots import AGENT, Robots, Rules
from pipeline.fetch_log import Outcome

USER_AGENT = f"{AGENT}/0.1 (reads public AI infrastructure news; honours robots.txt)"
_LONGEST_URL = 2_000
_REDIRECTS = {301, 302, 303, 307, 308}
_NOT_MODIFIED = 304
_OK = 200
#: No validator is longer: it is kept with the page, and sent with every request for it.
_LONGEST_VALIDATOR = 500
#: Headers that tell how long an answer is fresh. Last-Modified is not one: guessing from it would
#: hide the correction of an article for days.
_CACHING = ("cache-control", "expires", "date", "vary", "pragma")


@dataclass
class _Host:
    """The one queue of requests to a host and port."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    ready_at: float = 0.0
    failures: int = 0
    given_up: tuple[Outcome, str] | None = None


class Fetcher:
    """Fetches concurrently across hosts and one request at a time within each."""

    def __init__(self, limits: Limits, listings: Listings) -> None:
        self._limits = limits
        self._listings = listings
        self._hosts: dict[str, _Host] = {}
        self._at_once = asyncio.Semaphore(limits.hosts_at_once)
        self._robots: dict[tuple[bool, str | None], Robots] = {}
        self._stack = AsyncExitStack()
        self._clients: dict[bool, httpx.AsyncClient] = {}

    async def __aenter__(self) -> Self:
        for local in (False, True):
            client = self._client(None if local else GuardedTransport())
            self._clients[local] = await self._stack.enter_async_context(client)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    async def fetch(self, request: Request) -> Response:
        """Fetch an address, through redirects, if robots.txt and our bounds allow.

        Raises:
            FetchError: for every other ending than a body or "not modified".
        """
        return await self._follow(request, ask_robots=True)

    def _client(self, transport: httpx.AsyncBaseTransport | None) -> httpx.AsyncClient:
        limits = self._limits
        return httpx.AsyncClient(
            transport=transport,
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": ACCEPT_ENCODING},
            timeout=httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds),
            trust_env=False,
        )

    async def _follow(self, request: Request, *, ask_robots: bool) -> Response:
        url = request.url
        seen: set[str] = set()
        while url not in seen:
            if len(seen) > self._limits.redirects:
                message = f"it redirects more than {self._limits.redirects} times, last to"
                raise FetchError(Outcome.REDIRECTS, f"{message} {url[:200]}")
            seen.add(url)
            origin, host = _place(url)
            rules = await self._rules(origin, url, request) if ask_robots else None
            answer = await self._retry(url, request, rules, host)
            if isinstance(answer, Response):
                return answer
            url = answer
            if _place(url)[1] != host:  # who reads is told to the host that asked for it alone
                request = replace(request, agent=None, delay=None)
        raise FetchError(
            Outcome.REDIRECTS,
            f"it redirects in a circle, back to {url[:200]}, as hosts do that insist on cookies",
        )

    async def _rules(self, origin: str, url: str, request: Request) -> Rules:
        key = request.local, request.agent
        if key not in self._robots:
            like = Request("", frozenset(), self._limits.robots_bytes, request.local, cut=True)
            if request.agent:  # a host that wants to know who reads wants its pace kept as well
                like = replace(like, agent=request.agent, delay=request.delay)
            self._robots[key] = Robots(partial(self._read_robots, like))
        rules = await self._robots[key].rules(origin)
        if not rules.allows(url):
            raise FetchError(Outcome.ROBOTS, f"{origin}/robots.txt does not allow it")
        return rules

    async def _read_robots(self, like: Request, url: str) -> str:
        fetch = partial(self._follow, ask_robots=False)
        try:
            listing = await self._listings.read(replace(like, url=url), fetch)
        except FetchError as error:
            return _rules_instead(error, url)
        return listing.body.decode("utf-8", "replace")

    async def _retry(
        self, url: str, request: Request, rules: Rules | None, host_name: str
    ) -> Response | str:
        retrying = AsyncRetrying(
            stop=stop_after_attempt(self._limits.attempts),
            wait=self._wait,
            retry=retry_if_exception(lambda e: isinstance(e, FetchError) and e.passing),
            reraise=True,
        )
        host = self._hosts.setdefault(host_name, _Host())
        try:
            answer: Response | str = await retrying(self._once, url, request, rules, host)
        except FetchError as error:
            self._count_failure(host, error)
            raise
        host.failures = 0
        return answer

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, FetchError) else 0.0
        backoff = wait_exponential_jitter(
            multiplier=self._limits.backoff_seconds,
            max=self._limits.longest_wait,
            jitter=self._limits.backoff_seconds,
        )
        return max(asked, backoff(state))

    def _count_failure(self, host: _Host, error: FetchError) -> None:
        if error.outcome not in {Outcome.UNREACHABLE, Outcome.TIMED_OUT, Outcome.BAD_TLS}:
            return
        host.failures += 1
        if host.given_up is None and host.failures >= self._limits.host_failures:
            host.given_up = (error.outcome, f"{error}; the host is left alone for this run")

    async def _once(
        self, url: str, request: Request, rules: Rules | None, host: _Host
    ) -> Response | str:
        async with host.lock:
            if host.given_up is not None:
                raise FetchError(*host.given_up)
            if request.budget is not None:
                request.budget.ask()
            await asyncio.sleep(max(0.0, host.ready_at - time.monotonic()))
            try:
                async with self._at_once:
                    return await self._send(url, request)
            except FetchError as error:
                if error.retry_after > self._limits.longest_wait:
                    host.given_up = (error.outcome, str(error))
                else:
                    host.ready_at = time.monotonic() + error.retry_after
                raise
            finally:
                pause = time.monotonic() + self._pause(request, rules)
                host.ready_at = max(host.ready_at, pause)
                if rules and rules.delay > self._limits.longest_delay:
                    host.given_up = (Outcome.OVER_BUDGET, _one_a_run(rules.delay))

    def _pause(self, request: Request, rules: Rules | None) -> float:
        asked = rules.delay if rules else 0.0
        ours = 0.0 if request.local else self._limits.delay
        return max(asked, ours if request.delay is None else request.delay)

    async def _send(self, url: str, request: Request) -> Response | str:
        client = self._clients[request.local]
        client.cookies.clear()
        headers = request.headers | ({"User-Agent": request.agent} if request.agent else {})
        with as_fetch_errors(self._limits, request.limit):
            async with (
                asyncio.timeout(self._limits.total_seconds),
                client.stream("GET", url, headers=headers) as response,
            ):
                return await self._answer(response, request)

    async def _answer(self, response: httpx.Response, request: Request) -> Response | str:
        status = response.status_code
        if status in _REDIRECTS and "location" in response.headers:
            return str(response.url.join(response.headers["location"]))
        if status == _NOT_MODIFIED and request.headers:
            async for _ in response.aiter_raw():
                break  # there is no body, but only an answer read to its end keeps the connection
            return _response(response, None)
        if status != _OK:
            raise refusal(response, self._limits)
        if request.types:
            _check_type(response, request.types)
        body = await self._body(response, request)
        if request.types:
            _check_body(body, request.types)
        return _response(response, body)

    async def _body(self, response: httpx.Response, request: Request) -> bytes:
        """The body, counted against the budget of who asks; one that is too large counts too."""
        size = request.limit
        try:
            body = await read_body(response, request.limit, cut=request.cut)
            size = len(body)
            return body
        finally:
            if request.budget is not None:
                request.budget.receive(size)


def _place(url: str) -> tuple[str, str]:
    """Origin and host with port of an address that may be asked for."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise FetchError(Outcome.BAD_ADDRESS, f"it is no address: {error}") from error
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise FetchError(Outcome.BAD_ADDRESS, f"{url[:200]} is no http or https address")
    if parsed.port is not None and not 0 < parsed.port < 65_536:
        raise FetchError(Outcome.BAD_ADDRESS, f"{url[:200]} has no port of this world: 1 to 65535")
    if parsed.userinfo:
        message = "it holds a user name or password, which would be kept with every page"
        raise FetchError(Outcome.BAD_ADDRESS, message)
    if len(url) > _LONGEST_URL:
        raise FetchError(Outcome.BAD_ADDRESS, f"{url[:80]}... is too long for an address")
    host = parsed.netloc.decode("ascii")
    return f"{parsed.scheme}://{host}", host


def _one_a_run(delay: float) -> str:
    return (
        f"robots.txt asks for {delay:.0f} s between two requests, so only one address of the host "
        "is read in a run"
    )


def _rules_instead(error: FetchError, url: str) -> str:
    """What a robots.txt that was not had means: none there allows all, a failing host nothing."""
    if error.outcome is Outcome.REDIRECTS:
        return ""
    if error.outcome is Outcome.HTTP_STATUS and 400 <= (error.status or 0) < 500:
        return ""
    if error.outcome in {Outcome.HTTP_STATUS, Outcome.BROKEN}:
        message = f"{url} could not be read ({error}), so nothing of its host is"
        raise FetchError(error.outcome, message, status=error.status) from error
    raise error


def _check_type(response: httpx.Response, types: frozenset[str]) -> None:
    media_type, _ = content_type(response.headers.get("content-type"))
    if media_type and media_type not in types:
        raise FetchError(
            Outcome.WRONG_TYPE, f"it is {media_type[:60]}, which is not read", status=_OK
        )


def _check_body(body: bytes, types: frozenset[str]) -> None:
    if not body.strip():
        raise FetchError(Outcome.EMPTY, "the host sent an empty page", status=_OK)
    if what := unwanted_format(body, types):
        raise FetchError(Outcome.BINARY, f"it is {what}, not text", status=_OK)


def _validator(response: httpx.Response, name: str) -> str | None:
    """A header that we send back to ask whether a page changed, if it can be sent."""
    given: str = response.headers.get(name, "")
    is_sendable = given.isascii() and given.isprintable() and len(given) <= _LONGEST_VALIDATOR
    return given if given and is_sendable else None


def _response(response: httpx.Response, body: bytes | None) -> Response:
    media_type, encoding = content_type(response.headers.get("content-type"))
    return Response(
        url=str(response.url),
        media_type=media_type or guessed_type(body or b""),
        body=body,
        status=response.status_code,
        encoding=encoding,
        etag=_validator(response, "etag"),
        last_modified=_validator(response, "last-modified"),
        caching={name: response.headers[name] for name in _CACHING if name in response.headers},
    )
