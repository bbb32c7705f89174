"""Parts of a deal: told with further amounts, or adding up to a total, they have its parties."""

import pytest
from drafting import PUBLISHED, pipeline

from extractors.reading import make_doc


def told(text: str) -> dict[float | None, tuple[str | None, str | None]]:
    """Who pays whom, by the most that each deal of a text may come to."""
    nlp = pipeline()
    claims = nlp(make_doc(nlp, "", text, PUBLISHED))._.claims
    return {claim.high: (claim.subject, claim.object) for claim in claims if claim.kind == "deal"}


@pytest.mark.parametrize(
    "text",
    [
        "Microsoft plans to invest up to $9 billion in Anthropic. It is paying $4 billion now, "
        "and will invest another $5 billion if Anthropic meets its targets.",
        "Microsoft is to invest up to $9 billion in Anthropic in two steps. The first $4 billion "
        "comes at once, and the remaining $5 billion follows when the lab trains on its chips.",
    ],
)
def test_amounts_that_add_up_to_a_deal_are_its_parts(text: str) -> None:
    found = told(text)
    assert found[4e9] == found[5e9] == ("Microsoft", "Anthropic")


def test_a_further_amount_is_of_the_same_two_even_after_a_valuation() -> None:
    found = told(
        "Amazon will invest $6 billion in Anthropic at a valuation of $300 billion, with a "
        "further $7 billion to follow if Anthropic rents enough of its chips."
    )
    assert found[6e9] == found[7e9] == ("Amazon", "Anthropic")
    assert 3e11 not in found


def test_a_valuation_before_a_comma_is_not_that_of_a_further_amount() -> None:
    found = told(
        "Amazon is paying $6 billion for shares of Anthropic at its present valuation, with an "
        "additional $7 billion on offer if Anthropic rents enough of its chips."
    )
    assert found[7e9][0] == "Amazon"


def test_another_who_acts_has_its_own_part() -> None:
    found = told(
        "SoftBank will invest $40 billion in OpenAI. The group puts in $30 billion itself, and "
        "Coatue adds another $10 billion."
    )
    assert found[3e10] == ("SoftBank", "OpenAI")
    assert found[1e10] == ("Coatue", "OpenAI")
