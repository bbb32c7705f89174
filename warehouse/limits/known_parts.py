"""What the table of chips tells of a claimed part that the claim itself leaves open.

News gives a rate without saying that it is the sparse one, or without its power; both stand in the
table for a part that it knows. Only a rate that is the table's own, or twice that, is taken for it.
"""

import re
from functools import cache

from schema.claim import Claim
from warehouse.limits import units
from warehouse.limits.drafts import Draft
from warehouse.limits.joining import stated_number
from warehouse.limits.reference import Chip, chip_by_alias, load_chips
from warehouse.limits.rungs import PRECISIONS
from warehouse.limits.wording import number

#: News rounds: 4.6 petaflops are the 4,613.7 teraflops of the table.
_CLOSE = 0.02
#: What a rate with 2:4 sparsity is over the dense one.
_SPARSE = 2
_TERA = 1e12
_LONGEST_QUOTE = 1000


def part_of(claim: Claim) -> Chip | None:
    """The part that a claim is of: its subject, or the chip that stands before it in the sentence.

    "Trainium3 UltraServers" are machines of the one chip, though they have a name of their own.
    """
    known = chip_by_alias(claim.subject)
    if known is not None or claim.subject is None:
        return known
    baseline, machine = chip_by_alias(claim.object), claim.subject.casefold()
    quote = claim.quote[:_LONGEST_QUOTE]
    for match in _names().finditer(quote):
        chip = chip_by_alias(match.group())
        if chip != baseline and quote[match.end() + 1 :].casefold().startswith(machine):
            return chip
    return None


@cache
def _names() -> re.Pattern[str]:
    names = {name for chip in load_chips() for name in (chip.name, *chip.aliases)}
    options = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"\b(?:{options})\b")


def take_known(draft: Draft, part: Chip) -> None:
    """Whether a stated rate is the dense or the sparse one, and the power behind it."""
    column = PRECISIONS.get(str(draft.fields.get("precision")))
    rate = units.RATES.get(str(draft.claim.unit))
    dense = part.dense_rate(column) if column is not None else None
    stated = stated_number(draft.claim)
    if dense is None or rate is None or stated is None:
        return
    if draft.fields.get("scope") not in {None, "package"}:
        return
    times = _times(stated * rate / _TERA, dense)
    if times is None:
        return
    _take_sparsity(draft, part, dense, times)
    if "power_w" not in draft.fields and part.tdp_w is not None and part.tdp_vendor_disclosed:
        draft.give("power_w", part.tdp_w)
        draft.give("scope", "package")
        draft.assumptions.append(f"{part.name} is designed for {number(part.tdp_w)} W")


def _times(stated: float, dense: float) -> int | None:
    """1 if a rate is the dense one of the table, 2 if it is twice that, else None."""
    return next(
        (times for times in (1, _SPARSE) if abs(stated / (times * dense) - 1) <= _CLOSE), None
    )


def _take_sparsity(draft: Draft, part: Chip, dense: float, times: int) -> None:
    told = draft.fields.get("sparsity")
    if times == 1 and told is None:
        draft.give("sparsity", "dense")
    elif times == _SPARSE and told in {None, "sparse"} and "sparsity_ratio" not in draft.details:
        draft.give("sparsity", "sparse")
        draft.give("details.sparsity_ratio", times)
    else:
        return
    draft.assumptions.append(f"the dense rate of {part.name} is {number(dense)} TFLOPS")
