"""When two claims say the same: names, numbers, dates, and how far a pair of claims agrees."""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import cache
from typing import Any

from extractors.datafiles import read_text

#: A claim as ``gigawatch extract`` prints it.
ClaimContent = Mapping[str, Any]

#: Numbers agree within this share of the larger, dates within so many days at each end.
NUMBER_TOLERANCE = 0.02
DATE_TOLERANCE = dt.timedelta(days=31)
#: Sets of joint names, and quotes, agree where they share this much.
SHARED = 0.5

_DATA = tomllib.loads(read_text("scoring.toml"))
_SAME: dict[str, str] = _DATA["same"]
_OPTIONAL = re.compile(rf"\b(?:{'|'.join(_DATA['optional_words'])})\b")
_JOINT = re.compile(r"\s{0,9}(?:,| / |;|\band\b|&)\s{0,9}")
_POSSESSIVE = re.compile(r"['’]s")
_MODEL_HYPHEN = re.compile(r"(?<=[a-z])-(?=\d)")
_MARKS = re.compile(r"[^\w\s.]")
_MARKUP = re.compile(r"<[^>]+>")
_WORD = re.compile(r"\w+")


class Level(IntEnum):
    """How far a claim agrees with an annotated one; each level needs the one before it."""

    NONE = 0
    VALUE = 1  # the numbers and the unit; a dependency's pair; a milestone's stage and date
    PARTY = 2  # and the subject
    FULL = 3  # and the object, the role, stage or metric, and the dates


def level(gold: ClaimContent, got: ClaimContent) -> Level:
    """How far a claim agrees with an annotated one."""
    if gold.get("kind") != got.get("kind") or _is_denied(gold) != _is_denied(got):
        return Level.NONE
    subject = same_party(gold.get("subject"), got.get("subject"))
    other = same_party(gold.get("object"), got.get("object"))
    labels = all(gold.get(key) in (None, got.get(key)) for key in ("role", "stage", "metric"))
    when = same_interval(gold.get("when"), got.get("when"))
    match gold.get("kind"):
        case "dependency":
            return _stepped(subject and other, True, labels)
        case "milestone":
            return _stepped(when and gold.get("stage") == got.get("stage"), subject, other)
        case _:
            return _stepped(same_value(gold, got), subject, other and labels and when)


def _stepped(value: bool, party: bool, full: bool) -> Level:
    return Level(value + (value and party) + (value and party and full))


def _is_denied(claim: ClaimContent) -> bool:
    return claim.get("modality") == "denied"


def same_value(gold: ClaimContent, got: ClaimContent) -> bool:
    """Whether unit and both bounds agree."""
    if (gold.get("unit") or None) != (got.get("unit") or None):
        return False
    return all(same_number(gold.get(bound), got.get(bound)) for bound in ("low", "high"))


def same_number(gold: float | None, got: float | None) -> bool:
    """Whether two numbers agree; an open bound agrees with an open bound alone."""
    if gold is None or got is None:
        return gold is None and got is None
    return abs(gold - got) <= NUMBER_TOLERANCE * max(abs(gold), abs(got), 1e-12)


def same_interval(gold: Mapping[str, Any] | None, got: Mapping[str, Any] | None) -> bool:
    """Whether two intervals agree at both ends, or there is none on either side."""
    if not gold or not got:
        return not gold and not got
    for bound, default in (("start", dt.date.min), ("end", dt.date.max)):
        one, other = _day(gold.get(bound), default), _day(got.get(bound), default)
        if one is None or other is None or abs(one - other) > DATE_TOLERANCE:
            return False
    return True


def _day(text: str | None, default: dt.date) -> dt.date | None:
    if not text:
        return default
    try:
        return dt.date.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def same_party(gold: str | None, got: str | None) -> bool:
    """Whether two sets of joint names agree, by the harmonic mean of what each has of the other."""
    left, right = comparable_names(gold), comparable_names(got)
    if not left or not right:
        return not left and not right
    found_left = sum(any(same_name(name, other) for other in right) for name in left)
    found_right = sum(any(same_name(other, name) for other in left) for name in right)
    if not found_left:
        return False
    precision, recall = found_right / len(right), found_left / len(left)
    return 2 * precision * recall / (precision + recall) >= SHARED


def same_name(one: str, other: str) -> bool:
    """Whether two comparable names are equal, or one's words are within the other's.

    Words with digits must agree: Colossus is not Colossus 2.
    """
    if one == other:
        return True
    left, right = ({word.rstrip("s") for word in name.split()} for name in (one, other))
    within = bool(left and right) and (left <= right or right <= left)
    return within and _with_digits(left) == _with_digits(right)


def _with_digits(words: set[str]) -> set[str]:
    return {word for word in words if any(map(str.isdigit, word))}


@cache
def comparable_names(party: str | None) -> tuple[str, ...]:
    """The comparable forms of the names that a party joins."""
    names = (comparable_name(part) for part in _JOINT.split(party or "") if part)
    return tuple(name for name in names if name)


def comparable_name(written: str) -> str:
    """A name without case, possessives, marks and the words that companies' names may drop."""
    name = _POSSESSIVE.sub("", written.casefold().replace("ñ", "n"))
    name = " ".join(_MARKS.sub(" ", _MODEL_HYPHEN.sub("", name)).split())
    name = _SAME.get(name, name)
    short = " ".join(_OPTIONAL.sub(" ", name).split())
    return _SAME.get(short, short) or name


def quotes_agree(gold: ClaimContent, got: ClaimContent) -> bool:
    """Whether the quotes share at least half of the words of the shorter."""
    left, right = _words(gold.get("quote")), _words(got.get("quote"))
    if not left or not right:
        return False
    return len(left & right) >= SHARED * min(len(left), len(right))


@cache
def _words(quote: str | None) -> frozenset[str]:
    return frozenset(_WORD.findall(_MARKUP.sub(" ", quote or "").casefold()))


def match_claims(
    gold: Sequence[ClaimContent], got: Sequence[ClaimContent]
) -> list[tuple[int, int, Level]]:
    """Pair annotated claims with found ones, one to one: the best level first, then the quote."""
    pairs = [
        (-agreed, not quotes_agree(one, other), i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(got)
        if (agreed := level(one, other))
    ]
    matched: list[tuple[int, int, Level]] = []
    left: set[int] = set()
    right: set[int] = set()
    for negative, _, i, j in sorted(pairs):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            matched.append((i, j, Level(-negative)))
    return matched
