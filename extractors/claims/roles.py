"""Parties that the construction itself decides: who supplies whom, with whom, than what.

Shared by the kinds of claims that know such constructions; all else is left to the party
finder.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from extractors.claims.context import Context, Draft, Group, Sentence
from extractors.spans import ORGANISATIONS, Name, Quantity
from schema.entity import load_registry
from schema.vocabulary import EntityKind, Layer

_SUPPLYING = re.compile(
    r"\b(?:will|to|would|agreed to|can)?\s*(?:also\s+)?"
    r"(?:deliver|provid|suppl|sell|send|furnish)(?:e|es|ed|ing|s|y|ies|ied)?\b"
)
_RECEIVING = re.compile(r"^[\w ,.%’'-]{0,60}?\b(?:to|for) (?:the |its )?$")
# "750 MW that Acme is to install for Beta": the supplier's clause, then who gets it.
_WHICH = re.compile(r"^[\w ,.%’'-]{0,60}?\b(?:that|which) (?:the )?$")
_INSTALLING = re.compile(
    r"^ (?:(?:is|are|was|has|have|had|will|would|agreed|plans|to|also) ){0,4}"
    r"(?:install|deliver|provid|suppl|sell|sold|build|built|leas|host|put|reserv|develop)"
    r"[\w ,’'-]{0,40}? (?:for|to) (?:the )?$"
)
_POSSESSION = re.compile(r"^(?:’s|'s|’|') (?:[\w-]+ ){0,4}$")
_PARTNER = re.compile(r"\b(?:with|from|by) (?:the |its |partners? |startup |developer )*$")
#: "Acme and Beta have announced a partnership to deploy": the two agree with each other.
_AGREEING = re.compile(
    r"(?:,? (?:have|has|had|both|also|today|yesterday|recently|jointly|last|this|week|month|on|in"
    r"|[a-z]+day)){0,4} (?:announced|signed|agreed|struck|inked|expanded|entered|reached|unveiled"
    r"|sealed|finali[sz]ed|disclosed|broadened|extended)\b[^.;]{0,80}?"
    r"\b(?:deals?|agreements?|partnerships?|contracts?|pacts?|alliances?|collaborations?|on)\b"
)
_AGREEING_REACH = 200  # characters
_FORMER_OR_LATTER = re.compile(r",? (?:(?:for|to|with|by|from|at|in) )?the (former|latter)\b")
_FORMER_REACH = 24  # characters
#: What stands right between a name and its amount: "Acme about $5 billion", "Acme ($5 billion)".
_TOUCHING = re.compile(
    r"[\s(:~–—-]*(?:(?:at|with|about|around|roughly|some|nearly|almost|approximately|up to|over"
    r"|more than|at least) ){0,2}$"
)
_NEXT_OF_LIST = re.compile(r"(?:[,;:]|\band|\bwhile)\s*(?:and |while )?$")
#: "its $20 billion Acme licensing deal": the name within is the other party.
_OF_DEAL = re.compile(
    r"(?: [\w-]+){0,3} (?:deals?|contracts?|agreements?|orders?|pacts?|leases?|licen[sc]es?"
    r"|partnerships?|commitments?)\b"
)
#: "a $20 billion agreement with": one of the two sells, whoever is named first.
_DEAL_WITH = re.compile(
    r"(?:[ ,-]+(?!and\b|but\b|to\b)[\w-]+){0,4}?"
    r" (?:deal|contract|agreement|order|pact|lease|partnership) (?:with|from) (?:the )?"
)
_AS_CUSTOMER = re.compile(
    r" as (?:its |the |an? )?(?:[\w-]+ ){0,2}(?:customer|tenant|buyer|client|user|offtaker)\b"
)
_ACQUIRED_BY = re.compile(
    r",? (?:(?:which|that) )?(?:was|were|is|are|has been|have been|had been|will be|being|to be)"
    r" (?:[a-z]+ )?(?:acquired|bought|purchased|taken over|snapped up|swallowed)"
    r"(?: [a-z]+){0,3} by (?:the |an? )?(?:[a-z][\w-]* ){0,4}"
)
#: "Acme has sold its server unit to Beta for": whoever it is sold to pays.
_SOLD_TO = re.compile(
    r"\b(?:sold|sells?|selling|divest(?:s|ed|ing)?|offload(?:s|ed|ing)?|transfer(?:s|red|ring)?)\b"
    r"[^.;—]{1,90}? to (?:the |an? )?(?:[a-z][\w-]* ){0,4}$"
)
#: "and will lease it to Acme for 15 years at $7 billion": whoever it is let to pays.
_LET_TO = re.compile(
    r"\b(?:leas(?:e|es|ed|ing)|rent(?:s|ed|ing)?|let(?:s|ting)?)(?: out)?(?: [\w’'.-]+){1,8}? to"
    r" (?:the |an? )?(?:[a-z][\w-]* ){0,4}$"
)
_LET_FOR = re.compile(r"(?:,? (?:for|over|under|in|at|until|through|worth|on)\b[^.;—]{0,80})?[ ,]$")
_FOR_MONEY = re.compile(r",? (?:in a deal )?(?:for|worth|valued at|at) (?:[\w.,-]+ ){0,4}$")
#: "signed a $9 billion contract to give Beta access": who gives is paid.
_CONTRACT_TO_GIVE = re.compile(
    r"(?:[ ,-]+(?!with\b|from\b)[\w-]+){0,5}?"
    r" (?:deals?|contracts?|agreements?|pacts?|leases?|orders?)"
    r"(?:,? [\w-]+){0,4}? (?:to|that will|which will|that would) "
    r"(?:give|provid|suppl|deliver|sell|host|furnish|offer|build|lease|rent|power|serv|ship)\w*"
    r"(?: [\w-]+){0,1} $"
)
#: "Acme will supply Beta with chillers under a $2 billion agreement".
_GIVES = re.compile(
    r"^,?(?: (?:will|would|has|have|had|is|are|to|also|now|today|agreed|won|signed|deal|contract"
    r"|set|plans)){0,4} (?:suppl(?:y|ies|ied|ying)|provid(?:e|es|ed|ing)|deliver(?:s|ed|ing)?"
    r"|furnish(?:es|ed|ing)?|equip(?:s|ped|ping)?|host(?:s|ed|ing)?) (?:to )?(?:the )?$"
)
_UNDER = re.compile(r"\b(?:under|in|as part of|through|worth|valued)\b[^;—]{0,60}$")
#: One that pays and is not named: "a lease with an investment-grade hyperscaler".
_UNNAMED_PAYER = re.compile(
    r"\b(?:with|to|from|for) (?:(?:an?|another|one) (?:[\w.-]{1,20},? ){0,6}?"
    r"(?:hyperscaler|tenant|customer|client|cloud (?:giant|company)|AI lab)"
    r"|(?:[a-z-]{1,20} ){0,2}?(?:hyperscalers|tenants|customers|clients|cloud (?:giants|companies)"
    r"|AI labs))\b"
    r"(?!,? (?:[A-Z]|called|named|such))"
)
_PAYER_REACH = 140  # characters
_MOST_LISTED = 5  # amounts told "respectively"
#: The layers whose firms buy from those of the layers before.
_STACK = (Layer.POWER, Layer.CHIPS, Layer.SYSTEMS, Layer.HOSTING, Layer.MODELS)
_COMPARISON = 120  # characters after a number in which its baseline stands
_THAN = re.compile(
    r"\b(?:than|versus|vs\.?|compared (?:with|to)|relative to|ahead of|over|of"
    r"|as (?:[\w-]{1,20} ){1,4}?as)"
    r"(?: (?:the|its|their|other|that of|those of|an?|current|existing|today[’']s|comparable|"
    r"competing|equivalent|similar|rival|best|traditional)\b)*\s+"
)
#: Who acts behind what a sentence opens with: "Compared with other chips it delivers".
_NEXT_SUBJECT = re.compile(r" (?:the|an?|it|its|they|their|this|that|these|those|our|we|each)\b")
_OPENING = re.compile(
    r"(?:Set against|Measured against|Compared (?:with|to)|In comparison (?:with|to)|Relative to"
    r"|Versus|Against|Next to|Alongside|Unlike) (?:(?:the|its|their|current|existing|rival) )*"
)
#: "... of the latency recorded on the", "... the speed that the".
_RECORDED = re.compile(
    r"[^.,;:]{0,60}? (?:(?:recorded|measured|seen|achieved|reached|needed|required|drawn|obtained)"
    r" (?:on|by|with|in|for|from)|that)(?: (?:the|an?|its))? "
)
_MAKER = 20  # characters of a maker's name before its chip's
# Words after "than" and "of" that name a measure or nothing in particular.
_MEASURE = re.compile(
    r"^(?:[\w-]+ )?(?:performance|latency|power|cost|costs|price|energy|speed|throughput|compute|"
    r"bandwidth|capacity|time|years?|quarters?|months?|weeks?|metrics|predecessors?|inference|training|ever|before|expected|\d.*)?$",
    re.IGNORECASE,
)
_END_OF_PHRASE = re.compile(
    r"[,;:.()—–“”\"]|\b(?:and|at|for|in|on|with|while|when|by|thanks|that|which|to|as|is|are|were|was|"
    r"do|does|can|could|now|recorded|needed|used|made|will|from|during|per|according|because|but|or|using)\b"
)
_LEADING = re.compile(r"^(?:(?:the|its|a|an|previous|prior|last|own|most|leading|top)\s+)*(?=\S)")
_THING = re.compile(r"^[’']?s?\s+((?:[\w-]+ ){0,2}(?:GPUs?|CPUs?|chips?|TPUs?|accelerators?))\b")
_CLAUSE = re.compile(r"[;—]|\. ")


def supplied(sentence: Sentence, start: int, end: int) -> tuple[Group, Group | None] | None:
    """Receiver and supplier of "X will supply Y with 2 GW" and "2 GW that X delivers to Y"."""
    if (pair := _supplied_after(sentence, end) or _with_customer(sentence)) is not None:
        return pair
    before = sentence.between(sentence.start, start)
    verbs = list(_SUPPLYING.finditer(before.lower()))
    if not verbs:
        return None
    verb = sentence.start + verbs[-1].end()
    if sentence.distance(verb, start) > 6:
        return None
    receiver = next(
        (g for g in sentence.groups if verb <= g.start < start and is_organisation(g)), None
    )
    receiver = receiver or next(
        (
            g
            for g in sentence.groups
            if g.start >= end
            and is_organisation(g)
            and _RECEIVING.match(sentence.between(end, g.start).lower())
        ),
        None,
    )
    if receiver is None:
        return None
    suppliers = [
        g for g in sentence.groups if g.end <= verb and is_organisation(g) and g is not receiver
    ]
    return receiver, suppliers[-1] if suppliers else None


def _supplied_after(sentence: Sentence, end: int) -> tuple[Group, Group] | None:
    """Receiver and supplier of a clause that hangs on an amount."""
    after = [g for g in sentence.groups if g.start >= end and is_organisation(g)]
    for supplier, receiver in pairwise(after):
        hangs = _WHICH.match(sentence.between(end, supplier.start).lower())
        if hangs and _INSTALLING.match(sentence.between(supplier.end, receiver.start).lower()):
            return receiver, supplier
    return None


def _with_customer(sentence: Sentence) -> tuple[Group, Group] | None:
    """Receiver and supplier of "X builds the hall, with Y as first tenant"."""
    firms = [g for g in sentence.groups if is_organisation(g)]
    for supplier, receiver in pairwise(firms):
        if _AS_CUSTOMER.match(sentence.between(receiver.end, receiver.end + 60)):
            return receiver, supplier
    return None


def agreed(sentence: Sentence, start: int) -> tuple[Group, Group] | None:
    """Buyer and supplier of two firms that agree before a number: the higher in the stack buys."""
    for group in sentence.groups:
        if group.end > start or len(group.names) != 2:
            continue
        said = sentence.between(group.end, min(start, group.end + _AGREEING_REACH)).lower()
        depths = [_depth(name) for name in group.names]
        if -1 in depths or depths[0] == depths[1]:
            continue
        if _AGREEING.match(said):
            supplier, buyer = sorted(group.names, key=_depth)
            return Group((buyer,)), Group((supplier,))
    return None


def _depth(name: Name) -> int:
    """How high a firm stands in the stack, -1 where that is not known."""
    entity = load_registry().get(name.entity_id) if name.entity_id else None
    layer = entity.layer if entity and entity.kind is EntityKind.ORGANISATION else None
    return _STACK.index(layer) if layer in _STACK else -1


def makes_power(group: Group) -> bool:
    """Whether all of a group are known to stand at the ground of the stack, as utilities do."""
    return all(_depth(name) == _STACK.index(Layer.POWER) for name in group.names)


def gapped(sentence: Sentence, amounts: Sequence[int], start: int) -> Group | None:
    """Who the amount at an offset is of, where a verb is said once for a list of firms.

    "Acme will spend $200 billion, Beta $180 billion and Gamma $120 billion".

    Args:
        sentence: The sentence.
        amounts: Where its amounts of money start.
        start: Which of them is asked for.
    """
    first_start = min(amounts)
    group = _touching(sentence, start) if start != first_start else None
    if group is None or not _is_next(sentence, group):
        return None
    first = _touching(sentence, first_start)
    # "owes Acme $5 billion, Beta $3 billion" lists those who are paid.
    return group if first is None or _is_next(sentence, first, or_first=True) else None


def respective(sentence: Sentence, amounts: Sequence[Quantity], start: int) -> Group | None:
    """Whose an amount is of "Acme and Beta invest $5 billion and $10 billion respectively"."""
    said = sentence.lower.find("respectively")
    if said < 0:
        return None
    told = [amount for amount in amounts if amount.start < sentence.start + said]
    places = [amount.start for amount in told[-_MOST_LISTED:]]
    if start not in places:
        return None
    for count in range(2, len(places) + 1):
        listed = places[-count:]
        joint = [g for g in sentence.groups if g.end <= listed[0] and len(g.names) == count]
        if joint and start in listed:
            return Group((joint[-1].names[listed.index(start)],))
    return None


def former_or_latter(sentence: Sentence, start: int, end: int) -> Group | None:
    """Whose an amount is of "Acme and Beta have ordered: 5 GW for the former"."""
    told = _FORMER_OR_LATTER.match(sentence.between(end, end + _FORMER_REACH))
    pairs = [g for g in sentence.groups if g.end <= start and len(g.names) == 2]
    if told is None or not pairs:
        return None
    return Group((pairs[-1].names[told[1] == "latter"],))


def bought_by(sentence: Sentence, start: int) -> tuple[Group, Group] | None:
    """Buyer and bought of "Acme was acquired by Beta for $5 billion"."""
    before = [g for g in sentence.groups if g.end <= start and is_organisation(g)]
    if len(before) < 2:
        return None
    bought, buyer = before[-2:]
    passive = _ACQUIRED_BY.fullmatch(sentence.between(bought.end, buyer.start))
    return (buyer, bought) if passive else None


def sold_to(sentence: Sentence, start: int) -> tuple[Group, Group] | None:
    """Buyer and seller of "Acme sold its server unit to Beta for $3 billion"."""
    return _handed_over(sentence, start, _SOLD_TO, _FOR_MONEY)


def let_to(sentence: Sentence, start: int) -> tuple[Group, Group] | None:
    """Tenant and owner of "Acme leased the site to Beta for $5 billion"."""
    return _handed_over(sentence, start, _LET_TO, _LET_FOR)


def _handed_over(
    sentence: Sentence, start: int, verb: re.Pattern[str], price: re.Pattern[str]
) -> tuple[Group, Group] | None:
    """Who gets something and who had it, by the verb between them and the words of the price."""
    before = [g for g in sentence.groups if g.end <= start and is_organisation(g)]
    if len(before) < 2 or not price.fullmatch(sentence.between(before[-1].end, start)):
        return None
    told = verb.search(sentence.between(sentence.start, before[-1].start))
    owners = [g for g in before if told is not None and g.end <= sentence.start + told.start()]
    return (before[-1], owners[0]) if owners else None


def given(sentence: Sentence, start: int, end: int) -> tuple[Group, Group] | None:
    """Buyer and supplier, where the supplier is told to give something for the money.

    "Acme signed a $9 billion contract to give Beta access", "Acme will supply Beta with chillers
    under a $2 billion agreement".
    """
    firms = [g for g in sentence.groups if is_organisation(g)]
    for supplier, receiver in pairwise(firms):
        if supplier.end <= start and end <= receiver.start:
            lead = sentence.between(end, receiver.start)
            if _CONTRACT_TO_GIVE.fullmatch(lead.lower()):
                return receiver, firms[0]
        elif receiver.end <= start:
            gives = _GIVES.match(sentence.between(supplier.end, receiver.start).lower())
            if gives and _UNDER.search(sentence.between(receiver.end, start).lower()):
                return receiver, supplier
    return None


def paid_by_unnamed(sentence: Sentence, start: int, end: int) -> Group | None:
    """The firm that sells or lets to one that is not named, if words beside an amount say so."""
    first = max(start - _PAYER_REACH, sentence.start)
    unnamed = _UNNAMED_PAYER.search(sentence.between(first, end + _PAYER_REACH))
    if unnamed is None:
        return None
    before = [g for g in sentence.groups if g.end <= first + unnamed.start()]
    sellers = [g for g in before if is_organisation(g) and len(g.names) == 1]
    return sellers[0] if len(sellers) == 1 else None


def round_leader(context: Context, draft: Draft) -> Group | None:
    """Who leads the round that the title tells of, where the article says it of one alone."""
    leaders = {leader.canonical: leader for leader in context.leaders}
    if context.title is None or len(leaders) != 1:
        return None
    told = {(amount.unit, amount.low, amount.high) for amount in context.title.quantities}
    is_main = (draft.unit, draft.low, draft.high) in told
    return next(iter(leaders.values())) if is_main else None


def _touching(sentence: Sentence, start: int) -> Group | None:
    """The firm that stands right before an amount."""
    before = [g for g in sentence.groups if g.end <= start and is_organisation(g)]
    if not before or len(before[-1].names) > 1:
        return None
    return before[-1] if _TOUCHING.fullmatch(sentence.between(before[-1].end, start)) else None


def _is_next(sentence: Sentence, group: Group, *, or_first: bool = False) -> bool:
    """Whether a name goes on with a list, or begins it."""
    before = sentence.between(sentence.start, group.start)
    return (or_first and not before.strip()) or _NEXT_OF_LIST.search(before) is not None


def named_within_deal(sentence: Sentence, start: int, end: int) -> tuple[Group, Group] | None:
    """Buyer and supplier of "Acme’s $5 billion Beta contract": the higher in the stack buys.

    Of "Acme’s $5 billion contract with Beta" too, where it is known who stands higher.
    """
    inner = next((g for g in sentence.groups if g.start > end and is_organisation(g)), None)
    holder = next((g for g in reversed(sentence.groups) if g.end <= start), None)
    if inner is None or holder is None or len(inner.names) + len(holder.names) > 2:
        return None
    possesses = _POSSESSION.match(sentence.between(holder.end, start)) is not None
    between = sentence.between(end, inner.start)
    is_with = _DEAL_WITH.fullmatch(between) is not None
    depths = _depth(holder.names[0]), _depth(inner.names[0])
    known = -1 not in depths
    sells, buys = known and depths[0] < depths[1], known and depths[0] > depths[1]
    if is_with:
        fits = sells or (possesses and buys)
    else:
        of_deal = _OF_DEAL.match(sentence.between(inner.end, inner.end + 50))
        fits = possesses and not between.strip(" -") and of_deal is not None
    if not fits:
        return None
    return (inner, holder) if sells else (holder, inner)


def partner(sentence: Sentence, start: int, end: int, subject: str | None) -> Group | None:
    """The organisation that stands with "with", "from" or "by", nearest to a number."""
    found = []
    for group in sentence.groups:
        lead = sentence.between(max(group.start - 30, sentence.start), group.start).lower()
        if not is_organisation(group) or group.canonical == subject or not _PARTNER.search(lead):
            continue
        gap = (group.end, start) if group.end <= start else (end, group.start)
        if not _CLAUSE.search(sentence.between(*gap)):
            found.append((sentence.distance(*gap), group.start, group))
    return min(found)[2] if found else None


def baseline(sentence: Sentence, end: int) -> Group | str | None:
    """What a comparison after an offset compares with: a name, or the words after "than"."""
    stop = end + _COMPARISON
    while (match := _THAN.search(sentence.between(end, stop))) is not None:
        end += match.end()
        words = _END_OF_PHRASE.split(sentence.between(end, stop), maxsplit=1)[0].strip(" \"'’")
        inside = [g for g in sentence.groups if end <= g.start <= end + len(words)]
        chips = [g for g in inside if g.names[0].kind is EntityKind.CHIP]
        if _MEASURE.match(words) and not chips:
            continue  # "twice the speed of" ... "a quarter of the latency of"
        if chips:
            return chips[0]
        if inside:
            return _phrase(words, inside[0])
        return _LEADING.sub("", words).removesuffix(" ones") or None
    return None


def distant_baseline(sentence: Sentence, end: int) -> Group | str | None:
    """What a ratio is to, where no word of comparison stands beside the ratio.

    "a quarter of the latency recorded on the H100", "Set against server CPUs, ...".
    """
    chips = [group for group in sentence.groups if group.names[0].kind is EntityKind.CHIP]
    opened = _OPENING.match(sentence.text)
    start = sentence.start + opened.end() if opened else sentence.end
    for chip in chips:
        told = sentence.between(end, min(chip.start, end + _COMPARISON))
        is_opening = 0 <= chip.start - start <= _MAKER
        is_opening = is_opening and "," not in sentence.between(start, chip.start)
        if is_opening or (chip.start >= end and _RECORDED.fullmatch(told)):
            return chip
    if opened is None or end <= start:
        return None
    words = _END_OF_PHRASE.split(sentence.text[opened.end() :][:_COMPARISON], maxsplit=1)[0]
    named = next((g.start - start for g in sentence.groups if g.start > start), len(words))
    words = _NEXT_SUBJECT.split(words[:named], maxsplit=1)[0].strip()
    return None if not words or _MEASURE.match(words) else _LEADING.sub("", words)


def _phrase(words: str, group: Group) -> Group | str:
    """The phrase itself where it says more than the maker ("Nvidia GPUs")."""
    rest = words.partition(group.names[-1].written)[2]
    thing = _THING.match(rest)
    return group if thing is None else f"{group.canonical} {thing[1]}"


def named_within(sentence: Sentence, start: int, end: int) -> frozenset[str]:
    """The canonical names, and groups of names, that stand between two offsets."""
    inside = [g for g in sentence.groups if start <= g.start < end]
    names = {name.canonical for group in inside for name in group.names}
    return frozenset(names | {group.canonical for group in inside})


def owner(sentence: Sentence, group: Group) -> Group | None:
    """Who else a site's watts concern: who is told of first, be it the buyer or the owner."""
    firms = (g for g in sentence.groups if g.end <= group.start and is_organisation(g))
    return next(firms, None)


def settle(draft: Draft) -> None:
    """Leave to the party finder only the slots that are still open."""
    slots = {"subject": draft.subject, "object": draft.object}
    draft.fixed |= frozenset(slot for slot, party in slots.items() if party is not None)


def is_organisation(group: Group) -> bool:
    """Whether a group is of firms, known or not."""
    return group.names[0].kind in ORGANISATIONS
