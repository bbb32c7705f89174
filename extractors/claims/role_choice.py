"""In which role a deal or a dependency stands: a small multinomial over how it is told.

What the rules of its kind suggest is one feature of several: who the parties are, when it is, how
it is said, and which words speak for a role (``role_words.toml``) before or after the amount or
the word of relation, in the sentences beside, in the title. The weights are learned by
``python -m extractors.training``.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractors.claims.context import Context, Draft, Group, Sentence
from extractors.claims.parties import Features, layer_of, score
from extractors.datafiles import read_json, read_text
from schema.vocabulary import ClaimKind, DealRole, DependencyRole

if TYPE_CHECKING:
    from extractors.claims.assemble import Party, Statement

#: The weights of features by kind and role.
RoleWeights = Mapping[str, Mapping[str, Mapping[str, float]]]

#: The kinds of claims that stand in a role, and the roles of each.
ROLES: dict[ClaimKind, type[DealRole | DependencyRole]] = {
    ClaimKind.DEAL: DealRole,
    ClaimKind.DEPENDENCY: DependencyRole,
}

#: What counts for every statement.
BIAS = "bias"
#: What the rules suggest counts thrice: learning holds it back less than a word.
_SUGGESTED = 3.0
#: What a word alone counts.
_WORD = 0.5
#: Words of one stem count as one.
_STEM = 6
#: A word so few characters from the amount is beside it.
_BESIDE = 40
#: The sentences beside that of a statement.
_NEIGHBOURS = {"sentence before": -1, "sentence after": 1}
_OF_ARTICLE = re.compile(r"is main$|^told |^times told$|^early$")


class _Word(NamedTuple):
    """A word or phrase that speaks for a role."""

    start: int
    end: int
    role: str
    text: str


def role_features(context: Context, statement: "Statement") -> Features:
    """The named features of a statement from which its role is read."""
    draft = statement.draft
    sides = [*_of_party("subject", statement.subject), *_of_party("object", statement.object)]
    names = [
        *sides,
        *(f"suggested {draft.role}, {side}" for side in sides),
        f"trigger {draft.trigger}",
        *(f"trigger {draft.trigger}, {side}" for side in sides),
        f"unit {draft.unit}",
        f"qualifier {draft.qualifier}",
        f"line {draft.sentence.kind.value}",
        f"said {statement.modality}",
        f"time {_time(statement)}",
        *_places(context, draft),
    ]
    features = {name: value for name, value in draft.evidence.items() if not told_of_article(name)}
    features |= dict.fromkeys(names, 1.0)
    features |= {f"suggested {draft.role}": _SUGGESTED, BIAS: 1.0}
    return features | _words(draft)


@lru_cache(maxsize=50_000)
def told_of_article(name: str) -> bool:
    """Whether a feature of a dependency speaks of the article, not of how two are joined."""
    return _OF_ARTICLE.search(name) is not None


def _of_party(slot: str, party: "Party") -> Iterator[str]:
    """What fills a slot."""
    if not isinstance(party, Group):
        yield f"{slot} {'none' if party is None else 'words'}"
        return
    first = party.names[0]
    yield f"{slot} {first.kind.value if first.kind else 'unknown'}"
    yield f"{slot} in {layer_of(first.entity_id)}"


def _time(statement: "Statement") -> str:
    """Whether a statement lies ahead."""
    if statement.when is None:
        return "none"
    if statement.is_ahead:
        return "ahead"
    return "perhaps ahead" if statement.may_be_ahead else "past"


def _places(context: Context, draft: Draft) -> Iterator[str]:
    """The roles that the title and the sentences beside speak of."""
    here = draft.sentence.index
    others = {name: here + step for name, step in _NEIGHBOURS.items()} | {"title": 0}
    for name, place in others.items():
        if place != here and 0 <= place < len(context.sentences):
            spoken = _spoken(draft.kind, context.sentences[place])
            yield from (f"{name} speaks of {word.role}" for word in spoken)


def _words(draft: Draft) -> Features:
    """The roles that the words of the sentence speak of: where, how near, in which words."""
    found = list(_spoken(draft.kind, draft.sentence))
    before = [word for word in found if word.end <= draft.start]
    after = [word for word in found if word.start >= draft.end]
    names = [f"before speaks of {word.role}" for word in before]
    names += [f"after speaks of {word.role}" for word in after]
    names += [f"beside speaks of {w.role}" for w in before if draft.start - w.end < _BESIDE]
    names += [f"beside speaks of {w.role}" for w in after if w.start - draft.end < _BESIDE]
    names += [f"last speaks of {word.role}" for word in before[-1:]]
    names += [f"next speaks of {word.role}" for word in after[:1]]
    names += [f"speaks of {word.role}" for word in found]
    words = (f"speaks of {word.role}: {word.text[:_STEM]}" for word in found)
    return dict.fromkeys(names, 1.0) | dict.fromkeys(words, _WORD)


def _spoken(kind: ClaimKind, sentence: Sentence) -> Iterator[_Word]:
    """The words and phrases of a sentence that speak for a role, in the order of the text."""
    for word in sentence.words:
        roles, phrases = _senses(kind, word.lower)
        for role in roles:
            yield _Word(word.start, word.end, role, word.lower)
        for role, phrase in phrases:
            if found := phrase.match(sentence.lower, word.start - sentence.start):
                yield _Word(word.start, sentence.start + found.end(), role, found.group())


_Phrases = tuple[tuple[str, re.Pattern[str]], ...]


@lru_cache(maxsize=50_000)
def _senses(kind: ClaimKind, word: str) -> tuple[tuple[str, ...], _Phrases]:
    """The roles that a word speaks for, and the phrases that may begin with it."""
    single, phrases = _table(kind)
    begun = ((role, phrase) for role, head, phrase in phrases if head.fullmatch(word))
    return tuple(role for role, alone in single if alone.fullmatch(word)), tuple(begun)


@cache
def _table(
    kind: ClaimKind,
) -> tuple[_Phrases, list[tuple[str, re.Pattern[str], re.Pattern[str]]]]:
    """By role the words that stand alone, and the phrases with their first words."""
    senses = tomllib.loads(read_text("role_words.toml"))[kind.value].items()
    alone = {role: [w for w in words if " " not in w] for role, words in senses}
    single = tuple((role, re.compile("|".join(words))) for role, words in alone.items())
    phrases = [
        (role, re.compile(phrase.partition(" ")[0]), re.compile(rf"(?:{phrase})\b"))
        for role, words in senses
        for phrase in words
        if " " in phrase
    ]
    return single, phrases


def choose_role(
    weights: RoleWeights, context: Context, statement: "Statement"
) -> DealRole | DependencyRole:
    """The likeliest role of a statement of a kind that has them."""
    kind = statement.draft.kind
    features = role_features(context, statement)
    scores = {role: score(row, features) for role, row in weights[kind].items()}
    return ROLES[kind](max(sorted(scores), key=scores.__getitem__))


@cache
def shipped_roles() -> RoleWeights:
    """The weights in the data files of the extractors."""
    weights: RoleWeights = read_json("role_weights.json")
    return weights
