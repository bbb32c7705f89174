"""How well the confidence of facts is calibrated, and what a further voice is worth.

    python -m benchmarks.fact_confidence PREDICTIONS.jsonl GOLD ...

PREDICTIONS holds a line of JSON a document, ``{"id", "claims"}``, as ``gigawatch extract`` prints
it, read with weights that were not fitted on the document; each GOLD directory holds annotated
documents. The predicted claims are loaded and resolved into facts. A fact counts as right where
its surest claim has the numbers and the party of an annotated one.
"""

import argparse
import datetime as dt
import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from extractors.comparison import Level, match_claims
from schema.article import Article, Page
from schema.claim import Claim, claim_ids
from schema.entity import load_registry
from warehouse.extracted import Extracted
from warehouse.load import load
from warehouse.rebuild import derive_facts
from warehouse.reference import thresholds
from warehouse.resolve import resolve

_NOW = dt.datetime(2026, 7, 20, tzinfo=dt.UTC)
_BINS = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_WEIGHTS = tuple(step / 20 for step in range(21))
#: A weight is within the 95% interval whose log-likelihood is at most so much under the best.
_INTERVAL = 1.92


@dataclass(frozen=True, slots=True)
class Fact:
    """The confidence of each voice, the surest first, that of the fact, and whether it is right."""

    voices: tuple[float, ...]
    confidence: float
    right: bool

    def at(self, weight: float) -> float:
        """Its confidence if every further voice had this weight."""
        doubt = 1 - self.voices[0]
        for voice in self.voices[1:]:
            doubt *= 1 - weight * voice
        return min(1 - doubt, thresholds()["confidence_cap"])


def annotated(directories: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """The annotated documents of some directories."""
    for directory in directories:
        for path in sorted(directory.glob("*.json")):
            yield json.loads(path.read_text(encoding="utf-8"))


def predicted(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The predicted claims of each document."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {row["id"]: row["claims"] for row in map(json.loads, filter(None, lines))}


def facts(documents: Sequence[dict[str, Any]], claims: dict[str, Any]) -> list[Fact]:
    """Resolve what was predicted of some documents into facts, and say which of them are right."""
    right: set[str] = set()
    read: list[tuple[Page, Article, list[Claim]]] = []
    for document in documents:
        found = claims[document["id"]]
        page, article = _page(document)
        models = [Claim.model_validate(content) for content in found]
        ids = claim_ids(page.page_id, models)
        matched = match_claims(document["claims"], found)
        right |= {ids[place] for _, place, level in matched if level >= Level.PARTY}
        read.append((page, article, models))
    connection = duckdb.connect()
    extracted = Extracted.from_models(
        (page.page_id, article, found) for page, article, found in read
    )
    load(connection, [page for page, _, _ in read], extracted)
    resolve(connection, load_registry())
    derive_facts(connection, _NOW)
    return [_fact(right, *row) for row in connection.execute(_TELLINGS).fetchall()]


_TELLINGS = """
    SELECT known.confidence, list(told.claim_id ORDER BY told.confidence DESC, told.claim_id),
           list(told.confidence ORDER BY told.confidence DESC, told.claim_id)
    FROM (
      SELECT DISTINCT ON (fact_id, voice) fact_id, voice, claim_id, confidence
      FROM evidence
      WHERE stance = 'asserts' AND voice IS NOT NULL
      ORDER BY fact_id, voice, confidence DESC, claim_id
    ) AS told
    JOIN facts AS known USING (fact_id)
    GROUP BY fact_id, known.confidence
    ORDER BY fact_id
"""


def _fact(right: set[str], confidence: float, claims: list[str], voices: list[float]) -> Fact:
    return Fact(tuple(voices), confidence, claims[0] in right)


def _page(document: dict[str, Any]) -> tuple[Page, Article]:
    text = document.get("text") or document.get("html") or ""
    day = dt.date.fromisoformat((document.get("published") or _NOW.date().isoformat())[:10])
    page = Page(
        page_id=hashlib.sha256(f"{document['id']}{text}".encode()).hexdigest(),
        source_id=document["id"],
        url=document.get("url") or f"https://{document['id']}.example/",
        media_type="text/html",
        size=len(text),
        fetched_at=dt.datetime.combine(day, dt.time(12), dt.UTC),
    )
    return page, Article(url=page.url, title=document.get("title") or "", text=text, published=day)


def reliability(told: Sequence[Fact]) -> Iterator[str]:
    """Of facts with a confidence in each bin, how many there are and how many are right."""
    yield f"{'confidence':<14}{'facts':>6}{'mean':>8}{'right':>8}"
    for low, high in pairwise(_BINS):
        mine = [f for f in told if low <= f.confidence < high or f.confidence == high == 1]
        if mine:
            mean = sum(f.confidence for f in mine) / len(mine)
            share = sum(f.right for f in mine) / len(mine)
            yield f"{low:.1f} to {high:.1f}   {len(mine):>6}{mean:>8.2f}{share:>8.2f}"


def weights(told: Sequence[Fact]) -> dict[float, float]:
    """The log-likelihood of each weight of a further voice, over facts that have one."""
    return {weight: sum(_likelihood(f, weight) for f in told) for weight in _WEIGHTS}


def _mean(told: Sequence[Fact], weight: float) -> float:
    return sum(fact.at(weight) for fact in told) / len(told)


def _likelihood(fact: Fact, weight: float) -> float:
    sure = min(max(fact.at(weight), 1e-6), 1 - 1e-6)
    return math.log(sure if fact.right else 1 - sure)


def main() -> None:
    """Print the reliability of facts, and the likeliest weight of a further voice."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("predictions", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    given = parser.parse_args()
    claims = predicted(given.predictions)
    documents = [d for d in annotated(given.gold) if d["id"] in claims]
    told = facts(documents, claims)
    several = [f for f in told if len(f.voices) > 1]
    print(f"{len(documents)} documents, {len(told)} facts, {len(several)} told by several voices")
    print(*reliability(told), sep="\n")
    if several:
        share = sum(f.right for f in several) / len(several)
        surest = sum(f.voices[0] for f in several) / len(several)
        sure = sum(f.confidence for f in several) / len(several)
        print(f"told by several: right {share:.2f}, surest voice {surest:.2f}, fact {sure:.2f}")
        likely = weights(several)
        best = max(likely, key=lambda weight: likely[weight])
        near = [weight for weight in _WEIGHTS if likely[weight] >= likely[best] - _INTERVAL]
        even = min(_WEIGHTS, key=lambda weight: abs(_mean(several, weight) - share))
        print(f"weight of a further voice: {even:.2f} makes their mean confidence the share right;")
        print(f"likeliest {best:.2f}, 95% interval {min(near):.2f} to {max(near):.2f}")


if __name__ == "__main__":
    main()
