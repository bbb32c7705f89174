"""``gigawatch assess``: verdicts for claims given as JSON Lines."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from pipeline.commands.documents import STDIN
from pipeline.commands.output import complain
from warehouse.limits.assess import assess_lines


def assess(files: Sequence[Path]) -> bool:
    """Print one verdict a line, in the order given.

    Returns:
        Whether every file could be opened and every line was a JSON object.
    """
    well = True
    for path in files or (STDIN,):
        if path == STDIN:
            well &= _assess(sys.stdin.buffer)
            continue
        try:
            file = path.open("rb")
        except OSError as error:
            complain(f"{path}: {error.strerror}")
            well = False
            continue
        with file:
            well &= _assess(file)
    return well


def _assess(stream: BinaryIO) -> bool:
    well = True
    for line, is_object in assess_lines(stream):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
        well &= is_object
    return well
