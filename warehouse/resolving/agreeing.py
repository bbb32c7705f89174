"""Whether two statements can be the same: their values, their times, their parties."""

import datetime as dt
from dataclasses import dataclass
from math import floor, log10

from schema.vocabulary import ClaimKind, DealRole, WhenKind
from warehouse.resolving.statement import Statement, significant_digits

#: From one word for a size to the next: thousand, million, billion.
_ORDER = 1000.0


@dataclass(frozen=True)
class Limits:
    """The thresholds of resolving, from ``data/thresholds.toml``."""

    rounding: float
    about: float
    rating: float
    wide_range: float
    wide_days: float
    slack_days: float
    same_date_days: float
    retelling_days: float
    conflict_days: float
    agreement_days: float
    part_sum: float
    rival_share: float
    conversion: float
    programme_usd: float
    changed_share: float
    month_days: float
    quarter_days: float

    @property
    def widths(self) -> tuple[float, ...]:
        """How long intervals are that are told ever less exactly: they attach in this order."""
        return self.month_days, self.quarter_days, self.wide_days


def same_number(first: float, second: float, limits: Limits, *, about: bool = False) -> bool:
    """Whether two numbers may be one quantity, once rounded or given as about."""
    if first == second:
        return True
    largest = max(abs(first), abs(second))
    difference = abs(first - second) / largest
    if about:
        return difference <= limits.about
    digits = min(significant_digits(first), significant_digits(second))
    shortened = any(cut(first, digits) == cut(second, digits) for cut in (_round, _cut))
    return difference <= limits.rounding and shortened


def same_rating(first: float, second: float, limits: Limits, *, about: bool) -> bool:
    """Whether two numbers may be the watts of one plant: sources rate it a little differently."""
    near = abs(first - second) <= limits.rating * max(abs(first), abs(second))
    return near or same_number(first, second, limits, about=about)


def _cut(value: float, digits: int) -> float:
    """A number with the digits after some left out, as "over 131 billion" is for 131.8."""
    scale: float = 10.0 ** (digits - 1 - floor(log10(abs(value)))) if value else 1.0
    return floor(round(abs(value) * scale, 6)) / scale


def _round(value: float, digits: int) -> float:
    if value == 0:
        return 0.0
    return round(value, digits - 1 - floor(log10(abs(value))))


def is_vague(statement: Statement, limits: Limits) -> bool:
    """Whether its number or its date is too wide to tell what it is about."""
    if statement.kind is ClaimKind.MILESTONE:
        return width(statement) >= limits.wide_days
    low, high = statement.low, statement.high
    if statement.unit is None or statement.qualitative:
        return False
    if low is None and high is None:
        return True
    if low is not None and high is None:
        # "multibillion-dollar" is vague, "more than $1 billion" is not.
        return low > 0 and log10(low).is_integer() and not statement.in_digits
    return bool(low and high and high / low >= limits.wide_range)


def width(statement: Statement) -> int:
    """How many days its interval is long; 0 where an end is open."""
    if statement.when_start is None or statement.when_end is None:
        return 0
    return (statement.when_end - statement.when_start).days


def has_bound(statement: Statement) -> bool:
    """Whether it tells a number."""
    return statement.low is not None or statement.high is not None


def has_value(statement: Statement) -> bool:
    """Whether it tells a number or a date."""
    return has_bound(statement) or statement.has_when


def same_value(first: Statement, second: Statement, limits: Limits) -> bool:
    """Whether every bound that both give agrees, and there is such a bound."""
    if first.qualitative or second.qualitative:
        return first.qualitative and second.qualitative
    # One article that tells two amounts, however near, tells of two things.
    apart = first.article_id != second.article_id
    about = (first.about or second.about) and apart
    pairs = [
        (a, b)
        for a, b in ((first.low, second.low), (first.high, second.high))
        if a is not None and b is not None
    ]
    if not pairs and has_bound(first) and has_bound(second):
        pairs = [(first.amount, second.amount)]
    if not pairs:
        return first.unit is None and second.unit is None
    if not apart and first.quote == second.quote:
        return all(a == b for a, b in pairs)
    if apart and first.kind is ClaimKind.CAPACITY and first.places & second.places:
        return all(same_rating(a, b, limits, about=about) for a, b in pairs)
    return all(same_number(a, b, limits, about=about) for a, b in pairs)


def same_converted(first: Statement, second: Statement, limits: Limits) -> bool:
    """Whether two amounts in two currencies are one, at the rate of the day of the first."""
    converted = first.in_dollars
    return (
        converted is not None
        and converted.unit == second.unit
        and abs(converted.amount - second.amount) <= limits.conversion * second.amount
    )


def within(vague: Statement, exact: Statement) -> bool:
    """Whether the exact number lies inside the vague one's bounds."""
    if vague.qualitative or exact.qualitative:
        return False
    values = [v for v in (exact.low, exact.high) if v is not None]
    low = vague.low if vague.low is not None else float("-inf")
    if vague.high is not None:
        return bool(values) and all(low <= value <= vague.high for value in values)
    # "multibillion-dollar" is less than a trillion.
    most = low * _ORDER if low > 0 else float("inf")
    return bool(values) and all(low <= value < most for value in values)


def same_date(first: Statement, second: Statement, limits: Limits) -> bool:
    """Whether two promised dates are one promise: their ends (or starts) nearly meet."""
    if first.when_end is not None and second.when_end is not None:
        return abs((first.when_end - second.when_end).days) <= limits.same_date_days
    if first.when_start is not None and second.when_start is not None:
        return abs((first.when_start - second.when_start).days) <= limits.same_date_days
    return False


def same_promise(first: Statement, second: Statement, limits: Limits) -> bool:
    """Whether two dates are told of one promise, one of them perhaps less exactly.

    One article that tells two days, however near, tells of two things.
    """
    if first.article_id == second.article_id and _is_day(first) and _is_day(second):
        return first.when_start == second.when_start
    return same_date(first, second, limits) or nested(first, second)


def _is_day(statement: Statement) -> bool:
    return statement.when_start is not None and statement.when_start == statement.when_end


def has_moved(earlier: Statement, later: Statement, limits: Limits) -> bool:
    """Whether a later promise dates the thing otherwise than an earlier one.

    An interval inside the other is the same promise told more or less exactly; "by 2027" after
    "in late 2026" is another one.
    """
    if same_date(earlier, later, limits) or _inside(later, earlier):
        return False
    return not (_is_closed(later) and _is_closed(earlier) and _inside(earlier, later))


def nested(first: Statement, second: Statement) -> bool:
    """Whether one interval lies inside the other closed one, as a year holds its quarters.

    What was there by some day came about on that day, for all that is told.
    """
    return _lies_in(first, second) or _lies_in(second, first)


def _lies_in(inner: Statement, outer: Statement) -> bool:
    if inner.when_end is None or outer.when_start is None or outer.when_end is None:
        return False
    return (
        outer.when_start <= (inner.when_start or inner.when_end)
        and inner.when_end <= outer.when_end
    )


def _is_closed(statement: Statement) -> bool:
    return statement.when_start is not None and statement.when_end is not None


def _inside(inner: Statement, outer: Statement) -> bool:
    return _is_closed(inner) and _start(inner) >= _start(outer) and _end(inner) <= _end(outer)


def _start(statement: Statement) -> dt.date:
    return statement.when_start or dt.date.min


def _end(statement: Statement) -> dt.date:
    return statement.when_end or dt.date.max


def times_meet(first: Statement, second: Statement, limits: Limits) -> bool:
    """Whether the intervals of two statements may date the same thing.

    Intervals of different sorts (the signing, the delivery) cannot be compared and never part; nor
    does a day on which one depends on another, for the dependence outlasts it.
    Two long ones, as fiscal years are, must overlap; a short one may lie a little apart.
    """
    if not first.has_when or not second.has_when:
        return told_in_time(first, second, limits)
    if first.when_kind != second.when_kind or first.kind is ClaimKind.DEPENDENCY:
        return True
    gap = max((_start(second) - _end(first)).days, (_start(first) - _end(second)).days)
    short = any(_is_closed(s) and width(s) <= limits.slack_days for s in (first, second))
    return gap <= (limits.slack_days if short else 0)


def ends_before(first: Statement, second: Statement, limits: Limits) -> bool:
    """Whether the first is dated, and over well before the second begins or is told of."""
    if first.when_end is None:
        return False
    if second.has_when:
        return (_start(second) - first.when_end).days > limits.slack_days
    return (second.told_on - first.when_end).days > limits.retelling_days


def days_between(first: Statement, second: Statement) -> int:
    """How many days apart two statements were told."""
    return abs((first.told_on - second.told_on).days)


def weeks_apart(first: Statement, second: Statement, limits: Limits) -> bool:
    """Whether two statements were told at times of which both are known, weeks apart."""
    known = not (first.undated or second.undated)
    return known and days_between(first, second) > limits.slack_days


def same_year(first: Statement, second: Statement) -> bool:
    """Whether two amounts are for the same period, as spending of one fiscal year is."""
    return (first.when_start, first.when_end) == (second.when_start, second.when_end)


def agreed_apart(first: Statement, second: Statement, limits: Limits) -> bool:
    """Whether two statements tell of agreements made at different times."""
    if not first.has_when or not second.has_when:
        return not told_in_time(first, second, limits)
    signed = first.when_kind == second.when_kind == WhenKind.AGREEMENT
    return signed and not times_meet(first, second, limits)


def told_in_time(first: Statement, second: Statement, limits: Limits) -> bool:
    """Whether an undated statement was not told long before the other's agreement."""
    for undated, dated in ((first, second), (second, first)):
        if undated.has_when or dated.when_kind != WhenKind.AGREEMENT or dated.when_start is None:
            continue
        if (dated.when_start - undated.told_on).days > limits.retelling_days:
            return False
    return True


def told_of_others(first: Statement, second: Statement) -> bool:
    """Whether one article tells the same sum of two payers: each pays it."""
    return (
        first.article_id == second.article_id
        and bool(first.subject and second.subject)
        and not first.subject & second.subject
        and first.parties != second.parties
        and first.kind is ClaimKind.DEAL
    )


def looks_back(later: Statement, earlier: Statement) -> bool:
    """Whether one is told after it was over, and dates it to when the other was told."""
    return (
        later.when_end is not None
        and later.when_end < later.told_on
        and _start(later) <= earlier.told_on <= later.when_end
    )


def additions_fit(first: Statement, second: Statement, limits: Limits) -> bool:
    """Whether both are additions to what went before, or neither is.

    Where one outlet says "another $4 billion", others leave "another" out the same week; and two
    amounts in several digits are one, whatever each is added to.
    """
    apart = first.article_id != second.article_id
    if apart and first.unit is not None and first.is_precise and second.is_precise:
        return True
    if first.further == second.further or looks_back(first, second) or looks_back(second, first):
        return True
    return apart and days_between(first, second) <= limits.conflict_days


def families_fit(first: Statement, second: Statement) -> bool:
    """Whether the sorts of money or dependence are the same, or not told.

    Who spends without saying on whom may be called an investor or a builder.
    """
    if first.family == second.family or "any" in {first.family, second.family}:
        return True
    return first.kind is ClaimKind.DEAL and not first.object and not second.object


def roles_fit(first: Statement, second: Statement, limits: Limits) -> bool:
    """Whether the sorts of money or dependence may be the same where values and parties are.

    A loan and a round of the same round sum, weeks apart, are two. A company that is taken over is
    bought, too.
    """
    if DealRole.ACQUISITION in {first.role, second.role}:
        spent = {first.family, second.family} == {"stake", "spending"}
        return spent or families_fit(first, second)
    if first.role == second.role or first.family != "stake" or first.is_precise:
        return families_fit(first, second)
    dated = first.has_when or second.has_when
    near = days_between(first, second) <= limits.agreement_days
    return (dated or near) and families_fit(first, second)


def sources_fit(first: Statement, second: Statement) -> bool:
    """Whether watts of no common site come from one source, gas or sun, where both tell it."""
    if first.kind is not ClaimKind.CAPACITY or first.places & second.places:
        return True
    one, other = first.source, second.source
    return one is None or other is None or one == other


def parties_fit(partial: Statement, whole: Statement) -> bool:
    """Whether the partial statement names parties, and every one of them is among the whole's."""
    (subject, objects), (others, things) = partial.sides, whole.sides
    named = bool(subject or objects) and subject <= others and objects <= things
    return named and not _pays_another(partial, whole)


def _pays_another(partial: Statement, whole: Statement) -> bool:
    """Whether who spends on his own is the one on whom another spends, not on a place."""
    both = partial.subject and whole.subject
    own = partial.family == "capex" and not (partial.places or whole.places)
    return own and bool(both) and not partial.subject & whole.subject
