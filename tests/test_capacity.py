"""Capacities: watts of sites and contracts, against demand, comparisons and machines."""

import pytest
from drafting import drafts, told

from schema.vocabulary import EntityKind

COMPONENT = "gigawatch_capacities"


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "stage"),
    [
        ("Meta will build a 2 GW data center in Ohio.", 2e9, 2e9, "W", "planned"),
        ("Oracle is constructing a 1.4-gigawatt campus in Texas.", 1.4e9, 1.4e9, "W",
         "under_construction"),
        ("Meta buys the output from Clinton: 450 megawatts.", 4.5e8, 4.5e8, "W", "planned"),
        ("The campus already runs 300 megawatts of servers.", 3e8, 3e8, "W", "operational"),
        ("Anthropic agreed to take up to 3 gigawatts of computing.", None, 3e9, "W", "planned"),
        ("The plant could eventually grow to 5 gigawatts.", None, 5e9, "W", "planned"),
        ("The campus can be extended to 750 megawatts.", None, 7.5e8, "W", "planned"),
        ("The site has room for 300 megawatts.", None, 3e8, "W", "planned"),
        ("The site will store 2 GWh in batteries.", 2e9, 2e9, "Wh", "planned"),
        ("Crusoe plans a gigawatt-scale campus in Wyoming.", 1e9, 1e9, "W", "planned"),
        ("Each satellite in orbit would have 100 kilowatts.", 1e5, 1e5, "W", "planned"),
    ],
)  # fmt: skip
def test_watts_of_sites_and_contracts(
    text: str, low: float | None, high: float, unit: str, stage: str
) -> None:
    (draft,) = drafts(COMPONENT, text)
    assert (draft.low, draft.high, draft.unit, draft.stage) == (low, high, unit, stage)


@pytest.mark.parametrize(
    "text",
    [
        "The region faces a 12 GW shortfall.",
        "Peak demand of 85 GW is expected in August.",
        "Demand could grow by 32 GW by 2030.",
        "Its racks draw 600 kilowatts each.",
        "A gigawatt of data centers costs $50 billion.",
        "The workshop bought a 6 kW laser.",
        "That is the equivalent of 4 gigawatts.",
        "Vendors now show 1 MW racks.",
        "That is double the 300 MW first planned.",
        "Vendors now draw up gigawatt-scale designs for data centers.",
        "At gigawatt scale, the cooling of a data center is a science.",
        "Planners struggle with multi-gigawatt loads near data centers.",
        "A gigawatt of data center capacity is said to cost $45 billion.",
        "A megawatt is about what a thousand servers of a data center use.",
        "Nobody else has as many megawatts of data centers.",
    ],
)
def test_demand_comparisons_and_machines_are_none(text: str) -> None:
    assert drafts(COMPONENT, text) == []


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("It will add a 900 MW gas plant for the site.", "generation"),
        ("The utility signed a 300 MW grid connection.", "grid"),
        ("AWS will deliver 2 gigawatts of Trainium compute.", "it"),
        ("Vantage opened a 192 MW data center.", "facility"),
        ("It plans 5 GW of next-generation data centers.", "facility"),
        ("Tesla will install 400 MW of battery storage.", "storage"),
        ("The project has 400 MW.", None),
    ],
)
def test_basis_comes_from_the_words(text: str, basis: str | None) -> None:
    (draft,) = drafts(COMPONENT, text)
    assert draft.basis == basis


def test_the_site_has_the_watts_and_its_owner_is_the_other_party() -> None:
    (draft,) = drafts(COMPONENT, "Meta will expand its Hyperion data center to 5 gigawatts.")
    assert told(draft) == ("Hyperion", "Meta")


def test_the_receiver_of_supplied_watts_has_them() -> None:
    (draft,) = drafts(COMPONENT, "Google will supply Anthropic with 3 gigawatts of TPU capacity.")
    assert told(draft) == ("Anthropic", "Google")


def test_the_partner_of_a_contract_is_the_other_party() -> None:
    (draft,) = drafts(COMPONENT, "Amazon signed for 960 megawatts of power from Talen Energy.")
    assert told(draft)[1] == "Talen Energy"


def test_who_gets_watts_that_another_installs_has_them() -> None:
    text = "The plan names 600 megawatts of computing that Cerebras is to install for Meta."
    (draft,) = drafts(COMPONENT, text)
    assert told(draft) == ("Meta", "Cerebras")


def test_who_is_named_as_customer_gets_the_watts() -> None:
    text = "Qualcomm will deliver racks from 2026, with Humain as its first customer for 200 MW."
    assert told(drafts(COMPONENT, text)[0]) == ("Humain", "Qualcomm")


def test_of_two_that_agree_the_higher_in_the_stack_has_the_watts() -> None:
    text = "Oracle and OpenAI have signed an agreement for 4.5 gigawatts of computing."
    (draft,) = drafts(COMPONENT, text)
    assert told(draft) == ("OpenAI", "Oracle")


@pytest.mark.parametrize(
    "text",
    [
        "Bloom Energy won an order from Oracle for 900 MW of fuel cells.",
        "Bloom Energy gets 1.2 GW fuel cell contract from Oracle",
        "Some 900 MW of Bloom Energy's fuel cells will go to Oracle.",
        "Half of it, 450 MW from Bloom Energy, is earmarked for data centers of Oracle.",
        "Oracle said on Tuesday that Bloom Energy will deliver 900 MW of fuel cells.",
        "Oracle says Bloom Energy has agreed to supply 900 MW.",
        "Oracle is to take as much as 900 MW of Bloom Energy's fuel cells.",
    ],
)
def test_who_orders_or_is_promised_watts_has_them(text: str) -> None:
    (draft,) = drafts(COMPONENT, text)
    assert told(draft) == ("Oracle", "Bloom Energy")


def test_each_place_of_a_list_has_its_own_watts() -> None:
    text = "It runs batteries next to Oneida Campus in Montana (75 MW) and Georgia (765 MW)."
    assert [told(draft)[0] for draft in drafts(COMPONENT, text)] == ["Montana", "Georgia"]


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("The solar farm will give 1 GW on 5,000 acres.", {"land_m2": 5000 * 4046.86}),
        ("A 200 MW solar plant will cover 3 square kilometers.", {"land_m2": 3e6}),
        ("The satellite will carry 150 kW and weigh 2 metric tons.", {"mass_t": 2}),
        ("The 2 GW campus will cover 5,000 acres.", {}),
        ("A 1 GW solar farm on 500 acres joins one on 900 acres.", {}),
    ],
)
def test_land_and_mass_stand_beside_the_power_that_they_belong_to(
    text: str, beside: dict[str, float]
) -> None:
    assert [draft.conditions for draft in drafts(COMPONENT, text)] == [beside]


def test_an_owner_right_before_the_watts_has_them_and_no_plant_named_earlier() -> None:
    (draft,) = drafts(
        COMPONENT,
        "Talen sells power from its Susquehanna nuclear plant to AWS’ 900 MW data center campus.",
    )
    assert "Susquehanna" not in (told(draft)[0] or "")


def test_the_power_of_all_sites_is_the_firms() -> None:
    first, second = drafts(
        COMPONENT,
        "CoreWeave rents a 100 MW hall in Ellendale. Its contracted power grew to 2.9 GW.",
    )
    assert EntityKind.SITE in first.kinds["subject"]
    assert EntityKind.SITE not in second.kinds["subject"]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Project Socrates, which supplies Meta with 400 MW, is growing.",
         ("Project Socrates", "Meta")),
        ("NextEra and Google signed a contract to restart the 615-MW Duane Arnold plant.",
         ("Duane Arnold", "Google")),
        ("Entergy will build three gas-fired plants of 2,300 MW to power Hyperion.",
         (None, "Entergy")),
    ],
)  # fmt: skip
def test_who_gets_the_watts_of_a_site(text: str, parties: tuple[str | None, str | None]) -> None:
    (draft,) = drafts(COMPONENT, text)
    site = told(draft)[0]
    assert site == parties[0]
    assert parties[0] is None or told(draft)[1] == parties[1]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Its contracted power comes to 3 GW, helped by the Meta Lebanon campus.", None),
        ("The portfolio totals some 900 MW, 200 MW of it at Meta Lebanon.", "Meta Lebanon"),
        ("Oracle rents another 4 GW to OpenAI under the Stargate programme.", None),
        ("xAI took over Colossus 1 in Memphis (300 MW).", "Colossus 1"),
    ],
)
def test_a_site_has_no_watts_of_a_whole_fleet_or_of_a_contract(
    text: str, subject: str | None
) -> None:
    assert told(drafts(COMPONENT, text)[-1])[0] == subject
