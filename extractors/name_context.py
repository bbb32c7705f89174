"""What the words around a name say of it: the firm or chip, or something else of that name.

The classes of words stand in ``names.toml``, with the few senses that one name alone has.
"""

import re
from functools import cache

from extractors.capitals import opens_sentence
from extractors.name_words import alternatives, cue, first_names, name_words, never_names

_WORD_BEFORE = re.compile(r"(?:^|[^\w.'-])([\w.'-]{1,30})[ ]$")
_WORD_AFTER = re.compile(r"[ -]([\w.'-]{1,30})")
_REACH = 48


def is_called(text: str, start: int) -> bool:
    """Whether the words before an offset introduce a name there: "dubbed", "codenamed"."""
    return _CALLED.search(text, max(0, start - 12), start) is not None


def has_other_sense(text: str, start: int, end: int) -> bool:
    """Whether the neighbouring words make something else of an ambiguous name."""
    name = text[start:end]
    senses = name_words()["other_sense"]
    before, after = _neighbours(text, start, end)
    if after.lower() in senses["after"].get(name, ()):
        return True
    if before.lower() in senses["before"].get(name, ()):
        return True
    return (
        after in {"of", "per"}
        or names_a_work(text, start)
        or names_an_institution(text, end)
        or names_a_person(text, start, end)
    )


def is_of_other_text(text: str, start: int, end: int) -> bool:
    """Whether a word anywhere in the text says that another bearer of the name is meant."""
    beside = name_words()["other_sense"]["beside"].get(text[start:end], ())
    return any(word in text for word in beside)


def names_a_work(text: str, start: int) -> bool:
    """Whether a noun before an offset is one of art, myth, learning or geography."""
    return _other_world().search(text, max(0, start - _REACH), start) is not None


def names_an_institution(text: str, end: int, *, kinds: str = "institutions") -> bool:
    """Whether a name is the first part of another's: "Duke University", "Rubin Observatory".

    ``kinds`` is the list of such nouns: all, or only the "namesakes", which are no firm's own.
    """
    return _institution(kinds).match(text, end) is not None


def names_a_person(text: str, start: int, end: int) -> bool:
    """Whether a given name or a form of address shows that a person is meant: "Rick Rubin"."""
    before, after = _neighbours(text, start, end)
    if before in first_names() or before in _addresses():
        return True
    return text[start:end] in first_names() and after[:1].isupper() and not after.isupper()


def stands_as_firm(text: str, start: int, end: int) -> bool:
    """Whether capital and context alone show that the firm of an ambiguous name is meant."""
    if has_other_sense(text, start, end):
        return False
    if opens_sentence(text, start):
        return bool(_ACTS.match(text, end))
    before, _ = _neighbours(text, start, end)
    if before.lower() in _determiners():
        if text[start:end].isupper() and before.lower() == "the":
            return bool(_ACTS.match(text, end))
        return bool(_NAMES_FOLLOW.match(text, end) or _OWNS.match(text, end))
    return not before[:1].isupper() or before in never_names()


def _neighbours(text: str, start: int, end: int) -> tuple[str, str]:
    """The words that touch a name in its sentence; empty where there is none."""
    before = _WORD_BEFORE.search(text[max(0, start - 32) : start])
    after = _WORD_AFTER.match(text, end)
    return before[1] if before else "", after[1] if after else ""


@cache
def _determiners() -> frozenset[str]:
    return frozenset(name_words()["other_sense"]["determiners"])


@cache
def _addresses() -> frozenset[str]:
    return frozenset(name_words()["other_sense"]["addresses"])


@cache
def _institution(kinds: str) -> re.Pattern[str]:
    """What follows the name of a place, a donor or a saint in the name of an institution."""
    return re.compile(rf" (?:{alternatives(name_words()['other_sense'][kinds])})\b")


@cache
def _other_world() -> re.Pattern[str]:
    """What stands before a name of art, myth, learning or geography: "the film", "the town of"."""
    words = name_words()["other_sense"]
    return re.compile(
        rf"\b(?:(?:{alternatives(words['callings'])})(?: [A-Z][a-z]{{1,20}})?"
        rf"|(?:{alternatives(words['of_heads'])}) of) $",
        re.IGNORECASE,
    )


_OWNED = f"{cue('owned_nouns')}|{cue('business_nouns')}"
#: What follows a firm that opens a sentence: possession, an auxiliary, a verb of firms, a list.
_ACTS = re.compile(
    r"'s?\s|, (?:an?|the|which|whose)\b|, (?-i:[A-Z])"
    r"|(?:, [^,.;:]{2,60},)?[ ]"
    r"(?:is|was|has|had|will|would|can|could|may|plans|also|said|says|and|recently|expects|"
    rf"wants|hopes|uses|stock|shares|[a-z]{{2,20}}ed|{cue('irregular_verbs')}"
    rf"|{cue('organisation_verbs')}|{cue('business_verbs')}|{_OWNED})\b",
    re.IGNORECASE,
)
#: After an article and a name: a list of names, as in "the Oracle, OpenAI and Vantage campus".
_NAMES_FOLLOW = re.compile(r"(?:,| and|,? or)(?: the)? [A-Z]")
#: After an article and a name: what a firm has, as in "the Oracle contract".
_OWNS = re.compile(
    rf"(?:-[a-z]{{2,20}}|(?: (?!(?:{cue('function_words')})\b)[a-z][\w-]{{0,30}}){{0,2}}?"
    rf" (?:{_OWNED}))\b"
)
_CALLED = re.compile(r"(?:dubbed|called|named|codenamed|code-named) [\"'“]?$")
