"""How hosts are asked: their pace, and what a run and a source may take."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from collecting import NOW, outcomes
from webserver import Site, page, raw, rss, status

from pipeline.acquire.collect import collect
from pipeline.acquire.limits import Limits
from pipeline.acquire.recorder import Collected
from pipeline.acquire.schedule import due, remember
from pipeline.data_directory import DataDirectory
from pipeline.fetch_log import Outcome
from pipeline.settings import Settings
from pipeline.steps import fetch_pages
from schema.source import SourceFile

QUICK = Limits(connect_seconds=1, read_seconds=1, total_seconds=3, backoff_seconds=0.05)


def run(data: DataDirectory, *sources: dict[str, object], limits: Limits = QUICK) -> Collected:
    file = SourceFile.model_validate({"source": sources})
    return collect(file.source, data, now=NOW, limits=limits)


def pages(site: Site, *paths: str, name: str = "pages") -> dict[str, object]:
    urls = [site.url + path for path in paths]
    return {"id": name, "kind": "pages", "urls": urls, "local": True}


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


def test_a_source_stays_within_its_time(site: Site, data: DataDirectory) -> None:
    site.paths |= {f"/{n}": page(str(n)) for n in range(3)}
    source = pages(site, *(f"/{n}" for n in range(3)))
    collected = run(data, source, limits=replace(QUICK, source_seconds=0))
    assert outcomes(collected) == {Outcome.OVER_BUDGET: 3}
    assert "the seconds that one source may take in one run" in collected.notes[0].message
    assert outcomes(run(data, source)) == {Outcome.FETCHED: 3}


def test_what_was_left_out_comes_with_the_next_run(site: Site, data: DataDirectory) -> None:
    site.paths |= {f"/{n}": page(str(n)) for n in range(4)}
    source = pages(site, *(f"/{n}" for n in range(4)))
    run(data, source, limits=replace(QUICK, source_requests=2))
    assert outcomes(run(data, source)) == {Outcome.UNCHANGED: 2, Outcome.FETCHED: 2}


def feed(site: Site) -> dict[str, object]:
    return {"id": "feed", "kind": "feed", "url": f"{site.url}/feed", "local": True}


def asked(site: Site) -> list[str]:
    return [path for _, path, _ in site.asked if path != "/robots.txt"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache_Control": "max-age=3600"},
        {"Cache_Control": "private, max-age=3600"},
        {"Expires": "Fri, 31 Dec 2999 23:59:59 GMT"},
        {"Cache_Control": "max-age=999999999, immutable"},
    ],
    ids=lambda headers: next(iter(headers.values())),
)
def test_what_is_fresh_is_not_asked_for_again(
    site: Site, data: DataDirectory, headers: dict[str, str]
) -> None:
    site.paths |= {
        "/feed": raw(rss("/a"), Content_Type="application/rss+xml", **headers),
        "/a": raw(page("A"), Content_Type="text/html", **headers),
    }
    run(data, feed(site))
    assert asked(site) == ["/feed", "/a"]
    site.asked.clear()
    assert outcomes(run(data, feed(site))) == {Outcome.UNCHANGED: 1}
    assert asked(site) == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cache_Control": "no-cache, max-age=3600"},
        {"Cache_Control": "no-store"},
        {"Cache_Control": "max-age=0, must-revalidate"},
        {"Expires": "Mon, 06 Jul 2020 09:00:00 GMT"},
        {"Cache_Control": "max-age=3600", "Vary": "*"},
        {"Expires": "0"},
        {"Last_Modified": "Mon, 06 Jul 2020 09:00:00 GMT"},
    ],
    ids=lambda headers: " ".join(headers.values()) or "none",
)
def test_what_is_not_fresh_is_asked_for_again(
    site: Site, data: DataDirectory, headers: dict[str, str]
) -> None:
    site.paths["/a"] = raw(page("A"), Content_Type="text/html", **headers)
    run(data, pages(site, "/a"))
    site.paths["/a"] = raw(page("Corrected"), Content_Type="text/html", **headers)
    assert outcomes(run(data, pages(site, "/a"))) == {Outcome.FETCHED: 1}


def test_freshness_that_was_damaged_is_forgotten(site: Site, data: DataDirectory) -> None:
    site.paths["/a"] = raw(page("A"), Content_Type="text/html", Cache_Control="max-age=3600")
    run(data, pages(site, "/a"))
    data.freshness.write_text('{"http://a.example/": 7}')
    assert outcomes(run(data, pages(site, "/a"))) == {Outcome.UNCHANGED: 1}
    assert asked(site) == ["/a", "/a"]


def test_a_page_that_was_lost_is_asked_for_though_fresh(site: Site, data: DataDirectory) -> None:
    site.paths["/a"] = raw(page("A"), Content_Type="text/html", Cache_Control="max-age=3600")
    run(data, pages(site, "/a"))
    for body in data.pages.glob("*/*"):
        body.unlink()
    assert outcomes(run(data, pages(site, "/a"))) == {Outcome.UNCHANGED: 1}
    assert [p for p in data.pages.glob("*/*") if p.is_file()]


HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("schedule", "after", "is_due"),
    [
        ("hourly", HOUR, True),
        ("hourly", HOUR / 2, False),
        ("daily", HOUR, False),
        ("daily", DAY - HOUR / 10, True),
        ("weekly", 6 * DAY, False),
        ("weekly", 7 * DAY, True),
        ("weekly", -DAY, True),  # the clock was wrong
    ],
)
def test_a_source_is_due_by_its_schedule(
    tmp_path: Path, schedule: str, after: dt.timedelta, is_due: bool
) -> None:
    table = {"id": "a", "kind": "feed", "url": "http://a.example", "schedule": schedule}
    sources = SourceFile.model_validate({"source": [table]}).source
    readings = tmp_path / "readings.json"
    remember(sources, Collected(), readings, NOW)
    assert due(sources, readings, NOW + after) == (list(sources) if is_due else [])


def test_a_source_that_did_not_answer_is_due_at_once(site: Site, data: DataDirectory) -> None:
    sources = SourceFile.model_validate({"source": [feed(site)]}).source
    collected = collect(sources, data, now=NOW, limits=QUICK)
    assert outcomes(collected) == {Outcome.HTTP_STATUS: 1}
    remember(sources, collected, data.readings, NOW)
    assert due(sources, data.readings, NOW) == list(sources)


def test_the_hourly_schedule_leaves_out_what_is_not_due(site: Site, tmp_path: Path) -> None:
    site.paths |= {"/feed": rss("/a"), "/a": page("A")}
    file = tmp_path / "sources.toml"
    file.write_text(
        f'[[source]]\nid="f"\nkind="feed"\nurl="{site.url}/feed"\nlocal=true\nschedule="daily"\n'
    )
    settings = Settings.given(tmp_path / "data", file)
    assert outcomes(fetch_pages(settings, only_due=True)) == {Outcome.FETCHED: 1}
    site.asked.clear()
    assert outcomes(fetch_pages(settings, only_due=True)) == {}
    assert site.asked == []
    assert outcomes(fetch_pages(settings)) == {Outcome.UNCHANGED: 1}
