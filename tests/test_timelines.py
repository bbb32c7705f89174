"""Timelines: every dated promise on the ledger, what came of each, and who kept theirs."""

import datetime as dt
import random
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telling import Told, claim, warehouse_of_feeds

from warehouse.digest.charts import charts
from warehouse.reference import stage_durations

TIMELINE = ("timeline_promises", "timeline_moves", "deployment_timeline")


@contextmanager
def timelines(told: list[Told], *feeds: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A small warehouse with the timeline and what is asked for beside it."""
    with warehouse_of_feeds(told, *TIMELINE, *feeds) as connection:
        yield connection


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    result = connection.execute(query)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def reach(
    subject: str, stage: str, start: str | None, end: str | None, modality: str = "announced"
) -> dict[str, Any]:
    days = [None if day is None else dt.date.fromisoformat(day) for day in (start, end)]
    return claim("milestone", subject, stage=stage, when=tuple(days), modality=modality)


def power(subject: str, watts: float, end: str | None, **fields: Any) -> dict[str, Any]:
    when = {} if end is None else {"when": (None, dt.date.fromisoformat(end))}
    fields = {"stage": "planned", "when_kind": "delivery" if when else None, **when, **fields}
    return claim("capacity", subject, value=watts, **fields)


# --- What is a promise, and what is not -------------------------------------------------------


#: Day of telling, interval and modality of a stage, and whether it is a promise or an outcome.
DATES = {
    "Hyperion": ("2026-01-10", None, "2026-06-30", "planned", True, False),
    # Told as done on a day to come: a promise in the wrong tense.
    "Prometheus": ("2026-03-16", "2026-03-16", "2026-12-31", "achieved", True, False),
    "Fairwater": ("2026-03-16", None, "2026-12-31", "achieved", True, False),
    "Colossus 2": ("2026-03-16", "2026-01-01", "2026-12-31", "achieved", False, True),
    "Colossus 1": ("2026-03-16", "2026-03-16", "2026-03-16", "announced", False, True),
    "Lighthouse": ("2026-03-16", "2023-07-01", "2023-07-31", "announced", False, True),
    # A plan whose day was over when it was first told says nothing of what came.
    "Homer City": ("2026-03-16", "2023-07-01", "2023-07-31", "planned", False, False),
    "Three Mile Island": ("2026-03-16", None, "2023-07-31", "announced", False, False),
    # What is explored, or estimated by others, is promised by nobody.
    "Northern Data Maysville": ("2026-01-10", None, "2026-12-31", "estimated", False, False),
    "Susquehanna": ("2026-01-10", None, "2026-12-31", "exploring", False, False),
    # On the last day of its interval a promise still stands.
    "Project Matador": ("2026-06-30", "2026-04-01", "2026-06-30", "announced", True, False),
}


_BY_2027: dict[str, Any] = {"when": (None, dt.date(2027, 12, 31)), "when_kind": "delivery"}

#: Stories of different parties, told in one warehouse.
NEWS = [
    *(
        Told(told, [reach(site, "online", start, end, modality)])
        for site, (told, start, end, modality, _, _) in DATES.items()
    ),
    Told("2026-07-01", [reach("Helios", "announced", "2025-01-01", "2025-12-31", "planned")]),
    Told("2026-01-10", [power("Fairwater", 1e9, "2026-06-30", quote="1 GW by June.")]),
    Told(
        "2026-05-02",
        [power("Fairwater", 1e9, None, stage="operational", modality="achieved",
               quote="Its 1 GW runs.")],
        publisher="Other",
    ),
    Told(
        "2026-01-11",
        [
            claim("deal", "OpenAI", "Oracle", value=3e9, role="purchase", **_BY_2027),
            claim("deal", "OpenAI", "AMD", value=3e9, role="purchase", **_BY_2027),
            claim("volume", "Anthropic", "TPU", value=1e6, **_BY_2027),
            claim("dependency", "Meta", "Arm", role="supplies", **_BY_2027),
            claim("deal", "Meta", None, value=9e9, role="capex",
                  when=(None, dt.date(2026, 12, 31)), when_kind="spending"),
        ],
    ),
    Told("2025-01-10", [power("Homer City", 1e9, "2025-06-30", quote="1 GW at Homer City.")]),
    Told(
        "2025-05-01",
        [power("Homer City", 1e9, None, firmness="cancelled", quote="The 1 GW are off.")],
        publisher="Other",
    ),
    Told("2026-01-12", [
        reach("Jalapeño", "tape_out", "2026-03-01", "2026-03-31", "planned"),
        reach("Jalapeño", "sampling", "2026-04-01", "2026-04-30", "planned"),
        reach("Jalapeño", "first_deployment", "2026-02-01", "2026-02-28", "planned"),
        reach("Jalapeño", "full_deployment", None, "2028-06-30", "planned"),
    ]),
    Told("2026-06-24", [
        claim("duration", "AI5", metric="design_to_tapeout", value=9, unit="months")
    ]),
    Told("2025-01-12", [
        power("Hyperion", 1e9, "2026-06-30", quote="1 GW by June 2026."),
        power("Prometheus", 2e9, "2027-12-31", quote="2 GW by the end of 2027."),
        power("Hyperion", 3e8, "2027-12-31", basis="generation", quote="A 300 MW plant."),
    ]),
    Told("2026-05-10", [power("Hyperion", 1e9, "2027-06-30", quote="1 GW by June 2027.")]),
    Told("2026-01-13", [power("Colossus 2", 2e8, "2027-12-31", stage="operational")]),
]  # fmt: skip


@pytest.fixture(scope="module")
def house() -> Iterator[duckdb.DuckDBPyConnection]:
    with timelines(NEWS, "capacity_curves", "stage_steps", "capacity_pipeline") as connection:
        yield connection


def test_a_date_is_a_promise_an_outcome_or_neither(house: duckdb.DuckDBPyConnection) -> None:
    found = rows(house, "FROM timeline_promises WHERE kind = 'milestone' AND stage = 'online'")
    assert {row["subject"]: (row["is_promise"], row["is_outcome"]) for row in found} == {
        site: given[-2:] for site, given in DATES.items()
    }


def test_an_announcement_is_no_promise_of_itself(house: duckdb.DuckDBPyConnection) -> None:
    (row,) = rows(house, "FROM deployment_timeline WHERE subject = 'Helios'")
    assert (row["is_done"], row["is_overdue"], row["promises"]) == (True, False, 0)


def test_power_that_runs_is_the_outcome_of_what_was_promised_even_without_its_day(
    house: duckdb.DuckDBPyConnection,
) -> None:
    (row,) = rows(
        house, "FROM deployment_timeline WHERE subject = 'Fairwater' AND what IS NOT NULL"
    )
    (said,) = rows(house, f"FROM evidence WHERE claim_id = '{row['done_claim_id']}'")
    assert (row["is_done"], row["done_on"]) == (True, dt.date(2026, 5, 2))
    assert (row["slip_days"], said["quote"]) == (0, "Its 1 GW runs.")


def test_deliveries_of_deals_counts_and_supplies_are_promises(
    house: duckdb.DuckDBPyConnection,
) -> None:
    found = rows(house, "FROM timeline_promises WHERE stage = 'delivery'")
    assert [(row["subject"], row["promiser"], row["what"]) for row in found] == [
        ("Anthropic", "Google", "1 million, TPU"),
        ("Meta", "Arm", "Arm"),
        ("OpenAI", "AMD", "$3 billion, AMD"),
        ("OpenAI", "Oracle", "$3 billion, Oracle"),
    ]


def test_dates_in_review_and_of_spending_stand_on_the_ledger_alone() -> None:
    end = dt.date(2026, 6, 30)
    unsure = reach("Hyperion", "online", None, "2026-06-30", "planned") | {"confidence": 0.3}
    told = [
        Told("2026-01-10", [
            unsure,
            claim("deal", "Meta", value=6e11, role="capex", when=(None, end), when_kind="spending",
                  modality="planned"),
            claim("volume", "Google", "satellites", value=2, when=(None, end), when_kind="event",
                  modality="planned"),
        ]),
    ]  # fmt: skip
    with timelines(told) as connection:
        ledger = rows(connection, "FROM timeline_promises")
        tracked = rows(connection, "SELECT subject FROM deployment_timeline")
    assert {(row["subject"], row["stage"], row["in_review"]) for row in ledger} == {
        ("Hyperion", "online", True), ("Meta", "spending", False), ("Google", "delivery", False),
    }  # fmt: skip
    assert all(row["is_promise"] for row in ledger)
    assert tracked == [{"subject": "Google"}]


def test_what_merely_describes_answers_for_no_delivery() -> None:
    end = dt.date(2027, 12, 31)
    told = [
        Told("2026-01-10", [
            claim("volume", "Google", "two satellites", value=2, when=(None, end),
                  when_kind="delivery", modality="planned"),
        ]),
    ]  # fmt: skip
    with timelines(told) as connection:
        (row,) = rows(connection, "FROM timeline_promises")
    assert (row["subject"], row["promiser"]) == ("Google", "Google")


@pytest.mark.parametrize(
    ("fields", "stage"),
    [
        ({"unit": "USD/month", "when": (None, dt.date(2029, 5, 31))}, "spending"),
        ({"when": (dt.date(2026, 1, 12), dt.date(2036, 1, 11))}, "spending"),
        ({"when": (dt.date(2027, 1, 1), dt.date(2027, 6, 30))}, "delivery"),
    ],
    ids=["by the month", "over a decade", "by a day"],
)
def test_what_is_paid_over_years_is_spent_rather_than_delivered(
    fields: dict[str, Any], stage: str
) -> None:
    deal = claim("deal", "Meta", "Arm", value=1e9, role="purchase", when_kind="delivery",
                 modality="planned", **fields)  # fmt: skip
    with timelines([Told("2026-01-10", [deal])]) as connection:
        (row,) = rows(connection, "FROM timeline_promises")
    assert row["stage"] == stage


@pytest.mark.parametrize(
    ("surely", "voices", "done"), [(0.9, 1, True), (0.45, 1, False), (0.45, 2, True)]
)
def test_a_stage_is_done_if_that_is_told_surely_or_by_several(
    surely: float, voices: int, done: bool
) -> None:
    promise = power("Fairwater", 1e9, "2026-06-30", quote="1 GW by June.")
    runs = [
        Told(f"2026-05-1{n}", [
            power("Fairwater", 1e9, None, stage="operational", modality="achieved",
                  confidence=surely, quote=f"Its 1 GW runs, {n}."),
        ], publisher=f"Other {n}")
        for n in range(voices)
    ]  # fmt: skip
    with timelines([Told("2026-01-10", [promise]), *runs]) as connection:
        (row,) = rows(connection, "FROM deployment_timeline")
    assert (row["is_done"], row["is_overdue"]) == (done, not done)


def test_a_cancelled_site_is_neither_overdue_nor_dropped(house: duckdb.DuckDBPyConnection) -> None:
    (row,) = rows(
        house, "FROM deployment_timeline WHERE subject = 'Homer City' AND what IS NOT NULL"
    )
    curves = rows(house, "SELECT DISTINCT edition FROM capacity_curves WHERE owner = 'Homer City'")
    assert (row["is_cancelled"], row["is_overdue"], row["is_silent"]) == (True, False, False)
    assert [row["edition"] for row in curves] == ["promised then"]


def test_a_promise_is_dropped_silently_only_while_others_of_its_promiser_are_told() -> None:
    def promise(day: str, subject: str) -> Told:
        return Told(day, [reach(subject, "online", None, "2028-12-31", "planned")])

    told = [
        # Meta goes on for more than 180 days, Microsoft for fewer, Constellation falls silent.
        promise("2025-01-10", "Hyperion"), promise("2025-07-11", "Prometheus"),
        promise("2025-01-10", "Fairwater"), promise("2025-07-08", "Azure"),
        promise("2025-01-10", "Three Mile Island"),
    ]  # fmt: skip
    with timelines(told) as connection:
        silent = rows(connection, "SELECT subject FROM deployment_timeline WHERE is_silent")
    assert silent == [{"subject": "Hyperion"}]


# --- Who keeps promises -----------------------------------------------------------------------


def test_promisers_are_measured_by_their_first_dates_and_few_are_said_to_be_few() -> None:
    told = (
        Told("2025-01-10", [
            reach("Hyperion", "online", None, "2025-06-30", "planned"),
            reach("Prometheus", "online", None, "2025-06-30", "planned"),
            reach("MTIA v2", "tape_out", None, "2025-03-31", "planned"),
            reach("MTIA v2", "full_deployment", None, "2029-12-31", "planned"),
        ]),
        Told("2025-06-02", [reach("Hyperion", "online", "2025-06-01", "2025-06-01", "achieved")]),
        Told("2025-09-30", [reach("Prometheus", "online", "2025-09-28", "2025-09-28", "achieved")]),
    )  # fmt: skip
    with timelines([*told], "promise_keeping") as connection:
        (whole,) = rows(connection, "FROM promise_keeping WHERE stage IS NULL AND horizon IS NULL")
        online = rows(
            connection, "FROM promise_keeping WHERE stage = 'online' AND horizon = 'half a year'"
        )
    assert whole["promiser"] == "Meta"
    counts = [whole[name] for name in ("promises", "kept", "late", "untold", "open")]
    assert counts == [4, 1, 1, 1, 1]
    assert (whole["hit_rate"], whole["hit_rate_at_worst"]) == (0.5, pytest.approx(1 / 3))
    # Slips of 0 (within what was promised) and 90 days; Wilson's interval of 1 in 2.
    assert whole["median_slip_days"] == 45
    assert (whole["hit_low"], whole["hit_high"]) == (
        pytest.approx(0.0945, abs=1e-3), pytest.approx(0.9055, abs=1e-3),
    )  # fmt: skip
    assert whole["is_small"] is True
    assert whole["in_words"] == "1 of 2 kept, too few for a rate; of 1 more nothing was told"
    assert [row["promises"] for row in online] == [2]


# --- The chain of a chip ----------------------------------------------------------------------


def test_missing_steps_impossible_orders_and_record_short_steps_are_flagged(
    house: duckdb.DuckDBPyConnection,
) -> None:
    found = rows(house, "FROM stage_steps WHERE subject = 'Jalapeño'")
    assert [(row["from_stage"], row["to_stage"]) for row in found] == [
        ("tape_out", "sampling"), ("sampling", "first_deployment"),
        ("first_deployment", "full_deployment"),
    ]  # fmt: skip
    short, backwards, leap = found
    # From 1 March to 30 April are 60 days at most; 81 mask layers take 65 at the very best.
    assert (short["days_least"], short["days_most"], short["record_days"]) == (1, 60, 65)
    assert (short["is_record_short"], short["missing_stages"]) == (True, [])
    assert (backwards["is_impossible_order"], backwards["is_record_short"]) == (True, False)
    assert backwards["missing_stages"] == ["production"]
    assert leap["missing_stages"] == ["volume_deployment"]
    assert not leap["is_impossible_order"]
    assert "first deployment is dated before sampling" in backwards["in_words"]


def test_a_design_time_told_in_months_is_a_step(house: duckdb.DuckDBPyConnection) -> None:
    (row,) = rows(house, "FROM stage_steps WHERE subject = 'AI5'")
    assert (row["from_stage"], row["days_most"], row["is_record_short"]) == (
        "design_start", 274, True,
    )  # fmt: skip


def test_every_step_of_the_chain_carries_the_source_of_its_times() -> None:
    chain = (
        "design_start", "tape_out", "sampling", "production", "first_deployment",
        "volume_deployment", "full_deployment",
    )  # fmt: skip
    steps = stage_durations()
    assert [(step["from_stage"], step["to_stage"]) for step in steps] == [*pairwise(chain)]
    for step in steps:
        assert step["record_days"] <= step["typical_low_days"] < step["typical_high_days"]
        assert step["standing"] in {"cited", "assumed"}
        for name in ("typical_source", "record_source", "seen_at", "published"):
            assert step[name], f"{step['from_stage']}: no {name}"


# --- Capacity over time -----------------------------------------------------------------------


def test_curves_tell_what_was_promised_then_and_now(house: duckdb.DuckDBPyConnection) -> None:
    found = rows(house, "FROM capacity_curves WHERE owner = 'Meta'")
    (curves,) = charts(house, "capacity_curves")
    (gantt,) = charts(house, "deployment_timeline")
    assert "promised then" in curves.svg
    assert "+365 days" in gantt.svg, "the slip is written beside its arrow"
    load = [
        (row["edition"], str(row["due"]), row["watts"]) for row in found if row["side"] == "load"
    ]
    assert load == [
        ("promised then", "2026-06-30", 1e9), ("promised then", "2027-12-31", 3e9),
        ("promised now", "2027-06-30", 1e9), ("promised now", "2027-12-31", 3e9),
    ]  # fmt: skip
    assert {row["watts"] for row in found if row["side"] == "supply"} == {3e8}


def test_neither_a_day_of_signing_nor_the_output_of_a_fab_is_ready_power() -> None:
    told = [
        Told("2026-01-10", [
            power("Hyperion", 1e9, "2025-10-31", when_kind="agreement", quote="Agreed in October."),
        ]),
        Told("2026-02-10", [power("Colossus 2", 1e12, "2030-12-31", quote="A terawatt a year.")]),
    ]  # fmt: skip
    with timelines(told, "capacity_curves", "capacity_pipeline") as connection:
        signed, made = rows(connection, "FROM capacity_pipeline ORDER BY place DESC")
        curves = rows(connection, "FROM capacity_curves")
    assert (signed["planned_high"], signed["ready_by"]) == (1e9, None)
    assert (made["planned_high"], made["vague"]) == (None, 1)
    assert curves == []


def test_power_said_to_run_from_a_day_to_come_is_planned(house: duckdb.DuckDBPyConnection) -> None:
    (row,) = rows(house, "FROM capacity_pipeline WHERE place = 'Colossus 2'")
    assert (row["planned_high"], row["operational_high"]) == (2e8, None)
    assert row["ready_by"] == dt.date(2027, 12, 31)
    assert row["ready_in_words"] == "200 MW by 31 December 2027"


# --- Sequences of promises --------------------------------------------------------------------

#: Sites of the registry, each with a sequence of its own, so that one warehouse tries many.
SITES = (
    "Hyperion", "Prometheus", "Fairwater", "Colossus 1", "Colossus 2", "Lighthouse",
    "Homer City", "Three Mile Island", "Project Matador", "Northern Data Maysville",
)  # fmt: skip
_DAY = st.dates(dt.date(2024, 1, 1), dt.date(2026, 7, 1))
_TOLD = st.tuples(_DAY, st.integers(-200, 900), st.sampled_from([0, 27, 180]), st.booleans())
_SEQUENCES = st.tuples(*[st.lists(_TOLD, min_size=1, max_size=5) for _ in SITES])
Sequence = list[tuple[dt.date, int, int, bool]]


def _news(sequences: tuple[Sequence, ...], fetched: str | None) -> list[Told]:
    """One article a promise: when told, how far ahead, over how many days, done or not."""
    news = []
    for site, sequence in zip(SITES, sequences, strict=True):
        for place, (day, ahead, span, done) in enumerate(sequence):
            start = day + dt.timedelta(days=ahead)
            end = start + dt.timedelta(days=span)
            said = reach(site, "online", str(start), str(end), "achieved" if done else "planned")
            news.append(Told(str(day), [said], publisher=f"Paper {place}", fetched=fetched))
    return news


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(_SEQUENCES, st.randoms(use_true_random=False))
def test_no_promise_is_lost_and_neither_order_nor_late_arrival_changes_the_timeline(
    sequences: tuple[Sequence, ...], shuffled: random.Random
) -> None:
    ledger_of = "SELECT * EXCLUDE (recorded_at) FROM timeline_promises ORDER BY ALL"
    timeline_of = "FROM deployment_timeline ORDER BY ALL"
    with timelines(_news(sequences, None)) as connection:
        ledger, timeline = rows(connection, ledger_of), rows(connection, timeline_of)
    # The same articles, fetched together at the end and in another order: what is back-dated
    # lands where it belongs.
    late = _news(sequences, "2026-07-02T08:00:00")
    shuffled.shuffle(late)
    with timelines(late) as connection:
        assert rows(connection, ledger_of) == ledger
        assert rows(connection, timeline_of) == timeline
    for site, sequence in zip(SITES, sequences, strict=True):
        _agree(
            sequence,
            [row for row in ledger if row["subject"] == site],
            next(row for row in timeline if row["subject"] == site),
        )


def _agree(sequence: Sequence, ledger: list[dict[str, Any]], row: dict[str, Any]) -> None:
    told = {
        (day + dt.timedelta(days=ahead), day + dt.timedelta(days=ahead + span))
        for day, ahead, span, _ in sequence
    }
    assert {(entry["when_start"], entry["when_end"]) for entry in ledger} == told
    assert sum(entry["times_told"] for entry in ledger) == len(sequence)
    promised = [entry for entry in ledger if entry["is_promise"]]
    assert row["promises"] == len(promised)
    assert row["slips"] + row["pull_ins"] == row["revisions"] <= max(len(promised) - 1, 0)
    assert row["is_done"] == any(entry["is_outcome"] for entry in ledger)
    if promised:
        assert row["first_told_on"] == min(entry["told_on"] for entry in promised)
        assert row["latest_told_on"] == max(entry["told_on"] for entry in promised)
