"""Articles of pages: main text, metadata, and what is no article at all."""

import datetime as dt

import pytest

from extractors.article import ArticleError, parse_page
from extractors.language import detect_language
from schema.article import Article
from schema.vocabulary import DatePrecision

PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<title>Acme to build power plant in Ohio | The Daily Grid</title>
<link rel="canonical" href="/news/acme-ohio">
<meta property="og:site_name" content="The Daily Grid">
<meta property="og:title" content="Acme to build power plant in Ohio | The Daily Grid">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
 {"@type": "WebSite", "name": "The Daily Grid"},
 {"@type": "NewsArticle", "headline": "Acme to build power plant in Ohio",
  "datePublished": "2026-02-15T17:00:00-08:00",
  "author": [{"@type": "Person", "name": "Jo Stone"}, {"@type": "Person", "name": "Al Green"}],
  "publisher": {"@type": "Organization", "name": "The Daily Grid"}}]}</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/ai">AI</a></li></ul></nav>
<header><h1>Acme to build power plant in Ohio</h1></header>
<article><p>Acme Corp. said on Sunday it would build a power plant of 300&nbsp;megawatts in Ohio,
its largest so far, to feed the data centres that it runs for other companies there.</p>
<h2>What it costs</h2>
<p>The plant will cost $4 billion, according to people familiar with the matter, and will be paid
for over three years by the company and two partners that it did not name.</p>
<table><tr><th>Site</th><th>Power</th></tr><tr><td>Ashtabula</td><td>300 MW</td></tr></table>
<ul><li>Construction: from the second half of 2026</li><li>Full power: early 2029</li></ul>
<figure><img src="x.jpg"><figcaption>A turbine. Image: Agency</figcaption></figure>
<p>Local officials welcomed the plan, which they expect to bring four hundred jobs to a county
that has lost most of its mills since the nineties, the county&#8217;s executive said.</p></article>
<aside><h3>Related</h3><ul><li><a href="/x">Globex raises $10B</a></li></ul></aside>
<div class="newsletter">Sign up for our newsletter</div><footer>© 2026 The Daily Grid</footer>
</body></html>"""


def parse(page: str | bytes, **known: object) -> Article:
    body = page.encode() if isinstance(page, str) else page
    return parse_page(body, **{"url": "https://grid.example/news/1?ref=feed"} | known)


def test_main_text_has_title_headings_items_and_rows_and_no_furniture() -> None:
    lines = parse(PAGE).text.split("\n")
    assert lines[:2] == ["Acme to build power plant in Ohio", ""]
    assert lines[2].startswith("Acme Corp. said on Sunday it would build a power plant of 300 mega")
    assert lines[3] == "What it costs"
    assert lines[5:9] == [
        "Site | Power",
        "Ashtabula | 300 MW",
        "Construction: from the second half of 2026",
        "Full power: early 2029",
    ]
    assert "county’s executive" in lines[9]
    assert len(lines) == 10


def test_metadata_of_a_page() -> None:
    article = parse(PAGE)
    assert article.title == "Acme to build power plant in Ohio"
    assert article.url == "https://grid.example/news/acme-ohio"
    assert article.published == dt.date(2026, 2, 15)
    assert article.published_precision is DatePrecision.SECOND
    assert article.publisher == "The Daily Grid"
    assert article.author == "Jo Stone, Al Green"
    assert article.language == "en"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="article:published_time" content="2026-03-04T05:06:07Z">', "2026-03-04"),
        ('<meta name="date" content="2026-03">', "2026-03-01"),
        ('<meta name="date" content="1970-01-01">', None),
        ('<meta name="date" content="2046-01-01">', None),
        ('<meta name="date" content="yesterday">', None),
        (
            '<script type="application/ld+json">{"@type": "Article", "datePublished": 7}</script>',
            None,
        ),
        ('<script type="application/ld+json">{broken</script>', None),
    ],
)
def test_dates_of_publication(head: str, expected: str | None) -> None:
    page = f"<html><head>{head}</head><body><p>Acme opened a plant.</p></body></html>"
    published = parse(page, fetched=dt.date(2026, 5, 1)).published
    assert published == (dt.date.fromisoformat(expected) if expected else None)


def test_date_falls_back_to_feed_time_element_and_address() -> None:
    page = "<html><body>{}<p>Acme opened a plant.</p></body></html>"
    hint = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
    timed = page.format('<time class="published" datetime="2026-04-03T10:00">3 April</time>')
    assert parse(timed, published_hint=hint).published == dt.date(2026, 4, 1)
    assert parse(timed).published == dt.date(2026, 4, 3)
    article = parse(page.format(""), url="https://grid.example/2026/04/05/acme")
    assert article.published == dt.date(2026, 4, 5)
    assert article.published_precision is DatePrecision.DAY


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://www.grid.example/a", "https://www.grid.example/a"),
        ("https://news.grid.example/a", "https://news.grid.example/a"),
        ("https://other.example/a", "https://grid.example/news/1?ref=feed"),
        ("https://notgrid.example/a", "https://grid.example/news/1?ref=feed"),
        ("javascript:alert(1)", "https://grid.example/news/1?ref=feed"),
        ("file:///etc/passwd", "https://grid.example/news/1?ref=feed"),
        ("http://[broken", "https://grid.example/news/1?ref=feed"),
    ],
)
def test_canonical_address_is_of_the_web(href: str, expected: str) -> None:
    page = f'<html><head><link rel="canonical" href="{href}"></head><body><p>Text.</p></body>'
    assert parse(page).url == expected


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        ("<p>Jalapeño costs €5</p>".encode(), "iso-8859-1"),
        ("<p>Jalapeño costs €5</p>".encode("utf-16"), None),
        ("<p>Jalapeño costs €5</p>".encode("cp1252"), "iso-8859-1"),
        ("<p>Jalapeño costs €5</p>".encode("cp1252"), None),
        (b'<meta charset="windows-1252">' + "<p>Jalapeño costs €5</p>".encode("cp1252"), None),
        ("\ufeff<p>Jalapeño costs €5</p>".encode(), None),
        ("<p>Jalape\u006e\u0303o\u200b costs\u00a0 €5\x00</p>".encode(), "punycode"),
    ],
)
def test_characters_are_read_whatever_the_server_says(body: bytes, encoding: str | None) -> None:
    assert parse(body, encoding=encoding).text == "Jalapeño costs €5"


def test_lists_and_headings_among_paragraphs_are_kept_and_promotions_are_not() -> None:
    prose = (
        "Acme will build a plant of 300 megawatts in Ohio, to feed the data centres that it runs.",
        "The plant will cost $4 billion, which the company and two partners will pay in parts.",
        "Local officials welcomed the plan, from which they expect four hundred jobs in all.",
        "Turbines will come from Initech, the first of them in the second half of next year.",
    )
    page = (
        '<html><body><div class="top"><ul><li><a href="/a">Chips</a></li></ul></div>'
        f"<div><div><h1>Acme builds</h1><p>{prose[0]}</p><p>Read more: <a>Hooli leases</a></p>"
        f"<p>{prose[1]}</p><h3>Dates</h3><ul><li>Start: 2026</li><li>End: 2029</li></ul>"
        f'<div class="x9"><p>Subscribe to our newsletter for $1 a week.</p></div><p>{prose[2]}</p>'
        '<ul><li><a href="/b">Globex raises $10 billion</a></li></ul>'
        f"<p>{prose[3]}</p></div></div><div>© 2026 The Daily Grid</div></body></html>"
    )
    assert parse(page).text.split("\n") == [
        *("Acme builds", "", prose[0], prose[1], "Dates", "Start: 2026", "End: 2029"),
        *(prose[2], prose[3]),
    ]


def test_fragment_keeps_every_paragraph() -> None:
    fragment = (
        "<p>One <b>short</b>er.</p>tail of it<ul><li>a</li><li>b</li></ul>"
        "<script>bad()</script><p>Two<br>three</p><div hidden>secret</div>"
    )
    article = parse(fragment, title_hint="Given title")
    assert article.text == "Given title\n\nOne shorter.\ntail of it\na\nb\nTwo\nthree"


def test_fragment_in_markdown_keeps_its_paragraphs() -> None:
    fragment = 'Acme <a href="/x">opened</a> a plant.\n\n### Why\n\nIt was\ncheap.'
    assert parse(fragment).text == "Acme opened a plant.\nWhy\nIt was cheap."


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG image"),
        (b"PK\x03\x04" + bytes(50), "ZIP archive"),
        (bytes(range(32)) * 9, "binary"),
        (b"<html><head><title>T</title></head><body><script>x</script></body></html>", "no text"),
        (b'<?xml version="1.0"?><rss version="2.0"></rss>', "feed"),
        (b"<html><body>" + b"<div>" * 100_000 + b"deep", "nested too deeply"),
        (b"<body><p>You need to enable JavaScript to run this app.</p></body>", "JavaScript"),
        (b"<p>" + b"x" * 21_000_000, "bytes"),
    ],
)
def test_what_is_no_article_says_what_it_is(body: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        parse(body)


@pytest.mark.parametrize(
    "body",
    [
        b"<html><head>" + b"<style></style>" * 40_000 + b"</head><body><p>Text</p>",
        b"<html><body><p>Text</p>" + b'<script type="application/ld+json">[' * 10_000,
        b"<html><body><p>Text</p>" + b"<" * 300_000,
        b"<p>Text</p>" + b"&amp;" * 50_000,
        b"<p>Text</p><table><tr>" + b"<td>300 MW" * 5_000,
        b"<p>Text</p><table>" + b"<td>300 MW" * 5_000,
        b"<article><p>Text " + b"<b>and</b> more<br>" * 5_000,
        b'<meta name="date" content="' + b"2026-" * 50_000 + b'"><p>Text</p>',
    ],
)
def test_hostile_markup_hides_no_text_and_adds_none(body: bytes) -> None:
    text = parse(body).text
    assert "Text" in text
    assert len(text) <= len(body)


def test_very_many_marks_and_cells_keep_their_words_in_order() -> None:
    words = [f"w{n}" for n in range(3_000)]
    marked = "".join(f"<b><i>{w}</i></b> and <br>" if n % 900 == 0 else f"<span>{w}</span> "
                     for n, w in enumerate(words))  # fmt: skip
    cells = "".join(f"<td>c{n}</td>" for n in range(700))
    text = parse(f"<html><body><p>{marked}</p><table><tr>{cells}</tr></table>").text
    assert [w for w in text.split() if w[0] == "w"] == words
    assert [w for w in text.split() if w[0] == "c"] == [f"c{n}" for n in range(700)]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">Text</p>", "500 attributes"),
        ("<p " + "".join(f"a{n}='>'" for n in range(100_000)) + ">Text</p>", "500 attributes"),
        ("<time " * 40_000 + "<p>Text</p>", "500 attributes"),
        ("<title><script></title><p " + "a " * 50_000 + ">Text</p>", "500 attributes"),
        ("<!--><p " + "a " * 50_000 + ">Text</p>", "500 attributes"),
        ("<p>" + "Larkmoor builds. " * 200_000, "more than 2,000,000"),
    ],
    ids=lambda value: value[:30],
)
def test_markup_that_would_take_for_ever_is_refused(body: str, words: str) -> None:
    with pytest.raises(ArticleError, match=words):
        parse(f"<html><body>{body}")


@pytest.mark.parametrize(
    "markup",
    [
        f"<script>if (a<b {'word ' * 5_000})</script>",
        f"<p title='{'word ' * 5_000}'>",
        f"<!-- <p {'word ' * 5_000} -->",
        f"<style>a<b {'word ' * 5_000}</style>",
    ],
    ids=lambda value: value[:10],
)
def test_words_that_are_no_attributes_are_not_counted(markup: str) -> None:
    assert "Larkmoor" in parse(f"<html><body><p>Larkmoor builds a plant.</p>{markup}").text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The plant will run at full power by the end of the year, and it is not the last one "
         "that the company has in its plans for the state.", "en"),
        ("Das Werk wird bis zum Ende des Jahres mit voller Leistung laufen, und es ist nicht das "
         "letzte, das die Firma in dem Land bauen will.", "de"),
        ("La centrale fonctionnera à pleine puissance avant la fin de l'année, et ce n'est pas la "
         "dernière que le groupe compte construire dans la région.", "fr"),
        ("株式会社アクメは日曜日、オハイオ州に三百メガワットの発電所を建設すると発表した。", "ja"),
        ("Компания построит в штате новую электростанцию мощностью триста мегаватт.", "ru"),
        ("300 MW", "xx"),
    ],
)  # fmt: skip
def test_language_comes_from_the_text(text: str, code: str) -> None:
    assert detect_language(text, declared="xx") == code


def test_addresses_lose_what_only_says_who_followed_the_link() -> None:
    page = b'<html><head><link rel="canonical" href="/a?id=7&amp;utm_source=x#top"></head><p>Text.'
    article = parse_page(page, url="https://a.example/a?id=7&fbclid=1")
    assert article.url == "https://a.example/a?id=7"
    article = parse_page(b"<html><p>Text.", url="https://a.example/a?gclid=1&Ref=2&%75tm_x=3")
    assert article.url == "https://a.example/a?Ref=2"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("This article was generated by AI and checked by an editor.", True),
        ("This story was automatically produced using natural language generation.", True),
        ("Written by artificial intelligence", True),
        ("No part of this article was written by AI.", False),
        ("This article was not written by AI.", False),
        ("The filing was generated by AI, its lawyer said.", False),
        ("AI-generated summaries are now a tenth of all pages, Acme found.", False),
    ],
)
def test_machine_written_articles_are_marked_where_they_say_so(line: str, expected: bool) -> None:
    body = "<p>Acme opened a plant of 300 MW in the north of the country.</p>" * 3
    article = parse_page(f"<html><body>{body}<p>{line}</p></body></html>".encode())
    assert article.machine_written is expected


def test_a_byline_may_say_that_a_machine_wrote() -> None:
    page = '<html><head><meta name="author" content="{}"></head><body><p>Text.</p></body></html>'
    assert parse_page(page.format("AI Writer").encode()).machine_written
    assert not parse_page(page.format("Ai Weiwei").encode()).machine_written
