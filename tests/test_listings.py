"""Listings that lead to pages: feeds, sitemaps and pages of links, sound and hostile."""

import datetime as dt
import json
from gzip import compress as packed
from itertools import pairwise

import pytest
from collecting import NOW, outcomes
from webserver import Site, page, raw, serve, status

from pipeline.acquire.collect import collect
from pipeline.acquire.feed import FeedError, entries
from pipeline.acquire.limits import Limits
from pipeline.acquire.recorder import Collected
from pipeline.acquire.sitemap import MAX_ENTRIES, MAX_SITEMAPS, SitemapError, read_sitemap
from pipeline.data_directory import DataDirectory
from pipeline.fetch_log import FetchLog, Outcome
from schema.article import Page
from schema.source import SourceFile

QUICK = Limits(read_seconds=0.5, total_seconds=2, attempts=1, sitemap_bytes=300_000)
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghi"))
    + "]>"
)


def run(data: DataDirectory, kind: str, url: str, **fields: object) -> Collected:
    source = {"id": "s", "kind": kind, "url": url, "local": True, **fields}
    return collect(
        SourceFile.model_validate({"source": [source]}).source, data, now=NOW, limits=QUICK
    )


def got(data: DataDirectory, site: Site) -> dict[str, Page]:
    """The pages that were stored, by their paths."""
    return {p.url.removeprefix(site.url): p for p in FetchLog(data.fetches).pages()}


def urlset(site: Site, **changed: str) -> bytes:
    urls = "".join(
        f"<url><loc>{site.url}/{name}</loc><lastmod>{day}</lastmod></url>"
        for name, day in changed.items()
    )
    return f'<?xml version="1.0"?><urlset xmlns="{SITEMAP}">{urls}</urlset>'.encode()


def sitemaps(site: Site, **changed: str) -> bytes:
    named = "".join(
        f"<sitemap><loc>{site.url}/{name}</loc><lastmod>{day}</lastmod></sitemap>"
        for name, day in changed.items()
    )
    return f'<sitemapindex xmlns="{SITEMAP}">{named}</sitemapindex>'.encode()


# --- feeds -------------------------------------------------------------------------------------


def test_json_feed_brings_its_items(site: Site, data: DataDirectory) -> None:
    items = [
        {"id": "1", "url": "/a", "title": " A\nplant ", "date_published": "2026-07-06T09:00:00Z"},
        {"id": "2", "external_url": f"{site.url}/b?utm_source=feed", "date_published": "soon"},
        {"id": "3"},
        {"id": "4", "url": "javascript:alert(1)"},
        "no item",
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": items}
    site.paths |= {"/feed": json.dumps(feed).encode(), "/a": page("A"), "/b": page("B")}
    site.types["/feed"] = "application/feed+json"
    assert outcomes(run(data, "feed", f"{site.url}/feed")) == {Outcome.FETCHED: 2}
    found = got(data, site)
    assert found["/a"].title_hint == "A plant"
    assert found["/a"].published_hint == dt.datetime(2026, 7, 6, 9, tzinfo=dt.UTC)
    assert found["/b"].published_hint is None


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"version": 1}', "no JSON Feed"),
        (b"{" * 100_000, "no valid JSON"),
        (b"{}", "no JSON Feed"),
        (b"<html>", "neither RSS nor Atom nor JSON Feed"),
    ],
)
def test_what_is_no_feed_is_told(body: bytes, words: str) -> None:
    with pytest.raises(FeedError, match=words):
        entries(body, "http://a.example/feed", limit=10, now=NOW)


@pytest.mark.parametrize("date", ["1970-01-01T00:00:00Z", "2031-01-01T00:00:00Z", "0000"])
def test_dates_of_clocks_that_are_wrong_are_not_believed(date: str) -> None:
    item = {"url": "/a", "date_published": date}
    feed = json.dumps({"version": "https://jsonfeed.org/version/1", "items": [item]}).encode()
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/>'
        f"<published>{date}</published></entry></feed>"
    ).encode()
    for body in (feed, atom):
        (found,) = entries(body, "http://a.example/feed", limit=10, now=NOW)
        assert found.published is None


def test_a_feed_with_an_entity_bomb_expands_nothing() -> None:
    item = "<item><title>&i;</title><link>http://a.example/a</link></item>"
    bomb = f'{BOMB}<rss version="2.0"><channel>{item}</channel></rss>'.encode()
    found = entries(bomb, "http://a.example/feed", limit=10, now=NOW)
    assert all(len(candidate.title or "") < 1_000 for candidate in found)


def test_links_of_a_feed_that_differ_by_tracking_are_one() -> None:
    links = ("a?utm_source=x", "a?fbclid=1&amp;utm_medium=y", "a#top", "a", "a?page=2&amp;gclid=3")
    items = "".join(f"<item><link>http://b.example/{link}</link></item>" for link in links)
    body = f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()
    found = entries(body, "http://b.example/feed", limit=10, now=NOW)
    assert [candidate.url for candidate in found] == [
        "http://b.example/a",
        "http://b.example/a?page=2",
    ]


# --- sitemaps ----------------------------------------------------------------------------------


def test_a_sitemap_brings_the_newest_pages_that_are_wanted(site: Site, data: DataDirectory) -> None:
    site.paths["/map.xml"] = urlset(
        site,
        **{
            "news/old": "2020-01-01",
            "news/b": "2026-07-02",
            "news/a": "2026-07-03T08:00:00+02:00",
            "about": "2026-07-19",
            "news/c": "2026-07-01",
        },
    )
    site.types["/map.xml"] = "application/xml"
    site.paths |= {f"/news/{name}": page(name) for name in "abc"}
    collected = run(data, "sitemap", f"{site.url}/map.xml", match=["/news/*"], days=60, limit=2)
    assert outcomes(collected) == {Outcome.FETCHED: 2}
    assert set(got(data, site)) == {"/news/a", "/news/b"}
    # When a page last changed is not when it was published.
    assert all(p.published_hint is None for p in got(data, site).values())


def test_a_news_sitemap_tells_title_and_date(site: Site, data: DataDirectory) -> None:
    site.paths["/map.xml"] = (
        f'<urlset xmlns="{SITEMAP}" xmlns:news="{NEWS}" xmlns:image="urn:image"><url>'
        f"<loc>{site.url}/a</loc><news:news><news:publication><news:name>N</news:name>"
        "</news:publication><news:publication_date>2026-07-06T09:30:00Z</news:publication_date>"
        "<news:title>Plant &amp; pond</news:title></news:news>"
        "<image:image><image:loc>http://x.example/i.png</image:loc><image:title>No</image:title>"
        "</image:image></url></urlset>"
    ).encode()
    site.paths["/a"] = page("A")
    run(data, "sitemap", f"{site.url}/map.xml")
    found = got(data, site)["/a"]
    assert found.title_hint == "Plant & pond"
    assert found.published_hint == dt.datetime(2026, 7, 6, 9, 30, tzinfo=dt.UTC)


def test_an_index_of_packed_sitemaps_is_read_newest_first(site: Site, data: DataDirectory) -> None:
    site.paths |= {
        "/robots.txt": f"User-agent: *\nSitemap: {site.url}/all.xml\n".encode(),
        "/all.xml": sitemaps(site, **{"old.gz": "2026-01-01", "new.gz": "2026-07-01"}),
        "/new.gz": raw(packed(urlset(site, a="2026-07-01")), Content_Type="application/gzip"),
        "/old.gz": raw(packed(urlset(site, b="2026-01-01")), Content_Type="text/xml"),
        "/a": page("A"),
        "/b": page("B"),
    }
    site.types["/robots.txt"] = "text/plain"
    assert outcomes(run(data, "sitemap", f"{site.url}/robots.txt", limit=1)) == {Outcome.FETCHED: 1}
    assert site.statuses("/old.gz") == []
    assert set(got(data, site)) == {"/a"}
    run(data, "sitemap", f"{site.url}/robots.txt")
    assert set(got(data, site)) == {"/a", "/b"}


def test_a_sitemap_that_fails_below_an_index_stops_no_other(
    site: Site, data: DataDirectory
) -> None:
    site.paths |= {
        "/all.xml": sitemaps(
            site, **{"gone": "2026-07-03", "bomb": "2026-07-02", "m": "2026-07-01"}
        ),
        "/bomb": raw(packed(b" " * 9_000_000), Content_Type="application/gzip"),
        "/m": urlset(site, a="2026-07-01"),
        "/a": page("A"),
    }
    collected = run(data, "sitemap", f"{site.url}/all.xml")
    assert outcomes(collected) == {
        Outcome.HTTP_STATUS: 1,
        Outcome.WRONG_TYPE: 1,
        Outcome.FETCHED: 1,
    }
    assert "unpacked, it is larger than 300,000 bytes" in collected.problems[1].message


def test_sitemaps_that_name_each_other_without_end_are_bounded(
    site: Site, data: DataDirectory
) -> None:
    def endless(handler: object) -> None:
        named = {f"{len(site.log)}-{i}.xml": "2026-07-01" for i in range(50)}
        body = sitemaps(site, **named, **{"all.xml": "2026-07-02"})
        raw(body, Content_Type="text/xml")(handler)  # type: ignore[arg-type]

    site.otherwise = endless
    run(data, "sitemap", f"{site.url}/all.xml")
    assert len(site.log) <= MAX_SITEMAPS + 2
    assert site.statuses("/all.xml") == [200]


def test_a_second_run_over_a_sitemap_asks_conditionally(site: Site, data: DataDirectory) -> None:
    site.paths |= {"/map.xml": urlset(site, a="2026-07-01"), "/a": page("A")}
    run(data, "sitemap", f"{site.url}/map.xml")
    site.log.clear()
    assert outcomes(run(data, "sitemap", f"{site.url}/map.xml")) == {Outcome.UNCHANGED: 1}
    assert {code for path, code, _ in site.log if path != "/robots.txt"} == {304}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<rss><channel/></rss>", 'say kind = "feed"'),
        (b"<html><body>Not here</body></html>", "no sitemap but <html>"),
        (b"<urlset><url>", "no valid XML"),
        (b"Nothing here", "neither XML nor a list"),
        (b"\x1f\x8bno gzip", "no gzip"),
        (packed(b"<urlset/>", mtime=0)[:-12], "cut off"),
        (b"<a>" * 100_000, "no sitemap but <a>"),
        (b"<urlset>" + b"<a>" * 100_000, "no valid XML"),
    ],
)
def test_what_is_no_sitemap_is_told(body: bytes, words: str) -> None:
    with pytest.raises(SitemapError, match=words):
        read_sitemap(body, "http://a.example/map.xml", 100_000)


def test_a_sitemap_with_an_entity_bomb_is_refused() -> None:
    bomb = f"{BOMB}<urlset><url><loc>&i;</loc></url></urlset>".encode()
    with pytest.raises(SitemapError, match="no valid XML"):
        read_sitemap(bomb, "http://a.example/map.xml", 100_000)


def test_a_sitemap_is_read_no_further_than_the_protocol_allows() -> None:
    many = b"<urlset>" + b"<url><loc>http://a.example/a</loc></url>" * (MAX_ENTRIES + 100)
    _, found = read_sitemap(many, "http://a.example/map.xml", 10_000_000)
    assert len(found) == MAX_ENTRIES


def test_a_sitemap_may_be_plain_text(site: Site, data: DataDirectory) -> None:
    site.paths |= {"/map.txt": f"{site.url}/a\n{site.url}/b\n".encode(), "/a": page("A")}
    site.paths["/b"] = page("B")
    site.types["/map.txt"] = "text/plain"
    assert outcomes(run(data, "sitemap", f"{site.url}/map.txt")) == {Outcome.FETCHED: 2}


# --- pages of links ----------------------------------------------------------------------------


def links(*cards: str, after: str = "") -> bytes:
    more = f'<a rel="next" href="{after}">More</a>' if after else ""
    return (
        '<html><body><nav><a href="/about">About</a></nav>'
        f"<ul>{''.join(cards)}</ul>{more}</body></html>"
    ).encode()


def card(href: str, title: str = "", day: str = "") -> str:
    time = f'<time datetime="{day}">then</time>' if day else ""
    return f'<li class="card"><h3><a href="{href}">{title}</a></h3>{time}</li>'


def test_a_page_of_links_is_followed_over_its_pages(site: Site, data: DataDirectory) -> None:
    site.paths |= {
        "/news": links(
            card("/a", "Plant <b>opens</b>", "2026-07-06"),
            card("/b?utm_campaign=x", "Pond", "1970-01-01"),
            card("mailto:a@b.example"),
            card("#top"),
            '<li class="card">no link</li>',
            after="/news?p=2",
        ),
        "/news?p=2": links(card("/a"), card("c"), after="/news?p=3"),
        "/news?p=3": links(card("/d"), after="/news"),
        **{f"/{name}": page(name) for name in "abcd"},
    }
    wanted = {"select": "li.card", "next": "a[rel=next]"}
    collected = run(data, "index", f"{site.url}/news", **wanted, pages=2)
    assert outcomes(collected) == {Outcome.FETCHED: 3}
    found = got(data, site)
    assert set(found) == {"/a", "/b", "/c"}
    assert found["/a"].title_hint == "Plant opens"
    assert found["/a"].published_hint == dt.datetime(2026, 7, 6, tzinfo=dt.UTC)
    assert found["/b"].published_hint is None
    run(data, "index", f"{site.url}/news", **wanted, pages=50)
    assert set(got(data, site)) == {"/a", "/b", "/c", "/d"}
    assert site.statuses("/news?p=3") == [200]


def test_a_page_of_links_pages_on_neither_without_end_nor_elsewhere(
    site: Site, data: DataDirectory
) -> None:
    with serve(Site(), "127.0.0.2") as other:
        site.paths |= {"/news": links(card("/a"), after=f"{other.url}/news"), "/a": page("A")}
        wanted = {"select": "li a", "next": "a[rel=next]", "pages": 100}
        run(data, "index", f"{site.url}/news", **wanted)
        assert other.log == []
    site.paths |= {"/news": links(card("/a"), after="/gone")}
    collected = run(data, "index", f"{site.url}/news", **wanted)
    assert outcomes(collected) == {Outcome.HTTP_STATUS: 1, Outcome.UNCHANGED: 1}
    assert collected.problems[0].requested == f"{site.url}/gone"


def test_links_start_at_the_base_that_a_page_declares(site: Site, data: DataDirectory) -> None:
    head = f'<html><head><base href="{site.url}/press/"></head><body>'
    site.paths |= {"/news": f'{head}<a class=x href="a">A</a>'.encode(), "/press/a": page("A")}
    run(data, "index", f"{site.url}/news", select="a.x")
    assert set(got(data, site)) == {"/press/a"}


@pytest.mark.parametrize(
    ("body", "outcome", "words"),
    [
        (links(card("/a")), Outcome.UNREADABLE, "field 'select': no link on the page"),
        (b"<div>" * 100_000, Outcome.WRONG_TYPE, "nested too deeply"),
        (status(404), Outcome.HTTP_STATUS, "HTTP 404"),
        (raw(b"{}", Content_Type="application/json"), Outcome.WRONG_TYPE, "application/json"),
    ],
)
def test_a_page_without_the_wanted_links_is_told(
    site: Site, data: DataDirectory, body: bytes, outcome: Outcome, words: str
) -> None:
    site.paths["/news"] = body
    collected = run(data, "index", f"{site.url}/news", select="article.gone a")
    assert outcomes(collected) == {outcome: 1}
    assert words in collected.problems[0].message
