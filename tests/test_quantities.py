"""Quantities of news: money, power, counts, ratios, durations, and what is no quantity."""

import csv
from importlib.resources import files
from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.quantities import find_quantities
from schema.units import unit_registry


def shown(text: str) -> list[str]:
    """Each quantity as 'low..high unit', or 'value unit' where both ends are the same."""
    result = []
    for q in find_quantities(text):
        ends = ["" if end is None else f"{end:g}" for end in (q.low, q.high)]
        span = ends[0] if ends[0] == ends[1] else "..".join(ends)
        result.append(f"{span} {q.unit}")
    return result


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a $38B deal", ["3.8e+10 USD"]),
        ("a $42-billion programme", ["4.2e+10 USD"]),
        ("the $4-trillion-dollar firm", ["4e+12 USD"]),
        ("$1.5 trillion", ["1.5e+12 USD"]),
        ("US$1.25 billion a month", ["1.25e+09 USD/month"]),
        ("30 billion dollars a year", ["3e+10 USD/year"]),
        ("$2bn annually", ["2e+09 USD/year"]),
        ("€75bn (about $87 billion)", ["7.5e+10 EUR", "8.7e+10 USD"]),
        ("£2bn and 500 million pounds", ["2e+09 GBP", "5e+08 GBP"]),
        ("¥1tn, NT$1.5 trillion, HK$3bn, A$7 billion, C$2.5 billion",
         ["1e+12 JPY", "1.5e+12 TWD", "3e+09 HKD", "7e+09 AUD", "2.5e+09 CAD"]),
        ("Rs. 20,000 crore", ["2e+11 INR"]),
        ("KRW 40 trillion, or 40 trillion won", ["4e+13 KRW", "4e+13 KRW"]),
        ("half a trillion dollars", ["5e+11 USD"]),
        ("a billion dollars", ["1e+09 USD"]),
        ("$0.05 per kilowatt-hour, or five cents a kilowatt-hour", ["0.05 USD/kWh"] * 2),
        ("$2.40 per GPU hour and $3 an hour", ["2.4 USD/chip-hour", "3 USD/hour"]),
        ("$30 per million output tokens", ["30 USD/Mtoken"]),
    ],
)  # fmt: skip
def test_money_in_the_forms_of_news(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("between $115 and $135 billion", "1.15e+11..1.35e+11 USD"),
        ("$10 billion to $30 billion", "1e+10..3e+10 USD"),
        ("$1-2 billion", "1e+09..2e+09 USD"),
        ("$80-$100 million", "8e+07..1e+08 USD"),
        ("$15–20m per MW", "1.5e+07..2e+07 USD/MW"),
        ("$270 to $330 per megawatt-day", "270..330 USD/MW/day"),
        ("300 to 500 MW", "3e+08..5e+08 W"),
        ("1–5 MW racks", "1e+06..5e+06 W"),
        ("30 to 50 satellites", "30..50 count"),
        ("two to three years", "24..36 months"),
        ("20% to 30% of sales", "0.2..0.3 fraction"),
        ("more than 16 gigawatts", "1.6e+10.. W"),
        ("at least 500 megawatts", "5e+08.. W"),
        ("up to 6 GW", "..6e+09 W"),
        ("as many as 64 chips", "..64 count"),
        ("fewer than 60,000 GPUs", "..60000 count"),
        ("120+ weeks", "27.5975.. months"),
        ("300-plus megawatts", "3e+08.. W"),
        ("$4B+", "4e+09.. USD"),
        ("two years or more", "24.. months"),
        ("two to three years or more", "24.. months"),
        ("a year and a half", "18 months"),
        ("in less than a year", "..12 months"),
        ("under 20-year contracts", "240 months"),
        ("300MW-500MW in phases", "3e+08..5e+08 W"),
        ("a 2x-5x speedup", "2..5 ratio"),
        ("30-40 more sites", "30..40 count"),
        ("orders add up to $1 trillion", "1e+12 USD"),
        ("roughly 10 GW", "1e+10 W"),
    ],
)
def test_ranges_and_open_ends(text: str, expected: str) -> None:
    assert shown(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a multibillion-dollar deal", "1e+09.. USD"),
        ("tens of billions of dollars", "1e+10.. USD"),
        ("hundreds of thousands of GPUs", "100000.. count"),
        ("dozens of turbines", "12.. count"),
        ("a multi-gigawatt campus", "1e+09.. W"),
        ("several gigawatts of power", "1e+09.. W"),
        ("hundreds of megawatts", "1e+08.. W"),
    ],
)
def test_vague_sizes_are_at_least_one_of_the_magnitude(text: str, expected: str) -> None:
    assert shown(text) == [expected]
    assert find_quantities(text)[0].written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a 16-gigawatt grid", "1.6e+10 W"),
        ("a gigawatt of power", "1e+09 W"),
        ("half a gigawatt", "5e+08 W"),
        ("5,200 megawatts", "5.2e+09 W"),
        ("31.4 GWh", "3.14e+10 Wh"),
        ("240 TWh", "2.4e+14 Wh"),
        ("816 000 t of steel", "816000 t"),
        ("15,185,200 metric tons", "1.51852e+07 t"),
        ("42.5 exaflops", "42.5 EFLOPS"),
        ("1,979 FP8 TFLOPS", "1979 TFLOPS"),
        ("50 TFLOPS/W", "50 TFLOPS/W"),
        ("40 tokens per second per watt", "40 tokens/s/W"),
        ("3 pJ/bit", "3 pJ/bit"),
        ("22 TB/s of bandwidth", "22 TB/s"),
        ("nine months", "9 months"),
        ("a 20-year contract", "240 months"),
        ("the 256GB card", "256 GB"),
    ],
)
def test_physical_units(text: str, expected: str) -> None:
    assert shown(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2x the performance per watt", "2 ratio"),
        ("over 2x the performance", "2.. ratio"),
        ("twice the speed", "2 ratio"),
        ("throughput tripled", "3 ratio"),
        ("a 25-fold rise", "25 ratio"),
        ("four times as fast", "4 ratio"),
        ("70% lower cost", "0.3 ratio"),
        ("up to 70% lower cost", "0.3.. ratio"),
        ("at least 70% lower cost", "..0.3 ratio"),
        ("30 percent faster", "1.3 ratio"),
        ("10x lower latency", "0.1 ratio"),
        ("up to 10x lower latency", "0.1.. ratio"),
        ("three times cheaper", "0.333333 ratio"),
        ("a twelvefold cut in latency", "0.0833333 ratio"),
        ("half the cost", "0.5 ratio"),
        ("less than half the power", "..0.5 ratio"),
        ("a quarter of the latency", "0.25 ratio"),
        ("cut the power bill by 40%", "0.6 ratio"),
        ("reducing build times by 50–60%", "0.4..0.5 ratio"),
        ("61% of its revenue", "0.61 fraction"),
        ("two-thirds of the total", "0.666667 fraction"),
        ("the majority of usage", "0.5.. fraction"),
    ],
)
def test_ratios_and_fractions(text: str, expected: str) -> None:
    assert shown(text) == [expected]


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("400,000 GB200 chips will follow", "GB200 chips"),
        ("600,000 of its best 910C Ascend chips", "best 910C Ascend chips"),
        ("more than 8 million smart thermostats", "smart thermostats"),
        ("hundreds of thousands of home batteries", "home batteries"),
        ("9% of U.S. electricity", "U.S. electricity"),
        ("2x the performance per watt of CPUs", "performance per watt"),
    ],
)
def test_the_counted_or_compared_thing_is_told(text: str, noun: str) -> None:
    (found,) = find_quantities(text)
    assert found.noun == noun
    assert text[found.noun_end - len(noun) : found.noun_end] == noun


@pytest.mark.parametrize(
    "text",
    [
        "It begins in 2027.",
        "It began on June 30, 2026.",
        "It begins at 2.15pm.",
        "The line was invented in 1794.",
        "It runs GPT-5 on MI450 and GB200 with Trainium3.",
        "Colossus 2 is the larger one.",
        "Version 3.5.1 and Claude 4.5 are out.",
        "Phase 1 and Tier 2 follow.",
        "Call 555-123-4567 or 1-800-555-0199.",
        "It is open 24/7.",
        "Fetched 2026-01-11T12:17:34.",
        "the world's No. 1 machine",
        "See note [5].",
        "The 1990s came third.",
        "a third data center",
        "Three Mile Island restarts.",
    ],
)
def test_dates_names_and_labels_are_no_quantities(text: str) -> None:
    assert shown(text) == []


def test_additions_are_marked() -> None:
    (found,) = find_quantities("It adds another $4 billion.")
    assert found.further
    assert "It adds another $4 billion."[found.start : found.end] == "another $4 billion"


def test_a_change_is_two_numbers_and_a_range_is_one() -> None:
    assert shown("from 54 megawatts to more than 200 megawatts") == ["5.4e+07 W", "2e+08.. W"]
    assert shown("raised it from $200 billion to $220 billion") == ["2e+11 USD", "2.2e+11 USD"]
    assert shown("prices ranged from $1.40 to $4.27 per hour") == ["1.4..4.27 USD/hour"]
    assert shown("in the second half of 2026 and 6 gigawatts later") == ["6e+09 W"]
    assert shown("power grew about 600 megawatts to 2.2 gigawatts") == ["6e+08 W", "2.2e+09 W"]
    assert shown("it grew by $2 billion to $3 billion") == ["2e+09..3e+09 USD"]


def test_the_component_works_alone() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("gigawatch_quantities")
    (found,) = nlp("Meta will buy up to 6 gigawatts of GPUs.")._.quantities
    assert (found.low, found.high, found.unit) == (None, 6e9, "W")


@settings(max_examples=200)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("0123456789$%-,. xGWt"))))
def test_no_text_raises_and_spans_lie_within_it(text: str) -> None:
    end = 0
    for found in find_quantities(text):
        assert end <= found.start < found.end <= len(text)
        assert found.low is None or found.high is None or found.low <= found.high
        end = found.end


@pytest.mark.parametrize(
    "text",
    ["1" * 100_000, ",111" * 5_000, "x" * 500_000, "tens of " * 5_000, "multi-" * 5_000,
     "more than " * 5_000, "1-" * 5_000, "$" * 20_000],
    ids=["digits", "groups", "letters", "vague", "prefixes", "qualifiers", "hyphens", "signs"],
)  # fmt: skip
def test_hostile_text_gives_quantities_in_order(text: str) -> None:
    found = find_quantities(text)
    assert all(before.end <= after.start for before, after in pairwise(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nine in ten of the servers", ["0.9 fraction"]),
        ("two out of every five chips", ["0.4 fraction"]),
        ("two in five years", ["2 count", "60 months"]),
        ("a quarter to a third of the water", ["0.25..0.333333 fraction"]),
        ("Acme will own a fifth.", ["0.2 fraction"]),
        ("a third, larger site", []),
        ("a tenth of Blackwell's cost", ["0.1 ratio"]),
        ("$1 trillion in 2029 and half of that goes to servers", ["1e+12 USD", "0.5 fraction"]),
    ],
)
def test_parts_in_words(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


def test_factors_of_units_are_those_that_pint_gives() -> None:
    rows = csv.DictReader(
        files("extractors").joinpath("data", "units.csv").read_text().splitlines()
    )
    known = [row for row in rows if row["pint"]]
    assert {row["unit"] for row in known} == {"W", "Wh", "months"}
    for row in known:
        base = unit_registry()(row["pint"]).to(row["unit"].removesuffix("s"))
        assert float(row["factor"]) == pytest.approx(base.magnitude, rel=1e-12)
