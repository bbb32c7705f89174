"""What is wrong in a sources file, in words for the person who wrote it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Kinds = Mapping[str, type[BaseModel]]

_SHOWN = 80
#: What people call the kinds of sources, beside their names.
_CALLED = {
    "atom": "feed",
    "dir": "directory",
    "folder": "directory",
    "links": "index",
    "mail": "email",
    "newsletter": "email",
    "newsroom": "index",
    "page": "pages",
    "rss": "feed",
    "sec": "edgar",
    "urls": "pages",
}


def explain(error: ValidationError, content: object, file: type[BaseModel], kinds: Kinds) -> str:
    """Every mistake, each with the source and the field that it is in, and what to write instead.

    Args:
        error: What validation found.
        content: The file as it was written.
        file: The model of the whole file.
        kinds: The model of each kind of source.
    """
    # A table that is wrong also makes the list of tables too short; its own words say more.
    inner = [problem for problem in error.errors() if len(problem["loc"]) > 1]
    problems = [p for p in error.errors() if p in inner or p["type"] != "too_short" or not inner]
    told = "; ".join(_sentence(problem, content, file, kinds) for problem in problems)
    return told if told.endswith("?") else f"{told}."


@dataclass(frozen=True)
class _Mistake:
    """One mistake: what was written, where, and what may stand there."""

    given: object
    field: str
    known: Mapping[str, str]  # fields that may stand there, with what they are
    context: Mapping[str, object]
    message: str

    @property
    def shown(self) -> str:
        """What was written."""
        return _short(self.given)

    @property
    def about(self) -> str:
        """What the field is."""
        return self.known.get(self.field, "").rstrip(".")


def _sentence(problem: ErrorDetails, content: object, file: type[BaseModel], kinds: Kinds) -> str:
    name, model, place = _place(list(problem["loc"]), content, file, kinds)
    kind = problem["type"]
    if kind.startswith("union_tag"):
        place, words = ["kind"], _kind(problem, kinds)
    else:
        mistake = _Mistake(
            given=problem["input"],
            field=str(place[0]) if place else "",
            known={name: field.description or "" for name, field in model.model_fields.items()},
            context=problem.get("ctx", {}),
            message=problem["msg"].removeprefix("Value error, "),
        )
        words = _WORDS.get(kind, _as_told)(mistake)
    field = ".".join(map(str, place))
    return f"{name}{f', field {field!r}' if field else ''}: {words}"


def _place(
    loc: list[int | str], content: object, file: type[BaseModel], kinds: Kinds
) -> tuple[str, type[BaseModel], list[int | str]]:
    """The name of a table, its model, and the place within it."""
    if len(loc) < 2 or not isinstance(loc[1], int):
        return "the file", file, loc
    tables = content.get(str(loc[0])) if isinstance(content, dict) else None
    table = tables[loc[1]] if isinstance(tables, list) else None
    given = table.get("id") or table.get("host") if isinstance(table, dict) else None
    name = f"{loc[0]} {_short(given)}" if given else f"{loc[0]} number {loc[1] + 1}"
    if loc[0] != "source":
        return name, _row_model(file, str(loc[0])), loc[2:]
    kind = str(loc[2]) if len(loc) > 2 else ""
    return name, kinds.get(kind, BaseModel), loc[3:]


def _row_model(file: type[BaseModel], table: str) -> type[BaseModel]:
    """The model of the rows of a list of tables."""
    arguments = getattr(file.model_fields[table].annotation, "__args__", ())
    return next((each for each in arguments if isinstance(each, type)), BaseModel)


def _kind(problem: ErrorDetails, kinds: Kinds) -> str:
    choice = f"write one of {_listed(kinds)}"
    if problem["type"] == "union_tag_not_found":
        return f"it is missing: {choice}"
    tag = str(problem.get("ctx", {}).get("tag", ""))
    meant = _CALLED.get(tag.lower()) or _nearest(tag, kinds)
    return f"{_short(tag)} is no kind of source: {f'did you mean {meant!r}?' if meant else choice}"


def _missing(mistake: _Mistake) -> str:
    if mistake.field == "source":
        return "it is missing: write a [[source]] table for each source"
    return f"it is missing ({mistake.about})" if mistake.about else "it is missing"


def _unknown(mistake: _Mistake) -> str:
    meant = _nearest(mistake.field, mistake.known)
    advice = f"did you mean {meant!r}?" if meant else f"there are {_listed(mistake.known)}"
    return f"there is no such field here: {advice}"


def _choice(mistake: _Mistake) -> str:
    expected = str(mistake.context.get("expected", ""))
    meant = _nearest(str(mistake.given), re.findall(r"'([^']{1,40})'", expected))
    advice = f": did you mean {meant!r}?" if meant else ""
    return f"{mistake.shown} is not one of {expected}{advice}"


def _list(mistake: _Mistake) -> str:
    if mistake.field in {"source", "host"}:
        return f"write [[{mistake.field}]], with two brackets, above each table"
    return f"it must be a list, in brackets: [{mistake.shown}]"


def _address(mistake: _Mistake) -> str:
    return f"{mistake.shown} is no address of the web, such as https://example.org/news"


def _form(mistake: _Mistake) -> str:
    if mistake.field == "id":
        return f"{mistake.shown} must be of small letters, digits, - and _ alone, as in 'acme-news'"
    return f"{mistake.shown} has not the form that is wanted ({mistake.about})"


def _number(mistake: _Mistake) -> str:
    return f"{mistake.shown} is no whole number ({mistake.about})"


def _too_small(mistake: _Mistake) -> str:
    return f"{mistake.shown} is too small: at least {mistake.context.get('ge')}"


def _too_large(mistake: _Mistake) -> str:
    return f"{mistake.shown} is too large: at most {mistake.context.get('le')}"


def _day(mistake: _Mistake) -> str:
    return f"{mistake.shown} is no date, such as 2026-07-20"


def _text(mistake: _Mistake) -> str:
    return f'{mistake.shown} must be text, in quotation marks: "{mistake.given}"'


def _truth(mistake: _Mistake) -> str:
    return f"{mistake.shown} must be true or false"


def _table(mistake: _Mistake) -> str:
    return f"{mistake.shown} must be a table, begun with [[source]]"


def _as_told(mistake: _Mistake) -> str:
    return mistake.message


_WORDS: dict[str, Callable[[_Mistake], str]] = {
    "bool_parsing": _truth,
    "bool_type": _truth,
    "date_from_datetime_parsing": _day,
    "date_parsing": _day,
    "date_type": _day,
    "enum": _choice,
    "extra_forbidden": _unknown,
    "greater_than_equal": _too_small,
    "int_from_float": _number,
    "int_parsing": _number,
    "int_type": _number,
    "less_than_equal": _too_large,
    "missing": _missing,
    "model_attributes_type": _table,
    "model_type": _table,
    "path_type": _text,
    "string_pattern_mismatch": _form,
    "string_type": _text,
    "tuple_type": _list,
    "url_parsing": _address,
    "url_scheme": _address,
    "url_type": _address,
}


def _short(given: object) -> str:
    shown = repr(given)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}..."


def _nearest(given: str, known: Iterable[str]) -> str | None:
    return next(iter(get_close_matches(given.lower(), list(known), 1)), None)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names)
