"""The whole run as Dagster sees it: assets, checks, schedules, and what a killed run leaves."""

import datetime as dt
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from typer.testing import CliRunner

from pipeline import steps
from pipeline.acquire.recorder import Collected
from pipeline.cli import app
from pipeline.data_directory import DataDirectory
from pipeline.definitions import build_defs
from pipeline.fetch_log import FetchLog, Outcome
from pipeline.settings import Settings
from warehouse.database import WORKING_FILE, open_working
from warehouse.views import FEEDS

CONTRACT = {
    "id": "contract",
    "title": "OpenAI rents capacity",
    "published": "2025-07-07",
    "url": "https://courier.example/contract",
    "text": "OpenAI signed a $38 billion contract with Amazon for cloud computing.",
}
RETOLD = CONTRACT | {
    "id": "retold",
    "published": "2025-07-08",
    "url": "https://ledger.example/retold",
    "text": "Shares rose. OpenAI signed a $38 billion contract with Amazon for cloud computing.",
}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    documents = folder / "documents"
    documents.mkdir()
    for document in (CONTRACT, RETOLD):
        (documents / f"{document['id']}.json").write_text(json.dumps(document))
    (documents / "torn.json").write_text('{"id": "torn"')
    file = folder / "sources.toml"
    file.write_text(
        'today = 2025-07-21\n[[source]]\nid = "docs"\nkind = "directory"\npath = "documents"\n'
        'tier = "trade"\n'
    )
    return file


@pytest.fixture(scope="module")
def ran(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[DataDirectory, str, int]:
    data = DataDirectory(tmp_path_factory.mktemp("data"))
    done = CliRunner().invoke(
        app, ["--data", str(data.root), "run", "--sources", str(sources)], env={"COLUMNS": "200"}
    )
    return data, done.stdout, done.exit_code


@pytest.fixture
def instance(ran: tuple[DataDirectory, str, int]) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.from_config(str(ran[0].dagster)) as opened:
        yield opened


def test_a_run_says_what_it_found_what_failed_and_what_to_open(
    ran: tuple[DataDirectory, str, int],
) -> None:
    data, told, code = ran
    assert "3 new, 0 unchanged, from 1 source" in told
    assert "file:torn.json: not valid JSON" in told
    assert code == 1  # a page could not be read, and all the rest was done
    (digest,) = data.digests.glob("2025-W*/digest.html")
    for path in (data.published, data.exports, digest):
        assert path.exists()
        assert str(path) in told


def test_a_run_fills_the_published_warehouse(ran: tuple[DataDirectory, str, int]) -> None:
    with duckdb.connect(str(ran[0].published), read_only=True) as connection:
        facts = connection.execute(
            "SELECT subject, object, low, claims, best_tier FROM facts WHERE kind = 'deal'"
        ).fetchall()
        tables = {row[0] for row in connection.execute("SHOW TABLES").fetchall()}
    assert facts == [("OpenAI", "Amazon", 38e9, 2, "trade")]
    assert set(FEEDS) <= tables


def test_runs_and_checks_are_green_in_the_ui(instance: dg.DagsterInstance) -> None:
    runs = {run.job_name: run.status for run in instance.get_runs()}
    assert runs == {
        "refresh": dg.DagsterRunStatus.SUCCESS,
        "weekly_digest": dg.DagsterRunStatus.SUCCESS,
    }
    repository = build_defs().get_repository_def()
    keys = list(repository.asset_graph.asset_check_keys)
    assert {key.name for key in keys} >= {
        "quote_matches_text",
        "claim_has_article",
        "claim_has_fact",
        "fact_has_evidence",
        "pages_are_recent",
    }
    latest = instance.event_log_storage.get_latest_asset_check_execution_by_key(keys)
    assert {key: latest[key].status.value for key in keys} == dict.fromkeys(keys, "SUCCEEDED")


def test_assets_show_counts_and_previews(instance: dg.DagsterInstance) -> None:
    for name in ("articles", "claims", "facts", *FEEDS):
        event = instance.get_latest_materialization_event(dg.AssetKey(name))
        assert event is not None
        metadata = event.asset_materialization.metadata  # type: ignore[union-attr]
        assert isinstance(metadata["dagster/row_count"].value, int)
        assert "|" in str(metadata["preview"].value)


def test_the_feed_of_dependence_shows_its_pictures(instance: dg.DagsterInstance) -> None:
    event = instance.get_latest_materialization_event(dg.AssetKey("vendor_dependency"))
    assert event is not None
    shown = str(event.asset_materialization.metadata["picture_matrix"].value)  # type: ignore[union-attr]
    assert "data:image/png;base64," in shown
    assert "Source: vendor_dependency" in shown


def test_the_graph_follows_the_data() -> None:
    graph = build_defs().get_repository_def().asset_graph
    parents = {
        key.to_user_string(): {p.to_user_string() for p in graph.get(key).parent_keys}
        for key in graph.get_all_asset_keys()
    }
    assert parents == {
        "pages": set(),
        "articles": {"pages"},
        "claims": {"articles"},
        "facts": {"claims"},
        **{feed: {"facts"} for feed in FEEDS},
        "snapshot": {"facts", *FEEDS},
        "exports": {"snapshot"},
        "digest": {"snapshot"},
    }
    for key in graph.get_all_asset_keys():
        assert graph.get(key).description
        assert graph.get(key).group_name != "default"


def test_schedules_run_by_themselves_and_weeks_begin_on_mondays() -> None:
    repository = build_defs().get_repository_def()
    for name in ("hourly_ingestion", "monday_digest"):
        schedule = repository.get_schedule_def(name)
        assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING
    keys = repository.get_job("weekly_digest").partitions_def.get_partition_keys()  # type: ignore[union-attr]
    assert {dt.date.fromisoformat(key).isoweekday() for key in keys} == {1}


def run_steps(settings: Settings) -> Collected:
    collected = steps.fetch_pages(settings)
    with open_working(settings.data.root) as connection:
        steps.rebuild_warehouse(connection, settings.data, settings.now())
    steps.publish_snapshot(settings.data)
    steps.write_exports(settings.data)
    return collected


def test_a_second_run_adds_nothing(ran: tuple[DataDirectory, str, int], sources: Path) -> None:
    data = ran[0]

    def exported() -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in sorted(data.exports.glob("*/*"))}

    before, pages = exported(), FetchLog(data.fetches).pages()
    collected = run_steps(Settings.given(data.root, sources))
    assert collected.outcomes == {"docs": {Outcome.UNCHANGED: 3}}
    assert FetchLog(data.fetches).pages() == pages
    assert exported() == before


def test_everything_derived_can_be_deleted_and_comes_back_the_same(
    ran: tuple[DataDirectory, str, int], sources: Path
) -> None:
    data = ran[0]

    def written() -> dict[str, bytes]:
        folders = (data.exports, data.digests)
        paths = [p for folder in folders for p in folder.rglob("*") if p.is_file()]
        return {str(p): p.read_bytes() for p in paths}

    before = written()
    (week,) = {path.parent.name for path in data.digests.glob("*/digest.md")}
    derived = (data.exports, data.digests, data.extracted, data.pictures, data.root / "snapshots")
    for folder in derived:
        shutil.rmtree(folder)
    for file in (data.published, data.root / WORKING_FILE):
        file.unlink()
    settings = Settings.given(data.root, sources)
    run_steps(settings)
    steps.write_week(data, settings.now(), week)
    assert written() == before


def test_documents_put_in_by_hand_are_told_with_their_evidence(
    ran: tuple[DataDirectory, str, int], tmp_path: Path
) -> None:
    data = ran[0]
    document = tmp_path / "lease.json"
    text = "Anthropic will invest $50 billion in data centers with Fluidstack."
    document.write_text(json.dumps({"id": "x", "published": "2025-07-10", "text": text}))
    done = CliRunner().invoke(app, ["--data", str(data.root), "ingest", str(document)])
    assert "Traceback" not in done.output
    with duckdb.connect(str(data.published), read_only=True) as connection:
        found = connection.execute("SELECT fact_id FROM facts WHERE quote = ?", [text]).fetchall()
    told = CliRunner().invoke(app, ["why", found[0][0], "--data", str(data.root)])
    assert text in " ".join(told.stdout.split())


KILLED = """
import os, signal, sys
from pipeline import steps
from pipeline.settings import Settings
from warehouse.database import WORKING_FILE, open_working
settings = Settings.given(sys.argv[1], sys.argv[2])
steps.fetch_pages(settings)
with open_working(settings.data.root) as connection:
    steps.rebuild_warehouse(connection, settings.data, settings.now())
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_run_harms_nothing_and_the_next_completes_it(
    ran: tuple[DataDirectory, str, int], sources: Path
) -> None:
    data = ran[0]
    snapshot = data.published.resolve()
    content = snapshot.read_bytes()
    (sources.parent / "documents" / "late.json").write_text(
        json.dumps(CONTRACT | {"id": "late", "url": "https://late.example/", "title": "Late"})
    )
    command = [sys.executable, "-c", KILLED, str(data.root), str(sources)]
    killed = subprocess.run(command, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert data.published.resolve() == snapshot
    assert snapshot.read_bytes() == content
    run_steps(Settings.given(data.root, sources))
    with duckdb.connect(str(data.published), read_only=True) as connection:
        titles = connection.execute("SELECT title FROM articles").fetchall()
    assert ("Late",) in titles
