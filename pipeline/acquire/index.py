"""Sources of kind ``index``: a page of links, chosen by a CSS selector, with paging."""

import asyncio
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from extractors.decoding import ArticleError, decode
from extractors.markup import parse_html
from pipeline.acquire.candidate import Candidate, believed, iso_moment
from pipeline.acquire.content import INDEX_TYPES
from pipeline.acquire.exchange import FetchError
from pipeline.acquire.limits import Limits
from pipeline.acquire.reader import Reader
from pipeline.fetch_log import Outcome
from schema.source import IndexSource


@dataclass(frozen=True)
class Links:
    """What one page of links leads to."""

    candidates: list[Candidate]
    next: str | None


async def candidates(source: IndexSource, reader: Reader, limits: Limits) -> list[Candidate]:
    """The links of the page and of those after it, each address once.

    Raises:
        FetchError: if the first page cannot be had, or nothing on it is selected; a later page
            that cannot be had is recorded, and ends the paging.
    """
    found: dict[str, Candidate] = {}
    seen: set[str] = set()
    url: str | None = str(source.url)
    while url and url not in seen and len(seen) < source.pages and len(found) < source.limit:
        seen.add(url)
        try:
            body, at = await reader.read(url, INDEX_TYPES, limits.index_bytes)
            # In a thread, since a large page takes seconds to parse.
            links = await asyncio.to_thread(read_links, body, at, source)
        except FetchError as error:
            if len(seen) == 1:
                raise
            reader.failed(url, error)
            break
        for candidate in links.candidates:
            found.setdefault(candidate.url, candidate)
        url = links.next
    return [
        Candidate(each.url, each.title, believed(each.published, reader.now))
        for each in list(found.values())[: source.limit]
    ]


def read_links(body: bytes, url: str, source: IndexSource) -> Links:
    """The selected links of a page, and where the next page is.

    Raises:
        FetchError: if the page is no text, or nothing on it is selected.
    """
    try:
        text = decode(body, None)
        parse_html(text)  # refuses what is nested so deeply that the next line takes for ever
        soup = BeautifulSoup(text, "lxml")
    except ArticleError as error:
        raise FetchError(Outcome.WRONG_TYPE, str(error)) from error
    base = _base(soup, url)
    selected = soup.select(source.select, limit=5 * source.limit)
    linked = [candidate for element in selected if (candidate := _candidate(element, base))]
    if not linked:
        raise FetchError(
            Outcome.UNREADABLE,
            f"field 'select': no link on the page is selected by {source.select!r}; "
            "look whether the page was rebuilt, or needs JavaScript to show its links",
        )
    return Links(linked, _next(soup, base, source))


def _base(soup: BeautifulSoup, url: str) -> str:
    element = soup.find("base", href=True)
    try:
        return urljoin(url, str(element["href"]).strip()) if isinstance(element, Tag) else url
    except ValueError:
        return url


def _candidate(element: Tag, base: str) -> Candidate | None:
    """The first link of an element, with the text and the date that stand with it."""
    link = _link(element)
    if link is None:
        return None
    time = element.find("time", datetime=True)
    published = iso_moment(time["datetime"]) if isinstance(time, Tag) else None
    # Links about the page itself (#top) lead back to it.
    address = str(link["href"]).partition("#")[0]
    return Candidate.linked(address, base=base, title=link.get_text(" "), published=published)


def _next(soup: BeautifulSoup, base: str, source: IndexSource) -> str | None:
    """The address of the next page of links; only the same host has one."""
    element = soup.select_one(source.next) if source.next else None
    link = _link(element) if element else None
    try:
        url = urljoin(base, str(link["href"]).strip()) if link else ""
        return url if url and urlsplit(url).netloc == urlsplit(base).netloc else None
    except ValueError:
        return None


def _link(element: Tag) -> Tag | None:
    if element.name in {"a", "link"} and element.has_attr("href"):
        return element
    found = element.find("a", href=True)
    return found if isinstance(found, Tag) else None
