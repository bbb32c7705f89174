"""Loads and counts of accelerators against the packages and memory that the world makes."""

import datetime as dt

from schema.claim import Claim
from schema.entity import load_registry
from schema.units import COUNT, POWER
from schema.vocabulary import Basis, CapacityStage, ClaimKind, Layer, Modality, PartyRole
from warehouse.limits import rungs
from warehouse.limits.checking import Found, against, in_words, missing_date, years_until_due
from warehouse.limits.explanation import NormalForm
from warehouse.limits.joining import is_chip, is_site
from warehouse.limits.reference import Chip, chip_by_alias, load_constants
from warehouse.limits.wording import number
from warehouse.limits.words import has_word

#: What is smaller is within any limit here, and would bury what is not.
_LEAST_WATTS = 1e9
_LEAST_COUNT = 2e5
_WATTS_PER_GW = 1e9
_BITS_PER_BYTE = 8
_MILLION = 1e6
_MONTHS_PER_YEAR = 12
_C = load_constants()
_ACCELERATORS = NormalForm("accelerators")
_MEMORY = NormalForm("million GB")
_AS_MADE = ("one package an accelerator, of Blackwell's size", "every package is for accelerators")


def power_against_foundry(claim: Claim, watts: float, told_on: dt.date) -> Found | None:
    """The accelerators that a load would take, against the packages made until it is due."""
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
    placement = against(
        gigawatts * best,
        made,
        f"all packages that the foundry makes {years}",
        "{times} times the world's output of packages, for this site alone",
        remarks=(
            f"what {number(gigawatts)} GW of facility power feed",
            f"about ${number(money)} bn fully equipped, as Colossus 2 cost",
        ),
    )
    return Found(_ACCELERATORS, placement, (*assumptions, *_AS_MADE), missing_date(claim))


def count_against_foundry(claim: Claim, count: float, told_on: dt.date) -> Found | None:
    """A count of accelerators against the packages made until it is due."""
    if not _is_count(claim) or count < _LEAST_COUNT:
        return None
    made, years = _made(claim, told_on)
    placement = against(
        count,
        made,
        f"all packages that the foundry makes {years}",
        "{times} times the world's output of packages, for this buyer alone",
    )
    return Found(_ACCELERATORS, placement, _AS_MADE, missing_date(claim))


def count_against_memory(claim: Claim, count: float, told_on: dt.date) -> Found | None:
    """The stacked memory of a count of accelerators against what all makers ship until then."""
    chip = chip_by_alias(claim.object)
    if not _is_count(claim) or count < _LEAST_COUNT or chip is None or not _has_stacks(chip):
        return None
    years = years_until_due(claim, told_on)
    shipped = _C.value("memory.shipments") / _BITS_PER_BYTE
    placement = against(
        count * (chip.memory_gb or 0.0) / _MILLION,
        shipped * years / _MILLION,
        f"all stacked memory that its makers ship {in_words(years)}",
        "{times} times the world's output of stacked memory, for this buyer alone",
        remarks=(f"{number(chip.memory_gb or 0.0)} GB for each {chip.name}",),
    )
    assumptions = ("the makers go on to ship what they are to in 2026",)
    return Found(_MEMORY, placement, assumptions, missing_date(claim))


def _made(claim: Claim, told_on: dt.date) -> tuple[float, str]:
    """Packages that the foundry makes until a claim is due, and how long that is in words."""
    years = years_until_due(claim, told_on)
    yearly = _C.value("foundry.wafers") * _MONTHS_PER_YEAR * _C.value("foundry.packages")
    return yearly * years, in_words(years)


def _is_computing(claim: Claim) -> bool:
    """Whether watts are those of computers yet to come, not of a plant, a fleet or an orbit."""
    return (
        claim.kind is ClaimKind.CAPACITY
        and claim.unit == POWER
        and claim.stage is not CapacityStage.OPERATIONAL
        and claim.basis not in {Basis.GENERATION, Basis.STORAGE}
        and (claim.basis is Basis.IT or is_site(claim) or has_word(claim.quote, "site"))
        and not any(has_word(claim.quote, g) for g in ("power_plant", "fleet", "orbit", "outage"))
        and not _is_of_a_plant(claim)
    )


def _is_of_a_plant(claim: Claim) -> bool:
    """Whether the subject makes power, or belongs to a firm of the registry that does."""
    registry = load_registry()
    subjects = (m.entity for m in claim.parties if m.role is PartyRole.SUBJECT and m.entity)
    known = [entity for s in subjects if (entity := registry.get(s)) is not None]
    return any(Layer.POWER in {entity.layer, registry.root(entity).layer} for entity in known)


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
