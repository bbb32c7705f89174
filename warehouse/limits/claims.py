"""From the claims of one article to the records that ``assess`` judges.

One record holds one number of one claim (its ``primary`` claim). What the record lacks may be
joined from other claims of the same article; every join and every reading that the text does not
spell out is told in ``assumptions``.

=============  ===================================  =====================================
claim          what marks it                        metric of the record
=============  ===================================  =====================================
any            ``conditions["metric"]``             that metric
efficiency     unit such as TFLOPS/W, PFLOPS,       ``perf_per_watt``; the power of a bare
               pJ/MAC                               rate from ``power_w``, or from another
                                                    claim of the same subject
efficiency     unit tokens/s, tokens/J, J/token     ``tokens_per_watt``
efficiency     unit PUE                             ``pue``
efficiency     unit ms with ``altitude_km``         ``round_trip_latency``
efficiency     ratio of perf_per_watt, or of less   ``perf_per_watt_ratio``
               energy for the same work
efficiency     ratio of latency                     ``latency_ratio``
efficiency     ratio of cost                        ``cost_ratio``
efficiency     anything else                        the claim's own metric, which has no
                                                    references: ``unverifiable``
duration       design_to_tapeout                    ``design_to_tapeout``
capacity, W    batteries and thermostats of the     ``flexible_power``; ``fleet_power`` where
               same parties                         rating and energy of each are given
capacity, W    ``area_m2`` of a radiator or of a    ``radiator_flux``,
               solar array in orbit                 ``orbital_array_flux``
capacity, W    ``mass_t``                           ``satellite_power_per_mass``
volume         accelerators with the watts of the   ``accelerators_per_gw``
               same sentence, or of the same site
deal, capex    dollars with the watts of the same   ``capex_per_gw``
               sentence, or of the same site
=============  ===================================  =====================================

The conditions of a claim carry the fields of a record by name (``precision``, ``scope``,
``power_w`` ...); every other key goes to ``details``. The value is the claim's number, a range by
its midpoint, an open range by its stated end; ratios where less is better (0.3 for "70% less
energy") are turned round. A qualitative claim has no value and no unit. A baseline is a product
where ``chips.csv`` knows its name, else a predecessor where it is a name, else a class. Denied
claims are not judged.
"""

import datetime as dt
from collections.abc import Mapping

from schema.claim import Claim
from schema.units import COUNT, POWER, RATIO
from schema.vocabulary import ClaimKind, DealRole, DurationMetric, EfficiencyMetric, PartyRole
from warehouse.limits import units
from warehouse.limits.assess import METRICS
from warehouse.limits.drafts import AssessRecord, Draft
from warehouse.limits.filling import FILLERS
from warehouse.limits.joining import ArticleClaims, is_chip, stated_number
from warehouse.limits.words import has_word

_RATIO_METRICS = {
    EfficiencyMetric.PERF_PER_WATT: "perf_per_watt_ratio",
    EfficiencyMetric.ENERGY: "perf_per_watt_ratio",
    EfficiencyMetric.LATENCY: "latency_ratio",
    EfficiencyMetric.COST: "cost_ratio",
}


def records(claims: Mapping[str, Claim], published: dt.date | None) -> list[AssessRecord]:
    """The records that the claims of one article give, in the order of the claims.

    Args:
        claims: The claims of the article by their ids.
        published: Its day of publication, which is the date of its claims.
    """
    article = ArticleClaims(claims)
    found = []
    for claim_id, claim in article.by_id.items():
        metric = _metric(article, claim_id, claim)
        if metric is not None:
            draft = Draft(claim_id, claim, metric, published)
            if (fill := FILLERS.get(metric)) is not None:
                fill(article, draft)
            found.append(draft.finish())
    return found


def _metric(article: ArticleClaims, claim_id: str, claim: Claim) -> str | None:
    """The metric under which a claim is judged, None if it is no physical claim."""
    named = claim.conditions.get("metric")
    if isinstance(named, str) and named in METRICS:
        return named
    match claim.kind:
        case ClaimKind.EFFICIENCY:
            return _efficiency_metric(claim)
        case ClaimKind.DURATION if claim.metric is DurationMetric.DESIGN_TO_TAPEOUT:
            return "design_to_tapeout"
        case ClaimKind.CAPACITY if claim.unit == POWER:
            return _capacity_metric(article, claim_id, claim)
        case _:
            metric = _site_metric(claim)
            return metric if metric is not None and article.site_power(claim_id) else None


def _site_metric(claim: Claim) -> str | None:
    """What stands against the watts of a site: accelerators, or the money that it costs."""
    if claim.kind is ClaimKind.VOLUME and claim.unit == COUNT and _counts_accelerators(claim):
        return "accelerators_per_gw"
    if claim.role is DealRole.CAPEX and claim.unit == "USD":
        return "capex_per_gw"
    return None


def _efficiency_metric(claim: Claim) -> str:
    unit = claim.unit or ""
    for accepted, metric in (
        (units.TOKENS_PER_WATT, "tokens_per_watt"),
        (units.PERF_PER_WATT, "perf_per_watt"),
    ):
        if unit in accepted and not claim.qualitative:
            return metric
    if unit == "PUE":
        return "pue"
    if unit in units.ROUND_TRIP and "altitude_km" in claim.conditions:
        return "round_trip_latency"
    if claim.metric is EfficiencyMetric.ENERGY and not _is_for_the_same_work(claim):
        return claim.metric.value
    if isinstance(claim.metric, EfficiencyMetric) and (claim.qualitative or unit == RATIO):
        return _RATIO_METRICS.get(claim.metric, claim.metric.value)
    return str(claim.metric or "other")


def _is_for_the_same_work(claim: Claim) -> bool:
    """Whether less energy is meant of equal work: more of it, or a draw of power alone, is not."""
    if claim.qualitative:
        return True
    if (stated_number(claim) or 0.0) > 1:
        return False
    return not has_word(claim.quote, "power_alone") or has_word(claim.quote, "same_work")


def _capacity_metric(article: ArticleClaims, claim_id: str, claim: Claim) -> str | None:
    conditions = claim.conditions
    if "area_m2" in conditions and has_word(claim.quote, "radiator"):
        return "radiator_flux"
    if (
        "area_m2" in conditions
        and has_word(claim.quote, "array")
        and has_word(claim.quote, "orbit")
    ):
        return "orbital_array_flux"
    if "mass_t" in conditions:
        return "satellite_power_per_mass"
    if {"batteries", "rating_kw", "energy_kwh"} <= conditions.keys():
        return "fleet_power"
    if conditions.keys() & {"batteries", "thermostats"} or article.fleet(claim_id):
        return "flexible_power"
    return None


def _counts_accelerators(claim: Claim) -> bool:
    return is_chip(claim, PartyRole.OBJECT) or has_word(claim.object, "accelerator")
