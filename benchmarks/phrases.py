"""Measures the reading of quantities against sentences labelled by hand.

    python benchmarks/phrases.py SENTENCES.tsv [--errors]

Each line holds a sentence, a tab, and ``surface=value unit; ...``; a unit of ``-`` marks a span
that is not scored. Money, power, energy, length, mass and data sizes are compared, each value in
the base of its unit; the two ends of a range are two values.
"""

import argparse
import time
from collections import Counter
from pathlib import Path

import pint

from extractors.quantities import find_quantities
from extractors.spans import Quantity
from schema.units import unit_registry

SCORED = ("[length]", "[mass]", "[mass] * [length] ** 2 / [time] ** 3")
TOLERANCE = 1e-6


def in_base(value: float, unit: str) -> tuple[float, str] | None:
    """A value with the dimension that it is compared in, or None if it is not scored."""
    money = unit.split("/", maxsplit=1)[0]
    if len(money) == 3 and money.isupper():
        return value, money
    try:
        quantity = unit_registry().Quantity(value, unit).to_base_units()
    except (pint.UndefinedUnitError, pint.OffsetUnitCalculusError):
        return None
    if (quantity.dimensionless and not quantity.units.dimensionless) or unit.endswith("B"):
        return float(quantity.magnitude), "data"
    dimension = str(quantity.dimensionality)
    energy = unit.endswith("Wh")
    if dimension in SCORED or energy:
        return float(quantity.magnitude), dimension
    return None


def values_of(quantity: Quantity) -> list[float]:
    """The ends of a quantity, one if they are the same."""
    ends = dict.fromkeys(end for end in (quantity.low, quantity.high) if end is not None)
    return list(ends)


def labels(cell: str, text: str) -> tuple[list[tuple[float, str]], list[tuple[int, int]]]:
    """The labelled values of a sentence, and the spans that are not scored."""
    found, spans = [], []
    for label in filter(None, (part.strip() for part in cell.split(";"))):
        surface, _, meaning = label.rpartition("=")
        value, unit = meaning.split(maxsplit=1)
        based = None if unit == "-" else in_base(float(value), unit)
        if based is None:
            start = text.find(surface)
            spans.append((start, start + len(surface)))
        else:
            found.append(based)
    return found, spans


def agree(gold: list[tuple[float, str]], got: list[tuple[float, str]]) -> int:
    """How many values of both agree, one to one."""
    left = list(got)
    hits = 0
    for value, unit in gold:
        for other in left:
            if other[1] == unit and abs(other[0] - value) <= TOLERANCE * abs(value):
                left.remove(other)
                hits += 1
                break
    return hits


def main() -> None:
    """Print precision, recall, F1 and speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--errors", action="store_true", help="show the sentences that differ")
    args = parser.parse_args()
    counts: Counter[str] = Counter()
    find_quantities("")
    spent = 0.0
    for line in args.sentences.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or "\t" not in line:
            continue
        text, cell = line.split("\t", 1)
        gold, unscored = labels(cell, text)
        began = time.perf_counter()
        quantities = find_quantities(text)
        spent += time.perf_counter() - began
        got = [
            based
            for q in quantities
            if not any(q.start < end and start < q.end for start, end in unscored)
            for value in values_of(q)
            if (based := in_base(value, q.unit)) is not None
        ]
        hits = agree(gold, got)
        counts.update(gold=len(gold), got=len(got), hits=hits, sentences=1)
        if args.errors and not hits == len(gold) == len(got):
            print(f"{text}\n  labelled {gold}\n  read     {got}")
    precision, recall = counts["hits"] / counts["got"], counts["hits"] / counts["gold"]
    score = 2 * precision * recall / (precision + recall)
    print(f"precision {precision:.3f}  recall {recall:.3f}  F1 {score:.3f}  of {counts['gold']}")
    print(f"{counts['sentences'] / spent:,.0f} sentences a second")


if __name__ == "__main__":
    main()
