"""Newsletters as files: what is read of them, and what a message may not do to us."""

import datetime as dt
from collections import Counter
from email.message import EmailMessage
from pathlib import Path

import pytest

from extractors.article import ArticleError, parse_page
from extractors.documents import read_documents
from pipeline.acquire.collect import collect
from pipeline.data_directory import DataDirectory
from pipeline.fetch_log import FetchLog, Outcome
from schema.article import Article
from schema.source import SourceError, load_sources

NOW = dt.datetime(2026, 7, 20, 12, tzinfo=dt.UTC)
HTML = """
<html><head><style>p {color: red}</style><title>x</title></head><body>
<div style="display:none">A preheader that nobody sees</div>
<a href="https://mail.example/v">View in browser</a>
<table><tr><td><h2>A lease in Ohio</h2>
<p>Halden Cloud leased 300&nbsp;megawatts from Larkmoor – for twelve years.</p></td></tr>
<tr><td><p>In brief: Orrin Labs taped out its second chip.</p></td></tr></table>
<p>You are receiving this because you signed up. <a href="#">Unsubscribe</a></p>
</body></html>
"""


def letter(html: str | None = HTML, text: str = "Plain words.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    given = {
        "From": "The Grid Letter <letter@grid.example>",
        "Subject": "Fwd: =?utf-8?q?Leases_=E2=80=93_and_chips?=",
        "Date": "Mon, 06 Jul 2026 09:00:00 +0200",
    } | headers
    for name, value in given.items():
        message[name] = value
    message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message


def parsed(body: bytes) -> Article:
    return parse_page(body, media_type="message/rfc822", fetched=NOW.date())


def test_a_newsletter_is_read_without_its_furniture() -> None:
    message = letter(**{"Archived-At": "<https://grid.example/issues/7?utm_source=mail>"})
    article = parsed(message.as_bytes())
    assert article.title == "Leases – and chips"
    assert article.text.split("\n") == [
        article.title,
        "",
        "A lease in Ohio",
        "Halden Cloud leased 300 megawatts from Larkmoor – for twelve years.",
        "In brief: Orrin Labs taped out its second chip.",
    ]
    assert article.published == dt.date(2026, 7, 6)
    assert article.publisher == "The Grid Letter"
    assert article.url == "https://grid.example/issues/7"


def test_plain_text_is_read_where_there_is_no_html() -> None:
    text = (
        "Halden Cloud leased 300 megawatts from Larkmoor, which will\n"
        "build them by 2028.\n\nA second paragraph.\n\nTo unsubscribe, reply to this message.\n"
    )
    for html in (None, "<html><body><img src=x></body></html>"):
        assert parsed(letter(html, text).as_bytes()).text.split("\n")[2:] == [
            "Halden Cloud leased 300 megawatts from Larkmoor, which will build them by 2028.",
            "A second paragraph.",
        ]


def test_attachments_are_no_part_of_the_letter() -> None:
    message = letter(None, "Two words.")
    message.add_attachment("Other words.", filename="notes.txt")
    assert "Other" not in parsed(message.as_bytes()).text


@pytest.mark.parametrize("charset", ["iso-8859-1", "nonsense", "utf-16", "unicode_escape"])
def test_a_wrong_character_set_costs_no_letter(charset: str) -> None:
    body = letter(None, "Two words.").as_bytes().replace(b"utf-8", charset.encode())
    assert "Two" in parsed(body).text or charset == "utf-16"


@pytest.mark.parametrize("date", ["1 Jan 1970 00:00:00", "Mon, 06 Jul 2031 09:00:00", "soon", ""])
def test_dates_of_wrong_clocks_are_not_believed(date: str) -> None:
    body = letter().as_bytes().replace(b"Mon, 06 Jul 2026 09:00:00", date.encode())
    assert parsed(body).published is None


def nested(depth: int) -> bytes:
    head = b"From: a@b.example\nDate: Mon, 06 Jul 2026 09:00:00 +0200\n"
    part = b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n'
    return head + b"".join(part % (n, n) for n in range(depth)) + b"x\n" * 30_000


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"\x89PNG", "not a message"),
        (b"Just words.\n", "not a message"),
        (letter("<p></p>", " ").as_bytes(), "no text"),
        (nested(5_000), "parts within parts"),
        (letter().as_bytes() + b"\n" * 200_000, "200,000 lines"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_letter_is_told(body: bytes, words: str) -> None:
    with pytest.raises(ArticleError, match=words):
        parsed(body)


def test_parts_within_parts_are_read() -> None:
    assert parsed(nested(20)).text


@pytest.mark.parametrize(
    "header",
    [
        b"Subject: " + b"=?utf-8?q?a?= " * 50_000,
        b"From: " + b"(" * 100_000,
        b"From: " + b"a@b.example, " * 50_000,
        b"Content-Type: text/plain; " + b'a="' * 100_000,
        b"Content-Type: text/plain" + b"; a*0*=x" * 50_000,
        b"Date: " + b"1 " * 100_000,
        b"Content-Disposition: " + b"x;" * 100_000,
    ],
    ids=lambda header: header[:12].decode(),
)
def test_long_headers_hide_no_letter(header: bytes) -> None:
    body = b"From: a@b.example\nSubject: S\n" + header + b"\n\nWords of the letter.\n"
    assert "Words of the letter." in parsed(body).text


def test_a_folder_of_letters_is_read_from_the_wanted_senders(tmp_path: Path) -> None:
    folder = tmp_path / "mail" / "cur"
    folder.mkdir(parents=True)
    (folder / "1751.M1:2,S").write_bytes(letter().as_bytes())
    (folder / "b.eml").write_bytes(letter(From="Sales <sales@spam.example>").as_bytes())
    (folder / "notes.txt").write_text("Not a letter.")
    toml = tmp_path / "sources.toml"
    toml.write_text('[[source]]\nid="m"\nkind="email"\npath="mail"\nsenders=["*@GRID.example"]\n')
    data = DataDirectory(tmp_path / "data")
    collected = collect(load_sources(toml).source, data, now=NOW)
    assert collected.outcomes == {
        "m": Counter({Outcome.FETCHED: 1, Outcome.SKIPPED: 1, Outcome.UNREADABLE: 1})
    }
    assert "sales@spam.example, whom field 'senders' does not name" in collected.notes[0].message
    (page,) = FetchLog(data.fetches).pages()
    assert (page.url, page.media_type) == ("file:cur/1751.M1:2,S", "message/rfc822")
    again = collect(load_sources(toml).source, data, now=NOW)
    assert again.total(Outcome.UNCHANGED) == 1


def test_a_letter_can_be_given_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(letter().as_bytes())
    (found,) = read_documents(tmp_path / "a.eml")
    assert found.article is not None
    assert found.article.publisher == "The Grid Letter"


def test_senders_that_are_no_list_are_told(tmp_path: Path) -> None:
    toml = tmp_path / "sources.toml"
    toml.write_text('[[source]]\nid="m"\nkind="email"\npath="mail"\nsenders=[]\n')
    with pytest.raises(SourceError, match="source 'm', field 'senders'"):
        load_sources(toml)
