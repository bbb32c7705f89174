"""What the parties of a claim identify it by: owners for things sold, a noun for what is counted.

Outlets name a chip or its vendor, "data centers" or nobody, "gas turbines" or "turbines", and mean
one thing. What is reduced here is only how claims are compared; the claim keeps its words.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from schema.entity import Registry
from schema.vocabulary import ClaimKind, EntityKind
from warehouse.resolving.parties import CANDIDATE, Names


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
        owners: Who stands behind its places, or behind both sides where it names no place.
        object_names: How the claim spells the other side.
    """

    subject: frozenset[str]
    object: frozenset[str]
    owners: frozenset[str] = frozenset()
    object_names: tuple[str, ...] = ()


#: Words of a description that name nobody: small letters, and what is spelt in capitals anyway.
_GENERIC = re.compile(r"(?:[a-z][a-z’'-]{0,40}|AI|IT|HPC|[CGNTX]PUs?|LLMs?|SMRs?)")
#: How the ids of what has a place begin.
PLACES = ("site:", "programme:")
_SOLD = {EntityKind.CHIP}


class Sides:
    """Reduces the two sides of a claim to what it is told apart by."""

    def __init__(self, registry: Registry, names: Names) -> None:
        self._registry = registry
        self._names = names

    def of(self, kind: str, subjects: Sequence[Party], objects: Sequence[Party]) -> Parties:
        """Subject and object of a claim, reduced."""
        if kind == ClaimKind.DEAL:
            subject = self._identity(p for p in subjects if not _is_generic(p))
            found = self._sellers(subject, [p for p in objects if not _is_generic(p)])
        elif kind == ClaimKind.VOLUME:
            subject = self._identity(subjects)
            found = self._names.identity(
                _noun(p) if _is_generic(p) else p.entity_id for p in objects
            )
        else:
            subject, found = self._identity(subjects), self._identity(objects)
        places = {i for i in subject | found if i.startswith(PLACES)}
        owners = frozenset(self._names.root_id(i) for i in places or subject | found)
        names = tuple(dict.fromkeys(n for p in objects for n in (p.written, p.name)))
        return Parties(subject, found, owners, names)

    def _identity(self, parties: Iterable[Party]) -> frozenset[str]:
        return self._names.identity(party.entity_id for party in parties)

    def _sellers(self, subject: frozenset[str], objects: Sequence[Party]) -> frozenset[str]:
        """Whoever is paid: money for a chip goes to its vendor, unless the vendor pays it."""
        ids = [party.entity_id for party in objects]
        vendors = {i: self._names.root_id(i) if self._is_sold(i) else i for i in ids}
        return self._names.identity(i if vendors[i] in subject else vendors[i] for i in ids)

    def _is_sold(self, entity_id: str) -> bool:
        entity = self._registry.get(entity_id)
        return entity is not None and entity.kind in _SOLD


def _is_generic(party: Party) -> bool:
    """Whether a party is a description, "new data centers", rather than a name."""
    unknown = party.entity_id.startswith(CANDIDATE)
    return unknown and all(map(_GENERIC.fullmatch, party.name.split()))


def _noun(party: Party) -> str:
    """A description reduced to its last noun: "natural gas turbines" are turbines."""
    return "noun:" + party.name.split()[-1].casefold().rstrip("s")
