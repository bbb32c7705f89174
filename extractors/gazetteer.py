"""Names of the registry in a text: fast matching of every spelling, then a look at the context.

A spelling counts at word boundaries and where it is written as a name; a plural "s" after a chip
and a stock ticker glued to a company (``NvidiaNVDA--``) do not hide it. A spelling that the
registry marks as ambiguous needs support: the entity named otherwise in the same text, its
vendor or parent, or a context that only the entity has.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from extractors.capitals import opens_sentence
from extractors.name_words import cue, first_names, name_words, never_names
from extractors.regions import Regions
from schema.entity import Entity, Registry, load_registry
from schema.vocabulary import EntityKind

#: Typographic variants of one character each, so that offsets stay.
_PLAIN = {"’": "'", "‘": "'", "‑": "-", "‐": "-", "–": "-", "\xa0": " "}
_LETTERS_DIGITS = re.compile(r"(?<=[A-Za-z])[ -]?(?=\d)")
_PRODUCT_NUMBER = re.compile(r"-\d{1,3}\b(?!-)")
_WORD_BEFORE = re.compile(r"(?:^|[^\w.'-])([\w.'-]{1,30})[ ]$")
_WORD_AFTER = re.compile(r"[ -]([\w.'-]{1,30})")
_ARTICLES = frozenset(
    ["the", "a", "an", "this", "that", "every", "each", "no", "my", "your", "his"]
)
#: After an article and a name these say that a common noun was meant ("the oracle of").
_FUNCTION_WORDS = frozenset(
    [
        *("is", "was", "are", "were", "has", "had", "have", "of", "and", "or", "in", "on", "at"),
        *("to", "for", "from", "with", "that", "which", "who", "as", "by", "but"),
    ]
)


@dataclass(frozen=True, slots=True)
class Match:
    """A spelling of an entity found in a text; ``ambiguous`` where context must decide."""

    start: int
    end: int
    entity: Entity
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class _Spelling:
    text: str
    entity: Entity
    ambiguous: bool

    def fits(self, written: str) -> bool:
        """Whether the written form has the capitals that make it this name."""
        if written == self.text:
            return True
        if self.ambiguous or (len(self.text) <= 4 and self.text.isupper()):
            return False
        return written[0].isupper() or (written[0] == self.text[0] and not written.islower())


class Gazetteer:
    """Every spelling of a registry in one automaton."""

    def __init__(self, registry: Registry) -> None:
        self._children: dict[str, set[str]] = {}
        for entity in registry:
            if entity.parent:
                self._children.setdefault(entity.parent, set()).add(entity.entity_id)
        spellings: dict[str, list[_Spelling]] = {}
        for entity in registry:
            for name in entity.names:
                for variant in _variants(name, entity.kind):
                    spelling = _Spelling(variant, entity, name in entity.ambiguous)
                    spellings.setdefault(_plain(variant).lower(), []).append(spelling)
        self._spellings = [_prefer_own(found) for found in spellings.values()]
        self._automaton = AhoCorasick(list(spellings))

    def find(self, text: str, headlines: Regions) -> list[Match]:
        """The entities that the text names, without overlaps, in order.

        In ``headlines`` every word may have a capital, so that capitals say nothing there.
        """
        plain = _plain(text)
        found = longest(self._matches(text, _lower(plain)))
        clear = [m for m in found if not m.ambiguous]
        supported = {m.entity.entity_id for m in clear}
        for match in found:
            if match.ambiguous and match.start not in headlines and _stands_as_name(plain, match):
                supported.add(match.entity.entity_id)
        family = self._family(found, supported)
        return [
            match
            for match in found
            if not match.ambiguous
            or (
                (
                    match.entity.entity_id in (supported if _is_firm(match.entity) else family)
                    or _CALLED.search(plain, max(0, match.start - 12), match.start)
                )
                and not _other_sense(plain, match)
            )
        ]

    def spelled(self, text: str) -> Iterator[Match]:
        """Each spelling of an entity in the text, in order, whatever the context."""
        return self._matches(text, _lower(_plain(text)))

    def _matches(self, text: str, lower: str) -> Iterator[Match]:
        for index, start, end in self._automaton.find_matches_as_indexes(lower, overlapping=True):
            if start and (text[start - 1].isalnum() or text[start - 1] in "@_"):
                continue
            written = text[start:end]
            for spelling in self._spellings[index]:
                if spelling.fits(written) and _ends_well(text, end, spelling.entity):
                    yield Match(start, end, spelling.entity, spelling.ambiguous)
                    break

    def _family(self, found: Iterable[Match], supported: set[str]) -> set[str]:
        """Entities whose own name, vendor, owner or product the text names beyond doubt."""
        sure = [m.entity for m in found if m.entity.entity_id in supported]
        related = supported | {entity.parent for entity in sure if entity.parent}
        return supported.union(*(self._children.get(owner, ()) for owner in related))


def longest(matches: Iterable[Match]) -> list[Match]:
    """The matches without overlaps: the longest first, then the leftmost; in order."""
    kept: list[Match] = []
    end = -1
    for match in sorted(matches, key=lambda m: (m.start, -m.end)):
        if match.start >= end:
            kept.append(match)
            end = match.end
        elif match.end - match.start > kept[-1].end - kept[-1].start:
            kept[-1] = match
            end = match.end
    return kept


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of the registry that ships with Gigawatch."""
    return Gazetteer(load_registry())


def _variants(name: str, kind: EntityKind) -> set[str]:
    """Spellings of one name: a chip's letters and digits may be joined, hyphened or spaced."""
    if kind is not EntityKind.CHIP or not (gap := _LETTERS_DIGITS.search(name)):
        return {name}
    head, tail = name[: gap.start()], name[gap.end() :]
    # "A 100" and "H 20" may be words and numbers; two letters or more make a model number.
    glues = ["-", " "] if len(re.split(r"[ -]", head)[-1]) > 1 else ["-"]
    return {name, head + tail, *(f"{head}{glue}{tail}" for glue in glues)}


def _prefer_own(found: list[_Spelling]) -> list[_Spelling]:
    """Spellings that are some entity's exact name before those that are variants."""
    return sorted(found, key=lambda s: s.text not in s.entity.names)


def _plain(text: str) -> str:
    """The text with plain quotes, hyphens and spaces; five times faster than a translation."""
    for variant, plain in _PLAIN.items():
        text = text.replace(variant, plain)
    return text


def _lower(text: str) -> str:
    """Lower case of the same length."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _ends_well(text: str, end: int, entity: Entity) -> bool:
    """Whether a word ends here, or a plural or ticker follows; "Acme-3" is a product of Acme."""
    if entity.kind is EntityKind.ORGANISATION and _PRODUCT_NUMBER.match(text, end):
        return False
    after = text[end : end + 1]
    if not (after.isalnum() or after == "_"):
        return True
    if after == "s" and entity.kind is EntityKind.CHIP:
        return not text[end + 1 : end + 2].isalnum()
    ticker = entity.ticker
    return bool(
        ticker
        and text.startswith(ticker, end)
        and not text[end + len(ticker) : end + len(ticker) + 1].isalpha()
    )


def _is_firm(entity: Entity) -> bool:
    return entity.kind is EntityKind.ORGANISATION


def _other_sense(text: str, match: Match) -> bool:
    """Whether the neighbouring words give the name another sense."""
    name = text[match.start : match.end]
    senses = name_words()["other_sense"]
    before, after = _neighbours(text, match)
    if after.lower() in senses["after"].get(name, ()):
        return True
    if before.lower() in senses["before"].get(name, ()):
        return True
    # "Vera Wang", "Rick Rubin": part of a person's name.
    if before in first_names() and before[:1].isupper():
        return True
    return name in first_names() and after[:1].isupper() and not after.isupper()


def _stands_as_name(text: str, match: Match) -> bool:
    """Whether capital and context alone show that the firm is meant."""
    if not _is_firm(match.entity) or _other_sense(text, match):
        return False
    if opens_sentence(text, match.start):
        return bool(_ACTS.match(text, match.end))
    before, after = _neighbours(text, match)
    if before.lower() in _ARTICLES:
        names_follow = _NAMES_FOLLOW.match(text, match.end)
        return bool(names_follow) or (after[:1].islower() and after not in _FUNCTION_WORDS)
    return not before[:1].isupper() or before in never_names()


def _neighbours(text: str, match: Match) -> tuple[str, str]:
    """The words that touch a match in its sentence; empty where there is none."""
    before = _WORD_BEFORE.search(text[max(0, match.start - 32) : match.start])
    after = _WORD_AFTER.match(text, match.end)
    return before[1] if before else "", after[1] if after else ""


#: What follows a firm that opens a sentence: possession, an auxiliary, a verb of firms, a list.
_ACTS = re.compile(
    r"'s?\s|, (?:an?|the|which|whose)\b|, (?-i:[A-Z])"
    r"|[ ](?:is|was|has|had|will|would|can|could|may|plans|also|said|says|and|recently|expects|"
    rf"wants|hopes|uses|stock|shares|[a-z]{{2,20}}ed|{cue('irregular_verbs')}|{cue('organisation_verbs')}|{cue('owned_nouns')})\b",
    re.IGNORECASE,
)
#: After an article and a name: a list of names, as in "the Oracle, OpenAI and Vantage campus".
_NAMES_FOLLOW = re.compile(r"(?:,| and|,? or)(?: the)? [A-Z]")
_CALLED = re.compile(r"(?:dubbed|called|named|codenamed|code-named) [\"'“]?$")
