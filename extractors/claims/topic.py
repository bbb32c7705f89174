"""Whether an article is about AI infrastructure at all.

A restaurant that raises money says so in the words of a chip maker that does; what tells them
apart is what else the article speaks of.
"""

import re
from functools import cache
from typing import Any

from spacy.tokens import Doc

from extractors.datafiles import read_json
from extractors.gazetteer import gazetteer
from extractors.spans import Name
from schema.entity import Entity, load_registry
from schema.vocabulary import EntityKind


def field_terms(doc: Doc) -> int:
    """How many different things of the field the text speaks of, counted up to ``most``."""
    most: int = _topic()["most"]
    terms: set[str] = set()
    for found in _terms().finditer(doc._.text.lower()):
        terms.add(found.group())
        if len(terms) >= most:
            return most
    names = {name.canonical for name in doc._.names if _is_of_field(name)}
    return min(len(terms) + len(names), most)


def may_be_of_field(text: str) -> bool:
    """Whether an article may speak of things enough, told from its words before it is read.

    It never says no where :func:`field_terms` finds enough; it is what an article about
    something else costs.
    """
    things: set[str] = set()
    for found in _terms().finditer(text.lower()):
        things.add(found.group())
        if len(things) >= least_terms():
            return True
    things.update(entity.entity_id for entity in gazetteer().spelled(text) if _is_field(entity))
    return len(things) >= least_terms()


def least_terms() -> int:
    """The fewest terms with which an article can make a claim of ours."""
    least: int = _topic()["least"]
    return least


def _is_of_field(name: Name) -> bool:
    entity = load_registry().get(name.entity_id) if name.entity_id else None
    return entity is not None and _is_field(entity)


def _is_field(entity: Entity) -> bool:
    return entity.kind is not EntityKind.ORGANISATION or entity.layer in _topic()["layers"]


@cache
def _terms() -> re.Pattern[str]:
    return re.compile(_topic()["terms"])


@cache
def _topic() -> dict[str, Any]:
    topic: dict[str, Any] = read_json("topic.json")
    return topic
