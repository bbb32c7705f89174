"""Facts: what several articles tell is counted once, and what differs is kept apart and linked."""

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telling import Told, claim, read, warehouse_of_deals
from telling import warehouse_of_facts as warehouse

from schema.claim import Interval
from schema.entity import load_registry
from schema.vocabulary import ClaimKind, Tier
from warehouse.load import load
from warehouse.resolve import resolve, resolving_limits
from warehouse.resolving.links import link
from warehouse.resolving.placing import cluster
from warehouse.resolving.statement import Statement
from warehouse.resolving.told import Told as Fact
from warehouse.views import create_past_facts


def facts(connection: duckdb.DuckDBPyConnection, where: str = "true") -> list[dict[str, Any]]:
    relation = connection.sql(f"SELECT * FROM facts WHERE {where} ORDER BY first_seen, fact_id")
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def articles_of_facts(told: Iterable[Told]) -> list[int]:
    """In how many articles each fact is told, the oldest fact first."""
    with duckdb.connect() as connection:
        load(connection, *read(told))
        resolve(connection, load_registry())
        counts = connection.execute(
            """
            SELECT count(DISTINCT article_id) FROM fact_claims JOIN claims USING (claim_id)
            GROUP BY fact_id ORDER BY min(told_on), fact_id
            """
        ).fetchall()
    return [articles for (articles,) in counts]


def links(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    return connection.execute(
        """
        SELECT relation, amount_in_words(mine.low, mine.high, mine.unit),
               amount_in_words(theirs.low, theirs.high, theirs.unit)
        FROM fact_links AS link
        JOIN facts AS mine ON mine.fact_id = link.fact_id
        JOIN facts AS theirs ON theirs.fact_id = link.other_fact_id
        ORDER BY ALL
        """
    ).fetchall()


def deal(payer: str | None, payee: str | None, value: float | None = None, **fields: Any) -> Any:
    if value is not None:
        fields["value"] = value
    return claim("deal", payer, payee, **{"role": "purchase", **fields})


def one(*claims: dict[str, Any], day: str = "2026-03-02", **fields: Any) -> Told:
    return Told(day, list(claims), **fields)


#: A buyer and a supplier for each of several stories, so that one warehouse holds them all.
PAIRS = (
    ("OpenAI", "AMD"),
    ("Anthropic", "SpaceX"),
    ("Meta", "Oracle"),
    ("Microsoft", "CoreWeave"),
    ("Tesla", "Samsung"),
    ("Mistral AI", "EDF"),
    ("Apple", "Broadcom"),
    ("IBM", "Intel"),
    ("SoftBank", "Nvidia"),
)


def each_of_its_pair(stories: Iterable[list[dict[str, Any]]]) -> list[Told]:
    """An article for each story, with the pair of the same place for the parties of its claims."""
    return [
        one(*({**c, "subject": payer, "object": payee} for c in story), publisher=f"About {payer}")
        for story, (payer, payee) in zip(stories, PAIRS, strict=False)
    ]


SAME = {
    "three outlets tell the same deal": [
        [deal("OpenAI", "AWS", 38e9)],
        [deal("OpenAI", "AWS", 38e9)],
        [deal("OpenAI", "AWS", 38e9)],
    ],
    "a subsidiary is named by its owner": [
        [deal("OpenAI", "AWS", 38e9)],
        [deal("OpenAI", "Amazon", 38e9)],
    ],
    "one outlet rounds": [
        [deal("OpenAI", "CoreWeave", 11.9e9)],
        [deal("OpenAI", "CoreWeave", 12e9)],
    ],
    "about is not exact": [
        [deal("OpenAI", "CoreWeave", 11.5e9)],
        [deal("OpenAI", "CoreWeave", 12e9, qualifier="about")],
    ],
    "up to an amount, and the amount": [
        [deal("Nvidia", "OpenAI", role="investment", low=None, high=100e9, qualifier="up_to")],
        [deal("Nvidia", "OpenAI", 100e9, role="investment")],
    ],
    "a licence is told as an acquisition": [
        [deal("Nvidia", "Groq", 20e9, role="acquisition")],
        [deal("Nvidia", "Groq", 20e9, role="other")],
    ],
    "the payer is left out": [
        [deal("Oracle", "Nvidia", 40e9)],
        [deal(None, "Nvidia", 40e9)],
    ],
    "a multibillion-dollar deal": [
        [deal("Tesla", "Samsung", 16.5e9)],
        [
            deal(
                "Tesla",
                "Samsung",
                low=1e9,
                high=None,
                qualifier="at_least",
                quote="Samsung has won a multibillion-dollar order from Tesla.",
            )
        ],
    ],
    "other investors of one round": [
        [deal("Thrive Capital", "OpenAI", 6.6e9, role="investment")],
        [deal("Microsoft", "OpenAI", 6.6e9, role="investment")],
    ],
    "in another currency": [
        [deal("Mistral AI", "EDF", 11.7e9)],
        [deal("Mistral AI", "EDF", 10e9, unit="EUR")],
    ],
    "a chip stands for its vendor": [
        [deal("OpenAI", "AMD", 90e9)],
        [deal("OpenAI", "MI450", 90e9)],
    ],
    "a description names nobody": [
        [deal("Anthropic", "data centers", 50e9, role="capex")],
        [deal("Anthropic", None, 50e9, role="capex")],
    ],
    "what a place costs, whoever is said to pay": [
        [deal("OpenAI, SoftBank", "Stargate", low=None, high=500e9, role="capex")],
        [deal("Stargate", None, 500e9, role="capex")],
    ],
    "watts of a place, by its tenant and its builder": [
        [claim("capacity", "Stargate Abilene", "Crusoe", value=1.2e9)],
        [claim("capacity", "Stargate Abilene", "OpenAI", value=1.2e9)],
    ],
    "how long a chip took, by its maker or by itself": [
        [
            claim(
                "duration", "OpenAI", "Jalapeño", metric="design_to_tapeout", value=9, unit="months"
            )
        ],
        [claim("duration", "Jalapeño", None, metric="design_to_tapeout", value=9, unit="months")],
    ],
    "a month within a quarter": [
        [claim("milestone", "Jalapeño", stage="production", when=("2027-05-01", "2027-05-31"))],
        [claim("milestone", "Jalapeño", stage="production", when=("2027-04-01", "2027-06-30"))],
    ],
    "one of the joint investors": [
        [deal("SoftBank, MGX", "OpenAI", 122e9, role="investment")],
        [deal("SoftBank", "OpenAI", 122e9, role="investment")],
    ],
    "a date told less exactly": [
        [
            claim(
                "milestone", "Jalapeño", stage="first_deployment", when=("2026-10-01", "2026-12-31")
            )
        ],
        [claim("milestone", "Jalapeño", stage="first_deployment", when=(None, "2026-12-31"))],
    ],
    "uses and supplies": [
        [claim("dependency", "Meta", "Nvidia", role="uses")],
        [claim("dependency", "Meta", "Nvidia", role="supplies")],
    ],
    "planned watts that run now": [
        [claim("capacity", "Hyperion", "Meta", value=2e9, stage="planned")],
        [claim("capacity", "Hyperion", None, value=2e9, stage="operational", modality="achieved")],
    ],
}

APART = {
    "different suppliers": [[deal("OpenAI", "AWS", 38e9)], [deal("OpenAI", "Oracle", 38e9)]],
    "money the other way": [
        [deal("Nvidia", "OpenAI", 100e9, role="investment")],
        [deal("OpenAI", "Nvidia", 100e9)],
    ],
    "two rounds of nearly equal size": [
        [deal(None, "Groq", 640e6, role="investment", when=("2024-08-01", "2024-08-31"))],
        [deal(None, "Groq", 650e6, role="investment", when=("2026-06-01", "2026-06-30"))],
    ],
    "the spending of two years": [
        [deal("Meta", None, 100e9, role="capex", when=("2026-01-01", "2026-12-31"))],
        [deal("Meta", None, 100e9, role="capex", when=("2027-01-01", "2027-12-31"))],
    ],
    "a monthly rate and a total": [
        [deal("Anthropic", "SpaceX", 1.25e9, unit="USD/month")],
        [deal("Anthropic", "SpaceX", 1.25e9)],
    ],
    "watts and watt-hours": [
        [claim("capacity", "Hyperion", "Meta", value=2e9)],
        [claim("capacity", "Hyperion", "Meta", value=2e9, unit="Wh")],
    ],
    "two stages": [
        [claim("milestone", "Jalapeño", stage="tape_out", when=("2026-01-01", "2026-03-31"))],
        [claim("milestone", "Jalapeño", stage="production", when=("2026-01-01", "2026-03-31"))],
    ],
    "a promise and its slip": [
        [claim("milestone", "Jalapeño", stage="production", when=("2026-01-01", "2026-03-31"))],
        [claim("milestone", "Jalapeño", stage="production", when=("2026-07-01", "2026-09-30"))],
    ],
}


def told(story: list[list[dict[str, Any]]]) -> list[Told]:
    days = itertools.count(2)
    return [
        one(*claims, day=f"2026-03-{next(days):02d}", publisher=f"Outlet {number}")
        for number, claims in enumerate(story)
    ]


@pytest.mark.parametrize("story", SAME.values(), ids=SAME)
def test_one_thing_told_by_several_is_one_fact(story: list[list[dict[str, Any]]]) -> None:
    assert articles_of_facts(told(story)) == [len(story)]


@pytest.mark.parametrize("story", APART.values(), ids=APART)
def test_different_things_stay_apart(story: list[list[dict[str, Any]]]) -> None:
    assert articles_of_facts(told(story)) == [1] * len(story)


def test_a_further_amount_of_the_same_size_is_another_fact() -> None:
    connection = warehouse(
        [
            one(deal("Amazon", "Anthropic", 4e9, role="investment"), day="2023-09-25"),
            one(
                deal(
                    "Amazon",
                    "Anthropic",
                    4e9,
                    role="investment",
                    quote="Amazon puts another $4 billion into Anthropic.",
                ),
                day="2024-11-22",
            ),
            one(
                deal("Amazon", "Anthropic", 4e9, role="investment"),
                day="2024-11-25",
                publisher="An outlet that leaves the word out",
            ),
        ]
    )
    assert [fact["articles"] for fact in facts(connection)] == [1, 2]


def test_a_claim_that_may_mean_two_facts_joins_neither() -> None:
    story = [
        [deal("OpenAI", "Oracle", 30e9)],
        [deal("OpenAI", "Google", 30e9)],
        [deal("OpenAI", None, 30e9)],
    ]
    assert articles_of_facts(told(story)) == [1, 1, 1]


def test_tranches_belong_to_their_whole_and_add_nothing() -> None:
    connection = warehouse_of_deals(
        [
            one(
                deal("Google", "Anthropic", role="investment", low=None, high=40e9),
                deal("Google", "Anthropic", 10e9, role="investment"),
                deal("Google", "Anthropic", 30e9, role="investment"),
            )
        ]
    )
    assert links(connection) == [
        ("part_of", "$10 billion", "up to $40 billion"),
        ("part_of", "$30 billion", "up to $40 billion"),
    ]
    assert connection.sql("SELECT sum(usd_high) FROM commitments").fetchall() == [(40_000_000_000,)]


def test_a_beginning_is_part_of_what_it_begins() -> None:
    connection = warehouse(
        [
            one(
                deal("SoftBank", "OpenAI", 500e9, role="investment"),
                deal(
                    "SoftBank",
                    "OpenAI",
                    100e9,
                    role="investment",
                    quote="SoftBank will at first put up $100 billion.",
                ),
            )
        ]
    )
    assert links(connection) == [("part_of", "$100 billion", "$500 billion")]


def stake(value: float, quote: str) -> dict[str, Any]:
    return deal(None, "Groq", value, role="investment", quote=quote)


def test_a_total_includes_what_went_before_and_nothing_that_came_after() -> None:
    connection = warehouse(
        [
            one(stake(640e6, "Groq raised $640 million."), day="2024-08-05"),
            one(stake(3e9, "Groq has raised $3 billion to date."), day="2025-09-17"),
            one(stake(350e6, "Groq raised $350 million."), day="2026-08-17"),
        ]
    )
    assert links(connection) == [("part_of", "$640 million", "$3 billion")]


def test_a_round_that_is_raised_replaces_no_other_round() -> None:
    connection = warehouse(
        [
            one(stake(640e6, "Groq raised $640 million."), day="2026-02-05"),
            one(stake(750e6, "Groq raised a $750 million round."), day="2026-06-17"),
        ]
    )
    assert links(connection) == []


def test_talk_is_replaced_by_the_deal_that_it_leads_to() -> None:
    connection = warehouse(
        [
            one(
                deal("Nvidia", "OpenAI", 100e9, role="investment", firmness="letter_of_intent"),
                day="2026-01-22",
            ),
            one(
                deal("Nvidia", "OpenAI", 30e9, role="investment", firmness="contracted"),
                day="2026-02-27",
            ),
        ]
    )
    assert links(connection) == [("supersedes", "$30 billion", "$100 billion")]


def test_what_has_happened_does_not_slip() -> None:
    def produced(start: str, end: str) -> dict[str, Any]:
        return claim("milestone", "TPU", stage="production", when=(start, end))

    connection = warehouse(
        [
            one(produced("2016-01-01", "2016-12-31"), day="2025-09-17"),
            one(produced("2026-04-22", "2026-04-22"), day="2026-04-22"),
        ]
    )
    assert connection.sql("FROM fact_links").fetchall() == []


def test_a_raised_amount_replaces_the_earlier_one() -> None:
    connection = warehouse_of_deals(
        [
            one(deal("OpenAI", "CoreWeave", 11.9e9), day="2025-03-10"),
            one(
                deal(
                    "OpenAI",
                    "CoreWeave",
                    22.4e9,
                    quote="OpenAI expanded its contract with CoreWeave to $22.4 billion.",
                ),
                day="2025-09-25",
            ),
        ]
    )
    assert links(connection) == [("supersedes", "$22.4 billion", "$11.9 billion")]
    assert connection.sql("SELECT usd_high FROM commitments").fetchall() == [(22_400_000_000,)]


def test_a_new_forecast_revises_the_old_one_and_both_are_kept() -> None:
    year = ("2026-01-01", "2026-12-31")
    connection = warehouse(
        [
            one(deal("Amazon", None, 200e9, role="capex", when=year), day="2026-02-05"),
            one(deal("Amazon", None, 220e9, role="capex", when=year), day="2026-07-05"),
        ]
    )
    assert links(connection) == [("revises", "$220 billion", "$200 billion")]
    assert [fact["state"] for fact in facts(connection)] == ["superseded", "current"]


def test_sources_that_disagree_at_the_same_time_are_a_conflict() -> None:
    def dated(start: str, end: str) -> dict[str, Any]:
        return claim("milestone", "Stargate Abilene", stage="online", when=(start, end))

    connection = warehouse(
        [
            one(dated("2026-06-01", "2026-06-30"), day="2026-03-02", tier=Tier.COMPANY),
            one(dated("2026-12-01", "2026-12-31"), day="2026-03-04", publisher="Other"),
        ]
    )
    found = facts(connection)
    assert [fact["state"] for fact in found] == ["contradicted", "contradicted"]
    assert [fact["in_sums"] for fact in found] == [True, False]


def test_two_figures_for_one_deal_are_a_conflict_and_count_once() -> None:
    connection = warehouse_of_deals(
        [
            one(deal("Anthropic", "SpaceX", 45e9), day="2026-05-28", tier=Tier.FILING),
            one(
                deal("Anthropic", "SpaceX", 45e9, quote="In May it was nearly $45 billion."),
                deal("Anthropic", "SpaceX", 40e9, quote="It is worth some $40 billion now."),
                day="2026-07-09",
                publisher="Other",
            ),
        ]
    )
    assert links(connection) == [("contradicts", "$40 billion", "$45 billion")]
    assert connection.sql("SELECT usd_high FROM commitments").fetchall() == [(45_000_000_000,)]


def test_a_denial_changes_the_state_of_the_fact_that_it_denies() -> None:
    connection = warehouse(
        [
            one(deal("Microsoft", "Oracle", 10e9, modality="reported"), day="2026-03-02"),
            one(
                deal("Microsoft", "Oracle", low=None, high=None, unit=None, modality="denied"),
                day="2026-03-05",
                publisher="Other",
            ),
        ]
    )
    (fact,) = facts(connection)
    assert (fact["state"], fact["in_sums"], fact["claims"]) == ("denied", False, 2)
    assert facts(connection, "true")[0]["low"] == 10e9
    create_past_facts(connection)
    before = connection.sql("SELECT state FROM facts_as_of(TIMESTAMP '2026-03-03')").fetchall()
    assert before == [("current",)]


def test_a_denied_date_is_the_promise_that_it_denies() -> None:
    promise = claim("milestone", "Helios", stage="production", when=("2027-04-01", "2027-06-30"))
    denial = {**promise, "modality": "denied", "quote": "AMD denied that Helios slips to spring."}
    (fact,) = facts(warehouse([one(promise), one(denial, day="2026-03-09", publisher="Other")]))
    assert (fact["state"], fact["claims"]) == ("denied", 2)


def test_a_date_told_less_exactly_than_any_other_joins_the_only_one_within_it() -> None:
    def production(start: str, end: str) -> dict[str, Any]:
        return claim("milestone", "Jalapeño", stage="production", when=(start, end))

    year, spring = production("2027-01-01", "2027-12-31"), production("2027-04-01", "2027-06-30")
    assert articles_of_facts([one(year), one(spring, day="2026-03-09")]) == [2]
    autumn = production("2027-09-01", "2027-11-30")
    assert articles_of_facts([one(year), one(spring, day="2026-03-09"), one(autumn)]) == [1] * 3


#: What is told of one deal, each as day, firmness and tier, and how firm it then stands.
STANDING = {
    "a rumour told later by a blog softens nothing": (
        [("02", "contracted", Tier.COMPANY), ("20", "rumoured", Tier.BLOG)],
        ["first: contracted"],
    ),
    "a retelling in weaker words softens nothing": (
        [("02", "contracted", Tier.NEWS), ("20", "announced", Tier.NEWS)],
        ["first: contracted"],
    ),
    "a rumour is signed": (
        [("02", "rumoured", Tier.NEWS), ("20", "contracted", Tier.NEWS)],
        ["first: rumoured", "firmer: contracted"],
    ),
    "a filing says that it is only a letter of intent": (
        [("02", "contracted", Tier.NEWS), ("20", "letter_of_intent", Tier.FILING)],
        ["first: contracted", "softer: letter_of_intent"],
    ),
    "and news that go on calling it signed change nothing": (
        [
            ("02", "contracted", Tier.NEWS),
            ("20", "letter_of_intent", Tier.FILING),
            ("21", "contracted", Tier.NEWS),
        ],
        ["first: contracted", "softer: letter_of_intent"],
    ),
    "talks collapsed, as a party says": (
        [("02", "exploring", Tier.NEWS), ("20", "cancelled", Tier.COMPANY)],
        ["first: exploring", "cancelled: cancelled"],
    ),
    "a blog says that it collapsed": (
        [("02", "contracted", Tier.COMPANY), ("20", "cancelled", Tier.BLOG)],
        ["first: contracted"],
    ),
    "it was off, and is signed after all": (
        [
            ("02", "rumoured", Tier.NEWS),
            ("10", "cancelled", Tier.NEWS),
            ("11", "rumoured", Tier.BLOG),
            ("20", "contracted", Tier.COMPANY),
        ],
        ["first: rumoured", "cancelled: cancelled", "revived: contracted"],
    ),
    "two words of one day are one change": (
        [("02", "rumoured", Tier.NEWS), ("02", "contracted", Tier.TRADE)],
        ["first: contracted"],
    ),
}


@pytest.fixture(scope="module")
def standing() -> duckdb.DuckDBPyConnection:
    """Each story of STANDING, told of a pair of its own."""
    return warehouse(
        one(
            deal(*pair, 60e9, firmness=firmness),
            day=f"2026-03-{day}",
            tier=tier,
            publisher=f"Outlet {number}",
        )
        for pair, (words, _) in zip(PAIRS, STANDING.values(), strict=True)
        for number, (day, firmness, tier) in enumerate(words)
    )


@pytest.mark.parametrize(
    ("pair", "steps"),
    [(pair, steps) for pair, (_, steps) in zip(PAIRS, STANDING.values(), strict=True)],
    ids=STANDING,
)
def test_how_firm_it_stands_has_a_history(
    standing: duckdb.DuckDBPyConnection, pair: tuple[str, str], steps: list[str]
) -> None:
    (fact,) = facts(standing, f"subject = '{pair[0]}' AND object = '{pair[1]}'")
    told = standing.execute(
        "SELECT change, to_firmness FROM firmness_history WHERE fact_id = ? ORDER BY changed_on",
        [fact["fact_id"]],
    )
    assert [": ".join(row) for row in told.fetchall()] == steps
    latest = steps[-1].split(": ")[1]
    assert fact["firmness_latest"] == latest
    assert fact["in_sums"] == (latest != "cancelled")


def test_a_quoted_party_takes_back_what_a_better_source_asserted() -> None:
    signed = one(deal("OpenAI", "AMD", 60e9, firmness="contracted"), tier=Tier.FILING)
    denial: dict[str, Any] = {"low": None, "high": None, "unit": None, "modality": "denied"}
    for speaker, state in ((None, "contradicted"), ("OpenAI", "denied")):
        said = one(deal("OpenAI", "AMD", speaker=speaker, **denial), day="2026-03-09")
        connection = warehouse([signed, said])
        assert [fact["state"] for fact in facts(connection)] == [state]
        create_past_facts(connection)
        (before,) = connection.sql(
            "SELECT firmness_latest, grade FROM facts_as_of(TIMESTAMP '2026-03-05')"
        ).fetchall()
        assert before == ("contracted", "contracted")


def test_capacity_has_a_history_too() -> None:
    connection = warehouse(
        [
            one(claim("capacity", "Hyperion", "Meta", value=2e9, firmness="announced")),
            one(
                claim("capacity", "Hyperion", "Meta", value=2e9, firmness="delivering"),
                day="2026-05-02",
            ),
        ]
    )
    assert connection.sql(
        "SELECT from_firmness, to_firmness, changed_on FROM firmness_history ORDER BY changed_on"
    ).fetchall() == [
        (None, "announced", dt.date(2026, 3, 2)),
        ("announced", "delivering", dt.date(2026, 5, 2)),
    ]


def test_copies_of_one_text_are_one_voice() -> None:
    body = " ".join(f"word{number}" for number in range(200))
    connection = warehouse(
        [
            Told(
                "2026-03-02",
                [deal("OpenAI", "AMD", 60e9, confidence=0.8)],
                publisher=publisher,
                extra=text,
            )
            for publisher, text in (("A", body), ("B", body), ("C", "Quite another text."))
        ]
    )
    (fact,) = facts(connection)
    assert (fact["voices"], fact["publishers"], fact["articles"]) == (2, 3, 3)
    assert fact["confidence"] == pytest.approx(1 - 0.2 * (1 - 0.5 * 0.8))


def test_articles_that_machines_wrote_count_for_nothing() -> None:
    def told_by(**machines: bool) -> dict[str, Any]:
        (fact,) = facts(
            warehouse(
                [
                    Told(
                        "2026-03-02",
                        [deal("OpenAI", "AMD", 60e9, confidence=0.8)],
                        publisher=publisher,
                        machine_written=is_machine,
                    )
                    for publisher, is_machine in machines.items()
                ]
            )
        )
        return fact

    beside = told_by(A=True, B=True, C=False)
    assert (beside["voices"], beside["publishers"], beside["confidence"]) == (1, 3, 0.8)
    alone = told_by(A=True, B=True)
    assert (alone["voices"], alone["confidence"], alone["in_sums"]) == (0, 0.8, False)


def test_a_doubtful_fact_waits_in_review_and_enters_no_sum() -> None:
    connection = warehouse_of_deals([one(deal("OpenAI", "AMD", 60e9, confidence=0.2))])
    (fact,) = facts(connection)
    assert (fact["is_trusted"], fact["in_sums"]) == (False, False)
    assert connection.sql("FROM commitments").fetchall() == []


def test_unknown_names_become_candidates_with_their_mentions() -> None:
    connection = warehouse_of_deals(
        told([[deal("Quorvex Compute", "Nvidia", 2e9)], [deal("QUORVEX compute", "Nvidia", 3e9)]])
    )
    assert connection.sql(
        "SELECT entity_id, mentions, articles FROM entity_candidates"
    ).fetchall() == [("name:quorvex-compute", 2, 2)]
    assert connection.sql("SELECT count(*) FROM agreements").fetchall() == [(1,)]


def test_an_agreement_holds_dollars_watts_units_and_term_of_one_deal() -> None:
    connection = warehouse_of_deals(
        [
            one(
                deal("OpenAI", "AMD", 90e9),
                claim("capacity", "OpenAI", "AMD", value=6e9, basis="it"),
                claim("volume", "OpenAI", "MI450", value=3e6),
                claim("duration", "OpenAI", "AMD", metric="contract_term", value=60, unit="months"),
            ),
            one(deal("OpenAI", "AMD", 90e9), day="2026-03-09", publisher="Other"),
        ]
    )
    assert connection.sql(
        "SELECT payers, payees, usd_high, watts_high, watts_basis, term_months, units_of, "
        "usd_per_gigawatt, usd_per_gigawatt_note, usd_per_unit, usd_per_unit_note, "
        "len(usd_per_gigawatt_fact_ids), len(fact_ids) FROM agreements"
    ).fetchall() == [
        (
            *("OpenAI", "AMD", 90_000_000_000, 6e9, "it", 60.0, "MI450"),
            *(15e9, "exact", 30e3, "exact", 2, 4),
        )
    ]


def watts(value: float, **fields: Any) -> dict[str, Any]:
    return claim("capacity", "OpenAI", "AMD", **{"low": value, "high": value, **fields})


#: Dollars and watts of one deal, and what is said of dollars per gigawatt.
QUOTIENTS = {
    "a bound stays a bound": (
        [deal("OpenAI", "AMD", low=90e9, high=None, quote="more than $90 billion"), watts(6e9)],
        (15e9, "at least"),
    ),
    "at most so many watts cost at least so much each": (
        [deal("OpenAI", "AMD", 90e9), watts(6e9, low=None)],
        (15e9, "at least"),
    ),
    "a vague size tells nothing": (
        [deal("OpenAI", "AMD", 90e9), watts(1e9, high=None, quote="Gigawatts of chips.")],
        (None, "one of them is a vague size"),
    ),
    "watts of two bases are not added": (
        [deal("OpenAI", "AMD", 90e9), watts(6e9, basis="it"), watts(8e9, basis="grid")],
        (None, "measured at different places"),
    ),
    "a rumour beside a contract": (
        [deal("OpenAI", "AMD", 90e9, firmness="contracted"), watts(6e9, firmness="exploring")],
        (None, "one of them is only rumoured or explored"),
    ),
    "batteries hold watt-hours": (
        [deal("OpenAI", "AMD", 90e9), watts(6e9, unit="Wh", basis="storage")],
        (None, None),
    ),
}


@pytest.fixture(scope="module")
def quotients() -> duckdb.DuckDBPyConnection:
    return warehouse_of_deals(each_of_its_pair(claims for claims, _ in QUOTIENTS.values()))


@pytest.mark.parametrize(
    ("payer", "expected"),
    [(payer, said) for (payer, _), (_, said) in zip(PAIRS, QUOTIENTS.values(), strict=False)],
    ids=QUOTIENTS,
)
def test_dollars_per_gigawatt_say_what_they_mean_or_why_there_are_none(
    quotients: duckdb.DuckDBPyConnection, payer: str, expected: tuple[float | None, str | None]
) -> None:
    assert quotients.execute(
        "SELECT usd_per_gigawatt, usd_per_gigawatt_note FROM agreements WHERE payers = ?", [payer]
    ).fetchall() == [expected]


def test_watts_of_another_article_are_not_set_against_the_dollars() -> None:
    connection = warehouse_of_deals(
        [one(deal("OpenAI", "AMD", 90e9)), one(watts(6e9), day="2026-03-09")]
    )
    assert connection.sql(
        "SELECT watts_high, usd_per_gigawatt, usd_per_gigawatt_note FROM agreements"
    ).fetchall() == [(6e9, None, "told in different articles")]


def test_watts_of_two_bases_stand_under_one_of_them() -> None:
    connection = warehouse_of_deals([one(watts(6e9, basis="it"), watts(8e9, basis="grid"))])
    assert connection.sql("SELECT watts_high, watts_basis FROM agreements").fetchall() == [
        (8e9, "grid")
    ]


def test_money_that_goes_back_is_another_deal() -> None:
    connection = warehouse_of_deals(
        [one(deal("Anthropic", "Amazon", 100e9), deal("Amazon", "Anthropic", 20e9), watts(1e9))]
    )
    assert connection.sql(
        "SELECT payers, payees, usd_high FROM agreements WHERE usd_high > 0 ORDER BY usd_high"
    ).fetchall() == [
        ("Amazon", "Anthropic", 20_000_000_000),
        ("Anthropic", "Amazon", 100_000_000_000),
    ]


def test_who_stands_on_both_sides_is_paid_and_does_not_pay() -> None:
    connection = warehouse_of_deals([one(deal("OpenAI, Oracle", "Oracle", 300e9))])
    assert connection.sql("SELECT payers, payees, is_joint FROM agreements").fetchall() == [
        ("OpenAI", "Oracle", False)
    ]


def test_joint_money_is_the_agreements_and_nobodys_alone() -> None:
    connection = warehouse_of_deals(
        [one(deal("SoftBank, MGX", "OpenAI", 122e9, role="investment"))]
    )
    assert connection.sql("SELECT payers, usd_high, is_joint FROM agreements").fetchall() == [
        ("MGX, SoftBank", 122_000_000_000, True)
    ]


def test_money_within_one_owner_is_in_no_sum_but_its_own_sites_are() -> None:
    connection = warehouse_of_deals(
        [
            one(
                deal("Amazon", "AWS", 2e9, role="investment"),
                deal("Meta", "Hyperion", 27e9, role="capex"),
            )
        ]
    )
    assert connection.sql(
        "SELECT payers, payees, usd_high, left_out FROM amounts ORDER BY payers"
    ).fetchall() == [
        ("Amazon", "Amazon", 2_000_000_000, "within one owner"),
        ("Meta", None, 27_000_000_000, None),
    ]


RATE = deal("Anthropic", "SpaceX", 1.25e9, unit="USD/month", role="lease")
TERM = claim("duration", "Anthropic", "SpaceX", metric="contract_term", value=36, unit="months")

#: A rate with what is told beside it, and the total that follows with how, or why none does.
TOTALS = {
    "its term is told": (
        [RATE, TERM],
        (45_000_000_000, "$1.25 billion a month for 36 months, told as its term", None),
    ),
    "its interval is told": (
        [RATE | {"when": Interval(start="2026-06-01", end="2029-05-31"), "when_kind": "spending"}],
        (
            45_010_000_000,
            "$1.25 billion a month for 36 months, June 2026 to May 2029",
            None,
        ),
    ),
    "only the end of it is told": (
        [RATE | {"when": Interval(end="2029-03-01"), "when_kind": "spending"}],
        (
            45_050_000_000,
            "$1.25 billion a month for 36 months, 2 March 2026 to 1 March 2029, "
            "from the day it was first told",
            None,
        ),
    ),
    "no term is told": ([RATE], (None, None, "a rate without a term")),
    "it has no end": (
        [RATE | {"when": Interval(start="2026-06-01"), "when_kind": "spending"}],
        (None, None, "a rate without a term"),
    ),
    "the day of signing is no term": (
        [RATE | {"when": Interval(start="2026-03-01", end="2026-03-31"), "when_kind": "agreement"}],
        (None, None, "a rate without a term"),
    ),
    "the beginning is no term": (
        [RATE | {"when": Interval(start="2026-06-01", end="2026-06-07"), "when_kind": "delivery"}],
        (None, None, "a rate without a term"),
    ),
    "a doubtful term is none": (
        [RATE, TERM | {"confidence": 0.3}],
        (None, None, "a rate without a term"),
    ),
}


@pytest.fixture(scope="module")
def totals() -> duckdb.DuckDBPyConnection:
    return warehouse_of_deals(each_of_its_pair(claims for claims, _ in TOTALS.values()))


@pytest.mark.parametrize(
    ("payer", "expected"),
    [(payer, said) for (payer, _), (_, said) in zip(PAIRS, TOTALS.values(), strict=False)],
    ids=TOTALS,
)
def test_a_rate_times_its_term_is_a_derived_total_that_says_so(
    totals: duckdb.DuckDBPyConnection,
    payer: str,
    expected: tuple[int | None, str | None, str | None],
) -> None:
    ((usd, derivation, left_out),) = totals.execute(
        "SELECT usd_high, derivation, left_out FROM amounts WHERE payers = ?", [payer]
    ).fetchall()
    assert (derivation, left_out) == expected[1:]
    assert usd == (expected[0] and pytest.approx(expected[0], rel=1e-3))


def test_a_told_total_goes_before_a_derived_one() -> None:
    connection = warehouse_of_deals([one(RATE, TERM, deal("Anthropic", "SpaceX", 45e9))])
    assert connection.sql("SELECT usd_high, is_derived FROM commitments").fetchall() == [
        (45_000_000_000, False)
    ]
    assert connection.sql("SELECT left_out FROM amounts WHERE period = 'month'").fetchall() == [
        ("a rate whose agreement tells a total",)
    ]


def test_other_currencies_are_converted_at_the_rate_of_their_day_and_kept_as_told() -> None:
    connection = warehouse_of_deals(
        [one(deal("Mistral AI", "EDF", 10e9, unit="EUR"), day="2026-05-30")]
    )
    assert connection.sql(
        "SELECT currency, rate_day, usd_high = exact(10e9 * usd_per_unit) FROM commitments"
    ).fetchall() == [("EUR", dt.date(2026, 5, 29), True)]
    assert connection.sql("SELECT low, unit, usd_low FROM facts").fetchall() == [
        (10e9, "EUR", None)
    ]


def test_an_agreement_told_in_two_currencies_counts_once_in_dollars() -> None:
    euros = deal("Mistral AI", "EDF", 10e9, unit="EUR")
    connection = warehouse_of_deals(
        [one(euros), one(deal("Mistral AI", "EDF", 11.7e9), publisher="Other")]
    )
    assert connection.sql("SELECT currency, usd_high FROM commitments").fetchall() == [
        ("USD", 11_700_000_000)
    ]


def test_a_currency_without_a_rate_enters_no_total() -> None:
    connection = warehouse_of_deals([one(deal("Foxconn", "TSMC", 75e9, unit="TWD"))])
    assert connection.sql("FROM commitments").fetchall() == []
    assert connection.sql(
        "SELECT currency, told_high, usd_high, left_out FROM amounts"
    ).fetchall() == [("TWD", 75e9, None, "no rate of exchange for TWD by 2026-03-02")]


PARTIES = st.sets(st.sampled_from("ABC"), max_size=2).map(frozenset)
AMOUNTS = st.sampled_from([None, 1e9, 1.2e9, 3e9, 38e9, 40e9])
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@st.composite
def statements(draw: st.DrawFn, number: int) -> Statement:
    start = draw(st.none() | DAYS)
    kind, unit, family = draw(
        st.sampled_from(
            [
                (ClaimKind.DEAL, "USD", "spending"),
                (ClaimKind.DEAL, "USD", "any"),
                (ClaimKind.DEAL, "USD", "capex"),
                (ClaimKind.MILESTONE, None, "online"),
                (ClaimKind.DEPENDENCY, None, "supply"),
            ]
        )
    )
    dated = kind is ClaimKind.MILESTONE
    told_on = draw(DAYS)
    return Statement(
        claim_id=f"{number:04d}",
        article_id=draw(st.sampled_from("xyz")),
        kind=kind,
        subject=draw(PARTIES),
        object=draw(PARTIES),
        family=family,
        stage=None,
        unit=unit,
        low=draw(AMOUNTS) if unit else None,
        high=draw(AMOUNTS) if unit else None,
        about=draw(st.booleans()),
        when_start=start or told_on if dated else start,
        when_end=(start or told_on) + dt.timedelta(days=draw(st.sampled_from([0, 90, 364])))
        if dated
        else None,
        when_kind=None,
        qualitative=False,
        denied=draw(st.integers(0, 5)) == 0,
        further=draw(st.integers(0, 5)) == 0,
        basis=None,
        told_on=told_on,
        recorded_at=dt.datetime.combine(told_on, dt.time()),
        quote=draw(st.sampled_from(["At first, a part.", "In total.", "It was expanded."])),
    )


TELLINGS = st.integers(2, 14).flatmap(
    lambda count: st.tuples(*(statements(number) for number in range(count)))
)


@settings(max_examples=150, derandomize=True)
@given(TELLINGS, st.randoms(use_true_random=False))
def test_every_claim_is_in_one_fact_whatever_the_order(
    told: tuple[Statement, ...], random: Any
) -> None:
    limits = resolving_limits()
    clusters = cluster(told, limits)
    shuffled = list(told)
    random.shuffle(shuffled)
    again = cluster(shuffled, limits)
    assert sorted(s.claim_id for c in clusters for s, _ in c.members) == [s.claim_id for s in told]
    assert [set(c.members) for c in again] == [set(c.members) for c in clusters]
    assert link(map(Fact.of, again), limits) == link(map(Fact.of, clusters), limits)


@settings(max_examples=100, derandomize=True)
@given(TELLINGS)
def test_a_vague_claim_never_joins_two_facts(told: tuple[Statement, ...]) -> None:
    limits = resolving_limits()
    whole = [s for s in told if s.subject and s.object and not s.denied]
    apart = {c.earliest.claim_id: c for c in cluster(whole, limits)}
    together = cluster(told, limits)
    for one in together:
        assert len(apart.keys() & {s.claim_id for s, _ in one.members}) <= 1
