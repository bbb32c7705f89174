"""Which answers are still fresh (RFC 9111), so that they need not be asked for again.

Bodies are in the page store and among the listings; here are only the headers that tell how long
each may be used. hishel reasons by them. A cache: forgetting it costs a conditional request each.
"""

import datetime as dt
import email.utils
import json
import time
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

from hishel import CacheMiss, CacheOptions, Entry, FromCache, Headers, IdleClient, StoreAndUse
from hishel import Request as Asked
from hishel import Response as Answer

from pipeline.acquire.exchange import Request, Response
from pipeline.store import write_atomically

#: However long a host allows: a year is meant for its pictures, not for its news.
LONGEST = dt.timedelta(days=1).total_seconds()

_OPTIONS = CacheOptions(shared=False)


@dataclass(frozen=True)
class _Heard:
    """What an answer said of its freshness, and when."""

    at: float
    headers: dict[str, str]


class Freshness:
    """The freshness of what was last received from each address, in one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._heard = {} if not path.exists() else _read(path)
        self._changed = False

    def covers(self, request: Request) -> bool:
        """Whether what we hold of an address may still be used without asking."""
        heard = self._heard.get(request.url)
        if heard is None or not 0 <= time.time() - heard.at < LONGEST:
            return False
        asked = Asked("GET", request.url)
        entry = Entry(uuid.uuid4(), asked, Answer(200, Headers(heard.headers)))
        return isinstance(IdleClient(_OPTIONS).next(asked, [entry]), FromCache)

    def hear(self, request: Request, response: Response) -> None:
        """Remember what an answer says of its freshness."""
        self._changed |= self._heard.pop(request.url, None) is not None
        now = time.time()
        headers = dict(response.caching)
        if email.utils.parsedate(headers.get("date", "")) is None:
            headers["date"] = email.utils.formatdate(now, usegmt=True)
        answer = Answer(200, Headers(headers))
        state = CacheMiss(options=_OPTIONS, request=Asked("GET", request.url)).next(answer)
        if isinstance(state, StoreAndUse) and response.is_cacheable:
            self._heard[request.url] = _Heard(now, headers)
            self._changed = True

    def save(self) -> None:
        """Write what is still of use, if anything changed."""
        if self._changed:
            oldest = time.time() - LONGEST
            kept = {url: asdict(h) for url, h in self._heard.items() if h.at > oldest}
            write_atomically(self._path, json.dumps(kept, indent=1).encode() + b"\n")


def _read(path: Path) -> dict[str, _Heard]:
    try:
        return {url: _Heard(**heard) for url, heard in json.loads(path.read_bytes()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
