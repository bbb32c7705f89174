"""How sure a claim is: the probability that kind, numbers, unit and subject are right.

A logistic regression over the named features of a statement, each weighed for all kinds and for
its own; a scaling a kind, fitted on articles that the regression was not trained on, makes
probabilities of its scores. ``python -m extractors.training`` writes both.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from operator import attrgetter
from typing import Any

from extractors.claims.context import Draft
from extractors.claims.role_choice import RoleWeights, shipped_roles
from extractors.claims.topicality import Topicality, shipped_topicality
from extractors.datafiles import read_json
from schema.vocabulary import ClaimKind

#: What a word counts as a feature: at half, learning holds it back four times as much as a rule.
WORD = 0.5
#: How many words before and after a number are told apart from the rest of its sentence.
_NEAR = 4
#: The weights of a feature that nothing was learned of.
_UNLEARNED = (0.0, 0.0)


@dataclass(frozen=True)
class Scaling:
    """Platt's scaling: a probability is the logistic function of slope times score + offset."""

    slope: float
    offset: float


@dataclass(frozen=True)
class Confidence:
    """The weights of features, ``name`` for every kind and ``kind:name`` for one alone."""

    bias: float
    weights: dict[str, float]
    scaling: dict[ClaimKind, Scaling]

    def score(self, kind: ClaimKind, features: dict[str, float]) -> float:
        """The linear score of a statement of this kind."""
        weigh = self.by_kind[kind].get
        return self.bias + sum(value * weigh(name, 0.0) for name, value in features.items())

    @cached_property
    def by_kind(self) -> dict[ClaimKind, dict[str, float]]:
        """The weights for each kind: those common to all kinds and its own, added."""
        return _by_kind(self.weights)

    def probability(self, kind: ClaimKind, score: float) -> float:
        """The calibrated probability that a statement with this score is right."""
        scaling = self.scaling[kind]
        logit = scaling.slope * score + scaling.offset
        return 1 / (1 + math.exp(-max(min(logit, 30.0), -30.0)))


@dataclass(frozen=True)
class Models:
    """What was learned.

    ``parties`` holds the weights of the party finder by slot; ``confidence`` gives the probability
    that kind, numbers, unit and subject of a statement are right, ``telling`` that all but the
    subject are. A statement is a claim where the mean of the two reaches ``threshold``, or that of
    its kind in ``thresholds``: right numbers of an unsure subject are worth keeping, with the low
    confidence that says so.
    ``topicality`` scores the article as a whole, for both to weigh. ``roles`` holds the weights
    of the roles of deals and dependencies.
    """

    parties: dict[str, dict[str, float]]
    confidence: Confidence
    telling: Confidence
    threshold: float
    topicality: Topicality = field(default_factory=lambda: Topicality(0.0, {}))
    roles: RoleWeights = field(default_factory=dict)
    thresholds: dict[ClaimKind, float] = field(default_factory=dict)

    def least(self, kind: ClaimKind) -> float:
        """The worth at which a statement of a kind is a claim."""
        return self.thresholds.get(kind, self.threshold)

    def probabilities(
        self, kind: ClaimKind, parts: Iterable[Mapping[str, float]]
    ) -> tuple[float, float]:
        """The probabilities of ``confidence`` and ``telling``, in one look at the features."""
        weigh = self._weights[kind].get
        sure, told = self.confidence.bias, self.telling.bias
        for features in parts:
            for name, value in features.items():
                if value:
                    of_sure, of_told = weigh(name, _UNLEARNED)
                    sure += value * of_sure
                    told += value * of_told
        return self.confidence.probability(kind, sure), self.telling.probability(kind, told)

    @cached_property
    def _weights(self) -> dict[ClaimKind, dict[str, tuple[float, float]]]:
        """For each kind the weights of a feature for ``confidence`` and ``telling``."""
        both: dict[ClaimKind, dict[str, tuple[float, float]]] = {}
        for kind in ClaimKind:
            sure, told = self.confidence.by_kind[kind], self.telling.by_kind[kind]
            names = sure.keys() | told.keys()
            both[kind] = {name: (sure.get(name, 0.0), told.get(name, 0.0)) for name in names}
        return both

    @cached_property
    def party_weights(self) -> dict[tuple[str, ClaimKind], dict[str, float]]:
        """The weights of a slot for each kind: those common to all kinds and its own, added."""
        return {
            (slot, kind): added
            for slot, weights in self.parties.items()
            for kind, added in _by_kind(weights).items()
        }


def _by_kind(weights: dict[str, float]) -> dict[ClaimKind, dict[str, float]]:
    """The weights for each kind: those common to all kinds and its own, added."""
    own: dict[str, dict[str, float]] = {kind.value: {} for kind in ClaimKind}
    common: dict[str, float] = {}
    for name, weight in weights.items():
        kind, _, rest = name.partition(":")
        if rest and kind in own:
            own[kind][rest] = weight
        else:
            common[name] = weight
    return {
        kind: common
        | {name: common.get(name, 0.0) + weight for name, weight in own[kind.value].items()}
        for kind in ClaimKind
    }


def wording(draft: Draft) -> dict[str, float]:
    """Features for the words of a draft's sentence, names and numbers left out."""
    words = draft.sentence.plain_words
    first = bisect_right(words, draft.start, key=_end)
    last = bisect_left(words, draft.end, key=_start)
    before = [word.lower for word in words[max(first - _NEAR, 0) : first]]
    after = [word.lower for word in words[last : last + _NEAR]]
    around = [*words[:first], *words[max(first, last) :]]
    names = [_as_feature(word.lower) for word in around]
    names += [f"before={word}" for word in before]
    names += [f"after={word}" for word in after]
    names += [f"last={before[-1] if before else None}", f"next={after[0] if after else None}"]
    return dict.fromkeys(names, WORD)


_start, _end = attrgetter("start"), attrgetter("end")


@lru_cache(maxsize=50_000)
def _as_feature(word: str) -> str:
    """The name of the feature that a word stands anywhere in a sentence."""
    return f"word={word}"


@cache
def shipped_models() -> Models:
    """The models in the data files of the extractors."""
    learned = read_json("confidence.json")
    return Models(
        read_json("parties.json"),
        _confidence(learned["confidence"]),
        _confidence(learned["telling"]),
        learned["threshold"],
        shipped_topicality(),
        shipped_roles(),
        {ClaimKind(kind): least for kind, least in learned["thresholds"].items()},
    )


def _confidence(learned: dict[str, Any]) -> Confidence:
    scaling = {ClaimKind(kind): Scaling(**two) for kind, two in learned["scaling"].items()}
    return Confidence(learned["bias"], learned["weights"], scaling)
