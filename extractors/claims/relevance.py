"""Whether an article can hold a claim at all: a test of a millisecond before twenty are spent.

Words alone do not tell: a review of a laptop speaks of chips and of their makers. What a claim
needs besides is an amount, a share, a date or a relation near what it speaks of.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from extractors.claims.relations import find_triggers
from extractors.claims.topic import is_field, is_shopping, least_terms, terms, topic
from extractors.claims.topicality import shipped_topicality
from extractors.gazetteer import Match, gazetteer
from schema.vocabulary import SetAside


def set_aside(text: str) -> SetAside | None:
    """Why an article need not be read for claims; None where it may hold one."""
    if is_shopping(text):
        return SetAside.OTHER_SUBJECT
    lower = text.lower()
    found = list(terms().finditer(lower))
    names = sorted(gazetteer().spelled(text), key=lambda match: match.start)
    of_field = [match for match in names if is_field(match.entity)]
    things = {term.group() for term in found} | {match.entity.entity_id for match in of_field}
    if len(things) < least_terms():
        return _set_aside_by_words(text, lower)
    places = sorted([term.start() for term in found] + [match.start for match in of_field])
    if _has_amount(lower, places) or _has_relation(lower, names):
        return None
    return SetAside.NO_STATEMENT


def _set_aside_by_words(text: str, lower: str) -> SetAside | None:
    """The same for an article with next to no terms of the field: its other words may tell."""
    if not _plain_amount().search(lower):
        return SetAside.OTHER_SUBJECT
    return None if shipped_topicality().tells_of_field(text) else SetAside.OTHER_SUBJECT


def _has_amount(lower: str, places: Sequence[int]) -> bool:
    """Whether an amount, or a hint of one, stands near a thing of the field."""
    return any(
        _is_near(places, found.start() - within, found.end() + within)
        for pattern, within in _amounts()
        for found in pattern.finditer(lower)
    )


def _is_near(places: Sequence[int], start: int, end: int) -> bool:
    first = bisect_left(places, start)
    return first < len(places) and places[first] <= end


def _has_relation(lower: str, names: Sequence[Match]) -> bool:
    """Whether a word of relation stands between two names."""
    within = topic()["statements"]["names_within"]
    return any(
        one.entity is not other.entity
        and other.start - one.start <= within
        and any(True for _ in find_triggers(lower[one.end : other.start]))
        for one, other in pairwise(names)
    )


@cache
def _plain_amount() -> re.Pattern[str]:
    """The amounts that claims of so short a text are mostly of, quickly found."""
    return re.compile(topic()["statements"]["plain_amount"])


@cache
def _amounts() -> tuple[tuple[re.Pattern[str], int], ...]:
    """Patterns of amounts and of hints, each with how near to a thing of the field they count."""
    data = topic()["statements"]
    return tuple((re.compile(data[name]), data[f"{name}_within"]) for name in ("amount", "hint"))
