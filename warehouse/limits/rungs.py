"""The rungs that follow from constants and chips: what each claim is compared with."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from warehouse.limits import formulas
from warehouse.limits.reference import Chip, load_chips, load_constants

#: Names of precision that records may use, and the column of each.
PRECISIONS = {
    **dict.fromkeys(("FP4", "NVFP4", "MXFP4", "INT4"), "FP4"),
    **dict.fromkeys(("FP8", "MXFP8", "E4M3", "E5M2"), "FP8"),
    **{name: name for name in ("INT8", "BF16", "FP16", "FP32")},
}
_OPERAND_BITS = {"FP4": 4, "FP8": 8, "INT8": 8, "BF16": 16, "FP16": 16, "FP32": 32}
_TERA = 1e12
_GIGA = 1e9


class Rungs(NamedTuple):
    """Best shipping, trend, practical and hard, in the unit of the claim; None: no such rung."""

    best_shipping: float | None = None
    trend: float | None = None
    practical: float | None = None
    hard: float | None = None


@cache
def hard_rates() -> dict[str, float]:
    """TFLOPS/W of noise-limited irreversible logic, by column of precision."""
    c = load_constants()
    thermal = formulas.thermal_energy(c.value("boltzmann"), c.value("room_temperature"))
    event = formulas.switching_floor(thermal, c.value("switching_margin"))
    flop = c.value("flop_per_mac")
    return {
        precision: formulas.operations_per_joule(flop, events, event) / _TERA
        for precision, events in c.group("node_events").items()
    }


@cache
def io_bound_rates() -> dict[str, float]:
    """TFLOPS/W if only inputs and output of a MAC are erased, each bit at kT ln 2."""
    c = load_constants()
    thermal = formulas.thermal_energy(c.value("boltzmann"), c.value("room_temperature"))
    bit = formulas.landauer_energy(thermal)
    return {
        precision: formulas.operations_per_joule(
            c.value("flop_per_mac"),
            formulas.io_bits_per_mac(bits, c.value("accumulator_bits")),
            bit,
        )
        / _TERA
        for precision, bits in _OPERAND_BITS.items()
    }


@cache
def practical_rates() -> dict[str, float]:
    """TFLOPS/W of the best measured core at N5, scaled to each precision; none for FP32."""
    c = load_constants()
    record = c.value("core_record")
    eight = formulas.at_cost(record, c.value("core_cost.bits_8"))
    sixteen = formulas.at_cost(record, c.value("core_cost.bits_16"))
    return {"FP4": record, "FP8": eight, "INT8": eight, "BF16": sixteen, "FP16": sixteen}


@cache
def node_factors() -> dict[str, float]:
    """Operations per joule of each process over N5, at equal speed."""
    cut = load_constants().group("power_cut")
    to_n3e = cut["N5_to_N3E"]
    return {
        "N5": 1.0,
        "N3E": formulas.node_gain(to_n3e),
        "N3P": formulas.node_gain(to_n3e, cut["N3E_to_N3P"]),
        "N2": formulas.node_gain(to_n3e, cut["N3E_to_N2"]),
        "A16": formulas.node_gain(to_n3e, cut["N3E_to_N2P"], cut["N2P_to_A16"]),
    }


@dataclass(frozen=True, slots=True)
class Best:
    """The best shipping value on a day: what holds it and since when."""

    value: float
    since: dt.date
    holder: str


def best_package(precision: str, on: dt.date, left_out: str | None = None) -> Best | None:
    """The best dense TFLOPS/W among chips shipped by a day; the earliest on a tie.

    Only chips whose vendor gives both rate and power count; ``left_out`` is the claimed part.
    """
    shipped = (chip for chip in load_chips() if chip.name != left_out)
    entries = [b for chip in shipped if (b := _entry(chip, precision)) and b.since <= on]
    return min(entries, key=lambda b: (-b.value, b.since), default=None)


def _entry(chip: Chip, precision: str) -> Best | None:
    value = chip.disclosed_rate_per_watt(precision)
    if value is None or chip.available is None:
        return None
    return Best(value, chip.available, chip.name)


def best_core(precision: str, on: dt.date) -> Best | None:
    """The measured record at core scope: one 4-bit chip, from its publication on."""
    record = load_constants()["core_record"]
    since = dt.date.fromisoformat(record.date)
    if precision != "FP4" or on < since:
        return None
    return Best(record.value, since, "the measured core record (NVIDIA, 4 bits)")


def growth(device: str) -> float:
    """Factor a year of the trend: server CPUs double slower than accelerators."""
    c = load_constants()
    if device == "server_cpu":
        return formulas.growth_per_year(c.value("doubling_time.server_cpu"))
    return c.value("growth.accelerator")


@cache
def hbm_joules_per_bit() -> dict[str, float]:
    """Read energy of each HBM generation, in J/bit."""
    c = load_constants()
    picojoules = c.group("hbm_energy")
    picojoules["HBM4"] = formulas.at_cost(picojoules["HBM3E"], c.value("hbm4_gain"))
    return {name: value * 1e-12 for name, value in picojoules.items()}


@cache
def accelerators_per_gw() -> dict[str, Rungs]:
    """Accelerators that a gigawatt of facility power feeds, by class of chip."""
    c = load_constants()
    rungs = {}
    for name, chip in c.group("chip_power").items():
        rack = formulas.rack_floor_power(
            c.value(f"rack_power.{name}"),
            c.value(f"rack_accelerators.{name}"),
            c.value("site_overhead_floor"),
        )
        best = formulas.facility_power(c.value(f"it_power.{name}"), c.value("facility_pue"))
        rungs[name] = Rungs(
            best_shipping=formulas.units_per_power(_GIGA, best),
            practical=formulas.units_per_power(_GIGA, rack),
            hard=formulas.units_per_power(_GIGA, chip),
        )
    return rungs


@cache
def radiator_flux() -> Rungs:
    """W/m2 of two-sided radiator panel in orbit."""
    c = load_constants()
    sigma = c.value("stefan_boltzmann")
    return Rungs(
        best_shipping=c.value("radiator.best_heat") / c.value("radiator.best_area"),
        practical=formulas.panel_flux(
            c.value("radiator.practical_emissivity"),
            sigma,
            c.value("radiator.practical_temperature"),
            c.value("radiator.environment"),
        ),
        hard=formulas.panel_flux(1.0, sigma, c.value("radiator.hard_temperature"), 0.0),
    )


@cache
def orbital_array_flux() -> Rungs:
    """Electrical W/m2 of solar array in orbit."""
    c = load_constants()
    sun = c.value("solar_constant")
    return Rungs(
        best_shipping=c.value("array.best"),
        practical=formulas.array_flux(
            sun, c.value("array.cell_efficiency"), c.value("array.packing")
        ),
        hard=formulas.array_flux(sun, c.value("array.ceiling_efficiency"), 1.0),
    )


@cache
def thermostat_kw() -> Rungs:
    """KW that one thermostat can shift."""
    c = load_constants()
    return Rungs(
        best_shipping=c.value("thermostat.first_hour") * (1 - c.value("thermostat.override")),
        practical=c.value("thermostat.air_conditioner") * c.value("thermostat.runtime_cut"),
        hard=c.value("thermostat.hard"),
    )
