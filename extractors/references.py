"""What pronouns and nouns such as "the company" refer to.

The nearest plausible antecedent of the right kind: the subject of the same or of a previous
sentence before other names, the article's main name before others, and never a name that the
noun contradicts (a "startup" that is listed, a "chipmaker" that is a utility).
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc

from extractors.name_words import alternatives, name_words
from extractors.spans import CHIPS, ORGANISATIONS, SITES, Name
from schema.entity import Entity, load_registry
from schema.vocabulary import EntityKind

#: How many sentences back an antecedent may stand.
_REACH = 4
#: Prepositions before a name that speak against its being the subject.
_OBLIQUE = re.compile(
    r"\b(?:with|from|by|of|to|for|in|at|on|against|like|than|via|through|and|over|including)"
    r"(?: the| a| an)? $"
)
#: What stands before a pronoun that is the subject of its clause.
_OPENS_CLAUSE = re.compile(
    r"(?:^|[.,;:—–“\"(\n]\s?|\b(?:that|as|because|since|said|says|if|when|while|which|where|and|but|"
    r"so|what|how|though|although|after|before|until|once|whether|than|thinks?|believes?) )$"
)
_CACHE = "gigawatch_references"


class Reference(NamedTuple):
    """A pronoun or noun phrase, and the name that it stands for."""

    start: int
    end: int
    name: Name


@dataclass(frozen=True)
class _Wanted:
    """What an expression asks of its antecedent."""

    kinds: frozenset[EntityKind | None]
    layer: str | None = None
    startup: bool = False
    maker: str | None = None
    is_object: bool = False


@dataclass(frozen=True)
class _Article:
    """The sentences and names of one document, as resolution needs them."""

    text: str
    starts: list[int]
    names: list[list[Name]]
    mentions: dict[str, list[Name]]
    title: frozenset[str]
    most: int  # how often the name told of most stands there
    resolved: dict[int, Name | None] = field(default_factory=dict)
    found: dict[tuple[int, int], list[Reference]] = field(default_factory=dict)


def resolve_reference(doc: Doc, char_start: int) -> Name | None:
    """The name that the pronoun or noun phrase at an offset stands for, or None.

    ``char_start`` is where the pronoun, or the determiner of the phrase ("the company"), begins.
    """
    article = _article(doc)
    if char_start not in article.resolved:
        article.resolved[char_start] = _resolve(article, char_start)
    return article.resolved[char_start]


def _resolve(article: _Article, char_start: int) -> Name | None:
    wanted = _wanted(article.text, char_start)
    if wanted is None:
        return None
    if wanted.maker is not None:
        return _named(article, wanted.maker, char_start)
    return _best(article, wanted, char_start)


def antecedent(doc: Doc, char_start: int) -> Name | None:
    """The organisation that a sentence which names none before an offset speaks of, or None."""
    return _best(_article(doc), _Wanted(ORGANISATIONS), char_start)


def _best(article: _Article, wanted: _Wanted, before: int) -> Name | None:
    """The name before an offset that fits best, within reach."""
    here = bisect_right(article.starts, before) - 1
    apart = {name.canonical for name in article.names[here] if name.start > before}
    best: tuple[float, Name] | None = None
    for back in range(int(wanted.is_object), min(_REACH, here + 1)):
        names = [name for name in article.names[here - back] if name.start < before]
        for place, name in enumerate(names):
            score = _score(article, name, wanted, place) - 1.5 * back
            # "The chip giant will invest in Intel" does not speak of Intel.
            score -= 4.0 * (name.canonical in apart)
            if score > 0 and (best is None or score > best[0]):
                best = (score, name)
    return best[1] if best else None


def references(doc: Doc, start: int, end: int) -> list[Reference]:
    """Each reference between two offsets that resolves, in order; read once for each stretch."""
    article = _article(doc)
    found = article.found.get((start, end))
    if found is None:
        matches = _expression().finditer(article.text, start, end)
        meant = [(match, resolve_reference(doc, match.start())) for match in matches]
        found = [Reference(*match.span(), name) for match, name in meant if name is not None]
        article.found[start, end] = found
    return found


def _score(article: _Article, name: Name, wanted: _Wanted, place: int) -> float:
    """How well a name fits as the antecedent; nothing above zero where it cannot be."""
    if name.kind not in wanted.kinds:
        return 0.0
    entity = load_registry().get(name.entity_id) if name.entity_id else None
    if entity is not None and not _agrees(entity, wanted):
        return 0.0
    score = 5.0
    if not _OBLIQUE.search(article.text[max(0, name.start - 20) : name.start]):
        score += 2.0 if place == 0 else 1.0
    if name.canonical in article.title:
        score += 1.0
    if len(article.mentions[name.canonical]) == article.most:
        score += 1.0
    return score


def _agrees(entity: Entity, wanted: _Wanted) -> bool:
    if wanted.startup and (entity.ticker or entity.parent):
        return False
    return wanted.layer is None or entity.layer is None or entity.layer.value == wanted.layer


def _named(article: _Article, maker: str, before: int) -> Name | None:
    """The last mention of a known maker before an offset, else its first one in the text."""
    mentions = article.mentions.get(maker, [])
    at = bisect_left(mentions, before, key=lambda name: name.start)
    return mentions[max(at - 1, 0)] if mentions else None


def _article(doc: Doc) -> _Article:
    cached = doc.user_data.get(_CACHE)
    if isinstance(cached, _Article):
        return cached
    starts = [sentence.start_char for sentence in doc.sents]
    names: list[list[Name]] = [[] for _ in starts]
    for name in doc._.names:
        names[max(bisect_right(starts, name.start) - 1, 0)].append(name)
    title = frozenset(name.canonical for name in doc._.names if name.start < doc._.title_end)
    mentions: dict[str, list[Name]] = {}
    for name in doc._.names:
        mentions.setdefault(name.canonical, []).append(name)
    most = max(map(len, mentions.values()), default=0)
    article = _Article(doc._.text, starts, names, mentions, title, most)
    doc.user_data[_CACHE] = article
    return article


def _wanted(text: str, start: int) -> _Wanted | None:
    """What the expression at an offset asks for; None if it is no reference."""
    match = _expression().match(text, start)
    if match is None:
        return None
    if match["pronoun"]:
        word = match["pronoun"].lower()
        kinds = _ANY if word in {"it", "its"} else ORGANISATIONS
        # "expects it to", "works for it": not the subject of its own sentence.
        is_object = word == "it" and not _OPENS_CLAUSE.search(text, max(0, start - 12), start)
        return _Wanted(kinds, is_object=is_object)
    if match["product"]:
        return _Wanted(ORGANISATIONS, maker=name_words()["makers"][match["product"]])
    return _wanted_by(match["noun"].lower())


def _wanted_by(noun: str) -> _Wanted:
    """What a common noun asks of its antecedent."""
    words = name_words()["references"]
    for key, kinds in (("chip", CHIPS), ("site", SITES)):
        if noun in words[key]:
            return _Wanted(kinds)
    layer = next((key for key, nouns in words["layers"].items() if noun in nouns), None)
    return _Wanted(ORGANISATIONS, layer=layer, startup=noun in words["startup"])


@cache
def _expression() -> re.Pattern[str]:
    words = name_words()["references"]
    nouns = [*words["organisation"], *words["startup"], *words["chip"], *words["site"]]
    nouns += [noun for group in words["layers"].values() for noun in group]
    pronouns = [form for word in words["pronouns"] for form in (word, word.capitalize())]
    initials = "".join(sorted({word[0] for word in pronouns} | {*"TtIi"}))
    return re.compile(
        rf"(?<![^\W_])(?=[{initials}])(?:"  # said first, as it spares looking at most places
        rf"(?P<pronoun>{alternatives(pronouns)})\b"
        rf"|[Tt]h(?:e|is|at) (?P<product>{alternatives(name_words()['makers'])})"
        rf"(?:[- ](?:maker|owner|parent|developer|creator))"
        rf"|(?:[Tt]h(?:e|is|at)|[Ii]ts) "
        rf"(?:(?:[a-z0-9][\w’'-]{{0,30}}|AI"
        rf"|[A-Z][a-z]{{1,20}}-(?:based|headquartered|listed|backed)) ){{0,3}}?"
        rf"(?P<noun>(?i:{alternatives(nouns)}))\b)"
    )


_ANY: frozenset[EntityKind | None] = frozenset({None, *EntityKind})
