"""Learn the roles of dependencies: from annotated claims, and from the lessons beside them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from extractors.claims.context import Draft
from extractors.claims.dependency_roles import BIAS, RoleWeights, role_features
from extractors.claims.parties import Features
from extractors.comparison import same_party
from extractors.lessons import Lesson
from schema.vocabulary import ClaimKind

#: A feature seen in fewer examples than this is left out.
LEAST_SEEN = 4
PENALTY = 0.2
#: What a made-up sentence counts beside an annotated claim.
LESSON_WEIGHT = 0.3
#: A weight below this is left out.
LEAST_WEIGHT = 0.04
#: Of the words of the shorter of two quotes so many are in the other.
_OVERLAP = 0.5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class RoleExample:
    """One telling of a dependency whose role is known."""

    features: Features
    role: str
    weight: float


def annotated_roles(gold: Iterable[dict[str, Any]], drafts: Iterable[Draft]) -> list[RoleExample]:
    """The tellings of an article's annotated dependencies; those of one claim count as one."""
    drafted = [draft for draft in drafts if draft.kind is ClaimKind.DEPENDENCY]
    found = []
    for claim in gold:
        if claim["kind"] == ClaimKind.DEPENDENCY:
            told = list(_tellings(claim, drafted))
            found += [
                RoleExample(role_features(draft), claim["role"], 1 / len(told)) for draft in told
            ]
    return found


def _tellings(claim: dict[str, Any], drafts: Iterable[Draft]) -> Iterator[Draft]:
    quoted = _words(claim["quote"])
    for draft in drafts:
        pair = (getattr(party, "canonical", None) for party in (draft.subject, draft.object))
        sides = zip((claim["subject"], claim["object"]), pair, strict=True)
        if all(same_party(gold, got) for gold, got in sides):
            words = _words(draft.sentence.text)
            if len(quoted & words) >= _OVERLAP * min(len(quoted), len(words)):
                yield draft


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


def taught_roles(lessons: Iterable[Lesson]) -> list[RoleExample]:
    """The tellings of the lessons."""
    return [
        RoleExample(role_features(draft), lesson.roles[pair], LESSON_WEIGHT)
        for lesson in lessons
        for draft in lesson.doc._.drafts
        if draft.kind is ClaimKind.DEPENDENCY
        if (pair := (draft.subject.canonical, draft.object.canonical)) in lesson.roles
    ]


def fit_roles(examples: Sequence[RoleExample]) -> RoleWeights:
    """The weights of a multinomial logistic regression by role, rounded, the least left out."""
    seen = Counter(name for example in examples for name in example.features)
    names = sorted(name for name, count in seen.items() if count >= LEAST_SEEN and name != BIAS)
    vectorizer = DictVectorizer().fit([dict.fromkeys(names, 1.0)])
    model = LogisticRegression(C=PENALTY, max_iter=500)
    model.fit(
        vectorizer.transform([example.features for example in examples]),
        [example.role for example in examples],
        sample_weight=[example.weight for example in examples],
    )
    return {
        str(role): {BIAS: round(float(bias), 3)} | _kept(zip(names, row, strict=True))
        for role, bias, row in zip(model.classes_, model.intercept_, model.coef_, strict=True)
    }


def _kept(weights: Iterable[tuple[str, float]]) -> dict[str, float]:
    return {name: round(float(w), 3) for name, w in weights if abs(w) >= LEAST_WEIGHT}
