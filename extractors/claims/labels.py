"""Who the customer is that a filing calls by a letter, where the article itself says so.

"Customer A" is another company in each filing and each period, so what a sentence says of it holds
for the share told in the same sentence, else for the last one of that letter told shortly before.
Guesses ("believed to be", "may be") say nothing, and of two different names neither is taken.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from extractors.claims.context import Context, Draft, Group, Sentence
from extractors.datafiles import read_text
from extractors.spans import ORGANISATIONS

#: What a filing calls a customer that it need not name.
LABEL = re.compile(r"\b(?:[Dd]irect )?(Customer [A-F])\b")
_REACH = 120  # characters between a letter and the name that it stands for
_AROUND = 40  # characters before and behind the two in which a doubt is looked for
_RECENT = 3  # sentences behind a share in which its letter still means the same

_Patterns = dict[str, re.Pattern[str]]


class _Identity(NamedTuple):
    """A letter, the name that it stands for, and the sentence that says so."""

    label: str
    name: str
    sentence: Sentence


@cache
def _patterns(table: str) -> _Patterns:
    rows: dict[str, str] = tomllib.loads(read_text("labels.toml"))[table]
    return {name: re.compile(pattern) for name, pattern in rows.items()}


def name_customers(context: Context, shares: list[Draft]) -> None:
    """Give shares of customers by letter the name that the article gives them, and where.

    It stands in their conditions, as ``customer`` and ``customer_quote``.

    Args:
        context: The article.
        shares: Its shares, in the order of the text.
    """
    lettered = [share for share in shares if _label(share) is not None]
    if not lettered:
        return
    found: list[list[_Identity]] = [[] for _ in lettered]
    for sentence in context.sentences:
        for identity in _identities(sentence):
            for place in _meant(lettered, identity):
                found[place].append(identity)
    for share, identities in zip(lettered, found, strict=True):
        if len({identity.name for identity in identities}) == 1:
            share.conditions["customer"] = identities[0].name
            share.conditions["customer_quote"] = identities[0].sentence.text


def _label(share: Draft) -> str | None:
    """The letter that has the share, if it is one."""
    named = share.object if isinstance(share.object, str) else None
    return named if named is not None and LABEL.fullmatch(named) else None


def _meant(lettered: list[Draft], identity: _Identity) -> list[int]:
    """The places of the shares that a sentence speaks of: its own, else the last shortly before."""
    at = identity.sentence.index
    of_label = [place for place, share in enumerate(lettered) if _label(share) == identity.label]
    here = [place for place in of_label if lettered[place].sentence.index == at]
    before = [place for place in of_label if 0 < at - lettered[place].sentence.index <= _RECENT]
    owners = set(_owners(identity))
    return here or [place for place in before[-1:] if owners <= {_supplier(lettered[place])}]


def _supplier(share: Draft) -> str | None:
    """Whose revenue it is, as far as the words decide it."""
    return share.subject.canonical if isinstance(share.subject, Group) else share.subject


def _owners(identity: _Identity) -> Iterator[str]:
    """Whose customer a sentence speaks of, where it says so: "at Acme", "in Acme's filing"."""
    sentence, patterns = identity.sentence, _patterns("owners")
    for name in sentence.names:
        if name.kind in ORGANISATIONS and name.canonical != identity.name:
            before = sentence.between(name.start - _AROUND, name.start).lower()
            behind = sentence.between(name.end, name.end + _AROUND).lower()
            if patterns["before"].search(before) or patterns["behind"].match(behind):
                yield name.canonical


def _identities(sentence: Sentence) -> Iterator[_Identity]:
    """What a sentence says of who a customer by letter is."""
    for label in LABEL.finditer(sentence.text):
        start, end = sentence.start + label.start(), sentence.start + label.end()
        for group in sentence.groups:
            name = group.names[0]
            is_one = len(group.names) == 1 and name.kind in ORGANISATIONS
            if is_one and _says_so(sentence, (start, end), (name.start, name.end)):
                yield _Identity(label[1], name.canonical, sentence)


def _says_so(sentence: Sentence, label: tuple[int, int], name: tuple[int, int]) -> bool:
    """Whether the words between, before and behind a letter and a name say that they are one."""
    table = "label_then_name" if label < name else "name_then_label"
    first, second = min(label, name), max(label, name)
    if not 0 <= second[0] - first[1] <= _REACH:
        return False
    between = sentence.between(first[1], second[0]).lower()
    before = sentence.between(first[0] - _AROUND, first[0]).lower()
    behind = sentence.between(second[1], second[1] + _AROUND).lower()
    form = next((form for form, p in _patterns(table).items() if p.search(between)), None)
    if form is None or not _patterns("ends")["any"].match(behind):
        return False
    lead = _patterns("leads").get(form)
    if lead is not None and not lead.search(before):
        return False
    return not any(_patterns("doubts")["any"].search(part) for part in (before, between, behind))
