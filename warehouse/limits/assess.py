"""One claim record in, one verdict out: the command ``gigawatch assess``."""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from schema.vocabulary import Verdict
from warehouse.limits import chip_metrics as chip
from warehouse.limits import engineering_metrics as engineering
from warehouse.limits import roofline_metrics as roofline
from warehouse.limits import units
from warehouse.limits.explanation import NormalForm, explain, explain_incomplete
from warehouse.limits.fields import Fields, IncompleteError
from warehouse.limits.rule import Kind, Placement, decide
from warehouse.limits.rungs import Rungs

#: Longest line of input that is read; a record takes about one kilobyte.
LONGEST_LINE = 1_000_000
#: A longer integer is beyond what a float holds, and slow to convert.
_MOST_DIGITS = 400
_NO_RUNGS = Rungs()


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing that can be claimed: its normal form, its accepted units, how it is placed."""

    form: NormalForm
    units: units.Forms
    place: Callable[[Fields, float], Placement]


_PER_WATT = NormalForm("TFLOPS/W")
_TIMES = NormalForm("x")
_FLUX = NormalForm("W/m2")
_POWER = NormalForm("GW")

METRICS: Mapping[str, Metric] = {
    "perf_per_watt": Metric(_PER_WATT, units.PERF_PER_WATT, chip.perf_per_watt),
    "perf_per_watt_ratio": Metric(_TIMES, units.RATIO, chip.perf_per_watt_ratio),
    "tokens_per_watt": Metric(
        NormalForm("tokens/s/W"), units.TOKENS_PER_WATT, roofline.tokens_per_watt
    ),
    "latency_ratio": Metric(_TIMES, units.RATIO, roofline.latency_ratio),
    "cost_ratio": Metric(_TIMES, units.RATIO, roofline.cost_ratio),
    "accelerators_per_gw": Metric(
        NormalForm("accelerators/GW"),
        units.ACCELERATORS_PER_GW,
        engineering.accelerators_per_gw,
    ),
    "pue": Metric(
        NormalForm("1/PUE", "a PUE of {}", "as efficient as"), units.PUE, engineering.pue
    ),
    "capex_per_gw": Metric(
        NormalForm("GW/$bn", "${} bn per GW", "as cheap as"),
        units.CAPEX_PER_GW,
        engineering.capex_per_gw,
    ),
    "radiator_flux": Metric(_FLUX, units.AREA_FLUX, engineering.radiator_flux),
    "orbital_array_flux": Metric(_FLUX, units.AREA_FLUX, engineering.orbital_array_flux),
    "satellite_power_per_mass": Metric(
        NormalForm("kW/t"), units.POWER_PER_MASS, engineering.satellite_power_per_mass
    ),
    "round_trip_latency": Metric(
        NormalForm("1/ms", "{} ms", "as fast as"),
        units.ROUND_TRIP,
        engineering.round_trip_latency,
    ),
    "flexible_power": Metric(_POWER, units.FLEET, engineering.flexible_power),
    "continuous_power": Metric(_POWER, units.FLEET, engineering.continuous_power),
    "fleet_power": Metric(_POWER, units.FLEET, engineering.fleet_power),
    "die_area": Metric(NormalForm("mm2"), units.AREA, engineering.die_area),
    "power_density": Metric(NormalForm("W/mm2"), units.POWER_DENSITY, engineering.power_density),
    "design_to_tapeout": Metric(
        NormalForm("1/months", "{} months", "as fast as"),
        units.PER_MONTH,
        engineering.design_to_tapeout,
    ),
    "fab_cycle": Metric(
        NormalForm("1/days", "{} days", "as fast as"), units.PER_DAY, engineering.fab_cycle
    ),
}


def assess(record: Mapping[str, object]) -> dict[str, object]:
    """Place one claim on the ladder of references.

    The answer depends on nothing but the record and the data files. Whatever the record holds,
    there is an answer: what cannot be judged is ``unverifiable``, with what is missing named.
    """
    fields = Fields(record)
    up_to = fields.optional_flag("details.up_to") is True
    try:
        metric, placement = _place(fields)
    except IncompleteError as error:
        return unanswered(record, error.missing, explain_incomplete(error, up_to))
    form = _PER_WATT if placement.kind is Kind.CHIP else metric.form
    return answer(record, placement, form, up_to)


def answer(
    record: Mapping[str, object], placement: Placement, form: NormalForm, up_to: bool
) -> dict[str, object]:
    """The verdict on what stands beside its rungs, with the arithmetic in words."""
    ratios = placement.ratios
    verdict, binding = decide(placement.kind, ratios)
    return _output(
        record,
        verdict=verdict,
        binding=binding,
        value=placement.value,
        unit=form.unit,
        rungs=placement.rungs,
        ratios=ratios,
        explanation=explain(placement, verdict, binding, form, up_to),
    )


def unanswered(
    record: Mapping[str, object], missing: list[str], explanation: str
) -> dict[str, object]:
    """The answer for what cannot be judged, with what is missing."""
    return _output(record, missing=missing, explanation=explanation)


def _place(fields: Fields) -> tuple[Metric, Placement]:
    """Read a record and put its value beside its rungs.

    Raises:
        IncompleteError: if anything that the metric requires is missing.
    """
    metric = METRICS.get(fields.optional_text("metric") or "")
    if metric is None:
        raise IncompleteError(("metric",), "there are no references for what it measures")
    try:
        placement = metric.place(fields, units.normalise(fields, metric.units))
        rungs = (*placement.rungs, *placement.ratios)
        numbers = [placement.value, *(rung for rung in rungs if rung is not None)]
    except ArithmeticError:
        numbers = [math.inf]
    if not all(0 < number < math.inf for number in numbers):
        raise IncompleteError(("value",), "a number is beyond what can be reckoned with")
    return metric, placement


def _output(
    record: Mapping[str, object],
    *,
    verdict: Verdict = Verdict.UNVERIFIABLE,
    binding: str | None = None,
    value: float | None = None,
    unit: str | None = None,
    rungs: Rungs = _NO_RUNGS,
    ratios: Rungs = _NO_RUNGS,
    missing: list[str] | None = None,
    explanation: str,
) -> dict[str, object]:
    given = record.get("id")
    return {
        "id": given if isinstance(given, str | int) and not isinstance(given, bool) else None,
        "verdict": str(verdict),
        "binding": str(binding) if binding is not None else None,
        "normalised_value": value,
        "normalised_unit": unit,
        **rungs._asdict(),
        "ratios": ratios._asdict(),
        "missing": missing or [],
        "explanation": explanation,
    }


def assess_lines(stream: BinaryIO) -> Iterator[tuple[str, bool]]:
    """Verdicts for a stream of JSON Lines, one line out for each line in, as they come.

    Yields each output line, without its line end, and whether the input line was a JSON object.
    Blank lines are skipped; a line longer than ``LONGEST_LINE`` bytes is not read.
    """
    while line := stream.readline(LONGEST_LINE + 1):
        whole = len(line) <= LONGEST_LINE
        if not whole:
            _skip_line(stream, line)
        elif not line.strip():
            continue
        record = _parse(line) if whole else None
        if record is None:
            output = unanswered({}, ["record"], "Cannot be checked: the line is no JSON object.")
        else:
            output = assess(record)
        yield json.dumps(output), record is not None


def _skip_line(stream: BinaryIO, part: bytes) -> None:
    while part and not part.endswith(b"\n"):
        part = stream.readline(LONGEST_LINE)


def _parse(line: bytes) -> dict[str, object] | None:
    try:
        record = json.loads(line.decode("utf-8-sig"), parse_int=_integer)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MOST_DIGITS else math.inf
