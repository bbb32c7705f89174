"""Milestones: which words take which date, and what chip or site they are about."""

import pytest

from tests.drafting import drafts, told

COMPONENT = "gigawatch_milestones"


def read(text: str) -> list[tuple[str, str, str | None]]:
    return [
        (
            str(draft.stage),
            f"{draft.date.interval.start or ''}..{draft.date.interval.end or ''}",
            told(draft)[0],
        )
        for draft in drafts(COMPONENT, text)
        if draft.date is not None
    ]


@pytest.mark.parametrize(
    ("text", "stage", "when", "subject"),
    [
        ("Broadcom says Jalapeño taped out in March.", "tape_out", "2026-03-01..2026-03-31",
         "Jalapeño"),
        ("Nvidia says Rubin samples shipped to customers in May.", "sampling",
         "2026-05-01..2026-05-31", "Rubin"),
        ("Trainium3 enters volume production in Q4 2026.", "production",
         "2026-10-01..2026-12-31", "Trainium3"),
        ("Nvidia unveiled Rubin at a show in Taipei last week.", "announced",
         "2026-06-22..2026-06-28", "Rubin"),
        ("AMD says Helios, which was unveiled in 2025, sells well.", "announced",
         "2025-01-01..2025-12-31", "Helios"),
        ("AMD's Helios will ship later this year.", "available",
         "2026-06-30..2026-12-31", "Helios"),
        ("Rubin Ultra is not available until 2027.", "available", "2027-01-01..2027-12-31",
         "Rubin Ultra"),
        ("Rubin Ultra follows in 2027.", "available", "2027-01-01..2027-12-31", "Rubin Ultra"),
        ("Trainium4, the part that follows Trainium3, reaches customers in early 2027.",
         "available", "2027-01-01..2027-04-30", "Trainium4"),
        ("Jalapeño reaches mass deployment in early 2027.", "volume_deployment",
         "2027-01-01..2027-04-30", "Jalapeño"),
        ("Meta broke ground at Hyperion in December 2024.", "groundbreaking",
         "2024-12-01..2024-12-31", "Hyperion"),
        ("Construction on Meta's Prometheus began in 2024.", "groundbreaking",
         "2024-01-01..2024-12-31", "Prometheus"),
        ("Meta says Prometheus will come online in 2026.", "online", "2026-01-01..2026-12-31",
         "Prometheus"),
        ("Colossus 2 is to be fully operational by Q1 2027.", "full_capacity", "..2027-03-31",
         "Colossus 2"),
        ("Its design goes back to the H100 chip that Nvidia introduced in 2022.", "announced",
         "2022-01-01..2022-12-31", "H100"),
        ("Project Suncatcher will launch two satellites by early 2027.", "launch",
         "..2027-04-30", "Project Suncatcher"),
    ],
)  # fmt: skip
def test_stage_date_and_subject(text: str, stage: str, when: str, subject: str) -> None:
    assert read(text) == [(stage, when, subject)]


def test_stages_listed_with_their_dates_are_milestones_of_their_own() -> None:
    found = read(
        "OpenAI showed Jalapeño. The chip sees small-scale deployment by the end of 2026, larger "
        "volumes through 2027, and full-scale operation in the first half of 2028."
    )
    assert found == [
        ("first_deployment", "..2026-12-31", "Jalapeño"),
        ("volume_deployment", "2027-01-01..2027-12-31", "Jalapeño"),
        ("full_deployment", "2028-01-01..2028-06-30", "Jalapeño"),
    ]


def test_a_day_of_speaking_is_not_that_of_the_event() -> None:
    ((stage, when, _),) = read("AMD said in June that Helios would ship in the third quarter.")
    assert (stage, when) == ("available", "2026-07-01..2026-09-30")


def test_a_product_is_launched_to_the_market_and_a_satellite_into_orbit() -> None:
    assert read("AMD says Helios is expected to launch in 2027.")[0][0] == "available"
    assert read("The satellite Project Suncatcher flies on will launch in 2027.")[0][0] == "launch"


def test_whose_data_centers_a_chip_goes_to_is_the_object() -> None:
    (draft,) = drafts(COMPONENT, "Nvidia will add Vera CPUs to Meta's data centers in 2027.")
    assert (draft.stage, told(draft)) == ("first_deployment", ("Vera", "Meta"))


@pytest.mark.parametrize(
    "text",
    [
        "Helios will ship soon.",
        "AWS added more than a gigawatt of power in the fourth quarter.",
        "She joined the company in 2024.",
    ],
)
def test_what_is_no_milestone(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Tickets go on sale on July 9.",
        "The bill was introduced in May.",
        "Shares opened 14% higher on Friday.",
    ],
)
def test_words_with_no_thing_of_the_field_beside_them_are_marked(text: str) -> None:
    assert [draft.evidence["bare"] for draft in drafts(COMPONENT, text)] == [1.0]
    (draft,) = drafts(COMPONENT, "The data center opened on Friday.")
    assert draft.evidence["bare"] == 0.0


def test_a_firms_own_chip_without_a_name_goes_by_the_firm() -> None:
    text = "OpenAI will start mass-producing its first in-house processor next year."
    assert read(text) == [("production", "2027-01-01..2027-12-31", "OpenAI chip")]
    assert read(f"{text} It is called Jalapeño.")[0][2] == "Jalapeño"


@pytest.mark.parametrize(
    ("text", "stage", "when"),
    [
        ("Work on the site got under way in March.", "groundbreaking", "2026-03-01..2026-03-31"),
        ("Oklo aims to switch on its first reactor by the end of 2027.", "online",
         "..2027-12-31"),
        ("TSMC will produce the chip on its 2nm process in 2027.", "production",
         "2027-01-01..2027-12-31"),
        ("Design work on the processor began in 2024.", "design_start",
         "2024-01-01..2024-12-31"),
        ("The first samples came back in May, and the chip works.", "sampling",
         "2026-05-01..2026-05-31"),
        ("The new superchip can be ordered on October 15.", "available",
         "2026-10-15..2026-10-15"),
        ("The rollout of the racks will begin in 2027.", "first_deployment",
         "2027-01-01..2027-12-31"),
        ("SpaceX wants to have AI satellites in orbit by 2028.", "launch", "..2028-12-31"),
        ("The layout of the processor was handed to TSMC in May.", "tape_out",
         "2026-05-01..2026-05-31"),
        ("Development of the accelerator started in 2024.", "design_start",
         "2024-01-01..2024-12-31"),
        ("Samples of the processor went to customers in May.", "sampling",
         "2026-05-01..2026-05-31"),
        ("Microsoft is to deploy the racks at scale in 2027.", "volume_deployment",
         "2027-01-01..2027-12-31"),
        ("The rollout of the racks accelerates in 2027.", "volume_deployment",
         "2027-01-01..2027-12-31"),
        ("Completion of the rollout of the racks is planned for 2029.", "full_deployment",
         "2029-01-01..2029-12-31"),
        ("The racks will not ship before 2027.", "available", "2027-01-01..2027-12-31"),
        ("Two of the satellites will fly in 2027.", "launch", "2027-01-01..2027-12-31"),
    ],
)  # fmt: skip
def test_stages_in_other_words(text: str, stage: str, when: str) -> None:
    assert [(found[0], found[1]) for found in read(text)] == [(stage, when)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rubin comes in the third quarter of 2026 and Rubin Ultra in the fourth.",
         [("available", "2026-07-01..2026-09-30", "Rubin"),
          ("available", "2026-10-01..2026-12-31", "Rubin Ultra")]),
        ("Trainium3 is pencilled in for 2026 and Trainium4 for 2027.",
         [("available", "2026-01-01..2026-12-31", "Trainium3"),
          ("available", "2027-01-01..2027-12-31", "Trainium4")]),
        ("At Meta's Hyperion the first hall opens in 2027, and the remaining ones in 2029.",
         [("online", "2027-01-01..2027-12-31", "Hyperion"),
          ("full_capacity", "2029-01-01..2029-12-31", "Hyperion")]),
    ],
)  # fmt: skip
def test_each_of_a_list_has_its_own_date(
    text: str, expected: list[tuple[str, str, str | None]]
) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "stage", "when"),
    [
        ("Ground was broken for the campus in mid-February.", "groundbreaking",
         "2026-02-11..2026-02-20"),
        ("With a ceremony on June 5, 2026, Denmark inaugurated the supercomputer.", "online",
         "2026-06-05..2026-06-05"),
        ("The second hall is due in the spring of 2027.", "online", "2027-03-01..2027-05-31"),
        ("The first racks are to be put to work by the end of 2026.", "first_deployment",
         "..2026-12-31"),
        ("The substation should be finished by mid-2027.", "online", "..2027-06-30"),
        ("The data center will be handed over in the coming weeks.", "online",
         "2026-06-30..2026-08-24"),
        ("The last building will be completed in December.", "full_capacity",
         "2026-12-01..2026-12-31"),
        ("OSLO, June 29, 2026 /Wire/ -- Nordheim and partners have announced a campus for AI.",
         "announced", "2026-06-29..2026-06-29"),
        ("The data center has been running since 2024.", "online",
         "2024-01-01..2024-12-31"),
        ("The campus goes into construction in 2027.", "groundbreaking",
         "2027-01-01..2027-12-31"),
        ("The crews arrived at the data center in May.", "groundbreaking",
         "2026-05-01..2026-05-31"),
        ("The campus should be completed in full by 2030.", "full_capacity", "..2030-12-31"),
        ("Work on both halls, with 200 megawatts, began in May.", "groundbreaking",
         "2026-05-01..2026-05-31"),
        ("Mass production of the accelerator begins in early 2027.", "production",
         "2027-01-01..2027-04-30"),
    ],
)  # fmt: skip
def test_stages_of_sites_and_their_dates(text: str, stage: str, when: str) -> None:
    assert [(found[0], found[1]) for found in read(text)] == [(stage, when)]


def test_a_sentence_may_go_on_about_the_site_told_of_before() -> None:
    text = "Nordheim is building a data center near Bergen. It opens early in 2027."
    assert [found[:2] for found in read(text)] == [("online", "2027-01-01..2027-04-30")]


def test_ground_broken_without_a_date_was_broken_in_the_month_of_publication() -> None:
    text = "Nordheim has broken ground on a data center near Bergen."
    assert [found[:2] for found in read(text)] == [("groundbreaking", "2026-06-01..2026-06-30")]
    assert read("Nordheim will break ground on a data center near Bergen.") == []
