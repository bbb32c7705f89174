"""A claim as resolving sees it: its parties resolved, its words reduced to what identifies it."""

import datetime as dt
import re
from dataclasses import dataclass
from math import isfinite
from typing import Any

from schema.units import is_money
from schema.vocabulary import ClaimKind, DealRole, DependencyRole, Modality

#: Kinds of money and of dependence that outlets mix up when they tell the same thing.
FAMILIES: dict[str, str] = {
    DealRole.PURCHASE: "spending",
    DealRole.LEASE: "spending",
    DealRole.POWER_PURCHASE: "spending",
    DealRole.CAPEX: "capex",
    DealRole.INVESTMENT: "stake",
    DealRole.ACQUISITION: "stake",
    DealRole.FINANCING: "stake",
    DependencyRole.SUPPLIES: "supply",
    DependencyRole.USES: "supply",
    DependencyRole.HOSTS: "supply",
    DependencyRole.INTEGRATES: "supply",
    DependencyRole.FOUNDRY: "foundry",
    DependencyRole.CO_DESIGN: "co_design",
    DependencyRole.EXPLORING: "exploring",
}

#: "another $4 billion": an addition to something told before.
_FURTHER = re.compile(
    r"\b(?:another|additional|further|extra)\s{1,3}(?:up\s{1,3}to\s{1,3})?([$€£¥]?)(\d{1,6}(?:\.\d{1,4})?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What identifies a claim among the others; parties are ids with subsidiaries rolled up."""

    claim_id: str
    article_id: str
    voice: str
    kind: ClaimKind
    subject: frozenset[str]
    object: frozenset[str]
    family: str
    stage: str | None
    unit: str | None
    low: float | None
    high: float | None
    about: bool
    when_start: dt.date | None
    when_end: dt.date | None
    when_kind: str | None
    qualitative: bool
    denied: bool
    further: bool
    basis: str | None
    told_on: dt.date
    recorded_at: dt.datetime
    quote: str

    @property
    def order(self) -> tuple[dt.date, dt.datetime, str]:
        """The order in which things were told: the earliest claim names the fact."""
        return self.told_on, self.recorded_at, self.claim_id

    @property
    def has_when(self) -> bool:
        """Whether the text dates it."""
        return self.when_start is not None or self.when_end is not None


def statement_of(
    row: dict[str, Any], subject: frozenset[str], objects: frozenset[str]
) -> Statement:
    """The statement that a row of ``claims`` makes, with its parties resolved."""
    kind = ClaimKind(row["kind"])
    return Statement(
        claim_id=row["claim_id"],
        article_id=row["article_id"],
        voice=row["voice"],
        kind=kind,
        subject=subject,
        object=objects,
        family=_family(kind, row),
        stage=row["stage"],
        unit=row["unit"],
        low=_finite(row["low"]),
        high=_finite(row["high"]),
        about=row["qualifier"] == "about",
        when_start=row["when_start"],
        when_end=row["when_end"],
        when_kind=row["when_kind"],
        qualitative=row["qualitative"],
        denied=row["modality"] == Modality.DENIED,
        further=_is_further(row),
        basis=row["basis"],
        told_on=row["told_on"],
        recorded_at=row["recorded_at"],
        quote=row["quote"],
    )


def _finite(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None


def _family(kind: ClaimKind, row: dict[str, Any]) -> str:
    """What must agree beside parties and numbers; a capacity's stage moves on, so it need not."""
    if kind in {ClaimKind.DEAL, ClaimKind.DEPENDENCY}:
        return FAMILIES.get(row["role"] or "", "any")
    if kind is ClaimKind.MILESTONE:
        return str(row["stage"])
    return str(row["metric"] or "")


def _is_further(row: dict[str, Any]) -> bool:
    value = _finite(row["high"] if row["high"] is not None else row["low"])
    if value is None:
        return False
    digits = f"{value:.6e}".split("e")[0].rstrip("0").replace(".", "")
    money = is_money(row["unit"] or "")
    return any(
        match[2].replace(".", "").strip("0") == digits.strip("0") and (money or not match[1])
        for match in _FURTHER.finditer(row["quote"])
    )
