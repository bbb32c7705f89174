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
