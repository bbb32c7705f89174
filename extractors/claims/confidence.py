"""How sure a claim is: the probability that kind, numbers, unit and subject are right.

A logistic regression a kind over the named features of a statement, calibrated on articles
that it was not trained on; ``python -m extractors.training`` writes its weights.
"""

import math
from dataclasses import dataclass
from functools import cache, cached_property

from extractors.datafiles import read_json
from schema.vocabulary import ClaimKind


@dataclass(frozen=True)
class Calibrated:
    """A logistic regression with its Platt scaling."""

    bias: float
    weights: dict[str, float]
    slope: float
    offset: float

    def probability(self, features: dict[str, float]) -> float:
        """The calibrated probability that a statement with these features is right."""
        logit = self.bias + sum(self.weights.get(k, 0.0) * v for k, v in features.items())
        return 1 / (1 + math.exp(-max(min(self.slope * logit + self.offset, 30.0), -30.0)))


@dataclass(frozen=True)
class Models:
    """What was learned.

    ``parties`` holds the weights of the party finder by slot, ``confidence`` a model by kind.
    A statement below ``threshold`` is no claim: with calibrated probabilities the best F1 is
    reached at half of its own value (Lipton, Elkan and Narayanaswamy 2014, arXiv:1402.1892).
    """

    parties: dict[str, dict[str, float]]
    confidence: dict[ClaimKind, Calibrated]
    threshold: float

    @cached_property
    def party_weights(self) -> dict[tuple[str, ClaimKind], dict[str, float]]:
        """The weights of a slot for each kind: those common to all kinds and its own, added."""
        return {
            (slot, kind): _added(weights, f"{kind.value}:")
            for slot, weights in self.parties.items()
            for kind in ClaimKind
        }


def _added(weights: dict[str, float], prefix: str) -> dict[str, float]:
    names = {name.removeprefix(prefix) for name in weights}
    return {name: weights.get(name, 0.0) + weights.get(prefix + name, 0.0) for name in names}


@cache
def shipped_models() -> Models:
    """The models in the data files of the extractors."""
    learned = read_json("confidence.json")
    kinds = {ClaimKind(kind): Calibrated(**model) for kind, model in learned["kinds"].items()}
    return Models(read_json("parties.json"), kinds, learned["threshold"])
