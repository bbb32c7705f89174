"""Numbers in digits and in words: 400,000, 816 000, 1.25 billion, twenty-five, half a million."""

from dataclasses import dataclass, replace

from extractors.quantities.lexing import Lexeme, Sort
from extractors.quantities.words import Words

_LONGEST = 24  # more digits than this are no amount of anything
_WORDS_OF_A_NUMBER = 8
_NO_ARTICLE = 1.0
_MORE = frozenset({("+", ""), ("plus", "-")})


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: lexemes ``first`` to ``stop``, mantissa and magnitude apart.

    ``vague`` marks sizes without a number ("tens of billions"), ``spelled`` numbers in words,
    ``more`` a plus sign at the end ("120+ weeks").
    """

    first: int
    stop: int
    mantissa: float
    magnitude: float = 1.0
    vague: bool = False
    spelled: bool = False
    more: bool = False


def read_number(lexemes: list[Lexeme], at: int, words: Words, *, money: bool) -> Number | None:
    """The number whose first decisive lexeme stands at ``at``, or None."""
    item = lexemes[at]
    if item.sort == Sort.NUMBER:
        number = _digits(lexemes, at)
    elif item.sort == Sort.WORD:
        number = _in_words(lexemes, at, words)
    else:
        return None
    return number and _with_magnitude(lexemes, number, words, money=money)


def _digits(lexemes: list[Lexeme], at: int) -> Number | None:
    text = lexemes[at].text
    if len(text) > _LONGEST or (text[0] == "0" and text[1:2].isdigit()):
        return None
    stop = at + 1
    if len(text) <= 3 and text.isdigit() and text[0] != "0":
        stop = _spaced_thousands(lexemes, at)
        text = "".join(item.text for item in lexemes[at:stop])
    return Number(at, stop, float(text.replace(",", "")))


def _spaced_thousands(lexemes: list[Lexeme], at: int) -> int:
    """Where a number with spaces between its thousands stops ("816 000", "1 250 000")."""
    stop = at + 1
    while stop < len(lexemes) and stop - at < 6:
        item = lexemes[stop]
        apart = item.start - lexemes[stop - 1].end
        if item.sort != Sort.NUMBER or item.gap != " " or apart != 1 or len(item.text) != 3:
            break
        if not item.text.isdigit():
            break
        stop += 1
    ends_round = lexemes[stop - 1].text == "000"
    return stop if ends_round else at + 1


def _in_words(lexemes: list[Lexeme], at: int, words: Words) -> Number | None:
    lower = lexemes[at].lower
    value, use = words.numbers.get(lower, (0.0, ""))
    if use in {"number", "ten"}:
        return _counted(lexemes, at, words)
    if use == "vague":
        return _vague(lexemes, at, words)
    if use == "group":
        return _grouped(lexemes, at, value)
    if lower.startswith("multi"):
        return _multiple_of(lexemes, at, words)
    if words.magnitudes.get(lower, (0.0, ""))[1] == "word":
        return _bare_magnitude(lexemes, at)
    return None


def _counted(lexemes: list[Lexeme], at: int, words: Words) -> Number:
    """Twenty-five, two hundred and fifty, three dozen."""
    total = 0.0
    stop = at
    last = ""
    while stop < min(len(lexemes), at + _WORDS_OF_A_NUMBER):
        lower = lexemes[stop].lower
        value, use = words.numbers.get(lower, (0.0, ""))
        if lower == "hundred" and total:
            total, last = total * 100, "hundred"
        elif use == "group" and total:
            return Number(at, stop + 1, total * value, spelled=True)
        elif (use == "ten" and last in {"", "hundred"}) or (
            use == "number" and (last in {"", "hundred"} or (last == "ten" and value < 10))
        ):
            total, last = total + value, use
        elif lower == "and" and last == "hundred" and _continues(lexemes, stop + 1, words):
            pass
        else:
            break
        stop += 1
    return _with_half(lexemes, Number(at, stop, total, spelled=True))


def _continues(lexemes: list[Lexeme], at: int, words: Words) -> bool:
    return at < len(lexemes) and words.numbers.get(lexemes[at].lower, (0, ""))[1] in {
        "number",
        "ten",
    }


def _with_half(lexemes: list[Lexeme], number: Number) -> Number:
    """One and a half, two-and-a-half."""
    following = [item.lower for item in lexemes[number.stop : number.stop + 3]]
    if following == ["and", "a", "half"]:
        return replace(number, stop=number.stop + 3, mantissa=number.mantissa + 0.5)
    return number


def _vague(lexemes: list[Lexeme], at: int, words: Words) -> Number:
    """Dozens; hundreds of thousands; tens of billions."""
    value = words.numbers[lexemes[at].lower][0]
    stop = at + 1
    while stop + 1 < len(lexemes) and lexemes[stop].lower == "of":
        factor, use = words.numbers.get(lexemes[stop + 1].lower, (0.0, ""))
        if use != "vague":
            break
        value, stop = value * factor, stop + 2
    return Number(at, stop, value, vague=True, spelled=True)


def _grouped(lexemes: list[Lexeme], at: int, size: float) -> Number:
    """A dozen, half a dozen."""
    first, share = _article(lexemes, at)
    return Number(first, at + 1, size * share, spelled=True)


def _bare_magnitude(lexemes: list[Lexeme], at: int) -> Number:
    """A billion, half a trillion, several hundred; the magnitude itself is read next."""
    before = lexemes[at - 1].lower if at else ""
    if before in {"several", "few", "many"}:
        first = at - 2 if before == "few" and at > 1 and lexemes[at - 2].lower == "a" else at - 1
        return Number(first, at, 1.0, vague=True, spelled=True)
    first, share = _article(lexemes, at)
    return Number(first, at, share, spelled=True)


def _article(lexemes: list[Lexeme], at: int) -> tuple[int, float]:
    """What stands before a magnitude: nothing, an article, or half an article."""
    if at and lexemes[at - 1].lower in {"a", "an"}:
        if at > 1 and lexemes[at - 2].lower == "half":
            return at - 2, 0.5
        return at - 1, _NO_ARTICLE
    return at, _NO_ARTICLE


def _multiple_of(lexemes: list[Lexeme], at: int, words: Words) -> Number | None:
    """Multibillion, multi-million: at least one of the magnitude."""
    rest = lexemes[at].lower.removeprefix("multi")
    stop = at + 1
    if not rest and stop < len(lexemes) and lexemes[stop].gap == "-":
        rest = lexemes[stop].lower
        stop += 1
    factor, use = words.magnitudes.get(rest, (0.0, ""))
    if use != "word":
        return None
    return Number(at, stop, 1.0, factor, vague=True, spelled=True)


def _with_magnitude(
    lexemes: list[Lexeme], number: Number, words: Words, *, money: bool
) -> Number | None:
    factor = number.magnitude
    stop = number.stop
    for _ in range(2):
        found = _magnitude(lexemes, stop, words, money=money) if stop < len(lexemes) else None
        if found is None:
            break
        factor, stop = factor * found, stop + 1
    more = stop < len(lexemes) and (lexemes[stop].lower, lexemes[stop].gap) in _MORE
    return replace(number, magnitude=factor, stop=stop + more, more=more)


def _magnitude(lexemes: list[Lexeme], at: int, words: Words, *, money: bool) -> float | None:
    item = lexemes[at]
    if item.sort != Sort.WORD:
        return None
    factor, use = words.magnitudes.get(item.text) or words.magnitudes.get(item.lower, (0.0, ""))
    if use in {"word", "any"}:
        return factor
    if use == "money":
        return factor if money and item.gap != " " else None
    if use == "glued" and (item.gap == "" or (money and item.text.isupper())):
        follower = lexemes[at + 1] if at + 1 < len(lexemes) else None
        glued = follower is not None and follower.gap == "" and follower.text in "&'’"
        return None if glued else factor
    return None
