"""What a person can get wrong in a sources file is told with the source, the field and advice."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from schema.source import SourceError, load_sources

FEED = '[[source]]\nid = "a"\nkind = "feed"\nurl = "https://a.example/feed"\n'
WEB = "is no address of the web, such as https://example.org/news"


def source(kind: str, *lines: str) -> str:
    return "\n".join(["[[source]]", 'id = "a"', f'kind = "{kind}"', *lines])


def told(folder: Path, content: str | bytes) -> str:
    path = folder / "sources.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SourceError) as raised:
        load_sources(path)
    message = str(raised.value)
    assert message.startswith(f"{path}: ")
    return message


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        (source("rss"), "kind", "'rss' is no kind of source: did you mean 'feed'?"),
        (source("Feed"), "kind", "'Feed' is no kind of source: did you mean 'feed'?"),
        (source("fax"), "kind", "write one of 'feed', 'sitemap', 'index'"),
        ('[[source]]\nid = "a"\n', "kind", "it is missing: write one of 'feed'"),
        (source("feed"), "url", "it is missing (Address of the listing)"),
        (source("feed", 'url = "/feed.xml"'), "url", f"'/feed.xml' {WEB}"),
        (source("feed", 'url = "a.example/feed"'), "url", f"'a.example/feed' {WEB}"),
        (source("feed", 'url = "ftp://a.example/"'), "url", f"'ftp://a.example/' {WEB}"),
        (source("feed", 'url = "https://a example/"'), "url", f"'https://a example/' {WEB}"),
        (source("feed", "url = 7"), "url", f"7 {WEB}"),
        (source("feed", 'url = "https://me:pw@a.example/"'), "url", "user name or password"),
        (source("pages", "urls = []"), "urls", "at least 1 item"),
        (source("pages", 'urls = ["nowhere"]'), "urls.0", f"'nowhere' {WEB}"),
        (source("pages", 'urls = "https://a.example"'), "urls", "['https://a.example']"),
        (source("pages", 'url = "https://a.example"'), "url", "did you mean 'urls'?"),
        (FEED + 'publsher = "A"', "publsher", "did you mean 'publisher'?"),
        (FEED + 'schedul = "daily"', "schedul", "did you mean 'schedule'?"),
        (FEED + 'select = "a"', "select", "there is no such field here: there are 'id'"),
        (FEED + 'tier = "companies"', "tier", "did you mean 'company'?"),
        (FEED + 'tier = "gossip"', "tier", "is not one of 'filing', 'company', 'trade'"),
        (FEED + 'schedule = "often"', "schedule", "not one of 'hourly', 'daily' or 'weekly'"),
        (FEED + 'mark = "perhaps"', "mark", "not one of 'verified' or 'unverified'"),
        (FEED + 'documented = "a book"', "documented", f"'a book' {WEB}"),
        (FEED + 'documented_on = "monday"', "documented_on", "no date, such as 2026-07-20"),
        (FEED + 'local = "maybe"', "local", "'maybe' must be true or false"),
        (FEED + "publisher = 7", "publisher", '7 must be text, in quotation marks: "7"'),
        (FEED + 'limit = "many"', "limit", "'many' is no whole number"),
        (FEED + "limit = 2.5", "limit", "2.5 is no whole number"),
        (FEED + "limit = 0", "limit", "0 is too small: at least 1"),
        (source("edgar", 'cik = "ACME"'), "cik", "no whole number (Number of the filer"),
        (source("edgar", "cik = 99999999999"), "cik", "is too large: at most 9999999999"),
        (source("gdelt", 'query = "chips"', 'timespan = "1 day"'), "timespan", "such as 6h"),
        (source("index", 'url = "https://a.example"'), "select", "it is missing (CSS selector"),
        (
            source("index", 'url = "https://a.example"', 'select = "a["'),
            "select",
            "'a[' is no CSS selector (Malformed attribute selector",
        ),
        (source("directory"), "path", "it is missing (The folder"),
        (source("sitemap", 'url = "https://a.example"', 'match = "/n/*"'), "match", "['/n/*']"),
    ],
)
def test_a_mistake_in_a_source_is_told(tmp_path: Path, text: str, field: str, words: str) -> None:
    message = told(tmp_path, text)
    assert f"source 'a', field '{field}': " in message
    assert words in message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (FEED.replace('"a"', '"A b"'), "source 'A b', field 'id': 'A b' must be of small letters"),
        (FEED.replace('"a"', f'"{"a" * 300}"'), "field 'id'"),
        (FEED.replace('"a"', "7"), "source 7, field 'id': 7 must be text"),
        (FEED.replace('id = "a"\n', ""), "source number 1, field 'id': it is missing"),
        (FEED + FEED, "field 'id': given to more than one source: a"),
        (FEED + 'mark = "verified"', "source 'a': mark 'verified' needs 'documented'"),
        (FEED.replace("[[source]]", "[source]"), "field 'source': write [[source]], with two"),
        (FEED.replace("[[source]]", "[[sources]]"), "field 'sources': there is no such field"),
        ('source = ["https://a.example"]', "source number 1: 'https://a.example' must be a table"),
        ('contact = "me"\n' + FEED, "field 'contact': 'me' names no e-mail address"),
        ('today = "soon"\n' + FEED, "field 'today': 'soon' is no date, such as 2026-07-20"),
        ("tody = 2026-07-20\n" + FEED, "field 'tody': there is no such field here: did you mean"),
        (FEED + '[[host]]\nhost = "b.example"\n', "host 'b.example', field 'tier': it is missing"),
        ("", "field 'source': it is missing: write a [[source]] table"),
        ("[[source", "not valid TOML"),
        ("[[source]]\nid = a\n", "not valid TOML: Invalid value (at line 2, column 6)"),
        ("<html></html>", "not valid TOML"),
        ("source = " + "[" * 100_000, "not valid TOML: nested too deeply"),
        (FEED.replace('"a"', '"ü"').encode("latin-1"), "not UTF-8 text"),
        (FEED.encode("utf-16"), "not UTF-8 text (byte 1 is none of its): save it as UTF-8"),
        (bytes(range(9)), "not valid TOML"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_mistake_in_the_file_is_told(tmp_path: Path, content: str | bytes, words: str) -> None:
    assert words in told(tmp_path, content)


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    message = told(tmp_path, FEED + "limit = 0\ntier = 7\n" + source("rss"))
    assert message.count("field '") == 3


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_bytes(b"\xef\xbb\xbf" + FEED.encode())
    assert len(load_sources(path).source) == 1


@pytest.mark.parametrize(("name", "words"), [("", "Is a directory"), ("none.toml", "No such file")])
def test_what_is_no_file_is_told(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        load_sources(tmp_path / name)


@pytest.mark.parametrize("command", [("sources", "check"), ("sources", "list"), ("run",)])
def test_every_command_tells_a_mistake_in_words(tmp_path: Path, command: tuple[str, ...]) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(FEED + 'tier = "companies"\n')
    runner = CliRunner(env={"COLUMNS": "250", "GIGAWATCH_DATA": str(tmp_path / "data")})
    done = runner.invoke(app, [*command, "--sources", str(path)])
    assert done.exit_code == 2
    assert "source 'a', field 'tier': 'companies' is not one of" in done.output
    assert "did you mean 'company'?" in done.output
    assert "Traceback" not in done.output
