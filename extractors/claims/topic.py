"""How much an article speaks of AI infrastructure.

A restaurant that raises money says so in the words of a chip maker that does; what tells them
apart is what else the article speaks of.
"""

import re
from functools import cache
from typing import Any

from spacy.tokens import Doc

from extractors.datafiles import read_json
from extractors.spans import Name
from schema.entity import Entity, load_registry
from schema.vocabulary import EntityKind

#: Characters of a first line that can be a title.
_LONGEST_TITLE = 300


def field_terms(doc: Doc) -> int:
    """How many different things of the field the text speaks of, counted up to ``most``.

    A list of offers speaks of none, however many chips it names.
    """
    most: int = topic()["most"]
    if is_shopping(doc._.text):
        return 0
    found: set[str] = set()
    for term in terms().finditer(doc._.text.lower()):
        found.add(term.group())
        if len(found) >= most:
            return most
    names = {name.canonical for name in doc._.names if is_of_field(name)}
    return min(len(found) + len(names), most)


def is_shopping(text: str) -> bool:
    """Whether the title, the first line of a text, is that of offers in shops."""
    title = text.partition("\n")[0][:_LONGEST_TITLE]
    return _shopping().search(title.lower()) is not None


def is_consumer(lower: str) -> bool:
    """Whether a text in lower case speaks of things that people buy for themselves."""
    return _consumer().search(lower) is not None


def least_terms() -> int:
    """The fewest terms with which an article can make a claim of ours."""
    least: int = topic()["least"]
    return least


def is_field(entity: Entity) -> bool:
    """Whether an entity is a thing of the field, or makes or runs such things."""
    return entity.kind is not EntityKind.ORGANISATION or entity.layer in topic()["layers"]


def is_of_field(name: Name) -> bool:
    """Whether a name is that of a thing of the field, or of who makes or runs such things."""
    entity = load_registry().get(name.entity_id) if name.entity_id else None
    return entity is not None and is_field(entity)


@cache
def _consumer() -> re.Pattern[str]:
    return re.compile(topic()["consumer"])


@cache
def _shopping() -> re.Pattern[str]:
    return re.compile(topic()["shopping"])


@cache
def terms() -> re.Pattern[str]:
    """What the field speaks of, in lower case."""
    return re.compile(topic()["terms"])


@cache
def topic() -> dict[str, Any]:
    """The data of ``topic.json``."""
    data: dict[str, Any] = read_json("topic.json")
    return data
