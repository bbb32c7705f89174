"""Sources of kind ``feed``: RSS, Atom and JSON Feed."""

import asyncio
import datetime as dt
import io
import json
import time
from collections.abc import Iterable
from typing import Any

import feedparser

from pipeline.acquire.candidate import Candidate, believed, iso_moment
from pipeline.acquire.content import FEED_TYPES
from pipeline.acquire.exchange import FetchError
from pipeline.acquire.limits import Limits
from pipeline.acquire.reader import Reader
from pipeline.fetch_log import Outcome
from schema.source import FeedSource


class FeedError(ValueError):
    """A body that holds no feed."""


async def candidates(source: FeedSource, reader: Reader, limits: Limits) -> list[Candidate]:
    """The entries of the feed, in its own order.

    Raises:
        FetchError: if the feed cannot be had or read.
    """
    body, url = await reader.read(str(source.url), FEED_TYPES, limits.feed_bytes)
    try:
        # In a thread, since a large feed takes seconds to parse.
        return await asyncio.to_thread(entries, body, url, limit=source.limit, now=reader.now)
    except FeedError as error:
        raise FetchError(Outcome.WRONG_TYPE, str(error)) from error


def entries(body: bytes, url: str, *, limit: int, now: dt.datetime) -> list[Candidate]:
    """The entries of a feed, newest as the feed has them, each address once.

    Raises:
        FeedError: if there is no feed in the body.
    """
    is_json = body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
    found: dict[str, Candidate] = {}
    for candidate in (_json if is_json else _xml)(body, url, now):
        if candidate is not None and len(found) < limit:
            found.setdefault(candidate.url, candidate)
    return list(found.values())


def _xml(body: bytes, url: str, now: dt.datetime) -> Iterable[Candidate | None]:
    # A stream, since feedparser takes a string for the name of a file or an address.
    try:
        parsed = feedparser.parse(io.BytesIO(body), sanitize_html=False)
    except Exception as error:  # whatever a broken feed makes the parser raise
        raise FeedError(f"it cannot be parsed ({error})") from error
    if not parsed.entries and not parsed.version:
        reason = getattr(parsed, "bozo_exception", "no entries")
        raise FeedError(f"it is neither RSS nor Atom nor JSON Feed ({reason})")
    for entry in parsed.entries:
        given = entry.get("published_parsed")
        if given is None and "updated_parsed" in entry:
            given = entry["updated_parsed"]
        yield Candidate.linked(
            entry.get("link"),
            base=url,
            title=entry.get("title"),
            published=believed(_moment(given), now),
        )


def _moment(given: time.struct_time | None) -> dt.datetime | None:
    try:
        return dt.datetime(*given[:6], tzinfo=dt.UTC) if given else None
    except ValueError:
        return None


def _json(body: bytes, url: str, now: dt.datetime) -> Iterable[Candidate | None]:
    """The items of a JSON Feed (jsonfeed.org, versions 1 and 1.1)."""
    try:
        feed: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FeedError(f"it is no valid JSON ({error})") from error
    items = feed.get("items")
    if "jsonfeed.org/version/" not in str(feed.get("version")) or not isinstance(items, list):
        raise FeedError("it is JSON, but no JSON Feed (which has a version and items)")
    for item in items:
        if isinstance(item, dict):
            given = item.get("date_published") or item.get("date_modified")
            yield Candidate.linked(
                item.get("url") or item.get("external_url"),
                base=url,
                title=item.get("title"),
                published=believed(iso_moment(given), now),
            )
