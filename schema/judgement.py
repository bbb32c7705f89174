"""Judgements: what a person decided about claims, facts and names, keyed to what they saw.

A judgement names a sentence and what was read in it, never an id that a better reader changes.
Each is a line of JSON in a file under version control; ``schema.judgement_lines`` reads such files.
"""

import datetime as dt
import hashlib
import json
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from schema.claim import Interval
from schema.vocabulary import (
    Basis,
    CapacityStage,
    ClaimKind,
    DealRole,
    DependencyRole,
    DurationMetric,
    EfficiencyMetric,
    EntityKind,
    Firmness,
    Layer,
    MilestoneStage,
    Modality,
    Qualifier,
    WhenKind,
)

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Role = DealRole | DependencyRole
Stage = MilestoneStage | CapacityStage
Metric = EfficiencyMetric | DurationMetric


class Verb(StrEnum):
    """What a person can decide."""

    ACCEPT = "accept"
    REJECT = "reject"
    MERGE = "merge"
    SPLIT = "split"
    CORRECT = "correct"
    ALIAS = "alias"
    UNDO = "undo"


class JudgedAs(StrEnum):
    """How a claim stands after the last judgement on it."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CORRECTED = "corrected"


class Status(StrEnum):
    """What became of a judgement at a rebuild."""

    APPLIED = "applied"
    WAITING = "waiting"
    UNMATCHED = "unmatched"
    AMBIGUOUS = "ambiguous"
    OVERRULED = "overruled"
    UNDONE = "undone"
    UNREADABLE = "unreadable"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Seen(_Part):
    """A claim as a person saw it: the sentence with its address, and what was read in it."""

    url: Annotated[str, Field(min_length=1, max_length=4000)] = Field(
        description="Canonical URL of the article; page: and its hash for one without address."
    )
    quote: Annotated[str, Field(min_length=1, max_length=20_000)] = Field(
        description="The sentence."
    )
    kind: ClaimKind = Field(description="What sort of statement was read in it.")
    subject: str | None = Field(None, description="Who pays, has or depends.")
    object: str | None = Field(None, description="Who is paid, the thing, or the baseline.")
    role: Role | None = Field(None, description="Role of a deal or a dependency.")
    stage: Stage | None = Field(None, description="Stage of a milestone or a capacity.")
    metric: Metric | None = Field(None, description="What is measured.")
    low: Number | None = Field(None, description="Lower bound in the base unit.")
    high: Number | None = Field(None, description="Upper bound in the base unit.")
    unit: str | None = Field(None, description="Unit of the bounds.")
    when: Interval | None = Field(None, description="The interval that the text gives.")


class Correction(_Part):
    """The fields of a claim that a person puts right; null where the text gives none."""

    kind: ClaimKind = Field(ClaimKind.DEAL, description="What sort of statement it is.")
    subject: Name | None = Field(None, description="Who pays, has or depends; joint ones by comma.")
    object: Name | None = Field(None, description="Who is paid, the thing, or the baseline.")
    role: Role | None = Field(None, description="Role of a deal or a dependency.")
    stage: Stage | None = Field(None, description="Stage of a milestone or a capacity.")
    metric: Metric | None = Field(None, description="What is measured.")
    low: Number | None = Field(None, description="Lower bound in the base unit, null where open.")
    high: Number | None = Field(None, description="Upper bound in the base unit, null where open.")
    unit: Name | None = Field(None, description="Unit of the bounds.")
    qualifier: Qualifier | None = Field(None, description="How exactly the number is meant.")
    when: Interval | None = Field(None, description="The interval that the text gives.")
    when_kind: WhenKind | None = Field(None, description="What the interval dates.")
    qualitative: bool = Field(False, description="True where the claim is in words alone.")
    modality: Modality = Field(Modality.REPORTED, description="How the text asserts it.")
    basis: Basis | None = Field(None, description="Where a capacity is measured.")
    firmness: Firmness | None = Field(None, description="How firm it is.")
    speaker: Name | None = Field(None, description="Who says so.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("no field is corrected")
        return self

    def given(self) -> dict[str, Any]:
        """The corrected fields alone."""
        return {name: getattr(self, name) for name in sorted(self.model_fields_set)}


class NewEntity(_Part):
    """An entity that the registry lacks, as a person enters it."""

    kind: EntityKind = Field(description="What sort of thing it is.")
    name: Name = Field(description="Canonical name.")
    source: Words = Field(description="Where that can be checked.")
    layer: Layer | None = Field(None, description="Layer of the AI stack.")
    parent: str | None = Field(None, description="Entity id of the owner, vendor or programme.")


class _Line(_Part):
    id: str = Field("", description="Short name of the judgement.", pattern=r"^[0-9a-z-]{0,40}$")
    at: AwareDatetime = Field(description="When it was decided.")
    who: Name = Field(description="Who decided it.")
    verb: Verb = Field(description="What was decided.")
    why: Words = Field(description="Why.")

    @model_validator(mode="after")
    def _named(self) -> Self:
        """A line that was written by hand gets the id that its content gives."""
        if not self.id:
            text = json.dumps(self.content(), ensure_ascii=False, sort_keys=True)
            object.__setattr__(self, "id", hashlib.sha256(text.encode()).hexdigest()[:10])
        return self

    def content(self) -> dict[str, Any]:
        """The judgement as it is written, without its id and what was left out."""
        return self.model_dump(mode="json", exclude={"id"}, exclude_unset=True)

    @property
    def order(self) -> tuple[dt.datetime, str]:
        """The order in which judgements were made; where they disagree, the last one holds."""
        return self.at, self.id

    def line(self) -> str:
        """The judgement as a line of its file: keys in the order of the model."""
        content = {"id": self.id, **self.content()}
        ordered = {key: content[key] for key in type(self).model_fields if key in content}
        return json.dumps(ordered, ensure_ascii=False)


class Accept(_Line):
    """The claim is right as it was read."""

    verb: Literal[Verb.ACCEPT]
    claim: Seen = Field(description="The claim.")


class Reject(_Line):
    """The claim is none: the sentence does not say so."""

    verb: Literal[Verb.REJECT]
    claim: Seen = Field(description="The claim.")


class Correct(_Line):
    """The claim is right once these fields are."""

    verb: Literal[Verb.CORRECT]
    claim: Seen = Field(description="The claim, as it was read.")
    fields: Correction = Field(description="What it says.")


class Merge(_Line):
    """Two statements are one fact."""

    verb: Literal[Verb.MERGE]
    claim: Seen = Field(description="A claim of the one fact.")
    other: Seen = Field(description="A claim of the other.")


class Split(_Line):
    """A statement is another fact than the one that it was put with."""

    verb: Literal[Verb.SPLIT]
    claim: Seen = Field(description="The claim that stands apart.")
    other: Seen = Field(description="A claim of the fact that it is not.")


class Alias(_Line):
    """A name means an entity of the registry, or a new one, or is no name at all."""

    verb: Literal[Verb.ALIAS]
    name: Name = Field(description="The name as articles write it.")
    entity: str | None = Field(None, description="Id of an entity of the registry.", min_length=3)
    new: NewEntity | None = Field(None, description="An entity that the registry lacks.")
    is_name: bool = Field(True, description="False for words that name nothing.")

    @model_validator(mode="after")
    def _means_one_thing(self) -> Self:
        if (self.entity is not None) + (self.new is not None) + (not self.is_name) != 1:
            raise ValueError('give one of "entity", "new" and "is_name": false')
        return self


class Undo(_Line):
    """An earlier judgement holds no more; that of an undo brings back what it took away."""

    verb: Literal[Verb.UNDO]
    judgement: str = Field(description="Id of the judgement.", min_length=1, max_length=40)


Judgement = Annotated[
    Accept | Reject | Correct | Merge | Split | Alias | Undo, Field(discriminator="verb")
]
