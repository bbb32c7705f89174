"""Records in the making: one claim, what is joined to it, and what was assumed."""

import datetime as dt
from dataclasses import dataclass, field

from schema.claim import Claim
from schema.vocabulary import Qualifier
from warehouse.limits.joining import Joined, stated_number

#: Fields of a record that a claim's conditions may carry; other keys belong to ``details``.
_FIELDS = (
    "metric", "unit", "precision", "sparsity", "scope", "power_w", "baseline", "baseline_kind",
    "baseline_date", "available", "node", "memory",
)  # fmt: skip
#: Other names of these fields that conditions may use.
_ALIASES = {"process": "node", "availability": "available", "power": "power_w"}


@dataclass(frozen=True, slots=True)
class AssessRecord:
    """What ``assess`` is asked, and where its values come from."""

    record: dict[str, object]
    claim_id: str
    joined_claim_ids: tuple[str, ...]
    assumptions: tuple[str, ...]


@dataclass(slots=True)
class Draft:
    """A record in the making; the first value that is given for a field stays."""

    claim_id: str
    claim: Claim
    metric: str
    published: dt.date | None
    fields: dict[str, object] = field(default_factory=dict)
    details: dict[str, object] = field(default_factory=dict)
    joined: list[str] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for written, value in self.claim.conditions.items():
            name = _ALIASES.get(written, written)
            if name == "details" and isinstance(value, dict):
                self.details |= value
            else:
                (self.fields if name in _FIELDS else self.details)[name] = value
        self.fields.pop("metric", None)
        if self.claim.qualifier is Qualifier.UP_TO:
            self.details.setdefault("up_to", True)

    def give(self, name: str, value: object) -> None:
        """Fill a field, or a key of ``details``, that the claim itself leaves open."""
        key = name.removeprefix("details.")
        (self.details if key != name else self.fields).setdefault(key, value)

    def join(self, name: str, joined: Joined | None, what: str) -> None:
        """Fill a field from another claim, and say so."""
        key = name.removeprefix("details.")
        if joined is None or key in (self.details if key != name else self.fields):
            return
        self.give(name, joined.value)
        self.joined.append(joined.claim_id)
        self.assumptions.append(f"{what} is taken from another statement")

    def finish(self) -> AssessRecord:
        """The record, whole."""
        record: dict[str, object] = {
            "id": f"{self.claim_id}:{self.metric}",
            "claim_text": self.claim.quote,
            "subject": self.claim.subject,
            "metric": self.metric,
            "value": (number := stated_number(self.claim)),
            "unit": self.claim.unit if number is not None else None,
            "claim_date": self.published.isoformat() if self.published else None,
            **self.fields,
            "details": self.details,
        }
        joined = tuple(dict.fromkeys(self.joined))
        return AssessRecord(record, self.claim_id, joined, tuple(dict.fromkeys(self.assumptions)))
