"""Documents in files: what people hand to ``gigawatch extract`` and to directory sources."""

import datetime as dt
import json
from pathlib import Path

import pytest

from extractors.documents import Document, read_documents


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def only(path: Path) -> Document:
    (document,) = read_documents(path)
    return document


def text_of(document: Document) -> str:
    assert document.article is not None, document.error
    return document.article.text


def test_text_that_starts_with_its_title_is_kept_as_it_stands(tmp_path: Path) -> None:
    text = "A title\n\nBody  with two spaces,\r\n\tand a tab.\n"
    path = write(tmp_path / "a.json", json.dumps({"id": "x", "title": "A title", "text": text}))
    document = only(path)
    assert document.id == "x"
    assert text_of(document) == text


def test_title_goes_before_a_text_without_it(tmp_path: Path) -> None:
    record = {"id": "x", "title": "A title", "text": "Body.", "published": None, "url": None}
    assert text_of(only(write(tmp_path / "a.json", json.dumps(record)))) == "A title\n\nBody."


def test_record_with_html_uses_what_it_says_of_itself(tmp_path: Path) -> None:
    record = {
        "id": "x",
        "title": "Given",
        "published": "2026-06-28",
        "url": "'https://grid.example/a'",
        "html": "<h2>Part</h2><p>Body.</p>",
        "claims": [{"kind": "deal"}],
    }
    article = only(write(tmp_path / "a.json", json.dumps(record))).article
    assert article is not None
    assert article.text == "Given\n\nPart\nBody."
    assert article.published == dt.date(2026, 6, 28)
    assert article.url == "https://grid.example/a"


def test_record_with_a_whole_page_takes_the_rest_from_the_page(tmp_path: Path) -> None:
    page = (
        '<html lang="en"><head><title>From the page</title>'
        '<meta name="date" content="2026-05-04"></head><body><p>Body of it.</p></body></html>'
    )
    record = {"id": 7, "title": None, "published": None, "html": page}
    article = only(write(tmp_path / "a.json", json.dumps(record))).article
    assert article is not None
    assert article.text == "From the page\n\nBody of it."
    assert article.published == dt.date(2026, 5, 4)


def test_given_title_takes_the_place_of_the_one_in_the_page(tmp_path: Path) -> None:
    page = "<html><head><title>Head</title></head><body><h1>Given</h1><p>Body of it.</p></body>"
    record = {"id": "x", "title": "Given", "html": page}
    assert text_of(only(write(tmp_path / "a.json", json.dumps(record)))) == "Given\n\nBody of it."


def test_bad_lines_are_told_and_do_not_stop_the_rest(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "one", "text": "First."}),
        "{broken",
        "",
        json.dumps({"id": "three"}),
        json.dumps({"id": "four", "text": "T", "published": "soon"}),
        json.dumps({"text": "no id"}),
        "[1]",
        json.dumps({"id": "last", "text": "Lone surrogate \ud800 here."}),
    ]
    found = list(read_documents(write(tmp_path / "all.jsonl", "\n".join(lines))))
    assert [document.article is not None for document in found] == [
        *(True, False, False, False, False, False, True),
    ]
    errors = [document.error or "" for document in found]
    assert "all.jsonl, line 2: not valid JSON" in errors[1]
    assert "line 4: fields 'text' and 'html'" in errors[2]
    assert "line 5: field 'published'" in errors[3]
    assert "2026-07-20" in errors[3]
    assert "line 6: field 'id'" in errors[4]
    assert "line 7: expected a JSON object" in errors[5]
    assert text_of(found[-1]) == "Lone surrogate \ufffd here."


def test_json_file_may_hold_a_list(tmp_path: Path) -> None:
    records = [{"id": "a", "text": "A."}, {"id": "b"}, {"id": "c", "text": "C."}]
    found = list(read_documents(write(tmp_path / "list.json", json.dumps(records))))
    assert [document.id for document in found] == ["a", "b", "c"]
    assert "list.json, entry 2" in (found[1].error or "")


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    content = (
        "---\ntitle: 'Plant: opened'\ndate: 2026-03-04\nlink: https://grid.example/p\n"
        "site: The Daily Grid\nauthors: [Jo Stone, Al Green]\n---\n"
        "# Plant: opened\n\nAcme *opened* a [plant](https://x.example) of\n300 MW.\n\n"
        "- one\n- two\n\n| Site | MW |\n|---|---|\n| Ashtabula | 300 |\n"
    )
    article = only(write(tmp_path / "plant.md", content)).article
    assert article is not None
    assert article.title == "Plant: opened"
    assert article.text == (
        "Plant: opened\n\nAcme opened a plant of 300 MW.\none\ntwo\nSite | MW\nAshtabula | 300"
    )
    assert article.published == dt.date(2026, 3, 4)
    assert article.url == "https://grid.example/p"
    assert article.publisher == "The Daily Grid"
    assert article.author == "Jo Stone, Al Green"


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("title: [unclosed", "front matter, line"),
        ("date: someday", "'someday' is no date"),
        ("a: " + "[" * 5000, "front matter"),
        ("x: " + "y" * 30_000, "front matter of more than"),
        ("!!python/object/apply:os.system ['true']", "front matter"),
    ],
)
def test_front_matter_that_cannot_be_used(tmp_path: Path, front: str, reason: str) -> None:
    document = only(write(tmp_path / "a.md", f"---\n{front}\n---\nBody."))
    assert document.article is None
    assert reason in (document.error or "")
    assert "a.md" in (document.error or "")


def test_a_line_of_dashes_is_no_front_matter(tmp_path: Path) -> None:
    assert "First" in text_of(only(write(tmp_path / "a.md", "---\nFirst\n\n---\nSecond")))


def test_plain_text_with_a_title_line(tmp_path: Path) -> None:
    document = only(write(tmp_path / "a.txt", "Plant opened\n\nIt has 300 MW.\n\n\nAnd a pond.\n"))
    assert document.article is not None
    assert document.article.title == "Plant opened"
    assert document.article.text == "Plant opened\n\nIt has 300 MW.\nAnd a pond."


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.html", b"", "empty"),
        ("a.html", b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG"),
        ("a.json", b"{", "not valid JSON"),
        ("a.json", b"[" * 100_000, "not valid JSON"),
        ("a.txt", bytes(100), "binary"),
        ("a.xls", b"x", "unknown kind of file"),
    ],
)
def test_files_without_a_document(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    document = only(write(tmp_path / name, content))
    assert document.article is None
    assert reason in (document.error or "")
    assert name in (document.error or "")


def test_missing_file_is_told(tmp_path: Path) -> None:
    assert "No such file" in (only(tmp_path / "gone.md").error or "")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("**May 18, 2025**", "2025-05-18"),
        ("Published: 18 May 2025", "2025-05-18"),
        ("Date: 2025-05-18", "2025-05-18"),
        ("Tuesday, May 6th, 2025 at 4:30 pm EST", "2025-05-06"),
        ("OSLO, June 3, 2026 - Acme opened a plant.", "2026-06-03"),
        ("LAS VEGAS--December 2, 2025--Acme opened a plant.", "2025-12-02"),
        ("On May 18, 2025 Acme opened a plant.", None),
        ("Downloaded: 2025-05-18", None),
        ("Feb. 30, 2026", None),
        ("May 18, 1925", None),
    ],
)
def test_a_text_may_tell_its_own_day(tmp_path: Path, head: str, expected: str | None) -> None:
    record = {"id": "x", "title": "Plant opened", "text": f"{head}\n\nThe plant is large."}
    article = only(write(tmp_path / "a.json", json.dumps(record))).article
    assert article is not None
    assert article.published == (dt.date.fromisoformat(expected) if expected else None)
    plain = only(write(tmp_path / "a.md", f"# Plant opened\n\n{head}\n\nIt is large.\n")).article
    assert plain is not None
    assert plain.published == article.published
