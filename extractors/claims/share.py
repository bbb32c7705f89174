"""Shares: one party's part of another's revenue, supply, market, electricity or equity.

The subject is whose revenue, supply or market it is, in words where it has no name ("US
electricity", "AI chip market"); the object is who has the part.
"""

import re
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extractors.claims.context import Context, Draft, Group, Sentence
from extractors.claims.cues import cues, first, window
from extractors.claims.roles import ORGANISATIONS, settle
from extractors.datafiles import read_json
from extractors.spans import Quantity
from schema.units import FRACTION
from schema.vocabulary import ClaimKind

_FILE = "shares.json"
_AFTER, _BEFORE = 90, 70  # characters
_ELLIPTIC = 40  # characters before a fraction whose whole is left out
_CUSTOMER = re.compile(r"\b(?:[Dd]irect )?(Customer [A-F])\b")
_INTO = re.compile(r"^[\w ,.%’'-]{0,45}?\b(?:in|of) (?:the |its |ai |chipmaker |startup )*$")
_FROM = re.compile(r"^[\w ,.%’'-]{0,70}?\bfrom (?:the |its |launching )?(?:own )?$")
_WHOLE = re.compile(r"^\W*of (?:the |its |all )*(?:total )?(?P<words>[\w’'. -]{3,60})")
_SHARE_OF = re.compile(r"\bshare of (?:the |its )?(?P<words>[\w’'. -]{3,60}?market)\b")
_POSSESSIVE_SHARE = re.compile(r"^[’']s? (?:market )?share\b")
_MEETS = re.compile(
    r"\b(?:meet|meets|cover|covers|satisfy|pay|paid|funds?|requires?)\W+(?:\w+\W+){0,2}$"
)
_AFTER_WHOLE = re.compile(r"\b(?:in|by|from|and|for|with|that|which|to|as|on|at|you)\b|\d")
_COST_OF = re.compile(r"^costs? of (?:an? |the )?|[’']?s? costs?$")
_NOUNS = re.compile(
    r"(?:^|[.,;—] |\b(?:[Tt]he|[Aa]n?) )(?P<words>[\w-]+(?: [\w-]+){0,3}),?(?: which| that)? $"
)
#: What stands before a further fraction of the whole that was told just before.
_ELLIPSIS = re.compile(
    r"(?:,? for|,|;|\b(?:and|at|with|from|to|than|versus|vs|reach|reached|hit|is|was|were|be|under"
    r"|over|by)) (?:[\w’'.-]+ ){0,3}$"
)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_json(_FILE)[name])


def draft_shares(context: Context, sentence: Sentence) -> Iterator[Draft]:
    """A draft for each fraction of a whole; a second one may leave the whole unsaid."""
    told: str | None = None
    for amount in sentence.quantities:
        if amount.unit != FRACTION:
            continue
        whole = _whole(sentence, amount)
        if whole == "electricity" and _users(context, sentence) is None:
            whole = None
        repeated = whole is None and told and _is_ellipsis(sentence, amount)
        if whole is not None or repeated:
            told = whole or told
            draft = _draft(sentence, amount, str(told))
            draft.evidence["repeated"] = float(whole is None)
            if draft.trigger == "electricity":
                draft.object = _users(context, sentence)
                settle(draft)
            yield draft


def _users(context: Context, sentence: Sentence) -> str | None:
    """Who uses the electricity: named in the sentence, or told of in the one before."""
    table = cues(_FILE, "users")
    before = context.sentences[sentence.index - 1] if sentence.index else None
    return first(table, sentence.lower) or (first(table, before.lower) if before else None)


def _is_ellipsis(sentence: Sentence, amount: Quantity) -> bool:
    """'... 62% of sales and G42 for 24%': the whole is that of the fraction before."""
    before = sentence.between(sentence.start, amount.start).lower()
    return not amount.noun and _ELLIPSIS.search(before[-_ELLIPTIC:]) is not None


def _whole(sentence: Sentence, amount: Quantity) -> str | None:
    """What the fraction is a part of, or None where it is a change, a rate or a survey."""
    after = sentence.between(amount.end, amount.end + _AFTER).lower()
    before = sentence.between(amount.start - _BEFORE, amount.start).lower()
    vague = amount.written and not sentence.names
    if vague or max(amount.low or 0.0, amount.high or 0.0) > 1 or _is_no_share(before, after):
        return None
    whole = first(cues(_FILE, "wholes"), after) or first(cues(_FILE, "before"), before)
    if whole is None and _company_after(sentence, amount):
        return "stake"
    if whole is None and _possessor(sentence, amount) is not None:
        return "supply"
    return whole


def _is_no_share(before: str, after: str) -> bool:
    """Whether the words around a fraction tell a change, a rate or a survey."""
    if _pattern("growth_after").search(after) or _pattern("chance").search(after):
        return True
    reaches = after.startswith(" of ") and before.endswith((" to ", " from "))
    return not reaches and _pattern("growth_before").search(before) is not None


def _company_after(sentence: Sentence, amount: Quantity) -> bool:
    """Whether the whole is a company by name: "up to 10% of AMD"."""
    return any(
        name.kind in ORGANISATIONS
        and sentence.between(amount.end, name.start).lower().strip() == "of"
        and not sentence.between(name.end, name.end + 2).startswith(("'", "’"))
        for name in sentence.names
    )


def _draft(sentence: Sentence, amount: Quantity, whole: str) -> Draft:
    near = window(sentence, amount.start, amount.end, _BEFORE, 0)
    draft = Draft(
        kind=ClaimKind.SHARE,
        sentence=sentence,
        start=amount.start,
        end=amount.end,
        trigger=whole,
        low=amount.low,
        high=amount.high,
        unit=FRACTION,
        qualifier=amount.qualifier,
        kinds={"subject": ORGANISATIONS},
        evidence={
            "verb": float(_pattern("verbs").search(near) is not None),
            "named": float(bool(sentence.names)),
            "in_words": float(amount.written),
            "meets": float(_MEETS.search(near) is not None),
        },
    )
    _PARTIES[whole](sentence, amount, draft)
    if draft.object is not None:
        named = draft.object.canonical if isinstance(draft.object, Group) else draft.object
        draft.barred = frozenset({named, *_CUSTOMER.findall(sentence.text)})
    settle(draft)
    return draft


def _electricity(sentence: Sentence, amount: Quantity, draft: Draft) -> None:
    after = sentence.between(amount.end, amount.end + _AFTER).lower()
    area = first(cues(_FILE, "areas"), after) or first(cues(_FILE, "areas"), sentence.lower)
    draft.subject = f"{area} electricity" if area else "electricity"


def _revenue(sentence: Sentence, amount: Quantity, draft: Draft) -> None:
    """Who pays: "gets 80% of its revenue from X", or "X accounted for 62% of sales"."""
    payer = _group_after(sentence, amount, _FROM)
    if payer is not None:
        draft.object = payer
        return
    customers = _CUSTOMER.findall(sentence.between(sentence.start, amount.start))
    if customers:
        draft.object = customers[-1]
        return
    owner = _possessor(sentence, amount)
    draft.subject = owner
    holder = _holder(sentence, amount)
    if holder is not None and (owner is None or holder.canonical != owner.canonical):
        draft.object = holder


def _stake(sentence: Sentence, amount: Quantity, draft: Draft) -> None:
    draft.subject = _group_after(sentence, amount, _INTO)
    draft.object = _holder(sentence, amount)


def _of_words(sentence: Sentence, amount: Quantity, draft: Draft) -> None:
    """A market, supply or cost: the whole in the words of the text."""
    match = _WHOLE.match(sentence.between(amount.end, amount.end + _AFTER))
    match = match or _SHARE_OF.search(sentence.between(sentence.start, amount.start))
    if match is not None:
        words = re.split(r"\b(?:in|by|from|and|for|with|that|which|to|as|on|at)\b", match["words"])[
            0
        ]
        draft.subject = _possessor(sentence, amount) or words.strip(" .") or None
        if draft.trigger == "cost" and isinstance(draft.subject, str):
            draft.subject = _COST_OF.sub("", draft.subject).strip() or None
    draft.object = _holder(sentence, amount) or _opening(sentence, amount)


def _opening(sentence: Sentence, amount: Quantity) -> str | None:
    """The thing before the verb where it has no name: "GPUs account for 60% of the cost"."""
    before = sentence.between(sentence.start, amount.start)
    verbs = list(_pattern("verbs").finditer(before.lower()))
    match = _NOUNS.search(before[: verbs[-1].start()]) if verbs else None
    return match["words"] if match is not None else None


_PARTIES = {
    "electricity": _electricity,
    "revenue": _revenue,
    "stake": _stake,
    "market": _of_words,
    "supply": _of_words,
    "cost": _of_words,
}


def _group_after(sentence: Sentence, amount: Quantity, lead: re.Pattern[str]) -> Group | None:
    for group in sentence.groups:
        if group.start >= amount.end:
            between = sentence.between(amount.end, group.start).lower()
            return group if lead.match(between) else None
    return None


def _possessor(sentence: Sentence, amount: Quantity) -> Group | None:
    """Whose revenue: "13% of Nvidia's revenue"."""
    for group in sentence.groups:
        if sentence.between(amount.end, group.start).strip() in {"of", "of the"}:
            tail = sentence.between(group.end, group.end + 2)
            return group if tail[:1] in {"'", "’"} else None
    return None


def _holder(sentence: Sentence, amount: Quantity) -> Group | None:
    """The organisation before the verb that governs the fraction."""
    before = [g for g in sentence.groups if g.end <= amount.start]
    if not before:
        return None
    between = sentence.between(before[-1].end, amount.start).lower()
    governs = _pattern("verbs").search(between) or _ELLIPSIS.search(between)
    governs = governs or _POSSESSIVE_SHARE.match(between)
    return before[-1] if governs else None


@Language.component("gigawatch_shares")
def gigawatch_shares(doc: Doc) -> Doc:
    """Draft a share for each fraction of revenue, supply, a market, power or equity."""
    for sentence in doc._.context.sentences:
        doc._.drafts.extend(draft_shares(doc._.context, sentence))
    return doc
