"""What an article speaks of as a whole, and that its claims are weighed by it."""

from dataclasses import replace

from extractors.claims.assemble import complete_all
from extractors.claims.confidence import shipped_models
from extractors.claims.topicality import (
    OTHER_SUBJECT,
    Topicality,
    article_words,
    shipped_topicality,
)
from extractors.reading import make_doc, reading_pipeline

FIELD = (
    "Brackwell adds chips in Ohio\n\nNvidia supplies the GPUs of the campus, its power comes from "
    "turbines. Cloud capacity for inference and training is short, and electricity more so."
)
GAMES = (
    "Brackwell adds a season to its game\n\nPlayers of the game can buy the new season in the app "
    "for less. Fans like its story, and the price of the console version falls in the sale."
)


def test_the_words_of_an_article_tell_its_subject() -> None:
    topicality = shipped_topicality()
    assert topicality.score(FIELD) > 0 > topicality.score(GAMES)


def test_an_article_of_another_subject_has_no_statements() -> None:
    told = "Nvidia will invest $2 billion in Nscale, a maker of servers, in 2027."
    nlp = reading_pipeline()
    with nlp.select_pipes(disable=["gigawatch_claims"]):
        doc = nlp(make_doc(nlp, "", f"{FIELD} {told}", None))
    other = Topicality(20 * OTHER_SUBJECT, {})
    assert complete_all(doc, shipped_models())
    assert not complete_all(doc, replace(shipped_models(), topicality=other))


def test_a_long_article_counts_for_no_more_than_a_short_one() -> None:
    once, often = (shipped_topicality().score(FIELD * times) for times in (1, 50))
    assert abs(once - often) < 0.5


def test_an_address_and_the_words_of_grammar_tell_nothing() -> None:
    assert not article_words("The of https://example.com/chips/games?x=chips and games@example.org")


def test_statements_carry_how_far_their_article_is_of_the_field() -> None:
    told = "Nvidia will invest $2 billion in Nscale, a maker of servers, in 2027."
    nlp = reading_pipeline()
    with nlp.select_pipes(disable=["gigawatch_claims"]):
        docs = [nlp(make_doc(nlp, "", f"{text} {told}", None)) for text in (FIELD, GAMES)]
    of_field, other = (complete_all(doc, shipped_models())[-1].features for doc in docs)
    assert of_field["on topic"] > 0 == of_field["off topic"]
    assert other["off topic"] > 0 == other["on topic"]


def test_what_news_of_any_subject_says_tells_no_subject() -> None:
    assert not article_words(
        "On Tuesday the company said that it had raised its $2 billion."
    ).keys() & {"tuesday", "company", "said", "billion"}


def test_few_words_tell_less_than_many() -> None:
    other = Topicality(2 * OTHER_SUBJECT, {})
    assert other.score("Bread is baked.") > OTHER_SUBJECT
    many = " ".join(f"{one}{other}word" for one in "abcdefghij" for other in "abcdefghij")
    assert other.score(many) <= OTHER_SUBJECT
