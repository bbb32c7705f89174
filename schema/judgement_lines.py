"""Lines of a file of judgements: what they say, and what is wrong with those that say nothing."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from schema.judgement import Judgement, Verb

_LONGEST_LINE = 200_000
_SHOWN = 80
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_ADAPTER: TypeAdapter[Judgement] = TypeAdapter(Judgement)


@dataclass(frozen=True)
class BadLine:
    """A line that could not be used, and what to do about it."""

    line: int
    text: str
    problem: str


@dataclass(frozen=True)
class Judgements:
    """Every judgement of a file, and the lines of it that are none."""

    lines: tuple[tuple[int, Judgement], ...] = ()
    bad: tuple[BadLine, ...] = ()


NO_JUDGEMENTS = Judgements()


def parse(lines: Iterable[str]) -> Judgements:
    """The judgements of a file; a line that stands twice, as merging two copies leaves it, is one.

    Args:
        lines: The lines of the file; empty ones are passed over.
    """
    good: dict[str, tuple[int, Judgement]] = {}
    bad: list[BadLine] = []
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text:
            continue
        try:
            judgement = parse_line(text)
        except ValueError as error:
            bad.append(BadLine(number, text[:_SHOWN], str(error)))
            continue
        first, earlier = good.setdefault(judgement.id, (number, judgement))
        if earlier != judgement:
            problem = (
                f"id {judgement.id!r} is already that of line {first}, which says something else: "
                "give this one another id, or none"
            )
            bad.append(BadLine(number, text[:_SHOWN], problem))
    return Judgements(tuple(good.values()), tuple(bad))


def parse_line(text: str) -> Judgement:
    """The judgement that a line holds.

    Raises:
        ValueError: with what is wrong and what to do.
    """
    if text.startswith(_CONFLICT):
        raise ValueError("left by a merge in git: keep the lines of both sides, delete this one")
    if len(text) > _LONGEST_LINE:
        raise ValueError(f"longer than {_LONGEST_LINE:,} characters: no judgement is")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(
            f"no JSON ({str(error)[:_SHOWN]}): a judgement is one JSON object on a line of its own"
        ) from error
    try:
        return _ADAPTER.validate_python(content)
    except ValidationError as error:
        raise ValueError(_explained(error, content)) from error


def _explained(error: ValidationError, content: Any) -> str:
    if not isinstance(content, dict):
        return "no JSON object: write {...} with id, at, who, verb, why and what is judged"
    return "; ".join(_sentence(problem) for problem in error.errors(include_url=False)[:3])


def _sentence(problem: Any) -> str:
    verbs = {verb.value for verb in Verb}
    field = ".".join(str(part) for part in problem["loc"] if part not in verbs)
    if problem["type"].startswith("union_tag"):
        return f"field 'verb': write one of {', '.join(verb.value for verb in Verb)}"
    where = f"field {field!r}: " if field else ""
    if problem["type"] == "missing":
        return f"{where}it is missing: add it"
    if problem["type"] == "extra_forbidden":
        return f"{where}there is no such field: take it out"
    given = json.dumps(problem["input"], ensure_ascii=False, default=str)[:_SHOWN]
    return f"{where}{problem['msg'].removeprefix('Value error, ')} (not {given})"
