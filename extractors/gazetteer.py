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

from extractors.name_context import (
    has_other_sense,
    is_called,
    is_of_other_text,
    names_a_person,
    names_a_work,
    names_an_institution,
    stands_as_firm,
)
from extractors.regions import Regions
from schema.entity import Entity, Registry, load_registry
from schema.vocabulary import EntityKind

#: Typographic variants of one character each, so that offsets stay.
_PLAIN = {"’": "'", "‘": "'", "‑": "-", "‐": "-", "–": "-", "\xa0": " "}
_LETTERS_DIGITS = re.compile(r"(?<=[A-Za-z])[ -]?(?=\d)")
_JOINED = re.compile(r"(?<![\w-])([A-Z][a-z]{1,30})-$")
_PRODUCT_NUMBER = re.compile(r"-\d{1,3}\b(?!-)")


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
        self._spelled = frozenset(spellings)
        self._automaton = AhoCorasick(list(spellings))

    def read(self, text: str, headlines: Regions) -> tuple[list[Match], list[Match]]:
        """The entities that the text names, and the spellings to which it gives another sense.

        Both without overlaps, in order. In ``headlines`` every word may have a capital, so that
        capitals say nothing there.
        """
        plain = _plain(text)
        found: list[Match] = []
        turned: list[Match] = []
        matches = longest(self._matches(text, _lower(plain)))
        sure = {match.entity.entity_id for match in matches if not match.ambiguous}
        for match in matches:
            is_sure = match.entity.entity_id in sure
            is_other = self._means_another(plain, match) or (
                match.ambiguous and not is_sure and is_of_other_text(plain, match.start, match.end)
            )
            (turned if is_other else found).append(match)
        supported = {
            match.entity.entity_id
            for match in found
            if not match.ambiguous
            or (
                _is_firm(match.entity)
                and match.start not in headlines
                and stands_as_firm(plain, match.start, match.end)
            )
        }
        family = self._family(found, supported)
        meant = [
            match
            for match in found
            if not match.ambiguous
            or match.entity.entity_id in (supported if _is_firm(match.entity) else family)
            or is_called(plain, match.start)
        ]
        return meant, turned

    def _means_another(self, text: str, match: Match) -> bool:
        """Whether the neighbouring words make something else of the name."""
        if match.ambiguous:
            return has_other_sense(text, match.start, match.end) or self._is_joined(text, match)
        if " " in text[match.start : match.end]:
            return False
        if names_an_institution(text, match.end, kinds="namesakes"):
            return True
        return not _is_firm(match.entity) and (
            names_a_person(text, match.start, match.end)
            or names_a_work(text, match.start)
            or self._is_joined(text, match)
        )

    def _is_joined(self, text: str, match: Match) -> bool:
        """Whether a hyphen joins it to a name that is none of ours: "Wiley-Blackwell"."""
        joined = _JOINED.search(text, max(0, match.start - 32), match.start)
        return joined is not None and joined[1].lower() not in self._spelled

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
