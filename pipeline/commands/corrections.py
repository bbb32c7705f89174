"""Corrections of a claim's fields, as a person types them: ``low=38e9 object=Oracle``."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
from pydantic import ValidationError

from pipeline.commands.errors import UsageError
from pipeline.commands.handles import sentence
from schema.judgement import Correction
from warehouse.claim_rows import claim_of

_SIDES = ("subject", "object")


def correction_of(connection: duckdb.DuckDBPyConnection, given: Sequence[str]) -> Correction:
    """What ``field=value`` arguments say.

    Raises:
        UsageError: if they cannot be understood.
    """
    fields: dict[str, Any] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            raise UsageError(f"{each!r}: write field=value, such as low=38e9 or object=Oracle.")
        fields.update(_field(connection, name.strip(), value.strip() or None))
    try:
        return Correction.model_validate(fields)
    except ValidationError as error:
        raise UsageError(explained(error, known=["value", *Correction.model_fields])) from error


def _field(connection: duckdb.DuckDBPyConnection, name: str, value: str | None) -> dict[str, Any]:
    if name == "value":
        return {"low": value, "high": value}
    if name == "when" and value is not None:
        start, dots, end = value.partition("..")
        return {"when": {"start": start or None, "end": (end if dots else start) or None}}
    if name in _SIDES and value is not None and ":" in value:
        found = connection.execute(
            "SELECT name FROM entities WHERE entity_id = ? AND NOT is_candidate", [value]
        ).fetchone()
        return {name: found[0] if found else value}
    return {name: value}


def changes(claim: Mapping[str, Any], correction: Correction) -> list[str]:
    """What a correction changes of a claim, in words.

    Raises:
        UsageError: if what comes of it is no claim.
    """
    fields = correction.given()
    if "when" in fields:
        when = fields.pop("when")
        fields["when_start"] = when.start if when else None
        fields["when_end"] = when.end if when else None
    try:
        claim_of({**claim, **fields})
    except ValidationError as error:
        raise UsageError(explained(error)) from error
    told = [
        f"  {name}: {claim[name]} → {value}"
        for name, value in fields.items()
        if value != claim[name]
    ]
    return [f"right once corrected: {sentence(claim)}", *told]


def explained(error: ValidationError, known: Sequence[str] = ()) -> str:
    """The first mistake in words; ``known`` are the fields that there are."""
    problem = error.errors(include_url=False)[0]
    field = ".".join(map(str, problem["loc"]))
    message = problem["msg"].removeprefix("Value error, ")
    if problem["type"] == "extra_forbidden":
        return f"{field!r} is no field that can be corrected: write one of {', '.join(known)}."
    return f"{field}: {message}." if field else f"{message}."
