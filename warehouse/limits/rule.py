"""The rule: from a claim's ratios to the rungs to its verdict, first match wins."""

from dataclasses import dataclass, field
from enum import StrEnum

from schema.vocabulary import Verdict
from warehouse.limits.reference import load_constants
from warehouse.limits.rungs import Rungs

_LIMITS = load_constants().group("threshold")


class Kind(StrEnum):
    """How a metric is compared."""

    CHIP = "chip"  # performance per watt at a precision: all four rungs
    RATIO = "ratio"  # N times something without an absolute value: best and trend
    ROOFLINE = "roofline"  # bounded by a computed resource bound, in the practical rung
    ENGINEERING = "engineering"  # no trend


class Binding(StrEnum):
    """The rung that decided a verdict."""

    HARD = "hard"
    PRACTICAL = "practical"
    ROOFLINE = "roofline"
    TREND = "trend"
    BEST_SHIPPING = "best_shipping"


@dataclass(frozen=True, slots=True)
class Placement:
    """A claim on the ladder: its value in the normal form beside the rungs in the same unit."""

    kind: Kind
    value: float
    rungs: Rungs
    best_is: str = ""
    trend_is: str = ""
    practical_is: str = ""
    hard_is: str = ""
    would_take: str = ""
    remarks: tuple[str, ...] = field(default=())

    @property
    def ratios(self) -> Rungs:
        """The value over each rung."""
        return Rungs(*(None if rung is None else self.value / rung for rung in self.rungs))


def decide(kind: Kind, ratios: Rungs) -> tuple[Verdict, Binding]:
    """The verdict for ratios of which at least one exists, and the rung that decided it."""
    limit = Binding.ROOFLINE if kind is Kind.ROOFLINE else Binding.PRACTICAL
    if _above(ratios.hard, 1.0):
        return Verdict.VIOLATES_PHYSICS, Binding.HARD
    if _above(ratios.practical, 1.0):
        return Verdict.BEYOND_PRACTICAL, limit
    if kind is Kind.ROOFLINE:
        near = _above(ratios.practical, _LIMITS["roofline"])
        return (Verdict.AGGRESSIVE if near else Verdict.PLAUSIBLE), limit
    if ratios.best_shipping is None:
        return Verdict.PLAUSIBLE, Binding.HARD if ratios.practical is None else limit
    return _against_best(kind, ratios)


def _against_best(kind: Kind, ratios: Rungs) -> tuple[Verdict, Binding]:
    """The steps within the limits: against the trend, or the best part where there is none."""
    pace, binding = ratios.trend, Binding.TREND
    if pace is None:
        pace, binding = ratios.best_shipping, Binding.BEST_SHIPPING
    if kind in {Kind.CHIP, Kind.RATIO} and _above(pace, _LIMITS["aggressive"]):
        return Verdict.BEYOND_PRACTICAL, binding
    if _above(pace, _LIMITS["plausible"]):
        return Verdict.AGGRESSIVE, binding
    if _below(ratios.best_shipping, _LIMITS["below"]):
        return Verdict.BELOW_STATE_OF_ART, Binding.BEST_SHIPPING
    return Verdict.PLAUSIBLE, binding


def _above(ratio: float | None, threshold: float) -> bool:
    return ratio is not None and ratio > threshold * (1 + _LIMITS["tolerance"])


def _below(ratio: float | None, threshold: float) -> bool:
    return ratio is not None and ratio < threshold * (1 - _LIMITS["tolerance"])
