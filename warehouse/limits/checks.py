"""Checks of claims that state one number alone against what the world can make, lift or power.

``assess`` needs both sides of a claim; news often gives one. Each check here supplies the other
from the reference data, says so in ``assumptions``, and holds the claim against a practical limit:

==========================  =====================================================================
check                       what is held against what
==========================  =====================================================================
power_against_foundry       the accelerators that a load would take, against the packages that
                            the foundry makes until it is due; the money that they would take is
                            told
count_against_foundry       a count of accelerators against the same
count_against_memory        their stacked memory against what all makers ship until then
orbit_against_launch        the mass of computers in orbit against what the world lifts until
                            then; what lifting it costs, the radiators with their mass and the
                            solar array that they would take are told
solar_against_land          the nameplate power of a solar plant against the land it stands on
price_against_energy        the price of an accelerator's hour against the electricity it takes
token_price_against_energy  the price of a million tokens against the electricity they take
==========================  =====================================================================

A claim within its limit is plausible in this respect only, and beyond it ``beyond_practical``, with
what would have to be true. What gives no date is held against one year; if it is more than that,
it cannot be judged: nobody said by when. Likewise tokens of a model whose size nobody told.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from schema.claim import Claim
from schema.vocabulary import Modality, Qualifier
from warehouse.limits.assess import answer, unanswered
from warehouse.limits.checking import Check, Found
from warehouse.limits.joining import stated_number
from warehouse.limits.orbit_checks import orbit_against_launch, solar_against_land
from warehouse.limits.price_checks import price_against_energy, token_price_against_energy
from warehouse.limits.supply_checks import (
    count_against_foundry,
    count_against_memory,
    power_against_foundry,
)
from warehouse.limits.words import lacking

_CHECKS: Mapping[str, Check] = {
    "power_against_foundry": power_against_foundry,
    "count_against_foundry": count_against_foundry,
    "count_against_memory": count_against_memory,
    "orbit_against_launch": orbit_against_launch,
    "solar_against_land": solar_against_land,
    "price_against_energy": price_against_energy,
    "token_price_against_energy": token_price_against_energy,
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim that was checked, and what was found."""

    claim_id: str
    metric: str
    found: Found
    up_to: bool


def judged(check: Checked) -> dict[str, object]:
    """The answer of a check, in the fields of ``assess``."""
    record = {"id": f"{check.claim_id}:{check.metric}"}
    found, placement = check.found, check.found.placement
    share = placement.ratios.practical or 0.0
    if found.lacking is None or share <= 1:
        return answer(record, placement, found.form, check.up_to)
    beside = found.form.against(share, placement.rungs.practical, placement.practical_is)
    explanation = (
        f"Cannot be checked: the claim does not say {lacking(found.lacking)} ({found.lacking}), "
        f"and {found.form.shown(placement.value)} is {beside}; "
        f"it would take {placement.would_take}."
    )
    return unanswered(record, [found.lacking], explanation)


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
                yield Checked(claim_id, metric, found, claim.qualifier is Qualifier.UP_TO)
