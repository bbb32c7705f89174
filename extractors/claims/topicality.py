"""How far the words of an article are those of articles that tell of AI infrastructure.

A round of a maker of apps is told as one of a maker of chips is: what a sentence says cannot tell
them apart, the rest of the article can. A logistic regression over its words, trained by
``python -m extractors.training`` on articles with and without claims, gives one score of the whole.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from spacy.lang.en.stop_words import STOP_WORDS

from extractors.claims.topic import topic
from extractors.datafiles import read_json

#: A word that is no part of an address.
_WORD = re.compile(r"(?<![\w/.@?&=#-])[a-z][a-z-]{2,30}(?![\w/@]|\.[a-z])")
#: The length of the words of every article together, as a vector: long ones count for no more.
_LENGTH = 5.0
#: Beyond so high or low a score articles are alike.
_MOST = 1.5
#: An article with so low a score tells of something else, whatever its sentences say.
OTHER_SUBJECT = -0.44
#: With a higher one it tells of the field, however few of the field's own terms it uses: short
#: news of a contract or a budget names a firm and an amount, and nothing else.
THIS_SUBJECT = 0.25
#: Fewer words than these speak the less against the field, the fewer they are.
_ENOUGH_WORDS = 80


@dataclass(frozen=True)
class Topicality:
    """The weights of words; those of grammar and of a page's furniture have none."""

    bias: float
    weights: dict[str, float]

    def score(self, text: str) -> float:
        """The score of an article, 0 where its words leave it open."""
        weigh = self.weights.get
        words = article_words(text)
        score = self.bias + sum(n * weigh(word, 0.0) for word, n in words.items())
        if score < 0:
            score *= min(len(words) / _ENOUGH_WORDS, 1.0)
        return max(min(score, _MOST), -_MOST)

    def tells_of_field(self, text: str) -> bool:
        """Whether the words speak for the field where next to none of its own terms stand.

        That these are missing says the more, the longer the article is.
        """
        length = min(len(article_words(text)) / _ENOUGH_WORDS, 1.0)
        return self.score(text) > THIS_SUBJECT * length


def article_words(text: str) -> dict[str, float]:
    """The words of an article that may tell its subject, and how much each counts."""
    counts = Counter(_WORD.findall(text.lower()))
    worth = {word: math.log1p(n) for word, n in counts.items() if word not in _untelling()}
    length = math.sqrt(sum(value * value for value in worth.values())) or 1.0
    return {word: _LENGTH * value / length for word, value in worth.items()}


@cache
def _untelling() -> frozenset[str]:
    return frozenset({*STOP_WORDS, *topic()["furniture"].split(), *topic()["telling"].split()})


@cache
def shipped_topicality() -> Topicality:
    """The weights in the data files of the extractors."""
    return Topicality(**read_json("topicality.json"))
