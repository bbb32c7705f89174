"""From stored pages to articles and claims, over processes where there is much to read.

Each version of the code that reads (a hash of it) reads a page once; see ``extraction_cache``.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.extraction_cache import Batch, ReadingCache, Unread, merged
from pipeline.fan_out import fan_out
from pipeline.store import PageStore
from pipeline.versions import reading_version
from schema.article import Page
from schema.vocabulary import SetAside
from warehouse.extracted import Extracted

#: What reading takes by size, in seconds, and what it must take to be worth starting processes.
_PER_PAGE, _PER_BYTE, _WORTH_PROCESSES = 0.012, 0.4e-6, 6.0
#: A share is what a process reads at a time: at most so many pages, and about so many bytes.
_SHARE_PAGES, _SHARE_BYTES = 50, 4_000_000
#: It is there while our own process reads. Left by a run that was killed, it may tell of a page
#: that kills whoever reads it: the next run reads in processes, which can die without it.
_ALONE = "reading"


@dataclass(frozen=True)
class Reading:
    """Everything that was read, and how many pages of it just now."""

    extracted: Extracted
    unread: list[Unread]
    newly_read: int

    @property
    def set_aside(self) -> Counter[SetAside]:
        """Number of articles in which no claims were looked for, by the reason."""
        reasons = self.extracted.articles["set_aside"].to_pylist()
        return Counter(SetAside(reason) for reason in reasons if reason)


def read_pages(
    pages: Sequence[Page],
    store: PageStore,
    folder: Path,
    *,
    workers: int | None = None,
    on_read: Callable[[int, int], None] = lambda _done, _total: None,
) -> Reading:
    """Read the articles and claims of the pages that this version has not read yet.

    Args:
        pages: Every page of the store.
        store: Where their bodies are.
        folder: The folder of the cache.
        workers: Number of processes; as many as there are processors unless given.
        on_read: Told how many pages are read, of how many.
    """
    reading_cache = ReadingCache(folder, reading_version())
    batches = [reading_cache.load()]
    known = batches[0].page_ids
    waiting = [page for page in pages if page.page_id not in known]
    done = 0
    for batch in _read_all(waiting, store, workers or os.cpu_count() or 1, folder):
        if batch.page_ids:
            reading_cache.add(batch)
        batches.append(batch)
        done += batch.extracted.articles.num_rows + len(batch.unread)
        on_read(done, len(waiting))
    whole = merged(batches)
    return Reading(whole.extracted, whole.unread, newly_read=len(waiting))


def _read_all(
    pages: Sequence[Page], store: PageStore, workers: int, folder: Path
) -> Iterator[Batch]:
    if not pages:
        return
    from pipeline.reading import died_of, read_share  # noqa: PLC0415  (spaCy loads slowly)

    read = partial(read_share, store=store)
    seconds = sum(_PER_PAGE + _PER_BYTE * page.size for page in pages)
    alone = folder / _ALONE
    if alone.exists() or (workers > 1 and seconds > _WORTH_PROCESSES):
        yield from fan_out(read, _shares(pages), workers, died=died_of)
        alone.unlink(missing_ok=True)
        return
    folder.mkdir(parents=True, exist_ok=True)
    alone.touch()
    try:
        yield from map(read, _shares(pages))
    finally:
        alone.unlink()


def _shares(pages: Iterable[Page]) -> Iterator[list[Page]]:
    share: list[Page] = []
    size = 0
    for page in pages:
        share.append(page)
        size += page.size
        if len(share) == _SHARE_PAGES or size >= _SHARE_BYTES:
            yield share
            share, size = [], 0
    if share:
        yield share
