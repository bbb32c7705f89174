"""Advantages in words alone: "better performance per watt than", "cheaper", "on par with".

A comparative and a measure may stand in either order and apart; some words carry their measure
with them. Which of these sentences are claims is left to the learned confidence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractors.claims.context import Sentence
from extractors.datafiles import read_json
from schema.vocabulary import EfficiencyMetric

_LONGEST = 2000  # characters of a sentence that are looked at
#: What may stand between a comparative and its measure, in words, and the other way round.
_WITHIN = r"(?:[^\w.;]{1,3}[\w’'-]{1,20}){0,3}?[^\w.;]{1,3}"
_APART = r"[^.;]{1,40}?\b"
_BESIDE = 60  # characters around words of parity in which a measure may stand


@dataclass(frozen=True, slots=True)
class Advantage:
    """Words that compare without a number; ``way`` is more, less or equal of the measure."""

    metric: EfficiencyMetric
    way: str
    form: str
    start: int
    end: int

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Low and high of the ratio that the words stand for."""
        return {"more": (1.0, None), "less": (None, 1.0), "equal": (1.0, 1.0)}[self.way]


@dataclass(frozen=True, slots=True)
class _Form:
    metric: EfficiencyMetric
    way: str
    name: str
    pattern: re.Pattern[str]


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = read_json("advantages.json")
    return data


@cache
def _forms() -> tuple[_Form, ...]:
    """Every pattern, the words that carry their own measure last."""
    data = _data()
    forms = []
    for metric, measure in data["measures"]:
        is_low = metric in data["low"]
        shapes = [
            ("more" if is_low else "less", "noun", rf"(?:{measure})[ -](?:{data['losses']})"),
            ("less", "before", rf"(?:{data['less']}){_WITHIN}(?:{measure})"),
            ("less", "after", rf"(?:{measure}){_APART}(?:{data['below']})"),
            ("less" if is_low else "more", "noun", rf"(?:{measure})[ -](?:{data['gains']})"),
        ]
        if not is_low:  # costs and power that rise are told of bills and demand, not of chips
            shapes += [
                ("more", "before", rf"(?:{data['more']}){_WITHIN}(?:{measure})"),
                ("more", "after", rf"(?:{measure}){_APART}(?:{data['above']})"),
                ("more", "verb", rf"(?:{data['raise']}){_WITHIN}(?:{measure})"),
            ]
        for way, name, pattern in shapes:
            forms.append(_Form(EfficiencyMetric(metric), way, name, _compiled(pattern)))
    for metric, way, pattern in data["own"]:
        forms.append(_Form(EfficiencyMetric(metric), way, "own", _compiled(pattern)))
    return tuple(forms)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})\b")


@cache
def _equal() -> re.Pattern[str]:
    return _compiled(_data()["equal"])


@cache
def _measures() -> tuple[tuple[EfficiencyMetric, re.Pattern[str]], ...]:
    return tuple((EfficiencyMetric(m), _compiled(p)) for m, p in _data()["measures"])


@cache
def _hints() -> tuple[str, ...]:
    return tuple(_data()["hints"])


def advantages(sentence: Sentence) -> Iterator[Advantage]:
    """The advantages that a sentence claims in words, one a measure and direction."""
    text = sentence.lower[:_LONGEST]
    if not any(hint in text for hint in _hints()):
        return
    told: list[Advantage] = []
    for form in _forms():
        match = form.pattern.search(text)
        if match is None or any(_overlaps(match, other, sentence.start) for other in told):
            continue
        if any(other.metric is form.metric for other in told):
            continue
        start, end = sentence.start + match.start(), sentence.start + match.end()
        told.append(Advantage(form.metric, form.way, form.name, start, end))
    yield from told
    if not told and (match := _equal().search(text)) is not None:
        beside = text[max(match.start() - _BESIDE, 0) : match.end() + _BESIDE]
        found = (metric for metric, pattern in _measures() if pattern.search(beside))
        metric = next(found, EfficiencyMetric.PERFORMANCE)
        start, end = sentence.start + match.start(), sentence.start + match.end()
        yield Advantage(metric, "equal", "equal", start, end)


def _overlaps(match: re.Match[str], other: Advantage, offset: int) -> bool:
    """Whether the words of a match have already been read as another advantage."""
    return match.start() + offset < other.end and other.start < match.end() + offset
