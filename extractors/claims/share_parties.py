"""Whose whole a share is of, and who has the part.

The subject is whose revenue, supply or market it is, in words where it has no name ("US
electricity", "AI chip market"); the object is who has the part.
"""

import re
from functools import cache

from extractors.claims.context import Context, Draft, Group, Sentence
from extractors.claims.cues import cues, first
from extractors.claims.labels import LABEL
from extractors.claims.roles import settle
from extractors.datafiles import read_json
from extractors.references import references, resolve_reference
from extractors.spans import Quantity
from schema.vocabulary import EntityKind

#: What stands before a further fraction of the whole that was told just before.
ELLIPSIS = re.compile(
    r"(?:,? for|,|;|\b(?:and|at|with|from|to|than|versus|vs|reach|reached|hit|is|was|were|be|under"
    r"|over|by|has|have|had|holds?|held|gets?|got|takes?|took|makes? up|made up|follow(?:s|ed)?"
    r"|comes?|came)) (?:[\w’'.-]+ ){0,3}$"
)

_FILE = "shares.json"
_AFTER = 90  # characters
REACH = 300  # characters before a fraction in which its whole and its holder are looked for
_INTO = re.compile(r"^[\w ,.%’'-]{0,45}?\b(?:in|of) (?:the |its |ai |chipmaker |startup )*$")
_FROM = re.compile(r"^[\w ,.%’'-]{0,70}?\bfrom (?:the |its |launching )?(?:own )?$")
_WHOLE = re.compile(
    r"^,? *(?:\w+ )?(?:of|in) (?:the |its |all |their )*(?:total )?(?P<words>[\w’'. -]{3,60})"
)
_SHARE_OF = re.compile(
    r"\b(?:share|slice|portion|part) (?:of|in) (?:the |its )?(?P<words>[\w’'. -]{3,60})"
)
_SHARE_OF_WHOM = re.compile(r"\b(?:share|slice|portion|part) of (?:the )?$")
_LEAD = 25  # characters before a name
_MARKET = re.compile(r"\b(?P<words>(?:[\w-]+ ){1,3}market)\b")
_POSSESSIVE_SHARE = re.compile(r"^[’']s? (?:market )?share\b")
#: Whose, by reference: "of its sales", "of the company's revenue".
_REFERRED = re.compile(r"^,? of (?P<ref>(?:its|their)\b|the [\w-]{3,20}[’']s?\b|the [\w-]{3,20}$)")
_OWN = re.compile(r"^,? of (?:its|their)\b")
_UNKNOWN_OWNER = re.compile(
    r"^,? of (?:the )?(?P<name>[A-Z][\w.&-]+(?: [A-Z][\w.&-]+){0,2})[’']s? "
)
_END_OF_WHOLE = re.compile(
    r"\b(?:in|by|from|and|for|with|that|which|to|as|on|at|while|is|are|was|were|will|has|have|had"
    r"|this|last|today|so|but|against|needed|uses?|now|comes?|came|goes|went|sold|built|made)\b"
    r"|(?<![\w-])\d"
)
#: What says how much of a whole is meant, and not which: "the world's servers", "the whole market".
_ALL_OF = re.compile(
    r"(?:(?:the|its|all|whole|entire|overall|total|world|globe|planet|country|nation|global"
    r"|worldwide)(?:[’']s)? ){1,4}(?=\w)",
    re.IGNORECASE,
)
_COST_OF = re.compile(r"^costs? of (?:an? |the )?|[’']?s? costs?$")
_NOUNS = re.compile(
    r"(?:^|[.,;—] |\b(?:[Tt]he|[Aa]n?) |\b(?=(?:when|while|where|because|since|although|if) ))"
    r"(?:(?:when|while|where|because|since|although|if) )?"
    r"(?P<words>[\w&-]+(?: [\w&-]+){0,4}),?(?: which| that)? $"
)
_AUXILIARIES = re.compile(
    r"(?: (?:will|would|could|may|might|should|now|already|still|also|alone|together|are|is|to))+$"
)
_PRONOUNS = frozenset(
    {"it", "they", "that", "this", "those", "these", "he", "she", "we", "one", "two", "who", "each",
     "its", "their", "our", "his", "her", "another", "there", "both", "all"}
)  # fmt: skip
#: Words that stand for a whole without naming it.
_ANAPHORS = frozenset({"it", "that", "this", "them", "those", "these", "which", "total", "whole",
                       "sum", "rest", "remainder", "lot", "the", ""})  # fmt: skip
_PEOPLE_OR_NOTHING = frozenset({None, EntityKind.ORGANISATION})


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_json(_FILE)[name])


def set_parties(context: Context, amount: Quantity, draft: Draft, told: Draft | None) -> None:
    """Set the parties that the words decide; those of ``told``, if the whole is the same."""
    sentence = draft.sentence
    if draft.trigger == "electricity":
        draft.subject = _electricity(sentence, amount)
        draft.object = users(context, sentence)
        settle(draft)
        return
    owner: Group | str | None
    owner, draft.object = _giver(sentence, amount, draft)
    draft.object = draft.object or _holder(context, amount, draft)
    owner = owner or _earner(context, draft, amount) or _owner(context, sentence, amount)
    if told is not None:
        owner = owner or told.subject
    if owner is None and draft.trigger not in {"revenue", "stake"}:
        owner = _whole_words(sentence, amount, draft.trigger)
    if owner is None and draft.trigger == "stake":
        owner = group_after(sentence, amount, _INTO)
    draft.subject = owner
    if _name(draft.object) is not None and _name(draft.object) == _name(owner):
        # "Acme pays for half of its sales": the pronoun is another's; "Acme's own" is Acme's.
        named = possessor(sentence, amount) is not None
        draft.subject, draft.object = (owner, None) if named else (None, draft.object)
    if draft.object is not None:
        draft.barred = frozenset({_name(draft.object) or "", *LABEL.findall(sentence.text)})
    settle(draft)


def _before(sentence: Sentence, amount: Quantity) -> str:
    return sentence.between(max(amount.start - REACH, sentence.start), amount.start)


def _name(party: Group | str | None) -> str | None:
    return party.canonical if isinstance(party, Group) else party


def users(context: Context, sentence: Sentence) -> str | None:
    """Who uses the electricity: named in the sentence, or told of in the one before."""
    table = cues(_FILE, "users")
    before = context.sentences[sentence.index - 1] if sentence.index else None
    return first(table, sentence.lower) or (first(table, before.lower) if before else None)


def _electricity(sentence: Sentence, amount: Quantity) -> str:
    after = sentence.between(amount.end, amount.end + _AFTER).lower()
    area = first(cues(_FILE, "areas"), after) or first(cues(_FILE, "areas"), sentence.lower)
    return f"{area} electricity" if area else "electricity"


def _owner(context: Context, sentence: Sentence, amount: Quantity) -> Group | str | None:
    """Whose revenue or supply: "13% of Nvidia's revenue", "of its sales", "of the maker's"."""
    if (group := possessor(sentence, amount)) is not None:
        return group
    for group in sentence.groups:
        lead = sentence.between(group.start - _LEAD, group.start).lower()
        owns = sentence.between(group.end, group.end + 1) in {"'", "’"}
        if owns and group.end <= amount.start and _SHARE_OF_WHOM.search(lead):
            return group
    after = sentence.between(amount.end, amount.end + _AFTER)
    if (match := _REFERRED.match(after)) is not None:
        meant = resolve_reference(context.doc, amount.end + match.start("ref"))
        if meant is not None and meant.kind in _PEOPLE_OR_NOTHING:
            return Group((meant,))
    match = _UNKNOWN_OWNER.match(after)
    return match["name"] if match is not None else None


def possessor(sentence: Sentence, amount: Quantity) -> Group | None:
    """Whose revenue, by name: "13% of Nvidia's revenue"."""
    for group in sentence.groups:
        if sentence.between(amount.end, group.start).strip(" ,") in {"of", "of the"}:
            tail = sentence.between(group.end, group.end + 2)
            return group if tail[:1] in {"'", "’"} else None
    return None


def _whole_words(sentence: Sentence, amount: Quantity, kind: str) -> str | None:
    """A market, supply or cost in the words of the text."""
    before = _before(sentence, amount)
    match = _WHOLE.match(sentence.between(amount.end, amount.end + _AFTER))
    match = match or _SHARE_OF.search(before) or _pattern("fronted").search(before.lower())
    if match is None and kind == "market":
        match = _MARKET.search(before)
    if match is None:
        return None
    words = _END_OF_WHOLE.split(match["words"], maxsplit=1)[0].strip(" .")
    words = _COST_OF.sub("", words).strip() if kind == "cost" else words
    words = words[found.end() :] if (found := _ALL_OF.match(words)) else words
    return None if words.lower() in _ANAPHORS else words


def _giver(sentence: Sentence, amount: Quantity, draft: Draft) -> tuple[Group | None, Group | None]:
    """Whose supply it is and who gets the part: "Acme has set aside 60% for Beta"."""
    to = group_after(sentence, amount, _pattern("to_whom"))
    givers = [group for group in sentence.groups if group.end <= amount.start]
    if to is None or not givers or draft.trigger == "stake":
        return None, None
    gives = _pattern("gives").search(sentence.between(givers[-1].end, amount.start).lower())
    return (givers[-1], to) if gives else (None, None)


def _holder(context: Context, amount: Quantity, draft: Draft) -> Group | str | None:
    """Who has the part: who pays, a customer by letter, the name that governs, or words."""
    sentence = draft.sentence
    if draft.trigger == "revenue":
        if (payer := group_after(sentence, amount, _FROM)) is not None:
            return payer
        customers = LABEL.findall(sentence.between(sentence.start, amount.start))
        if customers:
            return str(customers[-1])
    governor = _governor(context, sentence, amount)
    if governor is not None and _earner(context, draft, amount) is None:
        return governor
    if draft.trigger != "stake" and (to := group_after(sentence, amount, _pattern("to_whom"))):
        return to
    if (beside := _beside(sentence, amount)) is not None:
        return beside
    return _opening(sentence, amount) if draft.trigger != "stake" else None


def _governor(context: Context, sentence: Sentence, amount: Quantity) -> Group | None:
    """The last name, or reference to one, before the verb that governs the fraction."""
    reach = range(amount.start - REACH, amount.start + 1)
    named = [(group.end, group) for group in sentence.groups if group.end in reach]
    meant = [
        (end, Group((name,)))
        for _, end, name in references(context.doc, sentence.start, sentence.end)
        if end in reach and name.kind in _PEOPLE_OR_NOTHING
    ]
    if not named and not meant:
        return None
    end, last = max([*named, *meant], key=lambda found: found[0])
    between = sentence.between(end, amount.start).lower()
    governs = _pattern("verbs").search(between) or _POSSESSIVE_SHARE.match(between)
    return last if governs else None


def _earner(context: Context, draft: Draft, amount: Quantity) -> Group | None:
    """Who has the revenue that the sentence calls its own: "Acme gets 62% of its revenue"."""
    sentence = draft.sentence
    governor = _governor(context, sentence, amount) if draft.trigger == "revenue" else None
    own = _OWN.match(sentence.between(amount.end, amount.end + _AFTER).lower())
    if governor is None or own is None:
        return None
    between = sentence.between(governor.end, amount.start).lower()
    return governor if _pattern("earns").search(between) else None


def _beside(sentence: Sentence, amount: Quantity) -> Group | None:
    """The name right before a fraction in a list of them: "and Acme, a rival, 10%"."""
    before = [group for group in sentence.groups if group.end <= amount.start]
    between = sentence.between(before[-1].end, amount.start).lower() if before else "."
    return before[-1] if not between.strip() or ELLIPSIS.search(between) else None


def _opening(sentence: Sentence, amount: Quantity) -> str | None:
    """The thing before the verb where it has no name: "GPUs account for 60% of the cost"."""
    before = _before(sentence, amount)
    verbs = list(_pattern("verbs").finditer(before.lower()))
    match = _NOUNS.search(before[: verbs[-1].start()]) if verbs else None
    words = _AUXILIARIES.sub("", match["words"]) if match is not None else ""
    return words if words and words.lower().split()[0] not in _PRONOUNS else None


def group_after(sentence: Sentence, amount: Quantity, lead: re.Pattern[str]) -> Group | None:
    """The first names behind a fraction, where what stands between leads to them."""
    for group in sentence.groups:
        if group.start >= amount.end:
            between = sentence.between(amount.end, group.start).lower()
            return group if lead.match(between) else None
    return None
