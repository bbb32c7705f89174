"""Who a statement is about: candidates for a claim's subject and object, and the choice.

Every name of the sentence (names listed together count as one), every reference that resolves
to a name ("the company", "it"), the names of the sentence before and of the title are
candidates. Each is described by named features of its place: before or after the number, the
preposition before it, the verb after it, possession, distance, how the trigger is used. A
conditional logit over these features, with no name at all as one more candidate, chooses; its
weights are a readable data file, trained by ``python -m extractors.training``.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice

from extractors.claims.context import (
    Context,
    Draft,
    Group,
    Named,
    Phrase,
    Placed,
    Sentence,
    Word,
)
from extractors.datafiles import read_json
from extractors.references import resolve_reference
from extractors.spans import LineKind, Name
from schema.entity import load_registry
from schema.naming import places
from schema.vocabulary import ClaimKind, EntityKind, Layer, PartyRole

Features = dict[str, float]

_WORDS: dict[str, frozenset[str]] = {
    name: frozenset(words.split()) for name, words in read_json("party_words.json").items()
}
#: "a 192 MW campus in Rocky Mount", "in Caroline County": where a site without a name stands.
_SITE_PLACE = re.compile(
    r"(?:\b(?P<noun>campus|cent(?:er|re)s?|facility|plant|site|project|farm|complex|factory|fab)\b"
    r"[^.;,]{0,30}?\b(?:in|near|at|outside|of) (?:the )?|\b[Ii]n )"
    r"(?P<place>[A-Z][\w’'-]{1,30}(?: [A-Z][\w’'-]{1,30}){0,2})"
)
#: "A Seattle-based developer has filed plans": who acts is nobody that was told of before.
_UNNAMED_ACTOR = re.compile(
    r"(?:An?|Another|One) (?:[\w’'.-]{1,20} ){0,5}?"
    r"(?:company|firm|start-?up|developer|operator|provider|hyperscaler|chipmaker|maker|customer"
    r"|supplier|utility|group|consortium|investor|fund|lab)\b"
    r"(?![’']s| (?:[Ss]pokes\w+|executives?|officials?|representatives?|sources?|statement|filing"
    r"|insiders?|blog|called|named))"
)
#: "Nordhaven Power Partners will spend": who acts is named, though nothing else is known of it.
_UNKNOWN_ACTOR = re.compile(
    r"(?:The )?(?!The )[A-Z][\w&’'-]{1,30}(?: (?:of |and |& )?[A-Z][\w&.’'-]{1,30}){1,4}"
    r"(?:,? (?:which|an?|the) [^,;]{1,60},)?"
    r" (?:will|would|plans? to|(?:has |have )?agreed to|aims? to|intends? to|expects? to|wants? to"
    r"|is set to|is to|has|have|had|is|are)?(?: also)? ?"
    r"(?:spend|spent|invest|build|buil[dt]|buy|bought|pay|paid|pledg|commit|pour|lease|acquir|rais|order"
    r"|sign|develop|deploy|install)(?:e?s|ed|t|ted|ting|ing|e)?\b"
)
#: What leads to a list of names that acts no more: "a venture of Acme and Beta announced".
_LED_TO = re.compile(
    r"\b(?:of|by|with|from|to|for|in|into|at|on|between|like|including|as|behind|against)"
    r" (?:the )?$"
)
_TOLD_OF_ALL = re.compile(
    r" (?:both |also |each |jointly |together )?"
    r"(?:have|will|would|are|were|plan|aim|expect|intend|say|said|agree|could|may|can|want|[a-z]{2,}ed)\b"
)
#: "Acme-backed Beta" tells of Beta.
_OWNED = re.compile(
    r"-(?:backed|owned|led|controlled|funded|linked|affiliated|sponsored|incubated)\b"
)
#: "said in Riyadh": where somebody spoke, and no site.
_SPOKE = re.compile(
    r"\b(?:said|says|told (?:\w+ ){1,3}|announced|spoke|speaking|signed|unveiled|conference|summit"
    r"|event|forum|ceremony|interview|meeting|hearing|statement) $"
)
_TOGETHER = re.compile(r"\b(?:between them|taken together|combined|the two|both)\b", re.IGNORECASE)
#: What may be of a party that nothing but its number tells to be one.
_ANYBODYS = frozenset({ClaimKind.CAPACITY, ClaimKind.VOLUME})
#: Features of a name that a verb follows.
_ACTING = frozenset({"before|next=auxiliary", "before|next=verbal", "before|next=saying"})
#: Features of what an article tells of most.
_TOLD_OF_MOST = frozenset({"main", "in_title"})
_DISTANCES = ((0, "touching"), (2, "1-2"), (5, "3-5"), (10, "6-10"), (20, "11-20"))


@dataclass(frozen=True)
class Candidate:
    """Who or what may fill a slot, where it stands, and the features of that place."""

    party: Group | str
    start: int
    end: int
    features: Features

    @property
    def name(self) -> str:
        """The canonical name."""
        return self.party if isinstance(self.party, str) else self.party.canonical


@dataclass(frozen=True)
class Choice:
    """The chosen party (None for no party), its probability and the features of its place."""

    party: Group | str | None
    probability: float
    features: Features


def candidates(context: Context, draft: Draft) -> list[Candidate]:
    """Every group of names that may be a party of the draft, the nearest sources first."""
    sentence = draft.sentence
    named = context.named.get(sentence.index)
    if named is None:
        named = context.named[sentence.index] = _named(context, sentence)
    found = [_placed(context, draft, place) for place in named.here]
    _rank(found, draft)
    if draft.kind in _ANYBODYS:
        taken = {candidate.start for candidate in found}
        found += [
            _placed(context, draft, Placed(name.start, name.end, Group((name,)), source))
            for source, name in context.doubtful(sentence)
            if name.start not in taken
        ]
    for source, group in named.elsewhere:
        features = {f"src={source}": 1.0, **_nature(context, draft, group)}
        found.append(Candidate(group, group.start, group.end, features))
    return found


def _named(context: Context, sentence: Sentence) -> Named:
    """Whom a sentence names, and each other group that it may speak of."""
    groups = [group for group in sentence.groups if not _is_owner_of_next(sentence, group)]
    here = [Placed(group.start, group.end, group, "same") for group in groups]
    here += [
        Placed(group.start, group.end, Group((name,)), "member")
        for group in groups
        if len(group.names) > 1 and not _act_together(sentence, group)
        for name in group.names
    ]
    here += [Placed(n.start, n.end, Group((n,)), source) for source, n in _sites(sentence)]
    several = _is_of_several(sentence)
    if not several:
        here += [Placed(*reference, "ref") for reference in _references(context, sentence)]
    if _UNNAMED_ACTOR.match(sentence.text) or _is_of_unknown(sentence):
        return Named(here, [])
    seen = {g.canonical for g in (*(placed.group for placed in here), *sentence.groups)}
    elsewhere = []
    for source, group in _elsewhere(context, sentence):
        if group.canonical not in seen and len(group.names) >= (2 if several else 1):
            seen.add(group.canonical)
            elsewhere.append((source, group))
    return Named(here, elsewhere)


def _placed(context: Context, draft: Draft, found: Placed) -> Candidate:
    """A candidate that stands in the sentence of the draft."""
    features = _place(draft, found.start, found.end, found.source)
    features |= _nature(context, draft, found.group)
    return Candidate(found.group, found.start, found.end, features)


def allowed(draft: Draft, slot: str, found: list[Candidate]) -> list[Candidate]:
    """The candidates that the draft allows for a slot, by their kind and their name."""
    kinds = draft.kinds.get(slot)
    open_to = [c for c in found if _is_of(c, kinds) and c.name not in draft.barred]
    if slot == PartyRole.SUBJECT.value:
        open_to += [_of_phrase(draft, phrase) for phrase in draft.phrases]
    proposed = draft.proposed.get(slot)
    return open_to if proposed is None else _with(open_to, proposed, draft)


def _of_phrase(draft: Draft, phrase: Phrase) -> Candidate:
    """Words of the sentence as a candidate."""
    features = _place(draft, phrase.start, phrase.end, "phrase")
    side = "before" if phrase.end <= draft.start else "after"
    features |= dict.fromkeys((f"phrase={phrase.how}", f"phrase={phrase.how}|{side}"), 1.0)
    return Candidate(phrase.text, phrase.start, phrase.end, features)


def _is_of(candidate: Candidate, kinds: frozenset[EntityKind | None] | None) -> bool:
    party = candidate.party
    return not kinds or isinstance(party, str) or party.names[0].kind in kinds


def _with(found: list[Candidate], proposed: Group | str, draft: Draft) -> list[Candidate]:
    """The candidates with what the words propose marked, or added where it is none of them."""
    suggested = Candidate(proposed, draft.start, draft.end, {})
    how = "words" if isinstance(proposed, str) else "name"
    marks = {"proposed": 1.0, f"proposed={how}": 1.0, f"role={draft.role}|proposed={how}": 1.0}
    marks |= {f"proposed|{n}": 1.0 for n in draft.evidence if n.startswith("how=")}
    if all(c.name != suggested.name for c in found):
        return [*found, replace(suggested, features={"src=proposed": 1.0, **marks})]
    return [
        replace(c, features=c.features | marks) if c.name == suggested.name else c for c in found
    ]


def nothing(draft: Draft, found: list[Candidate]) -> Features:
    """The features of naming no party."""
    proposed = any("proposed" in c.features for c in found)
    return {
        "null": 1.0,
        f"null|role={draft.role}|proposed={proposed}": 1.0,
        f"null|trigger={draft.trigger}": 1.0,
        f"null|same={min(sum('src=same' in c.features for c in found), 3)}": 1.0,
        f"null|line={draft.sentence.kind.value}": 1.0,
    }


def facing(found: list[Candidate], draft: Draft, subject: Group | str | None) -> list[Candidate]:
    """The candidates for an object that are no part of the subject, with what they are to it."""
    if subject is None:
        return found
    names = names_of(subject)
    return [_seen_from(c, draft, subject) for c in found if names.isdisjoint(names_of(c.party))]


def names_of(party: Group | str | None) -> set[str]:
    """The canonical names of a party, or its words where it has no name."""
    if isinstance(party, Group):
        return {name.canonical for name in party.names}
    return set() if party is None else {party}


def _seen_from(found: Candidate, draft: Draft, subject: Group | str) -> Candidate:
    """A candidate with what it is to the subject; plain words are nothing known to it."""
    if isinstance(subject, str) or isinstance(found.party, str):
        return found
    towards = _towards(draft.role, subject.names[0].entity_id, found.party.names[0].entity_id)
    return Candidate(found.party, found.start, found.end, found.features | towards)


@cache
def _towards(role: str | None, subject: str | None, party: str | None) -> Features:
    """What one entity is to another: their layers, and whether they are of one house."""
    names = [f"role={role}|layers={layer_of(subject)}>{layer_of(party)}"]
    if subject and party and _house(subject) == _house(party):
        names += ["same_house", f"role={role}|same_house"]
    return dict.fromkeys(names, 1.0)


@cache
def _house(entity_id: str) -> str | None:
    """The firm at the head of those that a known name belongs to."""
    entity = load_registry().get(entity_id)
    return load_registry().root(entity).name if entity else None


def choose(weights: Mapping[str, float], draft: Draft, found: list[Candidate]) -> Choice:
    """The best candidate for a slot, by the weights of that slot for the draft's kind."""
    scores = [score(weights, c.features) for c in found]
    scores.append(score(weights, nothing(draft, found)))
    peak = max(scores)
    total = sum(math.exp(s - peak) for s in scores)
    best = scores.index(peak)
    if best == len(found):
        return Choice(None, 1 / total, {})
    return Choice(found[best].party, 1 / total, found[best].features)


def score(weights: Mapping[str, float], features: Features) -> float:
    """The linear score of a candidate, by the weights of the slot for the draft's kind."""
    total = 0.0
    for name, value in features.items():
        total += value * weights.get(name, 0.0)
    return total


def _is_of_several(sentence: Sentence) -> bool:
    """Whether it tells of several together: for "between them they owe" no one name stands."""
    plural = any(word.lower in _WORDS["plural"] for word in sentence.words)
    return plural and _TOGETHER.search(sentence.text) is not None


def _is_of_unknown(sentence: Sentence) -> bool:
    """Whether it begins with somebody who acts and is no name that was read."""
    actor = _UNKNOWN_ACTOR.match(sentence.text)
    first = sentence.names[0].start if sentence.names else sentence.end
    return actor is not None and first >= sentence.start + actor.end()


def _act_together(sentence: Sentence, group: Group) -> bool:
    """Whether a list of names is what a verb tells of: "Acme, Beta and Gamma announced"."""
    if _LED_TO.search(sentence.between(group.start - 12, group.start).lower()):
        return False
    return _TOLD_OF_ALL.match(sentence.between(group.end, group.end + 24).lower()) is not None


def _is_owner_of_next(sentence: Sentence, group: Group) -> bool:
    """Whether a name only says whose the one after it is: "Acme-backed Beta"."""
    return _OWNED.match(sentence.between(group.end, group.end + 14)) is not None


def _references(context: Context, sentence: Sentence) -> Iterator[tuple[int, int, Group]]:
    """Pronouns and role nouns of the sentence that resolve to a name."""
    words = sentence.words
    for index, word in enumerate(words):
        start: int | None = word.start
        if word.lower in _WORDS["role_nouns"]:
            start = _determiner(words, index)
        elif word.lower not in _WORDS["pronouns"]:
            continue
        if start is not None and (name := resolve_reference(context.doc, start)) is not None:
            yield start, word.end, Group((name,))


def _sites(sentence: Sentence) -> Iterator[tuple[str, Name]]:
    """Sites without a name of their own, known by their place: "a campus in Rocky Mount"."""
    taken = {name.start for name in sentence.names}
    for found in _SITE_PLACE.finditer(sentence.text):
        start, end = (sentence.start + offset for offset in found.span("place"))
        words = found["place"].split()
        if start in taken or _SPOKE.search(sentence.text, 0, found.start()):
            continue
        if not _WORDS["calendar"] & {word.lower() for word in words}:
            taken.add(start)
            place = found["place"]
            known = "region" if place in places() else "place"
            known += "_of_site" if found["noun"] else ""
            yield known, Name(start, end, place, place, EntityKind.SITE, None)


def _determiner(words: list[Word], index: int) -> int | None:
    """Where "the" of "the Mumbai-headquartered startup" stands, if it does."""
    for back in range(index - 1, max(index - 4, -1), -1):
        if words[back].lower in {"the", "this", "its"}:
            return words[back].start
    return None


def _elsewhere(context: Context, sentence: Sentence) -> Iterator[tuple[str, Group]]:
    """Groups of the two sentences before, the heading, the title, the lead, and the whole."""
    for back, source in ((1, "prev"), (2, "prev2")):
        before = context.sentences[sentence.index - back] if sentence.index >= back else None
        # What one row of a table says of its parties says nothing of another's.
        if before and (before.kind, sentence.kind) != (LineKind.TABLE, LineKind.TABLE):
            for place, group in enumerate(_told_of(context, before)):
                yield f"{source}{place}", group
    others = (
        ("heading", context.heading_above(sentence)),
        ("title", context.title),
        ("lead", _lead(context)),
    )
    for source, other in others:
        if other is not None and other is not sentence:
            for place, group in enumerate(_told_of(context, other)):
                yield f"{source}{place}", group
    for group in context.leaders:
        yield "leader", group
    for source, site in context.sites_told(sentence):
        yield source, Group((site,))
    for place, group in enumerate(context.prominent):
        yield f"prominent{place}", group


def _told_of(context: Context, sentence: Sentence) -> list[Group]:
    """The first groups of a sentence that it tells of.

    None that it compares with ("set against AI4"), no bank or agency that only says so.
    """
    known = context.told_of.get(sentence.index)
    if known is None:
        told = (
            group
            for group in sentence.groups
            if not _WORDS["baselines"].intersection(sentence.before(group.start, 1))
            and not _only_says(sentence, group)
        )
        known = context.told_of[sentence.index] = list(islice(told, 3))
    return known


def _only_says(sentence: Sentence, group: Group) -> bool:
    """Whether a firm of finance is there for what it says: "Moody’s estimates that"."""
    speaks = _following(sentence, group.end) == "saying"
    return speaks and layer_of(group.names[0].entity_id) == Layer.FINANCE


def _lead(context: Context) -> Sentence | None:
    body = [s for s in context.sentences[:4] if s is not context.title]
    return body[0] if body else None


def _place(draft: Draft, start: int, end: int, source: str) -> Features:
    """Features of where a candidate stands in the sentence of the draft."""
    sentence = draft.sentence
    before = end <= draft.start
    side = "before" if before else "after"
    gap = (end, draft.start) if before else (draft.end, start)
    between = sentence.between(*gap).lower()
    distance = sentence.distance(*gap)
    near = next((label for limit, label in _DISTANCES if distance <= limit), "far")
    lead_in = sentence.before(start, 2)
    preposition = lead_in[-1] if lead_in and lead_in[-1] in _WORDS["prepositions"] else "none"
    following = _following(sentence, end)
    names = [f"src={source}", side, f"{side}|near={near}", f"{side}|next={following}",
             f"{side}|prep={preposition}", f"trigger={draft.trigger}|{side}",
             f"trigger={draft.trigger}|{side}|prep={preposition}",
             f"role={draft.role}|{side}|prep={preposition}",
             f"role={draft.role}|{side}|next={following}",
             f"{side}|word={(sentence.after(end, 1) or ['end'])[0]}",
             f"{side}|lead={lead_in[-1] if lead_in else 'start'}"]  # fmt: skip
    if lead_in[-2:] == ["led", "by"]:
        names.append("led_by")
    if (act := _act(sentence, end)) is not None:
        names += [f"{side}|act={act}", f"role={draft.role}|act={act}"]
    if not lead_in:
        names.append("initial")
    parted = _WORDS["breaks"] & set(between.split()) or ";" in between or "—" in between
    if parted or (side == "after" and lead_in in ([",", "and"], [",", "but"])):
        names.append(f"{side}|crosses")
    if following == "possessive" and before and distance <= 6:
        names.append("owner_of_anchor")
    return dict.fromkeys(names, 1.0)


def _act(sentence: Sentence, end: int) -> str | None:
    """What the first telling verb within a few words after a name has it do, if any."""
    for word in sentence.after(end, 5):
        for act in ("supplying", "buying", "investing", "raising"):
            if word in _WORDS[act]:
                return act
    return None


def _following(sentence: Sentence, end: int) -> str:
    """What class of word comes right after a name, past an apposition between commas."""
    tail = sentence.between(end, end + 2)
    if tail[:2].lower() in {"’s", "'s"} or tail[:1] in {"’", "'"}:
        return "possessive"
    words = sentence.after(end, 12)
    if words[:1] == [","] and "," in words[1:]:
        words = words[words.index(",", 1) + 1 :] or [","]
    if not words:
        return "end"
    word = words[0]
    if word in _WORDS["saying"]:
        return "saying"
    if word in _WORDS["auxiliaries"]:
        return "auxiliary"
    if word.endswith("ed") or (word.endswith("s") and len(word) > 3):
        return "verbal"
    return word if word in _WORDS["prepositions"] or not word.isalnum() else "word"


def _nature(context: Context, draft: Draft, group: Group) -> Features:
    """Features of what a candidate is, wherever it stands."""
    first = group.names[0]
    flags = (
        ("candidate", first.is_candidate),
        ("joint", len(group.names) > 1),
        ("main", context.mentions.get(first.canonical, 0) == context.most_mentions),
        ("in_title", first.canonical in context.title_names),
    )
    return _described(draft.role, first.kind, layer_of(first.entity_id), flags)


@lru_cache(maxsize=10_000)
def _described(
    role: str | None, kind: EntityKind | None, layer: str, flags: tuple[tuple[str, bool], ...]
) -> Features:
    """The features of being of a kind and a layer, of what is true of it, and these in a role."""
    names = [f"kind={kind.value if kind else 'unknown'}", f"layer={layer}"]
    names.append(f"role={role}|layer={layer}")
    for name, is_true in flags:
        if is_true:
            names += [name, f"role={role}|{name}"] if name in _TOLD_OF_MOST else [name]
    return dict.fromkeys(names, 1.0)


@cache
def layer_of(entity_id: str | None) -> str:
    """The layer of the stack that a known name stands in."""
    entity = load_registry().get(entity_id) if entity_id else None
    return entity.layer.value if entity and entity.layer else "unknown"


def _rank(found: list[Candidate], draft: Draft) -> None:
    """Mark the nearest candidate on each side of the anchor, and the first of the sentence."""
    left = [c for c in found if c.end <= draft.start]
    right = [c for c in found if c.end > draft.start]
    if left:
        max(left, key=lambda c: c.end).features["nearest_before"] = 1.0
        min(left, key=lambda c: c.start).features["first_before"] = 1.0
    acting = [c for c in left if _ACTING & c.features.keys()]
    if acting:
        max(acting, key=lambda c: c.end).features["nearest_acting"] = 1.0
    if right:
        min(right, key=lambda c: c.start).features["nearest_after"] = 1.0
