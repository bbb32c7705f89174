"""Shares: whose revenue, market or power it is, and who has the part."""

import pytest
from drafting import drafts, told

COMPONENT = "gigawatch_shares"


@pytest.mark.parametrize(
    ("text", "low", "parties"),
    [
        ("Customer A accounted for 13% of total revenue.", 0.13, (None, "Customer A")),
        ("CoreWeave gets 62% of its revenue from Microsoft.", 0.62, ("CoreWeave", "Microsoft")),
        ("Microsoft made up 62% of CoreWeave's revenue.", 0.62, ("CoreWeave", "Microsoft")),
        ("Nvidia bought a 4% stake in Intel.", 0.04, ("Intel", "Nvidia")),
        ("Microsoft owns 27% of the company.", 0.27, (None, "Microsoft")),
        ("Data centers will use 9% of U.S. electricity.", 0.09, ("US electricity", "data centers")),
        ("Nvidia holds 80% of the AI chip market.", 0.8, ("AI chip market", "Nvidia")),
        ("SK Hynix has 54% of the whole HBM4 market.", 0.54, ("HBM4 market", "SK Hynix")),
        ("Foxconn makes 43% of the world's AI servers.", 0.43, ("AI servers", "Foxconn")),
        ("It was less when cloud companies made up 14% of sales.", 0.14,
         (None, "cloud companies")),
    ],
)  # fmt: skip
def test_whole_and_part(text: str, low: float, parties: tuple[str | None, str | None]) -> None:
    (draft,) = drafts(COMPONENT, text)
    assert (draft.low, draft.unit) == (low, "fraction")
    assert told(draft) == parties


def test_a_second_share_of_the_same_whole() -> None:
    found = drafts(
        COMPONENT,
        "Microsoft accounted for 62% of sales in 2025 and Meta, also an investor, for 7%.",
    )
    assert [(d.low, told(d)[1]) for d in found] == [(0.62, "Microsoft"), (0.07, "Meta")]
    assert found[1].goes_on is found[0]


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia's shares fell 7%.",
        "The Ascend 910C offers 60% of the H100's inference performance.",
        "Revenue rose 14 percent year over year.",
        "The market grows at a CAGR of 8%.",
        "About 40% of companies use the tool.",
        "Solar supplies 5% of U.S. electricity.",
        "The bonds carry interest of 9%.",
    ],
)
def test_changes_rates_and_surveys_are_none(text: str) -> None:
    assert drafts(COMPONENT, text) == []


@pytest.mark.parametrize(
    ("text", "lows"),
    [
        ("Two customers made up 39% of sales, with one at 23% and the other at 16%.",
         [0.39, 0.23, 0.16]),
        ("Data centers consume 8% of the nation's power, up from 3% in 2022.", [0.08, 0.03]),
        ("About half of Virginia's electricity is used by data centers.", [0.5]),
        ("The makers can meet only 10% of China's demand for AI chips.", [0.1]),
        ("AMD's share of the server CPU market has reached 40%.", [0.4]),
    ],
)  # fmt: skip
def test_shares_in_other_words(text: str, lows: list[float]) -> None:
    assert [d.low for d in drafts(COMPONENT, text)] == lows


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        ("Acme Cloud accounts for 45% of Oracle's backlog. Microsoft stood for 12%.",
         [(0.45, "Acme Cloud"), (0.12, "Microsoft")]),
        ("Of its wafer output TSMC has set aside around 60% for Nvidia.", [(0.6, "Nvidia")]),
        ("This year's forecast for the HBM market is 55% for SK Hynix and 20% from Micron.",
         [(0.55, "SK Hynix"), (0.2, "Micron")]),
        ("Nvidia will take 60% of TSMC's output, Broadcom 15%, and AMD and Marvell 7% each.",
         [(0.6, "Nvidia"), (0.15, "Broadcom"), (0.07, "AMD"), (0.07, "Marvell")]),
        ("Blue Owl buys 80% of the joint venture and Meta keeps 20%.",
         [(0.8, "Blue Owl"), (0.2, "Meta")]),
        ("Once the sale is done SoftBank will own a fifth.", [(0.2, "SoftBank")]),
        ("More than nine in ten of the world's AI servers are built by Foxconn.", [(0.9, None)]),
    ],
)  # fmt: skip
def test_shares_of_a_whole_told_apart(text: str, told_of: list[tuple[float, str | None]]) -> None:
    assert [(draft.low, told(draft)[1]) for draft in drafts(COMPONENT, text)] == told_of


def test_the_part_of_the_one_who_earns_is_no_customers() -> None:
    (draft,) = drafts(COMPONENT, "CoreWeave earns two thirds of its revenue from Microsoft.")
    assert told(draft) == ("CoreWeave", "Microsoft")
    (draft,) = drafts(COMPONENT, "Nvidia's new filing says that Meta pays for half of its sales.")
    assert told(draft)[1] == "Meta"


SHARE = "Customer A represented 23% of Nvidia's revenue."


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Customer A, which analysts at Larkspur identify as Microsoft, made up 23% of Nvidia's "
         "revenue.", "Microsoft"),
        ("Google, disclosed as Customer A in the filing, represented 30% of Celestica's revenue.",
         "Google"),
        ("Customer A (Google) represented 30% of Celestica's revenue in 2025.", "Google"),
        ("Customer A, identified in court papers as Oracle, accounted for 12% of Vertiv's sales.",
         "Oracle"),
        (f"{SHARE} Two analysts identify Customer A as Microsoft.", "Microsoft"),
        (f"{SHARE} Customer A is Microsoft, according to a person who has seen the contract.",
         "Microsoft"),
        (f"{SHARE} In Nvidia's filing, Customer A is Microsoft.", "Microsoft"),
    ],
)  # fmt: skip
def test_a_customer_by_letter_is_who_the_text_says(text: str, name: str) -> None:
    (draft,) = drafts(COMPONENT, text)
    assert told(draft)[1] == "Customer A"
    assert draft.conditions["customer"] == name
    assert draft.conditions["customer_quote"] in text


@pytest.mark.parametrize(
    "text",
    [
        f"{SHARE} Customer A is widely believed to be Microsoft.",
        f"{SHARE} Customer A may be Microsoft.",
        f"{SHARE} Customer A is not Microsoft.",
        f"{SHARE} Customer A is Microsoft's rival.",
        f"{SHARE} Customer A is Microsoft partner CoreWeave.",
        f"{SHARE} Customer A is Microsoft or Meta.",
        f"{SHARE} Analysts identify Customer A as Microsoft. Others identify Customer A as Meta.",
        f"{SHARE} Customer B is Microsoft.",
        f"{SHARE} At Celestica, Customer A is Google.",
        "Customer A was not identified as Microsoft, which had 12% of Vertiv's sales in 2025.",
    ],
)
def test_nobody_guesses_who_a_customer_by_letter_is(text: str) -> None:
    assert [draft.conditions for draft in drafts(COMPONENT, text)] == [{}]
