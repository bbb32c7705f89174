"""Judgements on names: the registry with what persons added to it, and words that are no names."""

from collections.abc import Iterable

from schema.entity import Entity, Registry
from schema.judgement import Alias, NewEntity, Status
from schema.vocabulary import EntityKind
from warehouse.judging.rulings import Ruling
from warehouse.resolving.parties import CANDIDATE, candidate_id

_PREFIXES = {
    EntityKind.ORGANISATION: "org:",
    EntityKind.CHIP: "chip:",
    EntityKind.SITE: "site:",
    EntityKind.PROGRAMME: "programme:",
}


class JudgedNames:
    """What each judged name means: an entity, or nothing."""

    def __init__(self, registry: Registry, rulings: Iterable[Ruling]) -> None:
        """Take the judgements in the order of time; the last one on a name holds."""
        self._shipped = registry
        self._entities = {entity.entity_id: entity for entity in registry}
        self._new_names: dict[str, str] = {}
        self._meant: dict[str, tuple[str | None, Ruling]] = {}
        for ruling in rulings:
            if ruling.stands and isinstance(ruling.judgement, Alias):
                self._take(ruling, ruling.judgement)
        self.registry = self._extended()

    def ruling(self, name: str) -> tuple[str | None, Ruling] | None:
        """The entity that a name was judged to mean (None for no name), and by whom."""
        return self._meant.get(candidate_id(name))

    def _take(self, ruling: Ruling, alias: Alias) -> None:
        known = self._known(alias.name)
        entity_id = self._entity_id(ruling, alias)
        if not ruling.stands:
            return
        if known is not None and known.entity_id != entity_id:
            ruling.fails(
                Status.OVERRULED,
                f"the registry gives this name to {known.entity_id}: correct the claims that mean "
                "something else by it",
            )
            return
        earlier = self._meant.get(candidate_id(alias.name))
        if earlier is not None:
            earlier[1].fails(Status.OVERRULED, f"overruled {ruling.told}")
        if known is not None:
            ruling.note = "the registry knows the name by now"
        self._meant[candidate_id(alias.name)] = (entity_id, ruling)

    def _known(self, name: str) -> Entity | None:
        """The entity to which the registry gives a name whatever stands around it."""
        return None if self._shipped.needs_context(name) else self._shipped.recognise(name)

    def _entity_id(self, ruling: Ruling, alias: Alias) -> str | None:
        """The entity that is meant; one that nobody knew is taken in."""
        if alias.new is not None:
            return self._taken_in(ruling, alias.new)
        if alias.entity is not None and alias.entity not in self._entities:
            ruling.fails(Status.UNMATCHED, f"the registry has no entity {alias.entity}")
        return alias.entity

    def _taken_in(self, ruling: Ruling, new: NewEntity) -> str | None:
        known = self._shipped.recognise(new.name)
        if known is not None:
            return known.entity_id
        taken = self._new_names.setdefault(new.name.casefold(), new_id(new))
        if taken != new_id(new):
            ruling.fails(Status.OVERRULED, f"an earlier judgement gives this name to {taken}")
            return None
        if new.parent is not None and new.parent not in self._entities:
            ruling.fails(Status.UNMATCHED, f"the registry has no entity {new.parent}")
            return None
        entity_id = new_id(new)
        if entity_id not in self._entities:
            self._entities[entity_id] = Entity(entity_id=entity_id, **new.model_dump())
        return entity_id

    def _extended(self) -> Registry:
        """The registry with what persons took in, each name given to one entity."""
        if not self._meant:
            return self._shipped
        given = {name.casefold() for entity in self._entities.values() for name in entity.names}
        for entity_id, ruling in self._meant.values():
            alias = ruling.judgement
            if entity_id is None or not isinstance(alias, Alias) or alias.name.casefold() in given:
                continue
            entity = self._entities[entity_id]
            aliases = (*entity.aliases, alias.name)
            self._entities[entity_id] = entity.model_copy(update={"aliases": aliases})
        return Registry(self._entities.values())


def new_id(new: NewEntity) -> str:
    """The id that a new entity gets."""
    return _PREFIXES[new.kind] + candidate_id(new.name).removeprefix(CANDIDATE)
