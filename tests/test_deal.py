"""Deals: money that is committed, paid, invested or lent, against all other money in the news."""

import pytest
from drafting import drafts, told

from schema.vocabulary import EntityKind

COMPONENT = "gigawatch_deals"


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "role"),
    [
        ("Oracle will pay $9 billion for the chips.", 9e9, 9e9, "USD", "purchase"),
        ("Meta agreed to spend up to $14 billion with CoreWeave.", None, 1.4e10, "USD",
         "purchase"),
        ("The startup raised $400 million in a Series C round.", 4e8, 4e8, "USD", "investment"),
        ("SoftBank took out a loan of $8.5 billion.", 8.5e9, 8.5e9, "USD", "financing"),
        ("AMD bought the firm in a $4.9 billion takeover.", 4.9e9, 4.9e9, "USD", "acquisition"),
        ("Microsoft will spend €3.2 billion on data centers in Germany.", 3.2e9, 3.2e9, "EUR",
         "capex"),
        ("xAI rents the halls for $80 million a month.", 8e7, 8e7, "USD/month", "lease"),
        ("A $250 million funding round closed in May.", 2.5e8, 2.5e8, "USD", "investment"),
        ("Temasek has put $1.3 billion into Lambda.", 1.3e9, 1.3e9, "USD", "investment"),
        ("Citi lent the developer $640 million.", 6.4e8, 6.4e8, "USD", "financing"),
        ("Lumentum wants the firm for $2 billion in cash.", 2e9, 2e9, "USD", "acquisition"),
        ("The order, valued at $7 billion, is its largest.", 7e9, 7e9, "USD", "purchase"),
        ("The utility has budgeted $5 billion for new plants.", 5e9, 5e9, "USD", "capex"),
        ("Google announced $2.5 billion for Thailand.", 2.5e9, 2.5e9, "USD", "capex"),
        ("The utility raised its five-year capital plan to $60 billion from $48 billion.", 6e10,
         6e10, "USD", "capex"),
        ("CoreWeave cut its capex guidance to between $12 billion and $14 billion from $20 billion "
         "to $23 billion.", 1.2e10, 1.4e10, "USD", "capex"),
        ("Vistra will buy seven gas plants from Calpine for $4 billion.", 4e9, 4e9, "USD",
         "purchase"),
        ("The contract revenue over ten years is about $5 billion.", 5e9, 5e9, "USD", "purchase"),
        ("Crusoe is seeking $900 million.", 9e8, 9e8, "USD", "investment"),
        ("Vistra signed a $4 billion, 20-year deal.", 4e9, 4e9, "USD", "purchase"),
        ("It is supplied under a $1.4 billion agreement.", 1.4e9, 1.4e9, "USD", "purchase"),
        ("Cipher priced $900 million of senior notes.", 9e8, 9e8, "USD", "financing"),
        ("Apollo bought $7 billion of the bonds.", 7e9, 7e9, "USD", "financing"),
        ("Google will pay $3 billion over 20 years for its power.", 3e9, 3e9, "USD",
         "power_purchase"),
        ("Nvidia put in $2 billion.", 2e9, 2e9, "USD", "investment"),
        ("Brookfield will invest 80 billion Swedish crowns in data centers.", 8e10, 8e10, "SEK",
         "capex"),
        ("Meta will invest $3 billion each in Lumentum and Coherent.", 3e9, 3e9, "USD",
         "investment"),
    ],
)  # fmt: skip
def test_committed_money_is_a_deal(
    text: str, low: float | None, high: float, unit: str, role: str
) -> None:
    (draft,) = drafts(COMPONENT, text)
    assert (draft.low, draft.high, draft.unit, draft.role) == (low, high, unit, role)


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia reported revenue of $39 billion for the quarter.",
        "The round gave it a $5 billion Series D valuation.",
        "Investors priced the chip firm at $2.4 billion.",
        "Its capital spending will be $15 billion higher than last year.",
        "Lawyers say a gigawatt costs $45 billion.",
        "The merger would have saved CoreWeave more than $6 billion.",
        "It sees a $40 billion annual opportunity.",
        "The company ended the year with $3 billion less cash.",
        "It burned $800 million last year.",
        "Meta paid $5 billion to end the lawsuits over its chips.",
        "Nvidia has spent $2 million on lobbying for its chips.",
        "The workstation will cost $2,999 when orders open.",
        "Cerebras brought in $510 million in annual recurring revenue.",
        "That is an increase of $10 billion.",
        "It reported $51 billion from its data center business.",
        "The chip maker bought back $800 million of its own shares.",
        "Customs officers seized $30 million of GPUs at the port.",
        "Dell expects to ship $25 billion of AI servers this year.",
        "SoftBank sold its entire stake in Nvidia for $6 billion.",
        "The listing could value the company at more than $1 trillion.",
        "Nvidia’s revenue rose to $57 billion, of which $51 billion came from data centers.",
    ],
)
def test_other_money_is_none(text: str) -> None:
    assert drafts(COMPONENT, text) == []


def test_billion_dollar_deals_in_the_plural_are_of_at_least_one() -> None:
    (draft,) = drafts(COMPONENT, "Acme made billion-dollar investments in a maker of GPUs.")
    assert (draft.low, draft.high) == (1e9, None)
    (draft,) = drafts(COMPONENT, "Acme made a billion-dollar investment in a maker of GPUs.")
    assert (draft.low, draft.high) == (1e9, 1e9)


def test_an_older_record_is_told_apart_from_the_deal() -> None:
    text = "The loan of $30 billion topped the developer's $22 billion financing of last year."
    new, old = drafts(COMPONENT, text)
    assert "outdone" not in new.evidence
    assert "outdone" in old.evidence


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Foxlink will invest $3 billion in Wisconsin over the next three years.", "capex"),
        ("Its total investment in Arizona has grown to $165 billion.", "capex"),
        ("The $12 billion Louisiana investment creates 540 jobs.", "capex"),
        ("Hitachi is investing $6 billion over three years.", "capex"),
        ("About $3 billion came from private investors.", "investment"),
        ("It will put $5 billion into the chip start-up, which builds data centers.", "investment"),
        ("The firm received a $1 billion investment from Nvidia.", "investment"),
        ("Nvidia will buy $1 billion of Nokia shares.", "investment"),
        ("Google is committing $9 billion at a valuation of $350 billion.", "investment"),
        ("Meta has committed $10 billion over six years to Google Cloud.", "purchase"),
        ("Broadcom has secured a $10 billion order for its chips.", "purchase"),
        ("AMD bought the software maker Nod.ai for $90 million.", "acquisition"),
        ("SoftBank completed its $6.5 billion purchase of Ampere.", "acquisition"),
        ("Microsoft will pay $19 billion for Nebius capacity.", "purchase"),
        ("Nvidia paid $20 billion for a license to the designs.", "other"),
        ("It has about $9 billion worth of debt.", "financing"),
        ("It raised $26 billion by selling shares in New York.", "financing"),
        ("Oracle lent the developer $1 billion to help pay for the halls.", "financing"),
        ("Acme rents the chips from Lambda and pays $90 million a month.", "lease"),
    ],
)
def test_what_money_goes_into_decides_the_role(text: str, role: str) -> None:
    assert [draft.role for draft in drafts(COMPONENT, text)] == [role]


@pytest.mark.parametrize(
    ("text", "built"),
    [
        ("Microsoft will spend $3 billion on data centres in the Netherlands.",
         "Netherlands data centers"),
        ("Micron will invest $15 billion in Idaho.", "Idaho"),
        ("Texas is to get a fab, as Samsung invests $37 billion in the state.", "Texas fab"),
        ("Dell plans capital expenditures of $3 billion.", None),
        ("Acme (known for its data centers) plans capital expenditures of $3 billion.", None),
    ],
)  # fmt: skip
def test_own_spending_names_what_it_builds(text: str, built: str | None) -> None:
    assert [draft.proposed.get("object") for draft in drafts(COMPONENT, text)] == [built]


def test_of_two_that_sign_a_contract_the_higher_in_the_stack_pays() -> None:
    (draft,) = drafts(COMPONENT, "Oracle and OpenAI have signed a contract worth $300 billion.")
    assert told(draft) == ("OpenAI", "Oracle")


def test_a_verb_said_once_leaves_each_firm_of_a_list_its_own_amount() -> None:
    listed = drafts(
        COMPONENT,
        "Amazon will spend $210 billion on capex this year, Alphabet about $190 billion, Meta $140 "
        "billion and Oracle $55 billion.",
    )
    assert [told(draft)[0] for draft in listed] == [None, "Google", "Meta", "Oracle"]
    owed = drafts(COMPONENT, "OpenAI agreed to pay Oracle $290 billion, Microsoft $240 billion.")
    assert [told(draft)[0] for draft in owed] == [None, None]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Oracle’s $290 billion OpenAI contract runs for five years.", ("OpenAI", "Oracle")),
        ("Nvidia’s reported $19 billion Groq licensing deal drew scrutiny.", ("Nvidia", "Groq")),
        ("Applied Digital signed a $4 billion lease with an investment-grade hyperscaler.",
         (None, "Applied Digital")),
        ("Corning’s $6 billion contract with Meta runs to 2030.", ("Meta", "Corning")),
        ("Credo won a $300 million order from a large U.S. customer.", (None, "Credo")),
        ("Ampere was acquired last year by SoftBank for $7 billion.", ("SoftBank", "Ampere")),
        ("Intel has sold its networking unit to Ericsson for $2 billion.", ("Ericsson", "Intel")),
        ("Nebius signed a $16 billion contract to give Meta access to GPUs.", ("Meta", "Nebius")),
        ("Vertiv will supply Oracle with chillers under a $2 billion agreement.",
         ("Oracle", "Vertiv")),
        ("Hut 8 will lease the site to Fluidstack for 15 years at $7 billion.",
         ("Fluidstack", "Hut 8")),
        ("Lumen has won $2 billion of new contracts with hyperscalers.", (None, "Lumen")),
    ],
)  # fmt: skip
def test_the_construction_decides_who_pays_whom(
    text: str, parties: tuple[str | None, str | None]
) -> None:
    (draft,) = drafts(COMPONENT, text)
    assert told(draft) == parties


def test_the_deal_of_the_next_sentence_has_the_same_parties() -> None:
    first, second = drafts(
        COMPONENT,
        "Galaxy leased a hall to an unnamed tenant for $5 billion. With options the lease could "
        "be worth $9 billion over 30 years.",
    )
    assert told(first) == told(second)
    assert "subject" in second.fixed


@pytest.mark.parametrize(
    ("body", "leader"),
    [
        ("Etched has raised $500 million. Thrive Capital, a firm in New York, led the round.",
         "Thrive Capital"),
        ("Etched said that it had closed its round of $500 million, in which Samsung took part. "
         "The Norwegian group Aker heads the financing.", "Aker"),
        ("Etched has raised $500 million in a round led by the Japanese investor SoftBank.",
         "SoftBank"),
        ("Etched has raised $500 million. Thrive Capital led the round. Before, SoftBank had led "
         "another round.", None),
        ("Etched has now raised $900 million in all. Thrive Capital led the round.", None),
    ],
)  # fmt: skip
def test_the_round_of_the_title_has_the_one_leader_told_of(body: str, leader: str | None) -> None:
    title = "Etched raises $500 million"
    (draft,) = (d for d in drafts(COMPONENT, f"{title}\n\n{body}", title) if d.start > len(title))
    assert told(draft)[0] == leader


def test_a_companys_own_spending_goes_to_no_other_company() -> None:
    (own,) = (
        draft
        for draft in drafts(
            COMPONENT,
            "Meta signed a $20 billion contract with Nebius, while Alphabet announced a "
            "$30 billion investment in Texas data centers.",
        )
        if draft.role == "capex"
    )
    assert own.proposed["object"] == "Texas data centers"
    assert EntityKind.ORGANISATION not in own.kinds["object"]


def test_an_amount_is_invested_in_whom_it_names_next() -> None:
    listed = drafts(
        COMPONENT, "Nvidia invested $4 billion in Nokia and a further $3 billion in Coherent."
    )
    assert [told(draft)[1] for draft in listed] == ["Nokia", "Coherent"]


def test_the_former_and_the_latter_are_the_two_named_before() -> None:
    listed = drafts(
        COMPONENT,
        "Microsoft and Meta signed leases, of $17 billion for the former and $3 billion for the "
        "latter.",
    )
    assert [told(draft)[0] for draft in listed] == ["Microsoft", "Meta"]


def test_amounts_told_respectively_are_each_of_one_firm() -> None:
    listed = drafts(
        COMPONENT, "Microsoft and Nvidia will invest $6 billion and $9 billion respectively in it."
    )
    assert [told(draft)[0] for draft in listed] == ["Microsoft", "Nvidia"]


def test_up_to_is_said_once_for_amounts_told_respectively() -> None:
    listed = drafts(
        COMPONENT, "Acme and Nvidia will invest up to $6 billion and $9 billion respectively in it."
    )
    assert [(draft.low, draft.high) for draft in listed] == [(None, 6e9), (None, 9e9)]


def test_money_committed_to_a_cloud_buys_what_it_sells() -> None:
    (cloud,) = drafts(COMPONENT, "Anthropic has committed $25 billion to Azure.")
    (lab,) = drafts(COMPONENT, "SoftBank has committed $25 billion to OpenAI.")
    assert (cloud.role, lab.role) == ("purchase", "investment")


def test_who_is_paid_for_watts_of_its_plants_sells_power() -> None:
    (plant,) = drafts(
        COMPONENT, "Talen will supply Amazon with 960 MW under a contract worth $18 billion."
    )
    (goods,) = drafts(
        COMPONENT,
        "Bloom Energy will supply Oracle with fuel cells for 1 GW under a $5 billion deal.",
    )
    assert (plant.role, goods.role) == ("power_purchase", "purchase")
