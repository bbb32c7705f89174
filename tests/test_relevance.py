"""The quick test before reading: what it lets through, what it sets aside, and that it is seen."""

import datetime as dt

import duckdb
import pytest

from extractors.claims.relevance import set_aside
from extractors.claims.topic import is_consumer
from extractors.reading import read_article
from schema.article import Article, Page
from schema.vocabulary import SetAside
from warehouse.extracted import Extracted
from warehouse.load import load
from warehouse.views import create_view, read_view

NOW = dt.datetime(2026, 7, 20, 12, tzinfo=dt.UTC)
LAPTOP = "The new laptop has a faster chip from Intel, and its fans are quiet. We liked the keys."
TALK = "Chips and servers were all that anybody spoke of at dinner, and of the data center."
BREAD = "The bakery in Lorain raised $20 million to sell more bread."


@pytest.mark.parametrize(
    "text",
    [
        "Meta will spend $10 billion on data centers and on chips.",
        "The data center in Lorain will draw 300 MW for its servers.",
        "Nvidia ordered 40,000 wafers from TSMC.",
        "Its own chip is three times as fast as a GPU of last year, says OpenAI.",
        "The processor taped out at TSMC.",
        "Anthropic trains its models on chips supplied by Broadcom.",
        "Inference on this accelerator costs half of what it did.",
        "The data center deals of the week\n\nMeta has the power for a data center of 400 MW.",
    ],
)
def test_what_may_hold_a_claim_is_read(text: str) -> None:
    assert set_aside(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Oracle raised its capital spending to $50 billion this year, as cloud capacity is short.",
        "SoftBank denied that it would sell its $30 billion stake in OpenAI, which buys capacity.",
        "CoreWeave has 1.1 gigawatts of active power and contracts for 3.5 gigawatts more.",
    ],
)
def test_short_news_with_next_to_no_terms_of_the_field_is_read_for_its_other_words(
    text: str,
) -> None:
    assert set_aside(text) is None
    assert read_article(Article(title="", text=text, published=NOW.date()))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"Best Prime Day laptop deals\n\n{LAPTOP} Dell orders its chips.", SetAside.OTHER_SUBJECT),
        (BREAD, SetAside.OTHER_SUBJECT),
        (TALK, SetAside.NO_STATEMENT),
        ("", SetAside.OTHER_SUBJECT),
    ],
)
def test_what_can_hold_none_is_set_aside(text: str, reason: SetAside) -> None:
    assert set_aside(text) is reason
    assert read_article(Article(title="", text=text)) == []


def test_an_amount_counts_only_near_a_thing_of_the_field() -> None:
    far = "The walk was long and the evening cold. " * 20
    near = "Nvidia sells chips and servers. It paid $5 billion."
    assert set_aside(near) is None
    assert set_aside(near.replace("It paid", f"{far} The bakery paid")) is SetAside.NO_STATEMENT


def test_what_people_buy_for_themselves_is_told_from_what_is_built() -> None:
    assert is_consumer("its thin laptop for gamers")
    assert not is_consumer("its servers for a data center in ohio")


def told(number: int, text: str) -> tuple[Page, Article]:
    page = Page(
        page_id=f"{number:064x}",
        source_id="docs",
        url=f"https://courier.example/{number}",
        media_type="text/html",
        size=1,
        fetched_at=NOW,
    )
    return page, Article(title=f"Story {number}", text=text, url=page.url)


def test_what_was_set_aside_is_counted_and_a_sample_of_it_shown() -> None:
    articles = [told(n, BREAD) for n in range(8)] + [told(n, TALK) for n in range(8, 10)]
    reasons = {page.page_id: set_aside(article.text) for page, article in articles}
    extracted = Extracted.from_models(
        [(page.page_id, article, []) for page, article in articles],
        {page_id: reason for page_id, reason in reasons.items() if reason},
    )
    with duckdb.connect() as connection:
        pages = [page for page, _ in articles]
        load(connection, pages, extracted)
        create_view(connection, read_view("sql/views/set_aside"), NOW)
        counted = connection.sql(
            "SELECT reason, max(in_run), count(*) FILTER (is_sampled) FROM set_aside "
            "GROUP BY reason ORDER BY reason"
        ).fetchall()
        sampled = connection.sql(
            "SELECT title FROM set_aside WHERE is_sampled AND reason = 'other_subject' ORDER BY 1"
        ).fetchall()
    assert counted == [("no_statement", 2, 2), ("other_subject", 8, 5)]
    assert sampled == [(f"Story {n}",) for n in range(5)]
