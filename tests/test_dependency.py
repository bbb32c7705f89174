"""Dependencies: which pairs a sentence may tell, who depends, and in which role."""

import pytest

from extractors.claims.context import Draft
from schema.vocabulary import DependencyRole, Modality
from tests.drafting import drafts, told


def dependencies(text: str) -> dict[tuple[str | None, str | None], Draft]:
    return {told(draft): draft for draft in drafts("gigawatch_dependencies", text)}


@pytest.mark.parametrize(
    ("text", "dependent", "provider", "role"),
    [
        ("Anthropic trains its models on Trainium2.", "Anthropic", "Trainium2", "uses"),
        ("CoreWeave buys servers from Dell.", "CoreWeave", "Dell", "supplies"),
        ("TSMC will make Broadcom's switches in Arizona.", "Broadcom", "TSMC", "foundry"),
        ("OpenAI designed the part together with Broadcom.", "OpenAI", "Broadcom", "co_design"),
        ("Perplexity's workloads are hosted by AWS.", "Perplexity", "AWS", "hosts"),
        ("Meta is in talks with Google about processors.", "Meta", "Google", "exploring"),
        (
            "Microsoft partnered with Constellation on supply.",
            "Microsoft",
            "Constellation",
            "supplies",
        ),
        ("Nvidia opened. Its customers include Nebius.", "Nebius", "Nvidia", "supplies"),
    ],
)
def test_a_pair_is_proposed_with_its_role(
    text: str, dependent: str, provider: str, role: str
) -> None:
    draft = dependencies(text)[dependent, provider]
    assert draft.role == DependencyRole(role)
    assert draft.fixed == {"subject", "object"}


def test_each_of_a_list_is_a_pair_of_its_own() -> None:
    found = dependencies("OpenAI, Meta and Oracle plan to deploy the MI450.")
    assert {("OpenAI", "MI450"), ("Meta", "MI450"), ("Oracle", "MI450")} <= found.keys()


def test_talks_are_told_as_exploring() -> None:
    draft = dependencies("Meta is in talks with Google about TPUs.")["Meta", "TPU"]
    assert draft.modality is Modality.EXPLORING


@pytest.mark.parametrize(
    "text",
    [
        "Amazon uses Trainium in AWS data centers.",
        "Google runs Gemini on its own TPUs.",
        "Anthropic released a model.",
        "Nvidia. AMD. Intel.",
    ],
)
def test_no_house_depends_on_itself(text: str) -> None:
    assert dependencies(text) == {}


def test_a_chip_depends_through_its_vendor() -> None:
    found = dependencies("Ironwood was designed together with Broadcom.")
    assert ("Google", "Broadcom") in found
    assert ("Ironwood", "Broadcom") not in found


def test_the_features_tell_how_the_sentence_joins_the_two() -> None:
    features = dependencies("Anthropic rents chips from Google.")["Anthropic", "Google"].evidence
    assert features["dependent first: buy between"] == 1
    assert features["dependent first: from leads"] == 1
    assert features["dependent is higher"] == 1


def test_a_thousand_names_in_one_sentence_stay_bounded() -> None:
    text = "Deals with " + ", ".join(["Nvidia", "AMD", "Intel", "Google"] * 250) + " were signed."
    assert len(dependencies(text)) < 20
