"""The reading pipeline assembled: from an article's text to its claims.

``reading_pipeline()`` is a plain spaCy ``Language``; each of its components can be used alone
through ``nlp.add_pipe``.
"""

import datetime as dt
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

import extractors.claims.assemble
import extractors.claims.capacity
import extractors.claims.deal
import extractors.claims.dependency
import extractors.claims.duration
import extractors.claims.efficiency
import extractors.claims.milestone
import extractors.claims.share
import extractors.claims.volume
import extractors.dates
import extractors.layout
import extractors.names
import extractors.quantities  # noqa: F401  (each import registers its component)
from extractors.claims.relevance import set_aside
from extractors.tokenizer import bound_tokenizer
from schema.article import Article
from schema.claim import Claim

#: The components in the order in which they run.
COMPONENTS = (
    "gigawatch_layout",
    "gigawatch_quantities",
    "gigawatch_dates",
    "gigawatch_names",
    "gigawatch_context",
    "gigawatch_deals",
    "gigawatch_capacities",
    "gigawatch_milestones",
    "gigawatch_volumes",
    "gigawatch_efficiencies",
    "gigawatch_dependencies",
    "gigawatch_shares",
    "gigawatch_durations",
    "gigawatch_claims",
)


#: Bodies are bounded where they are decoded; spaCy's own bound is for its trained models.
_MOST_CHARACTERS = 100_000_000
#: spaCy keeps every word it ever saw; after so many it starts afresh, that memory stays flat.
_MOST_WORDS = 100_000


@cache
def reading_pipeline() -> Language:
    """The spaCy pipeline that reads claims, without a trained model.

    Its words have no lexical attributes (shape, likeness to a number): no component asks for them,
    and they take as long as cutting the text into words.
    """
    nlp = bound_tokenizer(spacy.blank("en", vocab=Vocab()))
    nlp.max_length = _MOST_CHARACTERS
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def make_doc(nlp: Language, title: str, text: str, published: dt.date | None) -> Doc:
    """A tokenized ``Doc`` that knows its day of publication and where its title stops."""
    doc = nlp.make_doc(text)
    doc._.text = text
    doc._.published = published
    doc._.title_end = len(title) if title and text.startswith(title) else 0
    return doc


def read_article(article: Article) -> list[Claim]:
    """The claims of one article, in the order of its text; quotes and spans are exact.

    An article that cannot hold a claim by its words is not read any further.
    """
    return [] if set_aside(article.text) else read_claims(article)


def read_claims(article: Article) -> list[Claim]:
    """The claims of an article that was not set aside, in the order of its text."""
    if len(reading_pipeline().vocab) > _MOST_WORDS:
        reading_pipeline.cache_clear()
    nlp = reading_pipeline()
    doc = nlp(make_doc(nlp, article.title, article.text, article.published))
    claims: list[Claim] = doc._.claims
    return claims
