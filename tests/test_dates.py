"""Dates of news: every form, resolved against the day of publication."""

import datetime as dt

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import extractors.dates  # noqa: F401  (registers the component)
from extractors.dates import read_dates

PUBLISHED = dt.date(2026, 6, 30)


def intervals(text: str, published: dt.date | None = PUBLISHED) -> list[str]:
    found = read_dates(text, published)
    return [f"{d.interval.start or ''}..{d.interval.end or ''}" for d in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It opened on June 23, 2026.", "2026-06-23..2026-06-23"),
        ("It opened on 23 June 2026.", "2026-06-23..2026-06-23"),
        ("It opened on the 23rd of June, 2026.", "2026-06-23..2026-06-23"),
        ("It opened on 2026-06-23.", "2026-06-23..2026-06-23"),
        ("It opened on 6/23/2026.", "2026-06-23..2026-06-23"),
        ("It opened on Sept. 5, 2025.", "2025-09-05..2025-09-05"),
        ("It opened on Tuesday, June 23.", "2026-06-23..2026-06-23"),
        ("The tour runs from August 14-17.", "2026-08-14..2026-08-17"),
        ("Crews will meet from October 24 to 26.", "2026-10-24..2026-10-26"),
        ("It was signed in March 2025.", "2025-03-01..2025-03-31"),
        ("It was signed in December.", "2025-12-01..2025-12-31"),
        ("It will be signed in December.", "2026-12-01..2026-12-31"),
        ("It was signed last May.", "2026-05-01..2026-05-31"),
        ("It opens in June of next year.", "2027-06-01..2027-06-30"),
        ("It opens by mid-2027.", "..2027-06-30"),
        ("It opens in the next few weeks.", "2026-06-30..2026-08-24"),
        ("It ramps from late 2026 into 2027.", "2026-09-01..2027-12-31"),
        (
            "After a show that ended well it is to follow in the second half.",
            "2026-07-01..2026-12-31",
        ),
        ("Samples ship in Q2 2026.", "2026-04-01..2026-06-30"),
        ("Samples ship in the second quarter of next year.", "2027-04-01..2027-06-30"),
        ("Samples shipped in the first quarter.", "2026-01-01..2026-03-31"),
        ("Samples ship in 3Q26.", "2026-07-01..2026-09-30"),
        ("Racks ship in the first half of 2027.", "2027-01-01..2027-06-30"),
        ("Racks ship in H2 2026.", "2026-07-01..2026-12-31"),
        ("Racks ship in 2H26.", "2026-07-01..2026-12-31"),
        ("Racks ship in the last quarter of 2026.", "2026-10-01..2026-12-31"),
        ("Racks ship in the first calendar quarter of 2027.", "2027-01-01..2027-03-31"),
        ("It spent $9 billion in the December quarter.", "2025-10-01..2025-12-31"),
        ("It spent $9 billion in the quarter to March 29.", "2025-12-30..2026-03-29"),
        ("It will spend $9 billion in the year that ends next May.", "2026-06-01..2027-05-31"),
        ("Racks ship in the first six months of 2027.", "2027-01-01..2027-06-30"),
        ("Volume comes in early 2027.", "2027-01-01..2027-04-30"),
        ("Volume comes in mid-2027.", "2027-05-01..2027-08-31"),
        ("Volume comes in mid-to-late 2027.", "2027-05-01..2027-12-31"),
        ("Volume comes late next year.", "2027-09-01..2027-12-31"),
        ("Volume comes in mid-July.", "2026-07-11..2026-07-20"),
        ("The hall opens next summer.", "2027-06-01..2027-08-31"),
        ("The hall opens in the winter of 2026.", "2026-12-01..2027-02-28"),
        ("The hall opened in the 2010s.", "2010-01-01..2019-12-31"),
        ("The hall will open in 2028 or 2029.", "2028-01-01..2029-12-31"),
    ],
)
def test_calendar_dates(text: str, expected: str) -> None:
    assert intervals(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Full power by the end of 2026.", "..2026-12-31"),
        ("Full power before the end of the decade.", "..2029-12-31"),
        ("Full power by year-end.", "..2026-12-31"),
        ("Full power by 2030.", "..2030-12-31"),
        ("Full power no later than March 2027.", "..2027-03-31"),
        ("Full power before 2030.", "..2029-12-31"),
        ("Full power after 2030.", "2031-01-01.."),
        ("The site has run since 2024.", "2024-01-01.."),
        ("It pays rent through May 2029.", "..2029-05-31"),
        ("It pays rent until 2030.", "..2030-12-31"),
        ("The chip won't ship until 2028.", "2028-01-01..2028-12-31"),
        ("Deliveries starting in 2026 fill the hall.", "2026-01-01.."),
        ("Deliveries could begin as early as 2027.", "2027-01-01.."),
        ("Deliveries follow in 2028 or later.", "2028-01-01.."),
        ("Payments run from 2026 to 2028.", "2026-01-01..2028-12-31"),
        ("Payments fall between April and June next year.", "2027-04-01..2027-06-30"),
        ("Payments are due in 2027 and 2028.", "2027-01-01..2028-12-31"),
        ("Payments run from Q4 2026 to Q1 2027.", "2026-10-01..2027-03-31"),
        ("Payments fall in Q1-Q3 2027.", "2027-01-01..2027-09-30"),
    ],
)
def test_bounds_and_ranges(text: str, expected: str) -> None:
    assert intervals(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The firm said on Friday that it had sold out.", "2026-06-26..2026-06-26"),
        ("The firm will speak on Friday.", "2026-07-03..2026-07-03"),
        ("The firm spoke yesterday.", "2026-06-29..2026-06-29"),
        ("It opens this year.", "2026-01-01..2026-12-31"),
        ("It opened earlier this year.", "2026-01-01..2026-06-29"),
        ("It opens later this year.", "2026-06-30..2026-12-31"),
        ("It opens next week.", "2026-07-06..2026-07-12"),
        ("It opened last month.", "2026-05-01..2026-05-31"),
        ("It opened two years ago.", "2024-01-01..2024-12-31"),
        ("It opened eight months ago.", "2025-10-01..2025-10-31"),
        ("It wants the power within 18 months.", "2026-06-30..2027-12-29"),
        ("It wants the power in the next five years.", "2026-06-30..2031-06-29"),
        ("It built the hall over the last two years.", "2024-06-30..2026-06-29"),
    ],
)
def test_relative_dates_need_the_day_of_publication(text: str, expected: str) -> None:
    assert intervals(text) == [expected]
    assert intervals(text, None) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nvidia will report fiscal 2027 later.", "2026-02-01..2027-01-31"),
        ("Microsoft promised more in FY27.", "2026-07-01..2027-06-30"),
        ("Oracle raised its view for the first quarter of fiscal 2027.", "2026-06-01..2026-08-31"),
        ("Apple closed its fiscal third quarter of 2026.", "2026-04-01..2026-06-30"),
        ("Acme Widgets gave a view of fiscal 2027.", "2027-01-01..2027-12-31"),
        ("Micron closed its fiscal 2026 third quarter.", "2026-03-01..2026-05-31"),
        ("Broadcom spoke of its fiscal fourth-quarter.", "2026-08-01..2026-10-31"),
        ("SoftBank closed fiscal 2025.", "2025-04-01..2026-03-31"),
        ("Meta sees more in fiscal 2026. Oracle is silent.", "2026-01-01..2026-12-31"),
        ("It spent more in the fiscal year ended June 30, 2026.", "2025-07-01..2026-06-30"),
    ],
)
def test_fiscal_periods_follow_the_calendar_of_their_company(text: str, expected: str) -> None:
    assert expected in intervals(text)


def test_a_date_that_something_was_moved_from_is_left_out() -> None:
    moved = "Production slipped from late 2026 to the spring of 2028."
    assert intervals(moved) == ["2028-03-01..2028-05-31"]
    assert intervals("It was pushed back to 2028 from 2026.") == ["2028-01-01..2028-12-31"]
    assert intervals("The lease runs from 2027 to 2041.") == ["2027-01-01..2041-12-31"]


def test_the_quarter_is_the_one_told_of_before() -> None:
    text = "It grew in the second quarter of 2025. One buyer was 20% of sales in the quarter."
    assert intervals(text)[1] == "2025-04-01..2025-06-30"
    assert intervals("It opened in 2025 and sold out in the quarter.") == ["2025-01-01..2025-12-31"]


def test_a_following_year_counts_from_the_date_before_it() -> None:
    text = "The first hall opens in 2028 and the second the following year."
    assert intervals(text) == ["2028-01-01..2028-12-31", "2029-01-01..2029-12-31"]


@pytest.mark.parametrize(
    "text",
    [
        "The fee is $2026 a head.",
        "Gains of 2026% were told.",
        "Gemini 2025 is a model.",
        "They met at CES 2026.",
        "It holds 2048 GPUs and an H200 board.",
        "The H2 chip may march on.",
        "A five-year plan for 20-year-old turbines.",
        "The second chip, the last one, may fall.",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert intervals(text) == []


def test_component_leaves_exact_spans() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("gigawatch_dates")
    doc = nlp.make_doc("Halls open by the end of 2027, says the plan of June 3.")
    doc._.published = PUBLISHED
    doc = nlp(doc)
    assert [doc.text[d.start : d.end] for d in doc._.dates] == ["end of 2027", "June 3"]
    assert [d.word for d in doc._.dates] == ["by", "of"]


WORDS = (
    "early mid late end of the next last this that year quarter half decade June May 2027 31 "
    "by until from to - , ' Q3 H1 FY27 fiscal first in within 18 months ago later 9999 1999 "
    "between and before since week Monday fall 2030s following three ended days 999 decades"
)


@settings(max_examples=150)
@given(
    st.lists(st.sampled_from(WORDS.split()), max_size=30),
    st.sampled_from([None, PUBLISHED, dt.date(1, 1, 1), dt.date(9999, 12, 31)]),
)
def test_no_heap_of_date_words_raises(words: list[str], published: dt.date | None) -> None:
    text = " ".join(words)
    for date in read_dates(text, published):
        assert 0 <= date.start < date.end <= len(text)


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    read_dates(text, PUBLISHED)


@pytest.mark.parametrize(
    "unit", ["9", "the ", "early ", "of ", "June to ", "fiscal ", "2026-", "in the next ", "'"]
)
def test_hostile_text_gives_dates_in_order_and_none_twice(unit: str) -> None:
    text = unit * (10_000 // len(unit))
    end = 0
    for date in read_dates(text, PUBLISHED):
        assert end <= date.start < date.end <= len(text)
        end = date.end


def test_the_latter_of_two_parties_is_no_half_of_a_year() -> None:
    text = "It ships in the second half of 2026. Both ordered: 6 for the former, 4 for the latter."
    assert intervals(text) == ["2026-07-01..2026-12-31"]
