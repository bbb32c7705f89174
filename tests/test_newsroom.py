import datetime as dt
import json
import re
from collections import Counter
from pathlib import Path

import feedparser
import httpx
import pytest
from bs4 import BeautifulSoup
from protego import Protego

from extractors.article import parse_page
from pipeline.sample import NEWSROOM, serve_newsroom
from schema.claim import Claim
from schema.source import DirectorySource, FeedSource, PagesSource, SourceFile
from schema.vocabulary import ClaimKind, DealRole, Modality, Verdict
from warehouse.limits.assess import assess
from warehouse.limits.claims import records

PAGES = sorted((NEWSROOM / "site").glob("*.html"))
POSTS = sorted((NEWSROOM / "blog").glob("*.md"))
GOLD = sorted((NEWSROOM / "gold").glob("*.json"))


def squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def visible(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        soup = BeautifulSoup(text, "lxml")
        for hidden in soup(["head", "script", "style"]):
            hidden.decompose()
        text = soup.get_text(" ")
    return squeeze(text)


def gold(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def named(path: Path) -> str:
    return path.stem


@pytest.fixture(scope="module")
def sources():
    with serve_newsroom() as served:
        yield served


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_page_has_address_date_source_and_headline(path):
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
    canonical = soup.find("link", rel="canonical")["href"]
    assert re.fullmatch(r"https://[a-z-]+\.example/2026/\d\d/[a-z0-9-]+", canonical)
    structured = json.loads(soup.find("script", type="application/ld+json").string)
    article = structured.get("@graph", [structured])[-1]
    published = dt.datetime.fromisoformat(article["datePublished"])
    assert path.stem.startswith(published.date().isoformat())
    assert article["publisher"]["name"] and article["author"]["name"]
    assert len(soup.find_all("h1")) == 1
    assert re.search(r"Source: (https://|fictional)", visible(path))


@pytest.mark.parametrize("path", GOLD, ids=named)
def test_gold_quotes_its_page_and_fits_the_schema(path):
    document = gold(path)
    page = (path.parent / document["page"]).resolve()
    assert document["id"] == path.stem == page.stem
    assert document["url"] in page.read_text(encoding="utf-8")
    text = visible(page)
    for fields in document["claims"]:
        quote = fields["quote"]
        assert squeeze(quote) in text
        Claim(**fields, confidence=1, start=0, end=len(quote))


def test_every_page_has_gold_and_the_reverse():
    assert {p.stem for p in GOLD} == {p.stem for p in PAGES + POSTS}


def test_gold_covers_what_the_feeds_need():
    claims = [claim for path in GOLD for claim in gold(path)["claims"]]
    kinds = Counter(claim["kind"] for claim in claims)
    assert all(kinds[kind] >= 5 for kind in ClaimKind)
    assert set(DealRole) == {c["role"] for c in claims if c["kind"] == ClaimKind.DEAL}
    units = {claim["unit"] for claim in claims}
    assert {"USD", "EUR", "USD/month", "USD/year", "W", "Wh", "TFLOPS/W"} <= units
    assert sum(claim["modality"] == Modality.DENIED for claim in claims) >= 2
    assert sum(not gold(path)["claims"] for path in GOLD) == 2


def verdicts(path: Path) -> set[str]:
    """What the annotated claims of one article are judged to be."""
    document = gold(path)
    page = (path.parent / document["page"]).resolve()
    media_type = "text/html" if page.suffix == ".html" else "text/markdown"
    article = parse_page(page.read_bytes(), media_type=media_type, url=None)
    claims = {}
    for number, fields in enumerate(document["claims"]):
        start = article.text.index(fields["quote"])
        end = start + len(fields["quote"])
        claims[str(number)] = Claim(**fields, confidence=1, start=start, end=end)
    return {assess(found.record)["verdict"] for found in records(claims, article.published)}


def test_every_verdict_occurs_and_the_impossible_ones_are_fictional():
    found = {path.stem: verdicts(path) for path in GOLD}
    assert set().union(*found.values()) == set(Verdict)
    impossible = {Verdict.VIOLATES_PHYSICS, Verdict.BEYOND_PRACTICAL}
    assert [stem for stem, said in found.items() if said & impossible] == [
        "2026-06-18-veldrane-one"
    ]


def test_articles_lie_in_ten_weeks_before_today(sources: SourceFile):
    days = [dt.date.fromisoformat(gold(path)["published"]) for path in GOLD]
    weeks = {day.isocalendar()[:2] for day in days}
    assert weeks == {(2026, week) for week in range(20, 30)}
    assert dt.timedelta(0) < sources.today - max(days) <= dt.timedelta(days=7)


def test_sources_lead_to_every_page_once(sources: SourceFile):
    found: list[str] = []
    for source in sources.source:
        if isinstance(source, FeedSource):
            parsed = feedparser.parse(httpx.get(str(source.url)).content)
            assert not parsed.bozo
            assert all(entry.published_parsed for entry in parsed.entries)
            found += [entry.link for entry in parsed.entries]
        elif isinstance(source, PagesSource):
            found += map(str, source.urls)
        else:
            assert isinstance(source, DirectorySource)
            assert sorted(source.path.glob(source.pattern)) == POSTS
    drafts = [url for url in found if "/drafts/" in url]
    stems = sorted(url.rpartition("/")[2] for url in found if url not in drafts)
    assert stems == [page.name for page in PAGES]
    assert len(drafts) == 1


def test_robots_keeps_crawlers_from_the_draft(sources: SourceFile):
    feed = next(s for s in sources.source if isinstance(s, FeedSource))
    base = str(feed.url).rpartition("/")[0]
    rules = Protego.parse(httpx.get(f"{base}/robots.txt").text)
    links = [entry.link for entry in feedparser.parse(httpx.get(str(feed.url)).content).entries]
    barred = [link for link in links if not rules.can_fetch(link, "gigawatch")]
    assert [link.removeprefix(base) for link in barred] == [
        "/drafts/2026-07-19-veldrane-campus.html"
    ]


@pytest.mark.parametrize(
    ("validator", "header"), [("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")]
)
def test_unchanged_page_is_not_sent_again(sources: SourceFile, validator, header):
    url = next(str(s.urls[0]) for s in sources.source if isinstance(s, PagesSource))
    first = httpx.get(url)
    again = httpx.get(url, headers={header: first.headers[validator]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert first.headers["content-type"] == "text/html"
    assert again.content == b""
    assert httpx.get(url, headers={"If-None-Match": '"other"'}).content == first.content


def test_only_files_of_the_site_are_served(sources: SourceFile):
    base = str(sources.source[0].url).rpartition("/")[0]
    for path in ("/", "/gold/2026-06-24-nine-months.json", "/%2e%2e/sources.toml", "/drafts"):
        assert httpx.get(base + path).status_code == 404


def test_second_server_takes_another_port_and_says_so(sources: SourceFile):
    with serve_newsroom() as second:
        address = str(second.source[0].url)
        assert address != str(sources.source[0].url)
        links = [entry.link for entry in feedparser.parse(httpx.get(address).content).entries]
    assert all(link.startswith(address.rpartition("/")[0]) for link in links)
