"""Who buys and who sells an amount of power, where a contract, an order or a delivery is told of.

"Acme won an order from Beta for 2 GWh", "up to 2 GW of Acme’s fuel cells will go to Beta", "Beta
says that Acme will provide 5 GW": the one that gets the power has it, whoever is named first.
"""

import re
from itertools import pairwise

from extractors.claims.context import Group, Sentence
from extractors.claims.roles import is_organisation

#: "Acme won a contract with Beta", "Acme gets 2 GWh battery order from Beta".
_WINS = re.compile(
    r" (?:(?:has|have|had|also|just|recently|today) ){0,3}(?:won|wins|winning|landed|lands|received"
    r"|receives|got|gets|clinched|clinches|bagged|bags|booked|books|secured|secures|picked up)"
    r" (?!from\b)(?:[^.;:()]|\.(?=\d)){0,70}?\b(?:contract|order|commission|tender)s?"
    r"(?: [\w-]+){0,2} (?:with|from|by) (?:the |developer |utility )?$"
)
#: "2 GW of Acme’s fuel cells will go to Beta", "1 GW from its plant goes to data centers of Beta".
_GOES_TO = re.compile(
    r"(?:[^.;:()]|\.(?=\d)){0,80}?\b(?:go|goes|went|going|flow|flows|flowing"
    r"|be (?:sold|delivered|supplied|sent)"
    r"|(?:is|are|was|were) (?:reserved|earmarked|destined|meant|intended|spoken)) "
    r"(?:to|for) (?:the )?(?:data cent(?:er|re)s (?:of|run by|operated by) (?:the )?)?$"
)
#: "Beta says (that) Acme will provide": who speaks of what another gives gets it.
_SAYS = re.compile(
    r"(?:,[^,.;]{1,40},)? (?:says|said|expects|announced|disclosed|confirmed|told \w+)"
    r"(?: (?:on|in|this|last|to)? ?\w+day)?(?: that)? (?:the )?$"
)
_GIVES = re.compile(
    r" (?:(?:will|would|is|to|has|have|agreed|had|also|plans|can) ){1,4}?"
    r"(?:provided?|supply|supplied|deliver|delivered|sell|sold|furnish) (?!to\b)[^.;,]{0,60}$"
)
#: "will take 2 GW of Acme’s fuel cells": what is taken is the other’s.
_TAKES = re.compile(
    r"\b(?:tak(?:e|es|en|ing)|took|buy(?:s|ing)?|bought|order(?:s|ed|ing)?|purchas(?:e|es|ed|ing)"
    r"|rent(?:s|ed|ing)?|reserv(?:e|es|ed|ing)|deploy(?:s|ed|ing)?|us(?:e|es|ing)|install(?:s|ed|ing)?)"
    r" [^.;,]{0,30}$"
)
_REACH = 160  # characters between a name and the words that belong to it


def ordered(sentence: Sentence, start: int, end: int) -> tuple[Group, Group] | None:
    """Receiver and supplier of an amount of power, as a contract or a delivery has them."""
    firms = [
        group
        for group in sentence.groups
        if start - 2 * _REACH <= group.start <= end + 2 * _REACH and is_organisation(group)
    ]
    return (
        _won(sentence, firms)
        or _going(sentence, firms, end)
        or _said(sentence, firms, start)
        or _taken(sentence, firms, start, end)
    )


def _won(sentence: Sentence, firms: list[Group]) -> tuple[Group, Group] | None:
    """Beta and Acme of "Acme won a contract with Beta"."""
    for supplier, buyer in pairwise(firms):
        if _WINS.fullmatch(_between(sentence, supplier, buyer)):
            return buyer, supplier
    return None


def _going(sentence: Sentence, firms: list[Group], end: int) -> tuple[Group, Group] | None:
    """Beta and Acme of "2 GW of Acme’s fuel cells will go to Beta"."""
    for receiver in (firm for firm in firms if firm.start >= end):
        said = sentence.between(end, receiver.start)
        others = [firm for firm in firms if firm.end <= receiver.start]
        if len(said) <= _REACH and others and _GOES_TO.fullmatch(said):
            return receiver, others[-1]
    return None


def _said(sentence: Sentence, firms: list[Group], start: int) -> tuple[Group, Group] | None:
    """Beta and Acme of "Beta says Acme will provide 5 GW"."""
    before = [firm for firm in firms if firm.end <= start]
    for receiver, supplier in pairwise(before):
        if not _SAYS.fullmatch(_between(sentence, receiver, supplier)):
            continue
        if _GIVES.fullmatch(sentence.between(supplier.end, min(start, supplier.end + _REACH))):
            return receiver, supplier
    return None


def _taken(
    sentence: Sentence, firms: list[Group], start: int, end: int
) -> tuple[Group, Group] | None:
    """Beta and Acme of "Beta will take 2 GW of Acme’s fuel cells"."""
    before = [firm for firm in firms if firm.end <= start]
    after = [firm for firm in firms if firm.start >= end]
    if not before or not after:
        return None
    buyer, supplier = before[-1], after[0]
    told = sentence.between(buyer.end, min(start, buyer.end + _REACH))
    owned = sentence.between(supplier.end, supplier.end + 2)
    if sentence.between(end, supplier.start) != " of " or owned[:1] not in {"’", "'"}:
        return None
    return (buyer, supplier) if _TAKES.search(told) else None


def _between(sentence: Sentence, one: Group, other: Group) -> str:
    return sentence.between(one.end, min(other.start, one.end + _REACH))
