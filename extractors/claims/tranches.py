"""Parts of a deal that is told: they have its parties, whoever else their sentence names.

"It is committing $10 billion now, and will invest another $30 billion if Acme meets its targets":
Acme does not pay for meeting them.
"""

import re
from collections.abc import Collection, Sequence

from extractors.claims.context import Draft
from extractors.spans import ORGANISATIONS

#: How many sentences after a total its parts may be told, and how near to it they must add up.
_SENTENCES, _TOLERANCE = 2, 0.01
#: How far after an amount stands what it goes into, in characters.
_GOODS_REACH = 45
_INTO = re.compile(r"[^,;:.]*\b(?:in|into|to|for|on|with|from) (?:the )?")
_LED = re.compile(r"\b(?:in|into|to|for|on|with|from|of|at) (?:the )?$")


def parts(drafts: Sequence[Draft], before: Draft) -> bool:
    """Whether the amounts of a sentence add up to the one of a deal that was told just before."""
    if len(drafts) < 2 or {d.unit for d in drafts} != {before.unit}:
        return False
    if not 0 < drafts[0].sentence.index - before.sentence.index <= _SENTENCES:
        return False
    total, told = _most(before), [_most(draft) for draft in drafts]
    return total > 0 and all(told) and abs(sum(told) - total) <= _TOLERANCE * total


def _most(draft: Draft) -> float:
    return draft.high or draft.low or 0.0


def has_same_payer(draft: Draft, whole: Draft, payers: Collection[str]) -> bool:
    """Whether nobody but who pays for the whole acts in the sentence of a part, up to it."""
    sentence = draft.sentence
    first = whole.end if whole.sentence is sentence else sentence.start
    return all(
        name.canonical in payers
        or _LED.search(sentence.between(name.start - 12, name.start).lower()) is not None
        for name in sentence.names
        if first <= name.start < draft.start and name.kind in ORGANISATIONS
    )


def goes_elsewhere(draft: Draft) -> bool:
    """Whether the words after an amount say what it goes into: "a further $2 billion in Beta"."""
    sentence = draft.sentence
    after = (n for n in sentence.names if draft.end <= n.start <= draft.end + _GOODS_REACH)
    name = next((n for n in after if n.kind in ORGANISATIONS), None)
    return name is not None and _INTO.fullmatch(sentence.between(draft.end, name.start)) is not None
