"""Sources of kind ``sitemap``: sitemaps, news sitemaps, and indexes of them (sitemaps.org)."""

import asyncio
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from lxml import etree
from protego import Protego

from pipeline.acquire.body import BrokenBodyError, TooLargeError, gunzip
from pipeline.acquire.candidate import Candidate, believed, iso_moment
from pipeline.acquire.content import SITEMAP_TYPES
from pipeline.acquire.exchange import FetchError
from pipeline.acquire.limits import Limits
from pipeline.acquire.reader import Reader
from pipeline.fetch_log import Outcome
from schema.addresses import same_site
from schema.source import SitemapSource

#: Bounds of the protocol: entries of a sitemap. Ours: sitemaps of a run, indexes within indexes.
MAX_ENTRIES = 50_000
MAX_SITEMAPS = 20
MAX_DEPTH = 2

_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Entry:
    """What a sitemap says of a page, or an index of a sitemap."""

    address: str
    changed: dt.datetime | None = None
    published: dt.datetime | None = None
    title: str | None = None


async def candidates(source: SitemapSource, reader: Reader, limits: Limits) -> list[Candidate]:
    """The pages that the sitemap or those below it name and the source wants, newest first.

    Raises:
        FetchError: if the sitemap cannot be had or read; one that an index names is recorded and
            passed over.
    """
    walk = _Walk(source, reader, limits)
    await walk.read(str(source.url))
    newest = sorted(walk.entries, key=_latest, reverse=True)
    base = str(source.url)
    found: dict[str, Candidate] = {}
    foreign: list[str] = []
    for entry in newest:
        published = believed(entry.published, reader.now)
        candidate = Candidate.linked(
            entry.address, base=base, title=entry.title, published=published
        )
        if candidate is None:
            continue
        if not same_site(candidate.url, base):
            foreign.append(candidate.url)
        elif len(found) < source.limit:
            found.setdefault(candidate.url, candidate)
    if foreign:
        message = f"{len(foreign):,} addresses of other hosts, such as {foreign[0][:200]}, are left"
        reason = "out: a sitemap speaks for its own host alone"
        reader.failed(base, FetchError(Outcome.SKIPPED, f"{message} {reason}"))
    return list(found.values())


class _Walk:
    """One reading of a sitemap and of those that it names, within bounds."""

    def __init__(self, source: SitemapSource, reader: Reader, limits: Limits) -> None:
        self.entries: list[Entry] = []
        self._source = source
        self._reader = reader
        self._limits = limits
        self._seen: set[str] = set()

    async def read(self, url: str, depth: int = 0) -> None:
        """Read a sitemap, and the newest of those that it names until there are pages enough."""
        self._seen.add(url)
        size = self._limits.sitemap_bytes
        body, _ = await self._reader.read(url, SITEMAP_TYPES, size)
        try:
            # In a thread, since a large sitemap takes a second to parse.
            kind, found = await asyncio.to_thread(read_sitemap, body, url, size)
        except SitemapError as error:
            raise FetchError(Outcome.WRONG_TYPE, str(error)) from error
        if kind == "urlset":
            self.entries += filter(self._is_wanted, found)
            return
        if depth >= MAX_DEPTH:
            message = f"it is an index within {MAX_DEPTH} others, which are not followed further"
            raise FetchError(Outcome.SKIPPED, message)
        for entry in sorted(found, key=_latest, reverse=True):
            await self._below(entry.address, depth + 1)

    async def _below(self, url: str, depth: int) -> None:
        enough = len(self.entries) >= self._source.limit or len(self._seen) > MAX_SITEMAPS
        if enough or url in self._seen:
            return
        try:
            await self.read(url, depth)
        except FetchError as error:
            self._reader.failed(url, error)

    def _is_wanted(self, entry: Entry) -> bool:
        try:
            path = urlsplit(entry.address).path
        except ValueError:
            return False
        if not any(fnmatchcase(path, pattern) for pattern in self._source.match):
            return False
        changed = entry.published or entry.changed
        if self._source.days is None or changed is None:
            return True
        return changed >= self._reader.now - dt.timedelta(days=self._source.days)


def _latest(entry: Entry) -> dt.datetime:
    return entry.published or entry.changed or _LONG_AGO


class SitemapError(ValueError):
    """A body that holds no sitemap."""


def read_sitemap(body: bytes, url: str, limit: int) -> tuple[str, list[Entry]]:
    """Read a sitemap, compressed or not: whether it is a ``urlset`` or an index, and its entries.

    Args:
        body: The sitemap as received, or a robots.txt.
        url: Where it was found.
        limit: At most so many bytes are unpacked.

    Raises:
        SitemapError: if there is no sitemap in the body.
    """
    if body.startswith(b"\x1f\x8b"):
        try:
            body = gunzip(body, limit)
        except TooLargeError as error:
            raise SitemapError(f"unpacked, it is larger than {limit:,} bytes") from error
        except BrokenBodyError as error:
            raise SitemapError(str(error)) from error
    if urlsplit(url).path.endswith("/robots.txt"):
        return "sitemapindex", _named_by_robots(body)
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<":
        return "urlset", _lines(body)
    root, entries = _parsed(body)
    if root in {"rss", "feed", "RDF"}:
        raise SitemapError(f'it is a feed (<{root}>): say kind = "feed"')
    if root not in {"urlset", "sitemapindex"}:
        raise SitemapError(f"it is no sitemap but <{root}>")
    return root, entries


def _named_by_robots(body: bytes) -> list[Entry]:
    named = list(Protego.parse(body.decode("utf-8", "replace")).sitemaps)
    if not named:
        raise SitemapError("this robots.txt names no sitemap: give the sitemap's own address")
    return [Entry(address) for address in named]


def _lines(body: bytes) -> list[Entry]:
    """The entries of a sitemap in plain text: an address a line."""
    lines = body.decode("utf-8-sig", "replace").split("\n", MAX_ENTRIES)[:MAX_ENTRIES]
    found = [Entry(line.strip()) for line in lines if line.startswith(("http://", "https://"))]
    if not found:
        raise SitemapError("it is no sitemap: neither XML nor a list of addresses")
    return found


def _parsed(body: bytes) -> tuple[str, list[Entry]]:
    """The name of the root, and the entries below it; damaged ends are passed over."""
    root = ""
    entries: list[Entry] = []
    try:
        for event, element in _events(body):
            name = etree.QName(element).localname
            if event == "start":
                root = root or name
            elif name in {"url", "sitemap"}:
                entries += filter(None, [_entry(element)])
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]  # type: ignore[union-attr]
            if root not in {"urlset", "sitemapindex"} or len(entries) >= MAX_ENTRIES:
                break
    except etree.XMLSyntaxError as error:
        if not entries:
            raise SitemapError(f"it is no valid XML ({error})") from error
    return root, entries


def _events(body: bytes) -> Iterator[tuple[str, etree._Element]]:
    """The elements of a body as they are parsed; entities are never resolved."""
    yield from etree.iterparse(
        io.BytesIO(body),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _entry(element: etree._Element) -> Entry | None:
    # The image of a page has a loc and a title of its own, further down.
    address = (element.findtext("{*}loc") or "").strip()
    if not address:
        return None
    return Entry(
        address,
        changed=iso_moment(element.findtext("{*}lastmod")),
        published=iso_moment(element.findtext("{*}news/{*}publication_date")),
        title=element.findtext("{*}news/{*}title"),
    )
