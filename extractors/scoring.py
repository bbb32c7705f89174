"""Precision and recall of extracted claims against annotated ones, and of their confidence."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.table import Table

from extractors.comparison import ClaimContent, Level, match_claims, quotes_agree

#: Claims by the id of their document.
ClaimsByDocument = Mapping[str, Sequence[ClaimContent]]

_LEVELS = (Level.VALUE, Level.PARTY, Level.FULL)
#: The fields of a claim that a list of errors shows.
_SHOWN = (
    "kind", "subject", "object", "role", "stage", "metric", "low", "high", "unit", "when",
    "modality", "quote",
)  # fmt: skip
_BINS = 10
#: The precision at which claims count as sure.
_SURE = 0.95


class GoldError(ValueError):
    """Annotations that cannot be read; the message names the file."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Hits among annotated and found claims."""

    hits: int
    gold: int
    got: int

    @property
    def precision(self) -> float:
        """Share of the found claims that are right."""
        return self.hits / self.got if self.got else 0.0

    @property
    def recall(self) -> float:
        """Share of the annotated claims that were found."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def as_dict(self) -> dict[str, float]:
        """The three figures by name."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}


@dataclass(slots=True)
class Score:
    """The claims of one kind: how many were annotated, found, and right at each level."""

    kind: str
    gold: int = 0
    got: int = 0
    hits: dict[Level, int] = field(default_factory=lambda: dict.fromkeys(_LEVELS, 0))

    def at(self, level: Level) -> Measure:
        """Precision and recall at a level."""
        return Measure(self.hits[level], self.gold, self.got)

    def add(self, other: "Score") -> None:
        """Count the claims of another score with these."""
        self.gold += other.gold
        self.got += other.got
        for level in _LEVELS:
            self.hits[level] += other.hits[level]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A claim that was missed (no found one), half right, or made up (no annotated one)."""

    document: str
    level: Level
    gold: ClaimContent | None
    got: ClaimContent | None

    def lines(self) -> list[str]:
        """The mistake in words, a line a claim."""
        if self.got is None:
            return [f"{self.document} missed   {_shown(self.gold)}"]
        if self.gold is None:
            return [f"{self.document} made up  {_shown(self.got)}"]
        said = f"{self.document} {self.level.name.lower():<8}"
        return [f"{said} annotated {_shown(self.gold)}", f"{said} found     {_shown(self.got)}"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A found claim's confidence, and whether it was right at party level."""

    confidence: float
    right: bool


@dataclass(slots=True)
class Report:
    """The outcome of an evaluation."""

    scores: dict[str, Score]
    matched: int = 0
    grounded_count: int = 0
    missing: list[str] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)

    @property
    def grounded(self) -> float:
        """Share of the matched claims whose quote agrees with the annotated one."""
        return round(self.grounded_count / self.matched, 3) if self.matched else 0.0

    @property
    def total(self) -> Score:
        """The claims of all kinds together."""
        total = Score("all")
        for score in self.scores.values():
            total.add(score)
        return total

    def rows(self) -> list[Score]:
        """One score a kind in alphabetical order, then all together."""
        return [*(self.scores[kind] for kind in sorted(self.scores)), self.total]

    def as_dict(self) -> dict[str, Any]:
        """Every figure, for JSON."""
        figures: dict[str, Any] = {
            score.kind: {"gold": score.gold, "got": score.got}
            | {level.name.lower(): score.at(level).as_dict() for level in _LEVELS}
            for score in self.rows()
        }
        return figures | {"grounded": self.grounded}

    def table(self) -> Table:
        """The figures as a table for the terminal."""
        title = "Claims against annotations: precision, recall, F1"
        table = Table(title=title, box=None, padding=(0, 2, 0, 0))
        table.add_column("kind", no_wrap=True)
        for name in ("gold", "found", "value", "party", "full"):
            table.add_column(name, justify="right", no_wrap=True)
        for score in self.rows():
            cells = [_cell(score.at(level)) for level in _LEVELS]
            table.add_row(score.kind, str(score.gold), str(score.got), *cells)
        return table


def _cell(measure: Measure) -> str:
    return f"{measure.precision:.2f} {measure.recall:.2f} {measure.f1:.3f}"


def _shown(claim: ClaimContent | None) -> str:
    content = {key: claim[key] for key in _SHOWN if claim and claim.get(key) is not None}
    return json.dumps(content, ensure_ascii=False, default=str)


def evaluate(
    gold: ClaimsByDocument, predictions: ClaimsByDocument, *, min_confidence: float = 0.0
) -> Report:
    """Score found claims against annotated ones, document by document.

    Claims below the least confidence are left out; documents without annotations are ignored.
    """
    scores: dict[str, Score] = {}
    report = Report(scores, missing=sorted(set(gold) - set(predictions)))
    for document, annotated in gold.items():
        found = [
            claim
            for claim in predictions.get(document, ())
            if claim.get("confidence", 1.0) >= min_confidence
        ]
        for claim in annotated:
            _score(scores, claim).gold += 1
        for claim in found:
            _score(scores, claim).got += 1
        _compare(report, document, annotated, found)
    return report


def _score(scores: dict[str, Score], claim: ClaimContent) -> Score:
    kind = str(claim.get("kind", "?"))
    return scores.setdefault(kind, Score(kind))


def _compare(
    report: Report,
    document: str,
    annotated: Sequence[ClaimContent],
    found: Sequence[ClaimContent],
) -> None:
    """Match the claims of one document, and count and list the outcome."""
    reached: dict[int, Level] = defaultdict(lambda: Level.NONE)
    paired: set[int] = set()
    for i, j, level in match_claims(annotated, found):
        paired.add(i)
        reached[j] = level
        report.matched += 1
        report.grounded_count += quotes_agree(annotated[i], found[j])
        hits = _score(report.scores, annotated[i]).hits
        for step in _LEVELS:
            hits[step] += step <= level
        if level < Level.FULL:
            report.mistakes.append(Mistake(document, level, annotated[i], found[j]))
    for i, claim in enumerate(annotated):
        if i not in paired:
            report.mistakes.append(Mistake(document, Level.NONE, claim, None))
    for j, claim in enumerate(found):
        right = reached[j] >= Level.PARTY
        report.judged.append(Judged(claim.get("confidence", 1.0), right))
        if reached[j] is Level.NONE:
            report.mistakes.append(Mistake(document, Level.NONE, None, claim))


# --- confidence --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The claims of one range of confidence: what was expected of them, and what came true."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Precision and recall at party level of the claims at or above a confidence."""

    confidence: float
    precision: float
    recall: float


def reliability(judged: Sequence[Judged], *, bins: int = _BINS) -> list[ReliabilityBin]:
    """The claims in bins of equal width by confidence; empty bins are left out."""
    members: dict[int, list[Judged]] = defaultdict(list)
    for claim in judged:
        members[min(int(claim.confidence * bins), bins - 1)].append(claim)
    return [
        ReliabilityBin(
            low=place / bins,
            high=(place + 1) / bins,
            count=len(claims),
            confidence=sum(claim.confidence for claim in claims) / len(claims),
            right=sum(claim.right for claim in claims) / len(claims),
        )
        for place, claims in sorted(members.items())
    ]


def calibration_error(judged: Sequence[Judged], *, bins: int = _BINS) -> float:
    """Expected calibration error: mean distance of confidence and truth over the claims."""
    distances = (b.count * abs(b.confidence - b.right) for b in reliability(judged, bins=bins))
    return sum(distances) / len(judged) if judged else 0.0


def precision_recall_curve(judged: Sequence[Judged], gold: int) -> list[CurvePoint]:
    """Precision and recall at party level for each confidence as threshold, highest first."""
    points: list[CurvePoint] = []
    kept = right = 0
    ordered = sorted(judged, key=lambda claim: -claim.confidence)
    for confidence, group in groupby(ordered, key=lambda claim: claim.confidence):
        claims = list(group)
        kept += len(claims)
        right += sum(claim.right for claim in claims)
        points.append(CurvePoint(confidence, right / kept, right / gold if gold else 0.0))
    return points


def recall_at(points: Sequence[CurvePoint], precision: float) -> CurvePoint | None:
    """The point of the curve with the most recall at a precision or better, if there is one."""
    good = (point for point in points if point.precision >= precision)
    return max(good, key=lambda point: point.recall, default=None)


def confidence_figures(report: Report) -> dict[str, Any]:
    """How far the confidence of claims can be trusted, for JSON."""
    points = precision_recall_curve(report.judged, report.total.gold)
    sure = recall_at(points, _SURE)
    return {
        "calibration_error": calibration_error(report.judged),
        "reliability": [asdict(entry) for entry in reliability(report.judged)],
        "curve": [asdict(point) for point in points],
        "sure": asdict(sure) if sure else None,
    }


# --- files -------------------------------------------------------------------------------------


def read_gold(directory: Path) -> dict[str, list[dict[str, Any]]]:
    """The annotated claims of a directory: one JSON file a document, ``{"id", "claims"}``.

    Raises:
        GoldError: if there is none, or a file is not of that shape.
    """
    if not directory.is_dir():
        raise GoldError(f"{directory}: no such directory")
    gold: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(directory.glob("*.json")):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            gold[content["id"]] = content["claims"]
        except (ValueError, KeyError, TypeError) as error:
            raise GoldError(f"{path}: no annotated document ({error!r})") from error
    if not gold:
        raise GoldError(f"{directory}: holds no annotated documents (*.json)")
    return gold
