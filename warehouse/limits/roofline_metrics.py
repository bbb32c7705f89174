"""Metrics bounded by a resource: decoding rate per watt, latency, and price, which has no bound."""

import datetime as dt

from warehouse.limits import formulas, rungs
from warehouse.limits.chip_metrics import read_baseline
from warehouse.limits.fields import Fields
from warehouse.limits.reference import find_chip
from warehouse.limits.rule import Kind, Placement
from warehouse.limits.rungs import PRECISIONS, Rungs
from warehouse.limits.wording import number

#: Memories that weights may be read from; only the stacks have an energy per bit.
MEMORIES = (*rungs.hbm_joules_per_bit(), "SRAM", "wired")


def tokens_per_watt(fields: Fields, value: float) -> Placement:
    """Decoding rate per watt, under the smaller of the compute and memory bounds."""
    precision = PRECISIONS.get(fields.word("precision", PRECISIONS), "")
    memory = fields.word("memory", MEMORIES)
    parameters = fields.positive("details.active_params")
    batch = fields.optional_positive("details.batch")
    joules_per_bit = rungs.hbm_joules_per_bit().get(memory)
    bounds: dict[float, tuple[str, str]] = {}
    if batch is not None and joules_per_bit is not None:
        read = fields.positive("details.model_bytes")
        memory_bound = formulas.decode_memory_bound(batch, read, joules_per_bit)
        bounds[memory_bound] = (
            f"the energy of reading the weights from {memory}",
            f"a batch of {number(batch * value / memory_bound)}",
        )
    chip = find_chip(fields.optional_text("details.part"))
    rate = chip.disclosed_rate_per_watt(precision) if chip is not None else None
    holder = chip.name if chip is not None else ""
    if rate is None:
        rate, holder = _best_on(fields.day("claim_date"), precision)
    fields.check()
    if rate is not None:
        compute_bound = formulas.decode_compute_bound(rate * 1e12, parameters)
        bounds[compute_bound] = (
            f"the {precision} compute of {holder}",
            f"a chip of {number(rate * value / compute_bound)} TFLOPS/W",
        )
    if not bounds:
        fields.no_reference(f"decoding at {precision} from {memory} on that day")
    bound = min(bounds)
    setter, would_take = bounds[bound]
    return Placement(
        Kind.ROOFLINE,
        value,
        Rungs(practical=bound),
        practical_is=f"set by {setter}",
        would_take=would_take,
    )


def _best_on(day: dt.date, precision: str) -> tuple[float | None, str]:
    best = rungs.best_package(precision, day)
    return (best.value, best.holder) if best is not None else (None, "")


def latency_ratio(fields: Fields, times: float) -> Placement:
    """N times lower latency of memory-bound inference, under the ratio of bandwidths."""
    read_baseline(fields)
    bandwidth = fields.positive("details.bandwidth_gb_s")
    baseline_bandwidth = fields.positive("details.baseline_bandwidth_gb_s")
    fields.check()
    return Placement(
        Kind.ROOFLINE,
        times,
        Rungs(practical=bandwidth / baseline_bandwidth),
        practical_is="set by the ratio of memory bandwidths",
    )


def cost_ratio(fields: Fields, times: float) -> Placement:  # noqa: ARG001
    """N times cheaper: a price is set by its seller, so nothing stands to compare it with."""
    read_baseline(fields)
    fields.no_reference("a price, which its seller sets")
