"""Whether an article says of itself that a machine wrote it."""

import re
import tomllib
from collections.abc import Sequence

from extractors.datafiles import read_text

_DATA = tomllib.loads(read_text("machine_written.toml"))
_LINES = [re.compile(pattern) for pattern in _DATA["lines"]]
_AUTHOR = re.compile("|".join(_DATA["authors"]))
#: Where a disclosure stands, and how long the paragraph is at most.
_FIRST = 4
_LAST = 8
_LONGEST = 500


def says_machine_written(author: str | None, lines: Sequence[str]) -> bool:
    """Whether the byline, or a line near the top or end, says so."""
    if author and _AUTHOR.fullmatch(author.lower()[:100]):
        return True
    told = dict.fromkeys([*lines[:_FIRST], *lines[-_LAST:]])
    folded = (line.lower() for line in told if len(line) <= _LONGEST)
    return any(pattern.search(line) for line in folded for pattern in _LINES)
