"""What several claims say together, and the deal that facts belong to."""

from pydantic import BaseModel, ConfigDict, Field


class FactLink(BaseModel):
    """A relation between two facts that keeps sums from counting twice."""

    model_config = ConfigDict(frozen=True)

    fact_id: str = Field(description="The fact that is linked.")
    relation: str = Field(description="part_of, revises, supersedes or contradicts.")
    other_fact_id: str = Field(description="The fact that it is linked to.")
    reason: str = Field(description="Why, in words.")
