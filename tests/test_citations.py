"""What articles cite: found in their text, fetched from closer to the matter, one step deep."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest
from webserver import Site, page, serve, status

from extractors.citations import cited_links
from pipeline import attribution, steps
from pipeline.acquire.collect import collect
from pipeline.acquire.edgar import direct
from pipeline.acquire.hosts import Hosts
from pipeline.acquire.limits import Limits
from pipeline.acquire.recorder import Collected
from pipeline.data_directory import DataDirectory
from pipeline.fetch_log import Fetch, FetchLog, Outcome
from pipeline.settings import Settings
from schema.entity import load_registry
from schema.source import SourceFile, load_sources
from warehouse.load import load
from warehouse.rebuild import derive_facts
from warehouse.resolve import resolve

NOW = dt.datetime(2026, 7, 20, 12, tzinfo=dt.UTC)
WHOLE = b"""<html><body>
<nav><p>Everything that we ever wrote about <a href="https://n.example/nav">power</a> and
land.</p></nav>
<article class="post with-sidebar">
<h1>A campus</h1>
<p>The utility <a href="https://u.example/release?utm_source=x">said on Monday</a> that it would
supply 900 MW to the campus, twice what the town uses in a winter.</p>
<p><a href="https://s.example/story">Read our story about another campus in the valley</a></p>
<p>Source: <a href="//p.example/filing">Filing</a></p>
<h2>Sources:</h2><ul><li><a href="https://l.example/a">A</a></li><li><a href="/b">B</a></li></ul>
<h2>Other stories</h2><ul><li><a href="https://o.example/c">C</a></li></ul>
</article>
<div class="related-posts"><p>In another piece we told how <a href="https://r.example/">a firm
in the valley</a> bought land from its neighbours last year.</p></div>
<footer><p>All that we publish is under <a href="https://f.example/law">the law of the land</a>,
as far as it reaches.</p></footer>
</body></html>"""


def test_links_of_sentences_and_lists_of_sources_are_citations() -> None:
    assert cited_links(WHOLE, media_type="text/html", url="https://blog.example/x") == [
        "https://u.example/release",
        "https://p.example/filing",
        "https://l.example/a",
        "https://blog.example/b",
    ]


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"# A\n\nThe firm [said so in a long release](https://u.example/r) on Monday, and more "
         b"than once, to all who asked.", "text/markdown"),
        (b"The firm said so (https://u.example/r). Nobody else did.", "text/plain"),
        (json.dumps({"id": "a", "text": "See https://u.example/r, page 3."}).encode(),
         "application/json"),
        (b"From: a@b.example\nSubject: A\nContent-Type: text/html\n\n<p>On Monday the firm said "
         b'<a href="https://u.example/r">so</a> to everybody who asked it.</p>', "message/rfc822"),
    ],
)  # fmt: skip
def test_other_formats_cite_as_well(body: bytes, media_type: str) -> None:
    assert cited_links(body, media_type=media_type) == ["https://u.example/r"]


@pytest.mark.parametrize(
    "body", [b"", b"\x89PNG\r\n", b"<" * 500_000, b"<a href='http://['>x</a>" * 9, b"%PDF-1.4"]
)
def test_what_is_no_article_cites_nothing(body: bytes) -> None:
    assert cited_links(body, media_type="text/html") == []


def test_a_page_of_links_alone_is_read_in_bounded_time() -> None:
    link = b'<p>words beside it, enough of them for a sentence <a href="https://u.example/%d">x</a>'
    body = b"<html><body>" + b"".join(link % n for n in range(10_000))
    assert len(cited_links(body, media_type="text/html")) == 2_000
    deep = b"<div class='related'>" * 200 + b'<a href="https://u.example/">x</a>' * 30_000
    assert len(cited_links(deep, media_type="text/html")) <= 1


# --- whose pages are closer --------------------------------------------------------------------


def hosts(*tables: dict[str, object], **file: object) -> Hosts:
    listed = [{"id": f"s{n}", "kind": "feed"} | table for n, table in enumerate(tables)]
    other = {"id": "none", "kind": "directory", "path": "x"}
    return Hosts(SourceFile.model_validate({"source": [*listed, other], **file}))


def test_hosts_of_sources_and_those_that_ship_are_known() -> None:
    known = hosts(
        {"url": "https://www.acme.example/feed", "tier": "company", "publisher": "Acme"},
        {"url": "https://off.example/feed", "tier": "company", "enabled": False},
        {"kind": "edgar", "cik": 77, "tier": "filing", "publisher": "Acme"},
        {"url": "https://www.sec.gov/news/rss", "tier": "filing", "publisher": "SEC"},
        host=[{"host": "wire.example", "path": "/r/", "tier": "company"}],
    )

    def told(url: str) -> tuple[str, str | None, bool] | None:
        place = known.find(url)
        return (place.tier.value, place.publisher, place.declare) if place else None

    assert told("https://acme.example/news/1") == ("company", "Acme", False)
    assert told("https://acme.example/") is None  # a front page is nobody's source
    assert told("https://blog.acme.example/news/1") is None
    assert told("https://acme.example:8443/news/1") is None
    assert told("https://off.example/news/1") is None
    assert told("https://www.sec.gov/Archives/edgar/data/77/1/a.htm") == ("filing", "Acme", True)
    assert told("https://sec.gov/Archives/edgar/data/78/1/a.htm") == ("filing", None, True)
    assert told("https://www.sec.gov/news/1") == ("filing", "SEC", False)
    assert told("https://www.businesswire.com/news/home/1/en/A") == ("company", None, False)
    assert told("https://businesswire.com.evil.example/news/1") is None
    assert told("https://sub.wire.example/r/1") == ("company", None, False)
    assert told("https://wire.example/x/1") is None


# --- end to end --------------------------------------------------------------------------------

DEAL = "Fluidstack will invest $50 billion in data centers with Anthropic."
RELEASE = page("Fluidstack and Anthropic", f"{DEAL} The first site opens in Texas in 2027.")


def retelling(link: str) -> bytes:
    text = (
        f"Here is what we learned this week, and why it matters to our readers. {DEAL} "
        f'The <a href="{link}">release</a> says little more about where the money comes from.'
    )
    return page("What we make of it", text)


@pytest.fixture
def company() -> Iterator[Site]:
    with serve(Site()) as running:
        yield running


def sources_file(folder: Path, site: Site, company: Site, *, more: str = "") -> Path:
    path = folder / "sources.toml"
    path.write_text(
        f"""
        [[source]]
        id = "blog"
        kind = "pages"
        urls = ["{site.url}/post"]
        tier = "blog"
        publisher = "A Blog"
        local = true
        {more}
        [[source]]
        id = "company"
        kind = "index"
        url = "{company.url}/press"
        select = "li"
        tier = "company"
        publisher = "Fluidstack"
        local = true
        """
    )
    return path


def fetched(data: DataDirectory, sources: Path) -> Collected:
    return steps.fetch_pages(Settings.given(data.root, sources))


def logged(data: DataDirectory) -> dict[str, Fetch]:
    lines = "".join(path.read_text() for path in data.fetches.glob("*.jsonl")).splitlines()
    found = [Fetch.model_validate_json(line) for line in lines]
    return {urlsplit(fetch.requested).path: fetch for fetch in found if fetch.cited_by}


def test_a_claim_of_a_blog_comes_to_stand_on_the_release(
    site: Site, company: Site, data: DataDirectory, tmp_path: Path
) -> None:
    site.paths["/post"] = retelling(f"{company.url}/release")
    company.paths["/press"] = b"<ul><li><a href='/other'>Other</a></li></ul>"
    company.paths |= {"/other": page("Other"), "/release": RELEASE}
    sources = sources_file(tmp_path, site, company)
    collected = fetched(data, sources)
    assert collected.cited == {Outcome.FETCHED: 1}
    assert collected.outcomes["company"] == {Outcome.FETCHED: 1}
    pages = FetchLog(data.fetches).pages()
    read = steps.read_stored_pages(data).extracted
    known = attribution.recall(data.known_sources).sources
    with duckdb.connect() as connection:
        load(connection, pages, attribution.attribute(read, pages, known))
        resolve(connection, load_registry())
        derive_facts(connection, NOW)
        facts = connection.execute(
            "SELECT best_tier, publisher, url, voices FROM facts WHERE usd_low = 50e9"
        ).fetchall()
        cited = connection.execute("SELECT url, cited_by FROM pages WHERE cited_by <> ''")
        assert cited.fetchall() == [(f"{company.url}/release", f"{site.url}/post")]
    assert facts == [("company", "Fluidstack", f"{company.url}/release", 2)]
    fetched(data, sources)
    assert company.statuses("/release") == [200]  # had once is had


def test_only_what_is_closer_to_the_matter_is_fetched_and_only_one_step(
    site: Site, company: Site, data: DataDirectory, tmp_path: Path
) -> None:
    site.paths |= {"/post": retelling(f"{company.url}/release"), "/about": page("About")}
    company.paths["/press"] = b"<ul><li><a href='/other'>Other</a></li></ul>"
    company.paths |= {
        "/other": retelling(f"{site.url}/about"),
        "/release": retelling(f"{company.url}/second"),
        "/second": RELEASE,
    }
    fetched(data, sources_file(tmp_path, site, company))
    assert company.statuses("/release") == [200]
    assert company.statuses("/second") == []
    assert site.statuses("/about") == []


@pytest.mark.parametrize("setting", ["follow = false", 'follow_hosts = ["*.sec.gov"]'])
def test_a_source_can_leave_its_citations_alone(
    setting: str, site: Site, company: Site, data: DataDirectory, tmp_path: Path
) -> None:
    site.paths["/post"] = retelling(f"{company.url}/release")
    company.paths["/release"] = RELEASE
    fetched(data, sources_file(tmp_path, site, company, more=setting))
    assert company.statuses("/release") == []


def test_no_redirect_lends_its_host_s_name(
    site: Site, company: Site, data: DataDirectory, tmp_path: Path
) -> None:
    site.paths |= {"/post": retelling(f"{company.url}/go"), "/forged": RELEASE}
    company.paths["/go"] = status(302, Location=f"{site.url}/forged")
    collected = fetched(data, sources_file(tmp_path, site, company))
    (missed,) = collected.missed
    assert missed.outcome is Outcome.SKIPPED
    assert "redirects to" in missed.message
    assert missed.cited_by == f"{site.url}/post"
    assert [p.url for p in FetchLog(data.fetches).pages()] == [f"{site.url}/post"]


def test_robots_rule_over_citations_too_and_what_failed_is_no_problem_of_the_run(
    site: Site, company: Site, data: DataDirectory, tmp_path: Path
) -> None:
    site.paths["/post"] = retelling(f"{company.url}/release")
    company.paths |= {
        "/release": RELEASE,
        "/robots.txt": b"User-agent: *\nDisallow: /release",
        "/press": b"<ul><li><a href='/other'>Other</a></li></ul>",
        "/other": page("Other"),
    }
    collected = fetched(data, sources_file(tmp_path, site, company))
    assert company.statuses("/release") == []
    assert logged(data)["/release"].outcome is Outcome.ROBOTS
    assert collected.problems == []


def test_a_host_that_is_down_is_asked_again_in_the_next_run(
    site: Site, company: Site, data: DataDirectory, tmp_path: Path
) -> None:
    site.paths["/post"] = retelling(f"{company.url}/release")
    company.paths |= {"/release": status(503), "/press": b"<li><a href='/o'>O</a>", "/o": page("O")}
    file = load_sources(sources_file(tmp_path, site, company))

    def run() -> Collected:
        once = Limits(attempts=1)
        return collect(file.source, data, now=NOW, limits=once, hosts=Hosts(file))

    assert run().cited == {Outcome.HTTP_STATUS: 1}
    assert json.loads(data.cited.read_bytes())[0]["url"] == f"{company.url}/release"
    company.paths["/release"] = RELEASE
    assert run().cited == {Outcome.FETCHED: 1}
    assert json.loads(data.cited.read_bytes()) == []


def test_private_addresses_stay_out_of_reach_of_what_an_article_cites(
    site: Site, company: Site, data: DataDirectory, tmp_path: Path
) -> None:
    site.paths["/post"] = retelling(f"{company.url}/release")
    company.paths["/release"] = RELEASE
    table = f'[[host]]\nhost = "{urlsplit(company.url).netloc}"\ntier = "company"\n'
    sources = sources_file(tmp_path, site, company)
    own = sources.read_text().partition('[[source]]\n        id = "company"')[0]
    sources.write_text(own + table)
    collected = fetched(data, sources)
    assert [fetch.outcome for fetch in collected.missed] == [Outcome.ADDRESS]
    assert company.log == []


def test_what_the_budget_does_not_allow_waits_for_the_next_run(
    site: Site, company: Site, data: DataDirectory, tmp_path: Path
) -> None:
    site.paths["/post"] = retelling(f"{company.url}/release")
    company.paths |= {"/release": RELEASE, "/press": b"<li><a href='/o'>O</a>", "/o": page("O")}
    file = load_sources(sources_file(tmp_path, site, company))
    for requests, outcome in ((0, Outcome.OVER_BUDGET), (9, Outcome.FETCHED)):
        limits = Limits(cited_requests=requests)
        ran = collect(file.source, data, now=NOW, limits=limits, hosts=Hosts(file))
        assert ran.cited == {outcome: 1}


@pytest.mark.parametrize(
    ("link", "document"),
    [
        ("https://www.sec.gov/ix?doc=/Archives/edgar/7/a.htm", "/Archives/edgar/7/a.htm"),
        ("https://www.sec.gov/Archives/edgar/7/a.htm", "/Archives/edgar/7/a.htm"),
        ("https://www.sec.gov/Archives/edgar/7/0000000007-26-000001-index.htm", None),
    ],
)  # fmt: skip
def test_a_link_to_a_filing_means_its_document(link: str, document: str | None) -> None:
    assert direct(link) == (document and f"https://www.sec.gov{document}")


def test_the_shipped_hosts_are_closer_than_the_press() -> None:
    listed = Hosts(load_sources(Path("pipeline/sources/sources.toml")))
    assert len(list(listed.places)) > 120
    sec = listed.find("https://www.sec.gov/Archives/edgar/data/1045810/000104581026000075/n.htm")
    assert sec is not None
    assert (sec.publisher, sec.tier.value, sec.declare) == ("NVIDIA", "filing", True)
    assert listed.find("https://nvidianews.nvidia.com/news/a") is None  # its terms forbid robots
