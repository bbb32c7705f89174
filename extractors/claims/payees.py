"""Who is paid, where the words around an amount tell: given, awarded, raised, or made the goods."""

import re
from itertools import pairwise

from extractors.claims.context import Group, Sentence
from extractors.claims.roles import ORGANISATIONS
from extractors.spans import Name
from schema.entity import load_registry
from schema.vocabulary import DealRole, EntityKind, Layer

#: How far from an amount a verb, the giver and the goods may stand, in characters.
_VERB_REACH, _GIVER_REACH, _GOODS_REACH = 40, 60, 60
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
_GOODS = re.compile(r" ?(?:worth )?(?:of|in|on|for) (?:[\w’',.-]+ ){0,4}$")


def promised(sentence: Sentence, start: int) -> Group | None:
    """Who is given the amount at an offset: "has promised Acme a further $5 billion"."""
    group = next((g for g in reversed(sentence.groups) if g.end <= start), None)
    if group is None or not _is_organisation(group):
        return None
    if _UP_TO_AMOUNT.fullmatch(sentence.between(group.end, start)) is None:
        return None
    before = sentence.between(group.start - _VERB_REACH, group.start)
    return group if _GIVING.search(before.lower()) else None


def awarded(sentence: Sentence, start: int, end: int) -> tuple[Group | None, Group] | None:
    """Giver and given of "Acme was awarded $5 billion by Beta"; the giver may not be named."""
    for group, after in pairwise([*sentence.groups, None]):
        if group is None or group.end > start or not _is_organisation(group):
            continue
        told = _BEING_GIVEN.match(sentence.between(group.end, start).lower())
        verb_end = group.end + told.end() if told else start
        if told is None or not _UP_TO_AMOUNT.fullmatch(sentence.between(verb_end, start)):
            continue
        near = after is not None and end <= after.start <= end + _GIVER_REACH
        if after is not None and near and _BY.fullmatch(sentence.between(end, after.start).lower()):
            return after, group
        return None, group
    return None


def raiser(sentence: Sentence, start: int, end: int) -> Group | None:
    """Whose round an amount is: "Acme’s $5 billion Series C", "Acme’s round of $5 billion"."""
    group = next((g for g in reversed(sentence.groups) if g.end <= start), None)
    if group is None or not _is_organisation(group):
        return None
    between = sentence.between(group.end, start)
    if _ROUND_OF.fullmatch(between):
        return group
    is_round = _OF_ROUND.match(sentence.between(end, end + _GIVER_REACH))
    return group if is_round and _POSSESSING.fullmatch(between) else None


def maker(sentence: Sentence, end: int) -> Group | None:
    """Who makes the goods that an amount buys: Nvidia of "$5 billion worth of H100s"."""
    for name in sentence.names:
        if not end <= name.start <= end + _GOODS_REACH:
            continue
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


def _is_organisation(group: Group) -> bool:
    return group.names[0].kind in ORGANISATIONS
