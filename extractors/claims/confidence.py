"""How sure a claim is: the probability that kind, numbers, unit and subject are right.

A logistic regression a kind over the named features of a statement, calibrated on articles
that it was not trained on; ``python -m extractors.training`` writes its weights.
"""

import math
from functools import cache
from typing import Any

from extractors.datafiles import read_json
from schema.vocabulary import ClaimKind


def confidence(kind: ClaimKind, features: dict[str, float]) -> float:
    """The calibrated probability that a statement with these features is right."""
    model = _models()[kind.value]
    weights: dict[str, float] = model["weights"]
    logit = model["bias"] + sum(weights.get(k, 0.0) * v for k, v in features.items())
    slope, offset = model["platt"]
    return 1 / (1 + math.exp(-max(min(slope * logit + offset, 30.0), -30.0)))


def threshold(kind: ClaimKind) -> float:
    """Below this confidence a statement is no claim: where F1 was best out of fold."""
    least: float = _models()[kind.value]["threshold"]
    return least


@cache
def _models() -> dict[str, Any]:
    models: dict[str, Any] = read_json("confidence.json")
    return models
