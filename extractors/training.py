"""Train what the extractors learn: parties, topicality, roles, confidence.

    python -m extractors.training GOLD_DIR [GOLD_DIR ...] [--report-only]

Each GOLD_DIR holds annotated documents, one JSON file each, as ``gigawatch evaluate`` takes
them. Everything that is reported, and the calibration itself, comes from articles that the
weights in question were not trained on (five folds over articles). The results are
``parties.json``, ``topicality.json``, ``role_weights.json`` and ``confidence.json`` in
``extractors/data``.

Needs what requirements-training.txt names.
"""

import argparse
import json
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np
from rich.console import Console
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from spacy.tokens import Doc

from extractors.claims.assemble import Statement, complete, complete_all, select, to_claim
from extractors.claims.confidence import Confidence, Models, Scaling
from extractors.claims.context import Draft, Group
from extractors.claims.parties import Candidate, Features, allowed, candidates, facing, nothing
from extractors.claims.role_choice import told_of_article
from extractors.claims.topicality import Topicality, article_words
from extractors.comparison import (
    Level,
    level,
    quotes_agree,
    same_interval,
    same_party,
    same_value,
)
from extractors.documents import read_annotated
from extractors.lessons import Lesson, read_lessons
from extractors.reading import make_doc, reading_pipeline
from extractors.role_training import (
    LESSON_WEIGHT,
    GoldClaim,
    RoleExample,
    annotated_roles,
    fit_roles,
    taught_roles,
)
from extractors.scoring import (
    Report,
    calibration_error,
    evaluate,
    precision_recall_curve,
    reliability,
)
from schema.claim import Claim
from schema.entity import load_registry
from schema.vocabulary import ClaimKind, PartyRole

FOLDS = 5
#: The fold of what is never held out.
LESSON = -1
#: A feature seen in fewer examples than this is left out: it would only be learned by heart.
LEAST_SEEN = 4
#: The same for the confidence, whose examples are many and of which few are right.
LEAST_SEEN_IN_STATEMENTS = 10
#: The mean of two probabilities at which a statement is a claim (see ``Models``): higher, value
#: level falls, lower, the others.
THRESHOLD = 0.4
#: Kinds with a threshold of their own: a dependency has no number that could be right alone, and
#: is one of very many pairs; what reaches a stage is often told in words that name nothing, so
#: that the subject of a right stage and date is rarely sure.
THRESHOLDS = {ClaimKind.DEPENDENCY: 0.26, ClaimKind.MILESTONE: 0.35}
PARTY_PENALTY, CONFIDENCE_PENALTY, TOPICALITY_PENALTY = 2.0, 0.1, 0.1
#: A weight of a regression below this is left out.
LEAST_WEIGHT = 0.02
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Annotated:
    """One annotated document with its drafts."""

    id: str
    fold: int
    doc: Doc
    gold: list[GoldClaim]


@dataclass(frozen=True)
class Example:
    """One choice of a party: the features of each candidate, and which of them are right."""

    fold: int
    kind: ClaimKind
    options: list[Features]
    right: list[int]


def load(directories: Iterable[Path]) -> list[Annotated]:
    """Read annotated documents and draft their claims, without the last component."""
    nlp = reading_pipeline()
    found = []
    paths = sorted(path for directory in directories for path in directory.glob("*.json"))
    with nlp.select_pipes(disable=["gigawatch_claims"]):
        for path in paths:
            gold = json.loads(path.read_text(encoding="utf-8"))
            (document,) = read_annotated(path)
            article = document.article
            if article is None:
                raise SystemExit(f"{path}: {document.error}")
            doc = nlp(make_doc(nlp, article.title, article.text, article.published))
            found.append(Annotated(gold["id"], fold_of(gold["id"]), doc, gold["claims"]))
    return found


def fold_of(document: str) -> int:
    """The fold of a document, whatever others are learned from."""
    return zlib.crc32(document.encode()) % FOLDS


def party_examples(documents: Iterable[Annotated]) -> dict[PartyRole, list[Example]]:
    """One example a slot for each annotated claim that a draft was made for."""
    examples: dict[PartyRole, list[Example]] = {role: [] for role in PartyRole}
    for document in documents:
        free = list(document.doc._.drafts)
        for gold in document.gold:
            draft = _draft_of(gold, free)
            if draft is None:
                continue
            free.remove(draft)
            for slot in PartyRole:
                if example := _example(document, draft, gold, slot):
                    examples[slot].append(example)
    return examples


def _draft_of(gold: GoldClaim, drafts: list[Draft]) -> Draft | None:
    """The draft of an annotated claim: kind and numbers agree, and the quotes overlap best."""
    quote = set(gold["quote"].lower().split())
    best: tuple[float, Draft] | None = None
    for draft in drafts:
        if draft.kind != gold["kind"] or not _same_numbers(gold, draft):
            continue
        overlap = len(quote & set(draft.sentence.lower.split())) / max(len(quote), 1)
        if overlap > 0.5 and (best is None or overlap > best[0]):
            best = (overlap, draft)
    return best[1] if best else None


def _same_numbers(gold: GoldClaim, draft: Draft) -> bool:
    if draft.kind is ClaimKind.MILESTONE:
        when = draft.date.interval.model_dump(mode="json") if draft.date else None
        return draft.stage == gold["stage"] and same_interval(gold["when"], when)
    if draft.kind is ClaimKind.DEPENDENCY:
        return bool(draft.role == gold["role"])
    shown = {"low": draft.low, "high": draft.high, "unit": draft.unit}
    return same_value(gold, shown)


def _example(document: Annotated, draft: Draft, gold: GoldClaim, slot: PartyRole) -> Example | None:
    """The choice that the draft faces, or None where no candidate is right."""
    given = draft.subject if slot is PartyRole.SUBJECT else draft.object
    if given is not None or slot.value in draft.fixed:
        return None
    every = candidates(document.doc._.context, draft)
    if slot is PartyRole.OBJECT:
        every = facing(every, draft, _subject(draft, gold, every))
    found = allowed(draft, slot.value, every)
    options = [c.features for c in found] + [nothing(draft, found)]
    wanted = gold[slot.value]
    if wanted is None:
        return Example(document.fold, draft.kind, options, [len(found)])
    right = [i for i, c in enumerate(found) if same_party(wanted, c.name)]
    return Example(document.fold, draft.kind, options, right) if right else None


def _subject(draft: Draft, gold: GoldClaim, found: Iterable[Candidate]) -> Group | str | None:
    """Who the annotated subject is among the candidates."""
    named = (c.party for c in found if same_party(gold["subject"], c.name))
    return draft.subject or next(named, None)


def fit_parties(examples: Sequence[Example]) -> dict[str, float]:
    """Weights of a conditional logit, penalised, by L-BFGS.

    A name that stands at several places is right at each: what is maximised is the chance that
    any of them is chosen.
    """
    seen = Counter(n for e in examples for n in {f for o in e.options for f in _named(e, o)})
    names = sorted(name for name, count in seen.items() if count >= LEAST_SEEN)
    index = {name: i for i, name in enumerate(names)}
    options = [_named(e, o) for e in examples for o in e.options]
    places = [(row, index[f]) for row, o in enumerate(options) for f in o if f in index]
    rows, columns = np.array(places, dtype=int).reshape(-1, 2).T
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), (len(options), len(names)))
    counts = [len(e.options) for e in examples]
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(int)
    is_right = np.zeros(len(options))
    is_right[[start + i for start, e in zip(starts, examples, strict=True) for i in e.right]] = 1

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        scores -= np.repeat(np.maximum.reduceat(scores, starts), counts)
        chances = np.exp(scores)
        totals = np.add.reduceat(chances, starts)
        of_right = np.add.reduceat(chances * is_right, starts)
        wanted = chances * is_right / np.repeat(of_right, counts)
        value = 0.5 * PARTY_PENALTY * weights @ weights + np.log(totals / of_right).sum()
        excess = chances / np.repeat(totals, counts) - wanted
        return value, PARTY_PENALTY * weights + matrix.T @ excess

    fitted = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return {n: round(float(w), 3) for n, w in zip(names, fitted.x, strict=True) if abs(w) >= 0.02}


def _named(example: Example, features: Features) -> list[str]:
    """Feature names twice: common to all kinds, and of the example's kind."""
    return [*features, *(f"{example.kind.value}:{name}" for name in features)]


def train_parties(examples: dict[PartyRole, list[Example]]) -> dict[str, dict[str, float]]:
    """The weights of both slots."""
    return {slot.value: fit_parties(rows) for slot, rows in examples.items()}


@dataclass(frozen=True)
class Judged:
    """A statement made by weights that had not seen its article, and how far it is right.

    A dependency ``teaches`` nothing that stands elsewhere than the annotated one of its houses:
    where two names stand together, the sentence need not tell what another tells of them. Nor
    does one that is true but left out because a number tells it.
    """

    fold: int
    document: str
    statement: Statement
    level: Level
    teaches: bool = True


def judge(documents: Iterable[Annotated], models: Models) -> list[Judged]:
    """Complete every draft and compare the statements with the annotations.

    A statement told twice is right twice: telling each only once is a later step.
    """
    return [row for document in documents for row in _judged_in(document, models)]


def _judged_in(document: Annotated, models: Models) -> Iterator[Judged]:
    """The statements of one document."""
    told = [(s, to_claim(s).content()) for s in complete_all(document.doc, models)]
    pairs = [gold for gold in document.gold if gold["kind"] == ClaimKind.DEPENDENCY]
    quoted = [gold for gold in pairs if any(_is_quoted(gold, shown) for _, shown in told)]
    for statement, shown in told:
        best = max((level(gold, shown) for gold in document.gold), default=Level.NONE)
        akin = [gold for gold in quoted if _is_akin(gold, shown)]
        is_elsewhere = bool(akin) and not any(_is_quoted(gold, shown) for gold in akin)
        teaches = not (is_elsewhere or _told_with_number(shown, document.gold))
        yield Judged(document.fold, document.id, statement, best, teaches)


def _is_quoted(gold: GoldClaim, shown: GoldClaim) -> bool:
    """Whether a claim is right and stands where it was annotated."""
    return quotes_agree(gold, shown) and level(gold, shown) > Level.NONE


def _is_akin(gold: GoldClaim, shown: GoldClaim) -> bool:
    """Whether two dependencies are of the same houses: of a firm, its units and its chips."""
    return shown["kind"] == ClaimKind.DEPENDENCY and all(
        _house(gold[slot]) == _house(shown[slot]) for slot in PartyRole
    )


@cache
def _house(name: str | None) -> str | None:
    """The firm at the head of those that a name belongs to, the name itself where unknown."""
    entity = load_registry().find(name) if name else None
    return load_registry().root(entity).name if entity else name


def _told_with_number(shown: GoldClaim, annotated: Iterable[GoldClaim]) -> bool:
    """Whether a dependency is true but left out because a deal or capacity has its pair."""
    return shown["kind"] == ClaimKind.DEPENDENCY and any(
        same_party(gold["subject"], shown["subject"])
        and same_party(gold["object"], shown["object"])
        for gold in annotated
        if gold["kind"] in {ClaimKind.DEAL, ClaimKind.CAPACITY}
    )


@dataclass(frozen=True)
class Table:
    """The features of statements as a matrix, a row a statement; words that are rare left out."""

    matrix: csr_matrix
    names: list[str]
    judged: Sequence[Judged]

    @property
    def folds(self) -> np.ndarray:
        """The fold of each statement."""
        return np.array([row.fold for row in self.judged])

    @property
    def teaches(self) -> np.ndarray:
        """Which statements are learned from."""
        return np.array([row.teaches for row in self.judged])

    def right(self, least: Level) -> np.ndarray:
        """Which statements are right to a level."""
        return np.array([row.level >= least for row in self.judged])


def tabulate(judged: Sequence[Judged]) -> Table:
    """The features of statements, each once for all kinds and once for its own."""
    features = [_for_kind(row.statement) for row in judged]
    seen = Counter(name for found in features for name in found)
    names = sorted(name for name, count in seen.items() if count >= LEAST_SEEN_IN_STATEMENTS)
    vectorizer = DictVectorizer().fit([dict.fromkeys(names, 1.0)])
    return Table(vectorizer.transform(features), names, judged)


def _for_kind(statement: Statement) -> Features:
    """The features of a statement twice: common to all kinds, and of its own kind."""
    kind = statement.draft.kind.value
    features = statement.features
    return features | {f"{kind}:{name}": value for name, value in features.items()}


@dataclass(frozen=True)
class CrossFitted:
    """Regressions of which each has not seen one fold, and the scores that they give to it."""

    without: dict[int, Confidence]
    scores: list[tuple[Judged, float]]
    least: Level

    def unseeing(self, fold: int) -> Confidence:
        """The probability of being right for articles of a fold that nothing was fitted on."""
        return self.scaled(self.without[fold], (row for row in self.scores if row[0].fold != fold))

    def scaled(self, fitted: Confidence, scores: Iterable[tuple[Judged, float]]) -> Confidence:
        """Platt-scale a regression on out-of-fold scores, a kind at a time."""
        by_kind: dict[ClaimKind, list[tuple[float, bool]]] = {kind: [] for kind in ClaimKind}
        for row, score in scores:
            if row.teaches:
                by_kind[row.statement.draft.kind].append((score, row.level >= self.least))
        return replace(fitted, scaling={kind: _platt(rows) for kind, rows in by_kind.items()})


def cross_fit(table: Table, least: Level) -> CrossFitted:
    """Fit a logistic regression over all kinds without each fold, and score that fold with it."""
    without: dict[int, Confidence] = {}
    scores: list[tuple[Judged, float]] = []
    for fold in range(FOLDS):
        model = without[fold] = _regress(table, table.teaches & (table.folds != fold), least)
        held = (row for row in table.judged if row.fold == fold)
        scores += [(r, model.score(r.statement.draft.kind, r.statement.features)) for r in held]
    return CrossFitted(without, scores, least)


def fit_confidence(table: Table, fitted: CrossFitted) -> Confidence:
    """The probability of being right, learned from all statements, to be shipped."""
    return fitted.scaled(_regress(table, table.teaches, fitted.least), fitted.scores)


def _regress(table: Table, rows: np.ndarray, least: Level) -> Confidence:
    model = LogisticRegression(C=CONFIDENCE_PENALTY, max_iter=500)
    weights = np.where(table.folds == LESSON, LESSON_WEIGHT, 1.0)
    model.fit(table.matrix[rows], table.right(least)[rows], sample_weight=weights[rows])
    return Confidence(*_rounded(model, table.names), {})


def _rounded(model: LogisticRegression, names: Sequence[str]) -> tuple[float, dict[str, float]]:
    """The bias and the weights of a regression, rounded, without the least."""
    weights = {n: round(float(w), 3) for n, w in zip(names, model.coef_[0], strict=True)}
    kept = {n: w for n, w in weights.items() if abs(w) >= LEAST_WEIGHT}
    return round(float(model.intercept_[0]), 3), kept


def _platt(rows: Sequence[tuple[float, bool]]) -> Scaling:
    """Slope and offset that turn out-of-fold scores into probabilities."""
    if len({right for _, right in rows}) < 2:
        return Scaling(1.0, 0.0)
    fitted = LogisticRegression(C=1e3).fit([[s] for s, _ in rows], [right for _, right in rows])
    return Scaling(round(float(fitted.coef_[0][0]), 4), round(float(fitted.intercept_[0]), 4))


def fit_topicality(documents: Iterable[Annotated]) -> Topicality:
    """Learn by its words whether an article has claims."""
    documents = list(documents)
    words = [article_words(document.doc._.text) for document in documents]
    seen = Counter(word for found in words for word in found)
    names = sorted(word for word, count in seen.items() if count >= LEAST_SEEN)
    vectorizer = DictVectorizer().fit([dict.fromkeys(names, 1.0)])
    model = LogisticRegression(C=TOPICALITY_PENALTY, max_iter=500)
    model.fit(vectorizer.transform(words), [bool(document.gold) for document in documents])
    bias, weights = _rounded(model, names)
    return Topicality(bias, weights)


def judge_unseen(documents: Sequence[Annotated]) -> list[Judged]:
    """The statements of every article with parties found by weights that have not seen it."""
    examples = party_examples(documents)
    judged: list[Judged] = []
    for fold in range(FOLDS):
        kept = {s: [e for e in rows if e.fold != fold] for s, rows in examples.items()}
        topicality = fit_topicality(d for d in documents if d.fold != fold)
        models = Models(train_parties(kept), _indifferent(), _indifferent(), 0.0, topicality)
        judged += judge([d for d in documents if d.fold == fold], models)
    return judged


def claims_unseen(
    documents: Sequence[Annotated],
    judged: Iterable[Judged],
    confidence: CrossFitted,
    telling: CrossFitted,
    roles: Mapping[int, Sequence[RoleExample]],
) -> dict[str, list[Claim]]:
    """The claims of every article by weights that have not seen it."""
    statements = by_document(judged)
    by_fold = {
        fold: Models(
            {},
            confidence.unseeing(fold),
            telling.unseeing(fold),
            THRESHOLD,
            roles=fit_roles(e for of, rows in roles.items() if of != fold for e in rows),
            thresholds=THRESHOLDS,
        )
        for fold in range(FOLDS)
    }
    claims: dict[str, list[Claim]] = {}
    for document in documents:
        models = by_fold[document.fold]
        for statement in statements[document.id]:
            statement.weigh(models)
        claims[document.id] = [
            to_claim(s) for s in select(document.doc._.context, statements[document.id], models)
        ]
    return claims


def by_document(judged: Iterable[Judged]) -> dict[str, list[Statement]]:
    """The statements of each document; none of one that has none."""
    statements: dict[str, list[Statement]] = defaultdict(list)
    for row in judged:
        statements[row.document].append(row.statement)
    return statements


def judge_lessons(lessons: Iterable[Lesson]) -> list[Judged]:
    """Statements of made-up sentences: always learned from, never reported on.

    They tell how words join two parties, and nothing of articles: features that do are left out.
    """
    nothing_learned = Models({}, _indifferent(), _indifferent(), 0.0)
    judged = []
    for lesson in lessons:
        for draft in (d for d in lesson.doc._.drafts if d.kind is ClaimKind.DEPENDENCY):
            statement = complete(lesson.doc._.context, draft, nothing_learned)
            if statement is not None:
                evidence = draft.evidence.items()
                statement.parts = ({n: v for n, v in evidence if not told_of_article(n)},)
                right = Level.FULL if statement.pair in lesson.roles else Level.NONE
                judged.append(Judged(LESSON, lesson.text, statement, right))
    return judged


def role_examples(
    documents: Iterable[Annotated], judged: Iterable[Judged], lessons: Iterable[Lesson]
) -> dict[int, list[RoleExample]]:
    """By fold the tellings whose role is known."""
    statements = by_document(judged)
    examples: dict[int, list[RoleExample]] = defaultdict(list)
    for document in documents:
        told, context = statements[document.id], document.doc._.context
        examples[document.fold] += annotated_roles(context, document.gold, told)
    for lesson in lessons:
        examples[LESSON] += taught_roles(lesson, statements[lesson.text])
    return examples


def _indifferent() -> Confidence:
    return Confidence(0.0, {}, {kind: Scaling(1.0, 0.0) for kind in ClaimKind})


def write(name: str, content: object) -> None:
    """Write a data file of the extractors, readable and the same for the same content."""
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
    (DATA / name).write_text(text + "\n", encoding="utf-8")


def report(found: Report) -> None:
    """Print the out-of-fold figures: by kind, and how far confidence can be believed."""
    console = Console()
    console.print(found.table(), f"grounded {found.grounded}")
    console.print(f"calibration error {calibration_error(found.judged):.3f}")
    for row in reliability(found.judged):
        console.print(row)
    curve = precision_recall_curve(found.judged, found.total.gold)
    for point in curve[:: max(len(curve) // 12, 1)]:
        console.print(point)


def main(arguments: Sequence[str] | None = None) -> int:
    """Report what unseen articles would get, and write the data files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--predictions", type=Path, help="write the out-of-fold claims here")
    parser.add_argument("--report-only", action="store_true", help="leave the data files alone")
    options = parser.parse_args(arguments)
    documents = load(options.gold)
    lessons = read_lessons()
    judged = [*judge_unseen(documents), *judge_lessons(lessons)]
    table = tabulate(judged)
    confidence, telling = (cross_fit(table, least) for least in (Level.PARTY, Level.VALUE))
    roles = role_examples(documents, judged, lessons)
    claims = claims_unseen(documents, judged, confidence, telling, roles)
    gold = {document.id: document.gold for document in documents}
    shown = {name: [claim.content() for claim in found] for name, found in claims.items()}
    report(evaluate(gold, shown))
    if options.predictions:
        lines = (json.dumps({"id": name, "claims": found}) for name, found in shown.items())
        options.predictions.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if not options.report_only:
        models = Models(
            train_parties(party_examples(documents)),
            fit_confidence(table, confidence),
            fit_confidence(table, telling),
            THRESHOLD,
            fit_topicality(documents),
            fit_roles(chain.from_iterable(roles.values())),
            THRESHOLDS,
        )
        learned = asdict(models)
        write("role_weights.json", learned.pop("roles"))
        write("topicality.json", learned.pop("topicality"))
        write("parties.json", learned.pop("parties"))
        write("confidence.json", learned)
    return 0


if __name__ == "__main__":
    sys.exit(main())
