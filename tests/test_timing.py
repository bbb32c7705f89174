"""The time of a statement: which date of its sentence is its own, and what it dates."""

import pytest

from extractors.claims.timing import claim_time
from extractors.reading import make_doc
from schema.vocabulary import ClaimKind
from tests.drafting import PRIMITIVES, PUBLISHED, pipeline


def time_of(text: str, anchor: str, kind: ClaimKind = ClaimKind.DEAL) -> tuple[str, str] | None:
    nlp = pipeline()
    with nlp.select_pipes(enable=PRIMITIVES):
        doc = nlp(make_doc(nlp, "", text, PUBLISHED))
    start = text.index(anchor)
    found, dated = claim_time(doc, (0, len(text)), start, start + len(anchor), kind)
    return None if found is None else (f"{found.start or ''}..{found.end or ''}", str(dated))


@pytest.mark.parametrize(
    ("text", "anchor", "expected"),
    [
        ("Nvidia invested $2 billion in May.", "$2 billion",
         ("2026-05-01..2026-05-31", "agreement")),
        ("Meta will spend $600 billion through 2028.", "$600 billion",
         ("..2028-12-31", "spending")),
        ("On Monday Google put its capital spending at $90 billion for 2026.", "$90 billion",
         ("2026-01-01..2026-12-31", "spending")),
        ("It raised $1 billion in March and $2 billion in June.", "$1 billion",
         ("2026-03-01..2026-03-31", "agreement")),
        ("It raised $1 billion in March and $2 billion in June.", "$2 billion",
         ("2026-06-01..2026-06-30", "agreement")),
        ("It paid $3 billion; the hall opens in 2029.", "$3 billion",
         ("2029-01-01..2029-12-31", "delivery")),
        ("Meta has $3 billion in cash.", "$3 billion", None),
    ],
)  # fmt: skip
def test_the_date_that_belongs_to_an_amount(
    text: str, anchor: str, expected: tuple[str, str] | None
) -> None:
    assert time_of(text, anchor) == expected


def test_the_day_of_an_announcement_is_not_that_of_power() -> None:
    text = "Google said on Thursday that it will build a 933 MW plant."
    assert time_of(text, "933 MW", ClaimKind.CAPACITY) is None
    text = "Google said on Thursday that it will deliver 5 GW in 2027."
    assert time_of(text, "5 GW", ClaimKind.CAPACITY) == ("2027-01-01..2027-12-31", "delivery")


@pytest.mark.parametrize(
    "text",
    [
        "It takes 6 gigawatts, the first gigawatt in the second half of 2026.",
        "It takes 6 gigawatts, with an initial phase in the second half of 2026.",
    ],
)
def test_the_date_of_a_beginning_is_not_that_of_the_whole(text: str) -> None:
    assert time_of(text, "6 gigawatts", ClaimKind.CAPACITY) is None
    whole = "It takes 6 gigawatts in the second half of 2026, the first phase earlier."
    assert time_of(whole, "6 gigawatts", ClaimKind.CAPACITY) is not None


@pytest.mark.parametrize(
    "text",
    [
        "It has raised $4 billion since it was founded in 2019.",
        "It sold $4 billion of notes that mature in 2034.",
        "Our June 2026 survey lists a $4 billion campus in Ohio.",
        "Since its listing in March it borrowed $4 billion.",
    ],
)
def test_the_date_of_a_founding_a_maturity_or_a_report_is_no_deals(text: str) -> None:
    assert time_of(text, "$4 billion") is None


def test_the_year_of_a_raised_forecast_is_that_of_what_it_was_raised_to() -> None:
    text = "It raised its 2026 budget for capital goods from $40 billion to $55 billion."
    found = time_of(text, "$55 billion")
    assert found is not None
    assert found[0] == "2026-01-01..2026-12-31"


def test_an_efficiency_has_the_date_beside_it_alone() -> None:
    text = "The chip, to be sold from 2027, is 3 times faster than its rival."
    assert time_of(text, "3 times", ClaimKind.EFFICIENCY) is None
    text = "The fleet was 40% more efficient in 2025."
    assert time_of(text, "40%", ClaimKind.EFFICIENCY) is not None


def test_shares_in_a_list_have_the_date_of_the_list() -> None:
    text = "Acme sells 40% of all servers in 2025, Beta 30%, and Gamma and Delta 9% each."
    for share in ("40%", "30%", "9%"):
        assert time_of(text, share, ClaimKind.SHARE) == ("2025-01-01..2025-12-31", "event")


def test_how_long_power_is_contracted_is_not_by_when_it_is_there() -> None:
    text = "Amazon has contracted for 1,920 megawatts from the plant through 2042."
    assert time_of(text, "1,920 megawatts", ClaimKind.CAPACITY) == ("..2042-12-31", "event")
    text = "Cerebras is to install 750 megawatts in stages through 2028."
    assert time_of(text, "750 megawatts", ClaimKind.CAPACITY) == ("..2028-12-31", "delivery")
