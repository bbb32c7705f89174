"""Durations: what takes the time, and whose contract or which thing it is."""

import pytest

from extractors.reading import make_doc
from tests.drafting import PRIMITIVES, PUBLISHED, drafts, pipeline, told

COMPONENT = "gigawatch_durations"


@pytest.mark.parametrize(
    ("text", "metric", "low", "high", "subject"),
    [
        ("OpenAI took Jalapeño from first design to tape-out in nine months.",
         "design_to_tapeout", 9, 9, "Jalapeño"),
        ("Jalapeño, the chip, needed nine months to get from first sketch to tape-out.",
         "design_to_tapeout", 9, 9, "Jalapeño"),
        ("Lead times for gas turbines have grown to five years.", "lead_time", 60, 60,
         "gas turbines"),
        ("A grid connection means a wait of 18 to 24 months.", "lead_time", 18, 24,
         "grid connection"),
        ("xAI built Colossus 1 in six months.", "build_time", 6, 6, "Colossus 1"),
        ("Meta signed a 20-year agreement with Vistra.", "contract_term", 240, 240, "Meta"),
        ("Vistra is the seller of power to Meta, under agreements that last 20 years.",
         "contract_term", 240, 240, "Meta"),
        ("Meta agreed to buy computing worth $9 billion from Oracle within five years.",
         "contract_term", 60, 60, "Meta"),
        ("Vistra will sell Meta power under 20-year contracts.", "contract_term", 240, 240,
         "Meta"),
    ],
)  # fmt: skip
def test_what_takes_the_time(text: str, metric: str, low: float, high: float, subject: str) -> None:
    (draft,) = drafts(COMPONENT, text)
    assert (draft.metric, draft.low, draft.high, draft.unit) == (metric, low, high, "months")
    assert told(draft)[0] == subject


def test_a_contract_is_the_customers_with_its_supplier() -> None:
    (draft,) = drafts(COMPONENT, "CoreWeave will provide computing to Meta over a six-year term.")
    assert told(draft) == ("Meta", "CoreWeave")


@pytest.mark.parametrize(
    "text",
    [
        "Meta will pay the sum over the next three years.",
        "The contract was signed six months after the trial.",
        "A 20-year-old founder runs the company.",
        "The chip runs for three years.",
        "The county agreed on a two-year moratorium on permits for data centers.",
        "For a decade, demand for electricity was flat.",
        "The market grew by 20% a year for three years.",
    ],
)
def test_what_is_no_duration(text: str) -> None:
    assert drafts(COMPONENT, text) == []


@pytest.mark.parametrize(
    ("text", "metric", "low", "high"),
    [
        ("A nuclear plant takes at least a decade to build.", "build_time", 120, None),
        ("Large transformers take up to four years to arrive.", "lead_time", None, 48),
        ("Lead times for HBM are 12 months or longer.", "lead_time", 12, None),
        ("Constellation will sell Microsoft the power for two decades.", "contract_term", 240,
         240),
        ("For 15 years Meta will rent the halls from Galaxy.", "contract_term", 180, 180),
        ("Amazon buys the output of the wind farm for ten years.", "contract_term", 120, 120),
        ("A high-voltage transformer now takes about three years.", "lead_time", 36, 36),
        ("A data center of that size needs some 20 months.", "build_time", 20, 20),
        ("The processor went from sketch to tape-out in less than a year.",
         "design_to_tapeout", None, 12),
        ("Crusoe finished the first building in only ten months.", "build_time", 10, 10),
    ],
)  # fmt: skip
def test_durations_in_other_words(
    text: str, metric: str, low: float | None, high: float | None
) -> None:
    (draft,) = drafts(COMPONENT, text)
    assert (draft.metric, draft.low, draft.high) == (metric, low, high)


def test_a_term_has_the_parties_of_the_deal_told_with_it() -> None:
    nlp = pipeline()
    text = "Meta will pay Oracle $5 billion on a 15-year lease."
    parts = [*PRIMITIVES, "gigawatch_context", "gigawatch_deals", COMPONENT]
    with nlp.select_pipes(enable=parts):
        doc = nlp(make_doc(nlp, "", text, PUBLISHED))
    deal, term = doc._.drafts
    assert (term.metric, term.part_of) == ("contract_term", deal)
