"""Settings and fixtures of all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from webserver import Site, serve

from pipeline.data_directory import DataDirectory

# A busy machine is slow, not wrong: no test is failed by the clock.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on loopback, with no pages yet."""
    with serve(Site()) as running:
        yield running


@pytest.fixture
def data(tmp_path: Path) -> DataDirectory:
    """An empty data directory."""
    return DataDirectory(tmp_path / "data")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what became of each behaviour of hostile hosts, wherever its test ran."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    rows = [told for r in reports for name, told in r.user_properties if name == "behaviour"]
    if rows:
        terminalreporter.section(f"{len(rows)} behaviours of hostile hosts, and their outcomes")
        for name, recorded, words in rows:
            terminalreporter.write_line(f"{name:<52}  {recorded:<24}  {words[:120]}")
