"""Placing new statements among those that stand: what they change, and nothing else.

Statements are placed in turns (see ``clusters``). In each turn the new ones are placed, and so are
those of every block that asks for a fact which an earlier turn changed. With nothing standing,
every statement is new: that is the whole rebuild.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple, Protocol

from warehouse.resolving.agreeing import Limits
from warehouse.resolving.blocks import Block
from warehouse.resolving.clusters import (
    DENIAL,
    FIRST,
    JOINT,
    ONLY,
    TURNS,
    Index,
    gather,
    larger,
    only_matches,
    turn_of,
)
from warehouse.resolving.shelf import Cluster
from warehouse.resolving.statement import Statement


class Placement(NamedTuple):
    """Where a statement stands.

    ``own`` leads those of its block that say the same, where it joined no fact of an earlier turn;
    ``root`` leads the fact.
    """

    claim_id: str
    turn: int
    block: str
    own: str | None
    root: str
    reason: str


class Standing(NamedTuple):
    """A cluster that stands: its leader, unless that was taken out, and the days that are left."""

    leader_id: str
    root: str
    leader: Statement | None
    told: tuple[dt.date, dt.date]

    def cluster(self) -> Cluster:
        """The cluster without its other statements."""
        return Cluster([(self.leader, FIRST)] if self.leader else [], self.told)


class Memory(Protocol):
    """The placements that stand; what is taken out of them is placed anew."""

    def take(self, claim_ids: Collection[str], /) -> list[Placement]:
        """Take out some statements."""

    def take_blocks(
        self, turn: int, blocks: Collection[str], led_alone: bool, /
    ) -> list[tuple[Statement, Placement]]:
        """Take out the statements of some blocks, or those alone that have an ``own``."""

    def asking(self, turn: int, keys: Collection[str], fewer_than: int | None, /) -> set[str]:
        """Blocks of a turn that ask for some keys (and name fewer parties than a number)."""

    def blocks(self, claim_ids: Collection[str], /) -> dict[str, str]:
        """The blocks of some statements."""

    def led(self, turn: int, blocks: Collection[str], /) -> list[Standing]:
        """Clusters that statements of some blocks make among themselves."""

    def standing(
        self, turn: int, keys: Collection[str], roots: Collection[str], /
    ) -> list[Standing]:
        """Clusters of earlier turns that offer some keys, or lead some facts, as then told."""


class Nothing:
    """A memory in which nothing stands."""

    def take(self, _claim_ids: Collection[str], /) -> list[Placement]:
        """None."""
        return []

    def take_blocks(
        self, _turn: int, _blocks: Collection[str], _led_alone: bool, /
    ) -> list[tuple[Statement, Placement]]:
        """None."""
        return []

    def asking(self, _turn: int, _keys: Collection[str], _fewer_than: int | None, /) -> set[str]:
        """None."""
        return set()

    def blocks(self, _claim_ids: Collection[str], /) -> dict[str, str]:
        """None."""
        return {}

    def led(self, _turn: int, _blocks: Collection[str], /) -> list[Standing]:
        """None."""
        return []

    def standing(
        self, _turn: int, _keys: Collection[str], _roots: Collection[str], /
    ) -> list[Standing]:
        """None."""
        return []


def cluster(statements: Iterable[Statement], limits: Limits) -> list[Cluster]:
    """Group statements into facts; the order in which they are given is of no matter."""
    placing = Placing(Nothing(), limits)
    placing.place(statements, ())
    return sorted(placing.facts.values(), key=lambda c: c.earliest.order)


@dataclass
class Placing:
    """One round of placing.

    Attributes:
        facts: The facts that were touched or looked at, by leader; of those that stood before,
            the leader and the statements that were placed now.
        placed: The new place of each statement that was placed.
        changed: Leaders of the facts that won or lost a statement; some may be gone.
    """

    memory: Memory
    limits: Limits
    facts: dict[str, Cluster] = field(default_factory=dict)
    placed: dict[str, Placement] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    _offered: dict[str, list[str]] = field(default_factory=dict)
    _former: dict[str, Placement] = field(default_factory=dict)
    _fresh: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Start without facts."""
        self._index = Index(self.limits)

    def place(self, fresh: Iterable[Statement], gone: Collection[str]) -> None:
        """Place new statements, and whatever they and the lost ones affect.

        Args:
            fresh: Statements that are new, or may say something else than before.
            gone: Ids of claims that are no more.
        """
        turns: list[list[Statement]] = [[] for _ in TURNS]
        for statement in fresh:
            turns[turn_of(statement, self.limits)].append(statement)
            self._fresh.add(statement.claim_id)
        for former in self.memory.take(self._fresh | set(gone)):
            self._forget(former)
            self.changed.add(former.root)
        for turn in TURNS:
            statements = turns[turn] + self._take_blocks(turn, self._reopened(turn, turns[turn]))
            before = len(self.placed)
            self._gather(turn, self._match(turn, statements) if turn else statements)
            self._compare(list(islice(self.placed, before, None)))

    def _forget(self, former: Placement) -> None:
        self._former[former.claim_id] = former
        if former.claim_id == former.own:
            self._offered[former.claim_id] = Block.read(former.block).offers()

    def _take_blocks(
        self, turn: int, blocks: Collection[str], *, led: bool = False
    ) -> list[Statement]:
        taken = self.memory.take_blocks(turn, blocks, led) if blocks else []
        for _, former in taken:
            self._forget(former)
        return [statement for statement, _ in taken]

    def _reopened(self, turn: int, fresh: Sequence[Statement]) -> set[str]:
        """Blocks that ask for a fact which has changed."""
        if turn == 0:
            return self._smaller(fresh)
        for leader, block in self.memory.blocks(self.changed - self._offered.keys()).items():
            self._offered[leader] = Block.read(block).offers()
        return self.memory.asking(
            turn, {key for i in self.changed for key in self._offered[i]}, None
        )

    def _smaller(self, fresh: Iterable[Statement]) -> set[str]:
        """Blocks of fewer parties whose facts may be those of the blocks that are touched."""
        pending = {Block.of(statement) for statement in fresh}
        pending |= {Block.read(f.block) for f in self._former.values() if f.turn == 0}
        found: set[str] = set()
        while pending:
            most = max(block.parties for block in pending)
            keys = {key for block in pending if block.parties == most for key in block.offers()}
            names = self.memory.asking(0, keys, most) - found
            found |= names
            pending = {block for block in pending if block.parties < most}
            pending |= {Block.read(name) for name in names}
        return found

    def _match(self, turn: int, statements: Sequence[Statement]) -> list[Statement]:
        """Let each join the only fact of earlier turns that it can mean; those that do not."""
        asked = {key for block in set(map(Block.of, statements)) for key in block.asked()}
        self._load(turn, asked, self.facts.keys())
        self._index.add(self.facts.values())
        matched = set()
        for statement, fact in only_matches(statements, self._index, self.limits):
            matched.add(statement.claim_id)
            reason = DENIAL if statement.denied else ONLY
            fact.members.append((statement, reason))
            block, root = Block.of(statement).name, fact.leader.claim_id
            self._put(Placement(statement.claim_id, turn, block, None, root, reason))
        return [statement for statement in statements if statement.claim_id not in matched]

    def _load(self, turn: int, keys: Collection[str], roots: Collection[str]) -> None:
        """Have the facts that offer some keys, as told before a turn."""
        for one in self.memory.standing(turn, keys, list(roots)):
            if one.leader_id in self.facts:
                self.facts[one.leader_id].told_before = one.told
            elif one.root == one.leader_id:
                self.facts[one.root] = one.cluster()

    def _gather(self, turn: int, left: list[Statement]) -> None:
        """Gather statements within their blocks: whole blocks anew where their leaders change."""
        lost = {f.block for f in self._former.values() if f.turn == turn and f.own == f.claim_id}
        left = left + self._take_blocks(turn, lost, led=True)
        blocks = {s.claim_id: Block.of(s) for s in left}
        touched = {block.name for block in set(blocks.values())} - lost
        standing = {one.leader_id: one for one in self.memory.led(turn, touched)}
        leaders = [one.leader for one in standing.values() if one.leader]
        known = set(map(Block.of, leaders))
        beside = [s for s in left if blocks[s.claim_id] in known] if known else []
        trial = gather([*leaders, *beside], self.limits)
        led_by = {cluster.leader.claim_id for cluster in trial}
        moved = {Block.of(c.leader) for c in trial if c.leader.claim_id not in standing}
        moved |= {Block.of(s) for s in leaders if s.claim_id not in led_by}
        anew = [s for s in left if blocks[s.claim_id] not in known or blocks[s.claim_id] in moved]
        anew += self._take_blocks(turn, {block.name for block in moved}, led=True)
        whole = {cluster.leader.claim_id: cluster for cluster in gather(anew, self.limits)}
        self.facts |= whole
        roots = self._joined(whole) if turn == 0 else {}
        members = {leader: list(cluster.members) for leader, cluster in whole.items()}
        for cluster in trial:
            leader = cluster.leader.claim_id
            if Block.of(cluster.leader) not in moved and len(cluster.members) > 1:
                roots[leader] = standing[leader].root
                members[leader] = cluster.members[1:]
        self._load(turn + 1, (), {roots[leader] for leader in members if leader in roots})
        for leader, found in members.items():
            root = roots.get(leader, leader)
            told = found if root == leader else [(statement, JOINT) for statement, _ in found]
            if leader in roots:
                self.facts[root].members.extend(told)
            block = Block.of(found[0][0]).name
            for statement, reason in told:
                self._put(Placement(statement.claim_id, turn, block, leader, root, reason))

    def _joined(self, whole: Mapping[str, Cluster]) -> dict[str, str]:
        """By leader, the fact told with more of the joint parties that some are."""
        blocks = {Block.of(cluster.leader) for cluster in whole.values()}
        asked = {key for block in blocks for key in block.asks()}
        standing = [one for one in self.memory.standing(1, asked, ()) if one.leader]
        others = [one.cluster() for one in standing]
        index = Index(self.limits)
        index.add([*whole.values(), *others])
        bigger = larger(whole.values(), index, self.limits)
        roots = {one.leader_id: one.root for one in standing}
        joined = {}
        for leader in bigger:
            root = leader
            while root in bigger:
                root = bigger[root].leader.claim_id
            joined[leader] = roots.get(root, root)
            del self.facts[leader]
        return joined

    def _put(self, placement: Placement) -> None:
        self.placed[placement.claim_id] = placement

    def _compare(self, statements: Iterable[str]) -> None:
        """Note which facts won or lost a statement."""
        for claim_id in statements:
            placed, former = self.placed[claim_id], self._former.get(claim_id)
            if claim_id in self._fresh or former is None:
                self.changed.add(placed.root)
            elif (placed.root, placed.reason) != (former.root, former.reason):
                self.changed |= {placed.root, former.root}
        for leader in self.changed - self._offered.keys():
            if leader in self.facts:
                self._offered[leader] = Block.of(self.facts[leader].leader).offers()
