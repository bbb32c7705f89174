"""What pages say about themselves: dates, authors, titles."""

import datetime as dt
import json

import pytest

from extractors.article import parse_page
from schema.article import Article
from schema.vocabulary import DatePrecision

BODY = "<p>Acme opened a plant of 300 MW in Ohio, and it will open another one there next year.</p>"


def read(head: str = "", body: str = BODY, **known: object) -> Article:
    page = f"<html><head><title>Acme opens a plant</title>{head}</head><body>{body}</body></html>"
    return parse_page(page.encode(), **{"url": "https://grid.example/a"} | known)


def linked(**data: object) -> str:
    content = json.dumps({"@type": "NewsArticle"} | data)
    return f'<script type="application/ld+json">{content}</script>'


@pytest.mark.parametrize(
    ("head", "body", "day", "found_by"),
    [
        (linked(datePublished="2026-03-04T05:06:07Z"), BODY, 4, "json-ld"),
        ('<meta itemprop="datePublished" content="2026-03-05">', BODY, 5, "meta"),
        ("", f'<time datetime="2026-03-06">6 March</time>{BODY}', 6, "time"),
        ("", f"<h1>Acme opens a plant</h1><p>The Grid, March 7, 2026</p>{BODY}", 7, "text"),
        ("", f"<h1>Acme opens a plant</h1><div>Posted by Al on 8 March 2026 9:15</div>{BODY}",
         8, "text"),
        (linked(dateModified="2026-03-09"), BODY, 9, "updated"),
        (linked(dateModified="2026-03-20"), f"<p>March 10, 2026</p>{BODY}", 10, "text"),
        ("", f'<time class="updated" datetime="2026-03-20">20 March</time>'
         f'<time datetime="2026-03-11">11 March</time>{BODY}', 11, "time"),
    ],
)  # fmt: skip
def test_day_of_publication_and_where_it_was_found(
    head: str, body: str, day: int, found_by: str
) -> None:
    article = read(head, body)
    assert article.published == dt.date(2026, 3, day)
    assert article.published_found_by == found_by


@pytest.mark.parametrize(
    ("head", "body", "day", "precision", "found_by"),
    [
        (linked(datePublished="2026-03-01", dateModified="2026-03-04T05:06:07Z"), BODY,
         4, DatePrecision.SECOND, "json-ld"),
        ('<meta name="date" content="2026-03-01">'
         '<meta property="article:modified_time" content="2026-03-05">', BODY,
         5, DatePrecision.DAY, "meta"),
        ('<meta name="date" content="2026-03-01">',
         f'<time class="post-updated" datetime="2026-03-06">6 March</time>{BODY}',
         6, DatePrecision.DAY, "time"),
    ],
)  # fmt: skip
def test_day_of_the_last_update(
    head: str, body: str, day: int, precision: DatePrecision, found_by: str
) -> None:
    article = read(head, body)
    assert article.published == dt.date(2026, 3, 1)
    assert article.updated == dt.date(2026, 3, day)
    assert article.updated_precision is precision
    assert article.updated_found_by == found_by


@pytest.mark.parametrize(
    "head",
    [
        linked(datePublished="2026-03-04", dateModified="2026-03-01"),
        linked(datePublished="2026-03-04", dateModified="1970-01-01"),
        linked(dateModified="2026-03-04"),
        "",
    ],
)
def test_an_update_before_publication_or_without_one_is_none(head: str) -> None:
    article = read(head)
    assert article.updated is None
    assert article.updated_found_by is None


def test_dates_after_the_fetch_are_not_believed() -> None:
    head = linked(datePublished="2026-03-01", dateModified="2027-03-01")
    assert read(head, fetched=dt.date(2026, 3, 2)).updated is None


def test_authors_and_publishers_may_be_named_by_reference() -> None:
    graph = [
        {"@type": "Article", "author": {"@id": "#jo"}, "publisher": {"@id": "#grid"}},
        {"@type": "Person", "@id": "#jo", "name": "Jo Stone"},
        {"@type": "Organization", "@id": "#grid", "name": "The Daily Grid"},
    ]
    article = read(linked(**{"@type": "Thing", "@graph": graph}))
    assert (article.author, article.publisher) == ("Jo Stone", "The Daily Grid")


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ('<a rel="author" href="/jo">Jo Stone</a>', "Jo Stone"),
        ('<p class="byline">By Jo Stone and Al Green | March 3, 2026</p>', "Jo Stone and Al Green"),
        ('<span class="post-author">Posted by Jo Stone on March 3</span>', "Jo Stone"),
        ('<div class="author-name">Von Grete Lohmann</div>', "Grete Lohmann"),
        ('<div class="byline">3 March 2026</div>', None),
        ('<div class="author">jo@grid.example</div>', None),
        ('<div class="author-box">Read everything that our authors wrote this week, free.</div>',
         None),
    ],
)  # fmt: skip
def test_author_of_a_byline(byline: str, author: str | None) -> None:
    assert read(body=f"<h1>Acme opens a plant</h1>{byline}{BODY}").author == author


@pytest.mark.parametrize(
    "heading", ["<h1>Acme opens a plant in Ohio</h1>", "<div>Acme opens a plant in Ohio</div>"]
)
def test_title_is_what_the_page_shows_of_a_longer_one(heading: str) -> None:
    page = f"<title>Acme opens a plant in Ohio :: News :: The Grid</title>{heading}{BODY}"
    article = parse_page(f"<html>{page}</html>".encode())
    assert article.title == "Acme opens a plant in Ohio"
    assert article.text.count("Acme opens a plant in Ohio") == 1


def test_xhtml_is_read_without_complaint() -> None:
    page = f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>{BODY}</html>"
    assert "300 MW" in parse_page(page.encode()).text
