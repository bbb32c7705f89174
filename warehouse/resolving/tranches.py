"""Which amounts are part of another one, so that no dollar and no watt counts twice."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from schema.fact import FactLink, Relation
from schema.vocabulary import ClaimKind
from warehouse.resolving.agreeing import (
    Limits,
    days_between,
    ends_before,
    is_vague,
    parties_fit,
    times_meet,
)
from warehouse.resolving.told import Told

#: Wholes are sought among at most so many facts, those told next, and of at most so many tranches.
_MOST_FACTS = 24
_MOST_TRANCHES = 4

ADDS_UP = "the amounts add up to it"
BEGINS = "told as its beginning or its part"
INCLUDED = "it is a total that includes what went before"
JOINT = "it is what several pledge together"
ROUND = "one investor's part of the round"
GROWS = "told as what it grows to"
SO_FAR = "told as what is there of it so far"
INSTEAD = "told as paid in its place: only one of the two is"


def tranches(block: Sequence[Told], limits: Limits) -> Iterator[FactLink]:
    """Amounts that add up to another one, begin it, or are counted again in a total.

    Args:
        block: Facts that may be parts of one another, in the order in which they were told.
        limits: The thresholds.
    """
    linked: set[str] = set()
    for number, whole in enumerate(block):
        for part in _summands(_smaller(block, number), whole, limits):
            if part.fact_id not in linked:
                linked.add(part.fact_id)
                yield part_of(part, whole, ADDS_UP)
    for number, part in enumerate(block):
        if part.fact_id in linked:
            continue
        near = (w for w in _near(block, number) if part.is_less(w))
        wholes = [(w, reason) for w in near if (reason := _why_part(part, w, limits))]
        if wholes:
            yield part_of(part, *min(wholes, key=lambda found: _distance(part, found[0])))


def part_of(part: Told, whole: Told, reason: str) -> FactLink:
    """The link of a part to its whole."""
    return FactLink(
        fact_id=part.fact_id,
        relation=Relation.PART_OF,
        other_fact_id=whole.fact_id,
        reason=reason,
    )


def opens(fact: Told) -> bool:
    """Whether it may be part of an amount that its articles tell of other parties."""
    cues = fact.begins or fact.says("within") or fact.says("grows")
    return fact.pair is not None and (cues or fact.is_alternative)


def openings(facts: Sequence[Told], limits: Limits) -> dict[Told, FactLink]:
    """The facts that are part of the only whole that an article of theirs tells beside them."""
    beside: dict[str, list[Told]] = defaultdict(list)
    for fact in facts:
        if fact.pair is not None:
            for article in fact.articles:
                beside[article].append(fact)
    found = {}
    for part in filter(opens, facts):
        several = (_wholes(part, beside[a], limits) for a in sorted(part.articles))
        if only := next((wholes[0] for wholes in several if len(wholes) == 1), None):
            found[part] = part_of(part, only, INSTEAD if part.is_alternative else BEGINS)
    return found


def _wholes(part: Told, told: Sequence[Told], limits: Limits) -> list[Told]:
    """What a part of one article may belong to: in its own sentence, else where it is a beginning.

    A sentence that names a part and its whole may name what the part is spent on alone.
    """
    may = [w for w in told if part.is_less(w) and _may_hold(w, part, limits)]
    if part.is_alternative:
        return [w for w in may if w.payers == part.payers and w.leader.object == part.leader.object]
    sentence = [
        w
        for w in may
        if part.payers & w.payers and part.family == w.family and _tells_within(part, w)
    ]
    fitting = (w for w in may if parties_fit(part.leader, w.leader) or part.leader.spells(w.leader))
    return sentence or (list(fitting) if part.begins else [])


def _tells_within(part: Told, whole: Told) -> bool:
    """Whether a sentence of both tells the part as within the whole, or as growing to it."""
    sentence = bool(part.quotes & whole.quotes)
    return part.says_beside(whole, "within") or (sentence and whole.is_led_by("grows"))


def _may_hold(whole: Told, part: Told, limits: Limits) -> bool:
    one, other = part.leader, whole.leader
    return (
        one.kind is other.kind
        and part.measure == whole.measure
        and part.holding != whole.holding
        and bool(one.parties & other.parties)
        and not is_vague(other, limits)
        and not ends_before(one, other, limits)
        and times_meet(one, other, limits)
    )


def _smaller(block: Sequence[Told], number: int) -> list[Told]:
    """The facts near one of a block that have its unit and are smaller, the smallest first."""
    whole = block[number]
    near = (f for f in _near(block, number) if f.leader.unit == whole.leader.unit)
    return sorted((f for f in near if f.is_less(whole)), key=lambda f: (f.amount, f.fact_id))


def _near(block: Sequence[Told], number: int) -> Sequence[Told]:
    first = max(0, min(number - _MOST_FACTS // 2, len(block) - _MOST_FACTS))
    return block[first : first + _MOST_FACTS]


def _distance(part: Told, whole: Told) -> tuple[bool, bool, bool, float]:
    """How far a whole is from its part: in its sentence, of its parties, in its article."""
    return (
        not part.quotes & whole.quotes,
        part.pair != whole.pair,
        not part.articles & whole.articles,
        whole.amount,
    )


def _summands(smaller: Sequence[Told], whole: Told, limits: Limits) -> Sequence[Told]:
    """The fewest amounts that make up a whole, some of them told by one article.

    Args:
        smaller: Amounts that may, the smallest first.
        whole: What they may make up.
        limits: The thresholds.
    """
    near = [f for f in smaller if _covers(whole, f) and _are_of_one_time(f, whole, limits)]
    for size in range(2, _MOST_TRANCHES + 1):
        for parts in _sums(near, size, whole.amount, limits.part_sum * whole.amount):
            if _told_together(parts, whole):
                return parts
    return ()


def _sums(facts: Sequence[Told], size: int, total: float, slack: float) -> Iterator[Sequence[Told]]:
    """So many of some facts, the smallest first, whose amounts are about a total."""
    amounts = [f.amount for f in facts]
    for places in combinations(range(len(facts)), size - 1):
        missing = total - sum(amounts[i] for i in places)
        last = bisect_left(amounts, missing - slack, lo=places[-1] + 1)
        while last < len(facts) and amounts[last] <= missing + slack:
            yield [facts[i] for i in (*places, last)]
            last += 1


def _told_together(parts: Sequence[Told], whole: Told) -> bool:
    """Whether one article tells a part beside the whole, or all parts of what is called one.

    Where not all are told of the same two parties, one article must tell them all.
    """
    together = frozenset.intersection(*(part.articles for part in parts))
    if any(part.pair != whole.pair for part in parts):
        past = any(fact.says("past") for fact in (whole, *parts))
        return bool(together & whole.articles) and not past
    if any(part.articles & whole.articles for part in parts):
        return True
    return bool(together) and (whole.says("whole") or whole.is_sum)


def _are_of_one_time(part: Told, whole: Told, limits: Limits) -> bool:
    """Whether a part may belong to a whole, by when both are told and what dates they have.

    What was over before the whole began, or was told long before it, only a total includes; what a
    place holds and costs stays its own.
    """
    if whole.is_sum:
        return part.leader.told_on <= whole.leader.told_on or bool(part.articles & whole.articles)
    sentence = bool(part.quotes & whole.quotes)
    if not sentence and ends_before(part.leader, whole.leader, limits):
        return False
    together = bool(part.articles & whole.articles)
    lasts = part.pair == whole.pair and bool(whole.leader.places)
    near = days_between(part.leader, whole.leader) <= limits.retelling_days
    return (together or lasts or near) and times_meet(part.leader, whole.leader, limits)


def _covers(whole: Told, part: Told) -> bool:
    """Whether nobody pays a part who does not pay for the whole, as far as payers are told."""
    if part.pair == whole.pair:
        return True
    return not whole.payers or part.payers <= whole.payers


def _why_part(part: Told, whole: Told, limits: Limits) -> str | None:
    """Why an amount is part of a larger one, or None."""
    if not (
        _covers(whole, part)
        and _measure_alike(part, whole)
        and _are_of_one_time(part, whole, limits)
    ):
        return None
    alike = part.pair == whole.pair
    together = bool(part.articles & whole.articles)
    if whole.is_sum and (alike or together or not whole.payers):
        return None if part.is_sum and not part.quotes & whole.quotes else INCLUDED
    if part.leader.further or whole.leader.further:
        return None
    if part.begins if together else alike and part.says("part"):
        return BEGINS
    return (_grows(part, whole) if alike else None) or (_joins(part, whole) if together else None)


def _measure_alike(part: Told, whole: Told) -> bool:
    """Whether watts are not measured at different places."""
    one, other = part.leader.basis, whole.leader.basis
    return one == other or not (whole.is_sum or (one and other))


def _grows(part: Told, whole: Told) -> str | None:
    """Why the smaller of two amounts of one thing is part of the larger, though no beginning."""
    if _is_floor(part, whole):
        return SO_FAR
    if part.articles & whole.articles:
        if part.is_alternative:
            return INSTEAD
        if whole.is_led_by("grows"):
            return GROWS
    if not part.quotes & whole.quotes:
        return None
    if part.says_beside(whole, "within") or whole.is_led_by("whole_of"):
        return BEGINS
    return GROWS if _is_phase(part, whole) else None


def _is_phase(part: Told, whole: Told) -> bool:
    """Watts of a place by a day, beside those that it has in the end."""
    one, other = part.leader, whole.leader
    if one.kind is not ClaimKind.CAPACITY or not one.places or part.says("beside"):
        return False
    return one.when_end is not None and other.when_end is None and not whole.says("beside")


def _is_floor(part: Told, whole: Told) -> bool:
    """Whether it is told, of what has a price, that at least so much of it is there by now."""
    one, other = part.leader, whole.leader
    later = one.told_on > other.told_on and part.is_spent_on_place
    return later and one.high is None and not part.articles & whole.articles


def _joins(part: Told, whole: Told) -> str | None:
    """Why what one of several pays is part of what an article says of all of them."""
    if part.payers and part.payers < whole.payers and whole.says("whole"):
        return JOINT
    return ROUND if _invests(part, whole) else None


def _invests(part: Told, whole: Told) -> bool:
    """Whether one investor's money goes into the round that an article tells beside it."""
    if not whole.is_round or part.is_anyones:
        return False
    if part.quotes & whole.quotes:
        return True
    return not (part.says("round") or part.says("past") or whole.says("past"))
