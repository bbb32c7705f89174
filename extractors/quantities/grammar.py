"""The grammar of a quantity: amounts joined to ranges, qualifiers, direction, counted thing.

Reads lexemes from left to right with bounded looks to either side, so that its time grows with
the length of the text alone.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.lang.en.stop_words import STOP_WORDS

from extractors.quantities.amounts import PERCENT, Amount, lower_at, read_amount
from extractors.quantities.lexing import Lexeme, Sort
from extractors.quantities.words import Words, load_words
from extractors.spans import Quantity
from schema.units import COUNT, FRACTION, MONTHS, RATIO
from schema.vocabulary import Qualifier

_MONTH_NAMES = frozenset(
    name.lower() for name in (*calendar.month_name, *calendar.month_abbr, "sept") if name
)
_TIMES_OF_DAY = frozenset({"am", "pm"})
_DASHES = frozenset("–—-")
_RANGING = frozenset(
    {"range", "ranges", "ranged", "ranging", "anywhere", "vary", "varies", "varying"}
)
_NOUN_SIZE = 7
# Where the noun of a ratio ends
_NOUN_ENDS = frozenset(
    {"than", "of", "over", "versus", "vs", "compared", "while", "and", "to", "with", "from", "for"}
)
_SCOPE_OF_VERB = 10  # lexemes between "cut" and "by 40%"


def read_quantities(text: str, lexemes: list[Lexeme]) -> Iterator[Quantity]:
    """Every quantity of a text, in order and without overlap."""
    words = load_words()
    at = 0
    while at < len(lexemes):
        if not words.may_begin(lexemes[at]):
            at += 1
            continue
        first = read_amount(lexemes, at, words)
        if first is None:
            at += 1
            continue
        pair = _second(lexemes, first, words)
        for low, high in pair:
            found = _quantity(text, lexemes, low, high, words)
            if found is not None:
                yield found
        at = max(at + 1, *(high.stop for _, high in pair))


def _second(lexemes: list[Lexeme], first: Amount, words: Words) -> list[tuple[Amount, Amount]]:
    """The amount alone, or with the one it is joined to: as one range or as two numbers."""
    alone = [(first, first)]
    joint, at = _joint(lexemes, first.stop)
    if not joint or at >= len(lexemes) or not words.may_begin(lexemes[at]):
        return alone
    start = at + 1 if lower_at(lexemes, at) in {"a", "an"} else at
    second = read_amount(lexemes, start, words) if start < len(lexemes) else None
    if second is None or second.first != at:
        return alone
    return _paired(lexemes, *_shared(first, second), joint)


def _paired(
    lexemes: list[Lexeme], low: Amount, high: Amount, joint: str
) -> list[tuple[Amount, Amount]]:
    """Two joined amounts as one range, as two numbers, or the first alone."""
    alone = [(low, low)]
    if low.unit != high.unit or low.number.vague or high.number.vague:
        return alone
    before = lower_at(lexemes, low.first - 1)
    rises = low.value < high.value
    if before == "from" and joint == "to" and low.stop > low.number.stop:
        ranges = lower_at(lexemes, low.first - 2) in _RANGING
        return [(low, high)] if rises and ranges else [(low, low), (high, high)]
    near = high.value <= 2 * low.value
    joins = {"to": True, "and": before == "between", "or": near}[joint]
    return [(low, high)] if rises and joins else alone


def _joint(lexemes: list[Lexeme], at: int) -> tuple[str, int]:
    """What joins two ends of a range, and where the second begins."""
    if at >= len(lexemes):
        return "", at
    item = lexemes[at]
    if item.gap == "-" and item.lower not in {"to"}:
        return "to", at
    if item.lower in {"to", "and", "or"}:
        return item.lower, at + 1
    if item.text in _DASHES:
        return "to", at + 1
    return "", at


def _shared(first: Amount, second: Amount) -> tuple[Amount, Amount]:
    """Both ends with the magnitude and unit that only one of them states."""
    one, two = first.number, second.number
    if first.unit is None and second.unit is not None:
        first = replace(first, unit=second.unit, factor=second.factor)
    elif second.unit is None and first.unit is not None:
        second = replace(second, unit=first.unit, factor=first.factor)
    elif first.unit and second.unit and second.unit.startswith(first.unit + "/"):
        first = replace(first, unit=second.unit)
    if one.magnitude == 1 and two.magnitude > 1 and one.mantissa <= two.mantissa:
        first = replace(first, number=replace(one, magnitude=two.magnitude))
    if one.magnitude > 1 and two.magnitude == 1 and two.mantissa >= one.mantissa:
        second = replace(second, number=replace(two, magnitude=one.magnitude))
    return first, second


def _quantity(
    text: str, lexemes: list[Lexeme], low: Amount, high: Amount, words: Words
) -> Quantity | None:
    if low.unit is None and not _is_count(lexemes, low):
        return None
    hedge = _hedges(lexemes, low, high.stop, words)
    unit, ends = high.unit or COUNT, (low.value, high.value)
    if unit == MONTHS and hedge.word == "over":
        hedge = replace(hedge, qualifier=None)
    if unit in {PERCENT, FRACTION}:
        unit, ends = _share_or_ratio(lexemes, (low, high), hedge.first, words)
        inverse = unit == RATIO and ends[0] < 1
    elif unit == RATIO:
        inverse = _direction(lexemes, high.stop, hedge.first, words) == "less"
        ends = (1 / ends[1], 1 / ends[0]) if inverse and min(ends) > 0 else ends
    else:
        inverse = False
    vague = low.number.vague
    qualifier = hedge.qualifier or (Qualifier.AT_LEAST if vague else Qualifier.EXACT)
    bounds = _bounds(ends, qualifier, inverse=inverse)
    noun = _noun(text, lexemes, hedge.stop, is_ratio=unit == RATIO)
    return Quantity(
        start=lexemes[hedge.first].start,
        end=lexemes[hedge.stop - 1].end,
        low=_rounded(bounds[0]),
        high=_rounded(bounds[1]),
        unit=unit,
        qualifier=Qualifier.RANGE if ends[0] != ends[1] else qualifier,
        noun=noun[0],
        noun_end=noun[1],
        further=hedge.further,
        written=vague,
    )


def _bounds(
    ends: tuple[float, float], qualifier: Qualifier, *, inverse: bool
) -> tuple[float | None, float | None]:
    low, high = ends
    if low != high:
        return low, high
    if qualifier is Qualifier.AT_LEAST:
        return (None, high) if inverse else (low, None)
    if qualifier is Qualifier.UP_TO:
        return (low, None) if inverse else (None, high)
    return low, high


def _rounded(value: float | None) -> float | None:
    """A value without the noise of binary arithmetic: 0.3, not 0.29999999999999993."""
    return None if value is None else float(f"{value:.12g}")


@dataclass(frozen=True, slots=True)
class _Hedging:
    """The words about a number: what they say, and where number and words begin and stop."""

    first: int
    stop: int
    qualifier: Qualifier | None = None
    further: bool = False
    word: str = ""


def _hedges(lexemes: list[Lexeme], low: Amount, stop: int, words: Words) -> _Hedging:
    first = at = low.first
    qualifier: Qualifier | None = None
    further, word = False, ""
    for _ in range(4):
        found = words.hedges_before.behind(lexemes, at)
        if found is None:
            break
        hedge, at = found
        further = further or hedge.further
        if hedge.qualifier is not None and qualifier in {None, Qualifier.ABOUT}:
            qualifier, word = hedge.qualifier, lower_at(lexemes, at)
        if hedge.qualifier is not None or hedge.further:
            first = at
    if lower_at(lexemes, at - 1) == "between" and low.stop != stop:
        first = at - 1
    after = words.hedges_after.ahead(lexemes, stop)
    if after is not None and after[0].qualifier is not None:
        glued = lexemes[stop].text != "+" or lexemes[stop].gap == ""
        if glued:
            qualifier, stop = after[0].qualifier, after[1]
    return _Hedging(first, stop, qualifier, further, word)


def _share_or_ratio(
    lexemes: list[Lexeme], pair: tuple[Amount, Amount], first: int, words: Words
) -> tuple[str, tuple[float, float]]:
    """A percentage is a fraction, or a ratio where words compare ("30% faster")."""
    low, high = pair
    unit = high.unit
    scale = 0.01 if unit == PERCENT else 1.0
    ends = (low.value * scale, high.value * scale)
    direction = _direction(lexemes, high.stop, first, words)
    if direction == "less" and ends[1] <= 1:
        return RATIO, (1 - ends[1], 1 - ends[0])
    if direction == "more":
        return RATIO, (1 + ends[0], 1 + ends[1])
    if unit == FRACTION and lower_at(lexemes, high.stop) in {"the", "as"}:
        return RATIO, ends
    return FRACTION, ends


def _direction(lexemes: list[Lexeme], stop: int, first: int, words: Words) -> str | None:
    """Whether words beside a ratio make it more or less: lower, faster, cut ... by."""
    for at in range(stop, min(stop + 3, len(lexemes))):
        lower = lexemes[at].lower
        if lower in words.compared_after:
            return words.compared_after[lower]
        if lexemes[at].sort != Sort.WORD or lower in {"of", "in", "to", "the"}:
            break
    reach = 1
    if lower_at(lexemes, first - 1) in {"by", "of"}:
        reach = _SCOPE_OF_VERB
    for at in range(first - 1, max(-1, first - 2 - reach), -1):
        lower = lexemes[at].lower
        if lower in words.compared_before:
            return words.compared_before[lower]
        if lexemes[at].text in ".;\n":
            break
    return None


def _is_count(lexemes: list[Lexeme], amount: Amount) -> bool:
    """Whether a number without a unit counts something: not a year, a day, a name's number."""
    number = amount.number
    if number.magnitude > 1 or number.vague:
        return True
    before, after = _neighbours(lexemes, amount)
    if number.spelled:
        return number.mantissa not in {0, 1}
    if not _is_free(lexemes, amount):
        return False
    text = lexemes[amount.first].text
    if before.lower in _MONTH_NAMES or after.lower in _MONTH_NAMES | _TIMES_OF_DAY:
        return False
    if "." in text or (len(text) == 4 and text[:2] in {"19", "20"}):
        return False
    named = before.sort == Sort.WORD and before.text[:1].isupper()
    return not named or before.lower in STOP_WORDS or after.lower.endswith("s")


_NOTHING = Lexeme(Sort.SIGN, "", "", 0, 0, " ")


def _neighbours(lexemes: list[Lexeme], amount: Amount) -> tuple[Lexeme, Lexeme]:
    before = lexemes[amount.first - 1] if amount.first else _NOTHING
    if before.text == "." and amount.first > 1 and lexemes[amount.first - 2].lower in _MONTH_NAMES:
        before = lexemes[amount.first - 2]
    after = lexemes[amount.stop] if amount.stop < len(lexemes) else _NOTHING
    return before, after


def _is_free(lexemes: list[Lexeme], amount: Amount) -> bool:
    """Not glued to letters, colons, slashes or further hyphenated numbers."""
    before, after = _neighbours(lexemes, amount)
    if lexemes[amount.first].gap == "-" and before.sort == Sort.NUMBER:
        return False
    if before.text in {"#", "$"} or before.lower == "no":
        return False
    if after.gap == "" and (after.sort != Sort.SIGN or after.text in "/:%°"):
        further = lexemes[amount.stop + 1] if amount.stop + 1 < len(lexemes) else _NOTHING
        return after.text in "/:" and after.sort == Sort.SIGN and further.gap != ""
    return not (after.gap == "-" and after.sort == Sort.NUMBER)


def _noun(text: str, lexemes: list[Lexeme], stop: int, *, is_ratio: bool) -> tuple[str, int]:
    """The counted or compared thing after a quantity, as written."""
    at = stop
    if lower_at(lexemes, at) == "of":
        at += 1
    while is_ratio and lower_at(lexemes, at) in {"the", "as", "its", "their"}:
        at += 1
    first = at
    ends = _NOUN_ENDS if is_ratio else STOP_WORDS
    while at < len(lexemes) and at - first < _NOUN_SIZE:
        item = lexemes[at]
        glued = at > first and item.gap != " " and item.sort == Sort.NUMBER
        if not (item.sort == Sort.WORD or glued) or item.lower.split("'")[0] in ends:
            break
        at += 1
    if at == first:
        return "", 0
    return text[lexemes[first].start : lexemes[at - 1].end], lexemes[at - 1].end
