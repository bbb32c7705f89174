"""What each metric's record takes from a claim and from the other claims of its article."""

import re
from collections.abc import Callable, Mapping

from schema.claim import Claim
from schema.units import MONTHS, POWER
from schema.vocabulary import Basis, ClaimKind, EfficiencyMetric, MilestoneStage, PartyRole
from warehouse.limits.assess import METRICS
from warehouse.limits.baseline import baseline_of
from warehouse.limits.chip_metrics import TECHNOLOGIES
from warehouse.limits.drafts import Draft
from warehouse.limits.joining import (
    ArticleClaims,
    Joined,
    count_of,
    is_chip,
    is_site,
    overlap,
    stated_number,
)
from warehouse.limits.known_parts import part_of, take_known
from warehouse.limits.reference import chip_by_alias, load_constants
from warehouse.limits.windows import window
from warehouse.limits.words import has_word

#: Milestones that say when a part can be had, the firmest first.
_SHIPPING = (
    MilestoneStage.AVAILABLE,
    MilestoneStage.VOLUME_DEPLOYMENT,
    MilestoneStage.FIRST_DEPLOYMENT,
    MilestoneStage.PRODUCTION,
)
#: NVIDIA names a rack by how many accelerators its links join.
_RACK_SIZE = re.compile(r"\bNVL([0-9]{1,3})\b")
_LESS_IS_BETTER = (EfficiencyMetric.ENERGY, EfficiencyMetric.LATENCY, EfficiencyMetric.COST)


def _fill_fleet(article: ArticleClaims, draft: Draft) -> None:
    fleet = article.fleet(draft.claim_id)
    for group, key in (("battery", "details.batteries"), ("thermostat", "details.thermostats")):
        if group in fleet:
            claim_id, counted = fleet[group]
            draft.join(key, Joined(count_of(counted), claim_id), f"the number of {key[8:]}")
    text = " ".join([draft.claim.quote, *(c.quote for _, c in fleet.values())])
    near = any(overlap(c, draft.claim) for _, c in fleet.values())
    if draft.claim.basis is Basis.STORAGE and "battery" in fleet:
        draft.give("details.thermostats", 0)
    elif near and not has_word(text, "thermostat"):
        draft.give("details.thermostats", 0)
        draft.assumptions.append("the sentence counts batteries alone")
    elif near and not has_word(text, "battery_bare") and not has_word(text, "battery"):
        draft.give("details.batteries", 0)
        draft.assumptions.append("the sentence counts thermostats alone")


def _fill_ratio(article: ArticleClaims, draft: Draft) -> None:
    """A ratio: its direction, its baseline, and when the part ships."""
    claim = draft.claim
    number = stated_number(claim)
    if number:
        draft.give("unit", "x")
        draft.give("value", 1 / number if claim.metric in _LESS_IS_BETTER else number)
    baseline = baseline_of(claim)
    draft.give("baseline", baseline.name)
    draft.give("baseline_kind", baseline.kind)
    if baseline.assumption is not None:
        draft.assumptions.append(baseline.assumption)
    if has_word(claim.object, "server_cpu"):
        draft.give("details.device", "server_cpu")
    _fill_part(article, draft)


def _fill_rate(article: ArticleClaims, draft: Draft) -> None:
    """An absolute rate: the power of a bare one, and what is told of the part elsewhere."""
    forms = METRICS[draft.metric].units
    form = forms.get(str(draft.fields.get("unit", draft.claim.unit)))
    if form is not None and form.over == "power_w":
        stated = article.condition(draft.claim_id, "power_w")
        draft.join("power_w", stated, "the power")
        if "power_w" not in draft.fields and (power := article.chip_power(draft.claim_id)):
            draft.join("power_w", power, "the power")
            _take_package(draft)
    if draft.fields.get("sparsity") == "sparse" and has_word(draft.claim.quote, "half_sparse"):
        draft.give("details.sparsity_ratio", 2)
    if (part := part_of(draft.claim)) is not None:
        take_known(draft, part)
    if "scope" not in draft.fields and chip_by_alias(draft.claim.subject) is not None:
        _take_package(draft)
    _fill_part(article, draft)


def _take_package(draft: Draft) -> None:
    draft.give("scope", "package")
    draft.assumptions.append("the figures of a chip are taken for its whole package")


def _fill_part(article: ArticleClaims, draft: Draft) -> None:
    """What the article tells of the claimed part: its process, memory, day, and who it is."""
    for name in ("node", "memory", "available"):
        draft.join(name, article.condition(draft.claim_id, name), f"the {name}")
    if draft.claim.when is not None:
        draft.give("available", window(draft.claim.when))
    draft.join("available", _shipping(article, draft.claim), "the day it ships")
    for technology in TECHNOLOGIES:
        if has_word(draft.claim.quote, technology):
            draft.give("details.technology", technology)
    if has_word(draft.claim.quote, "no_operations"):
        draft.give("details.flop_equivalent", False)
    part = part_of(draft.claim)
    if part is not None:
        draft.give("details.part", part.name)
        if part.available is not None and "available" not in draft.fields:
            draft.give("available", part.available.isoformat())
            draft.assumptions.append(f"{part.name} has shipped since {part.available}")


def _shipping(article: ArticleClaims, claim: Claim) -> Joined | None:
    """When the article says that the subject of a claim ships."""
    dated = [
        (_SHIPPING.index(c.stage), c.start, i, window(c.when))
        for i, c in article.of_kind(ClaimKind.MILESTONE)
        if c.when is not None and c.stage in _SHIPPING and c.subject == claim.subject
    ]
    if not dated or claim.subject is None:
        return None
    _, _, claim_id, day = min(dated)
    return Joined(day, claim_id)


def _fill_pue(_: ArticleClaims, draft: Draft) -> None:
    draft.give("unit", "ratio")


def _fill_duration(_: ArticleClaims, draft: Draft) -> None:
    draft.give("unit", MONTHS)
    draft.assumptions.append("a large accelerator, from the start of its design")


def _fill_density(article: ArticleClaims, draft: Draft) -> None:
    """Accelerators against the watts of their site."""
    claim = draft.claim
    draft.give("unit", "racks" if has_word(claim.quote, "rack") else "accelerators")
    if (size := _RACK_SIZE.search(claim.object or "")) is not None:
        draft.give("details.accelerators_per_rack", int(size[1]))
    draft.join("power_w", article.site_power(draft.claim_id), "the power of the site")
    chip = chip_by_alias(claim.object)
    if is_chip(claim, PartyRole.OBJECT) or chip is not None:
        draft.give("details.chip_class", (chip and chip.facility_class) or claim.object)
    _fill_site_scope(article, draft)


def _fill_capex(article: ArticleClaims, draft: Draft) -> None:
    """Dollars against the watts of their site; whether they pay for the computers must be said."""
    claim = draft.claim
    number = stated_number(claim)
    draft.give("unit", "$bn")
    draft.give("value", number / 1e9 if number is not None else None)
    draft.join("power_w", article.site_power(draft.claim_id), "the power of the site")
    if has_word(claim.quote, "without_compute"):
        draft.give("details.includes_compute", False)
    elif has_word(claim.quote, "with_compute"):
        draft.give("details.includes_compute", True)


def _fill_satellite(_: ArticleClaims, draft: Draft) -> None:
    """Power over mass: of all that flies, unless the sentence speaks of a part."""
    parts = ("array", "radiator")
    if has_word(draft.claim.quote, "orbit") and not any(
        has_word(draft.claim.quote, p) for p in parts
    ):
        draft.give("details.whole_satellite", True)
        draft.assumptions.append("the mass is that of all that flies")


def _fill_site_scope(article: ArticleClaims, draft: Draft) -> None:
    """Where the joined watts are measured: the whole facility, or the computers alone."""
    power = next((article.by_id[i] for i in draft.joined if article.by_id[i].unit == POWER), None)
    if power is None:
        return
    if power.basis in {Basis.FACILITY, Basis.GRID} or has_word(power.quote, "facility_power"):
        draft.give("scope", "facility")
    elif power.basis is Basis.IT:
        _take_cooled(draft)
    elif is_site(power) or has_word(power.quote, "site"):
        draft.give("scope", "facility")
        draft.assumptions.append("the power of a site is taken for the whole facility")


def _take_cooled(draft: Draft) -> None:
    """Power of computers alone: their site takes more of it, by the usual overhead."""
    watts = draft.fields.get("power_w")
    if not isinstance(watts, int | float):
        return
    overhead = load_constants().value("facility_pue")
    draft.fields["power_w"] = watts * overhead
    draft.give("scope", "facility")
    draft.assumptions.append(
        f"the watts are of the computers, and their site takes {overhead} times as much"
    )


#: What fills the record of each metric; the other metrics take the claim's conditions alone.
FILLERS: Mapping[str, Callable[[ArticleClaims, Draft], None]] = {
    "perf_per_watt": _fill_rate,
    "tokens_per_watt": _fill_rate,
    "perf_per_watt_ratio": _fill_ratio,
    "latency_ratio": _fill_ratio,
    "cost_ratio": _fill_ratio,
    "pue": _fill_pue,
    "design_to_tapeout": _fill_duration,
    "flexible_power": _fill_fleet,
    "accelerators_per_gw": _fill_density,
    "capex_per_gw": _fill_capex,
    "satellite_power_per_mass": _fill_satellite,
}
