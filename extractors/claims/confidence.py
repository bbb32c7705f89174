"""How sure a claim is: the probability that kind, numbers, unit and subject are right.

A logistic regression a kind over the named features of a statement, calibrated on articles
that it was not trained on; ``python -m extractors.training`` writes its weights.
"""

import math
from dataclasses import dataclass
from functools import cache

from extractors.datafiles import read_json
from schema.vocabulary import ClaimKind


@dataclass(frozen=True)
class Calibrated:
    """A logistic regression with its Platt scaling and the threshold of acceptance."""

    bias: float
    weights: dict[str, float]
    slope: float
    offset: float
    threshold: float

    def probability(self, features: dict[str, float]) -> float:
        """The calibrated probability that a statement with these features is right."""
        logit = self.bias + sum(self.weights.get(k, 0.0) * v for k, v in features.items())
        return 1 / (1 + math.exp(-max(min(self.slope * logit + self.offset, 30.0), -30.0)))


@dataclass(frozen=True)
class Models:
    """What was learned: weights of the party finder by slot, and a confidence model by kind."""

    parties: dict[str, dict[str, float]]
    confidence: dict[ClaimKind, Calibrated]


@cache
def shipped_models() -> Models:
    """The models in the data files of the extractors."""
    return Models(
        read_json("parties.json"),
        {ClaimKind(kind): Calibrated(**m) for kind, m in read_json("confidence.json").items()},
    )
