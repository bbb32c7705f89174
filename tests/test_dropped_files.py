"""A file dropped into a watched folder: the sensor that sees it, and the run that takes it in."""

import json
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import dagster as dg
import pytest

from pipeline.acquire import directory
from pipeline.data_directory import DataDirectory
from pipeline.definitions import build_defs
from pipeline.fetch_log import FetchLog
from pipeline.resources import Workspace
from pipeline.sensors import dropped_files

TEXT = "Anthropic will invest $50 billion in data centers with Fluidstack."


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "sources.toml").write_text(
        '[[source]]\nid = "inbox"\nkind = "directory"\npath = "inbox"\n'
        '[[source]]\nid = "mail"\nkind = "email"\npath = "mail"\n'
        '[[source]]\nid = "web"\nkind = "pages"\nurls = ["http://192.0.2.1/"]\n'
    )
    return tmp_path / "inbox"


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as opened:
        yield opened


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute passes after each file is written, as the reader of folders sees it."""
    clock = SimpleNamespace(time=lambda: time.time() + 60)
    monkeypatch.setattr(directory, "time", clock)


def tick(
    data: DataDirectory, inbox: Path, instance: dg.DagsterInstance, cursor: str | None = None
) -> dg.SensorResult | dg.SkipReason:
    workspace = Workspace(data=str(data.root), sources=str(inbox.parent / "sources.toml"))
    context = dg.build_sensor_context(
        instance=instance, cursor=cursor, resources={"workspace": workspace}
    )
    result = dropped_files(context)
    assert isinstance(result, dg.SensorResult | dg.SkipReason)
    return result


def drop(inbox: Path, name: str, text: str = TEXT) -> None:
    document = {"id": name, "published": "2026-07-10", "text": text}
    (inbox / name).write_text(json.dumps(document))


def test_the_daemon_watches_by_itself() -> None:
    sensor = build_defs().get_repository_def().get_sensor_def("dropped_files")
    assert sensor.default_status is dg.DefaultSensorStatus.RUNNING


@pytest.mark.usefixtures("later")
def test_a_file_is_dropped_and_is_in(
    data: DataDirectory, inbox: Path, instance: dg.DagsterInstance
) -> None:
    empty = tick(data, inbox, instance)
    assert isinstance(empty, dg.SkipReason)
    drop(inbox, "lease.json")
    found = tick(data, inbox, instance)
    assert isinstance(found, dg.SensorResult)
    assert found.run_requests is not None
    (request,) = found.run_requests
    assert request.tags["gigawatch/dropped_into"] == "inbox"
    defs = build_defs(data=str(data.root), sources=str(inbox.parent / "sources.toml"))
    ran = defs.resolve_job_def("refresh").execute_in_process(
        run_config=request.run_config,
        instance=instance,
        asset_selection=[dg.AssetKey(name) for name in ("pages", "articles", "claims")],
    )
    assert ran.success
    assert [page.url for page in FetchLog(data.fetches).pages()] == ["file:lease.json"]
    claims = instance.get_latest_materialization_event(dg.AssetKey("claims"))
    assert claims is not None
    metadata = claims.asset_materialization.metadata  # type: ignore[union-attr]
    assert metadata["dagster/row_count"].value != 0
    again = tick(data, inbox, instance, found.cursor)
    assert isinstance(again, dg.SkipReason)


@pytest.mark.usefixtures("later")
def test_changes_are_seen_file_by_file_and_folder_by_folder(
    data: DataDirectory, inbox: Path, instance: dg.DagsterInstance
) -> None:
    drop(inbox, "a.json")
    first = tick(data, inbox, instance)
    assert isinstance(first, dg.SensorResult)
    drop(inbox, "a.json", TEXT + " Work has begun.")
    second = tick(data, inbox, instance, first.cursor)
    assert isinstance(second, dg.SensorResult)
    message = EmailMessage()
    message["From"] = "desk@news.example"
    message.set_content(TEXT)
    for folder in ("cur", "new", "tmp"):
        (inbox.parent / "mail" / folder).mkdir(parents=True)
    (inbox.parent / "mail" / "new" / "1.host").write_bytes(message.as_bytes())
    third = tick(data, inbox, instance, second.cursor)
    assert isinstance(third, dg.SensorResult)
    assert third.run_requests is not None
    assert third.run_requests[0].tags["gigawatch/dropped_into"] == "mail"


@pytest.mark.usefixtures("later")
def test_names_of_files_under_way_are_left_alone(
    data: DataDirectory, inbox: Path, instance: dg.DagsterInstance
) -> None:
    for name in (".a.json.x7", "a.json.part", "b.html.crdownload", "c.tmp", "~$d.docx"):
        drop(inbox, name)
    (inbox.parent / "mail" / "cur").mkdir(parents=True)
    (inbox.parent / "mail" / "tmp").mkdir()
    (inbox.parent / "mail" / "tmp" / "1.host").write_bytes(b"From: a@b.example\n")
    assert isinstance(tick(data, inbox, instance), dg.SkipReason)


def test_a_file_that_may_still_be_written_to_waits(
    data: DataDirectory,
    inbox: Path,
    instance: dg.DagsterInstance,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drop(inbox, "a.json")
    assert isinstance(tick(data, inbox, instance), dg.SkipReason)
    monkeypatch.setattr(directory, "time", SimpleNamespace(time=lambda: time.time() + 60))
    assert isinstance(tick(data, inbox, instance), dg.SensorResult)


@pytest.mark.usefixtures("later")
def test_while_a_run_is_under_way_changes_gather(
    data: DataDirectory, inbox: Path, instance: dg.DagsterInstance
) -> None:
    drop(inbox, "a.json")
    job = build_defs().resolve_job_def("refresh")
    instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
    skipped = tick(data, inbox, instance)
    assert isinstance(skipped, dg.SkipReason)
    assert skipped.skip_message == "A run is under way; then comes what is new in inbox."


def test_a_cursor_of_another_version_starts_one_run_too_many(
    data: DataDirectory, inbox: Path, instance: dg.DagsterInstance
) -> None:
    assert isinstance(tick(data, inbox, instance, "no JSON"), dg.SkipReason)
