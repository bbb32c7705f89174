"""What a run of acquisition did, as tests look at it."""

import datetime as dt
from collections import Counter

from pipeline.acquire.recorder import Collected
from pipeline.fetch_log import Outcome

#: When the runs of tests are.
NOW = dt.datetime(2026, 7, 20, 12, tzinfo=dt.UTC)


def outcomes(collected: Collected) -> Counter[Outcome]:
    """How often each outcome occurred, in all sources."""
    return sum(collected.outcomes.values(), Counter())
