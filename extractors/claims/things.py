"""The chip, site or project that a statement of time is about.

The nearest one that the sentence names on the side that the words ask for; else what "the chip"
or "the project" stands for; else the one that the article told of last.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.claims.context import Context, Group, Sentence
from extractors.references import references, resolve_reference
from extractors.spans import CHIPS, SITES, LineKind
from schema.vocabulary import EntityKind

THINGS = CHIPS | SITES

#: How many sentences back a thing may have been told of last.
_BACK = 4
#: How many words may stand between an unknown name and the words that it is the subject of.
_BESIDE = 4
#: What a name on the wrong side of the words, one behind a clause boundary, and one that others
#: are compared with add in characters.
_WRONG_SIDE, _OTHER_CLAUSE, _COMPARED = 80, 40, 120
_PASSIVE = re.compile(r"\b(?:was|were|been|be|is|are|being|gets?|got)(?: \w+ly)? $")
_CALLED = re.compile(r"\b(?:called|dubbed|named|codenamed|known as)\W+$")
_OWN_CHIP = re.compile(
    r"\b(?:(?P<its>its) (?:own|first|new|next|custom|in-house|homegrown)\b(?: [\w-]+){0,5}?"
    r" (?:chip|processor|processing unit|accelerator|gpu|cpu|asic|silicon)"
    r"|(?:chip|processor|accelerator) of (?P<of_its>its) own)\b"
)
_OBLIQUE = re.compile(
    r"\b(?:like|than|times|\d{1,3}x|including|unlike|versus|against|beside|with|follows|succeeds|replaces|rivals|"
    r"(?:twice|doubl\w+|tripl\w+|quadrupl\w+|half)(?: [\w-]+){1,4} of|"
    r"(?:successor|predecessor|rival|alternative|answer|heir) (?:to|of)|after)(?: \S+){0,2} $"
)


@dataclass(frozen=True, slots=True)
class Thing:
    """What a statement is about, and how it was found: named, unknown, own, reference or recent.

    A chip that has no name yet goes by its owner's ("OpenAI chip").
    """

    party: Group | str
    how: str


def is_passive(sentence: Sentence, start: int) -> bool:
    """Whether a participle at an offset is passive ("was announced")."""
    return bool(_PASSIVE.search(sentence.between(start - 20, start).lower()))


def thing_of(
    context: Context,
    sentence: Sentence,
    span: tuple[int, int],
    kinds: frozenset[EntityKind | None],
    *,
    after: bool,
) -> Thing | None:
    """What words at a span are about, of some kinds; ``after`` is the side they ask for.

    What was told of last is not asked where a firm that does something new is named.
    """
    if group := named_thing(sentence, span, kinds, after=after):
        return Thing(group, "named")
    if group := _unknown(sentence, span[0]):
        return Thing(group, "unknown")
    if EntityKind.CHIP in kinds and (own := _own_chip(context, sentence)):
        return Thing(own, "own")
    found = [
        (abs(start - span[0]), name)
        for start, _, name in references(context.doc, sentence.start, sentence.end)
        if name.kind in kinds
    ]
    if found:
        return Thing(Group((min(found, key=lambda pair: pair[0])[1],)), "reference")
    if any(group.start < span[0] and _is_firm(group) for group in sentence.groups):
        return None
    recent = next(_recent(context, sentence, kinds), None)
    return Thing(recent, "recent") if recent else None


def _is_firm(group: Group) -> bool:
    return group.names[0].kind is EntityKind.ORGANISATION


def named_thing(
    sentence: Sentence, span: tuple[int, int], kinds: frozenset[EntityKind | None], *, after: bool
) -> Group | None:
    """The group of the sentence that stands best to the words."""
    ranked = []
    for group in sentence.groups:
        named = tuple(name for name in group.names if name.kind in kinds)
        if not named:
            continue
        before = group.end <= span[0]
        low, high = (group.end, span[0]) if before else (span[1], group.start)
        cost = max(high - low, 0) + _OTHER_CLAUSE * sentence.between(low, high).count(";")
        cost += _WRONG_SIDE * (before is after)
        lead_in = _lead_in(sentence, group)
        cost += _COMPARED * bool(_OBLIQUE.search(lead_in))
        cost -= _WRONG_SIDE * bool(_CALLED.search(lead_in))
        ranked.append((cost, group.start, Group(named)))
    return min(ranked)[2] if ranked else None


def _lead_in(sentence: Sentence, group: Group) -> str:
    return sentence.between(group.start - 40, group.start).lower()


def _unknown(sentence: Sentence, start: int) -> Group | None:
    """A name that the registry does not know right before the words ("Kyber becomes available")."""
    for group in sentence.groups:
        between = sentence.between(group.end, start)
        beside = len(between.split()) <= _BESIDE and not re.search(r"[,;:]", between)
        if group.end <= start and beside and group.names[-1].kind is None:
            return group
    return None


def _own_chip(context: Context, sentence: Sentence) -> Group | str | None:
    """The chip that a firm calls its own ("its first in-house processor").

    It is the firm's first chip that the article names, if it names one.
    """
    match = _OWN_CHIP.search(sentence.lower)
    if match is None:
        return None
    owner = resolve_reference(context.doc, sentence.start + match.start(match.lastgroup or 0))
    if owner is None or owner.kind is not EntityKind.ORGANISATION:
        return None
    chip = context.chips.get(owner.entity_id or "")
    return Group((chip,)) if chip is not None else f"{owner.canonical} chip"


def _recent(
    context: Context, sentence: Sentence, kinds: frozenset[EntityKind | None]
) -> Iterator[Group]:
    """Things told of in the sentences before, the latest first, then in the title.

    A heading ends the search; under one that names only an organisation, that is the thing.
    """
    first = max(sentence.index - _BACK, 0)
    for earlier in reversed(context.sentences[first : sentence.index]):
        heading = earlier.kind is LineKind.HEADING
        for group in earlier.groups:
            of_kind = group.names[0].kind in kinds
            if heading or (of_kind and not _OBLIQUE.search(_lead_in(earlier, group))):
                yield group
        if heading:
            return
    for group in context.title.groups if context.title else ():
        if group.names[0].kind in kinds:
            yield group
