"""Drafts of one claim component over a text, for the tests of the components."""

import datetime as dt
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extractors.claims.assemble import Statement, complete, party_name
from extractors.claims.confidence import shipped_models
from extractors.claims.context import Draft
from extractors.reading import make_doc, reading_pipeline

PRIMITIVES = ["gigawatch_layout", "gigawatch_quantities", "gigawatch_dates", "gigawatch_names"]
PUBLISHED = dt.date(2026, 6, 30)


@cache
def pipeline() -> Language:
    """The reading pipeline, made once."""
    return reading_pipeline()


def drafts(component: str, text: str, title: str = "") -> list[Draft]:
    """What one component drafts from a text, which begins with its title if it has one."""
    found: list[Draft] = drafted(component, text, title)._.drafts
    return found


def drafted(component: str, text: str, title: str = "") -> Doc:
    """A text read by one claim component; it begins with its title if it has one."""
    nlp = pipeline()
    with nlp.select_pipes(enable=[*PRIMITIVES, "gigawatch_context", component]):
        return nlp(make_doc(nlp, title, text, PUBLISHED))


def statements(doc: Doc) -> list[Statement]:
    """What is drafted with its parties, however sure."""
    found = (complete(doc._.context, draft, shipped_models()) for draft in doc._.drafts)
    return [statement for statement in found if statement is not None]


def told(draft: Draft) -> tuple[str | None, str | None]:
    """The parties that a draft already knows or proposes, by name."""
    subject = draft.subject or draft.proposed.get("subject")
    return party_name(subject), party_name(draft.object)
