"""An amount: one number with its unit as written, money, watts, times, parts.

A number that is glued to a name (GB200, GPT-5, Q3) is none.
"""

from dataclasses import dataclass, replace

from spacy.lang.en.stop_words import STOP_WORDS

from extractors.quantities.lexing import Lexeme, Sort
from extractors.quantities.numbers import Number, read_number
from extractors.quantities.words import AFTER_ARTICLE, Currency, Words
from schema.units import FRACTION, MONTHS, POWER, RATIO, is_money

PERCENT = "percent"

#: "About a year" is a length of time, "a billion a year" is a rate.
_HEDGES_OF_TIME = frozenset(
    {"about", "almost", "approximately", "around", "half", "just", "nearly", "only", "over"}
    | {"roughly", "some", "than", "under", "within"}
)
_RATE_WORDS = {"annually": "year", "yearly": "year", "monthly": "month"}
# "five cents a kilowatt-hour", "$10 million a megawatt"
_RATES_AFTER_ARTICLES = frozenset(
    {"s", "min", "hour", "day", "week", "month", "quarter", "year", "kWh", "MWh", "W", "MW", "GW"}
)
_KINDS_OF_MEGAWATTS = frozenset({"installed", "critical", "it", "contracted", "new", "leased"})
_DENSITIES = frozenset({"m2", "cm2", "mm2", "t", "kg"})
_BEFORE_UNITS = frozenset({"dense", "sparse", "output", "input", "peak"})
_FORMATS = frozenset({"fp", "int", "bf", "tf", "mxfp", "nvfp", "mxint"})
# "three times a week" is no ratio
_NOT_AFTER_TIMES = frozenset(
    {"a", "an", "per", "since", "in", "during", "this", "last", "before", "each", "every"}
)
_SEVERAL = frozenset({"several", "multiple", "few", "many"})
_BEFORE_HALVES_OF_TIME = frozenset({"first", "second", "last", "latter", "other", "back", "next"})
_AFTER_HALF = frozenset(
    {"of", "the", "its", "as", "that", "will", "comes", "come", "came", "goes", "go", "went"}
)
_BEFORE_HALF = frozenset({"by", "much", "in"})
_HALF_AGAIN = 7  # lexemes from "half" within which "as much memory again" ends
_AFTER_PARTS = frozenset({"of", "the", "its", "less", "more", "fewer", "lower", "cheaper"})
#: Before a part that ends its clause: "will own a fifth", "more than a third".
_BEFORE_PARTS = frozenset(
    {"own", "owns", "owned", "owning", "hold", "holds", "held", "holding", "keep", "keeps", "kept",
     "keeping", "retain", "retains", "has", "than", "about", "roughly", "nearly", "almost",
     "by", "around"}
)  # fmt: skip
_PARTS_OF = frozenset({3.0, 4.0, 5.0, 10.0, 100.0})


@dataclass(frozen=True, slots=True)
class Amount:
    """One number with its unit as written: lexemes ``first`` to ``stop``."""

    first: int
    stop: int
    number: Number
    unit: str | None = None
    factor: float = 1.0

    @property
    def value(self) -> float:
        """The number in the base of its unit."""
        return self.number.mantissa * self.number.magnitude * self.factor


def read_amount(
    lexemes: list[Lexeme], at: int, words: Words, *, joined: bool = False
) -> Amount | None:
    """The amount whose first lexeme stands at ``at``: number and unit, or money.

    ``joined`` says that it follows another amount as the end of a range.
    """
    currency = words.currencies_before.ahead(lexemes, at)
    if currency is not None:
        return _money(lexemes, at, currency, words)
    number = read_number(lexemes, at, words, money=False)
    if number is None:
        return _word_for_ratio(lexemes, at, words) or _article_and_unit(lexemes, at, words)
    if _is_part_of_a_name(lexemes, number.first, joined=joined):
        return None
    bare = Amount(number.first, number.stop, number)
    return (
        _part(lexemes, bare, words)
        or _currency_after(lexemes, bare, words)
        or _times(lexemes, bare)
        or _physical(lexemes, bare, words)
        or bare
    )


def lower_at(lexemes: list[Lexeme], at: int) -> str:
    """The lower-case text of a lexeme, empty outside the text."""
    return lexemes[at].lower if 0 <= at < len(lexemes) else ""


def _is_part_of_a_name(lexemes: list[Lexeme], at: int, *, joined: bool) -> bool:
    """GB200, GPT-5, Q3, 3.5.1, #5: a number glued to what stands before it."""
    if at == 0 or lexemes[at].sort != Sort.NUMBER or lexemes[at].gap == " ":
        return False
    if joined and lexemes[at].gap == "-":
        return False  # "2-5", "2x-5x", "300MW-500MW"
    before = lexemes[at - 1]
    if lexemes[at].gap == "-":
        return before.sort == Sort.NUMBER or (
            before.sort == Sort.WORD and before.lower not in STOP_WORDS
        )
    return before.sort != Sort.SIGN or before.text in ".:#_@"


def _money(
    lexemes: list[Lexeme], at: int, found: tuple[Currency, int], words: Words
) -> Amount | None:
    currency, stop = found
    if lower_at(lexemes, stop) == "." and currency.code == "INR":
        stop += 1
    if stop >= len(lexemes):
        return None
    number = read_number(lexemes, stop, words, money=True)
    if number is None or number.first < stop:
        return None
    repeated = words.currencies_after.ahead(lexemes, number.stop)
    stop = repeated[1] if repeated and repeated[0].code == currency.code else number.stop
    unit, stop = _with_rates(lexemes, currency.code, stop, words)
    return Amount(at, stop, number, unit, currency.factor)


def continued_money(lexemes: list[Lexeme], at: int, first: Amount, words: Words) -> Amount | None:
    """The bare second end of a range of money: "$15–20m per MW"."""
    code = (first.unit or "").partition("/")[0]
    number = read_number(lexemes, at, words, money=True) if is_money(code) else None
    if number is None or number.first != at:
        return None
    unit, stop = _with_rates(lexemes, code, number.stop, words)
    return Amount(at, stop, number, unit, first.factor)


def _currency_after(lexemes: list[Lexeme], bare: Amount, words: Words) -> Amount | None:
    of = bare.number.spelled and lower_at(lexemes, bare.stop) == "of"
    found = words.currencies_after.ahead(lexemes, bare.stop + of)
    if found is None or (found[0].place == "large" and bare.value < 1000):
        return None
    unit, stop = _with_rates(lexemes, found[0].code, found[1], words)
    return replace(bare, stop=stop, unit=unit, factor=found[0].factor)


def _with_rates(lexemes: list[Lexeme], unit: str, stop: int, words: Words) -> tuple[str, int]:
    """A unit with its denominators: per month, /W, per second per watt, per megawatt-day."""
    for _ in range(2):
        rate = _rate(lexemes, stop, words)
        if rate is None:
            break
        unit, stop = f"{unit}/{rate[0]}", rate[1]
    return unit, stop


def _power_density(lexemes: list[Lexeme], unit: str, stop: int, words: Words) -> tuple[str, int]:
    """Watts over an area or a mass; watts a rack or a chip stay watts."""
    rate = _rate(lexemes, stop, words)
    return (f"{unit}/{rate[0]}", rate[1]) if rate and rate[0] in _DENSITIES else (unit, stop)


def _rate(lexemes: list[Lexeme], at: int, words: Words) -> tuple[str, int] | None:
    lower = lower_at(lexemes, at)
    if lower in _RATE_WORDS:
        return _RATE_WORDS[lower], at + 1
    if lower in {"day", "year"} and lexemes[at].gap == "-" and lexemes[at - 1].sort == Sort.WORD:
        return lower, at + 1
    if lower not in {"/", "per", "a", "an", "each", "every"}:
        return None
    at += lower_at(lexemes, at + 1) in _KINDS_OF_MEGAWATTS
    found = words.rate_symbols.ahead(lexemes, at + 1) or words.rates.ahead(lexemes, at + 1)
    if found is None or (lower not in {"/", "per"} and found[0] not in _RATES_AFTER_ARTICLES):
        return None
    return found


def _times(lexemes: list[Lexeme], bare: Amount) -> Amount | None:
    """2x, 40×, three times, 25-fold, by a factor of three."""
    if lower_at(lexemes, bare.first - 1) == "of" and lower_at(lexemes, bare.first - 2) == "factor":
        return replace(bare, unit=RATIO)
    if bare.stop >= len(lexemes):
        return None
    item = lexemes[bare.stop]
    after = lexemes[bare.stop + 1] if bare.stop + 1 < len(lexemes) else None
    if item.text in {"x", "X", "×"} and item.gap != " ":
        glued = after is not None and after.gap == "" and after.sort != Sort.SIGN
        return None if glued else replace(bare, stop=bare.stop + 1, unit=RATIO)
    by = lower_at(lexemes, bare.first - 1) == "by"  # "beats it by three times in training"
    if item.lower == "times" and (by or after is None or after.lower not in _NOT_AFTER_TIMES):
        return replace(bare, stop=bare.stop + 1, unit=RATIO)
    if item.lower == "fold" and item.gap != " ":
        return replace(bare, stop=bare.stop + 1, unit=RATIO)
    return None


def _physical(lexemes: list[Lexeme], bare: Amount, words: Words) -> Amount | None:
    """Watts, bytes, operations, months: the unit after a number, with its denominators."""
    at = _past_formats(lexemes, bare.stop)
    if bare.number.vague and lower_at(lexemes, at) == "of":
        at += 1
    found = words.unit_symbols.ahead(lexemes, at) or words.units.ahead(lexemes, at)
    if found is None:
        return None
    unit, stop = found
    if _is_glued_to_more(lexemes, stop) or _is_unit_of_a_name(lexemes, bare, stop):
        return None
    name = unit.name
    if name == POWER:
        name, stop = _power_density(lexemes, name, stop, words)
    elif name not in {MONTHS, PERCENT}:
        name, stop = _with_rates(lexemes, name, stop, words)
    if name == "tokens":
        return None
    return replace(bare, stop=stop, unit=name, factor=unit.factor)


def _is_glued_to_more(lexemes: list[Lexeme], stop: int) -> bool:
    """GB200 after a number is a name, not gigabytes."""
    after = lexemes[stop] if stop < len(lexemes) else None
    return after is not None and after.gap == "" and after.sort != Sort.SIGN


def _is_unit_of_a_name(lexemes: list[Lexeme], bare: Amount, stop: int) -> bool:
    """TPU 8t, Three Mile Island, one day: words that only look like a unit."""
    written = lexemes[stop - 1].text
    if bare.number.spelled and bare.value == 1 and written == "day":
        return True
    if bare.number.spelled and bare.value > 1 and lexemes[stop - 1].gap == " ":
        return written.istitle() and not written.endswith("s")
    before = lexemes[bare.first - 1] if bare.first else None
    named = before is not None and before.text[:1].isupper() and before.lower not in STOP_WORDS
    return named and len(written) == 1 and written.islower()


def _past_formats(lexemes: list[Lexeme], at: int) -> int:
    """Past a precision or "dense" between number and unit ("1,979 FP8 TFLOPS")."""
    for _ in range(2):
        lower = lower_at(lexemes, at)
        if lower in _BEFORE_UNITS:
            at += 1
        elif lower in _FORMATS and at + 1 < len(lexemes) and lexemes[at + 1].gap == "":
            at += 2
    return at


def _word_for_ratio(lexemes: list[Lexeme], at: int, words: Words) -> Amount | None:
    """Twice, tripled, tenfold, half the cost, a third of."""
    value, use = words.numbers.get(lexemes[at].lower, (0.0, ""))
    number = Number(at, at + 1, value, spelled=True)
    if use == "most" and lower_at(lexemes, at + 1) == "of":
        return Amount(at, at + 1, replace(number, vague=True), FRACTION)
    if use == "multiple":
        follows = lexemes[at + 1] if at + 1 < len(lexemes) else None
        compound = follows is not None and follows.gap == "-"
        return None if compound else Amount(at, at + 1, number, RATIO)
    if use == "fraction":
        return _and_a_half(lexemes, at, words) or _half(lexemes, at, number, words)
    counted = use == "part" and lower_at(lexemes, at - 1) in {"a", "one"}
    if counted and _stands_for_a_part(lexemes, at, words):
        return Amount(at - 1, at + 1, replace(number, first=at - 1), FRACTION)
    return None


def _stands_for_a_part(lexemes: list[Lexeme], at: int, words: Words) -> bool:
    """A third of, a quarter to a third of, own a fifth: a part, not the third in a row."""
    after = lower_at(lexemes, at + 1)
    if after in _AFTER_PARTS:
        return True
    if after in {"to", "and", "or"} and lower_at(lexemes, at + 2) in {"a", "one"}:
        return words.numbers.get(lower_at(lexemes, at + 3), (0.0, ""))[1] in {"part", "fraction"}
    return _ends_a_clause(lexemes, at + 1) and lower_at(lexemes, at - 2) in _BEFORE_PARTS


def _ends_a_clause(lexemes: list[Lexeme], at: int) -> bool:
    return at >= len(lexemes) or lexemes[at].text in {".", ",", ";", ")", ":"}


def _half(lexemes: list[Lexeme], at: int, number: Number, words: Words) -> Amount | None:
    """Half a gigawatt; half of the sites, half the cost, cut by half or in half."""
    article = _article_and_unit(lexemes, at + 2, words) if at + 2 < len(lexemes) else None
    if article is not None and article.first == at + 1:
        mantissa = number.mantissa
        return replace(article, first=at, number=replace(article.number, mantissa=mantissa))
    if _is_half_again(lexemes, at):
        return Amount(at, at + 1, replace(number, mantissa=1 + number.mantissa), RATIO)
    before = lower_at(lexemes, at - 1)
    hedged = before == "as" and lower_at(lexemes, at - 2) in {"much", "little"}
    is_part = lower_at(lexemes, at + 1) in _AFTER_HALF or before in _BEFORE_HALF or hedged
    is_part = is_part or (before in _BEFORE_PARTS and _ends_a_clause(lexemes, at + 1))
    if not is_part or before in _BEFORE_HALVES_OF_TIME:
        return None
    return Amount(at, at + 1, number, FRACTION)


def _is_half_again(lexemes: list[Lexeme], at: int) -> bool:
    """Half as much memory again, half again as much: one and a half times."""
    if lower_at(lexemes, at + 1) == "again":
        return lower_at(lexemes, at + 2) == "as"
    if lower_at(lexemes, at + 1) != "as":
        return False
    return any(lower_at(lexemes, n) == "again" for n in range(at + 3, at + _HALF_AGAIN))


def _and_a_half(lexemes: list[Lexeme], at: int, words: Words) -> Amount | None:
    """A year and a half, read from its last word."""
    if at < 4 or [item.lower for item in lexemes[at - 2 : at]] != ["and", "a"]:
        return None
    unit = words.units.single(lower_at(lexemes, at - 3))
    if unit is None or lower_at(lexemes, at - 4) != "a":
        return None
    return Amount(at - 4, at + 1, Number(at - 4, at + 1, 1.5, spelled=True), unit.name, unit.factor)


def _part(lexemes: list[Lexeme], bare: Amount, words: Words) -> Amount | None:
    """Two-thirds, one-tenth, three quarters of; nine in ten, two out of five."""
    if not bare.number.spelled or bare.stop >= len(lexemes):
        return None
    if (part := _out_of(lexemes, bare, words)) is not None:
        return part
    item = lexemes[bare.stop]
    value, use = words.numbers.get(item.lower, (0.0, ""))
    if use == "fraction" and item.gap == "-":
        use = "part"
    if use != "part":
        return None
    of = lower_at(lexemes, bare.stop + 1) in {"of", "the", "its", "less", "more"}
    if item.gap != "-" and not of:
        return None
    return replace(bare, stop=bare.stop + 1, unit=FRACTION, factor=value)


def _out_of(lexemes: list[Lexeme], bare: Amount, words: Words) -> Amount | None:
    """Nine in ten of the servers, two out of every five; not five in three years."""
    at = bare.stop
    if lower_at(lexemes, at) == "out" and lower_at(lexemes, at + 1) == "of":
        at += 1
    elif lower_at(lexemes, at) != "in":
        return None
    at += 1 + (lower_at(lexemes, at + 1) == "every")
    whole, _ = words.numbers.get(lower_at(lexemes, at), (0.0, ""))
    follows = words.magnitudes.get(lower_at(lexemes, at + 1))
    if whole not in _PARTS_OF or bare.value >= whole or follows is not None:
        return None
    if words.units.ahead(lexemes, at + 1) is not None:
        return None
    return replace(bare, stop=at + 1, unit=FRACTION, factor=1 / whole)


def _article_and_unit(lexemes: list[Lexeme], at: int, words: Words) -> Amount | None:
    """A gigawatt, gigawatt-scale, multi-gigawatt: one of a unit; a petaflop, a decade."""
    item = lexemes[at]
    lower = item.lower.removeprefix("multi")
    if not lower and at + 1 < len(lexemes) and lexemes[at + 1].gap == "-":
        lower, at = lexemes[at + 1].lower, at + 1
    found = words.units.single(lower)
    if found is not None and _is_counted_by_article(lexemes, at, found.name):
        if lower_at(lexemes, at - 1) not in {"a", "an", "one"}:
            return None
        number = Number(at - 1, at + 1, 1.0, spelled=True)
        return Amount(at - 1, at + 1, number, found.name, found.factor)
    if found is None or found.name not in {"W", "Wh"} or found.factor < 1e3:
        return None
    first, vague = _before_unit(lexemes, at, is_multiple=item.lower.startswith("multi"))
    if first is None:
        return None
    number = Number(first, at + 1, 1.0, vague=vague, spelled=True)
    return Amount(first, at + 1, number, found.name, found.factor)


def _is_counted_by_article(lexemes: list[Lexeme], at: int, unit: str) -> bool:
    """Whether "a" before a unit counts one: a petaflop, a decade, about a year; no year or byte."""
    written = lexemes[at].lower
    if written in AFTER_ARTICLE:
        is_more = [lower_at(lexemes, at + step) for step in (1, 2, 3)] == ["and", "a", "half"]
        return lower_at(lexemes, at - 2) in _HEDGES_OF_TIME and not is_more
    return (unit.endswith("FLOPS") and written.endswith("flop")) or written == "decade"


def _before_unit(lexemes: list[Lexeme], at: int, *, is_multiple: bool) -> tuple[int | None, bool]:
    """Where a unit without a number begins, None if it is no quantity, and whether it is vague."""
    if is_multiple:
        glued = lexemes[at].lower.startswith("multi")
        return (at if glued else at - 1), True
    before = lower_at(lexemes, at - 1)
    if before in _SEVERAL:
        return at - 1, True
    if before in {"a", "an"} or (before == "first" and not lexemes[at].lower.endswith("s")):
        return at - 1, False
    return (at if lower_at(lexemes, at + 1) in {"scale", "class"} else None), False
