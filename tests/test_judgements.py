"""Judgements of persons: matched to what is read now, applied at every rebuild, never lost."""

import datetime as dt
import json
from collections.abc import Iterable
from itertools import count
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telling import Told, claim, read

from schema.entity import load_registry
from schema.judgement_lines import Judgements, parse
from warehouse.judging.judging import Judging
from warehouse.load import load
from warehouse.resolve import resolve, resolving_limits
from warehouse.resolving.placing import cluster
from warehouse.resolving.sides import Parties
from warehouse.resolving.statement import Statement, statement_of
from warehouse.statements import run, statement
from warehouse.views import create_facts, create_view, read_view

NOW = dt.datetime(2026, 7, 20, tzinfo=dt.UTC)
DAILY, WEEKLY, LATER = (f"https://{name}.example/deal" for name in ("daily", "weekly", "later"))
ORACLE = "OpenAI will pay Oracle $5 billion for computing."
AGAIN = "OpenAI's contract with Oracle is worth $5 billion."
ZIBBLE = "OpenAI pays Zibble $7 billion."


def told(url: str, quote: str, **fields: Any) -> Told:
    """One article with one claim: a purchase by OpenAI from Oracle unless told otherwise."""
    given = {"object": "Oracle", "value": 5e9, "confidence": 0.3, "role": "purchase", **fields}
    content = claim("deal", given.pop("subject", "OpenAI"), given.pop("object"), **given)
    return Told("2026-05-01", [content | {"quote": quote}], url=url, publisher=url[8:-13])


def seen(url: str, quote: str, low: float = 5e9, **fields: Any) -> dict[str, Any]:
    return {"url": url, "quote": quote, "kind": "deal", "low": low, "unit": "USD", **fields}


class Person:
    """Writes judgements, each a minute after the one before."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._minutes = count()

    def judges(self, verb: str, **fields: Any) -> str:
        number = next(self._minutes)
        at = dt.datetime(2026, 6, 1, 12, number, tzinfo=dt.UTC).isoformat()
        line = {"id": f"j{number}", "at": at, "who": "Ana", "verb": verb, "why": "seen"} | fields
        self.lines.append(json.dumps(line))
        return f"j{number}"


@pytest.fixture
def ana() -> Person:
    return Person()


def build(articles: Iterable[Told], lines: Iterable[str] = ()) -> duckdb.DuckDBPyConnection:
    """A warehouse up to its facts, without what is built of them."""
    connection = resolved(articles, lines)
    run(connection, "sql/macros")
    for name in ("claim_judgements", "evidence"):
        create_view(connection, read_view(f"sql/views/{name}"), NOW)
    create_facts(connection)
    return connection


def resolved(articles: Iterable[Told], lines: Iterable[str] = ()) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    load(connection, *read(articles))
    resolve(connection, load_registry(), parse(lines))
    return connection


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def statuses(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [s for (s,) in rows(connection, "SELECT status FROM judgements ORDER BY line")]


def facts(connection: duckdb.DuckDBPyConnection) -> list[tuple[str | None, ...]]:
    """Object and amount of the claim that names each fact."""
    return rows(
        connection,
        "SELECT object, high FROM fact_claims JOIN claims USING (claim_id) "
        "WHERE claim_id = fact_id ORDER BY ALL",
    )


def test_an_accepted_claim_is_trusted_and_says_who_vouches_for_it(ana: Person) -> None:
    ana.judges("accept", claim=seen(DAILY, ORACLE))
    built = build([told(DAILY, ORACLE)], ana.lines)
    assert rows(built, "SELECT is_trusted, in_sums, confidence FROM facts") == [(True, True, 0.99)]
    assert rows(built, "SELECT judgement FROM evidence") == [
        ("accepted by Ana on 2026-06-01 because seen",)
    ]
    assert rows(built, "SELECT field, as_read, as_judged FROM claim_corrections") == [
        ("confidence", "0.3", "0.99")
    ]


def test_what_a_machine_wrote_is_trusted_once_a_person_accepts_it(ana: Person) -> None:
    article = told(DAILY, ORACLE, confidence=0.9)
    article.machine_written = True
    ana.judges("accept", claim=seen(DAILY, ORACLE))
    assert rows(build([article], ana.lines), "SELECT is_trusted FROM facts") == [(True,)]


def test_a_rejected_claim_stays_in_the_table_and_stands_for_no_fact(ana: Person) -> None:
    ana.judges("reject", claim=seen(DAILY, ORACLE))
    built = build([told(DAILY, ORACLE), told(WEEKLY, AGAIN)], ana.lines)
    assert rows(built, "SELECT url FROM evidence") == [(WEEKLY,)]
    assert rows(built, "SELECT judged FROM claims ORDER BY judged NULLS LAST") == [
        ("rejected",),
        (None,),
    ]
    assert rows(built, "SELECT status, len(claim_ids), fact_ids FROM judgements") == [
        ("applied", 1, [])
    ]


def test_a_corrected_field_replaces_what_was_read_which_is_kept(ana: Person) -> None:
    fields = {"object": "Broadcom", "low": 6e9, "high": 6e9, "when": {"end": "2027-12-31"}}
    ana.judges("correct", claim=seen(DAILY, ORACLE), fields=fields)
    built = build([told(DAILY, ORACLE)], ana.lines)
    assert rows(built, "SELECT object_ids, low, when_end, is_trusted FROM facts") == [
        (["org:broadcom"], 6e9, dt.date(2027, 12, 31), True)
    ]
    corrected = dict(
        rows(built, "SELECT field, as_read FROM claim_corrections WHERE field <> 'confidence'")
    )
    assert corrected == {"object": "Oracle", "low": "5000000000.0", "high": "5000000000.0"} | {
        "when_end": None
    }
    assert "object Oracle → Broadcom" in rows(built, "SELECT judgement FROM evidence")[0][0]


def test_a_correction_brings_a_claim_to_the_fact_that_it_tells(ana: Person) -> None:
    articles = [told(DAILY, ORACLE), told(WEEKLY, AGAIN, object="Ohio")]
    assert len(facts(resolved(articles))) == 2
    ana.judges("correct", claim=seen(WEEKLY, AGAIN), fields={"object": "Oracle"})
    assert facts(resolved(articles, ana.lines)) == [("Oracle", 5e9)]


#: The same statement as another reader gives it: the sentence, and what differs of its fields.
READ_OTHERWISE: dict[str, tuple[str, dict[str, Any]]] = {
    "the sentence is cut longer": (f"{ORACLE} It said so on Monday.", {}),
    "the sentence is cut shorter": ("OpenAI will pay Oracle $5 billion", {}),
    "other white space": (ORACLE.replace(" will", "\n  will"), {}),
    "another role": (ORACLE, {"role": "lease", "confidence": 0.5}),
    "a longer name": (ORACLE, {"object": "Oracle Corporation"}),
    "a party is lost": (ORACLE, {"object": None}),
    "an open bound": (ORACLE, {"low": 5e9, "qualifier": "at_least"}),
}


def test_judgements_survive_a_reader_that_reads_otherwise(ana: Person) -> None:
    articles = []
    for number, (quote, fields) in enumerate(READ_OTHERWISE.values()):
        url = f"https://paper-{number}.example/deal"
        articles.append(told(url, quote, **fields))
        ana.judges("reject", claim=seen(url, ORACLE, subject="OpenAI", object="Oracle"))
    built = resolved(articles, ana.lines)
    assert dict(zip(READ_OTHERWISE, statuses(built), strict=True)) == dict.fromkeys(
        READ_OTHERWISE, "applied"
    )
    assert facts(built) == []


def test_a_judgement_that_finds_nothing_waits_and_says_why(ana: Person) -> None:
    found = {
        "https://nowhere.example/deal": ("waiting", "no page with this address"),
        DAILY: ("unmatched", "nothing is read"),
        WEEKLY: ("unmatched", "read otherwise now: deal OpenAI Oracle 9000000000.0"),
        LATER: ("unmatched", "read otherwise now: deal Meta Google"),
    }
    articles = [
        told(DAILY, "Something else costs $5 billion."),
        told(WEEKLY, ORACLE, value=9e9),
        told(LATER, ORACLE, subject="Meta", object="Google"),
    ]
    for url in found:
        ana.judges("reject", claim=seen(url, ORACLE, subject="OpenAI", object="Oracle"))
    built = resolved(articles, ana.lines)
    became = {url: told for url, *told in rows(built, "SELECT url, status, note FROM judgements")}
    for url, (status, words) in found.items():
        assert became[url][0] == status
        assert words in became[url][1]
    assert len(facts(built)) == len(articles)


def test_of_several_claims_of_a_sentence_the_value_tells_which_is_meant(ana: Person) -> None:
    quote = "OpenAI pays Oracle $5 billion and CoreWeave $7 billion, and lends each $9 billion."
    claims = [
        claim("deal", "OpenAI", "Oracle", value=5e9, quote=quote),
        claim("deal", "OpenAI", "CoreWeave", value=7e9, quote=quote),
        claim("deal", "OpenAI", "Oracle", value=9e9, quote=quote),
        claim("deal", "OpenAI", "CoreWeave", value=9e9, quote=quote),
        claim("deal", "OpenAI", "Amazon", value=3e9, quote=quote),
        claim("deal", "OpenAI", "AWS", value=3e9, quote=quote),
    ]
    ana.judges("reject", claim=seen(DAILY, quote, low=7e9))
    ana.judges("reject", claim=seen(DAILY, quote, low=9e9))
    ana.judges("reject", claim=seen(DAILY, quote, low=9e9, object="Oracle"))
    ana.judges("reject", claim=seen(DAILY, quote, low=3e9, object="AWS"))
    built = resolved([Told("2026-05-01", claims, url=DAILY)], ana.lines)
    assert statuses(built) == ["applied", "ambiguous", "applied", "applied"]
    assert facts(built) == [("Amazon", 3e9), ("CoreWeave", 9e9), ("Oracle", 5e9)]


def test_a_correction_that_is_read_by_now_stays_applied(ana: Person) -> None:
    ana.judges("correct", claim=seen(DAILY, ORACLE), fields={"low": 6e9, "high": 6e9})
    built = resolved([told(DAILY, ORACLE, value=6e9)], ana.lines)
    assert rows(built, "SELECT status, note FROM judgements") == [
        ("applied", "it is read so by now")
    ]
    assert facts(built) == [("Oracle", 6e9)]


def test_a_correction_that_makes_no_claim_is_not_applied_and_says_so(ana: Person) -> None:
    ana.judges("correct", claim=seen(DAILY, ORACLE), fields={"stage": "tape_out"})
    built = resolved([told(DAILY, ORACLE)], ana.lines)
    assert rows(built, "SELECT status FROM judgements WHERE note LIKE '%does not fit%'") == [
        ("unmatched",)
    ]
    assert facts(built) == [("Oracle", 5e9)]


def test_the_last_judgement_on_a_thing_holds_wherever_its_line_stands(ana: Person) -> None:
    ana.judges("reject", claim=seen(DAILY, ORACLE))
    ana.judges("accept", claim=seen(DAILY, ORACLE))
    ana.judges("correct", claim=seen(WEEKLY, ZIBBLE, 7e9), fields={"object": "AMD"})
    ana.judges("correct", claim=seen(WEEKLY, ZIBBLE, 7e9), fields={"object": "Nvidia"})
    articles = [told(DAILY, ORACLE), told(WEEKLY, ZIBBLE, value=7e9, object="Zibble")]
    for lines in (ana.lines, ana.lines[::-1]):
        built = resolved(articles, lines)
        assert facts(built) == [("Nvidia", 7e9), ("Oracle", 5e9)]
        became = "SELECT status, note FROM judgements ORDER BY judgement_id"
        assert [status for status, _ in rows(built, became)] == ["overruled", "applied"] * 2
        assert "overruled by Ana" in rows(built, became)[0][1]


def test_what_is_undone_holds_no_more_and_undoing_that_brings_it_back(ana: Person) -> None:
    articles = [told(DAILY, ORACLE)]
    rejected = ana.judges("reject", claim=seen(DAILY, ORACLE))
    undone = ana.judges("undo", judgement=rejected)
    built = resolved(articles, ana.lines)
    assert (statuses(built), len(facts(built))) == (["undone", "applied"], 1)
    assert rows(built, "SELECT judged FROM claims") == [(None,)]
    ana.judges("undo", judgement=undone)
    ana.judges("undo", judgement="nothing")
    built = resolved(articles, ana.lines)
    assert statuses(built) == ["applied", "undone", "applied", "unmatched"]
    assert facts(built) == []


def test_facts_are_merged_and_split_as_judged(ana: Person) -> None:
    articles = [
        told(DAILY, ORACLE),
        told(WEEKLY, AGAIN),
        told(LATER, ZIBBLE, object="Zibble", value=7e9),
    ]
    ana.judges("split", claim=seen(WEEKLY, AGAIN), other=seen(DAILY, ORACLE))
    ana.judges("merge", claim=seen(LATER, ZIBBLE, 7e9), other=seen(DAILY, ORACLE))
    built = build(articles, ana.lines)
    placed = "SELECT list(url ORDER BY url) AS urls FROM evidence GROUP BY fact_id ORDER BY urls"
    assert rows(built, placed) == [([DAILY, LATER],), ([WEEKLY],)]
    reasons = dict(rows(built, "SELECT url, reason FROM evidence"))
    assert reasons[WEEKLY].startswith("judged another fact by Ana")
    assert any(reason.startswith("judged the same by Ana") for reason in reasons.values())
    assert rows(built, "SELECT len(fact_ids) FROM judgements ORDER BY line") == [(2,), (1,)]


def test_of_merge_and_split_of_one_pair_the_later_holds(ana: Person) -> None:
    pair = {"claim": seen(WEEKLY, AGAIN), "other": seen(DAILY, ORACLE)}
    ana.judges("split", **pair)
    ana.judges("merge", **pair)
    articles = [told(DAILY, ORACLE), told(WEEKLY, AGAIN)]
    built = resolved(articles, ana.lines)
    assert (statuses(built), len(facts(built))) == (["overruled", "applied"], 1)
    ana.judges("split", **pair)
    built = resolved(articles, ana.lines)
    assert statuses(built)[1:] == ["overruled", "applied"]
    assert len(facts(built)) == 2


_PLACES = [f"https://paper-{number}.example/story" for number in range(6)]
_TELLINGS = [
    told(url, f"OpenAI pays {name} ${amount:.0f} billion, paper {number} says.", value=amount * 1e9)
    for number, (url, name, amount) in enumerate(
        zip(_PLACES, ["Oracle"] * 3 + ["AMD"] * 3, [5, 5, 5, 7, 7, 8], strict=True)
    )
]


def _sight(number: int) -> dict[str, Any]:
    content = _TELLINGS[number].claims[0]
    return seen(_PLACES[number], content["quote"], content["low"])


@pytest.fixture(scope="module")
def loaded() -> duckdb.DuckDBPyConnection:
    return resolved(_TELLINGS)


@settings(max_examples=15)
@given(
    st.lists(st.tuples(st.sampled_from(["merge", "split"]), st.permutations(range(6))), max_size=5),
    st.permutations(range(6)),
    st.randoms(use_true_random=False),
)
def test_merging_and_splitting_depend_on_no_order_of_arrival(
    loaded: duckdb.DuckDBPyConnection,
    decided: list[tuple[str, list[int]]],
    arrival: list[int],
    shuffled: Any,
) -> None:
    person = Person()
    for verb, (one, other, *_) in decided:
        person.judges(verb, claim=_sight(one), other=_sight(other))
    statements = _statements(loaded)
    placed = _judged(loaded, statements, person.lines)
    lines = list(person.lines)
    shuffled.shuffle(lines)
    assert _judged(loaded, [statements[place] for place in arrival], lines) == placed
    facts_of, status = placed
    for line in map(json.loads, person.lines):
        if status[line["id"]] == "applied":
            same = facts_of[line["claim"]["quote"]] == facts_of[line["other"]["quote"]]
            assert same == (line["verb"] == "merge")


def _statements(loaded: duckdb.DuckDBPyConnection) -> list[Statement]:
    loaded.execute("CREATE OR REPLACE TEMP VIEW wanted AS SELECT claim_id FROM claims")
    found = loaded.execute(statement("sql/resolve/statements")).to_arrow_table().to_pylist()
    names = dict(rows(loaded, "SELECT claim_id, entity_id FROM claim_parties WHERE role='object'"))
    payer = frozenset({"org:openai"})
    return [statement_of(row, Parties(payer, frozenset({names[row["claim_id"]]}))) for row in found]


def _judged(
    loaded: duckdb.DuckDBPyConnection, statements: list[Statement], lines: list[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The fact of each sentence, and what became of each judgement."""
    loaded.execute("DELETE FROM judgements")
    judging = Judging(loaded, load_registry(), parse(lines))
    clusters = judging.facts(cluster(statements, resolving_limits()))
    judging.record()
    placed = {told.quote: one.earliest.claim_id for one in clusters for told, _ in one.members}
    return placed, dict(rows(loaded, "SELECT judgement_id, status FROM judgements ORDER BY ALL"))


def test_a_name_means_the_entity_that_a_person_says(ana: Person) -> None:
    articles = [told(DAILY, ZIBBLE, object="Zibble"), told(WEEKLY, ORACLE)]
    ana.judges("alias", name="zibble", entity="org:oracle")
    built = resolved(articles, ana.lines)
    assert facts(built) == [("Oracle", 5e9)]
    assert rows(built, "SELECT name, written FROM claim_parties WHERE written = 'Zibble'") == [
        ("Oracle", "Zibble")
    ]
    assert rows(built, "FROM entity_candidates") == []


def test_a_new_entity_and_its_other_names_are_taken_in(ana: Person) -> None:
    new = {"kind": "organisation", "name": "Zibble Works", "source": "https://zibble.example"}
    ana.judges("alias", name="Zibble", new=new)
    ana.judges("alias", name="Zibblers", entity="org:zibble-works")
    ana.judges("alias", name="Broadcom", entity="org:zibble-works")
    ana.judges("alias", name="Nobody", entity="org:nobody")
    articles = [
        told(DAILY, ZIBBLE, object="Zibble"),
        told(WEEKLY, AGAIN, object="Zibblers"),
        told(LATER, "OpenAI pays Broadcom $5 billion.", object="Broadcom"),
    ]
    built = resolved(articles, ana.lines)
    assert statuses(built) == ["applied", "applied", "overruled", "unmatched"]
    assert rows(
        built, "SELECT kind, source, is_candidate FROM entities WHERE name LIKE 'Zib%'"
    ) == [("organisation", "https://zibble.example", False)]
    assert facts(built) == [("Broadcom", 5e9), ("Zibble Works", 5e9)]


def test_words_that_are_no_name_leave_their_claims(ana: Person) -> None:
    ana.judges("alias", name="Monday", is_name=False)
    built = resolved([told(DAILY, ORACLE, object="Oracle, Monday")], ana.lines)
    assert facts(built) == [("Oracle", 5e9)]
    assert rows(built, "SELECT as_read, as_judged FROM claim_corrections") == [
        ("Oracle, Monday", "Oracle")
    ]


def test_a_judgement_of_a_name_that_no_claim_bears_waits(ana: Person) -> None:
    ana.judges("alias", name="Zibble", entity="org:oracle")
    assert statuses(resolved([told(DAILY, ORACLE)], ana.lines)) == ["waiting"]


def test_the_same_pages_and_judgements_give_the_same_tables(ana: Person) -> None:
    ana.judges("correct", claim=seen(DAILY, ORACLE), fields={"speaker": "Oracle"})
    ana.judges("alias", name="Zibble", entity="org:amd")
    articles = [told(DAILY, ORACLE), told(WEEKLY, ZIBBLE, object="Zibble", value=7e9)]
    tables = (
        "claims",
        "claim_parties",
        "fact_claims",
        "judgements",
        "claim_corrections",
        "entities",
    )
    first, second = (resolved(order, ana.lines) for order in (articles, articles[::-1]))
    for table in tables:
        assert rows(first, f"FROM {table} ORDER BY ALL") == rows(
            second, f"FROM {table} ORDER BY ALL"
        )


_REJECT = {"at": "2026-06-01T12:00:00Z", "who": "Ana", "why": "seen", "verb": "reject"}
_WHOLE = {**_REJECT, "claim": seen(DAILY, ORACLE)}
BAD_LINES = {
    "no JSON": ("{broken", "one JSON object on a line"),
    "a list": ("[1, 2]", "no JSON object"),
    "nested deeply": ("[" * 100_000, "no JSON"),
    "a conflict in git": ("<<<<<<< HEAD", "left by a merge in git"),
    "unknown verb": ({**_WHOLE, "verb": "refuse"}, "field 'verb': write one of accept"),
    "no reason": ({**_WHOLE, "why": " "}, "field 'why'"),
    "nothing judged": (_REJECT, "field 'claim': it is missing"),
    "no number": ({**_REJECT, "claim": seen(DAILY, ORACLE, low="many")}, "field 'claim.low'"),
    "unknown field": ({**_WHOLE, "note": "x"}, "field 'note': there is no such field"),
    "no time zone": ({**_WHOLE, "at": "2026-06-01T12:00"}, "field 'at'"),
    "alias of nothing": ({**_REJECT, "verb": "alias", "name": "A"}, 'give one of "entity"'),
    "corrects nothing": ({**_WHOLE, "verb": "correct", "fields": {}}, "no field is corrected"),
    "an id twice": ({**_WHOLE, "id": "j0"}, "already that of line 1"),
}


@pytest.mark.parametrize(("line", "words"), BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_is_told_with_what_to_do(ana: Person, line: Any, words: str) -> None:
    ana.judges("reject", claim=seen(WEEKLY, AGAIN))
    judgements = parse([ana.lines[0], "", line if isinstance(line, str) else json.dumps(line)])
    assert [number for number, _ in judgements.lines] == [1]
    assert [(bad.line, words in bad.problem) for bad in judgements.bad] == [(3, True)]
    assert len(judgements.bad[0].problem) < 300


def test_bad_lines_are_kept_on_record_and_the_others_hold(ana: Person) -> None:
    ana.judges("reject", claim=seen(DAILY, ORACLE))
    built = resolved([told(DAILY, ORACLE)], ["{broken", *ana.lines, "<<<<<<< HEAD"])
    assert statuses(built) == ["unreadable", "applied", "unreadable"]
    assert facts(built) == []


def test_a_line_that_two_copies_share_counts_once_and_needs_no_id(ana: Person) -> None:
    ana.judges("reject", claim=seen(DAILY, ORACLE))
    written = json.loads(ana.lines[0])
    del written["id"]
    judgements: Judgements = parse([ana.lines[0], ana.lines[0], json.dumps(written)])
    assert [line for line, _ in judgements.lines] == [1, 3]
    assert judgements.bad == ()
    by_hand = judgements.lines[1][1]
    assert parse([by_hand.line()]).lines[0][1] == by_hand
    assert list(json.loads(by_hand.line())) == ["id", "at", "who", "verb", "why", "claim"]
