"""From stored pages to articles and claims: once a page and version, whatever happens between."""

import datetime as dt
import json
import os
import signal
from pathlib import Path

import pytest

from pipeline import extraction, extraction_cache
from pipeline.attribution import Attribution, attribute
from pipeline.extraction import Reading, read_pages
from pipeline.store import PageStore
from pipeline.versions import reading_version
from schema.article import Page
from schema.vocabulary import SetAside, Tier

NOW = dt.datetime(2026, 7, 20, 12, tzinfo=dt.UTC)
SENTENCE = "OpenAI signed a $38 billion contract with Amazon for cloud computing."


class Shelf:
    """A page store with its pages and cache."""

    def __init__(self, root: Path) -> None:
        self.store = PageStore(root / "pages")
        self.cache = root / "extracted"
        self.pages: list[Page] = []

    def add(self, body: str, media_type: str = "application/json") -> Page:
        encoded = body.encode()
        page = Page(
            page_id=self.store.put(encoded),
            source_id="docs",
            url=f"file:{len(self.pages)}",
            media_type=media_type,
            size=len(encoded),
            fetched_at=NOW,
        )
        self.pages.append(page)
        return page

    def tell(self, number: int) -> Page:
        document = {"id": str(number), "published": "2026-07-01", "text": f"{SENTENCE} {number}."}
        return self.add(json.dumps(document | {"url": f"https://courier.example/{number}"}))

    def read(self, workers: int = 1) -> Reading:
        return read_pages(self.pages, self.store, self.cache, workers=workers)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_a_page_is_read_once_and_what_holds_no_article_is_told_with_its_reason(
    shelf: Shelf,
) -> None:
    shelf.tell(1)
    torn = shelf.add('{"id": ')
    first = shelf.read()
    assert first.newly_read == 2
    assert first.extracted.articles.num_rows == 1
    assert first.extracted.claims["quote"].to_pylist() == [SENTENCE]
    assert [(u.url, u.page_id) for u in first.unread] == [(torn.url, torn.page_id)]
    assert "not valid JSON" in first.unread[0].reason
    second = shelf.read()
    assert second.newly_read == 0
    assert second.extracted == first.extracted
    assert second.unread == first.unread


def test_processes_read_what_one_process_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extraction, "_WORTH_PROCESSES", 0.1)
    alone, together = Shelf(tmp_path / "alone"), Shelf(tmp_path / "together")
    for number in range(120):
        alone.tell(number)
        together.tell(number)
    one, many = alone.read(workers=1), together.read(workers=2)
    for name in ("articles", "claims", "parties"):
        rows = [getattr(r.extracted, name).to_pylist() for r in (one, many)]
        first, second = (sorted(map(str, part)) for part in rows)
        assert first == second
        assert len(first) >= 120


class DeadlyStore(PageStore):
    """A store with a page that kills whoever reads it, as one that takes all memory does."""

    def get(self, page_id: str) -> bytes:
        body = super().get(page_id)
        if b"deadly" in body:
            os.kill(os.getpid(), signal.SIGKILL)
        return body


def test_a_page_that_kills_its_reader_is_told_and_the_others_are_read(
    shelf: Shelf, tmp_path: Path
) -> None:
    shelf.store = DeadlyStore(tmp_path / "pages")
    deadly = shelf.add('{"text": "deadly"}')
    shelf.tell(1)
    shelf.cache.mkdir()
    (shelf.cache / "reading").touch()  # as a run leaves it that was killed while it read
    reading = shelf.read()
    assert reading.extracted.articles.num_rows == 1
    assert [(u.url, u.reason) for u in reading.unread] == [
        (deadly.url, "reading it ended its process, as running out of memory does")
    ]
    assert [path.name for path in shelf.cache.iterdir()] == [reading_version()]
    assert shelf.read().newly_read == 0


def test_a_new_version_of_the_readers_reads_all_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.tell(1)
    shelf.read()
    monkeypatch.setattr(extraction, "reading_version", lambda: "another")
    assert shelf.read().newly_read == 1
    assert [path.name for path in shelf.cache.iterdir()] == ["another"]


def test_a_killed_run_leaves_no_half_batch(shelf: Shelf) -> None:
    shelf.tell(1)
    shelf.read()
    (version,) = shelf.cache.iterdir()
    (version / ".building-killed").mkdir()
    (version / ".building-killed" / "articles-all.parquet").write_bytes(b"PAR1")
    shelf.tell(2)
    assert shelf.read().extracted.articles.num_rows == 2
    assert not list(version.glob(".building-*"))


def test_many_small_batches_become_one(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction_cache, "MOST_BATCHES", 5)
    for number in range(8):
        shelf.tell(number)
        shelf.read()
    assert shelf.read().extracted.articles.num_rows == 8
    (version,) = shelf.cache.iterdir()
    assert len(list(version.iterdir())) < 5
    assert shelf.read().newly_read == 0


def test_a_lost_body_is_told_and_read_when_it_is_back(shelf: Shelf) -> None:
    page = shelf.tell(1)
    body = shelf.store.get(page.page_id)
    shelf.store.path(page.page_id).unlink()
    assert "cannot be read" in shelf.read().unread[0].reason
    shelf.store.put(body)
    healed = shelf.read()
    assert healed.unread == []
    assert healed.extracted.articles.num_rows == 1


def test_other_languages_are_set_aside_without_claims(shelf: Shelf) -> None:
    text = (
        "OpenAI hat am Dienstag einen Vertrag mit Amazon unterschrieben, der 38 Milliarden Dollar "
        "wert ist. Die beiden Unternehmen wollen damit neue Rechenzentren in Texas bauen und "
        "betreiben, und sie rechnen damit, dass sie noch in diesem Jahr fertig werden."
    )
    shelf.add(json.dumps({"id": "de", "text": text}))
    reading = shelf.read()
    assert reading.set_aside == {SetAside.OTHER_LANGUAGE: 1}
    assert reading.extracted.claims.num_rows == 0


def test_the_source_names_publisher_and_tier_then_the_page_then_its_host(shelf: Shelf) -> None:
    shelf.tell(1)
    extracted = shelf.read().extracted

    def told(known: dict[str, Attribution]) -> tuple[str, str | None]:
        articles = attribute(extracted, shelf.pages, known).articles
        return articles["publisher"][0].as_py(), articles["tier"][0].as_py()

    assert told({}) == ("courier.example", None)
    named = Attribution(publisher="The Courier", tier=Tier.TRADE)
    assert told({"docs": named}) == ("The Courier", "trade")
    unnamed = Attribution(publisher=None, tier=Tier.BLOG)
    assert told({"docs": unnamed}) == ("courier.example", "blog")
