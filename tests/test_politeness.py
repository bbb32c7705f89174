"""How hosts are asked: their pace, and what a run and a source may take."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from webserver import Site, page, raw, serve, status

from pipeline.acquire.collect import collect
from pipeline.acquire.limits import Limits
from pipeline.acquire.recorder import Collected
from pipeline.data_directory import DataDirectory
from pipeline.fetch_log import Outcome
from schema.source import SourceFile

NOW = dt.datetime(2026, 7, 20, 12, tzinfo=dt.UTC)
QUICK = Limits(connect_seconds=1, read_seconds=1, total_seconds=3, backoff_seconds=0.05)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve(Site()) as running:
        yield running


@pytest.fixture
def data(tmp_path: Path) -> DataDirectory:
    return DataDirectory(tmp_path / "data")


def run(data: DataDirectory, *sources: dict[str, object], limits: Limits = QUICK) -> Collected:
    file = SourceFile.model_validate({"source": sources})
    return collect(file.source, data, now=NOW, limits=limits)


def pages(site: Site, *paths: str, name: str = "pages") -> dict[str, object]:
    urls = [site.url + path for path in paths]
    return {"id": name, "kind": "pages", "urls": urls, "local": True}


def outcomes(collected: Collected) -> Counter[Outcome]:
    return sum(collected.outcomes.values(), Counter())


def gaps(site: Site) -> list[float]:
    """Seconds between the requests after robots.txt."""
    times = [when for when, path, _ in site.asked if path != "/robots.txt"]
    return [after - before for before, after in pairwise(times)]


@pytest.mark.parametrize("rule", ["Crawl-delay: 0.2", "Request-rate: 5/1s"])
def test_the_pace_of_robots_txt_is_kept(site: Site, data: DataDirectory, rule: str) -> None:
    site.paths |= {
        "/robots.txt": f"User-agent: *\n{rule}\n".encode(),
        **{f"/{n}": page(str(n)) for n in range(4)},
    }
    assert outcomes(run(data, pages(site, *(f"/{n}" for n in range(4))))) == {Outcome.FETCHED: 4}
    assert min(gaps(site)) >= 0.19


def test_a_host_that_wants_minutes_between_requests_is_asked_once_a_run(
    site: Site, data: DataDirectory
) -> None:
    site.paths |= {
        "/robots.txt": b"User-agent: *\nCrawl-delay: 600\n",
        "/a": page("A"),
        "/b": page("B"),
    }
    collected = run(data, pages(site, "/a", "/b"))
    assert outcomes(collected) == {Outcome.FETCHED: 1, Outcome.OVER_BUDGET: 1}
    assert "asks for 600 s between two requests" in collected.notes[0].message
    assert not collected.problems


def test_retry_after_is_waited_for(site: Site, data: DataDirectory) -> None:
    answers = iter([status(429, Retry_After="1")])

    def busy(handler: object) -> None:
        answer = next(answers, raw(page("Now"), Content_Type="text/html"))
        answer(handler)  # type: ignore[arg-type]

    site.paths["/a"] = busy
    assert outcomes(run(data, pages(site, "/a"))) == {Outcome.FETCHED: 1}
    assert gaps(site)[0] >= 1


def test_a_failing_host_is_asked_ever_more_slowly(site: Site, data: DataDirectory) -> None:
    site.paths["/a"] = status(503)
    limits = replace(QUICK, attempts=4)
    assert outcomes(run(data, pages(site, "/a"), limits=limits)) == {Outcome.HTTP_STATUS: 1}
    waits = gaps(site)
    assert len(waits) == 3
    assert all(wait >= 0.05 * 2**n for n, wait in enumerate(waits))


def test_a_source_stays_within_its_requests(site: Site, data: DataDirectory) -> None:
    site.paths |= {f"/{n}": page(str(n)) for n in range(6)}
    limits = replace(QUICK, source_requests=4)
    collected = run(
        data,
        pages(site, *(f"/{n}" for n in range(6))),
        pages(site, "/0", name="other"),
        limits=limits,
    )
    assert collected.outcomes["pages"] == {Outcome.FETCHED: 4, Outcome.OVER_BUDGET: 2}
    assert collected.outcomes["other"] == {Outcome.FETCHED: 1}
    assert "the requests that one source may take in one run" in collected.notes[0].message


def test_a_run_stays_within_its_bytes(site: Site, data: DataDirectory) -> None:
    site.paths |= {f"/{n}": page(str(n), "x" * 10_000) for n in range(6)}
    limits = replace(QUICK, run_bytes=25_000)
    collected = run(data, pages(site, *(f"/{n}" for n in range(6))), limits=limits)
    assert outcomes(collected) == {Outcome.FETCHED: 3, Outcome.OVER_BUDGET: 3}
    assert "the bytes that a run may take" in collected.notes[0].message


def test_what_was_left_out_comes_with_the_next_run(site: Site, data: DataDirectory) -> None:
    site.paths |= {f"/{n}": page(str(n)) for n in range(4)}
    source = pages(site, *(f"/{n}" for n in range(4)))
    run(data, source, limits=replace(QUICK, source_requests=2))
    assert outcomes(run(data, source)) == {Outcome.UNCHANGED: 2, Outcome.FETCHED: 2}
