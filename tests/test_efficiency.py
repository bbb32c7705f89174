"""Efficiencies: ratios by what they measure, rates, rack power, and advantages in words."""

import pytest
from drafting import drafts, told

COMPONENT = "gigawatch_efficiencies"


@pytest.mark.parametrize(
    ("text", "metric", "low", "high"),
    [
        ("The chip has over 2x the performance per watt of CPUs.", "perf_per_watt", 2, None),
        ("The chip runs models 30% faster than GPUs.", "performance", 1.3, 1.3),
        ("The accelerator has up to 70% lower cost per token.", "cost", 0.3, None),
        ("The processor answers with 10x lower latency.", "latency", 0.1, 0.1),
        ("The links draw less than half the power of copper.", "energy", None, 0.5),
        ("The part has four times the memory bandwidth.", "memory", 4, 4),
        ("The TPU gives 80% better performance per dollar.", "other", 1.8, 1.8),
    ],
)
def test_ratios_by_what_they_measure(
    text: str, metric: str, low: float | None, high: float | None
) -> None:
    (draft,) = drafts(COMPONENT, text)
    assert (draft.metric, draft.low, draft.high, draft.unit) == (metric, low, high, "ratio")
    assert not draft.qualitative


def test_two_measures_of_one_ratio_are_two_claims() -> None:
    found = drafts(COMPONENT, "Blackwell promises 25x less cost and energy than its predecessor.")
    assert {(d.metric, d.low) for d in found} == {("cost", 0.04), ("energy", 0.04)}


def test_each_number_keeps_its_own_measure() -> None:
    found = drafts(
        COMPONENT, "Rubin has three times the FP8 performance and four times the memory of Hopper."
    )
    assert [(d.metric, d.low) for d in found] == [("performance", 3), ("memory", 4)]


@pytest.mark.parametrize(
    ("text", "metric", "value", "unit"),
    [
        ("A pod delivers 42.5 exaflops of compute.", "performance", 42.5, "EFLOPS"),
        ("The macro reaches 95.6 TOPS/W at INT4.", "perf_per_watt", 95.6, "TOPS/W"),
        ("Its Kyber racks pull 600 kilowatts.", "energy", 6e5, "W"),
        ("The hall has a PUE of 1.12.", "energy", 1.12, "PUE"),
        ("The hall was designed for a 1.2 PUE.", "energy", 1.2, "PUE"),
        ("The hall runs at a power usage effectiveness of 1.15.", "energy", 1.15, "PUE"),
        ("The box provides a petaflop of AI performance.", "performance", 1, "PFLOPS"),
        ("A single B300 consumes 1,400W.", "energy", 1400, "W"),
        ("An H100 rents for $2.10 per hour.", "cost", 2.1, "USD/hour"),
        ("Its API asks $0.40 per million output tokens.", "cost", 0.4, "USD/Mtoken"),
        ("Builders pay $11 million in costs per megawatt.", "cost", 1.1e7, "USD/MW"),
        ("Costs per megawatt have risen to $12 million.", "cost", 1.2e7, "USD/MW"),
        ("It earns $1.5 million in annual rent per megawatt.", "cost", 1.5e6, "USD/MW/year"),
    ],
)
def test_rates_prices_and_rack_power(text: str, metric: str, value: float, unit: str) -> None:
    (draft,) = drafts(COMPONENT, text)
    assert (draft.metric, draft.low, draft.high, draft.unit) == (metric, value, value, unit)


def test_an_advantage_in_words_is_marked_and_has_no_number_of_its_own() -> None:
    (draft,) = drafts(COMPONENT, "The chip has better performance per watt than today's best GPUs.")
    assert draft.qualitative
    assert (draft.metric, draft.low, draft.high) == ("perf_per_watt", 1, None)
    assert told(draft)[1] == "GPUs"


def test_one_side_of_a_trade_off_is_not_read_for_the_other() -> None:
    found = drafts(COMPONENT, "Its GPUs improve performance at far less cost than rivals.")
    assert {(d.metric, d.low, d.high) for d in found} == {
        ("performance", 1, None),
        ("cost", None, 1),
    }
    (draft,) = drafts(COMPONENT, "The GPU has an efficiency disadvantage against the H100.")
    assert (draft.metric, draft.low, draft.high) == ("perf_per_watt", None, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Revenue grew four times faster than planned.",
        "Electricity demand is to triple by 2035.",
        "Prices of transformers have doubled.",
        "The newsroom got a more powerful model.",
        "AWS sales rose 37%.",
    ],
)
def test_growth_and_software_are_none(text: str) -> None:
    assert drafts(COMPONENT, text) == []


def test_conditions_are_those_of_the_sentence() -> None:
    (draft,) = drafts(
        COMPONENT, "On N3P with HBM4 the GPU delivers up to 4x the dense FP8 throughput of H100."
    )
    assert draft.conditions == {
        "precision": "FP8",
        "sparsity": "dense",
        "scope": "package",
        "node": "N3P",
        "memory": "HBM4",
        "baseline_kind": "product",
        "details": {"up_to": True},
    }
    assert told(draft)[1] == "H100"


def test_the_watts_of_a_chip_are_those_of_no_rack() -> None:
    text = "AMD sells the MI455X. In a package of 700 watts the chip delivers 5 petaflops."
    assert {told(draft)[0] for draft in drafts(COMPONENT, text)} == {"MI455X"}
    (draft,) = drafts(COMPONENT, "New racks draw 600 kilowatts each.")
    assert told(draft)[0] == "data center racks"


@pytest.mark.parametrize(
    ("text", "metric", "low", "high"),
    [
        ("Trainium3 outperforms GPUs by a factor of two to three.", "performance", 2, 3),
        ("Training on Trainium2 cut the costs of the model in half.", "cost", 0.5, 0.5),
        ("Customers report savings of up to 50% with Trainium.", "cost", 0.5, None),
        ("Inference on Groq chips costs a tenth of what it does on GPUs.", "cost", 0.1, 0.1),
        ("Chip temperatures drop by 65 percent under the plate.", "other", 0.35, 0.35),
        ("The GPU gets a 25 percent bump in speed.", "performance", 1.25, 1.25),
        ("The GPU rack uses 80 percent less water.", "other", 0.2, 0.2),
    ],
)
def test_ratios_in_other_words(
    text: str, metric: str, low: float | None, high: float | None
) -> None:
    (draft,) = drafts(COMPONENT, text)
    assert (draft.metric, draft.low, draft.high, draft.unit) == (metric, low, high, "ratio")


@pytest.mark.parametrize(
    ("text", "metric", "low", "high"),
    [
        ("The chip is far more efficient than its predecessor.", "perf_per_watt", 1, None),
        ("Its chips are cheaper than those of Nvidia.", "cost", None, 1),
        ("Huawei's processors lag Nvidia's by years.", "performance", None, 1),
        ("Ascend is weaker than Blackwell.", "performance", None, 1),
        (
            "Its chips have a better ratio of price to performance than GPUs.",
            "other",
            1,
            None,
        ),
        ("Benchmarks put Trainium3 on par with Blackwell.", "performance", 1, 1),
        ("The accelerator has lower latency than GPUs.", "latency", None, 1),
    ],
)
def test_advantages_in_words_by_measure_and_direction(
    text: str, metric: str, low: float | None, high: float | None
) -> None:
    (draft,) = drafts(COMPONENT, text)
    assert draft.qualitative
    assert (draft.metric, draft.low, draft.high) == (metric, low, high)


def test_the_words_of_a_number_are_no_second_advantage() -> None:
    (draft,) = drafts(COMPONENT, "Trainium3 is 40% faster than Trainium2.")
    assert not draft.qualitative


@pytest.mark.parametrize(
    ("text", "low", "parties"),
    [
        ("Trainium3 brings a 1.7x improvement over Trainium2.", 1.7, ("Trainium3", "Trainium2")),
        ("Blackwell beats the H100 by 3.5 times in training.", 3.5, ("Blackwell", "H100")),
        ("The MI450 is put at 40% above the AMD MI350.", 1.4, ("MI450", "MI350")),
    ],
)
def test_a_ratio_without_a_measure_of_a_named_chip(
    text: str, low: float, parties: tuple[str, str]
) -> None:
    (draft,) = drafts(COMPONENT, text)
    assert (draft.low, draft.metric) == (low, "performance")
    assert told(draft) == parties


def test_a_ratio_without_a_measure_or_a_chip_is_none() -> None:
    assert drafts(COMPONENT, "The startup's valuation is a 1.7x improvement over last year.") == []


def test_the_price_of_a_chips_hour_and_the_bandwidth_of_its_memory() -> None:
    (price,) = drafts(COMPONENT, "An H100 rents for $2.40 per GPU hour.")
    assert (price.low, price.unit) == (2.4, "USD/hour")
    (bandwidth,) = drafts(COMPONENT, "The MI450 has a memory bandwidth of 19.6 TB/s.")
    assert (bandwidth.low, bandwidth.unit, bandwidth.metric) == (19.6, "TB/s", "memory")


def test_each_rate_has_the_precision_that_stands_by_it() -> None:
    found = drafts(COMPONENT, "The MI400 does 40 petaflops FP4 and 20 petaflops FP8.")
    assert [draft.conditions["precision"] for draft in found] == ["FP4", "FP8"]
    found = drafts(COMPONENT, "At FP4 the MI400 does 40 petaflops, and at FP8 20 petaflops.")
    assert [draft.conditions["precision"] for draft in found] == ["FP4", "FP8"]


def test_a_rate_is_not_that_of_the_chip_compared_with() -> None:
    text = (
        "Ironwood gives 4.6 petaflops, twice the efficiency of Trillium, and a pod 42 exaflops. "
        "Rubin reaches 50 petaflops, five times Blackwell, and draws 1.8 kilowatts."
    )
    rates = [draft for draft in drafts(COMPONENT, text) if draft.unit in {"EFLOPS", "W"}]
    assert [told(draft)[0] for draft in rates] == ["Ironwood", "Rubin"]


def test_a_rate_is_of_no_chip_behind_than() -> None:
    text = "The rack delivers 3.6 exaflops of inference, 3.3x more than the GB300 NVL72."
    rate = next(draft for draft in drafts(COMPONENT, text) if draft.unit == "EFLOPS")
    assert "GB300 NVL72" in rate.barred


@pytest.mark.parametrize(
    ("text", "subject", "baseline"),
    [
        ("The MI450 is 3x faster than the Xeon 6980P.", "MI450", "Xeon 6980P"),
        ("Set against the H100, the MI450 draws 40% less power.", "MI450", "H100"),
        ("Compared with Nvidia's H100, Maia 200 is 30% faster.", "Maia 200", "H100"),
        ("The MI450 answers with a third of the latency recorded on the H200.", "MI450", "H200"),
        ("The MI450 trains models at twice the speed that the H200 reaches.", "MI450", "H200"),
    ],
)
def test_what_a_chip_is_compared_with_is_not_its_subject(
    text: str, subject: str, baseline: str
) -> None:
    (draft,) = drafts(COMPONENT, text)
    assert told(draft) == (subject, baseline)


def test_no_chip_compared_with_is_the_subject_of_the_next_number() -> None:
    found = drafts(COMPONENT, "AMD sees a 1.5x gain over Rubin and a 3x gain over the H100.")
    assert [told(draft) for draft in found] == [(None, "Rubin"), (None, "H100")]


def test_each_price_is_that_of_the_chip_named_with_it() -> None:
    text = "It asks $6 per GPU hour for H100 instances and $2 per GPU hour for L40S instances."
    assert [told(draft)[0] for draft in drafts(COMPONENT, text)] == ["H100", "L40S"]


def test_the_cost_of_a_token_is_a_cost() -> None:
    (draft,) = drafts(COMPONENT, "MI450 cuts the cost per token to a tenth of that of Blackwell.")
    assert draft.metric == "cost"


@pytest.mark.parametrize(
    ("text", "metric", "low", "high"),
    [
        ("The accelerator is ten times more cost-effective than GPUs.", "cost", 0.1, 0.1),
        ("On the chip inference costs fall by 4x.", "cost", 0.25, 0.25),
        ("On the H100 we saw a 2x speedup in latency.", "latency", 0.5, 0.5),
        ("The chip comes with half as much memory again as the H100.", "memory", 1.5, 1.5),
        ("The chip has half again as much memory as the H100.", "memory", 1.5, 1.5),
    ],
)
def test_the_words_say_which_way_a_ratio_goes(
    text: str, metric: str, low: float, high: float
) -> None:
    (draft,) = drafts(COMPONENT, text)
    assert (draft.metric, draft.low, draft.high) == (metric, low, high)


def test_a_comparison_without_a_machine_is_of_the_one_told_of_before() -> None:
    (draft,) = drafts(COMPONENT, "The GPU is out. The platform is faster than its predecessor.")
    assert (draft.metric, draft.low, draft.high) == ("performance", 1, None)
    assert not drafts(COMPONENT, "The fund arrived. Its growth is faster than its predecessor's.")


def test_what_has_no_known_name_is_offered_in_words() -> None:
    (draft,) = drafts(COMPONENT, "RPA v3 increases throughput by 10% over RPA v2 on Trillium.")
    assert "RPA v3" in {phrase.text for phrase in draft.phrases}
    (draft,) = drafts(
        COMPONENT, "Modular substations cut deployment time by 30% compared to regular builds."
    )
    assert "Modular substations" in {phrase.text for phrase in draft.phrases}


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("Compared with existing server CPUs, the chip does twice the work per watt.",
         "server CPUs"),
        ("Compared with existing server CPUs it does twice the work per watt.", "server CPUs"),
        ("On agents the CPU is 1.8 times as fast as x86 processors.", "x86 processors"),
        ("Unlike last year, the chip runs models twice as fast.", None),
        ("Relative to its predecessor, the TPU uses 30% less power.", None),
    ],
)  # fmt: skip
def test_what_a_ratio_is_to_stands_in_words_before_or_behind(
    text: str, against: str | None
) -> None:
    (draft,) = drafts(COMPONENT, text)
    assert told(draft)[1] == against
