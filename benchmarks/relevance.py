"""What the quick test before reading sets aside, what it misses by that, and what it saves.

    python benchmarks/relevance.py [--annotated DIR ...] [--corpus FILE ...]

Annotated documents are JSON files, one each, with their claims; of those that have any, the test
must let all through. A corpus is JSON Lines of documents; of each, what the test lets through is
told, and how many of those that it sets aside would have given a claim. Prints counts, no texts.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractors.claims.relevance import set_aside
from extractors.decoding import ArticleError
from extractors.reading import read_claims
from extractors.records import read_record, record_article
from schema.article import Article


@dataclass
class Tally:
    """Counts of documents by what the test says, and the time that it takes."""

    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    missed: int = 0
    seconds: float = 0.0

    @property
    def documents(self) -> int:
        """All that were tested."""
        return self.kept + self.dropped.total()

    def test(self, article: Article, has_claims: bool | None = None) -> None:
        """Count a document; whether it has claims is found by reading it unless given."""
        begin = time.process_time()
        reason = set_aside(article.text)
        self.seconds += time.process_time() - begin
        if reason is None:
            self.kept += 1
            return
        self.dropped[reason] += 1
        self.missed += bool(read_claims(article)) if has_claims is None else has_claims

    def __str__(self) -> str:
        share = self.kept / max(1, self.documents)
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(self.dropped.items()))
        speed = 1000 * self.seconds / max(1, self.documents)
        return (
            f"{self.documents:5} documents, {share:6.1%} let through, {self.missed} with claims "
            f"set aside; {speed:.2f} ms each; set aside: {reasons or 'none'}"
        )


def documents(values: Iterable[Any]) -> Iterator[tuple[Article, bool]]:
    """The article of each document, and whether claims are annotated in it."""
    for value in values:
        annotated = bool(value.pop("claims", None))
        try:
            yield record_article(read_record(value)), annotated
        except ArticleError:
            continue


def main() -> None:
    """Print a line for each directory and each file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--annotated", type=Path, nargs="*", default=[], metavar="DIR")
    parser.add_argument("--corpus", type=Path, nargs="*", default=[], metavar="FILE")
    options = parser.parse_args()
    set_aside("Nvidia sells chips.")  # loads what is loaded once
    for folder in options.annotated:
        tally = Tally()
        for article, has_claims in documents(
            json.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))
        ):
            if has_claims:
                tally.test(article, has_claims)
        print(f"{folder.name:<16} {tally}")
    for file in options.corpus:
        tally = Tally()
        with file.open("rb") as lines:
            for article, _ in documents(json.loads(line) for line in lines):
                tally.test(article)
        print(f"{file.stem:<16} {tally}")


if __name__ == "__main__":
    main()
