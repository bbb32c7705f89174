"""What a number needs to be compared: precision, sparsity, scope, process, memory, power.

Only what the sentence says; the names of the fields are those of an assessment record.
"""

import re
from functools import cache
from typing import Any

from extractors.claims.context import Group, Sentence
from extractors.claims.cues import cues, first
from extractors.datafiles import read_json
from extractors.spans import Quantity
from schema.units import POWER
from schema.vocabulary import EntityKind, Qualifier

_FILE = "conditions.json"
_LONGEST = 1000  # characters of a sentence that are looked at
_NANOMETRES = re.compile(r"[- ]?(?:nm|nanomet(?:er|re))$")
_LARGEST_DEVICE = 2e7  # watts
#: "40 petaflops FP4 and 20 petaflops FP8": what lies beyond such a word belongs to another number.
_CLAUSES = re.compile(r"[,;]| and ")
_CLAUSE_WIDTH = 50  # characters


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_json(_FILE)[name])


@cache
def _surroundings() -> tuple[tuple[str, dict[str, float], re.Pattern[str]], ...]:
    """Each field with the units that it is told in, their size, and the words it goes with."""
    rows = read_json(_FILE)["surroundings"]
    return tuple((field, sizes, re.compile(words)) for field, sizes, words in rows)


def read_conditions(sentence: Sentence, amount: Quantity | None) -> dict[str, Any]:
    """The conditions that a sentence gives for one of its numbers."""
    text = sentence.lower[:_LONGEST]
    found: dict[str, Any] = {}
    if (precision := _nearest(_pattern("precision"), text, sentence, amount)) is not None:
        found["precision"] = precision.upper()
    for field in ("sparsity", "scope"):
        if (value := first(cues(_FILE, field), text)) is not None:
            found[field] = value
    if (node := _pattern("node").search(text)) is not None:
        found["node"] = _NANOMETRES.sub(" nm", node.group()).removeprefix("tsmc ").upper()
        found["node"] = found["node"].replace(" NM", " nm")
    if (memory := _pattern("memory").search(text)) is not None:
        found["memory"] = memory["p"].upper()
    power = _power(sentence, amount)
    if power is not None:
        found["power_w"] = power
    if amount is not None and amount.qualifier is Qualifier.UP_TO:
        found["details"] = {"up_to": True}
    return found | read_surroundings(sentence)


def read_surroundings(sentence: Sentence) -> dict[str, Any]:
    """The area, land, mass or height beside a power or a delay, where there is just one."""
    text = sentence.lower[:_LONGEST]
    found: dict[str, Any] = {}
    for field, sizes, words in _surroundings():
        given = [q for q in sentence.quantities if q.unit in sizes]
        if len(given) == 1 and given[0].low == given[0].high and words.search(text) is not None:
            found[field] = (given[0].low or 0.0) * sizes[given[0].unit]
    return found


def _nearest(
    pattern: re.Pattern[str], text: str, sentence: Sentence, amount: Quantity | None
) -> str | None:
    first = 0 if amount is None else amount.start - sentence.start
    last = 0 if amount is None else amount.end - sentence.start

    def distance(match: re.Match[str]) -> int:
        between = text[last : match.start()] or text[match.end() : first]
        return len(between) + _CLAUSE_WIDTH * len(_CLAUSES.findall(between))

    matches = sorted(pattern.finditer(text), key=distance)
    return matches[0]["p"] if matches else None


def baseline_kind(sentence: Sentence, baseline: Group | str | None) -> str | None:
    """Whether a claim compares with its predecessor, a product by name, or a class of things."""
    if first(cues(_FILE, "baseline_kind"), sentence.lower[:_LONGEST]) is not None:
        return "predecessor"
    if isinstance(baseline, Group):
        return "product" if baseline.names[0].kind is EntityKind.CHIP else "class"
    return "class" if baseline else None


def _power(sentence: Sentence, amount: Quantity | None) -> float | None:
    """The watts of the device where the sentence gives a rate and a power apart."""
    watts = [
        q.low
        for q in sentence.quantities
        if q is not amount
        and q.unit == POWER
        and q.low == q.high
        and (q.low or 0) < _LARGEST_DEVICE
    ]
    return watts[0] if len(watts) == 1 else None
