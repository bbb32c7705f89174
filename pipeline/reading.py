"""Reading pages: from the body of each to its article and claims, or why it has none."""

from collections.abc import Sequence

from extractors.article import ArticleError, parse_page
from extractors.claims.relevance import set_aside
from extractors.reading import read_claims
from pipeline.extraction_cache import Batch, Unread
from pipeline.store import DamagedPageError, PageStore
from schema.article import Article, Page
from schema.claim import Claim
from schema.vocabulary import SetAside
from warehouse.extracted import Extracted

#: Languages that are read; None is one that was not recognised, as in a few words.
_READ_LANGUAGES = {None, "en"}


def read_share(pages: Sequence[Page], store: PageStore) -> Batch:
    """Read some pages; runs in a process of its own where there is much to read."""
    read: list[tuple[str, Article, list[Claim]]] = []
    unread: list[Unread] = []
    reasons: dict[str, SetAside] = {}
    for page in pages:
        try:
            article = _article(page, store)
            if reason := _set_aside(article):
                reasons[page.page_id] = reason
            claims = [] if reason else read_claims(article)
            read.append((page.page_id, article, claims))
        except ArticleError as error:
            unread.append(_unread(page, str(error)))
        except DamagedPageError as error:
            unread.append(_unread(page, str(error), again=True))
        except Exception as error:  # a hostile page must not take the others with it
            failure = f"reading failed with {type(error).__name__}: {error}"
            unread.append(_unread(page, failure, again=True))
    return Batch(Extracted.from_models(read, reasons), unread)


def died_of(page: Page) -> Batch:
    """What is told of a page that killed the process which read it."""
    reason = "reading it ended its process, as running out of memory does"
    return Batch(Extracted.from_models([]), [_unread(page, reason)])


def _article(page: Page, store: PageStore) -> Article:
    """The article of a page.

    Raises:
        ArticleError: if it holds no article.
        DamagedPageError: if its body is gone or altered.
    """
    return parse_page(
        store.get(page.page_id),
        url=page.url,
        media_type=page.media_type,
        encoding=page.encoding,
        published_hint=page.published_hint,
        title_hint=page.title_hint,
        fetched=page.fetched_at.date(),
    )


def _set_aside(article: Article) -> SetAside | None:
    """Why no claims are looked for in an article."""
    if article.language not in _READ_LANGUAGES:
        return SetAside.OTHER_LANGUAGE
    return set_aside(article.text)


def _unread(page: Page, reason: str, *, again: bool = False) -> Unread:
    return Unread(page_id=page.page_id, url=page.url, reason=reason, again=again)
