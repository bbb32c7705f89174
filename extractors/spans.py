"""What the reading components find: lines, quantities, dates and names, each by its place.

Offsets are characters of the article's text, ends exclusive.
"""

from dataclasses import dataclass
from enum import StrEnum

from schema.claim import Interval
from schema.vocabulary import EntityKind, Qualifier

#: The kinds of names that firms (None: one that nothing is known of), sites and chips have.
ORGANISATIONS: frozenset[EntityKind | None] = frozenset({EntityKind.ORGANISATION, None})
SITES: frozenset[EntityKind | None] = frozenset({EntityKind.SITE, EntityKind.PROGRAMME})
CHIPS: frozenset[EntityKind | None] = frozenset({EntityKind.CHIP})


class LineKind(StrEnum):
    """What a line of the article's text is."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    ITEM = "item"
    TABLE = "table"
    FURNITURE = "furniture"  # captions, related links, newsletter and author boilerplate


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text; claims are never read from furniture."""

    start: int
    end: int
    kind: LineKind


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as low and high in the base unit; an open end is None.

    ``unit`` is a claim unit (``USD``, ``EUR/month``, ``W``, ``Wh``, ``count``, ``ratio``,
    ``fraction``, ``months``, ``TFLOPS/W`` ...). ``noun`` is the counted or compared thing as
    written ("GB200 chips"; "lower cost", "performance per watt"), empty where there is none.
    ``start`` and ``end`` cover number, unit and qualifier words, not the noun.
    ``further`` marks an addition to something told before ("another $4 billion").
    ``written`` marks magnitudes in words alone ("multibillion-dollar").
    """

    start: int
    end: int
    low: float | None
    high: float | None
    unit: str
    qualifier: Qualifier
    noun: str = ""
    noun_end: int = 0
    further: bool = False
    written: bool = False


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date or period of the text, resolved against the publication date.

    ``interval`` is what a claim would carry ("by the end of 2026": open start).
    ``word`` is the preposition or frame it was read with ("by", "in", "since"), lower case, and
    ``period`` the period itself, without it (all of 2026 in "since 2026").
    """

    start: int
    end: int
    interval: Interval
    precision: str
    word: str = ""
    period: Interval | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text: an entity of the registry, or a candidate found from context."""

    start: int
    end: int
    written: str
    canonical: str
    kind: EntityKind | None
    entity_id: str | None

    @property
    def is_candidate(self) -> bool:
        """Whether the registry does not know the name."""
        return self.entity_id is None
