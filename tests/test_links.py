"""Links: what is part of another amount, and what tells an earlier one anew."""

from typing import Any

import duckdb
import pytest
from telling import Told, claim, warehouse_of_facts


def deal(subject: str | None, object: str | None, value: float, **fields: Any) -> dict[str, Any]:
    bounds = {} if "low" in fields else {"value": value}
    return claim("deal", subject, object, **bounds, **fields)


def stake(subject: str | None, value: float, quote: str, **fields: Any) -> dict[str, Any]:
    return deal(subject, "Mistral AI", value, role="investment", quote=quote, **fields)


def power(value: float, quote: str, **fields: Any) -> dict[str, Any]:
    return claim("capacity", "Hyperion", value=value, quote=quote, **fields)


def one(*claims: dict[str, Any], day: str = "2026-03-02", **fields: Any) -> Told:
    return Told(day, list(claims), **fields)


def links(told: list[Told]) -> list[tuple[str, float, float]]:
    """Each relation with both amounts in billions (of dollars, or of what they are told in)."""
    return linked(warehouse_of_facts(told))


def linked(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, float, float]]:
    return connection.execute(
        """
        SELECT link.relation, mine.amount / 1e9, theirs.amount / 1e9
        FROM fact_links AS link
        JOIN (SELECT fact_id, coalesce(high, low) AS amount FROM facts) AS mine
          ON mine.fact_id = link.fact_id
        JOIN (SELECT fact_id, coalesce(high, low) AS amount FROM facts) AS theirs
          ON theirs.fact_id = link.other_fact_id
        ORDER BY ALL
        """
    ).fetchall()


BOTH = "Vultr, which is owed $9 billion, has received $4 billion of the agreed $9 billion."
OHIO = "The $2 billion campus of 450,000 square feet is part of a $10 billion plan for Ohio."
COST = "Meta spends $10 billion, with the chance to scale up to $50 billion at Hyperion."
GROWTH = "Hyperion starts with 2 GW in 2028 and has room for 5 GW."
PARTS: dict[str, list[dict[str, Any]]] = {
    "one investor's part of a round": [
        stake(None, 2e9, "Mistral AI raises $2 billion in a Series C."),
        stake("ASML", 1.5e9, "ASML, the lead, puts in $1.5 billion."),
    ],
    "what is paid of what is agreed": [
        deal("Microsoft", "Vultr", 9e9, quote=BOTH),
        deal("Microsoft", "Vultr", 4e9, quote=BOTH),
    ],
    "what an option in another sentence would raise it to": [
        claim("capacity", "OpenAI", "CoreWeave", value=7e8, quote="It covers 700 megawatts."),
        claim(
            "capacity",
            "OpenAI",
            "CoreWeave",
            high=3e9,
            quote="OpenAI's option would raise the amount to as much as 3 gigawatts.",
        ),
    ],
    "what is still to come": [
        deal("OpenAI", "CoreWeave", 12e9, quote="It signed for $12 billion."),
        deal("OpenAI", "CoreWeave", 11e9, quote="It still has $11 billion to buy."),
    ],
    "a prepayment": [
        deal("Microsoft", "IREN", 10e9, quote="The contract is worth $10 billion."),
        deal("Microsoft", "IREN", 2e9, quote="The prepayment comes to $2 billion."),
    ],
    "a project in a plan told in one sentence": [
        deal("Amazon", "Sunbury", 2e9, role="capex", quote=OHIO),
        deal("Amazon", "Ohio", 10e9, role="capex", quote=OHIO),
    ],
    "what a sentence says to grow to the cost of a place": [
        deal("Meta", None, 10e9, role="capex", quote=COST),
        deal("Meta", "Hyperion", 50e9, role="capex", quote=COST),
    ],
    "one of several that pledge together": [
        deal("Google, Microsoft", "Britain", 31e9, role="capex",
             quote="Both pledge $31 billion in all."),
        deal("Google", "Britain", 5e9, role="capex", quote="Google's is $5 billion."),
    ],
    "watts at first, of those in the end": [
        power(2e9, GROWTH, when=(None, "2028-12-31")),
        power(5e9, GROWTH),
    ],
    "a first stage": [
        power(3e8, "Crews will finish the first 300 MW in spring."),
        power(9e8, "The campus is to have 900 MW."),
    ],
    "a payee read among the payers": [
        deal("Google", "Anthropic", 0, role="investment", low=None, high=40e9,
             quote="Google invests up to $40 billion."),
        deal("Anthropic, Google", "Anthropic", 10e9, role="investment",
             quote="It starts with $10 billion, says Anthropic of Google."),
    ],
}  # fmt: skip


@pytest.mark.parametrize("told", PARTS.values(), ids=PARTS)
def test_what_is_part_of_another_amount_is_linked_to_it(told: list[dict[str, Any]]) -> None:
    whole, part = sorted((c.get("high") or c["low"] for c in told), reverse=True)
    assert links([one(*told)]) == [("part_of", part / 1e9, whole / 1e9)]


CREDIT = "Ohio gives Meta a tax credit for the first $1 billion spent on it."
LIST = "Hyperion has 4 GW of gas alongside 600 MW of sun."
APART: dict[str, list[dict[str, Any]]] = {
    "two rounds of one company": [
        stake(None, 2e9, "Mistral AI raises $2 billion in a Series C."),
        stake("ASML", 1.5e9, "Its Series B of $1.5 billion was led by ASML."),
    ],
    "an investment before the round": [
        stake(None, 2e9, "Mistral AI raises $2 billion in a Series C."),
        stake("ASML", 1.5e9, "ASML had invested $1.5 billion earlier."),
    ],
    "two sorts of power side by side": [power(4e9, LIST), power(6e8, LIST)],
    "a round before, and an investor's stake as large as what is missing": [
        deal("Google", "Anthropic", 0, role="investment", low=None, high=40e9),
        deal("Google", "Anthropic", 10e9, role="investment"),
        deal(None, "Anthropic", 30e9, role="investment",
             quote="Anthropic only just raised $30 billion in its most recent round."),
    ],
    "a beginning, beside a size in words": [
        claim("capacity", "Colossus 1", "SpaceX", value=3e8, quote="It has 300 MW at first."),
        claim("capacity", "Anthropic", "SpaceX", low=1e9, quote="It may be many gigawatts."),
    ],
    "two investors": [
        stake("ASML", 2e9, "ASML puts in $2 billion."),
        stake("Nvidia", 1e9, "Nvidia puts in $1 billion at first."),
    ],
    "what starts with something else": [
        deal("Meta", "Hyperion", 20e9, role="capex",
             quote="Hyperion, for $20 billion, begins with a first hall."),
        deal("Meta", "Hyperion", 50e9, role="capex", quote="It may come to $50 billion."),
    ],
}  # fmt: skip


@pytest.mark.parametrize("told", APART.values(), ids=APART)
def test_what_only_stands_beside_an_amount_is_no_part_of_it(told: list[dict[str, Any]]) -> None:
    assert links([one(*told)]) == []


def test_what_starts_something_in_one_article_starts_nothing_in_another() -> None:
    assert (
        links(
            [
                one(deal("Meta", None, 1e9, role="capex", quote=CREDIT)),
                one(deal("Meta", None, 10e9, role="capex", quote="Meta pledged $10 billion.")),
            ]
        )
        == []
    )


def test_a_check_of_long_ago_is_part_of_the_round_that_its_sentence_names() -> None:
    check = "Nvidia wrote a $100 million check in 2024, as part of a $6.6 billion round."
    assert links(
        [
            one(
                stake("Nvidia", 0.1e9, check, when=("2024-01-01", "2024-12-31")),
                stake(None, 6.6e9, check),
            )
        ]
    ) == [("part_of", 0.1, 6.6)]


def test_a_round_that_was_closed_is_not_raised_anew() -> None:
    closed = {"when": ("2025-12-01", "2025-12-31"), "modality": "reported"}
    assert (
        links(
            [
                one(stake(None, 40e9, "It closed a $40 billion round in December.", **closed)),
                one(stake(None, 60e9, "It closed a round of $60 billion."), day="2026-05-02"),
            ]
        )
        == []
    )


def test_two_figures_for_one_round_in_the_same_week_are_a_conflict() -> None:
    assert links(
        [
            one(stake(None, 28e9, "Its listing raised $28 billion.")),
            one(stake(None, 26e9, "It raised $26 billion."), day="2026-03-05", publisher="Other"),
        ]
    ) == [("contradicts", 26, 28)]


def test_a_total_of_all_rounds_holds_those_that_others_led() -> None:
    assert links(
        [
            one(stake("ASML", 1.5e9, "ASML leads a round of $1.5 billion."), day="2025-09-09"),
            one(stake(None, 4e9, "Mistral AI has now raised $4 billion in all."), day="2026-06-01"),
        ]
    ) == [("part_of", 1.5, 4)]


def test_investors_that_make_up_a_round_are_parts_of_it() -> None:
    assert links(
        [
            one(
                stake(None, 1e9, "It took in $1 billion from a bank and a lender."),
                stake("ASML", 0.6e9, "ASML gives $600 million."),
                stake("Nvidia", 0.4e9, "Nvidia gives $400 million."),
            )
        ]
    ) == [("part_of", 0.4, 1), ("part_of", 0.6, 1)]


def test_a_part_in_another_currency_is_less_than_the_whole_in_dollars() -> None:
    told = {"role": "capex", "when": (None, "2028-12-31")}
    assert links(
        [
            one(
                deal("Microsoft", "United Kingdom", 30e9, quote="It invests $30 billion.", **told),
                deal("Microsoft", "United Kingdom", 12e9, unit="GBP",
                     quote="Of this, £12 billion is for machines.", **told),
            )
        ]
    ) == [("part_of", 12, 30)]  # fmt: skip


def test_a_total_that_a_later_sentence_reaches_holds_what_went_before() -> None:
    assert links(
        [
            one(deal("CoreWeave", "Applied Digital", 7e9, quote="It pays $7 billion."),
                day="2025-06-02"),
            one(deal("CoreWeave", "Applied Digital", 11e9,
                     quote="A further 150 MW bring the lease to 400 MW and $11 billion."),
                day="2025-08-29"),
        ]
    ) == [("part_of", 7, 11)]  # fmt: skip


FORECAST = "It lifted its forecast for the year from $35 billion to $50 billion."


def test_a_beginning_belongs_to_what_its_own_payer_pays() -> None:
    assert links(
        [
            one(
                deal("Google", "Anthropic", 0, role="investment", low=None, high=40e9),
                deal("Google", "Anthropic", 12e9, role="investment",
                     quote="Google pays $12 billion now and the rest later."),
                deal(None, "Anthropic", 30e9, role="investment",
                     quote="Anthropic raised $30 billion."),
            )
        ]
    ) == [("part_of", 12, 40)]  # fmt: skip


def test_what_is_added_to_an_amount_does_not_hold_it() -> None:
    quote = "Google pays Anthropic $12 billion now and will add $20 billion if it meets its goals."
    told = one(
        *(deal("Google", "Anthropic", n, role="investment", quote=quote) for n in (12e9, 20e9))
    )
    assert links([told]) == []


def test_what_an_agreement_grows_by_takes_the_place_of_nothing() -> None:
    def bought(value: float, quote: str, day: str) -> Told:
        return one(deal("OpenAI", "CoreWeave", value, quote=quote), day=day)

    first = bought(4e9, "It is worth $4 billion.", "2025-05-15")
    by = bought(6.5e9, "They expanded it by up to $6.5 billion.", "2025-09-25")
    to = bought(6.5e9, "They expanded it to $6.5 billion.", "2025-09-25")
    assert links([first, by]) == []
    assert links([first, to]) == [("supersedes", 6.5, 4)]


def test_watts_that_begin_what_an_article_tells_of_more_parties_are_part_of_it() -> None:
    def watts(value: float, object: str | None, quote: str) -> dict[str, Any]:
        return claim("capacity", "OpenAI", object, value=value, quote=quote)

    assert links(
        [one(watts(6e9, "AMD", "It takes 6 GW."), watts(1e9, None, "The first gigawatt is near."))]
    ) == [("part_of", 1, 6)]


def test_who_spends_to_expand_raises_no_earlier_plan() -> None:
    def plan(value: float, quote: str, day: str) -> Told:
        return one(deal("Amazon", None, value, role="capex", quote=quote), day=day)

    assert (
        links(
            [
                plan(7.8e9, "Amazon spends $7.8 billion on its halls.", "2025-01-14"),
                plan(10e9, "Amazon spends $10 billion to expand its halls.", "2025-05-18"),
            ]
        )
        == []
    )


def test_a_forecast_that_one_sentence_changes_revises_the_one_before() -> None:
    def spent(value: float) -> dict[str, Any]:
        year = ("2025-06-01", "2026-05-31")
        return deal("Oracle", None, value, role="capex", when=year, quote=FORECAST)

    assert links([one(spent(35e9), spent(50e9))]) == [("revises", 50, 35)]


def test_a_target_that_a_later_sentence_names_was_before_what_was_raised() -> None:
    sentence = "At $20 billion it went beyond its target of $15 billion."
    assert links(
        [
            one(stake(None, 20e9, "It raised $20 billion.")),
            one(stake(None, 20e9, sentence), stake(None, 15e9, sentence), day="2026-03-03"),
        ]
    ) == [("revises", 20, 15)]


def test_money_that_is_raised_revises_what_was_to_be_raised() -> None:
    assert links(
        [
            one(stake(None, 0.6e9, "It is in talks to raise $600 million.", modality="exploring"),
                day="2025-07-09"),
            one(stake("ASML", 0.75e9, "It raised $750 million, led by ASML.", modality="achieved"),
                day="2025-09-17"),
        ]
    ) == [("revises", 0.75, 0.6)]  # fmt: skip


def test_what_another_pays_for_a_place_is_no_new_figure_for_it() -> None:
    def cost(payer: str, value: float, day: str) -> Told:
        return one(deal(payer, "Hyperion", value, role="capex"), day=day)

    assert links([cost("Meta", 15e9, "2025-10-14"), cost("Adani", 5e9, "2025-11-28")]) == []
    assert links([cost("Meta", 10e9, "2025-10-14"), cost("Meta", 50e9, "2026-02-28")]) == [
        ("revises", 50, 10)
    ]


def test_at_least_so_much_of_a_plan_is_part_of_the_plan() -> None:
    def cost(day: str, quote: str, **bounds: float | None) -> Told:
        return one(deal("Meta", "Hyperion", 0, role="capex", quote=quote, **bounds), day=day)

    assert links(
        [
            cost("2025-01-21", "It is to cost $500 billion.", low=500e9, high=500e9),
            cost("2025-09-23", "There is over $400 billion of it by now.", low=400e9),
        ]
    ) == [("part_of", 400, 500)]
