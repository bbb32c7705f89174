"""Dependencies: which pairs a sentence may tell, who depends, and in which role."""

from dataclasses import replace

import pytest

from extractors.claims.assemble import complete_all, select
from extractors.claims.confidence import shipped_models
from extractors.claims.context import Draft
from extractors.claims.role_choice import choose_role, shipped_roles
from extractors.lessons import read_lessons
from extractors.reading import make_doc
from schema.vocabulary import ClaimKind, DependencyRole, Modality
from tests.drafting import PUBLISHED, drafted, drafts, pipeline, statements, told


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
        ("Cohere runs on CoreWeave.", "Cohere", "CoreWeave", "hosts"),
        (
            "Microsoft taped out a chip on TSMC's 2-nanometre process.",
            "Microsoft",
            "TSMC",
            "foundry",
        ),
        ("OpenAI has a chip, with TSMC as its manufacturer.", "OpenAI", "TSMC", "foundry"),
        ("Meta builds data centers around Nvidia's chips.", "Meta", "Nvidia", "uses"),
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


def test_the_steps_between_the_two_are_told_without_their_names() -> None:
    features = dependencies("xAI now rents chips from Google.")["xAI", "Google"].evidence
    assert features["dependent first: path buy x from"] == 1
    assert features["dependent first: steps buy from"] == 1
    turned = dependencies("Google rents chips to Anthropic.")["Anthropic", "Google"].evidence
    assert turned["provider first: steps buy to"] == 1


def test_the_steps_stop_at_the_list_that_a_party_stands_in() -> None:
    found = dependencies("Dell, HPE and Lenovo sell servers to CoreWeave.")
    assert found["CoreWeave", "Dell"].evidence["provider first: steps supply to"] == 1


def test_the_features_tell_the_layers_of_both() -> None:
    features = dependencies("Anthropic rents chips from Nvidia.")["Anthropic", "Nvidia"].evidence
    assert features["layer models on chips"] == 1


def test_the_features_tell_how_often_an_article_tells_a_pair() -> None:
    once = dependencies("CoreWeave buys servers from Dell.")["CoreWeave", "Dell"].evidence
    text = "CoreWeave buys servers from Dell. Dell also supplies CoreWeave with storage."
    twice = dependencies(text)["CoreWeave", "Dell"].evidence
    assert once["times told"] < twice["times told"]
    assert twice["told in 2 sentences"] == 1


def test_the_lessons_name_parties_that_are_drafted() -> None:
    lessons = read_lessons()
    wanted = [(lesson, pair) for lesson in lessons for pair in lesson.roles]
    drafted = sum(
        pair in {told(d) for d in lesson.doc._.drafts if d.kind is ClaimKind.DEPENDENCY}
        for lesson, pair in wanted
    )
    assert drafted / len(wanted) > 0.85


def test_a_thousand_names_in_one_sentence_stay_bounded() -> None:
    text = "Deals with " + ", ".join(["Nvidia", "AMD", "Intel", "Google"] * 250) + " were signed."
    assert len(dependencies(text)) < 20


def test_a_list_that_opens_a_sentence_is_read_whole() -> None:
    found = dependencies("Meta, Microsoft and Oracle have their servers built by Quanta.")
    assert {("Meta", "Quanta"), ("Microsoft", "Quanta"), ("Oracle", "Quanta")} <= found.keys()


@pytest.mark.parametrize(
    ("text", "dependent", "provider"),
    [
        # The provider is left unsaid, then the article's main party is, two sentences on.
        (
            "Nebius opened a campus. xAI and Cursor have contracted for the capacity.",
            "xAI",
            "Nebius",
        ),
        (
            "Humain grew. Humain hired. Groq is a start-up. The chips come from Qualcomm.",
            "Humain",
            "Qualcomm",
        ),
        # A holding's companies are houses of their own.
        ("Ampere builds its processors on designs of Arm.", "Ampere", "Arm"),
    ],
)
def test_a_party_may_stand_in_a_sentence_before(text: str, dependent: str, provider: str) -> None:
    assert (dependent, provider) in dependencies(text)


@pytest.mark.parametrize(
    ("text", "dependent", "provider", "frame"),
    [
        (
            "Marvell, which has its parts made by TSMC, is buying tools from Synopsys.",
            "Marvell",
            "Synopsys",
            "frame: dependent acts, buy from",
        ),
        (
            "Under the contract Dell will supply Lambda with racks.",
            "Lambda",
            "Dell",
            "frame: provider acts, supply nothing",
        ),
        (
            "The accelerator is manufactured for Etched by TSMC.",
            "Etched",
            "TSMC",
            "frame: for dependent, by provider",
        ),
        (
            "Lambda grew, while Nebius bought racks from Dell.",
            "Lambda",
            "Dell",
            "frame apart: a third acts",
        ),
    ],
)
def test_the_features_tell_who_acts(text: str, dependent: str, provider: str, frame: str) -> None:
    assert frame in dependencies(text)[dependent, provider].evidence


@pytest.mark.parametrize(
    ("text", "dependent", "provider", "called"),
    [
        ("CoreWeave has OpenAI as a customer.", "OpenAI", "CoreWeave", "dependent called customer"),
        ("Vast Data uses vendors like HPE.", "Vast Data", "HPE", "provider called vendor"),
        ("Groq, a rival of Nvidia, uses its tools.", "Groq", "Nvidia", "dependent called rival"),
    ],
)
def test_the_features_tell_what_a_party_is_called(
    text: str, dependent: str, provider: str, called: str
) -> None:
    assert called in dependencies(text)[dependent, provider].evidence


def test_a_unit_and_its_firm_tell_one_dependency_of_an_article() -> None:
    every = replace(shipped_models(), threshold=0.0, thresholds={})
    doc = pipeline()(
        make_doc(
            pipeline(), "", "Microsoft buys chips from Nvidia. Azure buys from Nvidia.", PUBLISHED
        )
    )
    found = select(doc._.context, complete_all(doc, every), every)
    assert [statement.houses for statement in found] == [("Microsoft", "Nvidia")]


@pytest.mark.parametrize(
    ("text", "dependent", "provider", "role"),
    [
        # What the provider is.
        ("The chip is taped out at TSMC, says Etched.", "Etched", "TSMC", "foundry"),
        ("Vistra has a contract with Equinix for electricity.", "Equinix", "Vistra", "supplies"),
        # What the dependent makes of it.
        ("Lenovo and HPE unveiled servers with the MI400.", "Lenovo", "MI400", "integrates"),
        ("Cohere trains its models on the MI400.", "Cohere", "MI400", "uses"),
        # What the words say, wherever they stand.
        ("Perplexity has long run everything on AWS.", "Perplexity", "AWS", "hosts"),
        ("The part was developed jointly by Marvell and Google.", "Google", "Marvell", "co_design"),
        (
            "Rebellions is in talks with Samsung about making it.",
            "Rebellions",
            "Samsung",
            "exploring",
        ),
    ],
)
def test_the_role_is_read_from_the_parties_and_the_words(
    text: str, dependent: str, provider: str, role: str
) -> None:
    doc = drafted("gigawatch_dependencies", text)
    (pair,) = (one for one in statements(doc) if one.pair == (dependent, provider))
    assert choose_role(shipped_roles(), doc._.context, pair) is DependencyRole(role)
