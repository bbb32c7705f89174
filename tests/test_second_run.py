"""A second run over hosts where nothing changed: what it asks, what it costs, what it leaves."""

from collections.abc import Iterator

import duckdb
import pytest

from benchmarks.acquisition import HOSTS, PACE, write_feeds, write_hosts
from benchmarks.local_hosts import Exchange, Hosts, by_host, least_pause, overlaps, serve
from pipeline import steps
from pipeline.fetch_log import FetchLog
from pipeline.settings import Settings
from warehouse.load import load
from warehouse.tables import TABLES

PAGES = 40


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    folder = tmp_path_factory.mktemp("hosts")
    write_hosts(folder, PAGES)
    with serve(folder, HOSTS) as running:
        write_feeds(running)
        yield running


@pytest.fixture(scope="module")
def settings(hosts: Hosts, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings.given(tmp_path_factory.mktemp("data"), hosts.folder / "sources.toml")


class Left:
    """What one run asked, and every row that it left."""

    def __init__(self, settings: Settings, hosts: Hosts) -> None:
        steps.fetch_pages(settings)
        self.log: list[Exchange] = hosts.log()
        reading = steps.read_stored_pages(settings.data)
        self.newly_read = reading.newly_read
        self.fetches = {p.name: p.read_bytes() for p in settings.data.fetches.iterdir()}
        with duckdb.connect() as connection:
            load(connection, FetchLog(settings.data.fetches).pages(), reading.extracted)
            self.rows = {t.name: connection.execute(f"FROM {t.name}").fetchall() for t in TABLES}

    @property
    def sent(self) -> int:
        return sum(exchange.sent for exchange in self.log)


@pytest.fixture(scope="module")
def runs(settings: Settings, hosts: Hosts) -> tuple[Left, Left]:
    return Left(settings, hosts), Left(settings, hosts)


def test_the_first_run_takes_every_page_once(runs: tuple[Left, Left]) -> None:
    first, _ = runs
    asked = [(e.host, e.path) for e in first.log]
    assert len(asked) == len(set(asked)) == PAGES + 2 * len(HOSTS)
    assert first.newly_read == len(first.rows["articles"]) == PAGES


def test_the_second_run_asks_only_whether_anything_changed(runs: tuple[Left, Left]) -> None:
    first, second = runs
    assert len(second.log) == len(first.log)
    assert all(exchange.conditional and exchange.status == 304 for exchange in second.log)
    assert second.sent < first.sent / 100


def test_the_second_run_changes_no_row_and_reads_nothing_again(runs: tuple[Left, Left]) -> None:
    first, second = runs
    assert second.newly_read == 0
    assert second.rows == first.rows
    assert second.fetches == first.fetches


def test_a_host_is_asked_once_at_a_time_and_at_its_own_pace(runs: tuple[Left, Left]) -> None:
    for run in runs:
        assert overlaps(run.log) == 0
        assert least_pause(by_host(run.log)[HOSTS[0]]) >= PACE


def test_different_hosts_are_asked_side_by_side(runs: tuple[Left, Left]) -> None:
    first, _ = runs
    asked = by_host(first.log)
    paced = asked.pop(HOSTS[0])
    assert all(
        e[0].began < paced[-1].ended and paced[0].began < e[-1].ended for e in asked.values()
    )
