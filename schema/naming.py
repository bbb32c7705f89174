"""Names as people spell them: what of a spelling does not matter, and what is no name at all.

Two spellings that have one ``plain_form`` mean the same; anything looser is a guess, and guesses
only propose.
"""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

_APART = re.compile(r"[^\w&+]+")
_POSSESSIVE = re.compile(r"['’‘ʼ`]s?\b(?!\w)")
_POINTS = re.compile(r"(?<=\b\w)\.(?=\w\b|\W|$)")
#: What a filing calls a party that it does not name.
_LABEL = re.compile(r"(?:Customer|Supplier|Vendor|Tenant|Company) [A-Z]")
_COMPASS = frozenset(
    [
        *("north", "south", "east", "west", "central", "northern", "southern", "eastern"),
        *("western", "upper", "lower", "rural", "greater"),
    ]
)
_PLACE_ENDINGS = frozenset(["county", "parish", "township", "valley"])
_LONGEST_PLACE = 4
_CLAUSE = 3


def plain_form(name: str) -> str:
    """A name in small letters, without accents, article, possessive and legal form.

    "the Acme-Bolt Corp.'s" and "Acmé Bolt" both give "acme bolt".
    """
    words = _words(name)
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in _vocabulary()["legal_forms"]:
        words = words[:-1]
    return " ".join(words)


def has_legal_form(name: str) -> bool:
    """Whether a name ends in a legal form, as only firms' names do."""
    words = _words(name)
    return len(words) > 1 and words[-1] in _vocabulary()["legal_forms"]


def is_description(name: str) -> bool:
    """Whether words describe a thing or name no more than a place: "gas turbines", "Iowa"."""
    if _LABEL.fullmatch(name):
        return False
    if _is_clause(name.split()):
        return True
    words = _without_places(name.split())
    return not any(_is_proper(word) for word in words)


def tells_place(words: str) -> bool:
    """Whether words tell a place, by itself or with more."""
    listed = words.split()
    return len(_without_places(listed)) < len(listed)


def split_places(words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The places that words name, and the proper words that are left: "Acme Ohio campus"."""
    listed = words.split()
    found = tuple(" ".join(listed[at : at + length]) for at, length in _places_in(listed))
    return found, tuple(word for word in _without_places(listed) if _is_proper(word))


def is_titled(words: str) -> bool:
    """Whether words begin with a common noun that has a capital."""
    first = words.split(maxsplit=1)[0] if words.strip() else ""
    return first[:1].isupper() and first.lower() in _vocabulary()["nouns"]


@cache
def places() -> frozenset[str]:
    """Countries, states, regions, cities and counties."""
    lines = (line.strip() for line in _read("places.txt").splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _words(name: str) -> list[str]:
    """The words of a name in small letters, without accents and marks."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    bare = _POINTS.sub("", _POSSESSIVE.sub("", bare))
    return [word for word in _APART.split(bare.casefold()) if word]


def _is_clause(words: list[str]) -> bool:
    """Whether the words are a piece of a sentence rather than a name."""
    if any(word.lower() in _vocabulary()["clause_words"] for word in words):
        return True
    joiners = _vocabulary()["joiners"]
    return sum(word[:1].islower() and word not in joiners for word in words) >= _CLAUSE


def _is_proper(word: str) -> bool:
    """Whether a word has a capital that is its own: not an abbreviation, not a common noun."""
    word = _POSSESSIVE.sub("", word.strip('.,;:()"“”-'))
    plain = word.lower()
    words = _vocabulary()
    if word in words["abbreviations"] or plain in words["determiners"] or len(word) < 2:
        return False
    return plain not in words["nouns"] and any(c.isupper() for c in word)


def _without_places(words: list[str]) -> list[str]:
    """The words without those that name places, with what tells a part of one."""
    taken = {at + n for at, length in _places_in(words) for n in range(length)}
    left = (word for at, word in enumerate(words) if at not in taken)
    return [word for word in left if word.lower() not in _COMPASS]


def _places_in(words: list[str]) -> list[tuple[int, int]]:
    """Where names of places begin among words, and of how many words each is."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        length = next(
            (n for n in range(_LONGEST_PLACE, 0, -1) if _is_place(" ".join(words[at : at + n]))), 0
        )
        found += [(at, length)] if length else []
        at += length or 1
    return found


def _is_place(words: str) -> bool:
    words = _POSSESSIVE.sub("", words.strip(".,"))
    if words in places():
        return True
    head, _, last = words.rpartition(" ")
    return bool(head) and " " not in head and last.lower() in _PLACE_ENDINGS


@cache
def _vocabulary() -> dict[str, frozenset[str]]:
    lists = tomllib.loads(_read("common_words.toml"))
    return {key: frozenset(words) for key, words in lists.items()}


def _read(name: str) -> str:
    return files("schema").joinpath("data", name).read_text(encoding="utf-8")
