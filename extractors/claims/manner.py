"""How a statement is made: modality, firmness, and who says so.

Cues are words of the sentence near the claim, kept as patterns in ``manner.json``: for each
value the words that speak for it, in the order in which they are tried. Null is an answer.
"""

import re
from functools import cache, lru_cache

from extractors.claims.context import Draft, Sentence
from extractors.datafiles import read_json
from schema.vocabulary import ClaimKind, Firmness, Modality

#: Steps of the ladder that words tell only of what has come about or goes on.
_DONE = frozenset({Firmness.DELIVERED, Firmness.DELIVERING, Firmness.FUNDED})
#: What makes of a word for something done one for something to come: "will come online".
_TO_COME = re.compile(
    r"\b(?:comes?|coming|goes|going|brings?|bringing|will|would|could|should|may|might|can|expect\w*"
    r"|plan(?:s|ned|ning)?|project(?:s|ed)|target\w*|aim\w*|schedul\w+|slated|due|potentially|once|when|until|before|not|never|yet"
    r"|to (?:be|become|begin|bring|build|come|complete|deliver|deploy|go|host|install|open|power"
    r"|run|start|supply|use))\b[^.;,]{0,60}$"
)
_REACH = 80  # characters before a word in which that may stand
#: Clause boundaries that keep a cue of another clause from counting.
_BOUNDARY = re.compile(r"[;—]|, (?:but|while|whereas|although)\b")

_SPEAKER = re.compile(
    r"\baccording to (?:the |a |an )?(?P<after>[A-Z][\w&.’'-]*(?: [A-Z][\w&.’'-]*){0,4})"
    r"|(?P<before>[A-Z][\w&.’'-]*(?: [A-Z][\w&.’'-]*){0,4})"
    r"(?:, [^,]{1,60},)? (?:said|says|told|estimates|estimated|expects|reported|wrote|claims)\b"
)


def modality(draft: Draft) -> Modality:
    """How the sentence asserts the draft; announced where nothing else is said."""
    return _modality_of(_clause(draft.sentence, draft.start, draft.end))


@lru_cache(maxsize=1000)
def _modality_of(clause: str) -> Modality:
    """How a clause asserts what it tells; asked for again by each statement of a sentence."""
    for value, pattern in _patterns("modality"):
        if pattern.search(clause):
            return Modality(value)
    return Modality.ANNOUNCED


def firmness(draft: Draft, said: Modality, *, is_ahead: bool) -> Firmness | None:
    """The step of the ladder that the words give, or None where they are silent.

    Args:
        draft: The statement.
        said: How it is asserted.
        is_ahead: Whether its date lay ahead when it was told: then nothing is delivered yet.
    """
    if draft.kind not in {ClaimKind.DEAL, ClaimKind.CAPACITY, ClaimKind.DEPENDENCY}:
        return None
    if said is Modality.DENIED:
        return Firmness.DENIED
    clause = _clause(draft.sentence, draft.start, draft.end)
    for value, pattern in _patterns(f"firmness_{draft.kind.value}"):
        step = Firmness(value)
        if not (is_ahead and step is Firmness.DELIVERED) and _tells(step, pattern, clause):
            return step
    if said is Modality.EXPLORING:
        return Firmness.EXPLORING
    return Firmness.RUMOURED if said is Modality.REPORTED else None


def _tells(step: Firmness, pattern: re.Pattern[str], clause: str) -> bool:
    """Whether a clause has words for a step, and not as something that is still to come."""
    return any(
        step not in _DONE
        or not _TO_COME.search(clause, max(0, found.start() - _REACH), found.start())
        for found in pattern.finditer(clause)
    )


def speaker(sentence: Sentence) -> str | None:
    """Who says it, where the sentence names one ("according to", "said")."""
    found = _SPEAKER.search(sentence.text)
    if found is None:
        return None
    name = (found["after"] or found["before"]).rstrip(".,’'")
    return None if name.casefold() in {"it", "he", "she", "they", "the", "the company"} else name


def _clause(sentence: Sentence, start: int, end: int) -> str:
    """The clause of the sentence that the span stands in, lower case."""
    text = sentence.lower
    left, right = start - sentence.start, end - sentence.start
    cuts = [m.start() for m in _BOUNDARY.finditer(text)]
    low = max((cut for cut in cuts if cut < left), default=0)
    high = min((cut for cut in cuts if cut >= right), default=len(text))
    return text[low:high]


@cache
def _patterns(table: str) -> list[tuple[str, re.Pattern[str]]]:
    rows: list[list[str]] = read_json("manner.json")[table]
    return [(value, re.compile(pattern)) for value, pattern in rows]
