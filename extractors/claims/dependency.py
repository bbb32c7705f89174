"""Dependencies: who supplies, makes, hosts or helps to design what another party relies on.

The sentence, its names replaced by marks, is matched against the patterns of
``dependencies.toml``; each pattern says which side depends. Listed parties make one dependency
a pair. Between two parties that a symmetrical word joins ("a deal with"), the one further from
the ground of the stack depends on the other.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractors.claims.context import Context, Draft, Group, Sentence
from extractors.datafiles import read_text
from extractors.references import antecedent, references
from extractors.spans import Name
from schema.entity import Entity, load_registry
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
_MARK = re.compile(r"⟪([a-z]+)(\d+)⟫")
#: Between an owner and its product ("Google's new", "Nvidia").
_OWNED = r"(?:'s(?: (?!and |or |as )[a-z-]+){0,2}? | )"
#: Words that end a noun phrase.
_NO_NOUN = r"(?:to|and|that|which|for|who|as|according|but) "
_OWNS = re.compile(_OWNED)
_POSSESSIVES = frozenset({"its", "their", "our"})
_ANY = r"⟪[a-z]+\d+⟫"
#: What a slot accepts, as the classes that :func:`_mark` may give a name.
_SLOTS = {
    "": r"(?!own)[a-z]+",
    "org": r"(?:org|power|foundry|hosting)",
    "power": r"power",
    "foundry": r"foundry",
    "hosting": r"hosting",
    "chip": r"chip",
    "site": r"site",
}
_GLUE = (
    r"(?:'s)?(?: (?:gpus?|chips?|cpus?|processors?|accelerators?|systems|silicon|racks|hardware))?"
    r"(?:(?:,? and|,? as well as)(?: [a-z-]+){1,6}? (?:like|such as|including) "
    r"|, and |, or |, as well as |, |/| and | or | as well as | & | plus )"
)
_AUX = (
    r"(?:,? (?:which|who|also|has|have|had|is|are|was|were|will|would|can|could|may|long|been|be|"
    r"now|still|already|reportedly|recently|previously|currently|just|both|to|plans|plan)){0,4}"
)
_SPACES = re.compile(r"\s+")
_MACROS = {
    "{aux}": _AUX,
    "{s}": "'s?",
    "{poss}": "(?:'s?)?",
    "{subj}": "".join(f"(?<!{word} )" for word in ("with", "from", "to", "by", "of", "for", "in")),
}
_PUNCTUATION = str.maketrans("’‘“”\xa0⟪⟫", "''\"\" <>")


@dataclass(frozen=True)
class Pattern:
    """One way to tell a dependency; ``regex`` has groups A and B, or X and Y."""

    name: str
    role: DependencyRole
    modality: Modality | None
    needs: tuple[str, ...]
    vendor: bool
    unsaid: bool
    regexes: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class Pair:
    """One party that depends on another, as a pattern found it."""

    dependent: Name
    provider: Name
    pattern: Pattern


@cache
def patterns() -> tuple[Pattern, ...]:
    """The table of patterns, compiled."""
    rows = _table()["pattern"]
    return tuple(
        Pattern(
            row["name"],
            DependencyRole(row["role"]),
            Modality(row["modality"]) if "modality" in row else None,
            tuple(row["needs"]),
            row.get("vendor", False),
            row["name"].startswith("unsaid_"),
            tuple(re.compile(_expand(text)) for text in row["texts"]),
        )
        for row in rows
    )


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(read_text("dependencies.toml"))


@cache
def _foundries() -> frozenset[str]:
    return frozenset(_table()["foundries"])


def _expand(text: str) -> str:
    """A pattern of the table as a regular expression."""
    text = re.sub(r"\{([ABXY]1?)(?::(\w+))?\}", lambda m: _slot(m[1], m[2] or ""), text)
    text = re.sub(r"\{gap(\d+)\}", r",?(?: [^\\s⟪⟫;]{1,30}){0,\1}?", text)
    text = re.sub(r"\{np(\d+)\}", rf"(?: (?!{_NO_NOUN})[^\\s⟪⟫;]{{0,29}}[^\\s⟪⟫;,]){{0,\1}}?", text)
    text = re.sub(r"\{far(\d+)\}", r"(?:'s|,)?(?: [^\\s;]{1,40}){0,\1}?", text)
    for macro, meaning in _MACROS.items():
        text = text.replace(macro, meaning)
    return text


def _slot(group: str, kind: str) -> str:
    """A name of a kind, perhaps after its owner, or a list of such names."""
    accepts = _SLOTS[kind] if group[0] in "BY" else f"(?:own|{_SLOTS[kind]})"
    item = rf"(?:{_ANY}{_OWNED})?⟪{accepts}\d+⟫"
    if group.endswith("1"):
        return f"(?P<{group[0]}>{item})"
    more = rf"(?:{_GLUE}(?:the |a |an |with )?(?:{_ANY}(?:'s)? )?{_ANY}){{0,11}}"
    return f"(?P<{group}>{item}{more})"


def find_pairs(context: Context, sentence: Sentence) -> list[Pair]:
    """The dependencies that a sentence tells, each pair once, the first pattern's reading."""
    wanted = [p for p in patterns() if any(word in sentence.lower for word in p.needs)]
    if not wanted or not sentence.names:
        return []
    marked, names = _marked(context, sentence)
    found: dict[tuple[str, str], Pair] = {}
    for pattern in wanted:
        provided = {provider for _, provider in found} if pattern.unsaid else set()
        for match in _matches(pattern, marked):
            for pair in _pairs(context, pattern, match, names):
                key = (pair.dependent.canonical, pair.provider.canonical)
                if key not in found and key[::-1] not in found and key[1] not in provided:
                    found[key] = pair
    return list(found.values())


def _matches(pattern: Pattern, marked: str) -> Iterator[re.Match[str]]:
    for regex in pattern.regexes:
        yield from regex.finditer(marked)


def _marked(context: Context, sentence: Sentence) -> tuple[str, list[Name]]:
    """The sentence in lower case with a mark for each name and each reference to one."""
    spans = [(name.start, name.end, name) for name in sentence.names]
    spans += [
        (start, end, name)
        for start, end, name in references(context.doc, sentence.start, sentence.end)
        if not any(start < e and s < end for s, e, _ in spans)
    ]
    text = sentence.text.translate(_PUNCTUATION)
    parts: list[str] = []
    names: list[Name] = []
    at = sentence.start
    for start, end, name in sorted(spans, key=lambda span: span[0]):
        parts.append(text[at - sentence.start : start - sentence.start].lower())
        own = text[start - sentence.start : end - sentence.start].lower() in _POSSESSIVES
        parts.append(f"⟪own{len(names)}⟫'s" if own else f"⟪{_mark(name)}{len(names)}⟫")
        names.append(name)
        at = end
    parts.append(text[at - sentence.start :].lower())
    return _SPACES.sub(" ", "".join(parts)), names


def _mark(name: Name) -> str:
    """The class of a name, as the slots of patterns ask for it."""
    if name.kind is EntityKind.CHIP:
        return "chip"
    if name.kind in {EntityKind.SITE, EntityKind.PROGRAMME}:
        return "site"
    entity = _entity(name)
    if entity is None or entity.layer is None:
        return "org"
    if entity.layer is Layer.CHIPS:
        return "foundry" if entity.entity_id in _foundries() else "org"
    return entity.layer.value if entity.layer in {Layer.POWER, Layer.HOSTING} else "org"


def _pairs(
    context: Context,
    pattern: Pattern,
    match: re.Match[str],
    names: list[Name],
) -> Iterator[Pair]:
    """Every dependent with every provider of a match."""
    slots = {key: _listed(marks, names, pattern) for key, marks in match.groupdict().items()}
    symmetrical = "Y" in slots
    others = slots["Y" if symmetrical else "B"]
    ones = slots.get("X" if symmetrical else "A")
    if ones is None:
        ones = _unsaid(context, others[0])
    if {one.canonical for one in ones} & {other.canonical for other in others}:
        return
    for one in ones:
        for other in others:
            turned = symmetrical and _rank(one) < _rank(other)
            dependent, provider = (other, one) if turned else (one, other)
            dependent = _vendor(context, dependent)
            # Nobody depends on itself, nor on a product of its own house.
            if _owner(dependent) != _owner(provider):
                yield Pair(dependent, provider, pattern)


def _unsaid(context: Context, provider: Name) -> list[Name]:
    """Whom a sentence speaks of that does not name its dependent."""
    name = antecedent(context.doc, provider.start)
    return [name] if name is not None else []


def _vendor(context: Context, name: Name) -> Name:
    """The vendor of a chip, since a chip does not depend on its maker but its vendor does."""
    entity = _entity(name)
    if entity is None or entity.kind is not EntityKind.CHIP or entity.parent is None:
        return name
    vendor = load_registry().get(entity.parent)
    if vendor is None:
        return name
    spoken = (n for s in context.sentences for n in s.names if n.entity_id == vendor.entity_id)
    return next(
        spoken, Name(name.start, name.end, name.written, vendor.name, vendor.kind, vendor.entity_id)
    )


def _listed(marked: str, names: list[Name], pattern: Pattern) -> list[Name]:
    """The names of a slot; of an owner and its product, the product or, if asked for, the owner."""
    marks = list(_MARK.finditer(marked))
    found: list[Name] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        glue = marked[mark.end() : following.start()] if following else ","
        name = names[int(mark[2])]
        if found and pattern.vendor and _is_product_of(name, found[-1]):
            continue
        if pattern.vendor or not _OWNS.fullmatch(glue):
            found.append(name)
    return found


def _is_product_of(name: Name, owner: Name) -> bool:
    return name.kind is EntityKind.CHIP and _owner(name) == _owner(owner)


def _entity(name: Name) -> Entity | None:
    return load_registry().get(name.entity_id) if name.entity_id else None


def _owner(name: Name) -> str:
    entity = _entity(name)
    return load_registry().root(entity).entity_id if entity else name.canonical


def _rank(name: Name) -> int:
    """How far from the ground of the stack a party or its owner stands; unknown ones at the top."""
    entity = _entity(name)
    if entity is None:
        return len(_ORDER)
    houses = (entity, load_registry().root(entity))
    return min(_ORDER.index(e.layer) if e.layer else len(_ORDER) for e in houses)


def _draft(sentence: Sentence, pair: Pair) -> Draft:
    """The draft of a pair; both parties are decided."""
    spans = [n for n in (pair.dependent, pair.provider) if sentence.start <= n.start < sentence.end]
    start = min((n.start for n in spans), default=sentence.start)
    end = max((n.end for n in spans), default=sentence.end)
    return Draft(
        ClaimKind.DEPENDENCY,
        sentence,
        start,
        end,
        pair.pattern.name,
        role=pair.pattern.role,
        modality=pair.pattern.modality,
        subject=Group((pair.dependent,)),
        object=Group((pair.provider,)),
        fixed=frozenset({"subject", "object"}),
    )


@Language.component("gigawatch_dependencies")
def gigawatch_dependencies(doc: Doc) -> Doc:
    """Draft a dependency for each pair that a sentence tells."""
    context: Context = doc._.context
    for sentence in context.sentences:
        doc._.drafts.extend(_draft(sentence, pair) for pair in find_pairs(context, sentence))
    return doc
