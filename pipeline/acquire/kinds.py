"""What each kind of source on the web leads to, and how its hosts want to be asked."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace

from pipeline.acquire import directory, edgar, feed, gdelt, index, pages, sitemap
from pipeline.acquire.candidate import Candidate
from pipeline.acquire.directory import Document
from pipeline.acquire.exchange import Budget, FetchError, Request, Response
from pipeline.acquire.limits import Limits
from pipeline.acquire.reader import Reader
from pipeline.acquire.robots import AGENT
from pipeline.fetch_log import Outcome
from schema.source import (
    DirectorySource,
    EdgarSource,
    EmailSource,
    FeedSource,
    GdeltSource,
    IndexSource,
    PagesSource,
    SitemapSource,
)

WebSource = FeedSource | SitemapSource | IndexSource | PagesSource | EdgarSource | GdeltSource
LocalSource = DirectorySource | EmailSource
Ask = Callable[[Request], Awaitable[Response]]


async def candidates(source: WebSource, reader: Reader, limits: Limits) -> list[Candidate]:
    """The pages that a source proposes to fetch.

    Raises:
        FetchError: if what would name them cannot be had or read.
    """
    try:
        return await _candidates(source, reader, limits)
    except FetchError:
        raise
    except Exception as error:  # whatever a hostile listing makes a parser raise
        message = f"reading it failed with {type(error).__name__}: {error}"
        raise FetchError(Outcome.UNREADABLE, message) from error


async def _candidates(source: WebSource, reader: Reader, limits: Limits) -> list[Candidate]:
    match source:
        case FeedSource():
            return await feed.candidates(source, reader, limits)
        case SitemapSource():
            return await sitemap.candidates(source, reader, limits)
        case IndexSource():
            return await index.candidates(source, reader, limits)
        case EdgarSource():
            return await edgar.candidates(source, reader, limits)
        case GdeltSource():
            return await gdelt.candidates(source, reader, limits)
        case PagesSource():
            return pages.candidates(source)


def documents(
    source: LocalSource, limit: int, *, settled: float = 0.0
) -> Iterator[Document | tuple[str, FetchError]]:
    """The documents of a folder, each of at most ``limit`` bytes, or the error in its place.

    Files that changed less than ``settled`` seconds ago are left for the next time.
    """
    match source:
        case DirectorySource():
            return directory.documents(source, limit, settled=settled)
        case EmailSource():
            from pipeline.acquire import email  # noqa: PLC0415  (what reads pages loads slowly)

            return email.documents(source, limit, settled=settled)


def asking(ask: Ask, budget: Budget, contact: str | None, *, declare: bool) -> Ask:
    """How to ask for anything of a source: within its budget, and by the rules of its hosts.

    Args:
        ask: Asks for anything.
        budget: What the source may ask for.
        contact: Who reads, for hosts that want to know.
        declare: Whether its hosts want to know, as those of the SEC do.

    Raises:
        FetchError: if a host wants to know who reads, and nobody said.
    """
    if not declare:
        return lambda request: ask(replace(request, budget=budget))
    if contact is None:
        raise FetchError(
            Outcome.UNDECLARED,
            "the SEC wants automated readers to say who they are: write contact = "
            '"Jo Stone jo@example.org" (your own) at the head of the sources file, or set '
            "GIGAWATCH_CONTACT",
        )
    agent = f"{AGENT}/0.1 ({contact})"
    return lambda request: ask(replace(request, budget=budget, agent=agent, delay=edgar.DELAY))
