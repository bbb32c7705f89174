"""A claim: one statement in one document, with the sentence that carries it."""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from schema.vocabulary import (
    Basis,
    CapacityStage,
    ClaimKind,
    DealRole,
    DependencyRole,
    DurationMetric,
    EfficiencyMetric,
    Firmness,
    MilestoneStage,
    Modality,
    PartyRole,
    Qualifier,
    WhenKind,
)

ROLES: dict[ClaimKind, type[StrEnum]] = {
    ClaimKind.DEAL: DealRole,
    ClaimKind.DEPENDENCY: DependencyRole,
}
STAGES: dict[ClaimKind, type[StrEnum]] = {
    ClaimKind.MILESTONE: MilestoneStage,
    ClaimKind.CAPACITY: CapacityStage,
}
METRICS: dict[ClaimKind, type[StrEnum]] = {
    ClaimKind.EFFICIENCY: EfficiencyMetric,
    ClaimKind.DURATION: DurationMetric,
}


class Interval(BaseModel):
    """A span of days, both ends included; an open end is null."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: dt.date | None = Field(None, description="First day, null where open.")
    end: dt.date | None = Field(None, description="Last day, null where open.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start is None and self.end is None:
            raise ValueError("an interval needs a start or an end")
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"interval ends ({self.end}) before it starts ({self.start})")
        return self


class Mention(BaseModel):
    """A party of a claim as the text writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: PartyRole = Field(description="Place of the party in the claim.")
    position: int = Field(description="Place among joint parties, in the order of the text.", ge=0)
    name: str = Field(description="Canonical name, or the name as written where none is known.")
    written: str = Field(description="The name as the text writes it.")
    start: int | None = Field(None, description="First character of the name in the text.")
    end: int | None = Field(None, description="One past the last character of the name.")
    entity: str | None = Field(None, description="Entity id in the registry, null if unknown.")


class Claim(BaseModel):
    """One statement in one document; numbers are in the base unit."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=False)

    kind: ClaimKind = Field(description="What sort of statement this is.")
    subject: str | None = Field(None, description="Who pays, has or depends; joint names by comma.")
    object: str | None = Field(None, description="Who is paid, the thing, or the baseline.")
    role: DealRole | DependencyRole | None = Field(
        None, description="Role of a deal or a dependency."
    )
    stage: MilestoneStage | CapacityStage | None = Field(
        None, description="Stage of a milestone or a capacity."
    )
    metric: EfficiencyMetric | DurationMetric | None = Field(
        None, description="What an efficiency or a duration measures."
    )
    low: float | None = Field(None, description="Lower bound in the base unit, null where open.")
    high: float | None = Field(None, description="Upper bound in the base unit, null where open.")
    unit: str | None = Field(
        None, description="USD, W, Wh, count, ratio, fraction, months, or an efficiency unit."
    )
    qualifier: Qualifier | None = Field(None, description="How exactly the number is meant.")
    when: Interval | None = Field(None, description="The interval that the text gives.")
    when_kind: WhenKind | None = Field(None, description="What the interval dates.")
    conditions: dict[str, Any] = Field(
        default_factory=dict,
        description="What the number needs to be compared (assess fields); of a share of a customer"
        " by letter, the name that a sentence of the article gives it (customer, customer_quote).",
    )
    qualitative: bool = Field(False, description="True where the claim is in words alone.")
    modality: Modality = Field(description="How the text asserts it.")
    basis: Basis | None = Field(None, description="Where a capacity is measured, if said.")
    firmness: Firmness | None = Field(None, description="How firm a deal, capacity or pair is.")
    speaker: str | None = Field(None, description="Who says so, where the text names one.")
    confidence: float = Field(
        description="Probability that kind, numbers, unit and subject are right.", ge=0, le=1
    )
    quote: str = Field(description="The exact sentence or clause.", min_length=1)
    start: int = Field(description="First character of the quote in the text.", ge=0)
    end: int = Field(description="One past the last character of the quote.", ge=1)
    parties: tuple[Mention, ...] = Field(
        (), description="The parties as written, each with its own span."
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.end - self.start != len(self.quote):
            raise ValueError("the span is not as long as the quote")
        for field, allowed in (("role", ROLES), ("stage", STAGES), ("metric", METRICS)):
            value = getattr(self, field)
            words = allowed.get(self.kind)
            if value is not None and (words is None or not isinstance(value, words)):
                raise ValueError(f"{field} {value!r} does not fit a {self.kind}")
        if self.kind is ClaimKind.MILESTONE and (self.when is None or self.stage is None):
            raise ValueError("a milestone needs a stage and a date")
        return self

    def content(self) -> dict[str, Any]:
        """The claim as ``gigawatch extract`` prints it, without the party table."""
        return self.model_dump(mode="json", exclude={"parties"})


#: What a sentence says that no better reading changes without its being another statement.
_SAID = {"kind", "stage", "metric", "low", "high", "unit"}


def claim_ids(page_id: str, claims: Sequence[Claim]) -> list[str]:
    """Name the claims of a page by what is said and where: 16 hex digits, the same in every run.

    A better reader or registry keeps the names: left out is what it may correct in the reading of
    one sentence (the span, the parties and their canonical names, role, firmness, conditions,
    confidence). Claims that are alike in all the rest are numbered in the order of the text.

    Args:
        page_id: The page, that is the version of the article.
        claims: Every claim of the page.
    """
    said = [_said(page_id, claim) for claim in claims]
    ids = [""] * len(said)
    met: Counter[str] = Counter()
    for place in sorted(range(len(said)), key=lambda i: (claims[i].start, _whole(claims[i]))):
        text = f"{said[place]} {met[said[place]]}"
        met[said[place]] += 1
        ids[place] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return ids


def _said(page_id: str, claim: Claim) -> str:
    content = claim.model_dump(mode="json", include=_SAID)
    if claim.kind is ClaimKind.MILESTONE and claim.when is not None:
        content["when"] = claim.when.model_dump(mode="json")
    content["quote"] = " ".join(claim.quote.split())
    return json.dumps([page_id, content], sort_keys=True, ensure_ascii=False)


def _whole(claim: Claim) -> str:
    return json.dumps(claim.content(), sort_keys=True, ensure_ascii=False)
