"""Who does what to whom: the clauses of a sentence, their subjects, and what their verbs govern.

Read from the same row of steps as the paths (steps.py). A sentence is cut into clauses at breaks,
relative words and conjunctions; the subject of a clause is its first list of names without a
preposition, the name before a relative word, or the subject of the clause that it goes on from.
Every other name is a complement of the nearest word of relation before it in its clause.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractors.claims.relations import table
from extractors.claims.steps import BREAK, NAME, Step, kept_words, prepositions

#: Where a list of names begins and ends.
Place = tuple[int, int]

#: So many steps may stand between an auxiliary and its participle ("is now being built").
_AUXILIARY_REACH = 3


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence with one subject, None where no name says it."""

    start: int
    subject: Place | None
    verbs: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Function:
    """What a name is in its clause: its subject, or the complement of a word of relation."""

    clause: int
    is_subject: bool
    verb: str
    preposition: str

    @property
    def written(self) -> str:
        """The function as a part of a feature's name."""
        return f"{self.verb} {self.preposition}"


class Frames:
    """The clauses of one sentence; ``lists`` are its lists of names in order."""

    def __init__(self, steps: Sequence[Step], lists: Sequence[Place]) -> None:
        self._steps = steps
        self._starts = [step.start for step in steps]
        self._clauses = _clauses(steps, lists)
        self._clause_starts = [clause.start for clause in self._clauses]
        self._functions: dict[Place, Function] = {}

    def function(self, place: Place) -> Function:
        """What the list of names at a place is in its clause."""
        if place not in self._functions:
            self._functions[place] = self._read(place)
        return self._functions[place]

    def subject(self, clause: int) -> Place | None:
        """The subject of a clause."""
        return self._clauses[clause].subject

    def first_verb(self, clause: int) -> str:
        """The first word of relation of a clause."""
        verbs = self._clauses[clause].verbs
        return verbs[0][1] if verbs else "nothing"

    def _read(self, place: Place) -> Function:
        index = max(bisect_right(self._clause_starts, place[0]) - 1, 0)
        clause = self._clauses[index]
        if clause.subject == place:
            return Function(index, True, self.first_verb(index), "")
        verb = next((v for at, v in reversed(clause.verbs) if at < place[0]), "nothing")
        before = bisect_right(self._starts, place[0] - 1) - 1
        word = _preposition(self._steps, before)
        return Function(index, False, verb, word)


def _preposition(steps: Sequence[Step], before: int) -> str:
    """The preposition that leads to what follows a step, articles and adjectives passed over."""
    for step in steps[max(before - 2, 0) : before + 1][::-1]:
        if step.word in prepositions():
            return step.word
        if step.sign in {NAME, BREAK, ","}:
            break
    return "nothing"


def _clauses(steps: Sequence[Step], lists: Sequence[Place]) -> list[Clause]:
    """The clauses in order; there is always one."""
    may_open = _words("openers") | _words("joining")
    marks = [i for i, s in enumerate(steps) if s.sign == BREAK or s.word in may_open]
    bounds = [0, *(i for i in marks if i and _opens(steps, i))]
    found: list[Clause] = []
    for low, high in zip(bounds, [*bounds[1:], len(steps)], strict=True):
        part = steps[low:high]
        start = part[0].start if part and found else 0
        end = steps[high].start if high < len(steps) else part[-1].end if part else 0
        verbs = tuple(_verbs(steps, low, high))
        subject = _subject(part, [p for p in lists if start <= p[0] < end], verbs)
        if subject is None and found:
            subject = _inherited(part[0].word, found[-1], [p for p in lists if p[0] < start])
        found.append(Clause(start, subject, verbs))
    return found


def _opens(steps: Sequence[Step], index: int) -> bool:
    """Whether a clause begins at a step."""
    step = steps[index]
    if step.sign == BREAK or step.word in _words("openers"):
        return True
    if step.word not in _words("joining"):
        return False
    # ", and Vertiv cools them": a name and then a verb begin a clause of their own.
    ahead = [s for s in steps[index + 1 : index + 4] if s.word not in {"the", "a", "an"}]
    # ", is moving" goes on after what stood between commas.
    if ahead and step.word == "," and ahead[0].word in _words("auxiliaries"):
        return True
    return len(ahead) > 1 and ahead[0].sign == NAME and ahead[1].word in _words("auxiliaries")


def _verbs(steps: Sequence[Step], low: int, high: int) -> list[tuple[int, str]]:
    """The words of relation between two steps, each with its class and voice."""
    relations = table()["triggers"]
    return [
        (steps[i].start, f"{steps[i].sign}{' passive' if _is_passive(steps, i) else ''}")
        for i in range(low, high)
        if steps[i].sign in relations
    ]


def _is_passive(steps: Sequence[Step], index: int) -> bool:
    """Whether a word is a participle of the passive, or one before "by"."""
    if not _PARTICIPLE.search(steps[index].word):
        return False
    if index + 1 < len(steps) and steps[index + 1].word == "by":
        return True
    before = steps[max(index - _AUXILIARY_REACH, 0) : index]
    return any(step.word in _words("being") for step in before)


def _subject(
    part: Sequence[Step], lists: Sequence[Place], verbs: Sequence[tuple[int, str]]
) -> Place | None:
    """The first list of names of a clause that stands before its verb without a preposition."""
    starts = [step.start for step in part]
    # "Under the contract": what a preposition leads to is no verb.
    acts = (at for at, _ in verbs if not _is_led(part, bisect_right(starts, at) - 1))
    limit = next(acts, part[-1].end if part else 0)
    for place in lists:
        at = bisect_right(starts, place[0] - 1) - 1
        if place[0] < limit and (at < 0 or _preposition(part, at) == "nothing"):
            return place
    return None


def _is_led(steps: Sequence[Step], index: int) -> bool:
    """Whether a preposition or conjunction leads to a step."""
    before = steps[max(index - 2, 0) : index]
    return any(step.word in kept_words() for step in before)


def _inherited(opener: str, before: Clause, lists: Sequence[Place]) -> Place | None:
    """The subject of a clause without names of its own before its verb."""
    if opener in _words("relatives"):
        return lists[-1] if lists else before.subject
    return before.subject if opener in _words("going_on") else None


#: A participle, by its ending or one of the irregular ones.
_PARTICIPLE = re.compile(r"(?:ed|en|built|made|bought|sold|run|fed|won|struck)$")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table()["clauses"][name])


def describe_frames(
    frames: Frames, dependent: Place | None, provider: Place | None
) -> dict[str, float]:
    """How the clauses of a sentence join two names, as features; None stands for an unsaid one."""
    if dependent is None or provider is None:
        said = dependent or provider
        side = "provider" if dependent is None else "dependent"
        return _half(frames, side, said) if said else {}
    if dependent == provider:
        return {f"frame: listed {frames.function(dependent).written}": 1.0}
    one, other = frames.function(dependent), frames.function(provider)
    if frames.subject(other.clause) == dependent:
        return {f"frame: dependent acts, {other.written}": 1.0, "frame: dependent acts": 1.0}
    if frames.subject(one.clause) == provider:
        return {f"frame: provider acts, {one.written}": 1.0, "frame: provider acts": 1.0}
    apart = "" if one.clause == other.clause else " apart"
    subject = "nobody" if frames.subject(other.clause) is None else "a third"
    return {
        f"frame{apart}: {one.preposition} dependent, {other.preposition} provider": 1.0,
        f"frame{apart}: dependent {one.written}, provider {other.written}": 1.0,
        f"frame{apart}: {subject} acts": 1.0,
    }


def _half(frames: Frames, side: str, said: Place) -> dict[str, float]:
    """The features of the one party that a sentence names."""
    function = frames.function(said)
    kind = "acts" if function.is_subject else "follows"
    subject = frames.subject(function.clause)
    alone = "alone" if subject is None or subject == said else "beside a subject"
    return {
        f"frame: unsaid, {side} {kind}, {alone}": 1.0,
        f"frame: unsaid, {side} {kind}, {function.written}": 1.0,
    }
