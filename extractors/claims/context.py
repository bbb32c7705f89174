"""The sentences of an article with what was read in them, for the claim components.

``gigawatch_context`` runs after the reading components and leaves ``doc._.context``. A claim
component goes through ``context.sentences``, and adds a :class:`Draft` to ``doc._.drafts`` for
each statement that it recognises; ``gigawatch_claims`` (assemble.py) then finds the parties,
the time and the manner of speaking, and turns drafts into claims. A component so needs to know
only what is special about its kind.
"""

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from spacy.language import Language
from spacy.tokens import Doc

import extractors.extensions  # noqa: F401  (declares what components leave on a Doc)
from extractors.claims.topic import field_terms, is_consumer, is_of_field, terms
from extractors.spans import SITES, DateExpression, Line, LineKind, Name, Quantity
from schema.claim import Interval
from schema.entity import load_registry
from schema.vocabulary import (
    Basis,
    CapacityStage,
    ClaimKind,
    DealRole,
    DependencyRole,
    DurationMetric,
    EfficiencyMetric,
    EntityKind,
    MilestoneStage,
    Modality,
    Qualifier,
    WhenKind,
)

#: What may stand between the names of a list: "Oracle, Nvidia and AMD".
_LIST_GLUE = re.compile(r"\s*(?:,|&|/|\+|\band\b|,\s*and\b|as well as|along with)\s*")

#: Between two names, not three: "paid Acme, and Beta will pay".
_NEW_CLAUSE = re.compile(r"\s*,\s*and\s*")

#: What a sentence begins with before a name that a comma parts from its subject.
_INTRODUCTION = re.compile(
    r"(?:According|Thanks|Due|Owing|Compared|In|At|With|For|From|To|By|On|Like|Unlike|Under|After|Before"
    r"|Beyond|Besides|Alongside|Through|As for|Apart|Set|Measured|Relative|Versus|Against|Next)\b"
    r"(?: [a-z’'-]{1,15}){0,4}(?: [A-Z]\w{1,20}['’]s)? ?"
)

#: "Acme Capital led the round", "Acme, an investor from Oslo, leads a $5 million loan", "with Acme
#: Capital in the lead".
_LEADS_ROUND = re.compile(
    r"(?:,[^,;.]{1,80},| of [A-Z][a-z]{1,20}| \([^()]{1,20}\))?"
    r"(?: (?:(?:has|have|had|will|would|is|are|was|were|also|jointly|to|about|set) ){0,4}"
    r"(?:(?:co-?)?(?:led|leads?|leading)|head(?:s|ed|ing))"
    r" (?:it\b|(?:an?|the|this|its|that|another) (?:[^.;]|\.\d){0,40}?"
    r"\b(?:rounds?|funding|raise|financing|series [a-h]|loan|lenders|syndicate)\b)"
    r"| in the lead\b| (?:leading|took the lead|as (?:the )?lead (?:investor|lender|arranger))\b)",
    re.IGNORECASE,
)
#: "led by the Norwegian group Acme"
_LED_BY = re.compile(
    r"\bled (?:jointly )?by (?:(?!(?:and|with|from|alongside) )(?:[a-z][\w’'-]{0,20}"
    r"|[A-Z][a-z]{2,12}(?:an|ish|ese|ch)) ){0,5}$"
)
_ROUND_REACH, _LED_REACH = 160, 70  # characters after and before a name that may say so

_AnySpan = Name | Quantity | DateExpression
_Span = TypeVar("_Span", bound=_AnySpan)

_WORD = re.compile(r"[A-Za-z][\w’'-]*|\$|\d[\w.,]*|[^\w\s]")


def _is_like(one: Name, other: Name) -> bool:
    """Whether two names may be of one list: both chips, or both sites, or neither."""
    kinds = (EntityKind.CHIP, EntityKind.SITE)
    return one.kind == other.kind or not {one.kind, other.kind} & set(kinds)


@dataclass(frozen=True, slots=True)
class Group:
    """One name, or several that a sentence lists together as joint parties."""

    names: tuple[Name, ...]

    @property
    def start(self) -> int:
        """First character of the first name."""
        return self.names[0].start

    @property
    def end(self) -> int:
        """One past the last character of the last name."""
        return self.names[-1].end

    @property
    def canonical(self) -> str:
        """The canonical names, joined by commas in the order of the text."""
        if len(self.names) == 1:
            return self.names[0].canonical
        return ", ".join(dict.fromkeys(name.canonical for name in self.names))


class Word(NamedTuple):
    """A word, number or mark of a sentence, lower-cased, with its span in the text."""

    start: int
    end: int
    lower: str


@dataclass(frozen=True)
class Sentence:
    """One sentence outside the furniture, with the spans that were read in it."""

    index: int
    start: int
    end: int
    text: str
    kind: LineKind
    names: tuple[Name, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[DateExpression, ...]

    @cached_property
    def lower(self) -> str:
        """The text in lower case, as long as the text itself."""
        lowered = self.text.lower()
        return lowered if len(lowered) == len(self.text) else self.text

    @cached_property
    def words(self) -> list[Word]:
        """The words in order; offsets are those of the whole text."""
        at = self.start
        return [
            Word(at + m.start(), at + m.end(), m.group().lower()) for m in _WORD.finditer(self.text)
        ]

    @cached_property
    def plain_words(self) -> list[Word]:
        """The words that are part of no name, number or date."""
        read: tuple[_AnySpan, ...] = (*self.names, *self.quantities, *self.dates)
        spans = sorted((span.start, span.end) for span in read)
        plain, place = [], 0
        for word in self.words:
            while place < len(spans) and spans[place][1] <= word.start:
                place += 1
            if word.lower[0].isalpha() and not (place < len(spans) and spans[place][0] < word.end):
                plain.append(word)
        return plain

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The names, those listed together as one group each."""
        groups: list[list[Name]] = []
        for name in self.names:
            if groups and self._are_listed(groups[-1], name):
                groups[-1].append(name)
            else:
                groups.append([name])
        parted = (part for names in groups for part in self._appositions(names))
        return tuple(Group(tuple(names)) for names in parted)

    def _appositions(self, names: list[Name]) -> Iterator[list[Name]]:
        """Two chips between commas one by one: "its new TPU, Ironwood, is" lists no two."""
        glue = self.between(names[0].end, names[-1].start).strip()
        closed = self.between(names[-1].end, names[-1].end + 1) == ","
        is_one = len(names) == 2 and glue == "," and closed
        if is_one and all(name.kind is EntityKind.CHIP for name in names):
            yield from ([name] for name in names)
        else:
            yield names

    def _are_listed(self, listed: list[Name], name: Name) -> bool:
        """Whether a name goes on with a list; "according to Acme, Beta will" is none."""
        glue = self.between(listed[-1].end, name.start)
        if not _LIST_GLUE.fullmatch(glue):
            return False
        if len(listed) == 1 and _NEW_CLAUSE.fullmatch(glue):
            return False
        if len(listed) > 1 or glue.strip() != ",":
            return True
        introduced = _INTRODUCTION.fullmatch(self.between(self.start, listed[0].start))
        return introduced is None and _is_like(listed[0], name)

    def between(self, start: int, end: int) -> str:
        """The text from one offset of the whole text to another, empty if they cross."""
        at = self.start
        return self.text[start - at if start > at else 0 : end - at if end > at else 0]

    def before(self, offset: int, count: int) -> list[str]:
        """The last ``count`` words that end at or before an offset, in reading order."""
        index = bisect_left(self._starts, offset)
        return [word.lower for word in self.words[max(index - count, 0) : index]]

    def after(self, offset: int, count: int) -> list[str]:
        """The first ``count`` words that start at or after an offset."""
        index = bisect_left(self._starts, offset)
        return [word.lower for word in self.words[index : index + count]]

    def distance(self, start: int, end: int) -> int:
        """How many words stand between two offsets."""
        return max(bisect_left(self._starts, end) - bisect_left(self._starts, start), 0)


class Placed(NamedTuple):
    """Names that stand at a place, and by what they are known there."""

    start: int
    end: int
    group: Group
    source: str


class Named(NamedTuple):
    """Whom a sentence names, and whom it may speak of that is named around it."""

    here: list[Placed]
    elsewhere: list[tuple[str, Group]]


@dataclass
class Context:
    """The sentences of one article, title first."""

    doc: Doc
    sentences: list[Sentence]

    @cached_property
    def published(self) -> dt.date | None:
        """The day of publication, where it is known."""
        day: dt.date | None = self.doc._.published
        return day

    @cached_property
    def title(self) -> Sentence | None:
        """The title, if the article has one."""
        first = self.sentences[0] if self.sentences else None
        return first if first is not None and first.kind is LineKind.TITLE else None

    @cached_property
    def title_names(self) -> frozenset[str]:
        """The canonical names in the title."""
        return frozenset(name.canonical for name in self.title.names) if self.title else frozenset()

    @cached_property
    def field_terms(self) -> int:
        """How many different things of the field the article speaks of."""
        return field_terms(self.doc)

    def speaks_of_field(self, place: int) -> bool:
        """Whether the sentence at a place names a thing of the field."""
        if not 0 <= place < len(self.sentences):
            return False
        known = self._of_field.get(place)
        if known is None:
            sentence = self.sentences[place]
            named = any(is_of_field(name) for name in sentence.names)
            known = self._of_field[place] = named or bool(terms().search(sentence.lower))
        return known

    @cached_property
    def title_is_consumer(self) -> bool:
        """Whether the title speaks of things that people buy for themselves."""
        return self.title is not None and is_consumer(self.title.lower)

    @cached_property
    def features(self) -> dict[tuple[int, ...], dict[str, float]]:
        """What the confidence knows of each sentence by its place, and of each stretch in it."""
        return {}

    @cached_property
    def times(self) -> dict[tuple[ClaimKind, int, int], tuple[Interval | None, WhenKind | None]]:
        """When what is told of a stretch takes place, once it was asked for."""
        return {}

    @cached_property
    def named(self) -> dict[int, Named]:
        """Whom each sentence names and may speak of, by its place, once it was asked for."""
        return {}

    @cached_property
    def told_of(self) -> dict[int, list[Group]]:
        """Whom each sentence tells of, by its place, once it was asked for."""
        return {}

    @cached_property
    def _of_field(self) -> dict[int, bool]:
        return {}

    @cached_property
    def mentions(self) -> dict[str, int]:
        """How often each canonical name stands in the article."""
        counts: dict[str, int] = {}
        for sentence in self.sentences:
            for name in sentence.names:
                counts[name.canonical] = counts.get(name.canonical, 0) + 1
        return counts

    @cached_property
    def chips(self) -> dict[str, Name]:
        """The first chip of each vendor that the article names, by the vendor's id."""
        chips: dict[str, Name] = {}
        for name in (name for sentence in self.sentences for name in sentence.names):
            entity = load_registry().get(name.entity_id) if name.entity_id else None
            if entity is not None and entity.parent and name.kind is EntityKind.CHIP:
                chips.setdefault(entity.parent, name)
        return chips

    @cached_property
    def most_mentions(self) -> int:
        """How often the name that the article mentions most stands in it."""
        return max(self.mentions.values(), default=0)

    @cached_property
    def prominent(self) -> tuple[Group, ...]:
        """The three names that the article mentions most, the most mentioned first."""
        first = {n.canonical: n for s in reversed(self.sentences) for n in reversed(s.names)}
        ordered = sorted(first.values(), key=lambda n: (-self.mentions[n.canonical], n.start))
        return tuple(Group((name,)) for name in ordered[:3])

    def heading_above(self, sentence: Sentence) -> Sentence | None:
        """The heading that a sentence stands under, if it has one."""
        place = bisect_left(self._headings, sentence.index)
        return self.sentences[self._headings[place - 1]] if place else None

    @cached_property
    def _headings(self) -> list[int]:
        return [s.index for s in self.sentences if s.kind is LineKind.HEADING]

    def doubtful(self, sentence: Sentence) -> Iterator[tuple[str, Name]]:
        """The words of a sentence that may be names, and its regions."""
        for name in self._doubtful.within(sentence.start, sentence.end):
            yield "region" if name.kind else "doubtful", name

    @cached_property
    def _doubtful(self) -> "_Sorted[Name]":
        return _Sorted(self.doc._.doubtful)

    def sites_told(self, sentence: Sentence) -> Iterator[tuple[str, Name]]:
        """The site told of last before a sentence, and the one that the article tells of most."""
        place = bisect_left(self._sites, sentence.start, key=lambda name: name.start)
        if place:
            yield "site_before", self._sites[place - 1]
        if self._sites:
            counts = self.mentions
            yield "site_most", max(self._sites, key=lambda n: (counts[n.canonical], -n.start))

    @cached_property
    def _sites(self) -> list[Name]:
        names = (name for sentence in self.sentences for name in sentence.names)
        return [name for name in names if name.kind in SITES]

    @cached_property
    def leaders(self) -> tuple[Group, ...]:
        """The groups that the article says a funding round, or a loan, was led by."""
        return tuple(
            group
            for sentence in self.sentences
            if " led " in sentence.lower or " lead" in sentence.lower or " head" in sentence.lower
            for group in sentence.groups
            if _LED_BY.search(sentence.between(group.start - _LED_REACH, group.start))
            or _LEADS_ROUND.match(sentence.between(group.end, group.end + _ROUND_REACH))
        )


class Phrase(NamedTuple):
    """Words that may be what a claim is about, where they stand, and what tells them."""

    text: str
    start: int
    end: int
    how: str


@dataclass
class Draft:
    """A statement that a claim component recognised, before its parties are known.

    ``anchor`` spans the number, or the trigger where the kind has none. ``subject`` and
    ``object`` are left ``None`` for the party finder to fill, or set to a :class:`Group` or, for
    things that are no names ("home batteries"), to the words; ``fixed`` names the slots that the
    component has decided, even as null; ``kinds`` says by slot what kinds of names may fill it
    (none: any; a candidate's kind is None), ``proposed`` by slot what the words suggest to the
    party finder without deciding it, ``phrases`` what else may be the subject, in words, ``barred``
    which names may fill none (the maker in "350,000 Nvidia H100s"), ``part_of`` the deal whose
    parties it has, ``goes_on`` the statement before that it goes on from and whose time it shares
    if it gives none. ``evidence`` holds named
    features, 0 to 1, for the confidence of the claim.
    """

    kind: ClaimKind
    sentence: Sentence
    start: int
    end: int
    trigger: str
    role: DealRole | DependencyRole | None = None
    stage: MilestoneStage | CapacityStage | None = None
    metric: EfficiencyMetric | DurationMetric | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    qualifier: Qualifier | None = None
    date: DateExpression | None = None
    basis: Basis | None = None
    modality: Modality | None = None
    qualitative: bool = False
    subject: Group | str | None = None
    object: Group | str | None = None
    fixed: frozenset[str] = frozenset()
    kinds: dict[str, frozenset[EntityKind | None]] = field(default_factory=dict)
    proposed: dict[str, Group | str] = field(default_factory=dict)
    phrases: Sequence[Phrase] = ()
    barred: frozenset[str] = frozenset()
    part_of: "Draft | None" = None
    goes_on: "Draft | None" = None
    conditions: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, float] = field(default_factory=dict)


for _name in ("context", "drafts"):
    Doc.set_extension(_name, default=None if _name == "context" else [], force=True)


def read_context(doc: Doc) -> Context:
    """Cut the article into sentences and give each what was read in it."""
    lines: list[Line] = doc._.lines
    names = _Sorted(doc._.names)
    quantities = _Sorted(doc._.quantities)
    dates = _Sorted(doc._.dates)
    line_starts = [line.start for line in lines]
    sentences: list[Sentence] = []
    whole: str = doc._.text
    for span in doc.sents:
        written = whole[span.start_char : span.end_char]
        text = written.strip()
        if not text:
            continue
        start = span.start_char + written.index(text)
        end = start + len(text)
        at = bisect_right(line_starts, start) - 1
        kind = lines[at].kind if at >= 0 else LineKind.BODY
        if kind is LineKind.FURNITURE:
            continue
        sentences.append(
            Sentence(
                len(sentences),
                start,
                end,
                text,
                kind,
                tuple(names.within(start, end)),
                tuple(quantities.within(start, end)),
                tuple(dates.within(start, end)),
            )
        )
    return Context(doc, sentences)


class _Sorted(Generic[_Span]):
    """Spans in the order of the text, cut out by offsets."""

    def __init__(self, spans: list[_Span]) -> None:
        self._spans = sorted(spans, key=lambda span: span.start)
        self._starts: list[int] = [span.start for span in self._spans]

    def within(self, start: int, end: int) -> list[_Span]:
        return self._spans[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


@Language.component("gigawatch_context")
def gigawatch_context(doc: Doc) -> Doc:
    """Leave the article's sentences on ``doc._.context``."""
    doc._.context = read_context(doc)
    return doc
