"""The command ``review``: what it lists, what each judgement writes, and what comes of it."""

import json
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

import duckdb
import pytest
from telling import NOW, Told, claim, read
from typer.testing import CliRunner

from pipeline import judgements
from pipeline.cli import app
from pipeline.data_directory import DataDirectory
from schema.entity import load_registry
from schema.vocabulary import Tier
from warehouse.database import open_working
from warehouse.publish import publish
from warehouse.rebuild import rebuild_facts
from warehouse.views import create_view, read_view
from warehouse.why.chain import Voice
from warehouse.why.wording import confidence_in_words

LARGE = "Quillon Power plans 40 gigawatts of turbines for OpenAI in Ohio."
SMALL = "Quillon Power plans 20 megawatts for a shed."
FIRST = "OpenAI signed a $38 billion contract with Amazon."
AGAIN = "Amazon's contract with OpenAI stands at $38 billion, the paper learned."
OTHER = "OpenAI ordered $36.5 billion of computing from Amazon."
LURE = "OpenAI pays AMD $9 billion \x1b[2J\u202ehidden."

ARTICLES = (
    Told(
        "2026-05-01",
        [
            claim("capacity", "Quillon Power", "OpenAI", value=4e10, quote=LARGE, confidence=0.5),
            claim("capacity", "Quillon Power", value=2e7, quote=SMALL, confidence=0.5),
        ],
        url="https://grid.example/quillon",
    ),
    Told(
        "2026-05-02",
        [claim("deal", "OpenAI", "Amazon", role="purchase", value=3.8e10, quote=FIRST)],
        url="https://filing.example/deal",
        publisher="Filing Desk",
        tier=Tier.FILING,
    ),
    Told(
        "2026-05-03",
        [claim("deal", "OpenAI", "Amazon", role="purchase", value=3.8e10, quote=AGAIN)],
        url="https://trade.example/deal",
        publisher="Trade Desk",
    ),
    Told(
        "2026-06-20",
        [claim("deal", "OpenAI", None, role="purchase", value=3.65e10, quote=OTHER)],
        url="https://late.example/deal",
        publisher="Late Desk",
    ),
    Told(
        "2026-05-04",
        [claim("deal", "OpenAI", "AMD", value=9e9, quote=LURE, confidence=0.5)],
        url="https://lure.example/deal",
        publisher="Lure \x1b[31mDesk",
    ),
)


class Desk:
    """A published warehouse, and a person who judges it by the command line."""

    def __init__(self, data: DataDirectory) -> None:
        self.data = data

    def rebuild(self) -> None:
        pages, extracted = read(ARTICLES)
        with open_working(self.data.root) as connection:
            rebuild_facts(
                connection,
                pages,
                extracted,
                registry=load_registry(),
                now=NOW,
                judgements=judgements.read(self.data.judgements),
            )
            create_view(connection, read_view("sql/views/fact_parties"), NOW)
            publish(connection, self.data.root)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.data.published), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def fact(self, quote: str) -> str:
        found = self.ask("SELECT fact_id, quote FROM evidence")
        return next(fact_id for fact_id, told in found if told == quote)

    def says(self, *arguments: str, code: int = 0) -> str:
        who = [] if arguments[:1] in {(), ("history",)} or arguments[0][0] == "-" else _WHO
        given = ["--data", str(self.data.root), "review", *arguments, *who]
        done = CliRunner().invoke(app, given)
        assert done.exit_code == code, done.output
        return " ".join((done.stderr if code else done.stdout).split())

    def why(self, given: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, ["--data", str(self.data.root), "why", given])
        assert done.exit_code == code, done.output
        return " ".join(done.output.split())

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.data.judgements.read_text().splitlines()]


_WHO = ["--who", "Ana Lang", "--why", "read twice"]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(DataDirectory(tmp_path_factory.mktemp("desk")))
    desk.rebuild()
    return desk


@pytest.fixture
def desk(published: Desk) -> Iterable[Desk]:
    """The published warehouse with no judgement written yet."""
    yield published
    published.data.judgements.unlink(missing_ok=True)
    if published.ask("FROM judgements"):
        published.rebuild()


def test_what_matters_most_is_listed_first_with_its_sentence(desk: Desk) -> None:
    told = desk.says("--kind", "doubtful")
    assert told.index("40 GW") < told.index("$9 billion") < told.index("20 MW")
    assert f"“{LARGE}”" in told
    assert desk.fact(LARGE)[:6] in told
    assert "Filing Desk" not in told


def test_facts_that_nearly_agree_are_proposed_as_one(desk: Desk) -> None:
    told = desk.says("--kind", "merges")
    first, second = sorted((desk.fact(FIRST)[:6], desk.fact(OTHER)[:6]))
    assert f"gigawatch review merge {first} {second} | split {first} {second}" in told
    desk.says("split", first, second)
    desk.rebuild()
    assert "may be one: 0" in desk.says("--kind", "merges"), "a person said that they are not"


def test_machines_get_a_line_of_json_an_item(desk: Desk) -> None:
    listed = CliRunner().invoke(
        app, ["--data", str(desk.data.root), "review", "--json", "--limit", "1"]
    )
    items = [json.loads(line) for line in listed.stdout.splitlines()]
    assert [item["kind"] for item in items] == ["doubtful", "merges", "names"]
    assert items[0]["ids"] == [desk.fact(LARGE)]
    assert items[2]["about"] == "Quillon Power"
    assert all(item["weight"] > 0 for item in items)


def test_what_an_article_wrote_cannot_steer_the_terminal(desk: Desk) -> None:
    told = desk.says() + desk.says("accept", desk.fact(LURE)) + desk.says("history")
    assert not {"\x1b", "\u202e"} & set(told)
    assert "\\x1b[2J\\u202ehidden." in told


def test_judgements_are_written_as_lines_and_hold_after_a_rebuild(desk: Desk) -> None:
    assert "right as it is read" in desk.says("accept", desk.fact(LARGE)[:6])
    assert "no fact any more" in desk.says("reject", desk.fact(SMALL))
    assert "object: AMD → Oracle" in desk.says(
        "correct", desk.fact(LURE), "object=org:oracle", "value=8e9", "when=2027-01-01..2027-12-31"
    )
    assert "one fact" in desk.says("merge", desk.fact(OTHER), desk.fact(FIRST))
    assert "which the registry lacks; 2 claims name it" in desk.says(
        "alias", "Quillon Power", "--new", "organisation", "Quillon", "https://quillon.example"
    )
    written = desk.lines()
    assert [line["verb"] for line in written] == ["accept", "reject", "correct", "merge", "alias"]
    assert {(line["who"], line["why"]) for line in written} == {("Ana Lang", "read twice")}
    assert written[0]["claim"]["quote"] == LARGE
    assert "not applied yet" in desk.says("history")
    desk.rebuild()
    assert {status for (status,) in desk.ask("SELECT status FROM judgements")} == {"applied"}
    assert desk.ask(
        "SELECT object_ids, usd_high::DOUBLE, year(when_start) FROM facts WHERE low = 8e9"
    ) == [(["org:oracle"], 8e9, 2027)]
    assert desk.fact(OTHER) == desk.fact(FIRST) == desk.fact(AGAIN)
    assert desk.ask("SELECT subject_ids FROM facts WHERE is_trusted AND unit = 'W'") == [
        (["org:quillon"],)
    ]
    assert "applied" in desk.says("history")
    claims = dict(desk.ask("SELECT quote, claim_id FROM claims"))
    assert "stands for no fact: rejected by Ana Lang" in desk.why(claims[SMALL], code=1)
    accepted = written[0]["id"]
    assert "holds no more" in desk.says("undo", accepted[:6])
    assert desk.lines()[-1]["judgement"] == accepted
    again = desk.says("correct", desk.fact(LURE), "value=7e9")
    assert "8,000,000,000" in again
    assert desk.lines()[-1]["claim"]["low"] == 9e9, "keyed to what was read, not to its correction"


def test_why_says_that_a_person_vouches_for_a_fact() -> None:
    voice = Voice(voice="grid", confidence=0.5, is_vouched=True, weight=1, cap=0.99)
    assert confidence_in_words([voice], 0.5, 0.6).startswith("A person vouches for it")


def test_a_claim_is_split_from_the_fact_that_it_is_with(desk: Desk) -> None:
    together = desk.fact(FIRST)
    assert together == desk.fact(AGAIN)
    claims = dict(desk.ask("SELECT quote, claim_id FROM claims"))
    told = desk.says("split", claims[AGAIN])
    assert f"another fact: {claims[AGAIN][:8]}" in told
    written = desk.lines()[-1]
    assert (written["claim"]["quote"], written["other"]["quote"]) == (AGAIN, FIRST)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["accept", "zzzz"], "begins the id of no fact and no claim"),
        (["split", SMALL], "only claim of its fact"),
        (["merge", FIRST, AGAIN], "are one fact already"),
        (["correct", FIRST, "low=1"], "is a fact of 2 claims"),
        (["correct", LARGE, "watts=1"], "'watts' is no field"),
        (["correct", LARGE, "low"], "write field=value"),
        (["correct", LARGE, "low=many"], "low: Input should be a valid number"),
        (["correct", LARGE, "stage=tape_out"], "does not fit a capacity"),
        (["correct", LARGE, "when=2027-05-01..2027-01-01"], "before it starts"),
        (["alias", "OpenAI", "org:amazon"], "gives the name 'OpenAI' to org:openai"),
        (["alias", "Quillon Power", "org:opena"], "Did you mean org:openai"),
        (["alias", "Quillon Power"], "Give one of"),
        (["alias", "Quillon Power", "--new", "firm", "Quillon", "x"], "kind: Input should be"),
        (["undo", "zzzz"], "begins the id of no judgements"),
        (["--kind", "all"], "write one of doubtful, conflicts"),
    ],
)
def test_a_judgement_that_cannot_be_is_told_and_not_written(
    desk: Desk, arguments: list[str], words: str
) -> None:
    quotes = {SMALL, LARGE, FIRST, AGAIN}
    given = [desk.fact(each) if each in quotes else each for each in arguments]
    if arguments[1:] == [FIRST, AGAIN]:
        given[2] = dict(desk.ask("SELECT quote, claim_id FROM claims"))[AGAIN]
    assert words.lower() in desk.says(*given, code=2).lower()
    assert not desk.data.judgements.exists()


_DRAFT = {"verb": "alias", "who": "Ana", "why": "x" * 500, "name": "Zibble", "is_name": False}
_APPEND = f"""
import datetime as dt, sys
from pathlib import Path
from pipeline import judgements
for number in range(40):
    draft = {_DRAFT!r} | {{"name": f"{{sys.argv[2]}} {{number}}"}}
    judgements.append(Path(sys.argv[1]), [draft, draft], now=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
"""


def test_two_processes_add_to_one_file_and_lose_no_line(data: DataDirectory) -> None:
    path = str(data.judgements)
    writers = [
        subprocess.Popen([sys.executable, "-c", _APPEND, path, name]) for name in ("one", "two")
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    found = judgements.read(data.judgements)
    assert (len(found.lines), found.bad) == (80, ()), "of two equal lines at one time, one counts"
    times = [judgement.at for _, judgement in found.lines]
    assert times == sorted(set(times)), "each is later than those before it"


def test_a_line_that_was_cut_off_does_not_swallow_the_next(data: DataDirectory) -> None:
    judgements.append(data.judgements, [_DRAFT], now=NOW)
    with data.judgements.open("a") as file:
        file.write('{"id": "half')
    judgements.append(data.judgements, [_DRAFT], now=NOW)
    found = judgements.read(data.judgements)
    assert [line for line, _ in found.lines] == [1, 3]
    assert [bad.line for bad in found.bad] == [2]


def test_a_full_disk_leaves_the_file_as_it_was(data: DataDirectory) -> None:
    judgements.append(data.judgements, [_DRAFT], now=NOW)
    before = data.judgements.read_bytes()
    code = (
        f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) + 20},) * 2)\n"
        + _APPEND
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(data.judgements), "one"], capture_output=True, check=False
    )
    assert done.returncode == 1
    assert b"only a part" in done.stderr
    assert data.judgements.read_bytes() == before
