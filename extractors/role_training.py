"""Learn the roles of deals and dependencies: from annotated claims and the lessons beside them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from extractors.claims.assemble import Statement, to_claim
from extractors.claims.context import Context
from extractors.claims.parties import Features
from extractors.claims.role_choice import BIAS, ROLES, RoleWeights, role_features
from extractors.comparison import Level, level, quotes_agree
from extractors.lessons import Lesson
from schema.vocabulary import ClaimKind

#: A feature seen in fewer examples than this is left out.
LEAST_SEEN = 4
PENALTY = 0.2
#: A role of so many times fewer examples counts this power of it more: 1 would make all equal.
BALANCE = 0.3
#: What a made-up sentence counts beside an annotated claim.
LESSON_WEIGHT = 0.3
#: A weight below this is left out.
LEAST_WEIGHT = 0.04

GoldClaim = dict[str, Any]


@dataclass(frozen=True)
class RoleExample:
    """One telling of a claim whose role is known."""

    kind: ClaimKind
    features: Features
    role: str
    weight: float


def annotated_roles(
    context: Context, gold: Iterable[GoldClaim], statements: Iterable[Statement]
) -> Iterator[RoleExample]:
    """The tellings of an article's annotated claims; those of one claim count as one."""
    shown = [(to_claim(s).content(), s) for s in statements if s.draft.kind in ROLES]
    for claim in gold:
        kind = ClaimKind(claim["kind"])
        if kind not in ROLES or (role := claim["role"]) is None:
            continue
        told = _tellings(claim, shown)
        for statement in told:
            features = role_features(context, statement)
            yield RoleExample(kind, features, role, 1 / len(told))


def _tellings(claim: GoldClaim, shown: Iterable[tuple[GoldClaim, Statement]]) -> list[Statement]:
    """The statements that tell an annotated claim where it is quoted, of its subject if any do."""
    of_any = claim | {"role": None}
    levels: dict[bool, list[Statement]] = defaultdict(list)
    for content, statement in shown:
        agreed = level(of_any, content)
        if agreed and quotes_agree(claim, content):
            levels[agreed >= Level.PARTY].append(statement)
    return levels[True] or levels[False]


def taught_roles(lesson: Lesson, statements: Iterable[Statement]) -> Iterator[RoleExample]:
    """The tellings of a lesson."""
    told = (
        (one, role) for one in statements for pair, role in lesson.roles.items() if one.pair == pair
    )
    for statement, role in told:
        features = role_features(lesson.doc._.context, statement)
        yield RoleExample(ClaimKind.DEPENDENCY, features, role, LESSON_WEIGHT)


def fit_roles(examples: Iterable[RoleExample]) -> RoleWeights:
    """The weights of each kind by role."""
    by_kind: dict[ClaimKind, list[RoleExample]] = defaultdict(list)
    for example in examples:
        by_kind[example.kind].append(example)
    learnable = ((kind, rows) for kind, rows in by_kind.items() if len({r.role for r in rows}) > 2)
    return {kind.value: _fit(rows) for kind, rows in learnable}


def _fit(examples: Sequence[RoleExample]) -> dict[str, dict[str, float]]:
    """The weights of a multinomial logistic regression by role, rounded, the least left out."""
    seen = Counter(name for example in examples for name in example.features)
    names = sorted(name for name, count in seen.items() if count >= LEAST_SEEN and name != BIAS)
    vectorizer = DictVectorizer().fit([dict.fromkeys(names, 1.0)])
    model = LogisticRegression(C=PENALTY, max_iter=500)
    model.fit(
        vectorizer.transform([example.features for example in examples]),
        [example.role for example in examples],
        sample_weight=_balanced(examples),
    )
    rows = zip(model.classes_, model.intercept_, model.coef_, strict=True)
    return {
        str(role): {BIAS: round(float(bias), 3)} | _kept(zip(names, row, strict=True))
        for role, bias, row in rows
    }


def _balanced(examples: Sequence[RoleExample]) -> list[float]:
    """What each example counts: of a role that is seldom told somewhat more."""
    totals: dict[str, float] = defaultdict(float)
    for example in examples:
        totals[example.role] += example.weight
    mean = sum(totals.values()) / len(totals)
    return [example.weight * (mean / totals[example.role]) ** BALANCE for example in examples]


def _kept(weights: Iterable[tuple[str, float]]) -> dict[str, float]:
    return {name: round(float(w), 3) for name, w in weights if abs(w) >= LEAST_WEIGHT}
