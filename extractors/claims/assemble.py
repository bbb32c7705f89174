"""From drafts to claims: parties, time, manner, confidence, and each statement once.

``gigawatch_claims`` is the last component: it turns ``doc._.drafts`` into ``doc._.claims``.
"""

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from extractors.claims import manner
from extractors.claims.confidence import Models, shipped_models, wording
from extractors.claims.context import Context, Draft, Group, Sentence
from extractors.claims.parties import (
    Candidate,
    Features,
    allowed,
    candidates,
    choose,
    facing,
    names_of,
)
from extractors.claims.role_choice import choose_role
from extractors.claims.roles import is_organisation
from extractors.claims.timing import claim_time
from extractors.claims.topic import is_consumer, is_field, least_terms
from extractors.claims.topicality import OTHER_SUBJECT
from extractors.claims.tranches import goes_elsewhere, has_same_payer
from extractors.spans import LineKind
from schema.claim import Claim, Interval, Mention
from schema.entity import load_registry
from schema.vocabulary import (
    CapacityStage,
    ClaimKind,
    DealRole,
    DependencyRole,
    EntityKind,
    Modality,
    PartyRole,
    WhenKind,
)

#: Kinds whose pair, once told with a number, is not told again as a dependency.
_NUMBERED_PAIRS = frozenset({ClaimKind.DEAL, ClaimKind.CAPACITY})

#: How sure, as a part of the surest telling, one must be to be quoted for it.
QUOTABLE = 0.5

Party = Group | str | None


@dataclass
class Statement:
    """A draft with its parties and its time, and how sure they are.

    ``parts`` are its features; what other statements have too is one part with theirs.
    ``probability`` is that kind, numbers, unit and subject are right, ``telling`` that all but the
    subject are.
    """

    draft: Draft
    subject: Party
    object: Party
    when: Interval | None
    when_kind: WhenKind | None
    published: dt.date | None
    parts: Sequence[Features] = ()
    probability: float = 0.0
    telling: float = 0.0

    @property
    def features(self) -> Features:
        """Named features, 0 to 1, that the confidence is read from."""
        return {name: value for part in self.parts for name, value in part.items()}

    @property
    def worth(self) -> float:
        """What decides whether it is a claim."""
        return (self.probability + self.telling) / 2

    def weigh(self, models: Models) -> None:
        """Let the models say how sure it is."""
        self.probability, self.telling = models.probabilities(self.draft.kind, self.parts)

    @property
    def modality(self) -> Modality:
        """How it is asserted; a milestone ahead is not achieved yet, one in the past is."""
        said = self.draft.modality or manner.modality(self.draft)
        if self.draft.kind is not ClaimKind.MILESTONE or not self.when or not self.published:
            return said
        if said is Modality.ACHIEVED and self.is_ahead:
            return Modality.PLANNED
        last = self.when.end
        if said is Modality.ANNOUNCED and last is not None and last < self.published:
            return Modality.ACHIEVED
        return said

    @property
    def is_ahead(self) -> bool:
        """Whether its date lay ahead when it was told."""
        return self.when is not None and self._is_later(self.when.start or self.when.end)

    @property
    def may_be_ahead(self) -> bool:
        """Whether some of its time lay ahead when it was told: "in 2026", told in June."""
        return self.when is not None and self._is_later(self.when.end or self.when.start)

    def _is_later(self, day: dt.date | None) -> bool:
        return day is not None and self.published is not None and day > self.published

    @cached_property
    def pair(self) -> tuple[str | None, str | None]:
        """Canonical names of subject and object."""
        return party_name(self.subject), party_name(self.object)

    @cached_property
    def houses(self) -> tuple[str | None, str | None]:
        """The firms that the two belong to: Azure on Nvidia tells what Microsoft on Nvidia does."""
        return _house(self.subject), _house(self.object)

    @cached_property
    def matter(self) -> tuple[Hashable, ...]:
        """What is told, whoever it is told of."""
        draft = self.draft
        # Of two that are said to depend on each other, the surer direction is kept.
        pair = frozenset(self.houses) if draft.kind is ClaimKind.DEPENDENCY else None
        when = self.when if draft.kind is ClaimKind.MILESTONE else None
        numbers = draft.unit, draft.low, draft.high, draft.qualitative
        return (draft.kind, *numbers, draft.stage, draft.metric, pair, when)

    @property
    def pairs(self) -> set[tuple[str | None, str | None]]:
        """The houses of subject and object, and those of each of several joint parties."""
        ones, others = (_members(party) for party in (self.subject, self.object))
        return {self.houses, *((one, other) for one in ones for other in others)}


def _members(party: Party) -> list[str | None]:
    """The house of each of several joint parties."""
    return [_house(Group((n,))) for n in party.names] if isinstance(party, Group) else [party]


def party_name(party: Party) -> str | None:
    """The canonical name of a party, whether a group of names or plain words."""
    return party.canonical if isinstance(party, Group) else party


def _house(party: Party) -> str | None:
    """The canonical name of a party, a unit of a firm counted as the firm."""
    if not isinstance(party, Group):
        return party
    return ", ".join(dict.fromkeys(_root(n.entity_id) or n.canonical for n in party.names))


@cache
def _root(entity_id: str | None) -> str | None:
    """The name of the firm that an organisation of the registry is a unit of, or its own."""
    entity = load_registry().get(entity_id) if entity_id else None
    if entity is None or entity.kind is not EntityKind.ORGANISATION:
        return None
    return load_registry().root(entity).name


def complete(
    context: Context, draft: Draft, models: Models, whole: Statement | None = None
) -> Statement | None:
    """Find the parties and the time of a draft; None where its kind then lacks what it needs.

    Args:
        context: The article.
        draft: What a component recognised.
        models: What was learned.
        whole: The deal that it is a part of, if any.
    """
    takes_object = whole is not None and not goes_elsewhere(draft)
    is_decided = takes_object or len(draft.fixed) == len(PartyRole)
    found = [] if is_decided else candidates(context, draft)
    if whole is None:
        subject, of_subject = _fill(PartyRole.SUBJECT, draft, found, models)
    else:
        subject, of_subject = whole.subject, _surety(whole, PartyRole.SUBJECT)
    if whole is not None and takes_object:
        other, of_object = whole.object, _surety(whole, PartyRole.OBJECT)
    else:
        other, of_object = _fill(PartyRole.OBJECT, draft, facing(found, draft, subject), models)
    if draft.kind is ClaimKind.DEPENDENCY and (subject is None or other is None):
        return None
    when, when_kind = _time(context, draft)
    if draft.kind is ClaimKind.MILESTONE and when is None:
        return None
    statement = Statement(draft, subject, other, when, when_kind, context.published)
    if draft.stage is CapacityStage.OPERATIONAL and statement.is_ahead:
        draft.stage = CapacityStage.PLANNED
    own = _own_features(context, statement) | of_subject | of_object
    statement.parts = (*_shared_features(context, draft), own, draft.evidence)
    return statement


def _fill(
    slot: PartyRole, draft: Draft, found: list[Candidate], models: Models
) -> tuple[Party, Features]:
    """The party of a slot, and what the confidence may know of how it was found."""
    given = draft.subject if slot is PartyRole.SUBJECT else draft.object
    if given is not None or slot.value in draft.fixed:
        return given, _GIVEN[slot]
    weights = models.party_weights[slot.value, draft.kind]
    choice = choose(weights, draft, allowed(draft, slot.value, found))
    side = slot.value
    features = {f"{side}:{name}": value for name, value in choice.features.items()}
    return choice.party, {f"{side}_probability": choice.probability} | features


def _surety(statement: Statement, slot: PartyRole) -> Features:
    """How sure the party of a slot is, for a statement that takes it over."""
    name = f"{slot.value}_probability"
    return {name: statement.features[name]}


#: How sure a party is that the words decide.
_GIVEN: dict[PartyRole, Features] = {slot: {f"{slot.value}_probability": 1.0} for slot in PartyRole}


def _time(context: Context, draft: Draft) -> tuple[Interval | None, WhenKind | None]:
    """When it is said to be: by its own words, else as what it goes on from."""
    when, kind = _own_time(context, draft)
    if when is None and draft.goes_on is not None:
        return _time(context, draft.goes_on)
    return when, kind


def _own_time(context: Context, draft: Draft) -> tuple[Interval | None, WhenKind | None]:
    if draft.date is not None:
        return draft.date.interval, WhenKind.EVENT
    sentence = draft.sentence
    if not sentence.dates:
        return None, None
    place = draft.kind, draft.start, draft.end
    if place not in context.times:
        bounds = sentence.start, sentence.end
        context.times[place] = claim_time(context.doc, bounds, draft.start, draft.end, draft.kind)
    return context.times[place]


def _shared_features(context: Context, draft: Draft) -> tuple[Features, Features]:
    """The features of a sentence, and of its words around a draft; each is read once.

    A dependency has none of its words: those that join its parties are told better by its own.
    """
    place = draft.sentence.index
    known = context.features
    if (place,) not in known:
        known[place,] = _of_sentence(context, draft.sentence)
    if draft.kind is ClaimKind.DEPENDENCY:
        return known[place,], {}
    around = place, draft.start, draft.end
    if around not in known:
        known[around] = wording(draft)
    return known[place,], known[around]


def _own_features(context: Context, statement: Statement) -> Features:
    """The features of what is told, of whom, and when."""
    draft = statement.draft
    named = isinstance(statement.subject, Group)
    return {
        "subject_none": float(statement.subject is None),
        "subject_words": float(isinstance(statement.subject, str)),
        "subject_candidate": float(
            isinstance(statement.subject, Group) and statement.subject.names[0].is_candidate
        ),
        "subject_here": float(
            isinstance(statement.subject, Group)
            and draft.sentence.start <= statement.subject.start < draft.sentence.end
        ),
        "subject_main": float(named and _is_main(context, statement.subject)),
        "object_none": float(statement.object is None),
        "when": float(statement.when is not None),
        f"trigger={draft.trigger}": 1.0,
        f"trigger={draft.trigger}|object={'none' if statement.object is None else 'some'}": 1.0,
        f"unit={draft.unit}": 1.0,
        f"role={draft.role or draft.stage or draft.metric}": 1.0,
        f"subject_field={_field(statement.subject)}": 1.0,
        f"object_field={_field(statement.object)}": 1.0,
    }


def _of_sentence(context: Context, sentence: Sentence) -> Features:
    """The features that all statements of a sentence share."""
    place = sentence.index
    near = context.speaks_of_field(place - 1) or context.speaks_of_field(place + 1)
    return {
        "topic": context.field_terms / 12,
        f"topic={min(context.field_terms, 6)}": 1.0,
        f"line={sentence.kind.value}": 1.0,
        "long_sentence": float(sentence.end - sentence.start > 300),
        "first_sentences": float(place < 4),
        "field_here": float(context.speaks_of_field(place)),
        "field_near": float(near),
        "field_title": float(context.speaks_of_field(0)),
        "consumer_title": float(context.title_is_consumer),
        "consumer_here": float(is_consumer(sentence.lower)),
    }


def _field(party: Party) -> str:
    """Whether a party is of the field, of another, or none that is known."""
    if not isinstance(party, Group):
        return "unknown"
    return _field_of(tuple(name.entity_id for name in party.names if name.entity_id))


@lru_cache(maxsize=10_000)
def _field_of(entity_ids: tuple[str, ...]) -> str:
    """Whether any of some entities of the registry is of the field."""
    if not entity_ids:
        return "unknown"
    found = (load_registry().get(entity_id) for entity_id in entity_ids)
    return "yes" if any(entity is not None and is_field(entity) for entity in found) else "no"


def _is_main(context: Context, party: Party) -> bool:
    if not isinstance(party, Group):
        return False
    return context.mentions.get(party.names[0].canonical, 0) == context.most_mentions


def complete_all(doc: Doc, models: Models) -> list[Statement]:
    """Every draft of an article that has the parties and the time that its kind needs."""
    context: Context = doc._.context
    topicality = models.topicality.score(doc._.text)
    if topicality <= OTHER_SUBJECT:
        return []
    if context.field_terms < least_terms() and not models.topicality.tells_of_field(doc._.text):
        return []
    completed = []
    wholes: dict[int, Statement] = {}
    of_article = {"on topic": max(topicality, 0.0), "off topic": max(-topicality, 0.0)}
    for draft in doc._.drafts:
        whole = wholes.get(id(draft.part_of))
        if whole is not None and not has_same_payer(draft, whole.draft, names_of(whole.subject)):
            whole = None
        if (statement := complete(context, draft, models, whole)) is not None:
            wholes[id(draft)] = statement
            statement.parts = (*statement.parts, of_article)
            statement.weigh(models)
            completed.append(statement)
    return completed


def select(context: Context, statements: list[Statement], models: Models) -> list[Statement]:
    """Each statement once, without pairs that a number already tells.

    Whether it is a claim is decided by its surest telling; what is quoted is the first that is
    nearly as sure.
    """
    kept: list[Statement] = []
    told = _Told()
    for statement in sorted(statements, key=_order):
        if statement.worth >= models.least(statement.draft.kind) and not told.has(statement):
            kept.append(statement)
            told.add(statement)
    pairs = {pair for s in kept if s.draft.kind in _NUMBERED_PAIRS for pair in s.pairs}
    kept = [s for s in kept if s.draft.kind is not ClaimKind.DEPENDENCY or s.houses not in pairs]
    quoted = (_in_role(context, s, models) for s in _as_quoted(kept, statements))
    return sorted(quoted, key=lambda s: (s.draft.sentence.start, s.draft.start))


def _in_role(context: Context, statement: Statement, models: Models) -> Statement:
    """The statement in its likeliest role."""
    draft = statement.draft
    if draft.kind not in models.roles:
        return statement
    role = choose_role(models.roles, context, statement)
    other = statement.object
    if role is DealRole.CAPEX is not draft.role and isinstance(other, Group):
        # What a company spends of its own goes into works and places, not to another company.
        other = None if is_organisation(other) else other
    said = draft.modality
    if draft.kind is ClaimKind.DEPENDENCY:
        said = Modality.EXPLORING if role is DependencyRole.EXPLORING else None
    return replace(statement, object=other, draft=replace(draft, role=role, modality=said))


def _as_quoted(kept: Iterable[Statement], tellings: Iterable[Statement]) -> Iterator[Statement]:
    """For each statement the first telling of it in the body that is nearly as sure as any."""
    kept = list(kept)
    wanted = {_of_whom(statement) for statement in kept}
    told: dict[tuple[object, ...], list[Statement]] = {}
    for telling in tellings:
        if not _is_headline(telling) and _of_whom(telling) in wanted:
            told.setdefault(_whole(telling), []).append(telling)
    for statement in kept:
        same = told.get(_whole(statement), [statement])
        least = QUOTABLE * max(telling.worth for telling in same)
        first = min((t for t in same if t.worth >= least), key=lambda t: t.draft.start)
        yield replace(
            first,
            probability=max(first.probability, statement.probability),
            telling=max(first.telling, statement.telling),
        )


def _whole(statement: Statement) -> tuple[object, ...]:
    """What is told, and of whom; a denial tells something else."""
    return (*_of_whom(statement), statement.modality is Modality.DENIED)


def _of_whom(statement: Statement) -> tuple[object, ...]:
    """What is told, and of whom."""
    is_pair = statement.draft.kind is ClaimKind.DEPENDENCY
    whom = statement.pair if is_pair else statement.pair[0]
    return (*statement.matter, whom)


def _order(statement: Statement) -> tuple[bool, float, int]:
    """The body before its headlines, which tell shorter, and the surest first."""
    return _is_headline(statement), -statement.worth, statement.draft.start


def _is_headline(statement: Statement) -> bool:
    return statement.draft.sentence.kind in {LineKind.TITLE, LineKind.HEADING}


class _Told:
    """What an article has told, to know it when it is told again; each look takes the same time."""

    def __init__(self) -> None:
        self._subjects: dict[tuple[object, ...], set[str | None]] = {}
        self._numbers: dict[tuple[ClaimKind, str | None], set[float | None]] = {}

    def add(self, statement: Statement) -> None:
        """Keep a statement."""
        draft = statement.draft
        self._subjects.setdefault(statement.matter, set()).add(_told_of(statement))
        self._numbers.setdefault((draft.kind, draft.unit), set()).update((draft.low, draft.high))

    def has(self, statement: Statement) -> bool:
        """Whether one that was kept says the same."""
        draft = statement.draft
        if _is_headline(statement) and draft.unit is not None:
            # A headline's "16 GW" is the "more than 16 gigawatts" of the article below it.
            numbers = self._numbers.get((draft.kind, draft.unit), set())
            return bool(numbers & {draft.low, draft.high} - {None})
        subjects = self._subjects.get(statement.matter)
        if subjects is None:
            return False
        subject = _told_of(statement)
        return subject is None or None in subjects or subject in subjects


def _told_of(statement: Statement) -> str | None:
    """The subject that tells statements of the same matter apart."""
    return None if statement.draft.kind is ClaimKind.DEPENDENCY else statement.pair[0]


def to_claim(statement: Statement) -> Claim:
    """The claim of a statement, with the sentence that carries it as its quote."""
    draft = statement.draft
    sentence = draft.sentence
    said = statement.modality
    subject, other = statement.pair
    return Claim(
        kind=draft.kind,
        subject=subject,
        object=other,
        role=draft.role,
        stage=draft.stage,
        metric=draft.metric,
        low=draft.low,
        high=draft.high,
        unit=draft.unit,
        qualifier=draft.qualifier,
        when=statement.when,
        when_kind=statement.when_kind,
        conditions=draft.conditions,
        qualitative=draft.qualitative,
        modality=said,
        basis=draft.basis,
        firmness=manner.firmness(draft, said, is_ahead=statement.may_be_ahead),
        speaker=manner.speaker(sentence),
        confidence=round(statement.probability, 4),
        quote=sentence.text,
        start=sentence.start,
        end=sentence.end,
        parties=(
            *_mentions(PartyRole.SUBJECT, statement.subject),
            *_mentions(PartyRole.OBJECT, statement.object),
        ),
    )


def _mentions(role: PartyRole, party: Party) -> list[Mention]:
    if party is None:
        return []
    if isinstance(party, str):
        return [Mention(role=role, position=0, name=party, written=party)]
    return [
        Mention(
            role=role,
            position=position,
            name=name.canonical,
            written=name.written,
            start=name.start,
            end=name.end,
            entity=name.entity_id,
        )
        for position, name in enumerate(party.names)
    ]


@Language.component("gigawatch_claims")
def gigawatch_claims(doc: Doc) -> Doc:
    """Turn the drafts of the claim components into claims."""
    models = shipped_models()
    doc._.claims = [to_claim(s) for s in select(doc._.context, complete_all(doc, models), models)]
    return doc
