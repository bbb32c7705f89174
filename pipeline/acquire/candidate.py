"""What a source proposes to fetch."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """An address that a source names, with what the source says about it."""

    url: str
    title: str | None = None
    published: dt.datetime | None = None
