"""Power in orbit and of sunlight on the ground, against launches and land."""

import datetime as dt

from schema.claim import Claim
from schema.units import POWER
from schema.vocabulary import ClaimKind
from warehouse.limits import formulas, rungs
from warehouse.limits.checking import Found, against, in_words, missing_date, years_until_due
from warehouse.limits.explanation import NormalForm
from warehouse.limits.reference import load_constants
from warehouse.limits.wording import number
from warehouse.limits.words import has_word

_WATTS_PER_KW = 1e3
_KG_PER_TONNE = 1e3
_BILLION = 1e9
_HOURS_PER_YEAR = 8766
_C = load_constants()
_TONNES = NormalForm("t")
_FLUX = NormalForm("W/m2")


def orbit_against_launch(claim: Claim, watts: float, told_on: dt.date) -> Found | None:
    """The mass of computers in orbit, of their radiators too, against what the world lifts."""
    if not _is_power(claim) or not has_word(claim.quote, "computing_in_orbit"):
        return None
    years = years_until_due(claim, told_on)
    tonnes = watts / _WATTS_PER_KW / _C.value("satellite.practical")
    dollars = tonnes * _KG_PER_TONNE * _C.value("launch.price")
    array = watts / (rungs.orbital_array_flux().practical or 1.0)
    placement = against(
        tonnes,
        _C.value("orbit.launched") * years,
        f"all that the world lifts to orbit {in_words(years)}",
        "{times} times the mass that the world lifts",
        remarks=(
            f"{number(_C.value('satellite.practical'))} kW a tonne of whole satellite",
            f"to lift it costs ${number(dollars / _BILLION)} bn at the lowest list price",
            _radiators(watts),
            f"with {number(array)} m2 of solar array",
        ),
    )
    assumptions = ("the lightest satellite stated", "the world goes on to lift what it did in 2024")
    return Found(_TONNES, placement, assumptions, missing_date(claim))


def _radiators(watts: float) -> str:
    """The radiators of a load in words: their area, and their mass as light and as flown ones."""
    flux = rungs.radiator_flux().practical or 1.0
    light, flown = (
        formulas.panel_mass(watts, flux, _C.value(f"radiator.{sort}_mass")) / _KG_PER_TONNE
        for sort in ("light", "flown")
    )
    return (
        f"{number(watts / flux)} m2 of radiator at 350 K weigh {number(light)} t if light and "
        f"{number(flown)} t if built as the space station's"
    )


def solar_against_land(claim: Claim, watts: float, told_on: dt.date) -> Found | None:  # noqa: ARG001
    """The nameplate power of a solar plant against the land that it is said to stand on."""
    land = claim.conditions.get("land_m2")
    if not _is_power(claim) or not isinstance(land, int | float) or land <= 0:
        return None
    if not has_word(claim.quote, "solar_power") or has_word(claim.quote, "orbit"):
        return None
    irradiance = _C.value("solar_land.test_irradiance")
    efficiency = watts / land / irradiance
    yearly = land * _C.value("solar_land.yearly") * _WATTS_PER_KW / _HOURS_PER_YEAR
    placement = against(
        watts / land,
        formulas.array_flux(irradiance, _C.value("solar_land.module_efficiency"), 1.0),
        "the best modules on sale over every m2",
        f"modules of {number(100 * efficiency)}% efficiency over every m2",
        remarks=(
            f"{number(_C.value('solar_land.best'))} W/m2 are usual",
            f"around the clock such land gives about {number(yearly / 1e6)} MW",
        ),
    )
    return Found(_FLUX, placement, ("the power is what the modules are rated at",))


def _is_power(claim: Claim) -> bool:
    return claim.kind is ClaimKind.CAPACITY and claim.unit == POWER
