"""What the checks of one number have in common: the limit it stands beside, and its time."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from schema.claim import Claim
from warehouse.limits.days import DAYS_PER_YEAR
from warehouse.limits.explanation import NormalForm
from warehouse.limits.rule import Kind, Placement
from warehouse.limits.rungs import Rungs
from warehouse.limits.wording import number


@dataclass(frozen=True, slots=True)
class Found:
    """A claim beside one practical limit, and what was taken for granted.

    ``lacking`` names what the claim would have to say before it could be called beyond the limit.
    """

    form: NormalForm
    placement: Placement
    assumptions: tuple[str, ...]
    lacking: str | None = None


#: From a claim, its number and the day it was told; None where the check is not for it.
Check = Callable[[Claim, float, dt.date], Found | None]


def against(
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


def years_until_due(claim: Claim, told_on: dt.date) -> float:
    """Years until a claim is due; one where it is due sooner, or gives no day."""
    due = _due(claim)
    return max(1.0, (due - told_on).days / DAYS_PER_YEAR) if due is not None else 1.0


def in_words(years: float) -> str:
    """How long that is, as a reader says it."""
    return "in a year" if years == 1 else f"in the {number(years)} years until then"


def missing_date(claim: Claim) -> str | None:
    """The name of the date that a claim lacks, if it lacks one."""
    return "available" if _due(claim) is None else None


def _due(claim: Claim) -> dt.date | None:
    return claim.when.end if claim.when is not None else None
