"""Entities and the registry of their names."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from schema.naming import has_legal_form, plain_form
from schema.vocabulary import EntityKind, Layer

#: Data files of the registry, one a kind of entity; programmes stand with the sites.
DATA_FILES = ("organisations.csv", "chips.csv", "sites.csv")
#: Who builds, runs or rents the sites, one of them a row.
PARTNERS = "site_partners.csv"
#: A name of fewer letters and digits must be spelled as it stands in the registry.
_SHORTEST_FORM = 4


class Entity(BaseModel):
    """An organisation, chip, site or programme, as one row of a registry file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entity_id: str = Field(description="Stable id: kind and a slug, such as org:openai.")
    name: str = Field(description="Canonical name.")
    kind: EntityKind = Field(description="What sort of thing it is.")
    aliases: tuple[str, ...] = Field((), description="Other names, separated by | in the file.")
    ambiguous: tuple[str, ...] = Field(
        (), description="Names among the aliases (or the name) that need context to count."
    )
    layer: Layer | None = Field(None, description="Layer of the AI stack.")
    parent: str | None = Field(None, description="Entity id of the owner, vendor or programme.")
    generation: str | None = Field(None, description="Generation or architecture of a chip.")
    partners: tuple[str, ...] = Field(
        (), description="Entity ids of who builds, runs or rents a site beside its owner."
    )
    place: str | None = Field(None, description="Where a site is.")
    utility: str | None = Field(None, description="Utility that serves a site.")
    grid_operator: str | None = Field(None, description="Grid operator of a site.")
    ticker: str | None = Field(None, description="Stock ticker.")
    cik: str | None = Field(
        None, description="SEC Central Index Key, ten digits, as EDGAR lists the filer."
    )
    wikidata: str | None = Field(None, description="Wikidata item.")
    source: str = Field(description="Where the facts of this row can be checked.")

    @field_validator("aliases", "ambiguous", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(filter(None, value.split("|"))) if isinstance(value, str) else value

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical name and every alias, ambiguous ones included."""
        return tuple(dict.fromkeys((self.name, *self.aliases, *self.ambiguous)))


class Registry:
    """Every known entity, found by id or by name (exact, ignoring case)."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._by_id: dict[str, Entity] = {}
        self._by_name: dict[str, Entity] = {}
        for entity in entities:
            if entity.entity_id in self._by_id:
                raise ValueError(f"entity {entity.entity_id} stands twice in the registry")
            self._by_id[entity.entity_id] = entity
            for name in entity.names:
                other = self._by_name.setdefault(name.casefold(), entity)
                if other is not entity:
                    raise ValueError(
                        f"name {name!r} is given to both {other.entity_id} and {entity.entity_id}"
                    )
        for entity in self:
            if entity.parent is not None and entity.parent not in self._by_id:
                raise ValueError(f"entity {entity.entity_id} has unknown parent {entity.parent}")
            if unknown := set(entity.partners) - self._by_id.keys():
                raise ValueError(f"entity {entity.entity_id} has unknown partners {unknown}")

    def __iter__(self) -> Iterator[Entity]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, entity_id: str) -> Entity | None:
        """The entity with this id, or None."""
        return self._by_id.get(entity_id)

    def find(self, name: str) -> Entity | None:
        """The entity that has this name or alias, or None."""
        return self._by_name.get(name.casefold())

    def recognise(self, name: str) -> Entity | None:
        """The entity that a spelling means beyond doubt, or None.

        Articles, possessives, accents, hyphens, spaces and legal forms do not matter. A name that
        needs context is recognised with its legal form, which only a firm's name has.
        """
        if (found := self.find(name)) is not None:
            return found
        form = plain_form(name)
        if has_legal_form(name) and (firm := self.find(form)) is not None:
            return firm
        return self._by_form.get(form.replace(" ", ""))

    def needs_context(self, name: str) -> bool:
        """Whether a spelling means one of the entities only where the context says so."""
        entity = self.find(name)
        return entity is not None and name.casefold() in {n.casefold() for n in entity.ambiguous}

    @cached_property
    def _by_form(self) -> dict[str, Entity]:
        """Entities by the letters of their names that need no context, where one alone has them."""
        found: dict[str, Entity | None] = {}
        for entity in self:
            for name in entity.names:
                form = plain_form(name).replace(" ", "")
                if self.needs_context(form) or len(form) < _SHORTEST_FORM:
                    continue
                found[form] = entity if found.get(form, entity) is entity else None
        return {form: entity for form, entity in found.items() if entity is not None}

    def root(self, entity: Entity) -> Entity:
        """The entity under which another counts: AWS under Amazon, a chip under its vendor.

        A company that an investor holds counts under its own name, as it pays and signs for
        itself: Arm, whose parent is SoftBank, and what Blackstone owns.
        """
        while (owner := self._by_id.get(entity.parent or "")) is not None:
            if _is_holding(entity, owner):
                break
            entity = owner
        return entity


def _is_holding(entity: Entity, owner: Entity) -> bool:
    """Whether an investor owns a company of another trade."""
    return (
        entity.kind is EntityKind.ORGANISATION
        and owner.layer is Layer.FINANCE
        and entity.layer is not Layer.FINANCE
    )


@cache
def load_registry() -> Registry:
    """The registry that ships with Gigawatch, from the data files beside this module."""
    partners: dict[str, list[str]] = defaultdict(list)
    for row in _rows(PARTNERS):
        partners[row["entity_id"]].append(row["partner"])
    rows: list[Entity] = []
    for name in DATA_FILES:
        for number, row in enumerate(_rows(name), start=2):
            given = {k: v for k, v in row.items() if v}
            try:
                rows.append(Entity(**given, partners=tuple(partners.pop(row["entity_id"], ()))))
            except ValueError as error:
                raise ValueError(f"schema/data/{name}, line {number}: {error}") from error
    if partners:
        raise ValueError(f"schema/data/{PARTNERS} has entities that nobody knows: {set(partners)}")
    return Registry(rows)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("schema").joinpath("data", name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
