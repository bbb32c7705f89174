"""The steps that lead from one party of a sentence to another: "N buy from N", word by word.

A sentence whose names are blotted out is read once as a row of steps: words of relation by
their class, prepositions and conjunctions as they are, breaks, and one mark for all the rest.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from extractors.claims.relations import Trigger, table

#: Longer rows of steps are told by their parts alone.
_LONGEST_PATH, _LONGEST_STEPS = 5, 4
_TOKEN = re.compile(r"~+|[a-z][a-z'’-]{0,30}|[;:,.()—–-]|\d+")
NAME, BREAK = "N", "|"
_OTHER = "x"


class Step(NamedTuple):
    """One step: where it stands, what it is read as, and the word itself."""

    start: int
    end: int
    sign: str
    word: str


def read_steps(masked: str, triggers: Sequence[Trigger]) -> list[Step]:
    """The steps of a sentence in lower case whose names are blotted out with tildes."""
    kinds = {trigger.start: trigger for trigger in triggers}
    steps: list[Step] = []
    done = 0
    for token in _TOKEN.finditer(masked):
        start, end = token.span()
        if start < done:
            continue
        word = token.group()
        if trigger := kinds.get(start):
            end = trigger.end
            word = masked[start:end]
            sign = word if word in kept_words() else trigger.kind
        else:
            sign = _sign(word)
        done = end
        steps.append(Step(start, end, sign, word))
    return steps


def _sign(word: str) -> str:
    """What a word that speaks of no relation is read as."""
    if word[0] == "~":
        return NAME
    if word in kept_words() or word == ",":
        return word
    if not word[0].isalpha():
        return "" if word.isdigit() else BREAK
    return "" if word in _skipped() else _OTHER


@cache
def prepositions() -> frozenset[str]:
    """The prepositions that tell parties apart."""
    return frozenset(table()["words"]["prepositions"])


@cache
def kept_words() -> frozenset[str]:
    """The prepositions and conjunctions that a row of steps keeps as they are."""
    return prepositions() | frozenset(table()["words"]["joints"])


@cache
def _skipped() -> frozenset[str]:
    return frozenset(table()["words"]["skipped"])


def describe(side: str, steps: Sequence[Step], start: int, end: int) -> Iterator[str]:
    """Names of features for the steps between two offsets; ``side`` says who stands first."""
    low = bisect_left(steps, start, key=lambda step: step.start)
    high = bisect_left(steps, end, low, key=lambda step: step.start)
    inside = steps[low:high]
    signs = list(_collapsed(step.sign for step in inside if step.sign))
    plain = [sign for sign in signs if sign not in {_OTHER, ","}]
    if len(signs) <= _LONGEST_PATH:
        yield f"{side}: path {' '.join(signs)}"
    if len(plain) <= _LONGEST_STEPS:
        yield f"{side}: steps {' '.join(plain)}"
    yield from (f"{side}: has {sign}" for sign in set(signs))
    yield from (f"{side}: then {one} {other}" for one, other in pairwise(plain))
    if plain:
        yield f"{side}: begins {plain[0]}"
        yield f"{side}: ends {plain[-1]}"
    yield from (f"{side}: word {step.word}" for step in inside if len(step.word) > 1)


def _collapsed(signs: Iterable[str]) -> Iterator[str]:
    """The signs, several other words in a row as one."""
    last = ""
    for sign in signs:
        if not sign == last == _OTHER:
            yield sign
        last = sign
