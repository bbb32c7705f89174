"""Names that the registry does not know: what they are, whose, and which known ones they are like.

What a name is like is only proposed to a person; nothing here makes two names one.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from schema.entity import Entity, Registry
from schema.naming import is_description, is_titled, plain_form, tells_place
from schema.vocabulary import EntityKind

#: Similarity of spelling, of 100, from which a known name is proposed.
_SIMILAR = 82.0
#: What other signs of likeness are worth on the same scale.
_TICKER = 96.0
_INITIALS = 94.0
_MODEL = 93.0
_SHORT_FORM = 92.0
_PART = 88.0
_PER_WORD = 0.1
_SAME_PLACE = 90.0
_LONG_FORM = 86.0
#: So many are proposed at most.
_PROPOSED = 3
_SHORTEST = 4
_FEWEST_INITIALS = 3


@dataclass(frozen=True)
class Candidate:
    """An unknown name, and how the articles write it."""

    entity_id: str
    name: str
    written: Sequence[str]


@dataclass(frozen=True)
class Weighed:
    """What is made of a candidate."""

    entity_id: str
    is_named: bool
    parent: str | None
    root_id: str
    nearest_id: str | None
    similarity: float | None
    proposals: tuple[str, ...]


class Weighing:
    """Weighs candidates against a registry."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._known: dict[str, str] = {}
        self._sorted: dict[str, str] = {}
        self._with: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
        self._initials: dict[str, str] = {}
        self._sites: dict[str, list[Entity]] = defaultdict(list)
        for entity in registry:
            for name in entity.names:
                self._take(plain_form(name), entity.entity_id)
            if entity.place:
                self._sites[registry.root(entity).entity_id].append(entity)
        self._tickers = {e.ticker.casefold(): e.entity_id for e in registry if e.ticker}

    def _take(self, form: str, entity_id: str) -> None:
        """Keep one name by its form, by each of its words, and by its initials."""
        self._known.setdefault(form, entity_id)
        words = form.split()
        self._sorted.setdefault(" ".join(sorted(words)), entity_id)
        for word in set(words):
            self._with[word].append((words, entity_id))
        if len(words) >= _FEWEST_INITIALS:
            self._initials.setdefault(_initials(words), entity_id)

    def weigh(self, candidate: Candidate, *, propose: bool = True) -> Weighed:
        """What a candidate is, whose it is, and which known entities it may be.

        Args:
            candidate: The unknown name.
            propose: Whether known entities are sought that it is like, which takes time.
        """
        owner, rest = self._led_by(candidate.name)
        is_described = self._is_described(rest, is_led=owner is not None)
        is_composed = (
            owner is not None
            and (not is_described or tells_place(rest))
            and any(rest in text and candidate.name not in text for text in candidate.written)
        )
        is_theirs = owner is not None and (is_composed or is_described)
        firm = owner if is_theirs and owner and owner.kind is EntityKind.ORGANISATION else None
        is_named = is_composed or not is_described
        likest = self._likest(candidate.name, firm, rest) if is_named and propose else []
        return Weighed(
            entity_id=candidate.entity_id,
            is_named=is_named,
            parent=firm.entity_id if firm else None,
            root_id=self._registry.root(firm).entity_id if firm else candidate.entity_id,
            nearest_id=likest[0][0] if likest else None,
            similarity=round(likest[0][1], 1) if likest else None,
            proposals=tuple(entity_id for entity_id, _ in likest),
        )

    def _is_described(self, rest: str, *, is_led: bool) -> bool:
        """Whether words, after the names of known entities in them, describe a thing.

        After a name a common noun with a capital is a part of it: "Acme Energy".
        """
        while rest and (led := self._led_by(rest))[0] is not None:
            rest, is_led = led[1], True
        return is_description(rest) and not (is_led and is_titled(rest))

    def _led_by(self, name: str) -> tuple[Entity | None, str]:
        """The known entity with whose name another begins, and the rest of it."""
        words = name.split()
        for count in range(len(words) - 1, 0, -1):
            known = self._registry.find(" ".join(words[:count]))
            if known is not None:
                rest = [word for word in words[count:] if word.strip("-–()") != known.ticker]
                return known, " ".join(rest)
        return None, name

    def _likest(self, name: str, owner: Entity | None, rest: str) -> list[tuple[str, float]]:
        """The known entities that a name is most like with how much, the likest first."""
        form = plain_form(name)
        found: dict[str, float] = {}
        for entity_id, score in (
            *self._spelled_alike(form),
            *self._abbreviated(form),
            *(self._sites_at(owner, rest) if owner else self._led_alike(form)),
        ):
            found[entity_id] = max(score, found.get(entity_id, 0.0))
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:_PROPOSED]

    def _spelled_alike(self, form: str) -> Iterator[tuple[str, float]]:
        """Entities with a name of much the same letters."""
        for known, score, _ in process.extract(
            " ".join(sorted(form.split())),
            self._sorted.keys(),
            scorer=fuzz.ratio,
            score_cutoff=_SIMILAR,
            limit=_PROPOSED,
        ):
            yield self._sorted[known], score

    def _abbreviated(self, form: str) -> Iterator[tuple[str, float]]:
        """Entities of whose name this is a ticker, the initials or some words."""
        words = form.split()
        if form in self._tickers:
            yield self._tickers[form], _TICKER
        if len(words) == 1 and form in self._initials:
            yield self._initials[form], _INITIALS
        if len(words) >= _FEWEST_INITIALS and (short := _initials(words)) in self._known:
            yield self._known[short], _INITIALS
        for longer, entity_id in self._with.get(words[0], ()) if words else ():
            if len(words) < len(longer) and _are_within(words, longer):
                yield entity_id, _likeness(words, longer)

    def _led_alike(self, form: str) -> Iterator[tuple[str, float]]:
        """The entity with whose name another begins, as a part's begins with its group's."""
        words = form.split()
        heads = (" ".join(words[:count]) for count in range(len(words) - 1, 0, -1))
        head = next((head for head in heads if head in self._known), "")
        if len(head) >= _SHORTEST:
            yield self._known[head], _LONG_FORM

    def _sites_at(self, owner: Entity, rest: str) -> Iterator[tuple[str, float]]:
        """Sites of an owner in whose address or name the rest of a name stands."""
        for site in self._sites.get(self._registry.root(owner).entity_id, ()):
            told = " | ".join((site.place or "", *site.names)).casefold()
            if rest and rest.casefold() in told:
                yield site.entity_id, _SAME_PLACE


def _are_within(words: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether words stand in a longer name in their order, and tell more than a common noun."""
    following = iter(longer)
    return all(word in following for word in words) and not is_description(" ".join(words).title())


def _likeness(words: Sequence[str], longer: Sequence[str]) -> float:
    """How like a longer name some of its words are: a model without its maker is the likest."""
    is_model = words[-1] == longer[-1] and any(char.isdigit() for char in words[-1])
    score = _MODEL if is_model else _SHORT_FORM if words[0] == longer[0] else _PART
    return score - _PER_WORD * (len(longer) - len(words))


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words)
