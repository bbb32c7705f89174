"""Sources of kind ``gdelt``: article lists of the GDELT project's DOC 2.0 API."""

import datetime as dt
import json
from typing import Any

from pipeline.acquire.candidate import Candidate, believed
from pipeline.acquire.content import JSON_TYPES
from pipeline.acquire.exchange import FetchError
from pipeline.acquire.limits import Limits
from pipeline.acquire.reader import Reader
from pipeline.fetch_log import Outcome
from schema.source import GdeltSource

#: Seconds between two questions; it answers 429 to who asks more often than every five.
DELAY = 5.5

#: It tells what is wrong with a query in a page of plain words.
_TYPES = JSON_TYPES | {"text/html", "text/plain"}
_MOST_TOLD = 200


async def candidates(source: GdeltSource, reader: Reader, limits: Limits) -> list[Candidate]:
    """The articles that match the query, newest first.

    Raises:
        FetchError: if the list cannot be had or read.
    """
    body, url = await reader.read(source.address, _TYPES, limits.index_bytes, delay=DELAY)
    return articles(body, url, limit=source.limit, now=reader.now)


def articles(body: bytes, url: str, *, limit: int, now: dt.datetime) -> list[Candidate]:
    """The articles of a list, each address once.

    Raises:
        FetchError: if there is no list in the body.
    """
    try:
        answer: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        said = " ".join(body[: 4 * _MOST_TOLD].decode("utf-8", "replace").split())[:_MOST_TOLD]
        raise FetchError(
            Outcome.WRONG_TYPE, f"it answered in words: {said!r}; mend the query of the source"
        ) from error
    # Nothing found is an empty object.
    listed = answer.get("articles", []) if isinstance(answer, dict) else None
    if not isinstance(listed, list):
        raise FetchError(Outcome.WRONG_TYPE, "it is JSON, but no list of articles")
    found: dict[str, Candidate] = {}
    for article in listed:
        if isinstance(article, dict) and len(found) < limit:
            candidate = Candidate.linked(
                article.get("url"),
                base=url,
                title=article.get("title"),
                published=believed(_seen(article.get("seendate")), now),
            )
            if candidate is not None:
                found.setdefault(candidate.url, candidate)
    return list(found.values())


def _seen(written: object) -> dt.datetime | None:
    """When GDELT saw an article (20260918T031500Z), within a quarter of an hour of its coming."""
    if not isinstance(written, str):
        return None
    try:
        return dt.datetime.strptime(written, "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
