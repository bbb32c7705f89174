"""Sentences, headings and furniture of articles as people paste and publish them."""

from itertools import pairwise

import pytest
import spacy
from spacy.language import Language

import extractors.layout  # noqa: F401  (registers the component)
from extractors.lines import classify_lines
from extractors.sentences import sentence_starts
from extractors.spans import LineKind
from extractors.tokenizer import bound_tokenizer


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("en")
    pipeline.max_length = 10_000_000
    pipeline.add_pipe("gigawatch_layout")
    return pipeline


def sentences(nlp: Language, text: str) -> list[str]:
    return [sentence.text.strip() for sentence in nlp(text).sents]


def kinds(nlp: Language, text: str, title: str = "") -> dict[str, LineKind]:
    doc = nlp.make_doc(text)
    doc._.title_end = len(title)
    doc = nlp(doc)
    return {text[line.start : line.end]: line.kind for line in doc._.lines}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. Army agreed. The U.K. did not.", 2),
        ("Plants open in the U.S. The first one runs.", 2),
        ("Acme Corp. said Initech Inc. Chief Dr. Jo B. Stone left at 5 p.m. on Friday.", 1),
        ("The rack draws 1.2 MW. It costs $3.5 million.", 2),
        ("It is No. 1 of its kind; nobody else is close.", 1),
        ("Was it ready? The answer was no. Arm shrugged.", 3),
        ("“We will build it.” Shares rose.", 2),
        ("“Is it ready?” Stone asked. It was.", 2),
        ("(It opened in Jan. 2027.) The rest follows.", 2),
        ("Turbines came late.[4] Power came later.", 2),
        ("It ships in May. xAI buys it.", 2),
        ("The list, e.g. Dell and Lenovo, is long vs. Apple.", 1),
        ("They approved Phase B. Work starts.", 2),
        ("Deals fell through in Ohio.Others went ahead.", 2),
        ("Read it at Booking.com today.", 1),
        ("It was, I think . . . approximately right.", 1),
        ("One line\nanother line", 2),
        ("By Jo Stone at 5 p.m. ET                     Power is scarce, they say", 2),
        ("Ashtabula      300 MW      2029", 1),
        ("1. First thing. 2 MW of it.", 2),
        ("Chips, racks... The rest is glue.", 2),
    ],
)
def test_sentences_end_where_a_reader_ends_them(nlp: Language, text: str, expected: int) -> None:
    assert len(sentences(nlp, text)) == expected, sentences(nlp, text)


def test_closing_quotes_and_brackets_stay_with_their_sentence(nlp: Language) -> None:
    text = 'He said "we are done." Nobody (not even Al.) believed it.'
    assert sentences(nlp, text)[0] == 'He said "we are done."'


def test_kinds_of_lines(nlp: Language) -> None:
    text = (
        "Big plant planned\n\n"
        "By Jo Stone and Al Green\n"
        "July 8, 2026 5:34 pm EST\n"
        "A plant of 300 MW will rise in Ohio, its owner said, beside an old one of half its size.\n"
        "## Why there\n"
        "- Cheap power\n"
        "2. Old lines to the grid\n"
        "Site | Power | Year\n"
        "Image Credits: Jo Stone / Getty Images\n"
        "The reasons\n"
        "Land is cheap there, and the river carries enough water for cooling all year round.\n"
    )
    found = kinds(nlp, text, "Big plant planned")
    assert found == {
        "Big plant planned": LineKind.TITLE,
        "By Jo Stone and Al Green": LineKind.FURNITURE,
        "July 8, 2026 5:34 pm EST": LineKind.FURNITURE,
        text.splitlines()[4]: LineKind.BODY,
        "Why there": LineKind.HEADING,
        "Cheap power": LineKind.ITEM,
        "Old lines to the grid": LineKind.ITEM,
        "Site | Power | Year": LineKind.TABLE,
        "Image Credits: Jo Stone / Getty Images": LineKind.FURNITURE,
        "The reasons": LineKind.HEADING,
        text.splitlines()[11]: LineKind.BODY,
    }


BODY = (
    "The company will spend $5 billion on two sites in Ohio and Texas over the coming four years, "
    "and it expects both of them to run at full power before the decade is out.\n"
) * 3


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to our newsletter for more stories like this.",
        "Jo Stone is a senior reporter covering chips and energy for the Daily Grid.",
        "Read more: Rival plans a $10 billion plant",
        "We use cookies to give you the best experience.",
        "A worker walks past a rack in Ohio. (Photo by Al Green/Getty Images)",
        "© 2026 Daily Grid. All rights reserved.",
        "This article is for informational purposes only and is not investment advice.",
        "Samantha Hill/Shutterstock",
        "Want to join the conversation?",
        "**Publisher**: Daily Grid",
        "I am AI Agent Zed Kilo, and I follow the flow of money through markets.",
    ],
)
def test_furniture_is_told_from_the_article(nlp: Language, line: str) -> None:
    assert kinds(nlp, BODY + line + "\n" + BODY)[line] is LineKind.FURNITURE


@pytest.mark.parametrize(
    "line",
    [
        "Subscribers will pay for the $2 billion that the operator spends on chips, he said.",
        "The image generator needs 400 accelerators; comments from users shaped its design.",
        "Related parties hold 40% of the shares, and sources put their outlay at $3 billion.",
        "Getty Images signed a deal worth $100 million with the lab, according to two sources.",
        "The author of the plan, a former editor, wants 5 GW of new capacity by 2030.",
        "Registered users doubled; the newsletter business was sold for $20 million in May.",
    ],
)
def test_prose_that_mentions_such_words_is_kept(nlp: Language, line: str) -> None:
    assert kinds(nlp, BODY + line + "\n" + BODY)[line] is LineKind.BODY


@pytest.mark.parametrize("heading", ["Comments (3)", "Sources and further reading", "About Acme"])
def test_nothing_follows_a_closing_heading(nlp: Language, heading: str) -> None:
    tail = "Acme will buy 9,000 chips for its new site, which is planned for the year 2031."
    assert kinds(nlp, BODY + heading + "\n" + tail)[tail] is LineKind.FURNITURE


def test_article_goes_on_after_a_list_of_links(nlp: Language) -> None:
    text = BODY + "Related articles\nRival builds 2 GW site\nBank lends $4B\n" + BODY
    found = kinds(nlp, text)
    assert found["Rival builds 2 GW site"] is LineKind.FURNITURE
    assert found[BODY.splitlines()[0]] is LineKind.BODY


def test_a_closing_heading_at_the_top_closes_nothing(nlp: Language) -> None:
    assert kinds(nlp, "Topics\n" + BODY)[BODY.splitlines()[0]] is LineKind.BODY


@pytest.mark.parametrize(
    "unit",
    ["1234567890", "word ", "A. ", '." ', "- x\n", "# \n", "... ", "[1]", "(Image: ", "By A B\n"],
)
def test_hostile_text_is_cut_into_lines_and_sentences(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    lines = classify_lines(text)
    assert all(before.end <= after.start for before, after in pairwise(lines))
    assert all(0 <= start < len(text) for start in sentence_starts(text))


def test_sentences_without_end_are_cut(nlp: Language) -> None:
    doc = nlp("word " * 3000)
    assert max(len(sentence) for sentence in doc.sents) <= 250


@pytest.mark.parametrize(
    "text",
    [
        "Meta will pay $5 billion, it said.",
        "See https://grid.example/" + "a/" * 90 + " for more. " + "$" * 3000 + " (end)",
        "(" * 500 + "x" * 300 + "—" * 200 + "\n\n  " + "漢字" * 100,
        "",
    ],
)
def test_bounded_tokenizer_keeps_every_character(text: str) -> None:
    plain, bounded = spacy.blank("en"), bound_tokenizer(spacy.blank("en"))
    doc = bounded(text)
    assert doc.text == text
    if len(max(text.split(), key=len, default="")) < 20:
        assert [token.text for token in doc] == [token.text for token in plain(text)]


@pytest.mark.parametrize("unit", ["$", "(5"])
def test_bounded_tokenizer_keeps_a_line_of_marks(unit: str) -> None:
    text = unit * 20_000
    assert bound_tokenizer(spacy.blank("en"))(text).text == text
