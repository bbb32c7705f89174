"""Sources of kind ``feed``: RSS and Atom."""

import datetime as dt
import io
import time
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser

from pipeline.acquire.candidate import Candidate

#: No news feed is older than the web; later than tomorrow is a mistake of the feed.
_FIRST_DAY = dt.datetime(1993, 1, 1, tzinfo=dt.UTC)
_TOMORROW = dt.timedelta(days=1)
_LONGEST_TITLE = 500


class FeedError(ValueError):
    """A body that holds no feed."""


def candidates(body: bytes, url: str, *, limit: int, now: dt.datetime) -> list[Candidate]:
    """The entries of a feed, newest as the feed has them, each address once.

    Raises:
        FeedError: if there is no feed in the body.
    """
    # A stream, since feedparser takes a string for the name of a file or an address.
    try:
        parsed = feedparser.parse(io.BytesIO(body), sanitize_html=False)
    except Exception as error:  # whatever a broken feed makes the parser raise
        raise FeedError(f"it cannot be parsed ({error})") from error
    if not parsed.entries and not parsed.version:
        reason = getattr(parsed, "bozo_exception", "no entries")
        raise FeedError(f"it is neither RSS nor Atom ({reason})")
    found: dict[str, Candidate] = {}
    for entry in parsed.entries:
        candidate = _candidate(entry, url, now)
        if candidate is not None and len(found) < limit:
            found.setdefault(candidate.url, candidate)
    return list(found.values())


def _candidate(entry: Any, base: str, now: dt.datetime) -> Candidate | None:
    try:
        url = urljoin(base, entry.get("link", "").strip())
        scheme = urlsplit(url).scheme
    except ValueError:
        return None
    if scheme not in {"http", "https"} or url == base:
        return None
    title = " ".join(str(entry.get("title", "")).split())[:_LONGEST_TITLE]
    return Candidate(url, title or None, _published(entry, now))


def _published(entry: Any, now: dt.datetime) -> dt.datetime | None:
    given: time.struct_time | None = entry.get("published_parsed") or entry.get("updated_parsed")
    if given is None:
        return None
    try:
        published = dt.datetime(*given[:6], tzinfo=dt.UTC)
    except ValueError:
        return None
    return published if _FIRST_DAY <= published <= now + _TOMORROW else None
