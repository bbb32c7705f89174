"""A network of hosts that behave badly: each leaves a recorded outcome, and none stops the run.

The table of behaviours and outcomes is printed at the end of the test run (see ``conftest``).
"""

import resource
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from collecting import NOW
from hostile import answers, bodies, listings, manners, pages, places
from hostile.behaviour import GOOD, Case
from hostile.internet import Internet, online
from webserver import Site

from pipeline.acquire.addresses import is_public
from pipeline.acquire.collect import collect
from pipeline.acquire.limits import MEGABYTE, Limits
from pipeline.data_directory import DataDirectory
from pipeline.extraction import read_pages
from pipeline.fetch_log import Fetch, FetchLog, Outcome
from pipeline.store import PageStore
from schema.source import Source, SourceFile

GROUPS = (bodies, answers, places, manners, listings, pages)
CASES: tuple[Case, ...] = tuple(case for group in GROUPS for case in group.CASES)
LIMITS = Limits(
    connect_seconds=3,
    read_seconds=3,
    total_seconds=4,
    page_bytes=MEGABYTE,
    feed_bytes=MEGABYTE // 10,
    sitemap_bytes=MEGABYTE,
    index_bytes=MEGABYTE,
    robots_bytes=MEGABYTE // 10,
    attempts=2,
    backoff_seconds=0.01,
    longest_wait=0.5,
    delay=0,
)
#: For hosts that answer: a busy machine is slow, and that must not look like a host that is.
PATIENT = replace(LIMITS, connect_seconds=60, read_seconds=60, total_seconds=240)
#: What may be received for one behaviour: its bodies as often as they are tried, and some heads.
MOST_RECEIVED = LIMITS.attempts * (LIMITS.page_bytes + MEGABYTE)
#: What the process may grow by: the largest bodies that are read at once, each held twice for a
#: moment; a listing that is parsed, a hundred times its size; and the servers, which are in it too.
MOST_HELD = 2 * LIMITS.hosts_at_once * LIMITS.page_bytes + 100 * LIMITS.index_bytes + 50 * MEGABYTE


@dataclass(frozen=True)
class Ran:
    """What the runs over the whole network left behind."""

    log: dict[str, list[Fetch]]
    second: dict[str, Counter[Outcome]]
    unread: dict[str, str]
    articles: dict[str, SimpleNamespace]
    store: PageStore
    internet: Internet
    grown: int


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Runs over every case, a second over those that it matters to, then what was read."""
    data = DataDirectory(tmp_path_factory.mktemp("hostile"))
    internet = Internet()
    internet.add("good.test", Site({"/good": GOOD}))
    for case in CASES:
        internet.add(case.host, case.site, case.answers, case.secure)
    with pytest.MonkeyPatch.context() as patch, online(internet, patch):
        peak_memory()  # of what was before, which is forgotten
        before = peak_memory()
        for waited_for, limits in ((True, LIMITS), (False, PATIENT)):
            cases = [case for case in CASES if case.is_waited_for == waited_for]
            asked = [source for case in cases for source in (case.source, good_page(case))]
            collect(parsed(asked), data, now=NOW, limits=limits)
        twice = parsed([case.source for case in CASES if case.again])
        second = collect(twice, data, now=NOW, limits=PATIENT)
        grown = peak_memory() - before
    store = PageStore(data.pages)
    read = read_pages(FetchLog(data.fetches).pages(), store, data.extracted, workers=1)
    rows = read.extracted.articles.to_pylist()
    return Ran(
        log=logged(data),
        second=second.outcomes,
        unread={each.page_id: each.reason for each in read.unread},
        articles={row["page_id"]: SimpleNamespace(**row) for row in rows},
        store=store,
        internet=internet,
        grown=grown,
    )


def good_page(case: Case) -> dict[str, object]:
    """The source of the good page that the host of a case has as well."""
    scheme = case.address.partition(":")[0]
    return {"id": f"{case.slug}-after", "kind": "pages", "urls": [f"{scheme}://{case.host}/good"]}


def parsed(sources: list[dict[str, object]]) -> Sequence[Source]:
    return SourceFile.model_validate({"source": sources}).source


def logged(data: DataDirectory) -> dict[str, list[Fetch]]:
    """The lines of the fetch log by source."""
    found: dict[str, list[Fetch]] = {}
    for path in data.fetches.glob("*.jsonl"):
        for line in path.read_text().splitlines():
            fetch = Fetch.model_validate_json(line)
            found.setdefault(fetch.source_id, []).append(fetch)
    return found


def peak_memory() -> int:
    """The most bytes that the process ever held; on Linux, since the last time it was asked."""
    status, forget = Path("/proc/self/status"), Path("/proc/self/clear_refs")
    if not status.exists() or not forget.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    most = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    forget.write_text("5")
    return int(most.split()[1]) * 1024


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.slug)
def test_each_behaviour_leaves_its_outcome(
    ran: Ran, case: Case, record_property: Callable[[str, object], None]
) -> None:
    rows = ran.log.get(case.slug, [])
    told = outcome(ran, rows)
    record_property("behaviour", (case.name, *told))
    assert Counter(row.outcome for row in rows) == Counter(case.outcomes), told
    assert not rows or any(case.words in row.message for row in rows), told
    assert [row.outcome for row in ran.log[f"{case.slug}-after"]] == [case.after]
    if case.again:
        assert ran.second[case.slug] == {case.again: 1}
    for row in rows:
        if row.page is not None:
            check_reading(ran, case, row.page.page_id)


def outcome(ran: Ran, rows: Sequence[Fetch]) -> tuple[str, str]:
    """What was recorded of a behaviour, in short and in words."""
    counts = Counter(row.outcome for row in rows)
    recorded = [f"{n} {kind}" if n > 1 else str(kind) for kind, n in counts.items()]
    read = {ran.unread.get(row.page.page_id, "an article") for row in rows if row.page}
    words = dict.fromkeys([row.message for row in rows if row.message] + sorted(read))
    return ", ".join(recorded) or "nothing new", "; ".join(words)


def check_reading(ran: Ran, case: Case, page_id: str) -> None:
    if case.unread:
        assert case.unread in ran.unread[page_id]
    else:
        assert page_id not in ran.unread
        assert case.holds is None or case.holds(ran.articles[page_id]), ran.articles[page_id]


def test_nothing_of_this_machine_or_a_private_network_was_dialled(ran: Ran) -> None:
    assert ran.internet.dialled
    assert all(is_public(address) for address, _ in ran.internet.dialled)


def test_no_host_made_us_take_more_than_it_may(ran: Ran) -> None:
    assert max(ran.internet.received.values()) <= MOST_RECEIVED


def test_the_process_held_no_more_than_it_may(ran: Ran) -> None:
    assert ran.grown <= MOST_HELD


def test_nothing_unsafe_was_stored(ran: Ran) -> None:
    pages = [row.page for rows in ran.log.values() for row in rows if row.page]
    assert all(page.size <= LIMITS.page_bytes for page in pages)
    assert all(page.url.startswith(("http://", "https://")) for page in pages)
    starts = {ran.store.get(page.page_id)[:4] for page in pages}
    assert not starts & {b"\x89PNG", b"PK\x03\x04", b"MZ\x90\x00"}
    for article in ran.articles.values():
        assert (article.url or "http:").startswith(("http://", "https://"))
        assert article.published is None or article.published.year in {2025, 2026}
        assert not any(mark in article.text for mark in ("\0", "\x1b", "\u202e"))
