"""Names that mean something else as well: how often the right reading is taken.

The sentences and what they mean stand in ``data/ambiguous_names.csv``; a headline and the text
under it are parted by ``//``.
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

import spacy

from extractors.names import find_names

MAKE = spacy.blank("en").make_doc
ROWS = list(
    csv.DictReader(
        (Path(__file__).parent / "data" / "ambiguous_names.csv").read_text("utf-8").splitlines()
    )
)


def is_read(name: str, text: str) -> bool:
    """Whether a text is read as naming an entity."""
    headline, parted, body = text.partition(" // ")
    doc = MAKE(f"{headline}\n\n{body}")
    doc._.title_end = len(headline) if parted else 0
    return name in {found.canonical for found in find_names(doc).names}


def test_the_right_reading_is_taken() -> None:
    tally: dict[tuple[bool, bool], list[str]] = defaultdict(list)
    for row in ROWS:
        is_meant, name, text = row["meant"] == "yes", row["name"], row["text"]
        tally[is_meant, is_read(name, text)].append(f"  misread {name}: {text}\n")
    right, missed, wrong = tally[True, True], tally[True, False], tally[False, True]
    precision = len(right) / (len(right) + len(wrong))
    recall = len(right) / (len(right) + len(missed))
    figures = f"{len(ROWS)} sentences, precision {precision:.3f}, recall {recall:.3f}"
    sys.stdout.write("\n".join(["", figures, "".join((*missed, *wrong))]))
    assert precision >= 0.97
    assert recall >= 0.98


def test_the_sentences_tell_both_readings_of_many_names() -> None:
    meant = {(row["name"], row["meant"]) for row in ROWS}
    both = [name for name, answer in meant if answer == "yes" and (name, "no") in meant]
    assert len(ROWS) >= 350
    assert len(both) >= 60
