"""What the reading components leave on a ``Doc``, for the components after them.

Offsets are characters of ``doc.text``, ends exclusive. Each list is in the order of the text.

===================  ===============================  =================================
extension            type                             left by
===================  ===============================  =================================
``doc._.text``       ``str``                          the caller; else ``doc.text``, joined once
``doc._.published``  ``datetime.date | None``         the caller, before the pipeline
``doc._.title_end``  ``int``                          the caller: where the title stops
``doc._.lines``      ``list[Line]``                   ``gigawatch_layout``
``doc._.quantities`` ``list[Quantity]``               ``gigawatch_quantities``
``doc._.dates``      ``list[DateExpression]``         ``gigawatch_dates``
``doc._.names``      ``list[Name]``                   ``gigawatch_names``
``doc._.claims``     ``list[Claim]``                  one component a claim kind
===================  ===============================  =================================

Sentences are spaCy's own (``doc.sents``), set by ``gigawatch_layout``.
"""

from dataclasses import dataclass
from enum import StrEnum

from spacy.tokens import Doc

from schema.claim import Interval
from schema.vocabulary import EntityKind, Qualifier

_TEXT_KEY = "gigawatch_text"


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
    ``word`` is the preposition or frame it was read with ("by", "in", "since"), lower case.
    """

    start: int
    end: int
    interval: Interval
    precision: str
    word: str = ""


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


def _text(doc: Doc) -> str:
    """The text of a ``Doc``, which spaCy joins from its tokens each time that it is asked for."""
    text: str | None = doc.user_data.get(_TEXT_KEY)
    if text is None:
        text = doc.user_data[_TEXT_KEY] = doc.text
    return text


def _set_text(doc: Doc, text: str) -> None:
    doc.user_data[_TEXT_KEY] = text


def register_extensions() -> None:
    """Declare the extensions above on ``Doc``; safe to call more than once."""
    Doc.set_extension("text", getter=_text, setter=_set_text, force=True)
    defaults: dict[str, object] = {"published": None, "title_end": 0}
    for name, default in defaults.items():
        Doc.set_extension(name, default=default, force=True)
    for name in ("lines", "quantities", "dates", "names", "claims"):
        # A mutable default is copied for each Doc by spaCy.
        Doc.set_extension(name, default=[], force=True)


register_extensions()
