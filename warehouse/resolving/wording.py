"""Words by which a sentence says how one of its amounts stands to another amount."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

#: A number of a sentence. Years are none: they date an amount and do not part its words.
_NUMBER = re.compile(r"\d[\d,]{0,20}(?:\.\d{1,6})?")
#: A number after one of these is money.
_SIGNS = ("$", "€", "£", "¥")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: Words this far from an amount are no longer about it.
_REACH = 90
#: One of a size: "more than a gigawatt".
_ONE = re.compile(
    r"\b(?:an?|one)[ -](?:[a-z]{1,4}illion|thousand|hundred|[kmgt]\w{0,4}watt)\b", re.I
)
_WORD = re.compile(r"\w+")
#: The cue of an amount by which something grows.
ADDED = "added"
#: What something grows by, right before it.
_GROWN_BY = re.compile(
    r"\bby (?:(?:up to|as much as|about|around|some|roughly|nearly|almost|over|more than|at least|"
    r"another|an additional) )?[A-Z]{0,3}[$€£¥]?\s?#"
)
#: What watts come from.
_FUEL = (
    r"\b(?:(?P<gas>gas)|(?P<sun>solar|photovoltaics?)|(?P<wind>wind)|(?P<coal>coal)"
    r"|(?P<atom>nuclear|reactors?|SMRs?)|(?P<heat>geothermal)|(?P<water>hydro\w{0,10}))\b"
)
_FUELLED = re.compile(rf"[ -]?\w{{1,10}} (?:of )?(?:[\w-]{{1,20}} ){{0,2}}?{_FUEL}", re.IGNORECASE)
_FUEL_OF = re.compile(rf"{_FUEL}(?: \w{{1,20}}){{0,2}} of $", re.IGNORECASE)
#: Where the words about an amount end: another clause or sentence.
_STOP = re.compile(r"[;:]|\.\s")


def cues(text: str) -> str:
    """What the words around an amount say of it: the cues of which they hold a phrase.

    A cue is held where a phrase of it stands in whole words, ignoring case; it is ``leading`` where
    one stands right before the amount.
    """
    words = set(_WORD.findall(text.lower()))
    begun = _by_first_word()
    possible = {cue for word in begun.keys() & words for cue in begun[word]}
    held = [cue for cue in possible if _cue(cue).search(text)]
    held += [leading(cue) for cue in held if _leading(cue).search(text)]
    if "by" in words and _GROWN_BY.search(text):
        held.append(ADDED)
    return " ".join(sorted(held))


def leading(cue: str) -> str:
    """The name of a cue of which a phrase stands right before the amount."""
    return f"{cue}#"


def is_further(quote: str, amount: float | None, *, money: bool) -> bool:
    """Whether the amount is told as an addition: "another $4 billion", "$4 billion more"."""
    return amount is not None and any(
        _further_before().search(before) or _further_after().match(after)
        for before, after in _places(quote, amount)
        if money or not before.endswith(_SIGNS)
    )


def is_in_digits(quote: str, amount: float | None) -> bool:
    """Whether the quote tells the amount as a number: in digits, or as "a gigawatt"."""
    if amount is None:
        return False
    return bool(_places(quote, amount)) or (is_round(amount) and bool(_ONE.search(quote)))


def is_round(amount: float) -> bool:
    """Whether the amount is a one with zeros, as the size words are."""
    return f"{amount:.9e}".startswith("1.000000000e")


@lru_cache(maxsize=65536)
def around(quote: str, amount: float) -> str:
    """The words of a quote that are about one of its amounts.

    They reach from the number before it to the number after it (from money to money, for money), at
    most 90 characters either way; all of the quote where the amount is not written in digits.
    """
    return " | ".join(f"{before} # {after}" for before, after in _places(quote, amount)) or quote


@lru_cache(maxsize=65536)
def power_source(quote: str, amount: float) -> str | None:
    """What watts come from: "600 MW of solar arrays", "gas turbines of 600 MW"."""
    for before, after in _places(quote, amount):
        if found := _FUELLED.match(after) or _FUEL_OF.search(before):
            return found.lastgroup
    return None


def names(text: str, name: str) -> bool:
    """Whether the text holds a name as whole words."""
    start = text.find(name) if name else -1
    while start >= 0:
        end = start + len(name)
        if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
            return True
        start = text.find(name, end)
    return False


@lru_cache(maxsize=1)  # what is asked of a claim is asked in a row
def _places(quote: str, amount: float) -> tuple[tuple[str, str], ...]:
    """What stands before and after each number of the quote that may be the amount."""
    wanted = _digits(f"{amount:.9e}".split("e")[0])
    numbers = [m for m in _NUMBER.finditer(quote) if not _YEAR.fullmatch(m[0])]
    return tuple(
        (
            _STOP.split(quote[max(_end_before(m, numbers), m.start() - _REACH) : m.start()])[-1],
            _STOP.split(quote[m.end() : min(_start_after(m, numbers), m.end() + _REACH)])[0],
        )
        for m in numbers
        if _digits(m[0]) == wanted
    )


def _end_before(number: re.Match[str], numbers: Sequence[re.Match[str]]) -> int:
    """Where the words before a number begin: money is not parted from its words by other counts."""
    return max(
        (m.end() for m in numbers if m.end() <= number.start() and _parts(m, number)), default=0
    )


def _start_after(number: re.Match[str], numbers: Sequence[re.Match[str]]) -> int:
    return min(
        (m.start() for m in numbers if m.start() >= number.end() and _parts(m, number)),
        default=len(number.string),
    )


def _parts(other: re.Match[str], number: re.Match[str]) -> bool:
    return _is_money(other) or not _is_money(number)


def _is_money(number: re.Match[str]) -> bool:
    return number.string[: number.start()].endswith(_SIGNS)


def _digits(number: str) -> str:
    return number.replace(",", "").replace(".", "").strip("0")


@cache
def _link_cues() -> dict[str, list[str]]:
    text = files("warehouse").joinpath("data", "link_cues.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _by_first_word() -> dict[str, set[str]]:
    """The cues that have a phrase which begins with a word."""
    found: dict[str, set[str]] = defaultdict(set)
    for cue, phrases in _link_cues().items():
        for phrase in phrases:
            found[_WORD.findall(phrase.lower())[0]].add(cue)
    return found


@cache
def _phrases(name: str) -> str:
    phrases = sorted(_link_cues()[name], key=len, reverse=True)
    return r"\b(?:" + "|".join(map(_phrase, phrases)) + r")\b"


def _phrase(words: str) -> str:
    """A phrase as a pattern; a star in it stands for up to three words."""
    return re.escape(words).replace(r"\*", r"[^\s#|]{1,30}(?: [^\s#|]{1,30}){0,2}")


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(_phrases(name), re.IGNORECASE)


@cache
def _leading(name: str) -> re.Pattern[str]:
    return re.compile(_phrases(name) + r"[^#|\n,]{0,24}#", re.IGNORECASE)


@cache
def _further_before() -> re.Pattern[str]:
    """An addition's word and nothing but small words between it and the number."""
    between = r"(?:\s{1,3}(?:up\s{1,3}to|about|around|roughly|some|at\s{1,3}least|as\s{1,3}much"
    return re.compile(
        _phrases("further") + between + r"\s{1,3}as|of|US))?\s{0,3}[A-Z]{0,3}[$€£¥]?$",
        re.IGNORECASE,
    )


@cache
def _further_after() -> re.Pattern[str]:
    """The same right after the number and its unit: "$4 billion more"."""
    unit = r"\s{0,3}(?:[a-z]{1,12}\s{1,3}){0,2}?"
    return re.compile(unit + _phrases("on_top") + r"(?!\s{1,3}than\b)", re.IGNORECASE)
