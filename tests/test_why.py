"""``gigawatch why``: the whole chain behind a fact, in words, as JSON and as a page."""

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from telling import Told, claim, warehouse
from typer.testing import CliRunner

from pipeline.cli import app
from warehouse.publish import publish
from warehouse.why.chain import Chain, chain, find
from warehouse.why.page import html

LOUD = "OpenAI will pay AWS $38 billion <script>alert(1)</script> :smile: [bold]for compute[/bold]."
TOLD = [
    Told(
        "2026-03-02",
        [
            claim("deal", "OpenAI", "AWS", role="purchase", value=38e9, confidence=0.8, quote=LOUD),
            claim("duration", "OpenAI", "AWS", metric="contract_term", value=84, unit="months",
                  quote="The contract runs for seven years."),
        ],
        extra="This is what stands before the sentence.",
    ),
    Told(
        "2026-03-09",
        [claim("deal", "OpenAI", "AWS", role="purchase", value=38e9, confidence=0.7,
               firmness="contracted", quote="Signed: $38 billion from OpenAI for AWS.")],
        publisher="Other",
    ),
    Told(
        "2026-03-10",
        [claim("deal", "OpenAI", "AWS", role="purchase", value=35e9, confidence=0.9,
               quote="The contract of OpenAI with AWS is worth $35 billion.")],
        publisher="Third",
    ),
    Told(
        "2026-04-02",
        [claim("deal", "OpenAI", "Oracle", role="purchase", value=30e9, confidence=0.2,
               quote="OpenAI may pay Oracle $30 billion.")],
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("why")
    with warehouse(TOLD) as connection:
        publish(connection, folder)
    return folder


@pytest.fixture(scope="module")
def snapshot(data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(data / "gigawatch.duckdb"), read_only=True) as connection:
        yield connection


def fact_id(snapshot: duckdb.DuckDBPyConnection, usd: float) -> str:
    query = "SELECT fact_id FROM facts WHERE high = ? AND unit = 'USD'"
    return str(snapshot.execute(query, [usd]).fetchall()[0][0])


@pytest.fixture(scope="module")
def contract(snapshot: duckdb.DuckDBPyConnection) -> Chain:
    return chain(snapshot, fact_id(snapshot, 38e9))


def why(data: Path, *given: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["--data", str(data), "why", *given])
    return done.exit_code, done.output


def test_each_sentence_is_shown_in_its_text_with_its_source(contract: Chain) -> None:
    first, second = contract.evidence
    assert first.quote == LOUD
    assert "stands before the sentence." in first.before
    assert first.after.strip() == "The contract runs for seven years."
    assert (second.publisher, second.reason) == ("Other", "same parties, same value")


def test_the_arithmetic_of_the_confidence_gives_the_confidence(contract: Chain) -> None:
    assert "1 − (1 − 0.80) × (1 − 0.5 × 0.70) = 0.87" in contract.confidence_in_words
    assert contract.confidence == pytest.approx(1 - 0.2 * (1 - 0.5 * 0.7))


def test_what_counts_in_no_sum_says_why(snapshot: duckdb.DuckDBPyConnection) -> None:
    told = {usd: chain(snapshot, fact_id(snapshot, usd)).sums_in_words for usd in (35e9, 30e9)}
    assert told[35e9].startswith(
        "It counts in no sum: a better source says otherwise: OpenAI – AWS: $38"
    )
    assert told[30e9] == "It counts in no sum: its confidence is below the threshold."


def test_links_deal_firmness_feeds_and_neighbours_are_there(contract: Chain) -> None:
    (link,) = contract.links
    assert (link.phrase, link.quote) == ("Is contradicted by", TOLD[2].claims[0]["quote"])
    assert contract.agreement is not None
    assert {part.part for part in contract.agreement.parts} >= {"total", "term"}
    assert [step.to_firmness for step in contract.history] == ["announced", "contracted"]
    assert "vendor_dependency" in {feed.name for feed in contract.feeds}
    assert [near.differs.split(",")[0] for near in contract.near] == ["other parties"]


def test_a_fact_is_found_by_its_id_a_claim_the_beginning_of_one_a_deal_or_words(
    snapshot: duckdb.DuckDBPyConnection, contract: Chain
) -> None:
    wanted = [contract.fact_id]
    deal = contract.agreement.agreement_id if contract.agreement else ""
    for given in (contract.fact_id, contract.evidence[1].claim_id, contract.fact_id[:8], deal):
        assert find(snapshot, given) == wanted
    assert find(snapshot, "openai oracle") == [fact_id(snapshot, 30e9)]
    assert find(snapshot, "OpenAI AWS $38")[0] == contract.fact_id
    assert len(find(snapshot, "OpenAI AWS")) == 3
    assert find(snapshot, "Quorvex") == find(snapshot, "%_!") == find(snapshot, "") == []


def test_the_command_tells_lists_and_gives_json(data: Path, contract: Chain) -> None:
    code, told = why(data, contract.fact_id)
    assert code == 0
    assert LOUD in told
    assert "Is contradicted by: OpenAI – AWS: $35 billion" in told
    code, told = why(data, "OpenAI", "AWS")
    assert (code, told.count("first told")) == (0, 3)
    code, told = why(data, contract.fact_id, "--json")
    assert json.loads(told) == contract.model_dump(mode="json")
    assert {one["kind"] for one in json.loads(why(data, "OpenAI", "AWS", "--json")[1])} == {
        "deal",
        "duration",
    }
    code, told = why(data, "Quorvex")
    assert code == 1
    assert "Try fewer words" in told


def test_the_page_is_self_contained_and_what_an_article_wrote_does_nothing(
    data: Path, contract: Chain, tmp_path: Path
) -> None:
    target = tmp_path / "why.html"
    assert why(data, contract.fact_id, "--html", str(target))[0] == 0
    page = target.read_text(encoding="utf-8")
    assert page == html(contract, {})
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "src=" not in page
    assert "prefers-color-scheme: dark" in page
    assert "width=device-width" in page


def test_the_terminal_parts_a_headline_from_the_sentence_below_it(
    data: Path, contract: Chain
) -> None:
    _, shown = why(data, contract.fact_id)
    assert "This is what stands before the sentence. / OpenAI will pay AWS" in shown
