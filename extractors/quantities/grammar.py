"""The grammar of a quantity: amounts joined to ranges, qualifiers, direction, counted thing.

Reads lexemes from left to right with bounded looks to either side, so that its time grows with
the length of the text alone.
"""

import calendar
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from spacy.lang.en.stop_words import STOP_WORDS

from extractors.quantities.amounts import PERCENT, Amount, continued_money, lower_at, read_amount
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
_BEFORE_YEARS = frozenset({"in", "of", "since", "by", "from", "until", "before", "after", "during"})
# "Tier 1", "phase 2", "mach 10": the number names, it does not count
_LABELS = frozenset(
    {"tier", "phase", "stage", "level", "series", "gen", "generation", "chapter", "figure", "fig",
     "table", "section", "part", "step", "version", "unit", "page", "no", "number", "class",
     "grade", "type", "mach", "top", "block", "wave", "zone", "building", "route", "highway", "act",
     "article", "rule", "form", "exhibit", "round", "season", "episode", "line", "train", "plan"}
)  # fmt: skip
# Where the noun of a ratio ends
_NOUN_ENDS = frozenset(
    {"than", "of", "over", "versus", "vs", "compared", "while", "and", "to", "with", "from", "for"}
)
_CHANGED = frozenset(
    {"increased", "rose", "grew", "climbed", "jumped", "surged", "soared", "expanded", "fell",
     "dropped", "declined", "decreased", "shrank"}
)  # fmt: skip
_HEDGES = frozenset(
    {"about", "around", "approximately", "roughly", "nearly", "almost", "some", "another"}
)
_ADDING = frozenset({"add", "adds", "added", "adding"})
_SPEEDS = frozenset({"performance", "speed", "throughput", "bandwidth"})
_ARTICLES = frozenset({"a", "an", "the", "its", "their", "this", "that"})
_MEASURES = frozenset(
    {"cost", "costs", "price", "latency", "power", "energy", "electricity", "time"}
)
_COMPARED = frozenset({"cost", "costs", "price", "latency"})
_BEFORE_NOUNS = frozenset({"the", "as", "its", "their", "his", "her", "our", "all", "own"})
_SCOPE_OF_VERB = 10  # lexemes between "cut" and "by 40%"


def read_quantities(text: str, lexemes: list[Lexeme]) -> Iterator[Quantity]:
    """Every quantity of a text, in order and without overlap."""
    words = load_words()
    done = 0
    for at in [index for index, item in enumerate(lexemes) if words.may_begin(item)]:
        first = read_amount(lexemes, at, words) if at >= done else None
        if first is None:
            continue
        pair = _second(lexemes, first, words)
        for low, high in pair:
            found = _quantity(text, lexemes, low, high, words)
            if found is not None:
                yield found
        done = max(at + 1, *(high.stop for _, high in pair))


def _second(lexemes: list[Lexeme], first: Amount, words: Words) -> list[tuple[Amount, Amount]]:
    """The amount alone, or with the one it is joined to: as one range or as two numbers."""
    alone = [(first, first)]
    joint, at = _joint(lexemes, first.stop)
    start = at + (lower_at(lexemes, at) in {"a", "an"})
    if not joint or start >= len(lexemes) or not words.may_begin(lexemes[start]):
        return alone
    second = read_amount(lexemes, start, words, joined=True)
    if second is not None and second.unit is None:
        second = continued_money(lexemes, at, first, words) or second
    if second is None or second.first != at or _goes_on(lexemes, second.stop):
        return alone
    is_dear = second.number.first > second.first or second.unit == FRACTION
    if first.unit is None and (is_dear or (joint == "and" and _is_like_year(lexemes, first))):
        return alone  # "in 2025 to $2 billion", "in 2029 and half of it", "of 2026 and 6 GW"
    return _paired(lexemes, *_shared(first, second), joint)


def _is_like_year(lexemes: list[Lexeme], amount: Amount) -> bool:
    """Whether a number alone is written as a year, and no range begins with it."""
    written = lexemes[amount.number.first].text
    is_four = len(written) == 4 and written.isdigit() and written[:2] in {"19", "20"}
    return is_four and lower_at(lexemes, amount.first - 1) != "between"


def _goes_on(lexemes: list[Lexeme], at: int) -> bool:
    """Whether hyphens go on, as in telephone numbers and dates."""
    return at < len(lexemes) and lexemes[at].sort == Sort.NUMBER and lexemes[at].gap == "-"


def _paired(
    lexemes: list[Lexeme], low: Amount, high: Amount, joint: str
) -> list[tuple[Amount, Amount]]:
    """Two joined amounts as one range, as two numbers, or the first alone."""
    alone = [(low, low)]
    if low.unit != high.unit or low.number.vague or high.number.vague:
        return alone
    before = lower_at(lexemes, low.first - 1)
    rises = low.value < high.value
    if before == "from" and joint == "to" and _is_complete(low):
        ranges = lower_at(lexemes, low.first - 2) in _RANGING
        return [(low, high)] if rises and ranges else [(low, low), (high, high)]
    if joint == "to" and _is_complete(low) and _is_of_change(lexemes, low):
        return [(low, low), (high, high)]
    near = high.value <= 2 * low.value
    joins = {"to": True, "and": before == "between", "or": near}[joint]
    return [(low, high)] if rises and joins else alone


def _is_of_change(lexemes: list[Lexeme], amount: Amount) -> bool:
    """Whether an amount is what something rose by: "grew about 600 MW to 2.2 GW"."""
    at = amount.first - 1
    while lower_at(lexemes, at) in _HEDGES:
        at -= 1
    return amount.unit not in {FRACTION, RATIO} and lower_at(lexemes, at) in _CHANGED


def _is_complete(amount: Amount) -> bool:
    """Whether the text gives the amount its own unit or currency."""
    return amount.stop > amount.number.stop or amount.first < amount.number.first


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
    if first.unit != second.unit:  # "for 17 years and $18 billion"
        return first, second
    if one.magnitude == 1 and two.magnitude > 1 and one.mantissa <= two.mantissa:
        first = replace(first, number=replace(one, magnitude=two.magnitude))
    if one.magnitude > 1 and two.magnitude == 1 and two.mantissa >= one.mantissa:
        second = replace(second, number=replace(two, magnitude=one.magnitude))
    return first, second


def _quantity(
    text: str, lexemes: list[Lexeme], low: Amount, high: Amount, words: Words
) -> Quantity | None:
    if low.unit is None and not _is_count(lexemes, replace(low, stop=high.stop)):
        return None
    hedge = _hedges(lexemes, low, high.stop, words)
    unit, ends = high.unit or COUNT, (low.value, high.value)
    if unit == MONTHS and _frames_a_time(lexemes, high.stop, hedge.word):
        hedge = replace(hedge, qualifier=None)
    if unit in {PERCENT, FRACTION}:
        unit, ends, inverse = _share_or_ratio(lexemes, (low, high), hedge.first, words)
    elif unit == RATIO:
        inverse = _direction(lexemes, high.stop, hedge.first, words) == "less"
        ends = (1 / ends[1], 1 / ends[0]) if inverse and min(ends) > 0 else ends
    else:
        inverse = False
    vague = low.number.vague
    open_ended = vague or high.number.more
    qualifier = Qualifier.AT_LEAST if open_ended else hedge.qualifier or Qualifier.EXACT
    bounds = _bounds(ends, qualifier, inverse=inverse)
    if ends[0] != ends[1] and hedge.goes_on:
        bounds = (ends[0], None)  # "two to three years or more"
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


def _frames_a_time(lexemes: list[Lexeme], stop: int, word: str) -> bool:
    """Whether "over five years" and "under 20-year contracts" frame a time, not bound it."""
    return word == "over" or (word == "under" and lexemes[stop - 1].gap == "-")


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
    goes_on: bool = False


def _hedges(lexemes: list[Lexeme], low: Amount, stop: int, words: Words) -> _Hedging:
    first = at = low.first
    qualifier: Qualifier | None = None
    further, word, goes_on = False, "", False
    for _ in range(4):
        found = words.hedges_before.behind(lexemes, at)
        if found is None:
            break
        hedge, at = found
        if hedge.qualifier is Qualifier.UP_TO and _is_no_bound(lexemes, at):
            break
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
            goes_on = qualifier is Qualifier.AT_LEAST
    return _Hedging(first, stop, qualifier, further, word, goes_on)


def _is_no_bound(lexemes: list[Lexeme], at: int) -> bool:
    """Whether "up to" or "under" bounds nothing: "adds up to $1 trillion", "under a $2bn deal"."""
    if lower_at(lexemes, at) == "under":
        return lower_at(lexemes, at + 1) in _ARTICLES
    return lower_at(lexemes, at - 1) in _ADDING


def _share_or_ratio(
    lexemes: list[Lexeme], pair: tuple[Amount, Amount], first: int, words: Words
) -> tuple[str, tuple[float, float], bool]:
    """A percentage is a fraction, or a ratio where words compare ("30% faster")."""
    low, high = pair
    unit = high.unit
    scale = 0.01 if unit == PERCENT else 1.0
    ends = (low.value * scale, high.value * scale)
    direction = _direction(lexemes, high.stop, first, words)
    if direction == "less" and ends[1] <= 1:
        return RATIO, (1 - ends[1], 1 - ends[0]), True
    if direction == "more":
        return RATIO, (1 + ends[0], 1 + ends[1]), False
    in_half = lower_at(lexemes, low.first - 1) == "in"  # "cut in half"
    is_ratio = unit == FRACTION and (in_half or _is_of_a_measure(lexemes, high.stop))
    is_ratio = is_ratio or (unit == PERCENT and _is_of_speed(lexemes, high.stop))
    return (RATIO if is_ratio else FRACTION), ends, False


def _is_of_speed(lexemes: list[Lexeme], at: int) -> bool:
    """Whether a percentage is one of how fast something is: "60% of the H100's performance"."""
    if lower_at(lexemes, at) != "of":
        return False
    return any(lower_at(lexemes, n) in _SPEEDS for n in range(at + 1, at + 6))


def _is_of_a_measure(lexemes: list[Lexeme], at: int) -> bool:
    """Half the cost, a quarter of the latency, a tenth of that of: a comparison, no share."""
    if lower_at(lexemes, at) != "of":
        return lower_at(lexemes, at) in {"the", "as"}
    following = lower_at(lexemes, at + 1)
    if following in {"that", "those", "what"}:
        # not "half of that goes to"
        return following == "what" or lower_at(lexemes, at + 2) in {"of", "for"}
    for n in range(at + 1, at + 5):
        if lower_at(lexemes, n) in _MEASURES:
            return True
        if lower_at(lexemes, n).endswith(("'s", "’s")):
            # "a tenth of Acme's cost", not "a quarter of Virginia's electricity"
            return not _COMPARED.isdisjoint((lower_at(lexemes, n + 1), lower_at(lexemes, n + 2)))
    return False


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
        titled = lexemes[amount.first].text.istitle() and after.text.istitle()
        named = titled and after.gap == " " and not after.lower.endswith("s")
        return number.mantissa not in {0, 1} and not named  # "Three Mile Island"
    names = before.lower in _LABELS | _MONTH_NAMES or before.text == "["
    if names or number.mantissa == 0 or not _is_free(lexemes, amount):
        return False
    if after.lower in _MONTH_NAMES | _TIMES_OF_DAY:
        return False
    if _is_year(lexemes[amount.first].text, before.lower):
        return False
    named = before.sort == Sort.WORD and before.text[:1].isupper()
    titled = after.text[:1].isupper() and after.lower.endswith("s")
    written_out = "," in lexemes[amount.first].text
    return not named or before.lower in STOP_WORDS or titled or written_out


def _is_year(text: str, before: str) -> bool:
    """1994, 2026, and "in 1794"; versions such as 3.5 count nothing either."""
    if "." in text:
        return True
    return len(text) == 4 and (text[:2] in {"19", "20"} or before in _BEFORE_YEARS)


_NOTHING = Lexeme(Sort.SIGN, "", "", 0, 0, " ")


def _neighbours(lexemes: list[Lexeme], amount: Amount) -> tuple[Lexeme, Lexeme]:
    before = lexemes[amount.first - 1] if amount.first else _NOTHING
    if before.text == "." and amount.first > 1:
        abbreviation = lexemes[amount.first - 2]
        if abbreviation.lower in _MONTH_NAMES or abbreviation.lower in _LABELS:
            before = abbreviation
    after = lexemes[amount.stop] if amount.stop < len(lexemes) else _NOTHING
    return before, after


def _is_free(lexemes: list[Lexeme], amount: Amount) -> bool:
    """Not glued to letters, colons, slashes or further hyphenated numbers."""
    before, after = _neighbours(lexemes, amount)
    if lexemes[amount.first].gap == "-" and before.sort == Sort.NUMBER:
        return False
    if before.text in {"#", "$", "/"} and lexemes[amount.first].gap == "":
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
    while lower_at(lexemes, at) in _BEFORE_NOUNS:
        at += 1
    first = at
    ends = _NOUN_ENDS if is_ratio else STOP_WORDS
    while at < len(lexemes) and at - first < _NOUN_SIZE and _in_noun(lexemes, at, first, ends):
        at += 1
    if at == first:
        return "", 0
    return text[lexemes[first].start : lexemes[at - 1].end], lexemes[at - 1].end


def _is_model_number(lexemes: list[Lexeme], at: int) -> bool:
    """Whether a number begins the name of a model: the 910 of "marquee 910C chips"."""
    if lexemes[at].sort != Sort.NUMBER or at + 1 >= len(lexemes):
        return False
    letters = lexemes[at + 1]
    return letters.gap == "" and letters.sort == Sort.WORD and letters.text.isupper()


def _in_noun(lexemes: list[Lexeme], at: int, first: int, ends: AbstractSet[str]) -> bool:
    """Whether a lexeme goes on with a noun: words, GB200, 910C, U.S."""
    item = lexemes[at]
    if item.sort == Sort.WORD:
        stem = item.lower.split("'")[0].split("’")[0]
        return stem not in ends or (len(stem) == 1 and item.text.isupper())
    if at > first and _is_model_number(lexemes, at):
        return True
    if at == first or item.gap == " ":
        return False
    before = lexemes[at - 1].text
    if item.text == "-":
        return True
    return item.sort == Sort.NUMBER or (item.text == "." and len(before) == 1 and before.isupper())
