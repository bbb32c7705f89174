"""Names that the registry does not know: spellings that do not matter, descriptions, proposals."""

import pytest
from telling import Told, claim, warehouse_of_deals, warehouse_of_feeds

from schema.entity import load_registry
from schema.naming import is_description, plain_form
from warehouse.resolving.candidates import Candidate, Weighed, Weighing
from warehouse.resolving.parties import Names, candidate_id

REGISTRY = load_registry()
NAMES = Names(REGISTRY)
WEIGHING = Weighing(REGISTRY)


def weighed(name: str, *written: str) -> Weighed:
    return WEIGHING.weigh(Candidate(candidate_id(name), name, written or (name,)))


@pytest.mark.parametrize(
    ("written", "entity_id"),
    [
        ("Nvidia Corp.", "org:nvidia"),
        ("Micron Technology, Inc.", "org:micron"),
        ("TSMC Ltd", "org:tsmc"),
        ("OpenAI’s", "org:openai"),
        ("the OpenAI", "org:openai"),
        ("Core-Weave", "org:coreweave"),
        ("Super Micro", "org:supermicro"),
        ("SK‑hynix", "org:sk-hynix"),
        ("Hydro Québec", "org:hydro-quebec"),
        ("U.S. government", "org:us-government"),
        ("Oracle Inc", "org:oracle"),
    ],
)
def test_spellings_that_do_not_matter_lead_to_the_entity(written: str, entity_id: str) -> None:
    assert NAMES.entity_id(written, None) == entity_id


@pytest.mark.parametrize(
    "written",
    ["Nvidea", "Samsung Heavy Industries", "Oracle America", "the Oracle", "Meta Louisiana", "AM"],
)
def test_names_that_are_only_alike_stay_candidates(written: str) -> None:
    assert NAMES.entity_id(written, None).startswith("name:")


def test_a_name_that_needs_context_is_nobody_where_the_reader_saw_nobody() -> None:
    assert NAMES.entity_id("Apollo", None, in_context=True) == "name:apollo"
    assert NAMES.entity_id("Apollo", "org:apollo", in_context=True) == "org:apollo"
    assert NAMES.entity_id("Nvidia", None, in_context=True) == "org:nvidia"


def test_spellings_of_one_unknown_name_are_one_candidate() -> None:
    spellings = [
        "Quorvex Compute",
        "QUORVEX compute",
        "the Quorvex Compute",
        "Quorvex Compute Inc.",
    ]
    assert {candidate_id(name) for name in spellings} == {"name:quorvex-compute"}
    assert candidate_id("Quorvex Computing") != "name:quorvex-compute"
    assert plain_form("Quorvéx-Compute’s") == "quorvex compute"


@pytest.mark.parametrize(
    "words",
    [
        *("gas turbines", "AI data centers", "The equipment", "Laptops", "new GPU", "the customer"),
        *("chips that run models", "US electricity", "the Texas data center", "Northern Virginia"),
        *("Montana", "Hale County", "data center developer", "supplier’s turbines", "they", "GPUs"),
        "Analysts expect cooling costs to rise",
    ],
)
def test_words_that_describe_are_no_names(words: str) -> None:
    assert is_description(words)


@pytest.mark.parametrize(
    "name",
    ["Quorvex", "Halcyon Grid", "d-Flux", "xVolt", "Bank of Larkspur", "K3", "Customer A"],
)
def test_names_are_names(name: str) -> None:
    assert not is_description(name)


@pytest.mark.parametrize(
    ("name", "written", "is_named", "parent"),
    [
        ("Nvidia GPUs", "Nvidia GPUs", False, "org:nvidia"),
        ("Google existing AI chips", "Google’s existing AI chips", False, "org:google"),
        ("MediaTek Arm CPU cores", "MediaTek Arm CPU cores", False, "org:mediatek"),
        ("Meta Alder Falls", "a campus in Alder Falls", True, "org:meta"),
        ("Google Montana", "its campus in Montana", True, "org:google"),
        # A group's name is in that of many firms that are not its own.
        ("Samsung Heavy Industries", "Samsung Heavy Industries", True, None),
        ("Tesla Energy", "Tesla Energy", True, None),
        ("Quorvex", "Quorvex", True, None),
        ("gas turbines", "gas turbines", False, None),
    ],
)
def test_what_is_told_of_a_known_owner_counts_with_it(
    name: str, written: str, is_named: bool, parent: str | None
) -> None:
    found = weighed(name, written)
    assert (found.is_named, found.parent) == (is_named, parent)
    assert found.root_id == (parent or found.entity_id)


@pytest.mark.parametrize(
    ("name", "written", "entity_id"),
    [
        ("Nvidea", "Nvidea", "org:nvidia"),
        ("Anthropc", "Anthropc", "org:anthropic"),
        ("Micron Tech", "Micron Tech", "org:micron"),
        ("NVDA", "NVDA", "org:nvidia"),
        ("Cloverleaf", "Cloverleaf", "org:cloverleaf-infrastructure"),
        ("Redwood", "Redwood", "org:redwood-materials"),
        ("Samsung Heavy Industries", "Samsung Heavy Industries", "org:samsung"),
        ("Meta Louisiana", "a site in Louisiana", "site:hyperion"),
        ("Vantage Data Centers Fredericksburg", "in Fredericksburg", "site:vantage-fredericksburg"),
        ("Commonwealth Fusion", "Commonwealth Fusion", "org:commonwealth-fusion-systems"),
    ],
)
def test_the_likest_known_entity_is_proposed_first(name: str, written: str, entity_id: str) -> None:
    found = weighed(name, written)
    assert found.nearest_id == found.proposals[0] == entity_id
    assert len(found.proposals) <= 3


def test_nothing_is_proposed_for_a_description_or_a_name_like_no_other() -> None:
    assert weighed("AI chips").proposals == ()
    assert weighed("Zyxqubor").proposals == ()


def test_a_description_is_kept_with_its_mentions_and_is_no_company() -> None:
    order = claim("deal", "data center developers", "Nvidia", role="purchase", value=2e9)
    ours = claim("deal", "Quorvex", "Nvidia", role="purchase", value=3e9)
    told = [Told("2026-03-02", [order]), Told("2026-03-03", [ours])]
    connection = warehouse_of_feeds(told, "vendor_dependency")
    assert connection.sql(
        "SELECT entity_id, is_named, mentions FROM entity_candidates ORDER BY ALL"
    ).fetchall() == [("name:data-center-developers", False, 1), ("name:quorvex", True, 1)]
    assert connection.sql("SELECT customer FROM vendor_dependency").fetchall() == [("Quorvex",)]


def test_chips_told_by_their_maker_alone_are_its_supply() -> None:
    bought = claim("volume", "OpenAI", "Nvidia GPUs", value=400_000)
    connection = warehouse_of_deals([Told("2026-03-02", [bought])])
    assert connection.sql(
        "SELECT name, owner, is_candidate FROM fact_parties WHERE role = 'object'"
    ).fetchall() == [("Nvidia GPUs", "Nvidia", True)]
