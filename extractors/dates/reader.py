"""The state of reading one text for dates: its terms, the day of publication, and the tense."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from extractors.dates.lexicon import Sense, sense, terms_of, words
from extractors.dates.periods import Period

#: How far the tense of a date is looked for, in terms.
_BEFORE, _AFTER = 16, 12
#: How many words between the parts of one date are passed over.
_MOST_SKIPPED = 6
#: Days from publication beyond which a bare month or day yields to one that is near.
_NEAR, _FAR = 45, 200
_STOPS = frozenset(".!?;\n")


class Match(NamedTuple):
    """A date phrase: its period, the term after it, and whether the text gave its year."""

    period: Period
    stop: int
    has_year: bool = True


Rule = Callable[["Reader", int], Match | None]


class Reader:
    """Terms with bounds-safe access, and what relative dates are resolved against."""

    def __init__(
        self,
        text: str,
        published: dt.date | None,
        rules: Mapping[str, Rule],
    ) -> None:
        self.text = text
        self._terms = terms_of(text)
        self._words = [term[0].lower() for term in self._terms]
        self.published = published
        self.anchor: Period | None = None
        self.shared_year: int | None = None
        self._rules = rules
        self._depth = 0

    def word(self, index: int) -> str:
        """The lower-case term at an index, empty outside the text."""
        return self._words[index] if 0 <= index < len(self._words) else ""

    def is_capital(self, index: int) -> bool:
        """Whether the term at an index starts with a capital letter."""
        return 0 <= index < len(self._terms) and self._terms[index][0][0].isupper()

    def span(self, first: int, stop: int) -> tuple[int, int]:
        """The characters that terms cover, the stop term excluded."""
        return self._terms[first].start(), self._terms[stop - 1].end()

    def triggers(self) -> list[int]:
        """Where a date may start, in the order of the text."""
        return [index for index, word in enumerate(self._words) if sense(word)]

    def sense(self, index: int) -> Sense | None:
        """What the term at an index may be in a date."""
        return sense(self._words[index]) if 0 <= index < len(self._words) else None

    def value(self, index: int, kind: str) -> int | None:
        """The value of a term if it is of a kind."""
        found = self.sense(index)
        return found.value if found is not None and found.kind == kind else None

    def unit(self, index: int) -> tuple[str, int] | None:
        """The period word at an index as a base unit and how many of it."""
        found = self.sense(index)
        if found is None or found.kind != "unit":
            return None
        return found.value[0], found.value[1]

    def skip(self, index: int, *skipped: str) -> int:
        """The first index from here on whose term is none of the given words."""
        for _ in range(_MOST_SKIPPED):
            if self.word(index) not in skipped:
                break
            index += 1
        return index

    def rule(self, kind: str) -> Rule:
        """The rule for terms of a kind."""
        return self._rules[kind]

    def core(self, index: int) -> Match | None:
        """The date phrase that starts at a term, or None."""
        found = self.sense(index)
        rule = self._rules.get(found.kind) if found is not None else None
        if rule is None or self._depth > 4:
            return None
        self._depth += 1
        try:
            return rule(self, index)
        finally:
            self._depth -= 1

    def anchor_day(self) -> dt.date | None:
        """A day of the date told before, or None."""
        return (self.anchor.end or self.anchor.start) if self.anchor else None

    def dated(self, index: int, build: Callable[[int], Period | None]) -> Period | None:
        """The period of a year that the text leaves open: by tense, nearest to publication."""
        if self.shared_year is not None:
            return build(self.shared_year)
        if self.published is None:
            return None
        year = self.published.year
        return self.nearest(index, [p for y in (-1, 0, 1) if (p := build(year + y))])

    def nearest(self, index: int, choices: Sequence[Period]) -> Period | None:
        """Of periods in order, the one that fits the tense at a term and publication."""
        today = self.published
        if today is None or not choices:
            return None
        nearest = min(choices, key=lambda p: _distance(p, today))
        past = self.is_past(index)
        fits = nearest
        if past is True:
            fits = next((p for p in reversed(choices) if p.start and p.start <= today), nearest)
        elif past is False:
            fits = next((p for p in choices if p.end and p.end >= today), nearest)
        # Nobody calls a day of last month by its bare name and means one in eleven months.
        is_far = _distance(fits, today) > _FAR and _distance(nearest, today) < _NEAR
        return nearest if is_far else fits

    def is_past(self, index: int) -> bool | None:
        """Whether the clause around a term speaks of the past; None where nothing tells."""
        for step in range(1, _BEFORE):
            if self.word(index - step) in _STOPS:
                break
            if (told := self._tense(index - step)) is not None:
                return told
        for step in range(1, _AFTER):
            if self.word(index + step) in _STOPS:
                break
            if (told := self._tense(index + step)) is not None:
                return told
        return None

    @staticmethod
    def _is_future(word: str, following: str) -> bool:
        if word == "to":
            return following in _tense_words("future_after_to")
        return word in _tense_words("future") or (
            following == "to" and word in _tense_words("future_before_to")
        )

    def _tense(self, index: int) -> bool | None:
        word = self.word(index)
        # "Better-than-expected" and "a part named X" tell no tense.
        if self.word(index - 1) == "-" or word in _tense_words("not_verbs"):
            return None
        if self._is_future(word, self.word(index + 1)):
            return False
        if word in _tense_words("past") or (len(word) > 4 and word.endswith("ed")):
            if self.word(index - 1) in {"have", "has", "had"}:
                return True
            before = (self.word(index - step) for step in (1, 2))
            return not any(other in _tense_words("auxiliaries") for other in before)
        return None


@cache
def _tense_words(name: str) -> frozenset[str]:
    return frozenset(words()["tense"][name])


def _distance(period: Period, today: dt.date) -> int:
    start, end = period.start or today, period.end or today
    if start <= today <= end:
        return 0
    return min(abs((start - today).days), abs((end - today).days))
