"""In which role a dependency stands: a small multinomial over how a sentence tells the pair.

What the word of relation suggests (``dependency.py``) is one feature of several: what the two
are, how the sentence joins them, and the words in it that speak for a role. The weights are
learned by ``python -m extractors.training``.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from extractors.claims.context import Draft
from extractors.claims.parties import Features, score
from extractors.claims.relations import table
from extractors.datafiles import read_json
from schema.vocabulary import DependencyRole

#: The weights of features by role.
RoleWeights = Mapping[str, Mapping[str, float]]

#: What counts for every pair of a role.
BIAS = "bias"
#: Words of one stem count as one cue.
_STEM = 6
#: What features say of what the provider is.
_PROVIDERS = frozenset(
    f"provider {what}" for what in ("chip", "site", "foundry", "power", "hosting", "firm")
)
_OF_ARTICLE = re.compile(r"is main$|^told |^times told$|^early$")


def role_features(draft: Draft) -> Features:
    """The named features of a drafted dependency from which its role is read."""
    features = {name: value for name, value in draft.evidence.items() if not told_of_article(name)}
    features |= dict.fromkeys(_senses(draft.sentence.lower), 1.0)
    provider = next((name for name in features if name in _PROVIDERS), "provider")
    features |= {
        BIAS: 1.0,
        f"suggested {draft.role}": 1.0,
        f"suggested {draft.role}, {provider}": 1.0,
        f"word of {draft.trigger}": 1.0,
        f"word of {draft.trigger}, {provider}": 1.0,
    }
    return features


@lru_cache(maxsize=50_000)
def told_of_article(name: str) -> bool:
    """Whether a feature speaks of the article, not of how a sentence joins the two."""
    return _OF_ARTICLE.search(name) is not None


def _senses(text: str) -> Iterator[str]:
    """The roles that words of a sentence speak for, and the words."""
    for role, pattern in _patterns():
        if found := {match.group() for match in pattern.finditer(text)}:
            yield f"speaks of {role}"
            yield from (f"speaks of {role}: {word[:_STEM]}" for word in found)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    senses = table()["senses"].items()
    return tuple((role, re.compile(rf"(?<!\w)(?:{'|'.join(words)})\b")) for role, words in senses)


def choose_role(weights: RoleWeights, draft: Draft) -> DependencyRole:
    """The likeliest role of a dependency; without weights the one that its word suggests."""
    if not weights:
        return DependencyRole(str(draft.role))
    features = role_features(draft)
    scores = {role: score(learned, features) for role, learned in weights.items()}
    return DependencyRole(max(sorted(scores), key=scores.__getitem__))


@cache
def shipped_roles() -> RoleWeights:
    """The weights in the data files of the extractors."""
    weights: RoleWeights = read_json("dependency_roles.json")
    return weights
