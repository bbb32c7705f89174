"""The one sentence that says why a claim got its verdict."""

from dataclasses import dataclass

from schema.vocabulary import Verdict
from warehouse.limits.chip_metrics import years_ahead
from warehouse.limits.fields import IncompleteError
from warehouse.limits.rule import Binding, Kind, Placement
from warehouse.limits.wording import number, times

#: Relative difference below which two numbers are one.
_SAME = 1e-9
#: Verdicts that call for what would have to be true.
_BOLD = (Verdict.VIOLATES_PHYSICS, Verdict.BEYOND_PRACTICAL, Verdict.AGGRESSIVE)


@dataclass(frozen=True, slots=True)
class NormalForm:
    """The unit in which a metric is compared, and how readers see its values.

    ``inverse`` says an inverted metric in its own terms ("9 months", which is "as fast as").
    """

    unit: str
    inverse: str = ""
    compared: str = "as much as"

    def shown(self, value: float, *, closely: bool = False) -> str:
        """A value of the normal form in the words of its claim."""
        told = number(1 / value if self.inverse else value, closely=closely)
        if self.inverse:
            return self.inverse.format(told)
        return f"{told}{'' if self.unit == 'x' else ' '}{self.unit}"

    def against(self, ratio: float | None, rung: float | None, what: str) -> str:
        """A ratio to a rung in words."""
        if ratio is None or rung is None:
            return what
        # 4 ms against 4.00277 ms: what differs is not told as the same.
        closely = abs(ratio - 1) > _SAME and self.shown(rung) == self.shown(ratio * rung)
        shown = self.shown(rung, closely=closely)
        named = what if self.unit == "x" and rung == 1 else f"{shown}, {what}"
        return f"{times(ratio)} {self.compared} {named}"


def explain(
    placement: Placement, verdict: Verdict, binding: Binding, form: NormalForm, up_to: bool
) -> str:
    """The claim, the rung that decided, and how far from the best that ships."""
    remarks = f" ({'; '.join(placement.remarks)})" if placement.remarks else ""
    clauses = [_deciding(placement, binding, form)]
    if placement.rungs.best_shipping is not None and binding is not Binding.BEST_SHIPPING:
        clauses.append(_deciding(placement, Binding.BEST_SHIPPING, form))
    ratio = placement.ratios.best_shipping
    years = ""
    if ratio is not None and placement.kind in {Kind.CHIP, Kind.RATIO}:
        years = f", {years_ahead(ratio):.1f} years of trend"
    bold = verdict in _BOLD and placement.would_take
    takes = f"; it would take {placement.would_take}" if bold else ""
    sentence = (
        f"{'up to ' if up_to else ''}{form.shown(placement.value)}{remarks} is "
        f"{', and '.join(clauses)}{years}: {verdict.replace('_', ' ')}{takes}."
    )
    return sentence[0].upper() + sentence[1:]


def explain_incomplete(error: IncompleteError, up_to: bool) -> str:
    """Why a claim cannot be judged."""
    figure = ' (an "up to" figure)' if up_to else ""
    return f"Cannot be checked{figure}: {error.reason}."


def _deciding(placement: Placement, binding: Binding, form: NormalForm) -> str:
    """How the claim stands to one rung, and what that rung is."""
    rungs, ratios = placement.rungs, placement.ratios
    match binding:
        case Binding.HARD:
            what = f"the hard limit of {placement.hard_is}"
            return form.against(ratios.hard, rungs.hard, what)
        case Binding.PRACTICAL:
            what = f"the practical limit, {placement.practical_is}"
            return form.against(ratios.practical, rungs.practical, what)
        case Binding.ROOFLINE:
            what = f"the roofline {placement.practical_is}"
            return form.against(ratios.practical, rungs.practical, what)
        case Binding.TREND:
            what = f"the trend ({placement.trend_is})"
            return form.against(ratios.trend, rungs.trend, what)
        case Binding.BEST_SHIPPING:
            return form.against(ratios.best_shipping, rungs.best_shipping, placement.best_is)
