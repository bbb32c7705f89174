"""The command line: what it prints, where, and how it ends."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.sample import NEWSROOM

TEXT = "OpenAI signed a $38 billion contract with Amazon for cloud computing."
DOCUMENT = {"id": "one", "title": "A contract", "published": "2026-07-01", "text": TEXT}


def gigawatch(*arguments: object, stdin: str | None = None):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin)


def lines(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_every_command_says_what_it_does() -> None:
    help_text = gigawatch("--help").stdout
    for command in app.registered_commands:
        name = command.callback.__name__  # type: ignore[union-attr]
        assert name in help_text
        told = gigawatch(name, "--help")
        assert told.exit_code == 0
        assert len(told.stdout) > 300


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, pipeline.cli;"
        "heavy = {'spacy', 'dagster', 'duckdb', 'lxml', 'numpy', 'httpx'};"
        "print(*(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == []


def test_extract_prints_one_line_a_document_in_order(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><article><p>{TEXT}</p></article></body></html>")
    record = tmp_path / "record.json"
    record.write_text(json.dumps(DOCUMENT))
    done = gigawatch("extract", record, page)
    assert done.exit_code == 0
    first, second = lines(done.stdout)
    assert (first["id"], second["id"]) == ("one", "page")
    text = f"A contract\n\n{TEXT}"
    assert first["text_sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert any(claim["low"] == 38e9 and claim["unit"] == "USD" for claim in first["claims"])
    for claim in first["claims"]:
        assert text[claim["start"] : claim["end"]] == claim["quote"]


def test_extract_reads_standard_input_and_goes_on_after_a_bad_line() -> None:
    stdin = f"{json.dumps(DOCUMENT)}\n{{broken\n\n" + json.dumps(DOCUMENT | {"id": "two"})
    done = gigawatch("extract", stdin=stdin)
    assert done.exit_code == 1
    assert [line["id"] for line in lines(done.stdout)] == ["one", "two"]
    assert "line 2" in done.stderr


def test_extract_tells_a_missing_a_binary_and_an_empty_file(tmp_path: Path) -> None:
    binary, empty, good = (tmp_path / n for n in ("b.html", "e.html", "g.json"))
    binary.write_bytes(bytes(range(256)))
    empty.write_bytes(b"")
    good.write_text(json.dumps(DOCUMENT))
    done = gigawatch("extract", tmp_path / "none.html", binary, empty, tmp_path, good)
    assert done.exit_code == 1
    assert [line["id"] for line in lines(done.stdout)] == ["one"]
    for name in ("none.html", "b.html", "e.html", "a directory"):
        assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_extract_writes_pages_for_ones_eyes(tmp_path: Path) -> None:
    shown = tmp_path / "claims.html"
    stdin = "\n".join(json.dumps(DOCUMENT | {"id": name}) for name in "ab")
    assert gigawatch("extract", "--html", shown, stdin=stdin).exit_code == 0
    assert "$38 billion" in shown.read_text()
    assert (tmp_path / "claims-2.html").exists()


def test_a_page_of_marked_claims_needs_a_folder(tmp_path: Path) -> None:
    done = gigawatch(
        "extract", "--html", tmp_path / "none" / "page.html", stdin=json.dumps(DOCUMENT)
    )
    assert done.exit_code == 2
    assert str(tmp_path / "none") in done.stderr
    assert done.stdout == ""


def test_extract_and_parse_leave_no_data_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    gigawatch("extract", stdin=json.dumps(DOCUMENT))
    gigawatch("parse", stdin=json.dumps(DOCUMENT))
    assert list(tmp_path.iterdir()) == []


def test_parse_prints_the_article() -> None:
    page = next((NEWSROOM / "site").glob("2026-06-25-dragonfly.html"))
    done = gigawatch("parse", page)
    (article,) = lines(done.stdout)
    assert article["published"] == "2026-06-25"
    assert article["language"] == "en"
    assert article["url"].startswith("https://diewafer.example/")  # type: ignore[union-attr]
    assert article["text"].startswith(article["title"])  # type: ignore[union-attr,arg-type]


def test_assess_judges_each_line_and_tells_a_bad_one(tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"id": "a", "metric": "nothing"}\nno object\n')
    done = gigawatch("assess", cases, tmp_path / "none.jsonl")
    assert done.exit_code == 1
    assert [line["verdict"] for line in lines(done.stdout)] == ["unverifiable"] * 2
    assert "none.jsonl" in done.stderr


def test_evaluate_scores_the_annotated_sample() -> None:
    done = gigawatch("evaluate", NEWSROOM / "gold", "--json")
    assert done.exit_code == 0
    figures = json.loads(done.stdout)
    assert figures["all"]["gold"] > 100
    assert figures["all"]["value"]["f1"] > 0.3


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["run", "--sources", "no/such.toml"], 2, "no/such.toml: cannot be read"),
        (["evaluate", "no/such/folder"], 2, "no/such/folder"),
        (["digest"], 1, "run `gigawatch run` first"),
        (["export"], 1, "run `gigawatch run` first"),
        (["why", "abc"], 1, "run `gigawatch run` first"),
        (["review"], 1, "run `gigawatch run` first"),
        (["ingest"], 2, "Missing argument"),
        (["ingest", "http://"], 2, "http://"),
        (["frobnicate"], 2, "No such command"),
    ],
)
def test_a_wrong_command_is_told_in_words(
    tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    done = gigawatch("--data", tmp_path / "data", *arguments)
    assert done.exit_code == code
    assert words in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
