"""What several claims say together, and the deal that facts belong to."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from schema.vocabulary import PartyRole


class Stance(StrEnum):
    """What a claim does for the fact that it belongs to."""

    ASSERTS = "asserts"
    DENIES = "denies"


class Relation(StrEnum):
    """How one fact stands to another, so that sums never count a dollar twice."""

    PART_OF = "part_of"
    REVISES = "revises"
    SUPERSEDES = "supersedes"
    CONTRADICTS = "contradicts"


class FactState(StrEnum):
    """Whether a fact still holds, apart from how firm it is."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    CONTRADICTED = "contradicted"
    DENIED = "denied"
    CANCELLED = "cancelled"


class AgreementClass(StrEnum):
    """What an agreement is about: a stake in the other party, or what it delivers."""

    STAKE = "stake"
    SUPPLY = "supply"


class AgreementPart(StrEnum):
    """What a fact adds to its agreement."""

    TOTAL = "total"
    TRANCHE = "tranche"
    RATE = "rate"
    POWER = "power"
    ENERGY = "energy"
    UNITS = "units"
    TERM = "term"
    RELATION = "relation"


class FactClaim(BaseModel):
    """A claim's place among the evidence of a fact; every claim has exactly one."""

    model_config = ConfigDict(frozen=True)

    claim_id: str = Field(description="The claim.")
    fact_id: str = Field(description="The fact that it is evidence of.")
    stance: Stance = Field(description="Whether the claim asserts or denies the fact.")
    reason: str = Field(description="Why the claim was put with this fact, in words.")
    is_open: bool = Field(
        description="Whether the claim leaves a party or the number open, or tells them otherwise: "
        "the fact then takes them from its other claims."
    )


class FactLink(BaseModel):
    """A relation between two facts that keeps sums from counting twice."""

    model_config = ConfigDict(frozen=True)

    fact_id: str = Field(description="The fact that is linked: the part, or the later telling.")
    relation: Relation = Field(description="part_of, revises, supersedes or contradicts.")
    other_fact_id: str = Field(description="The fact that it is linked to: the whole, the earlier.")
    reason: str = Field(description="Why, in words.")


class AgreementFact(BaseModel):
    """A fact's place in an agreement; a fact belongs to at most one."""

    model_config = ConfigDict(frozen=True)

    agreement_id: str = Field(description="The agreement: deal: and the id of its earliest fact.")
    fact_id: str = Field(description="The fact.")
    agreement_class: AgreementClass = Field(description="stake or supply.")
    part: AgreementPart = Field(description="What the fact adds: total, tranche, power, term ...")


class ClaimParty(BaseModel):
    """One party of a claim; joint parties are rows, never a comma in a join."""

    model_config = ConfigDict(frozen=True)

    claim_id: str = Field(description="The claim.")
    role: PartyRole = Field(description="subject or object.")
    position: int = Field(description="Place among joint parties, in the order of the text.", ge=0)
    name: str = Field(description="Canonical name, or the name as written where none is known.")
    written: str = Field(description="The name as the text writes it.")
    char_start: int | None = Field(None, description="First character of the name in the text.")
    char_end: int | None = Field(None, description="One past the last character of the name.")
    entity_id: str | None = Field(
        None, description="Entity, or candidate entity where the registry does not know the name."
    )
    is_aside: bool | None = Field(
        None,
        description="True where the name stands outside the sentence of a payment that names its "
        "other side: such a party is kept here and is no side of the fact.",
    )
