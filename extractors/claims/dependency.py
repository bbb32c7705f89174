"""Dependencies: who supplies, makes, hosts or helps to design what another party relies on.

Each pair of parties of different houses in a sentence that has a word of relation between or
near them is proposed as a draft, with named features of how the sentence joins them: which
words stand between, before and after, the preposition, the distance, where either stands in
the stack. The confidence of dependencies, learned over these features, decides.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from extractors.claims.context import Context, Draft, Group, Sentence
from extractors.claims.frames import Frames, describe_frames
from extractors.claims.relations import Trigger, find_triggers, table
from extractors.claims.steps import Step, describe, prepositions, read_steps
from extractors.references import antecedent, references
from extractors.spans import SITES, Name
from schema.entity import Entity, load_registry
from schema.units import is_money
from schema.vocabulary import ClaimKind, DependencyRole, EntityKind, Layer, Modality

#: From the ground of the stack upward: the later depends on the earlier.
_ORDER = (
    Layer.POWER,
    Layer.CHIPS,
    Layer.SYSTEMS,
    Layer.HOSTING,
    Layer.SOFTWARE,
    Layer.MODELS,
    Layer.APPLICATIONS,
    Layer.FINANCE,
)
#: How a sentence may speak of a party without a word for it.
_UNSAID = frozenset({"unsaid", "main"})
#: Beyond so many words two parties are not proposed as a pair.
_REACH = 40
#: So many parties of one sentence are looked at; more of them are a list, not a statement.
_MOST = 40
#: How far before or after a pair a word of relation may stand, in words.
_NEAR = 5
_BREAK = re.compile(r"; |\bwhile\b|\bbut\b|, (?:which|who|and|as)\b|\bthat\b")
_LIST = re.compile(
    r"(?:['’]s)?(?: (?:gpus?|chips?|cpus?|processors?|systems|hardware))?"
    r"(?:, (?:and |or )?| and | or | as well as | & )(?:the )?"
)
#: How far from a list of names a noun may stand that says what they are, in characters.
_NOUN_REACH = 60
_LEADS = (
    r"\bNOUN(?:,? (?:such as|like|including|includes?|included|are|is|were|was))?"
    r"(?: [a-z-]{1,20})?[ :—(]{1,3}$"
)
_FOLLOWS = (
    r"(?:,? as| is| are| was| remains|,)(?: both| an?| the| its| one of [a-z]{1,6})?"
    r"(?: [a-z'’-]{1,20}){0,3} NOUN\b"
)
_OWNER = re.compile(r"(?:['’]s)? ")
_LAST_WORD = re.compile(r"([a-z']+)[^a-z']{0,3}$")
_DISTANCES = ((2, "1-2"), (6, "3-6"), (13, "7-13"))
_ACTING = frozenset({"frame: dependent acts", "frame: provider acts"})
#: Words of relation, and features, by which a foundry makes what is another's.
_MADE = frozenset({"make", "run"})
_MAKING = frozenset({"provider called vendor", "provider's process"})
#: Words of relation that tell of a firm named for its goods that these are used.
_WITH_GOODS = frozenset({"make", "partner"})
#: What some kinds of providers are for, whatever the word.
_ROLE_OF = {"chip": DependencyRole.USES, "power": DependencyRole.SUPPLIES}
_PROCESS = re.compile(
    r"['’]s?(?: [\w-]{1,20}){0,4} (?:process(?!or)|node|\d{1,2} ?nm|\d{1,2}[- ]nanomet(?:er|re))"
)
_POSSESSIVES = frozenset({"its", "their", "our"})

Features = dict[str, float]


class Party(NamedTuple):
    """A name in a sentence, or what it refers to or leaves unsaid; ``place`` tells in which way.

    ``head`` and ``tail`` are where the list begins and ends that it stands in ("AWS, Dell and HP").
    """

    start: int
    end: int
    name: Name
    place: str
    head: int
    tail: int

    @property
    def is_unsaid(self) -> bool:
        """Whether the sentence has no word for it."""
        return self.place in _UNSAID


class Pair(NamedTuple):
    """Two parties of which the first may depend on the second, and how the text joins them."""

    dependent: Name
    provider: Name
    relation: str
    said: bool
    features: Features

    @property
    def key(self) -> tuple[str, str]:
        """The canonical names of the two."""
        return self.dependent.canonical, self.provider.canonical


class _Telling(NamedTuple):
    """One place at which a sentence may tell a pair; ``who`` is the vendor of the dependent."""

    dependent: Party
    provider: Party
    who: Name
    reach: tuple[int, int]
    gap: int
    frames: Features

    @property
    def rank(self) -> tuple[bool, int]:
        """Of several tellings in one sentence the one with an acting party is the clearest."""
        return _ACTING.isdisjoint(self.frames), self.gap

    @property
    def key(self) -> tuple[str, str]:
        """The canonical names of the two."""
        return self.who.canonical, self.provider.name.canonical


@dataclass(frozen=True)
class _Setting:
    """What all the pairs of one sentence share."""

    sentence: Sentence
    masked: str
    parties: list[Party]
    triggers: list[Trigger]
    main: str | None
    money: bool
    paths: dict[tuple[str, int, int], Features] = field(default_factory=dict)
    leads: dict[int, str] = field(default_factory=dict)
    nouns: dict[tuple[int, int], list[str]] = field(default_factory=dict)

    @cached_property
    def named(self) -> list[Party]:
        """The parties that the sentence itself names or refers to."""
        return [party for party in self.parties if not party.is_unsaid]

    @cached_property
    def steps(self) -> list[Step]:
        """The sentence as a row of steps."""
        return read_steps(self.masked, self.triggers)

    def described(self, side: str, start: int, end: int) -> Features:
        """The steps between two offsets as features; pairs of the same two lists share them."""
        key = (side, start, end)
        if key not in self.paths:
            self.paths[key] = dict.fromkeys(describe(side, self.steps, start, end), 1.0)
        return self.paths[key]

    def called(self, head: int, tail: int) -> list[str]:
        """The classes of the nouns before and after a list of names that say what they are."""
        if (head, tail) not in self.nouns:
            before = _noun(_LEADS).search(self.masked[max(0, head - _NOUN_REACH) : head])
            after = _noun(_FOLLOWS).match(self.masked[tail : tail + _NOUN_REACH])
            found = (match["noun"] for match in (before, after) if match)
            self.nouns[head, tail] = [_noun_class(noun) for noun in found]
        return self.nouns[head, tail]

    def may_join(self, dependent: Party, provider: Party) -> bool:
        """Whether the sentence says enough of two parties to be about both."""
        if dependent.is_unsaid:
            return not provider.is_unsaid and bool(self.relations)
        return not provider.is_unsaid or not self.relations <= _weak()

    @cached_property
    def relations(self) -> frozenset[str]:
        """The classes of the words of relation in the sentence."""
        return frozenset(trigger.kind for trigger in self.triggers if not trigger.is_silent)

    @cached_property
    def frames(self) -> Frames:
        """The clauses of the sentence."""
        return Frames(self.steps, sorted({(party.head, party.tail) for party in self.named}))

    @cached_property
    def heads(self) -> list[int]:
        """Where the lists of parties begin, each once."""
        return sorted({party.head for party in self.named})

    @cached_property
    def names_firm(self) -> bool:
        """Whether it names a party that is no chip."""
        named = (party for party in self.named if party.place == "named")
        return any(party.name.kind is not EntityKind.CHIP for party in named)


def find_pairs(context: Context, sentence: Sentence) -> list[Pair]:
    """The pairs that a sentence may tell, each once, in its clearest telling."""
    setting = _setting(context, sentence)
    if setting is None:
        return []
    best: dict[tuple[str, str], _Telling] = {}
    for dependent in setting.parties:
        for provider in setting.parties:
            if provider.place == "owner" and provider.start > dependent.start:
                continue
            if dependent is provider or not setting.may_join(dependent, provider):
                continue
            told = _telling(setting, dependent, provider)
            if told and (told.key not in best or told.rank < best[told.key].rank):
                best[told.key] = told
    return [_pair(setting, told) for told in best.values()]


def _setting(context: Context, sentence: Sentence) -> _Setting | None:
    """The sentence as its pairs see it; None where it cannot tell any."""
    if not sentence.names:
        return None
    named = _named(context, sentence)
    masked = _masked(sentence, named)
    parties = _listed(named, masked)
    parties[:0] = _unsaid(context, sentence)
    if len({_owner(party.name) for party in parties}) < 2:
        return None
    triggers = list(find_triggers(masked))
    main = context.prominent[0].canonical if context.prominent else None
    money = any(is_money(quantity.unit) for quantity in sentence.quantities)
    return _Setting(sentence, masked, parties, triggers, main, money)


def _unsaid(context: Context, sentence: Sentence) -> list[Party]:
    """Whom a sentence may speak of without a word: whom the one before does, and the article."""
    main = context.prominent[0].names[0] if context.prominent else None
    if main is not None and main.kind is not EntityKind.ORGANISATION:
        main = None
    here = {name.canonical for name in sentence.names}
    found: dict[str, Party] = {}
    for name, place in ((antecedent(context.doc, sentence.start), "unsaid"), (main, "main")):
        if name is not None and name.canonical not in here:
            found.setdefault(name.canonical, Party(0, 0, name, place, 0, 0))
    return list(found.values())


def _named(context: Context, sentence: Sentence) -> list[tuple[int, int, Name, str]]:
    """Names and references of a sentence, in order; offsets are those of the sentence."""
    found = [(n.start, n.end, n, "named") for n in sentence.names]
    for start, end, name in references(context.doc, sentence.start, sentence.end):
        if not any(start < right and left < end for left, right, _, _ in found):
            word = sentence.between(start, end).lower()
            found.append((start, end, name, "owner" if word in _POSSESSIVES else "referred"))
    at = sentence.start
    ordered = sorted(found, key=lambda one: one[0])[:_MOST]
    return [(start - at, end - at, name, place) for start, end, name, place in ordered]


def _listed(named: list[tuple[int, int, Name, str]], masked: str) -> list[Party]:
    """The parties, each with the reach of the list that it stands in."""
    lists: list[list[tuple[int, int, Name, str]]] = []
    for one in named:
        last = lists[-1][-1] if lists else None
        glue = masked[last[1] : one[0]] if last else ""
        if last and (_LIST.fullmatch(glue) or (_owns(last[2], one[2]) and _OWNER.fullmatch(glue))):
            lists[-1].append(one)
        else:
            lists.append([one])
    return [Party(*one, members[0][0], members[-1][1]) for members in lists for one in members]


def _owns(one: Name, other: Name) -> bool:
    """Whether a firm and its product follow each other ("Google's TPU")."""
    return other.kind is EntityKind.CHIP and _owner(one) == _owner(other)


def _masked(sentence: Sentence, named: list[tuple[int, int, Name, str]]) -> str:
    """The sentence in lower case with the names blotted out, of the same length."""
    text = sentence.lower
    for start, end, _, _ in named:
        text = text[:start] + "~" * (end - start) + text[end:]
    return text


def _telling(setting: _Setting, dependent: Party, provider: Party) -> _Telling | None:
    """How two parties stand to each other, or None where they cannot be a pair."""
    who = _vendor(dependent.name)
    # A chip of unknown make depends on nobody, and no house on itself or a product of its own.
    if who.kind is EntityKind.CHIP or _owner(who) == _owner(provider.name):
        return None
    first, second = _in_order(dependent, provider)
    joint = first.head == second.head and not first.is_unsaid
    # Of listed parties the list as a whole is joined to the other side.
    reach = (first.end, second.start) if joint else (first.tail, second.head)
    gap = setting.masked.count(" ", *reach)
    if gap > _REACH:
        return None
    return _Telling(dependent, provider, who, reach, gap, _framed(setting, dependent, provider))


def _in_order(one: Party, other: Party) -> tuple[Party, Party]:
    """Two parties in the order of the text."""
    return (other, one) if other.start < one.start else (one, other)


def _pair(setting: _Setting, told: _Telling) -> Pair:
    """The pair of a telling, with its features."""
    dependent, provider, who, reach = told.dependent, told.provider, told.who, told.reach
    first, second = _in_order(dependent, provider)
    between = setting.masked[reach[0] : reach[1]]
    inside = [t for t in setting.triggers if reach[0] <= t.start and t.end <= reach[1]]
    relations = [t.kind for t in inside if not t.is_silent]
    side = _side(dependent, provider)
    features = {
        **_words(setting, side, first, second, inside),
        **_joint(setting, side, first, second, between),
        **_standing(setting, dependent, provider, who),
        **setting.described(side, *reach),
        **told.frames,
        **_called(setting, dependent, "dependent"),
        **_called(setting, provider, "provider"),
    }
    near = _nearest(setting, first, second, relations)
    features[f"{side}: {near}, {_preposition(setting, second)}"] = 1.0
    level = _level(who, provider.name)
    features[f"{near}, {level}"] = features[f"{side}: {near}, {level}"] = 1.0
    said = not (dependent.is_unsaid or provider.is_unsaid)
    return Pair(who, provider.name, near, said, features)


def _side(dependent: Party, provider: Party) -> str:
    """Which of the two stands first, or is not said at all."""
    if dependent.is_unsaid:
        return "dependent unsaid"
    if provider.is_unsaid:
        return "provider unsaid"
    return "dependent first" if dependent.start < provider.start else "provider first"


def _framed(setting: _Setting, dependent: Party, provider: Party) -> Features:
    """What the two are in their clauses."""
    places = (None if p.is_unsaid else (p.head, p.tail) for p in (dependent, provider))
    return describe_frames(setting.frames, *places)


def _called(setting: _Setting, party: Party, side: str) -> Features:
    """What the nouns beside a party say that it is: a customer, a vendor, a rival."""
    if party.is_unsaid:
        return {}
    return {f"{side} called {noun}": 1.0 for noun in setting.called(party.head, party.tail)}


def _words(
    setting: _Setting, side: str, first: Party, second: Party, inside: list[Trigger]
) -> Features:
    """Which classes of words stand between the two, before them and after them."""
    features = {f"{side}: {trigger.kind} between": 1.0 for trigger in inside}
    relations = [trigger.kind for trigger in inside if not trigger.is_silent]
    if relations:
        features[f"{side}: {relations[-1]} last between"] = 1.0
        features[f"{side}: {relations[0]} first between"] = 1.0
    for trigger in setting.triggers:
        if trigger.end <= first.head:
            if setting.masked.count(" ", trigger.end, first.head) < _NEAR:
                features[f"{side}: {trigger.kind} before"] = 1.0
        elif (
            trigger.start >= second.tail
            and setting.masked.count(" ", second.tail, trigger.start) < _NEAR
        ):
            features[f"{side}: {trigger.kind} after"] = 1.0
    if setting.money:
        features[f"money, {relations[-1] if relations else 'nothing'} between"] = 1.0
    return features


def _joint(setting: _Setting, side: str, first: Party, second: Party, between: str) -> Features:
    """How near the two stand, and what parts them."""
    gap = between.count(" ")
    distance = next((label for limit, label in _DISTANCES if gap <= limit), "far")
    heads = setting.heads
    others = bisect_left(heads, second.head) - bisect_right(heads, first.head)
    features = {
        f"{side}: {_preposition(setting, second)} leads": 1.0,
        f"{side}: {distance} words": 1.0,
        f"{min(max(others, 0), 3)} names between": 1.0,
        "listed": float(first.head == second.head and not first.is_unsaid),
        "money": float(setting.money),
    }
    if _BREAK.search(between):
        features[f"{side}: clause break"] = 1.0
    return features


def _standing(setting: _Setting, dependent: Party, provider: Party, who: Name) -> Features:
    """What the two are, and where they stand in the stack and in the article."""
    mine, other = _layer(who), _layer(provider.name)
    unsaid = "unsaid, " if dependent.is_unsaid or provider.is_unsaid else ""
    after = setting.masked[provider.end : provider.end + 40]
    return {
        _level(who, provider.name): 1.0,
        f"{unsaid}layer {mine} on {other}": 1.0,
        f"layer {mine} on any": 1.0,
        f"layer any on {other}": 1.0,
        f"dependent {_class(dependent.name)} {dependent.place}": 1.0,
        f"provider {_class(provider.name)} {provider.place}": 1.0,
        f"provider {_class(provider.name)}": 1.0,
        "dependent unsaid beside a firm": float(dependent.is_unsaid and setting.names_firm),
        "provider named by product": float(_names_product(setting, provider)),
        "dependent unknown": float(dependent.name.is_candidate),
        "provider unknown": float(provider.name.is_candidate),
        "dependent stands first": float(
            dependent is setting.parties[0] or dependent is setting.named[0]
        ),
        "dependent is main": float(who.canonical == setting.main),
        "provider is main": float(provider.name.canonical == setting.main),
        "provider's product": float(_product().match(after) is not None),
        "provider's process": float(_PROCESS.match(after) is not None),
        "provider possessive": float(after.startswith(("'s", "’s"))),
    }


def _names_product(setting: _Setting, firm: Party) -> bool:
    """Whether a firm is named only as the maker of the product after it ("Nvidia H100")."""
    return any(
        _owns(firm.name, party.name) and _OWNER.fullmatch(setting.masked[firm.end : party.start])
        for party in setting.parties
        if firm.end <= party.start
    )


def _nearest(setting: _Setting, first: Party, second: Party, relations: list[str]) -> str:
    """The class of the word of relation nearest to the pair, strong classes before weak ones."""
    weak = _weak()
    if strong := next((kind for kind in reversed(relations) if kind not in weak), None):
        return strong
    outside = [
        (t.kind in weak, min(abs(first.start - t.end), abs(t.start - second.end)), t.kind)
        for t in setting.triggers
        if not t.is_silent
    ]
    is_weak, _, kind = min(outside, default=(True, 0, "none"))
    return relations[-1] if is_weak and relations else kind


def _preposition(setting: _Setting, second: Party) -> str:
    """The preposition that leads to the second of two parties."""
    word = setting.leads.get(second.head)
    if word is None:
        found = _LAST_WORD.search(setting.masked[max(0, second.head - 14) : second.head])
        is_one = found is not None and found[1] in prepositions()
        word = setting.leads[second.head] = found[1] if found and is_one else "nothing"
    return word


def _class(name: Name) -> str:
    """What a name is, as a feature: a chip, a site, a foundry, a power or hosting firm, a firm."""
    if name.kind is EntityKind.CHIP:
        return "chip"
    if name.kind in SITES:
        return "site"
    return _standing_of(name.entity_id).trade if name.entity_id else "firm"


def _vendor(name: Name) -> Name:
    """The vendor of a chip: a chip does not depend on its maker, but its vendor does."""
    entity = _entity(name)
    if entity is None or entity.kind is not EntityKind.CHIP or entity.parent is None:
        return name
    vendor = load_registry().get(entity.parent)
    if vendor is None:
        return name
    return Name(name.start, name.end, name.written, vendor.name, vendor.kind, vendor.entity_id)


def _entity(name: Name) -> Entity | None:
    return load_registry().get(name.entity_id) if name.entity_id else None


@dataclass(frozen=True)
class _Place:
    """Where an entity stands in the world: its house, its depth in the stack, its trade."""

    owner: str
    rank: int
    trade: str


@cache
def _standing_of(entity_id: str) -> _Place:
    """Where an entity of the registry stands."""
    entity = load_registry().get(entity_id)
    if entity is None:
        return _Place(entity_id, len(_ORDER), "firm")
    root = load_registry().root(entity)
    if root.layer is Layer.FINANCE:
        # What an investor owns trades with its other companies as strangers do.
        root = entity
    rank = min(_ORDER.index(e.layer) if e.layer else len(_ORDER) for e in (entity, root))
    trade = "firm"
    if entity_id in table()["foundries"]:
        trade = "foundry"
    elif entity.layer in {Layer.POWER, Layer.HOSTING}:
        trade = entity.layer.value
    return _Place(root.entity_id, rank, trade)


def _owner(name: Name) -> str:
    return _standing_of(name.entity_id).owner if name.entity_id else name.canonical


def _rank(name: Name) -> int:
    """How far from the ground of the stack a party or its owner stands; unknown ones at the top."""
    return _standing_of(name.entity_id).rank if name.entity_id else len(_ORDER)


def _level(who: Name, provider: Name) -> str:
    """Who of the two stands higher in the stack, as a feature."""
    depth = _rank(who) - _rank(provider)
    return "dependent is higher" if depth > 0 else "lower" if depth else "same layer"


def _layer(name: Name) -> str:
    """The layer of a firm, the kind of anything else, as far as either is known."""
    return _layer_of(name.entity_id) if name.entity_id else "unknown"


@cache
def _layer_of(entity_id: str) -> str:
    """The layer or the kind of an entity of the registry."""
    entity = load_registry().get(entity_id)
    if entity is None:
        return "unknown"
    return entity.layer.value if entity.layer else entity.kind.value


def role(pair: Pair) -> DependencyRole:
    """What the relation is: by the kind of provider, then by the word of relation."""
    provider = _class(pair.provider)
    word = DependencyRole(table()["roles"][pair.relation])
    if word is DependencyRole.EXPLORING:
        return word
    if provider == "foundry" and _is_making(pair):
        return DependencyRole.FOUNDRY
    if provider == "hosting":
        return DependencyRole.HOSTS if word is DependencyRole.USES else word
    return _ROLE_OF.get(provider) or _of_firm(pair, word)


def _of_firm(pair: Pair, word: DependencyRole) -> DependencyRole:
    """The role of a firm that neither hosts nor makes power, by the word of relation."""
    if word is DependencyRole.HOSTS or (pair.relation in _WITH_GOODS and _is_by_product(pair)):
        return DependencyRole.USES
    if pair.relation == "run" and not _is_by_product(pair):
        return DependencyRole.SUPPLIES
    return word


def _is_making(pair: Pair) -> bool:
    """Whether a foundry is told to make what is another's."""
    return pair.relation in _MADE or any(pair.features.get(name) for name in _MAKING)


def _is_by_product(pair: Pair) -> bool:
    """Whether the provider is named for what it makes: "Nvidia's chips"."""
    return pair.features["provider's product"] > 0


def _draft(sentence: Sentence, pair: Pair) -> Draft:
    """The draft of a pair; both parties are decided."""
    here = [n for n in (pair.dependent, pair.provider) if sentence.start <= n.start < sentence.end]
    kind = role(pair)
    return Draft(
        ClaimKind.DEPENDENCY,
        sentence,
        min((n.start for n in here), default=sentence.start),
        max((n.end for n in here), default=sentence.end),
        pair.relation,
        role=kind,
        modality=Modality.EXPLORING if kind is DependencyRole.EXPLORING else None,
        subject=Group((pair.dependent,)),
        object=Group((pair.provider,)),
        fixed=frozenset({"subject", "object"}),
        evidence=pair.features,
    )


@cache
def _weak() -> frozenset[str]:
    return frozenset(table()["words"]["weak"])


@cache
def _noun(around: str) -> re.Pattern[str]:
    """A pattern in which the nouns of ``dependencies.toml`` that say what a name is are filled."""
    nouns = "|".join(noun for nouns in table()["called"].values() for noun in nouns)
    return re.compile(around.replace("NOUN", f"(?P<noun>{nouns})"))


@cache
def _noun_class(noun: str) -> str:
    rows = table()["called"].items()
    return next(str(name) for name, nouns in rows if re.fullmatch("|".join(nouns), noun))


@cache
def _product() -> re.Pattern[str]:
    nouns = "|".join(table()["words"]["products"])
    return re.compile(rf"(?:['’]s)?(?: [a-z-]{{1,20}}){{0,2}} (?:{nouns})\b")


@Language.component("gigawatch_dependencies")
def gigawatch_dependencies(doc: Doc) -> Doc:
    """Draft a dependency for each pair that a sentence may tell."""
    context: Context = doc._.context
    found = [(sentence, find_pairs(context, sentence)) for sentence in context.sentences]
    told = Counter(pair.key for _, pairs in found for pair in pairs if pair.said)
    drafts: list[Draft] = doc._.drafts
    for sentence, pairs in found:
        for pair in pairs:
            pair.features.update(_frequency(sentence, told[pair.key], told[pair.key[::-1]]))
            drafts.append(_draft(sentence, pair))
    return doc


def _frequency(sentence: Sentence, times: int, turned: int) -> Features:
    """How often an article tells a pair, this way and the other way round, and where."""
    return {
        f"told in {min(times, 4)} sentences": 1.0,
        "times told": min(times, 6) / 6,
        "told the other way round": float(turned > 0),
        "early": 1 / (1 + sentence.index),
        f"{min(len(sentence.names), 6)} names in the sentence": 1.0,
    }
