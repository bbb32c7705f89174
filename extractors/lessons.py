"""The made-up sentences of ``dependency_lessons.txt``, read as articles are."""

from dataclasses import dataclass

from spacy.tokens import Doc

from extractors.datafiles import read_text
from extractors.reading import make_doc, reading_pipeline
from schema.vocabulary import DependencyRole


@dataclass(frozen=True)
class Lesson:
    """A sentence with its drafts, and the role of each pair that it tells."""

    text: str
    roles: dict[tuple[str, str], DependencyRole]
    doc: Doc


def read_lessons() -> list[Lesson]:
    """All lessons, their claims drafted."""
    nlp = reading_pipeline()
    found = []
    for line in read_text("dependency_lessons.txt").splitlines():
        if line.startswith("#"):
            continue
        text, _, pairs = (part.strip() for part in line.partition("|"))
        with nlp.select_pipes(disable=["gigawatch_claims"]):
            doc = nlp(make_doc(nlp, "", text, None))
        found.append(Lesson(text, dict(_pair(pair) for pair in pairs.split(";") if pair), doc))
    return found


def _pair(written: str) -> tuple[tuple[str, str], DependencyRole]:
    """The pair and its role in "Cohere > Dell = supplies"."""
    pair, _, role = written.partition(" = ")
    dependent, _, provider = pair.strip().partition(" > ")
    return (dependent, provider), DependencyRole(role.strip())
