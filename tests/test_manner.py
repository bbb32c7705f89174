"""How firm a statement is: what its words say has come about, and what is still to come."""

import datetime as dt

import pytest

from extractors.reading import read_claims
from schema.article import Article
from schema.claim import Claim


def only(kind: str, text: str) -> Claim:
    article = Article(url="https://a.example/x", title="", text=text, published=dt.date(2026, 6, 1))
    (found,) = (claim for claim in read_claims(article) if claim.kind == kind)
    return found


@pytest.mark.parametrize(
    ("text", "firmness"),
    [
        ("Meta’s 1 GW Prometheus data center campus is operational.", "delivered"),
        ("Meta’s 1 GW Prometheus data center campus comes online in 2026.", None),
        ("Meta’s 1 GW Prometheus data center campus will come online in 2027.", "announced"),
        ("Meta’s 1 GW Prometheus data center campus is expected online by 2027.", "announced"),
        ("Meta’s 1 GW Prometheus data center campus is under construction.", "delivering"),
    ],
)
def test_watts_are_delivered_once_they_are_there(text: str, firmness: str | None) -> None:
    assert only("capacity", text).firmness == firmness


def test_a_raised_forecast_is_no_money_raised() -> None:
    text = "Meta raised its capital spending forecast for 2026 to $140 billion for data centers."
    assert only("deal", text).firmness != "funded"
    text = "Lambda raised $480 million from Nvidia in a Series D round for its data centers."
    assert only("deal", text).firmness == "funded"


@pytest.mark.parametrize(
    ("text", "firmness"),
    [
        ("Amazon may invest $40 billion in OpenAI, which rents data centers.", "exploring"),
        ("CoreWeave's $9 billion bid for Core Scientific failed, and its data centers stay.",
         "cancelled"),
        ("OpenAI is close to buying CoreWeave and its data centers for $9 billion.", "exploring"),
        ("OpenAI never held talks to invest $9 billion in CoreWeave and its data centers.",
         "denied"),
        ("Meta does not plan to invest $9 billion in CoreWeave and its data centers.", "denied"),
        ("Meta will pay CoreWeave $9 billion for data centers, Bloomberg News reported.",
         "announced"),
    ],
)  # fmt: skip
def test_deals_that_may_come_or_came_to_nothing(text: str, firmness: str | None) -> None:
    assert only("deal", text).firmness == firmness


def test_what_is_to_open_later_is_planned_whatever_the_verb() -> None:
    text = "Google delayed the opening of its 400 MW data center campus to the fall of 2027."
    told = only("capacity", text)
    assert (told.stage, told.when and told.when.end) == ("planned", dt.date(2027, 11, 30))


@pytest.mark.parametrize(
    ("text", "firmness"),
    [
        ("Oracle has signed a $3 billion contract with Nvidia for chips.", "contracted"),
        ("Oracle has allegedly signed a $3 billion contract with Nvidia for chips.", "rumoured"),
        ("Oracle has expressed interest in a $3 billion contract with Nvidia for chips.",
         "exploring"),
    ],
)  # fmt: skip
def test_a_contract_that_is_only_said_to_be_signed_is_a_rumour(text: str, firmness: str) -> None:
    assert only("deal", text).firmness == firmness
