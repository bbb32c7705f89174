"""From the claims of an article to the records that are judged."""

import datetime as dt

import pytest

from schema.claim import Claim, Interval, Mention
from warehouse.limits.assess import assess
from warehouse.limits.claims import records
from warehouse.limits.drafts import AssessRecord

DAY = dt.date(2026, 7, 1)
PREFIXES = {"chip": "chip:", "site": "site:", "org": "org:"}


def claim(quote: str, kind: str, at: int = 0, subject_is: str = "", object_is: str = "", **fields):
    """A claim as the extractors leave it; equal ``at`` stands for the same sentence."""
    parties = tuple(
        Mention(
            role=role, position=0, name=fields[role], written=fields[role],
            entity=f"{sort}:{fields[role].lower()}",
        )
        for role, sort in (("subject", subject_is), ("object", object_is))
        if sort
    )  # fmt: skip
    defaults = {"modality": "announced", "confidence": 1.0, "start": at, "end": at + len(quote)}
    return Claim(kind=kind, quote=quote, parties=parties, **defaults | fields)


def mapped(*claims: Claim, published: dt.date | None = DAY) -> list[AssessRecord]:
    return records({f"c{i}": c for i, c in enumerate(claims, start=1)}, published)


def ratio(metric: str, low, high=None, **fields):
    quote = fields.pop("quote", "It does better.")
    return claim(
        quote,
        "efficiency",
        metric=metric,
        low=low,
        high=high,
        unit="ratio",
        subject="Kea 2",
        **fields,
    )


# --- Efficiency -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metric", "low", "record_metric", "value"),
    [
        ("perf_per_watt", 2.5, "perf_per_watt_ratio", 2.5),
        ("energy", 0.4, "perf_per_watt_ratio", 2.5),
        ("latency", 0.1, "latency_ratio", 10),
        ("cost", 0.3, "cost_ratio", 1 / 0.3),
    ],
)
def test_ratios_are_turned_so_that_higher_is_bolder(metric, low, record_metric, value):
    (found,) = mapped(ratio(metric, low, low, object="rival accelerators"))
    assert found.record["metric"] == record_metric
    assert (found.record["value"], found.record["unit"]) == (pytest.approx(value), "x")
    assert found.record["baseline_kind"] == "class"


@pytest.mark.parametrize(
    ("quote", "low"),
    [
        ("Racks of the Kea 2 take 120 kW, doubling the power draw of older ones.", 2.0),
        ("The Kea 2 needs 40% less power than its rival.", 0.6),
    ],
)
def test_a_draw_of_power_alone_is_no_efficiency(quote, low):
    (found,) = mapped(ratio("energy", low, low, quote=quote, object="its rival"))
    assert assess(found.record)["missing"] == ["metric"]


@pytest.mark.parametrize(
    ("subject", "value", "unit", "conditions", "dense"),
    [
        # 3,958 is twice the table's 1,978.9 TFLOPS, whose part is designed for 700 W.
        ("H200", 3958, "TFLOPS", {"precision": "FP8", "sparsity": "sparse"}, 1979 / 700),
        ("H200", 3958, "TFLOPS", {"precision": "FP8"}, 1979 / 700),
        # 4.6 PFLOPS are the 4,613.7 TFLOPS of the table, rounded.
        ("MI350X", 4.6, "PFLOPS", {"precision": "FP8"}, 4.6),
        ("GB300", 15, "PFLOPS", {"precision": "NVFP4", "power_w": 1500.0}, 10),
    ],
)
def test_the_table_tells_what_a_known_part_s_rate_is(subject, value, unit, conditions, dense):
    (found,) = mapped(rate(value, unit, subject=subject, conditions=conditions))
    assert assess(found.record)["normalised_value"] == pytest.approx(dense, rel=1e-3)
    assert any("dense rate of" in said for said in found.assumptions)


@pytest.mark.parametrize(
    ("subject", "value", "conditions", "missing"),
    [
        ("H200", 5000, {"precision": "FP8"}, ["power_w", "sparsity"]),
        ("MI455X", 40000, {"precision": "FP4"}, ["power_w"]),
        ("GB300", 1.1e6, {"precision": "FP4", "scope": "rack"}, ["power_w", "sparsity"]),
        ("Kea 2", 1979, {"precision": "FP8", "scope": "package"}, ["power_w", "sparsity"]),
    ],
    ids=["another rate", "power that its maker does not tell", "a rack", "an unknown part"],
)
def test_the_table_gives_nothing_to_what_it_does_not_know(subject, value, conditions, missing):
    (found,) = mapped(rate(value, "TFLOPS", subject=subject, conditions=conditions))
    assert sorted(assess(found.record)["missing"]) == missing


def test_machines_are_of_the_chip_before_their_name():
    quote = "Trainium3 UltraServers are 4x more energy efficient than Trainium2 UltraServers."
    (found,) = mapped(
        ratio("perf_per_watt", 4, 4, quote=quote, object="Trainium2").model_copy(
            update={"subject": "UltraServer"}
        )
    )
    # They ship a year after their baseline: 4 / 1.4 = 2.86, within three times the trend.
    assert assess(found.record)["verdict"] == "aggressive"
    other = "The Kea 2 is 4x more efficient than Trainium2 and Trainium3."
    (found,) = mapped(ratio("perf_per_watt", 4, 4, quote=other, object="Trainium2"))
    assert "part" not in found.record["details"]


@pytest.mark.parametrize(
    ("quote", "missing", "binding"),
    [
        # 1,000 PFLOPS/W are beyond the noise limit of logic, not beyond that of what it discards.
        ("The photonic processor does so much.", [], "practical"),
        ("The processor does so much.", [], "hard"),
        ("The thermodynamic computer does so much.", ["details.flop_equivalent"], None),
    ],
)
def test_what_is_no_ordinary_logic_is_held_against_other_limits(quote, missing, binding):
    conditions = {"precision": "FP16", "sparsity": "dense", "scope": "package"}
    (found,) = mapped(rate(1000, "PFLOPS/W", quote=quote, conditions=conditions))
    answer = assess(found.record)
    assert (answer["missing"], answer["binding"]) == (missing, binding)


def test_a_claim_in_words_is_never_given_a_number():
    for fields in ({"qualitative": True, "low": 1.0}, {"low": 1.0}, {"low": None, "high": 1.0}):
        words = ratio("perf_per_watt", **{"low": None, **fields}, object="today's best GPUs")
        (found,) = mapped(words)
        assert found.record["value"] is found.record["unit"] is None
        verdict = assess(found.record)
        assert (verdict["verdict"], verdict["missing"]) == ("unverifiable", ["unit", "value"])


def test_a_range_enters_by_its_middle_and_up_to_is_told():
    (found,) = mapped(ratio("perf_per_watt", 2, 3, object="GPUs"))
    assert found.record["value"] == 2.5
    (found,) = mapped(ratio("energy", 0.25, None, qualifier="up_to", object="GPUs"))
    assert found.record["value"] == 4
    assert "Up to" in assess(found.record)["explanation"]


@pytest.mark.parametrize(
    ("written", "sort", "kind", "name"),
    [
        ("H100", "chip", "product", "H100 SXM"),
        ("Nvidia B200", "chip", "product", "B200 (HGX, 1000 W)"),
        ("existing server CPUs", "", "class", "existing server CPUs"),
        ("comparable GPU instances", "", "class", "comparable GPU instances"),
        ("Nvidia", "org", "class", "Nvidia"),
        ("its predecessor", "", "predecessor", "its predecessor"),
        ("previous-generation chips", "", "predecessor", "previous-generation chips"),
        ("Kea 1", "", "predecessor", "Kea 1"),
        (None, "", "none", None),
    ],
)
def test_a_baseline_is_known_by_what_it_is_called(written, sort, kind, name):
    (found,) = mapped(ratio("perf_per_watt", 2, 2, object=written, object_is=sort))
    assert (found.record["baseline_kind"], found.record["baseline"]) == (kind, name)
    assert bool(found.assumptions) == (name != written or sort == "org")


def test_conditions_go_before_what_would_be_inferred():
    (found,) = mapped(
        ratio(
            "perf_per_watt", 2, 2, object="Kea 1",
            conditions={"baseline_kind": "class", "scope": "rack", "batch": 8, "available": "2027"},
            when=Interval(start=dt.date(2028, 1, 1), end=dt.date(2028, 12, 31)),
        )
    )  # fmt: skip
    assert found.record["baseline_kind"] == "class"
    assert found.record["available"] == "2027"
    assert found.record["details"]["batch"] == 8


def test_conditions_may_be_named_as_readers_name_them():
    named = {"process": "N2", "availability": "2027", "batch": 8, "details": {"hours": 1}}
    (found,) = mapped(ratio("perf_per_watt", 2, 2, object="Kea 1", conditions=named))
    assert (found.record["node"], found.record["available"]) == ("N2", "2027")
    assert found.record["details"] == {"batch": 8, "hours": 1}


def test_a_server_processor_follows_the_slower_trend_to_the_day_it_ships():
    faster = ratio("perf_per_watt", 2, None, qualifier="at_least", object="server CPUs")
    ships = claim(
        "Kea 2 goes on sale in the second half of 2028.", "milestone", 500, subject="Kea 2",
        stage="available", when=Interval(start=dt.date(2028, 7, 1), end=dt.date(2028, 12, 31)),
    )  # fmt: skip
    (found,) = mapped(faster, ships)
    assert found.record["available"] == "2028-H2"
    assert found.joined_claim_ids == ("c2",)
    assert found.assumptions == ("the day it ships is taken from another statement",)
    assert assess(found.record)["trend"] == pytest.approx(
        1.2926846 ** ((2 * 365 + 1 + 92) / 365.25)
    )


def rate(low: float, unit: str, at: int = 0, subject: str = "Kea 2", **fields):
    quote = fields.pop("quote", f"{subject} reaches {low} {unit}.")
    return claim(
        quote, "efficiency", at, metric="performance", low=low, high=low, unit=unit,
        subject=subject, **fields,
    )  # fmt: skip


FULL = {"precision": "FP8", "sparsity": "dense", "scope": "package"}


def test_a_rate_and_a_power_of_one_part_are_joined_and_said_so():
    power = claim(
        "Kea 2 draws 800 W.", "capacity", 900, subject="Kea 2", low=800, high=800, unit="W",
        subject_is="chip",
    )  # fmt: skip
    (found,) = mapped(
        rate(6, "PFLOPS", conditions={"precision": "FP8", "sparsity": "dense"}), power
    )
    assert found.joined_claim_ids == ("c2",)
    assert "the power is taken from another statement" in found.assumptions
    assert assess(found.record)["normalised_value"] == pytest.approx(7.5)


def test_the_two_to_four_pattern_tells_its_ratio_to_the_dense_rate():
    sparse = {"precision": "FP8", "sparsity": "sparse", "scope": "package", "power_w": 700}
    told = rate(3958, "TFLOPS", quote="3,958 teraflops with 2:4 sparsity", conditions=sparse)
    silent = rate(3958, "TFLOPS", quote="3,958 teraflops with sparsity", conditions=sparse)
    assert assess(mapped(told)[0].record)["normalised_value"] == pytest.approx(2.827, rel=1e-3)
    assert assess(mapped(silent)[0].record)["missing"] == ["details.sparsity_ratio"]


def test_powers_that_differ_are_not_joined_nor_those_of_another_part():
    bare = rate(6, "PFLOPS", conditions=FULL)
    stated = [
        rate(3, "PFLOPS", 500, conditions=FULL | {"power_w": 700}),
        rate(4, "PFLOPS", 900, conditions=FULL | {"power_w": 900}),
        rate(5, "PFLOPS", 1300, "Weka", conditions=FULL | {"power_w": 500}),
    ]
    assert assess(mapped(bare, *stated)[0].record)["missing"] == ["power_w"]
    assert assess(mapped(bare, stated[0])[0].record)["normalised_value"] == pytest.approx(
        6000 / 700
    )
    assert assess(mapped(bare, stated[2])[0].record)["missing"] == ["power_w"]


def test_a_part_of_the_table_is_left_out_of_its_own_comparison():
    (found,) = mapped(
        rate(
            5072, "TFLOPS", subject="Maia 200", subject_is="chip",
            conditions={"precision": "FP8", "sparsity": "dense", "power_w": 750},
        )
    )  # fmt: skip
    verdict = assess(found.record)
    assert found.record["details"]["part"] == "Maia 200"
    assert verdict["verdict"] == "plausible"
    assert verdict["best_shipping"] == pytest.approx(4.6137)
    assert any("2026-01-26" in assumption for assumption in found.assumptions)


@pytest.mark.parametrize(
    ("unit", "metric", "record_unit", "conditions"),
    [
        ("TFLOPS/W", "perf_per_watt", "TFLOPS/W", {}),
        ("pJ/MAC", "perf_per_watt", "pJ/MAC", {}),
        ("tokens/s/MW", "tokens_per_watt", "tokens/s/MW", {}),
        ("J/token", "tokens_per_watt", "J/token", {}),
        ("PUE", "pue", "ratio", {}),
        ("ms", "round_trip_latency", "ms", {"altitude_km": 550}),
        ("mm2", "die_area", "mm2", {"metric": "die_area", "exposures": 1}),
    ],
)
def test_absolute_units_lead_to_their_metric(unit, metric, record_unit, conditions):
    (found,) = mapped(rate(3, unit, conditions=conditions))
    assert (found.record["metric"], found.record["unit"]) == (metric, record_unit)


def test_what_has_no_reference_is_kept_as_unverifiable():
    (found,) = mapped(ratio("performance", 3, 3, object="Kea 1"))
    assert assess(found.record)["missing"] == ["metric"]


def test_what_is_denied_and_what_is_not_physical_is_not_judged():
    assert not mapped(
        ratio("perf_per_watt", 2, 2, object="GPUs", modality="denied"),
        claim("Kea buys Weka for $1 billion.", "deal", role="acquisition", low=1e9, unit="USD"),
        claim("A ten-year lease.", "duration", metric="contract_term", low=120, unit="months"),
    )


def test_without_a_day_of_publication_the_claim_date_is_missing():
    (found,) = mapped(ratio("perf_per_watt", 2, 2, object="GPUs"), published=None)
    assert assess(found.record)["missing"] == ["claim_date"]


# --- Plausibility ---------------------------------------------------------------------------------


def test_a_design_time_is_judged_as_it_stands():
    (found,) = mapped(
        claim(
            "It took nine months.", "duration", metric="design_to_tapeout", low=9, high=9,
            unit="months", subject="Kea 2",
        )
    )  # fmt: skip
    assert assess(found.record)["verdict"] == "aggressive"


def watts(quote: str, low: float, at: int = 0, subject: str = "Kea Grid, Weka Home", **fields):
    return claim(quote, "capacity", at, subject=subject, low=low, high=low, unit="W", **fields)


def devices(quote: str, low: float, thing: str, at: int, subject: str, **fields):
    return claim(
        quote, "volume", at, subject=subject, object=thing, low=low, unit="count", **fields
    )


WHOLE = "Kea Grid and Weka Home offer a virtual power plant of 12 GW."
BATTERIES = "Hundreds of thousands of home batteries belong to Kea Grid."
THERMOSTATS = "Weka Home runs 6 million thermostats."


def test_a_virtual_power_plant_is_held_against_its_devices_by_the_same_parties():
    found = mapped(
        watts(WHOLE, 12e9),
        devices(BATTERIES, 1e5, "home batteries", 200, "Kea Grid"),
        devices(THERMOSTATS, 6e6, "thermostats", 400, "Weka Home", high=6e6),
        watts("Of these distributed devices 300 MW are ready.", 3e8, 600),
    )
    assert len(found) == 1, "a part of the fleet is not held against the whole"
    assert found[0].record["metric"] == "flexible_power"
    assert found[0].record["details"] == {"batteries": [200000, 999999], "thermostats": 6e6}
    assert found[0].joined_claim_ids == ("c2", "c3")
    assert assess(found[0].record)["verdict"] == "aggressive"


def test_a_count_told_twice_counts_once_and_two_counts_decide_nothing():
    again = devices(
        "All 6 million thermostats are Weka Home's.", 6e6, "thermostats", 600, "Weka Home"
    )
    fewer = devices("Weka Home has 5 million thermostats.", 5e6, "thermostats", 800, "Weka Home")
    told = [
        watts(WHOLE, 12e9),
        devices(BATTERIES, 1e5, "home batteries", 200, "Kea Grid"),
        devices(THERMOSTATS, 6e6, "thermostats", 400, "Weka Home"),
        again,
    ]
    assert assess(mapped(*told)[0].record)["verdict"] == "aggressive"
    assert assess(mapped(*told, fewer)[0].record)["missing"] == ["details.thermostats"]


def test_a_magnitude_in_words_is_that_of_its_own_number_alone():
    both = "Hundreds of thousands of home batteries and over 6 million thermostats give 12 GW."
    (found,) = mapped(
        watts(both, 12e9),
        devices(both, 1e5, "home batteries", 0, "Kea Grid"),
        devices(both, 6e6, "thermostats", 0, "Weka Home"),
    )
    assert found.record["details"] == {"batteries": [200000, 999999], "thermostats": 6e6}


def test_devices_of_one_sort_in_the_sentence_leave_none_of_the_other():
    quote = "Kea Grid draws 550 MW from 100,000 home batteries."
    (found,) = mapped(
        watts(quote, 5.5e8, subject="Kea Grid"),
        devices(quote, 1e5, "home batteries", 0, "Kea Grid", high=1e5),
    )
    assert found.record["details"] == {"batteries": 1e5, "thermostats": 0}
    assert "the sentence counts batteries alone" in found.assumptions
    assert assess(found.record)["verdict"] == "plausible"


def test_devices_that_are_not_told_of_stay_missing():
    (found,) = mapped(
        watts(WHOLE, 12e9), devices(BATTERIES, 1e5, "home batteries", 200, "Kea Grid")
    )
    assert assess(found.record)["missing"] == ["details.thermostats"]


@pytest.mark.parametrize(
    ("thing", "subject"), [("Megapacks", "Kea Grid"), ("home batteries", "Moa Storage")]
)
def test_grid_batteries_and_those_of_others_are_no_part_of_the_fleet(thing, subject):
    assert not mapped(watts(WHOLE, 12e9), devices("Many of them.", 1e5, thing, 200, subject))


SITE = "The 1 GW Moa campus will hold 2 million GB300 chips."


def test_accelerators_are_held_against_the_watts_of_their_sentence():
    counted = claim(
        SITE, "volume", subject="Moa", object="GB300", low=2e6, high=2e6, unit="count",
        object_is="chip",
    )  # fmt: skip
    found = mapped(watts(SITE, 1e9, subject="Moa"), counted)
    (density,) = found
    assert density.claim_id == "c2"
    assert density.record["details"] == {"chip_class": "GB300"}
    assert "the power of a site is taken for the whole facility" in density.assumptions
    assert assess(density.record)["verdict"] == "violates_physics"
    (it_load,) = mapped(watts(SITE, 1e9, subject="Moa", basis="it"), counted)
    assert it_load.record["power_w"] == pytest.approx(1.14e9)
    assert any("1.14 times" in assumption for assumption in it_load.assumptions)


def test_racks_are_not_taken_for_accelerators():
    quote = "The 10 MW facility takes 60 GB200 NVL72 racks."
    counted = claim(
        quote, "volume", subject="Moa", object="GB200 NVL72", low=60, high=60, unit="count",
        object_is="chip",
    )  # fmt: skip
    (density,) = mapped(watts(quote, 1e7, subject="Moa"), counted)
    assert density.record["unit"] == "racks"
    assert assess(density.record)["normalised_value"] == pytest.approx(432_000)


def test_watts_of_another_sentence_count_only_for_the_same_site_and_time():
    def volume(**fields):
        return claim(
            "It holds 400,000 GPUs.", "volume", 300, object="GPUs", low=4e5, high=4e5, unit="count",
            **{"subject": "Moa", "subject_is": "site"} | fields,
        )  # fmt: skip

    power = watts("The Moa campus draws 1 GW.", 1e9, subject="Moa", subject_is="site")
    assert mapped(power, volume())
    assert not mapped(power, volume(modality="planned"))
    assert not mapped(power, volume(subject="Moa Corp", subject_is="org"))
    assert not mapped(power.model_copy(update={"basis": "generation"}), volume())


@pytest.mark.parametrize(
    ("quote", "missing", "verdict"),
    [
        ("The $50 billion pay for 1 GW, servers included.", [], "below_state_of_art"),
        ("The $15 billion pay for 1 GW of building shell.", ["reference"], "unverifiable"),
        ("The $50 billion pay for 1 GW.", ["details.includes_compute"], "unverifiable"),
    ],
)
def test_the_cost_of_a_site_is_judged_where_it_is_known_to_pay_for_the_computers(
    quote, missing, verdict
):
    money = claim(quote, "deal", role="capex", subject="Moa", low=5e10, high=5e10, unit="USD")
    (found,) = mapped(watts(quote, 1e9, subject="Moa"), money)
    answer = assess(found.record)
    assert (answer["missing"], answer["verdict"]) == (missing, verdict)


def test_orbital_areas_and_masses_lead_to_their_metric():
    quote = "The satellite sheds 150 kW through a radiator of 110 square metres."
    (found,) = mapped(watts(quote, 150e3, subject="Huia", conditions={"area_m2": 110}))
    assert assess(found.record)["normalised_value"] == pytest.approx(1363.64, rel=1e-5)
    quote = "Its solar array in orbit gives 100 kW."
    (found,) = mapped(watts(quote, 100e3, subject="Huia", conditions={"area_m2": 75}))
    assert assess(found.record)["verdict"] == "violates_physics"
    quote = "An orbital data center of 40 MW flies in one launch of 100 t."
    (found,) = mapped(watts(quote, 4e7, subject="Huia", conditions={"mass_t": 100}))
    assert assess(found.record)["verdict"] == "beyond_practical"
    assert found.assumptions == ("the mass is that of all that flies",)
    quote = "The solar array of the satellite gives 40 MW at 100 t."
    (found,) = mapped(watts(quote, 4e7, subject="Huia", conditions={"mass_t": 100}))
    assert assess(found.record)["missing"] == ["details.whole_satellite"]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2027-01-01", "2027-12-31", "2027"),
        ("2027-07-01", "2027-12-31", "2027-H2"),
        ("2027-04-01", "2027-06-30", "2027-Q2"),
        ("2028-02-01", "2028-02-29", "2028-02"),
        ("2027-03-05", "2027-03-05", "2027-03-05"),
        ("2027-03-01", "2027-04-30", "2027-03-31"),
        (None, "2026-12-31", "2026-12-31"),
        ("2027-01-01", None, "2027-01-01"),
        ("9999-12-01", "9999-12-31", "9999-12-16"),
    ],
)
def test_intervals_become_the_windows_of_records(start, end, expected):
    when = Interval(start=start, end=end)
    (found,) = mapped(ratio("perf_per_watt", 2, 2, object="GPUs", when=when))
    assert found.record["available"] == expected


def test_the_same_claims_give_the_same_records_in_any_order():
    claims = {
        "c1": watts(WHOLE, 12e9),
        "c2": devices(BATTERIES, 1e5, "home batteries", 200, "Kea Grid"),
        "c3": devices(THERMOSTATS, 6e6, "thermostats", 400, "Weka Home"),
        "c4": rate(6, "PFLOPS", 700, conditions=FULL),
        "c5": rate(3, "PFLOPS", 900, conditions=FULL | {"power_w": 700}),
    }
    forward = records(claims, DAY)
    backward = records(dict(reversed(claims.items())), DAY)
    assert sorted(forward, key=lambda r: r.claim_id) == sorted(backward, key=lambda r: r.claim_id)
