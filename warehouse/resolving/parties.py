"""Who is meant by the names of claims: entities of the registry, or candidates."""

import hashlib
import re
from collections.abc import Iterable

from schema.entity import Registry
from schema.vocabulary import EntityKind

_NOT_WORD = re.compile(r"[\W_]+")

CANDIDATE = "name:"


def candidate_id(name: str) -> str:
    """The id under which an unknown name is kept until somebody judges it."""
    slug = _NOT_WORD.sub("-", name.casefold()).strip("-")
    return CANDIDATE + (slug or hashlib.sha256(name.encode()).hexdigest()[:12])


class Names:
    """Finds the entity behind a name, and the party under which it counts."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def entity_id(self, name: str, read: str | None) -> str:
        """Entity of a name; ``read`` is what the reader saw in context and goes before."""
        if read is not None and self._registry.get(read) is not None:
            return read
        entity = self._registry.find(name)
        return entity.entity_id if entity else candidate_id(name)

    def root_id(self, entity_id: str) -> str:
        """The owner at the top (of a chip its vendor, of a site its owner), or itself."""
        entity = self._registry.get(entity_id)
        return self._registry.root(entity).entity_id if entity else entity_id

    def identity(self, entity_ids: Iterable[str]) -> frozenset[str]:
        """Parties as facts are told apart by: organisations rolled up, things as they are."""
        return frozenset(self._rolled_up(i) for i in entity_ids)

    def _rolled_up(self, entity_id: str) -> str:
        entity = self._registry.get(entity_id)
        if entity is None or entity.kind is not EntityKind.ORGANISATION:
            return entity_id
        return self._registry.root(entity).entity_id
