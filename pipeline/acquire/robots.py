"""What robots.txt lets us fetch: read once a run and origin, by RFC 9309."""

import asyncio
from collections.abc import Awaitable, Callable

from protego import Protego

#: The name by which robots.txt files may address us.
AGENT = "Gigawatch"


class Rules:
    """The rules of one origin; without a robots.txt everything is allowed."""

    def __init__(self, text: str) -> None:
        self._parsed = Protego.parse(text)

    def allows(self, url: str) -> bool:
        """Whether we may fetch this address."""
        return bool(self._parsed.can_fetch(url, AGENT))

    @property
    def delay(self) -> float:
        """Seconds that the origin wants between two requests."""
        rate = self._parsed.request_rate(AGENT)
        of_rate = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(float(self._parsed.crawl_delay(AGENT) or 0.0), of_rate)


class Robots:
    """The rules of every origin met in a run, each read when first needed."""

    def __init__(self, read: Callable[[str], Awaitable[str]]) -> None:
        self._read = read
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    async def rules(self, origin: str) -> Rules:
        """The rules of an origin (``https://example.org``), or what reading them raised."""
        if origin not in self._rules:
            self._rules[origin] = asyncio.create_task(self._load(origin))
        return await asyncio.shield(self._rules[origin])

    async def _load(self, origin: str) -> Rules:
        return Rules(await self._read(f"{origin}/robots.txt"))
