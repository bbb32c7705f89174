"""How facts stand to each other: tranches, replacements, revisions, conflicts.

Facts are compared when they are about the same parties, sort of money and unit, or when one
article tells both; what a sentence says of an amount is read from the words around that amount.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

from schema.fact import FactLink, Relation
from warehouse.resolving.agreeing import Limits
from warehouse.resolving.changes import plans, raised, replacements, revisions, rivals, series
from warehouse.resolving.told import Told
from warehouse.resolving.tranches import openings, tranches


def link(told: Iterable[Told], limits: Limits) -> list[FactLink]:
    """Every link between facts, which are given in the order in which they were told; sorted.

    The links of a fact depend on the facts of its group and on those that its articles tell beside
    it: with these given, they are what they are with all facts.

    Of two facts that may be linked in several ways, the first way counts: as part and whole, as
    one amount in place of another, as one thing told otherwise.
    """
    facts = [fact for fact in told if not fact.is_denied]
    opened = openings(facts, limits)
    found = [
        item
        for block in _blocks(facts, _group)
        for item in _links_within(block, {f: opened[f] for f in block if f in opened}, limits)
    ]
    return sorted(found, key=lambda i: (i.fact_id, i.relation, i.other_fact_id))


def link_group(fact: Told) -> str | None:
    """What two facts share that may be linked, in one text; None for a fact that has no links.

    Only a part that ``opens`` is linked to a fact of another group.
    """
    key = None if fact.is_denied else _group(fact)
    return None if key is None else json.dumps(key, default=_plain)


def _plain(value: frozenset[str] | dt.date) -> list[str] | str:
    return sorted(value) if isinstance(value, frozenset) else value.isoformat()


def _group(fact: Told) -> Hashable | None:
    return fact.holding or series(fact)


def _links_within(
    block: Sequence[Told], opened: Mapping[Told, FactLink], limits: Limits
) -> Iterable[FactLink]:
    """The links of the facts of one group.

    Args:
        block: The facts in the order in which they were told.
        opened: Those that are part of a fact of another group.
        limits: The thresholds.
    """
    found: dict[frozenset[str], FactLink] = {}
    _keep(found, tranches([f for f in block if f.holding is not None], limits))
    parts = {item.fact_id for item in found.values()}
    _keep(found, (link for fact, link in opened.items() if fact.fact_id not in parts))
    parts |= {fact.fact_id for fact in opened}
    whole = [f for f in block if f.fact_id not in parts]
    for paired in _blocks(whole, lambda f: f.pair):
        _keep(found, replacements(paired, limits))
    _keep(found, raised(whole, limits))
    settled = {i.other_fact_id for i in found.values() if i.relation is not Relation.PART_OF}
    for paired in _blocks((f for f in whole if f.fact_id not in settled), lambda f: f.pair):
        _keep(found, rivals(paired, limits))
        _keep(found, plans(paired, limits))
    for told in _blocks(block, series):
        _keep(found, revisions(told, parts, limits))
    return found.values()


def _keep(found: dict[frozenset[str], FactLink], new: Iterable[FactLink]) -> None:
    for item in new:
        found.setdefault(frozenset((item.fact_id, item.other_fact_id)), item)


def _blocks(facts: Iterable[Told], key: Callable[[Told], Hashable | None]) -> Iterator[list[Told]]:
    """Facts of equal key in the order in which they were told; a None key stands apart."""
    blocks: dict[Hashable, list[Told]] = defaultdict(list)
    for fact in facts:
        if (found := key(fact)) is not None:
            blocks[found].append(fact)
    return (sorted(block, key=lambda f: f.order) for block in blocks.values())
