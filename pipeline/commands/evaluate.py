"""``gigawatch evaluate``: extraction against annotated documents."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console

from extractors.documents import read_annotated
from extractors.reading import read_article
from extractors.scoring import (
    GoldError,
    Report,
    calibration_error,
    confidence_figures,
    evaluate,
    read_gold,
)
from pipeline.commands.errors import UsageError
from pipeline.commands.output import complain


def evaluate_directory(directory: Path, *, as_json: bool, errors: bool, least: float) -> None:
    """Read the documents of a directory and print how well claims were found in them.

    Args:
        directory: One JSON file a document: ``id``, ``claims``, and its ``text`` or ``html``,
            or ``page`` with the relative path of its page.
        as_json: Print every figure as JSON in place of a table.
        errors: Print the mistakes too.
        least: Leave out found claims of less confidence.

    Raises:
        UsageError: if the directory holds no annotated documents.
    """
    try:
        gold = read_gold(directory)
    except GoldError as error:
        raise UsageError(str(error)) from error
    found = dict(_predictions(directory))
    report = evaluate(gold, found, min_confidence=least)
    for missing in report.missing:
        complain(f"{missing}: could not be read, so its claims count as not found")
    if errors:
        for mistake in report.mistakes:
            sys.stdout.write("\n".join(mistake.lines()) + "\n")
    if as_json:
        figures = report.as_dict() | confidence_figures(report)
        sys.stdout.write(json.dumps(figures, indent=1) + "\n")
        return
    _print_table(report)


def _print_table(report: Report) -> None:
    console = Console()
    console.print(report.table())
    console.print(
        f"Quotes that agree with the annotated ones: {report.grounded:.1%}. "
        f"Calibration error of the confidence: {calibration_error(report.judged):.3f}."
    )


def _predictions(directory: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for path in sorted(directory.glob("*.json")):
        for document in read_annotated(path):
            if document.article is None:
                complain(document.error or f"{path}: no article")
            else:
                yield document.id, [claim.content() for claim in read_article(document.article)]
