"""Judgements on single claims, folded in the order of time: the last one on a thing holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from schema.claim import Interval
from schema.judgement import Accept, Correct, Correction, JudgedAs, Reject, Seen, Status
from warehouse.claim_rows import claim_of
from warehouse.judging.matching import Match, Sentences
from warehouse.judging.rulings import Ruling

_JUDGED = {Accept: JudgedAs.ACCEPTED, Reject: JudgedAs.REJECTED, Correct: JudgedAs.CORRECTED}


@dataclass
class JudgedClaim:
    """A claim with what persons decided about it."""

    read: Mapping[str, Any]
    ruling: Ruling
    fields: dict[str, Any] = field(default_factory=dict)
    by: dict[str, Ruling] = field(default_factory=dict)
    taken: list[Ruling] = field(default_factory=list)

    @property
    def judged(self) -> JudgedAs:
        """How it stands."""
        return _JUDGED[type(self.ruling.judgement)]

    def take(self, ruling: Ruling, correction: Correction) -> None:
        """Correct fields.

        Raises:
            ValueError: if what comes of it is no claim.
        """
        columns = _columns(correction)
        claim_of({**self.read, **self.fields, **columns})
        self.fields.update(columns)
        self.by.update(dict.fromkeys(columns, ruling))


def judge(
    rulings: Iterable[Ruling], claims: Mapping[str, Mapping[str, Any]], sentences: Sentences
) -> dict[str, JudgedClaim]:
    """What the judgements in force make of claims.

    Args:
        rulings: Every judgement in the order of time; those on claims get their outcome.
        claims: The claims of the articles that they speak of.
        sentences: The same claims by what a person saw.
    """
    judged: dict[str, JudgedClaim] = {}
    for ruling in rulings:
        if not ruling.stands or not isinstance(ruling.judgement, Accept | Reject | Correct):
            continue
        match = _match(ruling, sentences)
        if match.status is not Status.APPLIED:
            ruling.fails(match.status, match.note)
            continue
        ruling.note = match.note
        for claim_id in match.claim_ids:
            _apply(ruling, claim_id, claims[claim_id], judged)
    _mark_overruled(judged)
    return judged


def _match(ruling: Ruling, sentences: Sentences) -> Match:
    """The claims that are meant; a correction also means those that read what it says by now."""
    given = ruling.judgement
    if not isinstance(given, Accept | Reject | Correct):
        return Match(status=Status.UNMATCHED)
    match = sentences.find(given.claim)
    if match.status is not Status.UNMATCHED or not isinstance(given, Correct):
        return match
    corrected = sentences.find(_put_right(given))
    if corrected.status is not Status.APPLIED:
        return match
    return Match(corrected.claim_ids, note="it is read so by now")


def _put_right(given: Correct) -> Seen:
    fields = {k: v for k, v in given.fields.given().items() if k in Seen.model_fields}
    return given.claim.model_copy(update=fields)


def _apply(
    ruling: Ruling, claim_id: str, read: Mapping[str, Any], judged: dict[str, JudgedClaim]
) -> None:
    claim = judged.get(claim_id) or JudgedClaim(read, ruling)
    if isinstance(ruling.judgement, Correct):
        try:
            claim.take(ruling, ruling.judgement.fields)
        except ValueError as error:
            ruling.fails(
                Status.UNMATCHED, f"the claim as it is read now cannot take it: {_first(error)}"
            )
            return
    claim.ruling = ruling
    claim.taken.append(ruling)
    ruling.claim_ids.add(claim_id)
    judged[claim_id] = claim


def _columns(correction: Correction) -> dict[str, Any]:
    """The corrected fields as columns of ``claims``."""
    fields = correction.given()
    if "when" in fields:
        when: Interval | None = fields.pop("when")
        fields["when_start"] = when.start if when else None
        fields["when_end"] = when.end if when else None
    return fields


def _mark_overruled(judged: Mapping[str, JudgedClaim]) -> None:
    """Say of a judgement that no claim bears any more which later one holds in its place."""
    held = {
        id(ruling) for claim in judged.values() for ruling in (claim.ruling, *claim.by.values())
    }
    for claim in judged.values():
        for ruling in claim.taken:
            if id(ruling) not in held and ruling.stands:
                ruling.fails(Status.OVERRULED, f"overruled {claim.ruling.told}")


def _first(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        return error.errors()[0]["msg"].removeprefix("Value error, ")
    return str(error)
