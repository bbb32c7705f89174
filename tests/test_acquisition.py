"""Getting pages: what is stored, what is recorded, and what stops nothing else."""

import datetime as dt
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from collecting import NOW, outcomes
from webserver import Site, page, raw, rss, status

from pipeline.acquire.addresses import is_public
from pipeline.acquire.collect import collect
from pipeline.acquire.limits import Limits
from pipeline.acquire.recorder import Collected
from pipeline.data_directory import DataDirectory
from pipeline.fetch_log import FetchLog, Outcome
from pipeline.store import DamagedPageError, PageStore
from schema.source import SourceFile, load_sources

QUICK = Limits(
    connect_seconds=1,
    read_seconds=0.3,
    total_seconds=2,
    backoff_seconds=0.01,
    page_bytes=100_000,
)


def run(data: DataDirectory, *sources: dict[str, object]) -> Collected:
    file = SourceFile.model_validate({"source": sources})
    return collect(file.source, data, now=NOW, limits=QUICK)


def pages(site: Site, *paths: str, local: bool = True) -> dict[str, object]:
    urls = [site.url + path for path in paths]
    return {"id": "pages", "kind": "pages", "urls": urls, "local": local}


def stored(data: DataDirectory) -> list[Path]:
    return [path for path in data.pages.glob("*/*") if path.is_file()]


def files(data: DataDirectory) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in data.root.rglob("*") if p.is_file()}


def test_a_feed_brings_its_entries_with_their_hints(site: Site, data: DataDirectory) -> None:
    site.paths |= {"/feed": rss(f"{site.url}/a", "/b"), "/a": page("A"), "/b": page("B")}
    site.types["/feed"] = "application/rss+xml"
    collected = run(data, {"id": "f", "kind": "feed", "url": f"{site.url}/feed", "local": True})
    assert outcomes(collected) == {Outcome.FETCHED: 2}
    first, second = FetchLog(data.fetches).pages()
    assert (first.url, second.url) == (f"{site.url}/a", f"{site.url}/b")
    assert first.title_hint == "Item 0"
    assert first.published_hint == dt.datetime(2026, 7, 6, 9, tzinfo=dt.UTC)
    assert PageStore(data.pages).get(first.page_id) == page("A")


def test_a_second_run_asks_conditionally_and_changes_no_file(
    site: Site, data: DataDirectory
) -> None:
    site.paths |= {"/feed": rss("/a", "/b"), "/a": page("A"), "/b": page("B")}
    site.types["/feed"] = "application/rss+xml"
    source = {"id": "f", "kind": "feed", "url": f"{site.url}/feed", "local": True}
    run(data, source)
    before = files(data)
    site.log.clear()
    assert outcomes(run(data, source)) == {Outcome.UNCHANGED: 2}
    assert {status for path, status, _ in site.log if path != "/robots.txt"} == {304}
    assert files(data) == before


def test_a_changed_page_is_a_new_page_and_the_old_one_stays(
    site: Site, data: DataDirectory
) -> None:
    site.paths["/a"] = page("Before")
    run(data, pages(site, "/a"))
    site.paths["/a"] = page("After")
    assert outcomes(run(data, pages(site, "/a"))) == {Outcome.FETCHED: 1}
    bodies = [PageStore(data.pages).get(p.page_id) for p in FetchLog(data.fetches).pages()]
    assert sorted(bodies) == sorted([page("Before"), page("After")])


def test_robots_txt_is_obeyed(site: Site, data: DataDirectory) -> None:
    site.paths |= {
        "/robots.txt": b"User-agent: Gigawatch\nDisallow: /private\n",
        "/private": page("No"),
        "/open": page("Yes"),
    }
    collected = run(data, pages(site, "/private", "/open"))
    assert outcomes(collected) == {Outcome.ROBOTS: 1, Outcome.FETCHED: 1}
    assert site.statuses("/private") == []
    assert not collected.problems
    assert "robots.txt does not allow it" in collected.notes[0].message


def test_a_robots_txt_that_fails_closes_its_host(site: Site, data: DataDirectory) -> None:
    site.paths |= {"/robots.txt": status(500), "/a": page("A")}
    collected = run(data, pages(site, "/a"))
    assert outcomes(collected) == {Outcome.HTTP_STATUS: 1}
    assert "robots.txt could not be read" in collected.problems[0].message
    assert site.statuses("/a") == []


def test_compressed_pages_are_stored_as_the_text_they_hold(site: Site, data: DataDirectory) -> None:
    body = page("Packed")
    site.paths["/a"] = raw(gzip.compress(body), Content_Encoding="gzip", Content_Type="text/html")
    run(data, pages(site, "/a"))
    assert [p.read_bytes() for p in stored(data)] == [body]


def test_a_passing_failure_is_tried_again(site: Site, data: DataDirectory) -> None:
    answers = iter([status(503, Retry_After="0"), status(503)])

    def flaky(handler: object) -> None:
        answer = next(answers, raw(page("At last"), Content_Type="text/html"))
        answer(handler)  # type: ignore[arg-type]

    site.paths["/a"] = flaky
    assert outcomes(run(data, pages(site, "/a"))) == {Outcome.FETCHED: 1}


def test_a_host_that_asks_for_hours_is_left_alone(site: Site, data: DataDirectory) -> None:
    site.paths |= {"/a": status(429, Retry_After="9000"), "/b": page("B")}
    collected = run(data, pages(site, "/a", "/b"))
    assert outcomes(collected) == {Outcome.HTTP_STATUS: 2}
    assert "come back in 9000 s" in collected.problems[0].message
    assert site.statuses("/b") == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "2130706433", "0x7f.1"])
def test_private_addresses_are_refused_unless_declared(
    site: Site, data: DataDirectory, host: str
) -> None:
    site.paths["/a"] = page("Inside")
    url = f"http://{host}:{site.url.rsplit(':')[-1]}/a"
    collected = run(data, {"id": "p", "kind": "pages", "urls": [url]})
    assert set(outcomes(collected)) <= {Outcome.ADDRESS, Outcome.UNREACHABLE}
    assert site.log == []
    assert stored(data) == []


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::", "::1", "fe80::1%eth0",  # noqa: S104
        "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "fd00::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_on_the_internet(address: str) -> None:
    assert not is_public(address)


def test_addresses_that_are_on_the_internet() -> None:
    assert is_public("93.184.215.14")
    assert is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


def test_an_unreachable_host_is_told_and_the_other_sources_go_on(
    site: Site, data: DataDirectory
) -> None:
    site.paths["/a"] = page("A")
    gone = {
        "id": "gone",
        "kind": "pages",
        "urls": [f"http://127.0.0.1:9/{n}" for n in range(20)],
        "local": True,
    }
    nowhere = {"id": "nowhere", "kind": "feed", "url": "http://no-such-host.invalid/feed"}
    collected = run(data, gone, nowhere, pages(site, "/a"))
    assert outcomes(collected) == {Outcome.UNREACHABLE: 21, Outcome.FETCHED: 1}
    told = {p.requested: p.message for p in collected.problems}
    assert "cannot be reached" in told["http://no-such-host.invalid/feed"]
    assert "cannot be reached" in told["http://127.0.0.1:9/19"]


def test_a_page_in_place_of_a_feed_is_told(site: Site, data: DataDirectory) -> None:
    site.paths["/feed"] = page("A page")
    collected = run(data, {"id": "f", "kind": "feed", "url": f"{site.url}/feed", "local": True})
    assert outcomes(collected) == {Outcome.WRONG_TYPE: 1}
    assert "neither RSS nor Atom" in collected.problems[0].message


def test_one_host_is_asked_one_request_at_a_time(site: Site, data: DataDirectory) -> None:
    running = 0
    most = 0

    def slow(handler: object) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        time.sleep(0.01)
        running -= 1
        raw(page("Slow"), Content_Type="text/html")(handler)  # type: ignore[arg-type]

    paths = [f"/{n}" for n in range(10)]
    site.paths |= dict.fromkeys(paths, slow)
    assert outcomes(run(data, pages(site, *paths)))[Outcome.FETCHED] == 10
    assert most == 1


def test_a_directory_is_read_file_by_file(tmp_path: Path, data: DataDirectory) -> None:
    folder = tmp_path / "documents"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.html").write_bytes(page("A"))
    (folder / "sub" / "b.md").write_text("# B\n\nText.")
    (folder / "c.jsonl").write_text('{"id": "1", "text": "x"}\n\n{"id": "2", "text": "y"}\n')
    (folder / "empty.txt").write_text("")
    (folder / "binary.html").write_bytes(b"\0\1\2\3")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.html").write_bytes(page("Hidden"))
    (folder / "loop.html").symlink_to(folder / "loop.html")
    source = {"id": "d", "kind": "directory", "path": folder}
    collected = run(data, source)
    assert outcomes(collected) == {
        Outcome.FETCHED: 4,
        Outcome.EMPTY: 1,
        Outcome.BINARY: 1,
        Outcome.SKIPPED: 1,
    }
    assert {p.requested for p in collected.problems} == {"file:empty.txt", "file:binary.html"}
    assert [p.url for p in FetchLog(data.fetches).pages()] == [
        "file:a.html",
        "file:c.jsonl#1",
        "file:c.jsonl#3",
        "file:sub/b.md",
    ]
    before = files(data)
    assert outcomes(run(data, source))[Outcome.UNCHANGED] == 4
    assert files(data) == before


@pytest.mark.parametrize(
    ("given", "outcome", "words"),
    [
        ({"path": "no/such/place"}, Outcome.MISSING, "no/such/place does not exist"),
        ({"path": __file__}, Outcome.MISSING, "is a file, not a directory"),
        ({"path": ".", "pattern": "*.nothing"}, Outcome.MISSING, "no file in"),
        ({"path": ".", "pattern": "/etc/*"}, Outcome.UNREADABLE, "pattern '/etc/*'"),
    ],
)
def test_a_directory_that_cannot_be_used_is_told(
    data: DataDirectory, given: dict[str, object], outcome: Outcome, words: str
) -> None:
    collected = run(data, {"id": "d", "kind": "directory", **given})
    assert outcomes(collected) == {outcome: 1}
    assert words in collected.problems[0].message


def test_a_torn_last_line_of_the_log_is_passed_over(site: Site, data: DataDirectory) -> None:
    site.paths |= {"/a": page("A"), "/b": page("B")}
    run(data, pages(site, "/a", "/b"))
    (log,) = data.fetches.iterdir()
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(lines[0] + lines[1][:40])
    assert len(FetchLog(data.fetches).pages()) == 1
    run(data, pages(site, "/a", "/b"))
    assert len(FetchLog(data.fetches).pages()) == 2


def test_a_damaged_or_lost_page_is_noticed(site: Site, data: DataDirectory) -> None:
    site.paths["/a"] = page("A")
    run(data, pages(site, "/a"))
    (body,) = stored(data)
    body.write_bytes(b"altered")
    with pytest.raises(DamagedPageError, match="no longer has its hash"):
        PageStore(data.pages).get(body.name)
    body.unlink()
    run(data, pages(site, "/a"))
    assert PageStore(data.pages).get(body.name) == page("A")


KILLED = """
import datetime as dt, sys
from pathlib import Path
from pipeline.acquire.collect import collect
from pipeline.data_directory import DataDirectory
from schema.source import load_sources
sources = load_sources(Path(sys.argv[1]))
collect(sources.source, DataDirectory(Path(sys.argv[2])), now=dt.datetime.now(dt.UTC))
"""


def test_a_killed_run_leaves_valid_state_that_the_next_completes(
    site: Site, data: DataDirectory, tmp_path: Path
) -> None:
    paths = [f"/{n}" for n in range(40)]
    victim: list[subprocess.Popen[bytes]] = []

    def deadly(handler: object) -> None:
        raw(page("Late"), Content_Type="text/html")(handler)  # type: ignore[arg-type]
        if victim:
            os.kill(victim.pop().pid, signal.SIGKILL)

    site.paths |= {path: page(path) for path in paths} | {"/20": deadly}
    toml = tmp_path / "sources.toml"
    urls = json.dumps([site.url + path for path in paths])
    toml.write_text(f'[[source]]\nid="p"\nkind="pages"\nlocal=true\nurls={urls}\n')
    command = [sys.executable, "-c", KILLED, str(toml), str(data.root)]
    victim.append(process := subprocess.Popen(command))
    assert process.wait(timeout=30) == -signal.SIGKILL
    partial = FetchLog(data.fetches).pages()
    assert 0 < len(partial) < 40
    store = PageStore(data.pages)
    assert all(store.get(p.page_id) for p in partial)
    collect(load_sources(toml).source, data, now=NOW, limits=QUICK)
    assert len(FetchLog(data.fetches).pages()) == 40
    assert not list(data.pages.glob("*/.partial-*"))
