"""Checks of claims that state one number alone against what the world can make, lift or power.

``assess`` needs both sides of a claim; news often gives one. Each check here supplies the other
from the reference data, says so in ``assumptions``, and holds the claim against a practical limit:

======================  =========================================================================
check                   what is held against what
======================  =========================================================================
power_against_foundry   the accelerators that a load would take, against the packages that the
                        foundry makes until it is due; the money that they would take is told
count_against_foundry   a count of accelerators against the same
count_against_memory    their stacked memory against what all makers ship until then
orbit_against_launch    the mass of computers in orbit against what the world lifts until then;
                        the radiator and the solar array that they would take are told
price_against_energy    the price of an accelerator's hour against the electricity that it takes
======================  =========================================================================

A claim within its limit is plausible in this respect only, and beyond it ``beyond_practical``, with
what would have to be true. What gives no date is held against one year; if it is more than that,
it cannot be judged: nobody said by when.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from schema.claim import Claim
from schema.entity import load_registry
from schema.units import COUNT, POWER
from schema.vocabulary import (
    Basis,
    CapacityStage,
    ClaimKind,
    Layer,
    Modality,
    PartyRole,
    Qualifier,
)
from warehouse.limits import formulas, rungs
from warehouse.limits.assess import answer, unanswered
from warehouse.limits.days import DAYS_PER_YEAR
from warehouse.limits.explanation import NormalForm
from warehouse.limits.joining import is_chip, is_site, stated_number
from warehouse.limits.reference import Chip, chip_by_alias, load_constants
from warehouse.limits.rule import Kind, Placement
from warehouse.limits.rungs import Rungs
from warehouse.limits.wording import number
from warehouse.limits.words import has_word

#: What is smaller is within any limit here, and would bury what is not.
_LEAST_WATTS = 1e9
_LEAST_COUNT = 2e5
_WATTS_PER_GW = 1e9
_WATTS_PER_KW = 1e3
_BITS_PER_BYTE = 8
_MILLION = 1e6
_MONTHS_PER_YEAR = 12
_C = load_constants()
_ACCELERATORS = NormalForm("accelerators")
_MEMORY = NormalForm("million GB")
_TONNES = NormalForm("t")
_HOURLY = NormalForm("hours/$", "${} an hour", "as cheap as")


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim beside one practical limit, and what was taken for granted."""

    claim_id: str
    metric: str
    form: NormalForm
    placement: Placement
    assumptions: tuple[str, ...]
    up_to: bool
    is_dated: bool


@dataclass(frozen=True, slots=True)
class _Found:
    form: NormalForm
    placement: Placement
    assumptions: tuple[str, ...]
    is_timeless: bool = False


def judged(check: Checked) -> dict[str, object]:
    """The answer of a check, in the fields of ``assess``."""
    record = {"id": f"{check.claim_id}:{check.metric}"}
    share = check.placement.ratios.practical or 0.0
    if check.is_dated or share <= 1:
        return answer(record, check.placement, check.form, check.up_to)
    claimed = check.form.shown(check.placement.value)
    takes = f"{claimed} are {number(share)} times {check.placement.practical_is}"
    explanation = f"Cannot be checked: no date is told (available), and {takes}."
    return unanswered(record, ["available"], explanation)


_Check = Callable[[Claim, float, dt.date], _Found | None]


def checks(claims: Mapping[str, Claim], published: dt.date | None) -> Iterator[Checked]:
    """Every check that the claims of an article allow, in the order of the claims.

    Args:
        claims: The claims of the article by their ids.
        published: Its day of publication; without it no years can be counted, and none is made.
    """
    for claim_id, claim in claims.items():
        stated = stated_number(claim)
        if published is None or stated is None or stated <= 0 or claim.modality is Modality.DENIED:
            continue
        for metric, check in _CHECKS.items():
            if (found := check(claim, stated, published)) is not None:
                yield Checked(
                    claim_id,
                    metric,
                    found.form,
                    found.placement,
                    found.assumptions,
                    claim.qualifier is Qualifier.UP_TO,
                    found.is_timeless or _due(claim) is not None,
                )


def _power_against_foundry(claim: Claim, watts: float, told_on: dt.date) -> _Found | None:
    if not _is_computing(claim) or watts < _LEAST_WATTS:
        return None
    best = rungs.accelerators_per_gw()["BLACKWELL"].best_shipping or 0.0
    taken = watts
    assumptions = ["accelerators as Blackwell sites take them, with all around them"]
    if claim.basis is Basis.IT:
        taken *= _C.value("facility_pue")
        assumptions.append(f"a site takes {_C.value('facility_pue')} times its computers' watts")
    made, years = _made(claim, told_on)
    gigawatts = taken / _WATTS_PER_GW
    money = gigawatts * _C.value("capex.best")
    placement = _against(
        gigawatts * best,
        made,
        f"all packages that the foundry makes {years}",
        "{times} times the world's output of packages, for this site alone",
        remarks=(
            f"what {number(gigawatts)} GW of facility power feed",
            f"about ${number(money)} bn fully equipped, as Colossus 2 cost",
        ),
    )
    return _Found(_ACCELERATORS, placement, (*assumptions, *_AS_MADE))


def _count_against_foundry(claim: Claim, count: float, told_on: dt.date) -> _Found | None:
    if not _is_count(claim) or count < _LEAST_COUNT:
        return None
    made, years = _made(claim, told_on)
    placement = _against(
        count,
        made,
        f"all packages that the foundry makes {years}",
        "{times} times the world's output of packages, for this buyer alone",
    )
    return _Found(_ACCELERATORS, placement, _AS_MADE)


def _count_against_memory(claim: Claim, count: float, told_on: dt.date) -> _Found | None:
    chip = chip_by_alias(claim.object)
    if not _is_count(claim) or count < _LEAST_COUNT or chip is None or not _has_stacks(chip):
        return None
    years = _years(claim, told_on)
    shipped = _C.value("memory.shipments") / _BITS_PER_BYTE
    placement = _against(
        count * (chip.memory_gb or 0.0) / _MILLION,
        shipped * years / _MILLION,
        f"all stacked memory that its makers ship {_in_words(years)}",
        "{times} times the world's output of stacked memory, for this buyer alone",
        remarks=(f"{number(chip.memory_gb or 0.0)} GB for each {chip.name}",),
    )
    assumptions = ("the makers go on to ship what they are to in 2026",)
    return _Found(_MEMORY, placement, assumptions)


def _orbit_against_launch(claim: Claim, watts: float, told_on: dt.date) -> _Found | None:
    is_power = claim.kind is ClaimKind.CAPACITY and claim.unit == POWER
    if not is_power or not has_word(claim.quote, "computing_in_orbit"):
        return None
    years = _years(claim, told_on)
    kilowatts = watts / _WATTS_PER_KW
    radiator = watts / (rungs.radiator_flux().practical or 1.0)
    array = watts / (rungs.orbital_array_flux().practical or 1.0)
    placement = _against(
        kilowatts / _C.value("satellite.practical"),
        _C.value("orbit.launched") * years,
        f"all that the world lifts to orbit {_in_words(years)}",
        "{times} times the mass that the world lifts",
        remarks=(
            f"{number(_C.value('satellite.practical'))} kW a tonne of whole satellite",
            f"with {number(radiator)} m2 of radiator at 350 K and {number(array)} m2 of array",
        ),
    )
    assumptions = ("the lightest satellite stated", "the world goes on to lift what it did in 2024")
    return _Found(_TONNES, placement, assumptions)


def _price_against_energy(claim: Claim, price: float, told_on: dt.date) -> _Found | None:  # noqa: ARG001
    chip = chip_by_alias(claim.subject)
    if claim.unit != "USD/hour" or chip is None or not chip.facility_class:
        return None
    each = formulas.facility_power(
        _C.value(f"it_power.{chip.facility_class}"), _C.value("facility_pue")
    )
    energy = each / _WATTS_PER_KW * _C.value("electricity.cheapest")
    placement = _against(
        1 / (claim.low or price),
        1 / energy,
        f"the electricity that a {chip.facility_class} takes with all around it, at the price of "
        "the cheapest state",
        "electricity at {part} of that price, and nothing for the machine",
    )
    assumptions = ("the machine is busy for the whole hour",)
    return _Found(_HOURLY, placement, assumptions, is_timeless=True)


def _against(
    value: float, limit: float, limit_is: str, takes: str, remarks: tuple[str, ...] = ()
) -> Placement:
    """A value beside its limit; ``takes`` may hold their quotient ``{times}`` or ``{part}``."""
    share = value / limit
    return Placement(
        Kind.ENGINEERING,
        value,
        Rungs(practical=limit),
        practical_is=limit_is,
        would_take=takes.format(times=number(share), part=number(1 / share)),
        remarks=remarks,
    )


_AS_MADE = ("one package an accelerator, of Blackwell's size", "every package is for accelerators")


def _made(claim: Claim, told_on: dt.date) -> tuple[float, str]:
    """Packages that the foundry makes until a claim is due, and how long that is in words."""
    years = _years(claim, told_on)
    yearly = _C.value("foundry.wafers") * _MONTHS_PER_YEAR * _C.value("foundry.packages")
    return yearly * years, _in_words(years)


def _years(claim: Claim, told_on: dt.date) -> float:
    """Years until a claim is due; one where it is due sooner, or gives no day."""
    due = _due(claim)
    return max(1.0, (due - told_on).days / DAYS_PER_YEAR) if due is not None else 1.0


def _due(claim: Claim) -> dt.date | None:
    return claim.when.end if claim.when is not None else None


def _in_words(years: float) -> str:
    return "in a year" if years == 1 else f"in the {number(years)} years until then"


def _is_computing(claim: Claim) -> bool:
    """Whether watts are those of computers yet to come, not of a plant, a fleet or an orbit."""
    return (
        claim.kind is ClaimKind.CAPACITY
        and claim.unit == POWER
        and claim.stage is not CapacityStage.OPERATIONAL
        and claim.basis not in {Basis.GENERATION, Basis.STORAGE}
        and (claim.basis is Basis.IT or is_site(claim) or has_word(claim.quote, "site"))
        and not any(has_word(claim.quote, g) for g in ("power_plant", "fleet", "orbit"))
        and not _is_of_a_plant(claim)
    )


def _is_of_a_plant(claim: Claim) -> bool:
    """Whether the subject is a site or a firm of the registry that makes power."""
    subjects = (m.entity for m in claim.parties if m.role is PartyRole.SUBJECT and m.entity)
    known = (load_registry().get(entity) for entity in subjects)
    return any(entity is not None and entity.layer is Layer.POWER for entity in known)


def _is_count(claim: Claim) -> bool:
    """Whether a count is of accelerators yet to come, as such and not in others' terms."""
    return (
        claim.kind is ClaimKind.VOLUME
        and claim.unit == COUNT
        and claim.modality is not Modality.ACHIEVED
        and (is_chip(claim, PartyRole.OBJECT) or has_word(claim.object, "accelerator"))
        and not has_word(claim.quote, "in_equivalents")
    )


def _has_stacks(chip: Chip) -> bool:
    return chip.memory_gb is not None and chip.memory_kind == "HBM"


_CHECKS: Mapping[str, _Check] = {
    "power_against_foundry": _power_against_foundry,
    "count_against_foundry": _count_against_foundry,
    "count_against_memory": _count_against_memory,
    "orbit_against_launch": _orbit_against_launch,
    "price_against_energy": _price_against_energy,
}
