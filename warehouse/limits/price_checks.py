"""Prices of computing against the electricity that it takes."""

import datetime as dt

from schema.claim import Claim
from warehouse.limits import formulas
from warehouse.limits.checking import Found, against
from warehouse.limits.explanation import NormalForm
from warehouse.limits.reference import chip_by_alias, load_constants
from warehouse.limits.wording import number
from warehouse.limits.words import has_word

_WATTS_PER_KW = 1e3
_SECONDS_PER_HOUR = 3600
_MILLION = 1e6
_BILLION = 1e9
_PARAMETERS = "details.active_params"
_C = load_constants()
_HOURLY = NormalForm("hours/$", "${} an hour", "as cheap as")
_TOKENS = NormalForm("million tokens/$", "${} a million tokens", "as cheap as")


def price_against_energy(claim: Claim, price: float, told_on: dt.date) -> Found | None:  # noqa: ARG001
    """The price of an accelerator's hour against the electricity that it takes."""
    chip = chip_by_alias(claim.subject)
    if claim.unit != "USD/hour" or chip is None or not chip.facility_class:
        return None
    energy = _facility_watts(chip.facility_class) / _WATTS_PER_KW * _C.value("electricity.cheapest")
    placement = against(
        1 / (claim.low or price),
        1 / energy,
        f"the electricity that one {chip.facility_class} takes with all around it, at the price of "
        "the cheapest state",
        "electricity at {part} of that price, and nothing for the machine",
    )
    return Found(_HOURLY, placement, ("the machine is busy for the whole hour",))


def token_price_against_energy(claim: Claim, price: float, told_on: dt.date) -> Found | None:  # noqa: ARG001
    """The price of a million tokens against the electricity that giving them out takes.

    Smaller models take less: the size of the claim's own is used where it is told. What is cheaper
    than the electricity of the model that was measured is not beyond it while its size is unknown.
    """
    reading = has_word(claim.quote, "tokens_read")
    if claim.unit != "USD/Mtoken" or (reading and not has_word(claim.quote, "tokens_given_out")):
        return None
    measured = _C.value("tokens.active_parameters")
    stated = claim.conditions.get("active_params")
    size = stated if isinstance(stated, int | float) and stated > 0 else measured
    asked = claim.low or price
    energy = _million_tokens() * size / measured
    largest = asked / _million_tokens() * measured / _BILLION
    placement = against(
        1 / asked,
        1 / energy,
        f"the electricity that a model of {number(size / _BILLION)} bn active parameters takes at "
        "the highest rate named for a GB300, at the price of the cheapest state",
        f"a model of at most {number(largest)} bn active parameters, or electricity at {{part}} of "
        "that price, and nothing for the machine",
    )
    assumptions = ["the machine is busy all the time"]
    if size != stated:
        assumptions.append(f"the size of the model that was measured, {number(size / 1e9)} bn")
    lacking = None if size == stated else _PARAMETERS
    return Found(_TOKENS, placement, tuple(assumptions), lacking)


def _million_tokens() -> float:
    """Dollars of electricity behind a million tokens of the model that was measured."""
    price = _C.value("electricity.cheapest") / (_WATTS_PER_KW * _SECONDS_PER_HOUR)
    watts = _facility_watts("GB300")
    return _MILLION * formulas.energy_cost(watts, _C.value("tokens.rate"), price)


def _facility_watts(chip_class: str) -> float:
    """Watts that one accelerator takes of its facility."""
    return formulas.facility_power(_C.value(f"it_power.{chip_class}"), _C.value("facility_pue"))
