"""Volumes: counts of chips, racks, batteries, satellites and sites, and nothing else."""

import pytest
from drafting import drafts, told

COMPONENT = "gigawatch_volumes"


def test_the_parts_of_a_system_are_its_own() -> None:
    (draft,) = drafts(COMPONENT, "Nvidia's GB200 NVL72 packs 72 GPUs.")
    assert told(draft) == ("GB200 NVL72", "GPUs")


def test_the_number_of_a_name_counts_nothing() -> None:
    (draft,) = drafts(COMPONENT, "ByteDance ordered 100,000 Ascend 910B chips from Huawei.")
    assert draft.low == 1e5


def test_the_cores_of_a_chip_are_not_chips() -> None:
    (draft,) = drafts(COMPONENT, "The server part carries 72 Neoverse cores.")
    assert told(draft)[1] == "Neoverse cores"


def test_facilities_are_data_centers_where_those_are_spoken_of() -> None:
    text = "Vantage builds data centers in Ohio. It plans eight new facilities."
    assert told(drafts(COMPONENT, text)[-1])[1] == "data centers"
    (draft,) = drafts(COMPONENT, "The battery maker plans eight new facilities.")
    assert told(draft)[1] == "facilities"


def test_a_part_of_watts_counts_nothing() -> None:
    text = "Data center demand could grow by 32 gigawatts, 30 of them from data centers."
    assert drafts(COMPONENT, text) == []


@pytest.mark.parametrize(
    ("text", "low", "high", "thing"),
    [
        ("xAI ordered 400,000 GB200 chips.", 4e5, 4e5, "GB200"),
        ("Neysa will install hundreds of thousands of GPUs.", 1e5, None, "GPUs"),
        ("More than 8 million smart thermostats take part.", 8e6, None, "smart thermostats"),
        ("A launch carries 30 to 50 satellites.", 30, 50, "satellites"),
        ("Crusoe leases 29 natural gas turbines.", 29, 29, "natural gas turbines"),
        ("Equinix runs 270 data centers in 36 countries.", 270, 270, "data centers"),
        ("The chip has more than 250 cores.", 250, None, "cores"),
        ("Each die carries 208 billion transistors.", 208e9, 208e9, "transistors"),
    ],
)
def test_counts_of_things_of_the_field(
    text: str, low: float, high: float | None, thing: str
) -> None:
    (draft,) = drafts(COMPONENT, text)
    assert (draft.low, draft.high, draft.unit) == (low, high, "count")
    assert told(draft)[1] == thing


@pytest.mark.parametrize(
    "text",
    [
        "The firm has 3,000 employees and 40 million users.",
        "It powers 4 million homes.",
        "The model has 70 billion parameters.",
        "Three people familiar with the matter said so.",
        "It sold 177.9 million shares.",
    ],
)
def test_people_homes_and_shares_are_none(text: str) -> None:
    assert drafts(COMPONENT, text) == []


def test_a_bare_number_counts_what_was_named_before() -> None:
    found = drafts(COMPONENT, "It runs many data centers, more than 300 in 34 countries.")
    assert [(d.low, told(d)[1]) for d in found if d.low == 300] == [(300, "data centers")]


def test_the_maker_within_the_phrase_is_not_the_owner() -> None:
    (draft,) = drafts(COMPONENT, "Meta will have 350,000 Nvidia H100s.")
    assert "Nvidia" in draft.barred
    assert "Meta" not in draft.barred


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("Meta ordered a pair of reactors.", 2),
        ("The satellite carries a single H100 chip.", 1),
        ("Google is building its third data center in Indiana.", 3),
        ("SpaceX launched its 10,000th Starlink satellite.", 10_000),
    ],
)
def test_counts_without_a_cardinal_number(text: str, low: float) -> None:
    assert [d.low for d in drafts(COMPONENT, text)] == [low]


def test_a_further_number_counts_the_same_thing() -> None:
    found = drafts(COMPONENT, "It operates 18 data centers in Virginia and plans another six.")
    assert [(d.low, told(d)[1]) for d in found] == [(18, "data centers"), (6, "data centers")]


@pytest.mark.parametrize(
    "text",
    [
        "The new third-generation processor is fast.",
        "The plan covers a third of data centers.",
        "It is the third largest data center.",
        "The hall works like a single supercomputer.",
    ],
)
def test_generations_and_parts_are_no_counts(text: str) -> None:
    assert drafts(COMPONENT, text) == []


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        ("Nscale ordered 104,000 GB300 GPUs. Texas gets 60,000 of them.",
         [(104_000, "GB300"), (60_000, "GB300")]),
        ("CoreWeave received 4,000 H200 GPUs last year and 9,000 in March.",
         [(4_000, "H200"), (9_000, "H200")]),
        ("Crusoe runs three gas turbines. Five more are planned.",
         [(3, "gas turbines"), (5, "gas turbines")]),
        ("Meta ordered 600 TPU machines.", [(600, "TPU")]),
        ("Oracle bought 5,000 GB200 chips and hired 300 for the job.", [(5_000, "GB200")]),
    ],
)  # fmt: skip
def test_counts_that_go_on_about_what_was_told(
    text: str, told_of: list[tuple[float, str | None]]
) -> None:
    assert [(draft.low, told(draft)[1]) for draft in drafts(COMPONENT, text)] == told_of


@pytest.mark.parametrize(
    "text",
    [
        "Meta signed three reactor deals.",
        "Google backs 11 advanced reactor projects.",
        "Nvidia sells a laptop version of its 5070 GPU.",
        "QTS opens a two-story data center.",
    ],
)
def test_other_heads_count_no_things(text: str) -> None:
    assert drafts(COMPONENT, text) == []


def test_bounds_that_stand_behind_the_noun() -> None:
    (draft,) = drafts(COMPONENT, "Vantage is to build five data centers or more.")
    assert (draft.low, draft.high) == (5, None)
