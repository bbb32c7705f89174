"""Claims as models, from rows of the table ``claims``."""

import json
from collections.abc import Mapping
from typing import Any

from schema.claim import Claim, Interval, Mention

_FIELDS = (
    "kind", "subject", "object", "role", "stage", "metric", "low", "high", "unit", "qualifier",
    "when_kind", "qualitative", "modality", "basis", "firmness", "speaker", "confidence", "quote",
)  # fmt: skip


def claim_of(row: Mapping[str, Any]) -> Claim:
    """The claim of a row, with the ``parties`` that it brings along.

    Raises:
        ValueError: if the row makes no valid claim.
    """
    dated = row["when_start"] is not None or row["when_end"] is not None
    return Claim(
        **{name: row[name] for name in _FIELDS},
        when=Interval(start=row["when_start"], end=row["when_end"]) if dated else None,
        conditions=json.loads(row["conditions"]),
        start=row["char_start"],
        end=row["char_end"],
        parties=tuple(Mention(**party) for party in row.get("parties") or ()),
    )
