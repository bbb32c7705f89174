"""The units that each metric accepts, and how a value in them becomes the normal form.

The normal form is the one where higher is bolder. Every accepted unit is a row of a table, so
that a unit is right by its exact spelling or not at all; ``m`` is milli and ``M`` is mega.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from warehouse.limits.fields import Fields
from warehouse.limits.reference import load_constants

_PREFIXES = {
    "": 1.0, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18,
}  # fmt: skip
_SECONDS_PER_HOUR = 3600.0
_DAYS = {"hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25}
_MILLISECONDS = {"us": 1e-3, "ms": 1.0, "s": 1e3}
_FLOP = load_constants().value("flop_per_mac")


def _as_stated(value: float) -> float:
    return value


def _reciprocal(value: float) -> float:
    return 1 / value


def _percent_more(value: float) -> float:
    return 1 + value / 100


def _percent_less(value: float) -> float:
    return 1 / (1 - value / 100)


def _percent_overhead(value: float) -> float:
    return 1 / (1 + value / 100)


@dataclass(frozen=True, slots=True)
class Form:
    """How a value in one unit becomes the normal form: ``read(value) * factor * times / over``."""

    factor: float = 1.0
    read: Callable[[float], float] = _as_stated
    times: str | None = None
    over: str | None = None
    below: float = math.inf


Forms = Mapping[str, Form]


def normalise(fields: Fields, forms: Forms) -> float:
    """The record's value in the normal form; what is missing for it is noted."""
    value = fields.positive("value")
    form = forms.get(fields.optional_text("unit") or "")
    if form is None:
        fields.note("unit")
        return math.nan
    normal = math.nan
    if value >= form.below:
        fields.note("value")
    else:
        normal = form.read(value) * form.factor
    if form.times is not None:
        normal *= fields.positive(form.times)
    if form.over is not None:
        normal /= fields.positive(form.over)
    return normal


def _prefixed(prefixes: str, unit: str, scale: float = 1.0) -> dict[str, float]:
    """A unit with none or one of some prefixes, each with its size."""
    return {p + unit: _PREFIXES[p] * scale for p in ("", *prefixes)}


RATES = {
    **_prefixed("kMGTPE", "FLOPS"),
    **_prefixed("kMGTPE", "OPS"),
    **_prefixed("kMGTPE", "MACS", _FLOP),
}
POWERS = _prefixed("mkMGT", "W")
ENERGIES_WH = _prefixed("kMGT", "Wh")

RATIO: Forms = {
    "x": Form(),
    "% more": Form(read=_percent_more),
    "% less": Form(read=_percent_less, below=100.0),
}

#: To TFLOPS/W.
PERF_PER_WATT: Forms = {
    **{f"{r}/{p}": Form(rate / 1e12 / power)
       for r, rate in RATES.items() for p, power in POWERS.items()},
    **{r: Form(rate / 1e12, over="power_w") for r, rate in RATES.items()},
    **{f"{prefix}J/{op}": Form(flop / joules / 1e12, read=_reciprocal)
       for prefix, joules in (("f", 1e-15), ("p", 1e-12), ("n", 1e-9))
       for op, flop in (("MAC", _FLOP), ("FLOP", 1.0), ("OP", 1.0))},
}  # fmt: skip

#: To tokens/s/W.
TOKENS_PER_WATT: Forms = {
    "tokens/s": Form(over="power_w"),
    **{f"tokens/s/{p}": Form(1 / power) for p, power in POWERS.items()},
    "tokens/J": Form(),
    "J/token": Form(read=_reciprocal),
    **{f"tokens/{e}": Form(1 / hours / _SECONDS_PER_HOUR) for e, hours in ENERGIES_WH.items()},
}

#: To accelerators/GW.
ACCELERATORS_PER_GW: Forms = {
    "accelerators/GW": Form(),
    "accelerators/MW": Form(1e3),
    "accelerators": Form(1e9, over="power_w"),
    "racks": Form(1e9, times="details.accelerators_per_rack", over="power_w"),
    "W/accelerator": Form(1e9, read=_reciprocal),
    "kW/accelerator": Form(1e6, read=_reciprocal),
    "kW/rack": Form(1e6, read=_reciprocal, times="details.accelerators_per_rack"),
}

#: To 1/PUE.
PUE: Forms = {"ratio": Form(read=_reciprocal), "% overhead": Form(read=_percent_overhead)}

#: To GW/$bn.
CAPEX_PER_GW: Forms = {
    **{unit: Form(read=_reciprocal) for unit in ("$bn/GW", "$M/MW", "$/W")},
    "$bn": Form(1e-9, read=_reciprocal, times="power_w"),
    "$M": Form(1e-6, read=_reciprocal, times="power_w"),
}

#: To W/m2.
AREA_FLUX: Forms = {
    **{f"{p}/m2": Form(power) for p, power in POWERS.items()},
    **{p: Form(power, over="details.area_m2") for p, power in POWERS.items()},
    **{f"m2/{p}": Form(power, read=_reciprocal) for p, power in POWERS.items()},
}

#: To kW/t.
POWER_PER_MASS: Forms = {
    **{f"{p}/t": Form(power / 1e3) for p, power in POWERS.items()},
    **{f"{p}/kg": Form(power) for p, power in POWERS.items()},
    **{p: Form(power / 1e3, over="details.mass_t") for p, power in POWERS.items()},
}

#: To 1/ms.
ROUND_TRIP: Forms = {u: Form(1 / ms, read=_reciprocal) for u, ms in _MILLISECONDS.items()}

#: To GW.
FLEET: Forms = {
    **{p: Form(power / 1e9) for p, power in POWERS.items()},
    **{e: Form(hours / 1e9, over="details.hours") for e, hours in ENERGIES_WH.items()},
}

#: To mm2 an exposure.
AREA: Forms = {
    "mm2": Form(over="details.exposures"),
    "cm2": Form(100.0, over="details.exposures"),
}

#: To W/mm2.
POWER_DENSITY: Forms = {
    **{f"{p}/mm2": Form(power) for p, power in POWERS.items()},
    **{f"{p}/cm2": Form(power / 100) for p, power in POWERS.items()},
    **{p: Form(power, over="details.area_mm2") for p, power in POWERS.items()},
}

#: To 1/months and 1/days.
PER_MONTH: Forms = {u: Form(_DAYS["months"] / d, read=_reciprocal) for u, d in _DAYS.items()}
PER_DAY: Forms = {u: Form(1 / d, read=_reciprocal) for u, d in _DAYS.items()}
