"""Performance per watt: absolute, and as a ratio to a baseline."""

import datetime as dt
import math
from dataclasses import replace

from warehouse.limits import formulas, rungs
from warehouse.limits.days import years_between
from warehouse.limits.fields import Fields
from warehouse.limits.process import node_class
from warehouse.limits.reference import Chip, find_chip
from warehouse.limits.rule import Kind, Placement
from warehouse.limits.rungs import PRECISIONS, Best, Rungs
from warehouse.limits.wording import name, number

SCOPES = ("core", "package", "server", "rack", "facility")
BASELINE_KINDS = ("product", "predecessor", "class")
#: What a claim may say of its logic that lifts the noise limit of irreversible gates.
TECHNOLOGIES = ("reversible", "analogue", "optical", "superconducting", "cryogenic")

_NOISE_LIMIT = "noise-limited irreversible logic, 40 kT per node event at 300 K"
_IO_LIMIT = "the Landauer bound on erasing inputs and output, kT ln 2 a bit at 300 K, for {} logic"
_PRACTICAL = "the measured core record scaled to {} and {}"
#: A thousand years of trend outgrow every limit; further ones only overflow.
_LONGEST_TREND = 1000.0


def perf_per_watt(fields: Fields, stated: float) -> Placement:
    """How much compute per watt, at one precision and one scope."""
    precision = fields.word("precision", PRECISIONS)
    sparse = fields.word("sparsity", ("dense", "sparse")) == "sparse"
    sparsity_ratio = fields.positive("details.sparsity_ratio") if sparse else 1.0
    scope = fields.word("scope", SCOPES)
    claim_date = fields.day("claim_date")
    need_flop_equivalent(fields)
    fields.check()
    remarks = (f"dense, 1/{number(sparsity_ratio)} of the sparse figure",) if sparse else ()
    value = stated / sparsity_ratio
    placement = _on_chip_ladder(fields, value, PRECISIONS[precision], scope, claim_date)
    return replace(placement, remarks=remarks)


def perf_per_watt_ratio(fields: Fields, times: float) -> Placement:
    """N times the performance per watt of a class, a predecessor or a known product."""
    baseline, kind = read_baseline(fields)
    need_flop_equivalent(fields)
    if kind == "product":
        chip = find_chip(baseline)
        precision = PRECISIONS.get(fields.optional_word("precision", PRECISIONS) or "")
        rate = _rate_of(chip, precision)
        if rate is not None and precision and fields.optional_word("scope", ("package",)):
            claim_date = fields.day("claim_date")
            fields.check()
            per_watt, remarks = rate
            value = times * per_watt
            placement = _on_chip_ladder(fields, value, precision, "package", claim_date)
            return replace(placement, remarks=remarks)
    since = fields.day("claim_date") if kind == "class" else _baseline_date(fields, baseline, kind)
    fields.check()
    growth = rungs.growth(fields.optional_word("details.device", ("server_cpu",)) or "accelerator")
    trend, trend_is = _trend(Best(1.0, since, baseline), growth, fields.optional_day("available"))
    return Placement(
        Kind.RATIO,
        times,
        Rungs(best_shipping=1.0, trend=trend),
        best_is=f"its baseline, {name(baseline)}",
        trend_is=trend_is,
    )


def need_flop_equivalent(fields: Fields) -> None:
    """An algorithm without operations that map to a FLOP cannot be compared."""
    if fields.optional_flag("details.flop_equivalent") is False:
        fields.note("details.flop_equivalent")


def read_baseline(fields: Fields) -> tuple[str, str]:
    """What the claim compares with, and of which kind that is."""
    kind = fields.optional_word("baseline_kind", BASELINE_KINDS)
    baseline = fields.optional_text("baseline")
    if kind is None or baseline is None:
        fields.note("baseline")
        return "", ""
    return baseline, kind


def _baseline_date(fields: Fields, baseline: str, kind: str) -> dt.date:
    """When the baseline shipped, by the record or else by the table of chips."""
    if kind:
        stated = fields.optional_day("baseline_date")
        if stated is not None:
            return stated
        chip = find_chip(baseline)
        if chip is not None and chip.available is not None:
            return chip.available
        fields.note("baseline_date")
    return dt.date.max


def _rate_of(chip: Chip | None, precision: str | None) -> tuple[float, tuple[str, ...]] | None:
    """A product's dense TFLOPS/W, and what a reader must know of its power."""
    rate = chip.dense_rate(precision) if chip is not None and precision is not None else None
    power = (chip.tdp_w or chip.third_party_tdp_w) if chip is not None else None
    if chip is None or rate is None or power is None:
        return None
    remark = f"from {chip.name} at {number(rate / power)} TFLOPS/W"
    if chip.tdp_w is None:
        remark += f" by third-party power, {number(power)} W"
    return rate / power, (remark,)


def _on_chip_ladder(
    fields: Fields,
    value: float,
    precision: str,
    scope: str,
    claim_date: dt.date,
) -> Placement:
    """TFLOPS/W beside the four rungs of a precision and a scope."""
    if scope == "package":
        best = rungs.best_package(precision, claim_date, fields.optional_text("details.part"))
    elif scope == "core":
        best = rungs.best_core(precision, claim_date)
    else:
        fields.no_reference(f"performance per watt at {scope} scope")
    available = fields.optional_day("available")
    trend, trend_is = _trend(best, rungs.growth("accelerator"), available)
    node = node_class(fields.optional_text("node"), available or claim_date)
    at_n5 = rungs.practical_rates().get(precision)
    technology = fields.optional_word("details.technology", TECHNOLOGIES)
    hard = (rungs.io_bound_rates() if technology else rungs.hard_rates())[precision]
    return Placement(
        Kind.CHIP,
        value,
        Rungs(
            best_shipping=best.value if best else None,
            trend=trend,
            practical=at_n5 * rungs.node_factors()[node] if at_n5 is not None else None,
            hard=hard,
        ),
        best_is=f"{best.holder}, the best {precision} value at {scope} scope on the claim date"
        if best
        else "",
        trend_is=trend_is,
        practical_is=_PRACTICAL.format(precision, node),
        hard_is=_IO_LIMIT.format(technology) if technology else _NOISE_LIMIT,
    )


def _trend(best: Best | None, growth: float, available: dt.date | None) -> tuple[float | None, str]:
    """The trend's value on the day of availability, and how it was carried there."""
    if best is None:
        return None, ""
    if available is None:
        return best.value, "no date of availability is given"
    years = min(years_between(best.since, available), _LONGEST_TREND)
    value = formulas.trend(best.value, growth, years)
    return value, f"{years:.2f} years at {growth:.3g} a year"


def years_ahead(ratio: float) -> float:
    """Years of the accelerator trend that a ratio to the best shipping part is worth."""
    return formulas.years_of_trend(ratio, rungs.growth("accelerator")) if ratio > 0 else -math.inf
