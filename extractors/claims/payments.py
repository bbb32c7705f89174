"""Who pays whom, as the words that govern names say, and whom a sentence without firms goes on of.

A word of giving, buying, selling or getting has its subject pay or be paid, and whom its
prepositions lead to is the other side: who "wins a contract from Acme" is paid, and Acme pays.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.claims.context import Context, Group, Sentence
from extractors.claims.roles import is_organisation
from extractors.datafiles import read_json

#: How far before a verb its subject may stand, and after a word those that it leads to.
_SUBJECT_REACH, _OBJECT_REACH = 170, 130
#: How far before a name its preposition may stand.
_LED_REACH = 50
#: So many names after a word are looked at.
_MOST_LED = 12
#: How many sentences back a pair may have been told of.
_SENTENCES_BACK = 2
_BREAK = re.compile(
    r"[;:—]|\. |\b(?:while|whereas|but|although|though|because|which|who|after|when)\b"
)
#: What cuts a subject from its verb: another statement, but nothing that hangs on the subject.
_APART = re.compile(r"[;:—]|\. |\b(?:while|whereas|but|although|though|because|if)\b")
_PREPOSITIONS = (
    "to|from|by|with|in|into|for|of|on|at|as|between|against|like|than|including|via|through|over"
    "|behind|alongside|under|beside|near|after"
)
_LED = re.compile(
    rf"\b(?P<word>{_PREPOSITIONS}) (?:(?!(?:{_PREPOSITIONS})\b)[a-z-]{{1,14}} ){{0,3}}$"
)
_BEING = re.compile(r"\b(?:is|are|was|were|be|been|being|gets|got) (?:[a-z]{2,10} ){0,2}$")
_BEING_REACH = 40
_PARTICIPLE = re.compile(r"(?:ed|en|paid|sold|bought|lent|won|put|spent)$")
_OUT = re.compile(r"(?: [\w’'.-]{1,30}){0,3} out\b")
#: "won an order", "its purchase": no verbs.
_AS_NOUN = re.compile(r"(?:^|[^\w])(?:an?|its|their|this|new|first|another|[a-z]{1,20}[’']s) $")
_NOUN_REACH = 30
_POSSESSIVE = frozenset({"’s", "'s"})
#: Whether the subject of each class of words pays.
_SUBJECT_PAYS = {"give": True, "buy": True, "sell": False, "get": False}
#: Whether those pay whom the prepositions after each class lead to, or no preposition.
_LEADS: dict[str, dict[str, bool]] = {
    "give": {"": False, "to": False, "in": False, "into": False, "with": False, "on": False,
             "by": True, "from": True},
    "buy": {"": False, "from": False, "of": False, "at": False, "by": True},
    "sell": {"": True, "to": True, "for": True, "with": True, "by": False},
    "get": {"": False, "from": True, "by": True, "with": True, "of": True},
}  # fmt: skip
#: Words of letting, whose subject is paid where they lead to somebody.
_LETTING = re.compile(r"(?:rent|leas|licens)(?:e|es|s|ed|ing)?")

#: Who pays, and who is paid.
Pair = tuple[Group, Group]


@dataclass(frozen=True)
class _Word:
    """A word that says who pays: where it stands, its class, and whether it is a verb."""

    start: int
    end: int
    kind: str
    is_verb: bool
    is_passive: bool


def told_before(context: Context, sentence: Sentence) -> Pair | None:
    """Who pays whom in what a sentence that names no firm goes on with, if one pair is told."""
    if any(is_organisation(group) for group in sentence.groups):
        return None
    before = context.sentences[max(sentence.index - _SENTENCES_BACK, 0) : sentence.index][::-1]
    title = [context.title] if context.title is not None else []
    for told in (*before, *title):
        if pairs := {(p.canonical, q.canonical): (p, q) for p, q in _pairs(told)}:
            return next(iter(pairs.values())) if len(pairs) == 1 else None
    return None


def _pairs(sentence: Sentence) -> Iterator[Pair]:
    """Who pays whom by each word of a sentence that says so of two."""
    groups = [group for group in sentence.groups if is_organisation(group)]
    if len(groups) < 2:
        return
    for match in _pattern().finditer(sentence.lower):
        start, end = (sentence.start + offset for offset in match.span())
        at = bisect_right(groups, start, key=_start) - 1
        is_in_name = at >= 0 and start < groups[at].end
        if is_in_name or _AS_NOUN.search(sentence.between(start - _NOUN_REACH, start).lower()):
            continue
        sides = _sides(sentence, groups, _read(sentence, match.group(), start, end))
        payers = [group for group, pays in sides if pays]
        payees = [group for group, pays in sides if not pays]
        if payers and payees:
            yield payers[0], payees[0]


def _read(sentence: Sentence, written: str, start: int, end: int) -> _Word:
    kind, is_verb = _words()[written]
    being = _BEING.search(sentence.between(start - _BEING_REACH, start).lower())
    is_passive = is_verb and being is not None and _PARTICIPLE.search(written) is not None
    if _LETTING.fullmatch(written) and _is_let(sentence, end):
        kind = "sell"
    return _Word(start, end, kind, is_verb, is_passive)


def _is_let(sentence: Sentence, end: int) -> bool:
    """Whether somebody lets: "rents out", "leases the hall to"."""
    if _OUT.match(sentence.between(end, end + _OBJECT_REACH)):
        return True
    return any(
        how == "to" and is_organisation(g) for how, g in _led(sentence, sentence.groups, end)
    )


def _sides(sentence: Sentence, groups: Sequence[Group], word: _Word) -> list[tuple[Group, bool]]:
    """The names that a word speaks of, and whether they pay."""
    sides = [
        (group, _LEADS[word.kind][how])
        for how, group in _led(sentence, groups, word.end)
        if how in _LEADS[word.kind] and (how or word.is_verb)
    ]
    subject = _subject(sentence, groups, word.start) if word.is_verb else None
    if subject is not None and not (word.is_passive and word.kind in {"sell", "get"}):
        sides.append((subject, _SUBJECT_PAYS[word.kind] != word.is_passive))
    return sides


def _led(sentence: Sentence, groups: Sequence[Group], end: int) -> Iterator[tuple[str, Group]]:
    """The names after a word in its clause, each with the preposition before it."""
    last = end
    for group in _following(groups, end):
        is_near = group.start <= end + _OBJECT_REACH
        if not is_near or _BREAK.search(sentence.between(last, group.start).lower()):
            return
        lead = sentence.between(max(end, group.start - _LED_REACH), group.start).lower()
        if led := _LED.search(lead):
            yield led["word"], group
        elif lead.strip() in {"", "the"}:
            yield "", group
        last = group.end


def _subject(sentence: Sentence, groups: Sequence[Group], start: int) -> Group | None:
    """The nearest name before a verb that no preposition leads to."""
    for place in range(bisect_right(groups, start, key=_end) - 1, -1, -1):
        group = groups[place]
        is_near = group.start >= start - _SUBJECT_REACH
        if not is_near or _APART.search(sentence.between(group.end, start).lower()):
            return None
        is_led = _LED.search(sentence.between(group.start - _LED_REACH, group.start).lower())
        if is_led is None and sentence.between(group.end, group.end + 2) not in _POSSESSIVE:
            return group
    return None


def _following(groups: Sequence[Group], end: int) -> Sequence[Group]:
    """The next names after an offset."""
    first = bisect_left(groups, end, key=_start)
    return groups[first : first + _MOST_LED]


def _start(group: Group) -> int:
    return group.start


def _end(group: Group) -> int:
    return group.end


@cache
def _words() -> dict[str, tuple[str, bool]]:
    """Each word with its class, and whether it is a verb."""
    return {
        word: (kind, part == "verbs")
        for part, classes in sorted(read_json("payments.json").items())
        for kind, words in classes.items()
        for word in words.split()
    }


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(_words(), key=len, reverse=True))})\b")
