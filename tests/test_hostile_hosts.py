"""A network of hosts that behave badly: each leaves a recorded outcome, and none stops the run."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hostile import answers, bodies, listings, manners, pages, places
from hostile.behaviour import GOOD, TEXT, Case
from hostile.internet import Internet, Secure, online

from pipeline.acquire.addresses import is_public
from pipeline.acquire.collect import collect
from pipeline.acquire.limits import Limits
from pipeline.data_directory import DataDirectory
from pipeline.extraction import Reading, read_pages
from pipeline.fetch_log import Fetch, FetchLog, Outcome
from pipeline.store import PageStore
from schema.source import SourceFile

CASES = (
    *bodies.CASES,
    *answers.CASES,
    *places.CASES,
    *manners.CASES,
    *listings.CASES,
    *pages.CASES,
)
NOW = dt.datetime(2026, 7, 20, 12, tzinfo=dt.UTC)
LIMITS = Limits(
    connect_seconds=1,
    read_seconds=1.5,
    total_seconds=4,
    page_bytes=6_000_000,
    feed_bytes=400_000,
    sitemap_bytes=4_000_000,
    attempts=2,
    backoff_seconds=0.01,
    longest_wait=0.5,
    delay=0,
)


@dataclass(frozen=True)
class Ran:
    """What two runs over the whole network left behind."""

    log: dict[str, list[Fetch]]
    again: dict[str, Counter[Outcome]]
    reading: Reading
    store: PageStore
    internet: Internet
    peak: int


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    """One run over every case, one more over those that matter twice, and what was then read."""
    data = DataDirectory(tmp_path_factory.mktemp("hostile"))
    internet = Internet()
    internet.add("good.test", {"/good": GOOD}, (), Secure.VALID)
    for case in CASES:
        internet.add(case.host, case.paths, case.answers, case.secure)
    sources = [source for case in CASES for source in (case.source, after(case))]
    with pytest.MonkeyPatch.context() as patch, online(internet, patch):
        before = memory()
        collect(parsed(sources), data, now=NOW, limits=LIMITS)
        twice = [case.source for case in CASES if case.again]
        again = collect(parsed(twice), data, now=NOW, limits=LIMITS)
        store = PageStore(data.pages)
        reading = read_pages(FetchLog(data.fetches).pages(), store, data.extracted, workers=1)
        peak = memory() - before
    yield Ran(logged(data), again.outcomes, reading, store, internet, peak)


def after(case: Case) -> dict[str, object]:
    """The source of the good page that the host of a case has as well."""
    scheme = case.address.partition(":")[0]
    return {"id": f"{case.slug}-after", "kind": "pages", "urls": [f"{scheme}://{case.host}/good"]}


def parsed(sources: list[dict[str, object]]) -> tuple[object, ...]:
    return SourceFile.model_validate({"source": sources}).source


def logged(data: DataDirectory) -> dict[str, list[Fetch]]:
    """The lines of the fetch log by source."""
    found: dict[str, list[Fetch]] = {}
    for path in data.fetches.glob("*.jsonl"):
        for line in path.read_text().splitlines():
            fetch = Fetch.model_validate_json(line)
            found.setdefault(fetch.source_id, []).append(fetch)
    return found


def memory() -> int:
    import resource
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

@pytest.mark.parametrize("case", CASES, ids=lambda case: case.slug)
def test_it(ran: Ran, case: Case) -> None:
    rows = ran.log.get(case.slug, [])
    told = [f"{r.outcome} {r.message} {r.requested}" for r in rows]
    assert Counter(row.outcome for row in rows) == Counter(case.outcomes), told
    assert any(case.words in row.message for row in rows) or not rows, told
    a = ran.log.get(case.slug + "-after", [])
    assert [r.outcome for r in a] == [case.after], a[0].message
