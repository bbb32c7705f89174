"""Who is meant by the names of claims: entities of the registry, or candidates."""

import hashlib
from collections.abc import Iterable
from functools import cache

from schema.entity import Registry
from schema.naming import plain_form
from schema.vocabulary import EntityKind

CANDIDATE = "name:"
_PLACES = {EntityKind.SITE, EntityKind.PROGRAMME}


def candidate_id(name: str) -> str:
    """The id under which an unknown name is kept until somebody judges it."""
    slug = plain_form(name).replace(" ", "-")
    return CANDIDATE + (slug or hashlib.sha256(name.encode()).hexdigest()[:12])


class Names:
    """Finds the entity behind a name, and the party under which it counts."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        # The same few entities are asked for over and over.
        self._behind = cache(self._find_behind)
        self._rolled_up = cache(self._roll_up)

    def entity_id(self, name: str, read: str | None, in_context: bool = False) -> str:
        """Entity of a name.

        Args:
            name: The name as the claim gives it.
            read: The entity that the reader saw in it, which goes before.
            in_context: Whether a reader found the name in a text; where he then saw no entity in
                a name that needs context, there is none.
        """
        if read is not None and self._registry.get(read) is not None:
            return read
        if in_context and self._registry.needs_context(name):
            return candidate_id(name)
        entity = self._registry.recognise(name)
        return entity.entity_id if entity else candidate_id(name)

    def root_id(self, entity_id: str) -> str:
        """The owner at the top (of a chip its vendor, of a site its owner), or itself."""
        entity = self._registry.get(entity_id)
        return self._registry.root(entity).entity_id if entity else entity_id

    def involved(self, place_id: str) -> frozenset[str]:
        """Who stands behind a place: its programme, its owner, and who builds, runs or rents it."""
        return self._behind(place_id)

    def _find_behind(self, place_id: str) -> frozenset[str]:
        found: set[str] = set()
        entity = self._registry.get(place_id)
        while entity is not None and entity.kind in _PLACES:
            found |= {entity.entity_id, *entity.partners}
            entity = self._registry.get(entity.parent or "")
        return self.identity(found - {place_id}) | {self.root_id(place_id)}

    def identity(self, entity_ids: Iterable[str]) -> frozenset[str]:
        """Parties as facts are told apart by: organisations rolled up, things as they are."""
        return frozenset(map(self._rolled_up, entity_ids))

    def _roll_up(self, entity_id: str) -> str:
        entity = self._registry.get(entity_id)
        if entity is None or entity.kind is not EntityKind.ORGANISATION:
            return entity_id
        return self._registry.root(entity).entity_id
