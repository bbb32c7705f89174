"""Copies, rewrites and updates: how often a text counts, and what becomes of its versions."""

import datetime as dt
import json
from pathlib import Path

import duckdb
import numpy as np
import pytest
from webserver import Site, page

from pipeline import attribution, steps
from pipeline.data_directory import DataDirectory
from pipeline.fetch_log import FetchLog
from pipeline.settings import Settings
from schema.entity import load_registry
from schema.vocabulary import SetAside
from warehouse.duplicates import PERMUTATIONS, follows, signature
from warehouse.load import load
from warehouse.rebuild import derive_facts
from warehouse.resolve import resolve

DEAL = "Fluidstack will invest $50 billion in data centers with Anthropic."
RELEASE = (
    DEAL,
    "Construction of the first of four halls began in March, and the companies expect 160 MW to be "
    "in service by the end of 2027, with the other halls following at intervals of six months.",
    "“Demand for computing has outrun the grid in most of the places where people want it,” said "
    "Maren Voss, who runs the campus. “Here we found a utility that planned with us early.”",
    "Under the agreement the tenant pays for a new substation and two lines, and takes at least "
    "70 percent of the contracted power in every month of the term, whether it uses that or not.",
    "The utility said that it would build a gas plant and buy wind power to serve it, and that "
    "other customers would pay for neither; the regulator of the state must approve the plant.",
    "The campus will employ about 240 people once it is done, the companies said, and as many as "
    "2,100 while it is built.",
)
BOILERPLATE = (
    "This press release has forward-looking statements, which involve risks and uncertainties. "
    "Results may differ materially from those expressed, for many reasons: delays in permits, lack "
    "of equipment and labor, changes in law, the weather, and all that the filings tell at length. "
    "The companies undertake no obligation to update any such statement, whatever they may learn."
)
OUTLETS = {
    "Wire": (
        "OSTROW, July 6, 2026 /Newswire/",
        *RELEASE,
        "About the tenant: it rents.",
        BOILERPLATE,
    ),
    "Local": ("By our own staff in Ostrow", *RELEASE[:4]),
    "Portal": (*RELEASE, "Sign up for the letter that forty thousand people read.", BOILERPLATE),
    "Trade": (*RELEASE[:3], *RELEASE[4:], "Write to our editors with tips and with corrections."),
    "Rewriter": (
        *RELEASE[:4],
        "There will be a plant for gas, which a regulator has yet to agree to, and some wind.",
        "Neighbours told us that they have heard such numbers before, and wait for the lorries.",
        "Some two hundred people may find work there in the end, if all goes as planned.",
    ),
}
REPORT = (
    DEAL,
    "The two said so on Monday in a town that has more cows than people, and few asked questions.",
    "The first hall is due by the end of 2027, of 160 MW, and three more are to follow in time.",
    "“Demand for computing has outrun the grid in most of the places where people want it,” said "
    "Maren Voss, who looked at eleven states before this one.",
    "Consumer groups are less sure: they ask who pays for the gas plant once the tenant has left, "
    "and the regulator has not said whether it will ask the same before it decides in autumn.",
)


def signed(text: tuple[str, ...]) -> tuple[list[int], int]:
    joined = "\n".join(text)
    return signature(joined), len(joined.split())


def followed(texts: list[tuple[list[int], int]]) -> dict[int, int]:
    values = np.array([minhash for minhash, _ in texts], np.uint64).reshape(-1, PERMUTATIONS)
    return follows(values, [words for _, words in texts], range(len(texts)), 0.5)


def test_a_round_up_of_two_releases_does_not_make_them_one() -> None:
    other = tuple(" ".join(reversed(line.split())) for line in RELEASE)
    found = followed([signed(RELEASE), signed(other), signed((*RELEASE, *other))])
    assert found in ({2: 0}, {2: 1})


@pytest.mark.parametrize("texts", [[], [signed(("",))], [signed(("x",))]])
def test_there_may_be_nothing_to_compare(texts: list[tuple[list[int], int]]) -> None:
    assert followed(texts) == {}


def built(data: DataDirectory, sources: Path) -> duckdb.DuckDBPyConnection:
    """The articles, claims and facts of what the sources have and had."""
    settings = Settings.given(data.root, sources)
    steps.fetch_pages(settings)
    pages = FetchLog(data.fetches).pages()
    read = steps.read_stored_pages(data).extracted
    known = attribution.recall(data.known_sources).sources
    connection = duckdb.connect()
    load(connection, pages, attribution.attribute(read, pages, known))
    resolve(connection, load_registry())
    derive_facts(connection, settings.now())
    return connection


def test_a_release_on_five_outlets_is_one_voice_and_a_report_of_the_event_another(
    data: DataDirectory, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for day, (outlet, text) in enumerate([*OUTLETS.items(), ("Reporter", REPORT)], start=6):
        document = {
            "id": outlet,
            "title": f"{outlet} on the campus",
            "publisher": outlet,
            "url": f"https://{outlet.lower()}.example/campus",
            "published": f"2026-07-{day:02}",
            "text": "\n".join(text),
        }
        (inbox / f"{outlet}.json").write_text(json.dumps(document))
    german = (
        "Der Energieversorger und das Unternehmen haben am Montag einen Vertrag unterschrieben."
    )
    (inbox / "german.json").write_text(json.dumps({"id": "g", "text": f"{german} {german}"}))
    sources = tmp_path / "sources.toml"
    sources.write_text('today = 2026-07-20\n[[source]]\nid="d"\nkind="directory"\npath="inbox"\n')
    with built(data, sources) as connection:
        voices = connection.execute(
            "SELECT publisher, voice FROM articles WHERE language = 'en' ORDER BY published"
        ).fetchall()
        facts = connection.execute(
            "SELECT articles, publishers, voices FROM facts WHERE usd_low = 50e9"
        ).fetchall()
    assert voices == [*((outlet, "wire") for outlet in OUTLETS), ("Reporter", "reporter")]
    assert facts == [(6, 6, 2)]
    assert steps.read_stored_pages(data).set_aside == {SetAside.OTHER_LANGUAGE: 1}


def test_an_update_of_an_article_is_a_new_version_with_its_history(
    site: Site, data: DataDirectory, tmp_path: Path
) -> None:
    sources = tmp_path / "sources.toml"
    table = f'[[source]]\nid = "a"\nkind = "pages"\nurls = ["{site.url}/campus"]\nlocal = true\n'
    first, corrected = ("\n".join(RELEASE), "\n".join(RELEASE).replace("$50", "$40"))
    for day, text in ((6, first), (7, corrected)):
        sources.write_text(f"today = 2026-07-{day:02}\n{table}")
        site.paths["/campus"] = page("Campus", text)
        with built(data, sources) as connection:
            versions = connection.execute(
                "SELECT version, is_latest, recorded_at::DATE FROM articles ORDER BY version"
            ).fetchall()
            told = connection.execute(
                "SELECT low, is_current FROM claims WHERE kind = 'deal' ORDER BY recorded_at"
            ).fetchall()
            said = connection.execute("SELECT count(DISTINCT article_id) FROM articles").fetchone()
    assert said == (1,)
    assert versions == [(1, False, dt.date(2026, 7, 6)), (2, True, dt.date(2026, 7, 7))]
    assert told == [(50e9, False), (40e9, True)]
