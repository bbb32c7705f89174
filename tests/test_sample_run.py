"""The main job on the embedded sample: what a new user finds after ``make run``."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import readme
from typer.testing import CliRunner

from pipeline.cli import app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    done = CliRunner().invoke(app, ["--data", str(folder), "run"])
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="module")
def warehouse(data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(data / "gigawatch.duckdb"), read_only=True) as connection:
        yield connection


def values(warehouse: duckdb.DuckDBPyConnection, query: str) -> list[object]:
    return [row[0] for row in warehouse.execute(query).fetchall()]


def test_every_feed_holds_rows(warehouse: duckdb.DuckDBPyConnection) -> None:
    feeds = """vendor_dependency vendor_concentration supplier_exposure money_cycles
        commitment_burden commitment_conversion build_or_rent layer_concentration
        deployment_timeline capacity_pipeline efficiency_vs_limits plausibility week_changes"""
    empty = [f for f in feeds.split() if values(warehouse, f"SELECT count(*) FROM {f}") == [0]]
    assert not empty


def test_every_kind_of_claim_is_there_with_its_exact_sentence(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    kinds = values(warehouse, "SELECT DISTINCT kind FROM claims")
    assert len(kinds) == 8
    torn = """SELECT count(*) FROM claims JOIN articles USING (page_id)
        WHERE text[char_start + 1:char_end] <> quote"""
    assert values(warehouse, torn) == [0]


def test_every_number_of_a_feed_reaches_a_sentence(warehouse: duckdb.DuckDBPyConnection) -> None:
    lost = """SELECT count(*) FROM vendor_dependency AS pair
        WHERE NOT EXISTS (FROM evidence WHERE list_contains(pair.fact_ids, evidence.fact_id))"""
    assert values(warehouse, lost) == [0]


def test_no_promise_of_a_date_to_come_is_lost(warehouse: duckdb.DuckDBPyConnection) -> None:
    lost = """
        SELECT claim.quote
        FROM claims AS claim
        JOIN evidence USING (claim_id)
        JOIN facts AS fact ON fact.fact_id = evidence.fact_id
        WHERE claim.kind IN ('milestone', 'capacity', 'deal')
          AND coalesce(claim.when_end, claim.when_start) > claim.told_on
          AND (claim.kind <> 'deal' OR claim.when_kind IN ('delivery', 'spending'))
          AND (claim.kind <> 'capacity' OR coalesce(claim.when_kind, 'delivery') = 'delivery')
          AND fact.state <> 'denied'
          AND NOT EXISTS (
            FROM timeline_promises AS promise
            WHERE list_contains(promise.fact_ids, evidence.fact_id)
              AND promise.when_start IS NOT DISTINCT FROM claim.when_start
              AND promise.when_end IS NOT DISTINCT FROM claim.when_end
          )"""
    assert values(warehouse, lost) == []
    in_review = "SELECT DISTINCT in_review FROM timeline_promises ORDER BY in_review"
    assert values(warehouse, in_review) == [False, True]


def test_a_deal_told_by_several_outlets_counts_once(warehouse: duckdb.DuckDBPyConnection) -> None:
    told = "SELECT max(voices) FROM facts WHERE kind IN ('deal', 'duration', 'dependency')"
    assert values(warehouse, told)[0] >= 2
    copies = "SELECT count(*) - count(DISTINCT duplicate_group) FROM articles"
    assert values(warehouse, copies)[0] >= 1


def test_a_page_that_robots_bars_is_not_fetched(data: Path) -> None:
    with duckdb.connect(str(data / "gigawatch.duckdb"), read_only=True) as connection:
        assert values(connection, "SELECT count(*) FROM pages WHERE url LIKE '%/drafts/%'") == [0]


def test_the_off_topic_articles_make_no_claim(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """SELECT count(*) FROM evidence
        WHERE url LIKE '%bread-and-ovens%' OR url LIKE '%lamp-room%'"""
    assert values(warehouse, query) == [0]


@pytest.mark.parametrize(("query", "shown"), readme.examples())
def test_documents_show_what_their_queries_give(data: Path, query: str, shown: str) -> None:
    assert readme.answer(data, query) == shown


@pytest.mark.skipif(CHROMIUM is None, reason="needs a browser (Debian: apt install chromium)")
def test_a_browser_shows_the_digest(data: Path, tmp_path: Path) -> None:
    page = next(data.glob("digests/*/digest.html"))
    shown = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
         "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", f"--user-data-dir={tmp_path}", "--dump-dom", page.as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert "<blockquote>" in shown.stdout
    assert "<svg" in shown.stdout
