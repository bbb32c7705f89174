"""What the parties of a claim identify it by: owners for things sold, a noun for what is counted.

Outlets name a chip or its vendor, "data centers" or nobody, "gas turbines" or "turbines", and mean
one thing. What is reduced here is only how claims are compared; the claim keeps its words.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from schema.entity import Registry
from schema.naming import split_places
from schema.vocabulary import ClaimKind, EntityKind
from warehouse.resolving.parties import CANDIDATE, Names, candidate_id
from warehouse.resolving.towns import towns


class Party(NamedTuple):
    """A party as the reader gives it."""

    entity_id: str
    name: str
    written: str


@dataclass(frozen=True, slots=True)
class Parties:
    """The two sides of a claim.

    Attributes:
        subject: Ids of one side; subsidiaries are rolled up, descriptions left out.
        object: Ids of the other.
        owners: Who stands behind its places (owner, programme, partners), or the owners of both
            sides where it names no place.
        grounds: Where its places are, and the countries, states and towns that it names for a
            thing to pay for.
        nouns: What sort of thing is counted.
        object_names: How the claim spells the other side and its owner, and where its places are.
    """

    subject: frozenset[str]
    object: frozenset[str]
    owners: frozenset[str] = frozenset()
    grounds: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    object_names: tuple[str, ...] = ()

    @property
    def is_on_the_ground(self) -> bool:
        """Whether the object is places alone, known ones or others."""
        return all(i in self.grounds or i.startswith(PLACES) for i in self.object)


#: Words of a description that name nobody: small letters, and what is spelt in capitals anyway.
_GENERIC = re.compile(r"(?:[a-z][a-z’'-]{0,40}|AI|IT|HPC|[CGNTX]PUs?|LLMs?|SMRs?)")
#: How the ids of what has a place begin.
SITE = "site:"
PLACES = (SITE, "programme:")
THINGS = ("chip:", *PLACES)
_SOLD = {EntityKind.CHIP}
#: What these tell of a thing is told of its maker or owner, too.
_MADE = {ClaimKind.MILESTONE, ClaimKind.EFFICIENCY, ClaimKind.VOLUME}
_CHIP = "noun:chip"
_CHIPS = {"chip", "gpu", "xpu", "processor", "accelerator"}
#: What is spent in the country at large is spent nowhere in particular.
_AT_LARGE = {"US", "U.S.", "USA", "United States", "America"}


class Sides:
    """Reduces the two sides of a claim to what it is told apart by."""

    def __init__(self, registry: Registry, names: Names) -> None:
        self._registry = registry
        self._names = names

    def of(
        self, kind: str, subjects: Sequence[Party], objects: Sequence[Party], quote: str = ""
    ) -> Parties:
        """Subject and object of a claim, reduced; of money also where its sentence says it goes."""
        grounds = nouns = frozenset[str]()
        if kind == ClaimKind.DEAL:
            subject = self._identity(p for p in subjects if not _is_generic(p))
            grounds, paid = self._grounds(subjects, objects)
            grounds |= _grounds_of_towns(objects, quote)
            found = self._sellers(subject, [p for p in paid if not _is_generic(p)]) | grounds
            # Nobody pays himself beside others.
            found = found - subject or found
        elif kind == ClaimKind.VOLUME:
            subject = self._identity(subjects)
            found = self._names.identity(
                _noun(p) if _is_generic(p) else p.entity_id for p in objects
            )
            nouns = frozenset(noun for p in objects if (noun := self._noun_of(p)))
        else:
            subject, found = self._identity(subjects), self._identity(objects)
        places = {i for i in subject | found if i.startswith(PLACES)}
        made = kind in _MADE
        owners = self._owners(places, subject if made else subject | found)
        spelled = [name for party in objects for name in self._spelled(party)]
        if kind == ClaimKind.DEAL:
            parts = [part for place in sorted(places) for part in self._located(place)]
            grounds |= {candidate_id(part) for part in parts}
            spelled += parts
        return Parties(subject, found, owners, grounds, nouns, tuple(dict.fromkeys(spelled)))

    def _spelled(self, party: Party) -> Iterable[str]:
        """How a party may be named: as it is, or a firm by its owner: AWS is Amazon, too."""
        owners = map(self._registry.get, self._names.identity([party.entity_id]))
        return (party.written, party.name, *(owner.name for owner in owners if owner))

    def _grounds(
        self, subjects: Sequence[Party], objects: Sequence[Party]
    ) -> tuple[frozenset[str], list[Party]]:
        """Where a thing to pay for is, and who else is paid: "Acme's Ohio campus" is in Ohio."""
        payers = {word for party in subjects for word in party.name.split()}
        grounds: set[str] = set()
        paid = []
        for party in objects:
            unknown = party.entity_id.startswith(CANDIDATE)
            places, rest = _split(party.name) if unknown else ((), ())
            if places and payers.issuperset(rest):
                grounds |= {candidate_id(place) for place in places if place not in _AT_LARGE}
            else:
                paid.append(party)
        return frozenset(grounds), paid

    def _owners(self, places: Collection[str], parties: Collection[str]) -> frozenset[str]:
        if places:
            return frozenset(owner for place in places for owner in self._names.involved(place))
        return frozenset(self._names.root_id(party) for party in parties)

    def _located(self, place_id: str) -> Iterable[str]:
        """The town and the state or country of a place."""
        entity = self._registry.get(place_id)
        return filter(None, ((entity and entity.place) or "").split(", "))

    def _identity(self, parties: Iterable[Party]) -> frozenset[str]:
        return self._names.identity(party.entity_id for party in parties)

    def _sellers(self, subject: frozenset[str], objects: Sequence[Party]) -> frozenset[str]:
        """Whoever is paid: money for a chip goes to its vendor, unless the vendor pays it."""
        ids = [party.entity_id for party in objects]
        vendors = {i: self._names.root_id(i) if self._is_sold(i) else i for i in ids}
        return self._names.identity(i if vendors[i] in subject else vendors[i] for i in ids)

    def _noun_of(self, party: Party) -> str | None:
        """What sort of thing a party is: a known chip is a chip, "Acme turbines" are turbines."""
        if self._is_sold(party.entity_id):
            return _CHIP
        has_noun = party.entity_id.startswith(CANDIDATE) and party.name.split()[-1].islower()
        return _noun(party) if has_noun else None

    def _is_sold(self, entity_id: str) -> bool:
        entity = self._registry.get(entity_id)
        return entity is not None and entity.kind in _SOLD


_split = lru_cache(maxsize=65536)(split_places)


def _grounds_of_towns(paid: Sequence[Party], quote: str) -> frozenset[str]:
    """The towns that are paid for, with their states; of a description the only town there is."""
    if not paid or "," not in quote:
        return frozenset()
    found = towns(quote)
    named = {party.written for party in paid} | {party.name for party in paid}
    meant = [town for town in found if town in named]
    if not meant and len(found) == 1 and all(map(_is_generic, paid)):
        meant = list(found)
    return frozenset(candidate_id(place) for town in meant for place in (town, found[town]))


def _is_generic(party: Party) -> bool:
    """Whether a party is a description, "new data centers", rather than a name."""
    unknown = party.entity_id.startswith(CANDIDATE)
    return unknown and all(map(_GENERIC.fullmatch, party.name.split()))


def _noun(party: Party) -> str:
    """A description reduced to its last noun: "natural gas turbines" are turbines.

    Accelerators have many names; the cores of a chip are counted apart from chips.
    """
    words = party.name.casefold().split()
    noun = words[-1].rstrip("s")
    if "core" in words:
        return "noun:core " + noun
    return _CHIP if noun in _CHIPS else "noun:" + noun
