"""Who is paid, where the words around an amount tell: given, awarded, raised, or made the goods."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from extractors.claims.context import Group, Sentence
from extractors.claims.roles import is_organisation
from extractors.spans import Name
from schema.entity import load_registry
from schema.vocabulary import DealRole, EntityKind, Layer

#: How far from an amount a verb, the giver and the goods may stand, in characters.
_VERB_REACH, _GIVER_REACH, _GOODS_REACH = 40, 60, 60
#: How far before an amount who is given it may stand: beside it, and with an apposition.
_BESIDE, _PASSIVE_REACH = 60, 160
#: What stands between who is given something and the amount, the amount's own words left out.
_UP_TO_AMOUNT = re.compile(
    r"[\s(]*(?:(?:an?|the|another|some|about|around|roughly|nearly|almost|over|up|to|as|much|more"
    r"|than|at|least|further|additional|extra|initial|total|of) ){0,5}"
)
#: Who sells what money buys; others are given it for a share.
_SELLERS = frozenset({Layer.HOSTING, Layer.CHIPS, Layer.SYSTEMS, Layer.POWER})
_GIVING = re.compile(
    r"\b(?:pa(?:y|ys|id|ying)|promis(?:e|es|ed|ing)|offer(?:s|ed|ing)?|g(?:ive|ives|ave|iven|iving)"
    r"|len(?:d|ds|t|ding)|loan(?:s|ed|ing)?|ow(?:e|es|ed|ing)|grant(?:s|ed|ing)?"
    r"|award(?:s|ed|ing)?|hand(?:s|ed|ing)?|sen[dt]s?|sending|guarantee(?:s|d)?|advanc(?:e|es|ed))"
    r" (?:the |its |to )?(?:[a-z][\w-]* ){0,2}$"
)
#: "Acme, a maker of batteries, has been paid $5 billion by Beta"
_BEING_GIVEN = re.compile(
    r"(?:,[^,;]{1,80},)? (?:(?:has|have|had|will|would|could|is|was|were|are|being|been|be|to|also"
    r"|already|recently|reportedly|so|far) ){1,4}"
    r"(?:paid|promised|offered|given|lent|loaned|owed|granted|awarded|handed|sent|guaranteed) "
)
_BY = re.compile(r"[^.;:]{0,50}?\bby (?:the )?$")
_OF_ROUND = re.compile(
    r"(?:[ -](?!(?:in|of|for|from|to|with|and|by|on)\b)[\w’'-]+){0,3}?[ -]"
    r"(?:rounds?|raises?|fund-?rais\w+|funding|series [a-h]|seed|ipo|initial public offering"
    r"|public offering|offering|flotation|listing|debut|(?:share|stock|bond|note) sale)\b"
    r"(?! (?:in|into|for) [A-Z])",
    re.IGNORECASE,
)
_ROUND_OF = re.compile(
    r"[’']s? (?:[\w-]+ ){0,4}?"
    r"(?:rounds?|raises?|fund-?rais\w+|series [a-h]|seed|ipo|offering|flotation|listing)"
    r"(?: [\w-]+){0,2}?(?: of| at|,| totall?ing| worth) ",
    re.IGNORECASE,
)
_POSSESSING = re.compile(r"[’']s? (?:[\w-]+ ){0,3}$")
_INTO = re.compile(r" (?:each |apiece |more |in cash )?(?:in|into) (?:the )?")
_INTO_REACH = 20
_GOODS = re.compile(r" ?(?:worth )?(?:of|in|on|for) (?:[\w’',.-]+ ){0,4}$")


def promised(sentence: Sentence, start: int) -> Group | None:
    """Who is given the amount at an offset: "has promised Acme a further $5 billion"."""
    group = _beside(sentence, start)
    if group is None:
        return None
    if _UP_TO_AMOUNT.fullmatch(sentence.between(group.end, start)) is None:
        return None
    before = sentence.between(group.start - _VERB_REACH, group.start)
    return group if _GIVING.search(before.lower()) else None


def awarded(sentence: Sentence, start: int, end: int) -> tuple[Group | None, Group] | None:
    """Giver and given of "Acme was awarded $5 billion by Beta"; the giver may not be named."""
    groups = sentence.groups
    for place in range(bisect_right(groups, start, key=_end) - 1, -1, -1):
        group = groups[place]
        if group.end < start - _PASSIVE_REACH:
            return None
        told = _BEING_GIVEN.match(sentence.between(group.end, start).lower())
        if told is None or not is_organisation(group):
            continue
        if _UP_TO_AMOUNT.fullmatch(sentence.between(group.end + told.end(), start)):
            return _giver(sentence, groups[place + 1 : place + 2], end), group
    return None


def _giver(sentence: Sentence, following: Sequence[Group], end: int) -> Group | None:
    """Who gives, where it stands with "by" right after an amount."""
    for group in following:
        between = sentence.between(end, min(group.start, end + _GIVER_REACH)).lower()
        if end <= group.start <= end + _GIVER_REACH and _BY.fullmatch(between):
            return group
    return None


def _start(name: Name) -> int:
    return name.start


def _end(group: Group) -> int:
    return group.end


def raiser(sentence: Sentence, start: int, end: int) -> Group | None:
    """Whose round an amount is: "Acme’s $5 billion Series C", "Acme’s round of $5 billion"."""
    group = _beside(sentence, start)
    if group is None:
        return None
    between = sentence.between(group.end, start)
    if _ROUND_OF.fullmatch(between):
        return group
    is_round = _OF_ROUND.match(sentence.between(end, end + _GIVER_REACH))
    return group if is_round and _POSSESSING.fullmatch(between) else None


def invested_in(sentence: Sentence, end: int) -> Group | None:
    """Who right behind an amount is given it for a share: "$5 billion in Acme and"."""
    group = next((g for g in sentence.groups if end <= g.start <= end + _INTO_REACH), None)
    if group is None or not is_organisation(group):
        return None
    return group if _INTO.fullmatch(sentence.between(end, group.start)) else None


def maker(sentence: Sentence, end: int) -> Group | None:
    """Who makes the goods that an amount buys: Nvidia of "$5 billion worth of H100s"."""
    first = bisect_left(sentence.names, end, key=_start)
    for name in sentence.names[first : first + 1]:
        if name.start > end + _GOODS_REACH:
            return None
        entity = load_registry().get(name.entity_id) if name.entity_id else None
        if entity is None or entity.kind is not EntityKind.CHIP or not entity.parent:
            return None
        firm = load_registry().get(entity.parent)
        if firm is None or not _GOODS.fullmatch(sentence.between(end, name.start)):
            return None
        made = Name(name.start, name.end, name.written, firm.name, firm.kind, firm.entity_id)
        return Group((made,))
    return None


def use_of(payee: Group) -> DealRole:
    """What money promised to a firm is for: what it sells, or a share of a lab."""
    first = payee.names[0].entity_id
    entity = load_registry().get(first) if first else None
    sells = entity is not None and entity.layer in _SELLERS
    return DealRole.PURCHASE if sells else DealRole.INVESTMENT


def _beside(sentence: Sentence, start: int) -> Group | None:
    """The firm named last before an amount, if it stands near."""
    place = bisect_right(sentence.groups, start, key=_end) - 1
    group = sentence.groups[place] if place >= 0 else None
    is_near = group is not None and start - group.end <= _BESIDE and is_organisation(group)
    return group if is_near else None
