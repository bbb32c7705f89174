"""Placing new statements among those that stand: what they change, and nothing else.

Statements are placed in turns (see ``clusters``). In each turn the new ones are placed, and once
more those to which a fact of an earlier turn now looks otherwise. With nothing standing, every
statement is new: that is the whole rebuild.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from warehouse.resolving.agreeing import Limits
from warehouse.resolving.blocks import Block
from warehouse.resolving.clusters import (
    AGAIN,
    DENIAL,
    FIRST,
    JOINT,
    ONLY,
    TURNS,
    Index,
    gather,
    larger,
    only_matches,
    regards,
    turn_of,
)
from warehouse.resolving.memory import Former, Lead, Memory, Placement
from warehouse.resolving.shelf import Cluster, Days
from warehouse.resolving.statement import Statement


def cluster(statements: Iterable[Statement], limits: Limits) -> list[Cluster]:
    """Group statements into facts; the order in which they are given is of no matter."""
    placing = Placing(Memory(), limits)
    placing.place(statements, ())
    return clusters(placing.placed.values())


def clusters(placed: Iterable[Placement]) -> list[Cluster]:
    """The facts that placed statements make, in the order in which they were first told."""
    found: dict[str, Cluster] = defaultdict(Cluster)
    for one in sorted(placed, key=lambda p: (p.statement.claim_id != p.root, p.statement.order)):
        found[one.root].members.append((one.statement, one.reason))
    return sorted(found.values(), key=lambda fact: fact.earliest.order)


class _Seen(NamedTuple):
    """A fact that changed: its leader and the days between which it was told, and is now told."""

    leader: Statement | None
    before: Days | None
    after: Days | None

    def spans(self, day: dt.date) -> bool:
        """Whether the day lies between them as before, so that nothing told on it is affected."""
        spans = (self.leader, self.before, self.after)
        return None not in spans and all(days[0] <= day <= days[1] for days in self[1:] if days)

    def affects(self, statement: Statement, limits: Limits) -> bool:
        """Whether a statement may mean the fact now, and could not before, or the other way."""
        if self.leader is None:
            return True
        before = regards(statement, self.leader, self.before, limits)
        return before != regards(statement, self.leader, self.after, limits)


class Placing:
    """One round of placing.

    Attributes:
        placed: The new place of each statement that was placed.
    """

    def __init__(self, memory: Memory, limits: Limits) -> None:
        """Start with what stands."""
        self.placed: dict[str, Placement] = {}
        self._memory = memory
        self._limits = limits
        self._index = Index(limits)
        self._indexed: set[str] = set()
        self._said: dict[str, Statement] = {}
        self._fresh: set[str] = set()
        self._former: dict[str, Former] = {}
        #: The facts that changed, by the numbers under which they are found.
        self._seen: dict[int, list[_Seen]] = defaultdict(list)

    @property
    def changed(self) -> set[str]:
        """Leaders of the facts that won or lost a statement; some may be gone."""
        found = set()
        for claim_id in self._former.keys() | self.placed.keys():
            former, placed = self._former.get(claim_id), self.placed.get(claim_id)
            stays = former is not None and placed is not None and former[3:7] == placed[2:6]
            if not stays or claim_id in self._fresh:
                found |= {place.root for place in (former, placed) if place is not None}
        return found

    def place(self, fresh: Iterable[Statement], gone: Collection[str]) -> None:
        """Place new statements, and whatever they and the lost ones affect.

        Args:
            fresh: Statements that are new, or may say something else than before.
            gone: Ids of claims that are no more.
        """
        turns: list[list[Statement]] = [[] for _ in TURNS]
        for statement in fresh:
            turns[turn_of(statement, self._limits)].append(statement)
            self._said[statement.claim_id] = statement
        self._fresh = set(self._said)
        self._take(self._memory.formers(self._fresh.union(gone)))
        for turn in TURNS:
            left = turns[turn] + self._reopened(turn)
            self._gather(turn, self._match(turn, left) if turn else left)

    def statements(self, claim_ids: Iterable[str]) -> dict[str, Statement]:
        """What some claims say, by id."""
        wanted = list(claim_ids)
        unknown = [i for i in wanted if i not in self._said]
        self._said |= {one.claim_id: one for one in self._memory.statements(unknown)}
        return {i: self._said[i] for i in wanted}

    def _take(self, formers: Collection[Former]) -> list[str]:
        """Take out of what stands, to be placed anew."""
        self._former |= {former.claim_id: former for former in formers}
        self._memory.take([former.claim_id for former in formers])
        return [former.claim_id for former in formers]

    def _reopened(self, turn: int) -> list[Statement]:
        """Statements to which a fact of an earlier turn now looks otherwise."""
        asking = [
            (former, [seen for seen in self._seen[key] if not seen.spans(former.told_on)])
            for key, former in self._memory.asking(turn, self._seen)
        ]
        said = self.statements({former.claim_id for former, seen in asking if seen})
        again = {
            former
            for former, facts in asking
            if any(seen.affects(said[former.claim_id], self._limits) for seen in facts)
        }
        return [said[claim_id] for claim_id in self._take(again)]

    def _match(self, turn: int, statements: list[Statement]) -> list[Statement]:
        """Let each join the only fact of earlier turns that it can mean; those that do not."""
        if self._memory.stands:
            asked = {number for s in statements for number in self._index.asked(s)}
            offering = self._memory.offering(turn - 1, _near(asked))
            self._offer(self._standing(lead for lead in offering if lead.root == lead.leader_id))
        matched = set()
        for statement, fact in only_matches(statements, self._index, self._limits):
            matched.add(statement.claim_id)
            reason = DENIAL if statement.denied else ONLY
            self._put(statement, turn, None, fact.leader, reason)
        return [statement for statement in statements if statement.claim_id not in matched]

    def _standing(self, leads: Iterable[Lead]) -> dict[str, Cluster]:
        """Clusters that stand, by leader."""
        days = {lead.leader_id: (lead.first, lead.last) for lead in leads}
        said = self.statements(days)
        return {i: Cluster([(said[i], FIRST)], days[i]) for i in days}

    def _offer(self, found: dict[str, Cluster]) -> None:
        """Let statements of later turns join some facts."""
        self._index.add(one for leader, one in found.items() if leader not in self._indexed)
        self._indexed |= found.keys()

    def _gather(self, turn: int, left: list[Statement]) -> None:
        """Gather statements within their blocks: whole blocks anew where their leaders change."""
        formers = [f for f in self._former.values() if f.turn == turn and f.own]
        lost = {former.block for former in formers if former.own == former.claim_id}
        touched = {former.block for former in formers}
        if self._memory.stands:
            touched |= {Block.of(statement).number for statement in left}
        leads = self._memory.leaders(turn, touched - lost)
        standing = self._standing(leads)
        known = {Block.of(one.leader).number for one in standing.values()}
        beside = (s for s in left if known and Block.of(s).number in known)
        trial = gather([*(one.leader for one in standing.values()), *beside], self._limits)
        led = {one.leader.claim_id: one for one in trial}
        moved = {Block.of(self._said[i]).number for i in led.keys() ^ standing.keys()}
        again = self._take(self._memory.in_blocks(turn, lost | moved))
        rest = (s for s in left if not known or Block.of(s).number not in known - moved)
        anew = gather([*self.statements(again).values(), *rest], self._limits)
        found = {one.leader.claim_id: one for one in anew}
        for leader, one in led.items():
            if not moved or Block.of(one.leader).number not in moved:
                found[leader] = Cluster(one.members, standing[leader].stood)
        roots = self._joined(found, leads) if turn == 0 else {}
        for leader, one in found.items():
            self._settle(turn, one, roots.get(leader, leader))
        self._note(turn, {i: one for i, one in found.items() if roots.get(i, i) == i}, leads)

    def _settle(self, turn: int, found: Cluster, root: str) -> None:
        """Put the statements of a cluster into a fact; of one that stands those that are new."""
        own = found.leader.claim_id
        leader = found.leader if root == own else self.statements([root])[root]
        for statement, reason in found.members[1 if found.stood else 0 :]:
            self._put(statement, turn, own, leader, reason if root == own else JOINT)

    def _put(
        self, statement: Statement, turn: int, own: str | None, leader: Statement, reason: str
    ) -> None:
        self.placed[statement.claim_id] = Placement.of(statement, turn, own, leader, reason)

    def _note(self, turn: int, found: dict[str, Cluster], leads: Iterable[Lead]) -> None:
        """Offer the facts of a turn to later ones, and note which of them changed.

        Args:
            turn: The turn.
            found: What leads a fact now.
            leads: What stood in blocks that were touched, as far as it was not lost.
        """
        self._offer(found)
        if not self._memory.stands:
            return
        days: dict[str, list[dt.date]] = defaultdict(list)
        for lead in leads:
            if lead.root == lead.leader_id:
                days[lead.leader_id] += (lead.first, lead.last)
        for former in self._former.values():
            if former.turn == turn and former.own == former.root:
                days[former.root].append(former.told_on)
        for leader in days.keys() | found.keys():
            before = (min(days[leader]), max(days[leader])) if leader in days else None
            after = found[leader].told if leader in found else None
            self._see(leader, before, after)

    def _see(self, leader: str, before: Days | None, after: Days | None) -> None:
        said = self._said.get(leader)
        if leader in self._fresh and before is not None:
            # What it said before is not known any more.
            for number in _near(self._memory.offered([leader])):
                self._seen[number].append(_Seen(None, before, None))
            before = None
        if before == after:
            return
        offered = self._index.offered(said) if said else self._memory.offered([leader])
        for number in _near(offered):
            self._seen[number].append(_Seen(said, before, after))

    def _joined(self, found: dict[str, Cluster], leads: Iterable[Lead]) -> dict[str, str]:
        """By leader of the first turn, the leader of its fact: told with more of joint parties.

        Clusters that stand, and are put to another fact by what is new, are added to those found.
        """
        leading = (f for f in self._former.values() if f.turn == 0 and f.own == f.claim_id)
        was = {former.claim_id: former.root for former in leading}
        lost = {i for i in was if i not in found or i in self._fresh}
        index = Index(self._limits)
        small = {i: one for i, one in found.items() if not one.stood}
        met: dict[str, Cluster] = {}
        numbers = self._memory.offered(was)
        if self._memory.stands:
            numbers = numbers.union(*(index.offered(one.leader) for one in small.values()))
        was |= {lead.leader_id: lead.root for lead in leads}
        more = [former for _, former in self._memory.asking(0, _near(numbers))]
        while True:
            was |= {former.claim_id: former.root for former in more}
            small |= self._alone(former.claim_id for former in more)
            offering = self._offering(small)
            was |= offering
            new = {**found, **self._alone(offering), **small}
            index.add(one for i, one in new.items() if i not in met)
            met |= new
            roots = _roots(larger(small.values(), index, self._limits), small, was)
            moved = {was[i] for i in was if i in lost or roots.get(i, was[i]) != was[i]}
            more = [f for f in self._memory.in_facts(moved) if f.claim_id not in small]
            if not more:
                break
        for leader in small:
            if (leader not in found or found[leader].stood) and roots[leader] != was[leader]:
                found[leader] = self._whole(found.get(leader, small[leader]))
        return {leader: roots.get(leader, was.get(leader, leader)) for leader in found}

    def _offering(self, small: dict[str, Cluster]) -> dict[str, str]:
        """Leaders of the first turn that those of small clusters may find, each with its fact."""
        if not self._memory.stands:
            return {}
        asked = (self._index.asked(one.leader) for one in small.values())
        found = self._memory.offering(0, _near(set().union(*asked)))
        return {lead.leader_id: lead.root for lead in found}

    def _alone(self, leaders: Iterable[str]) -> dict[str, Cluster]:
        said = self.statements(leaders)
        return {leader: Cluster([(said[leader], FIRST)]) for leader in said}

    def _whole(self, known: Cluster) -> Cluster:
        """A cluster that stands, with all its statements."""
        leader = known.leader.claim_id
        said = self.statements(self._take(self._memory.led_by([leader])))
        rest = [(statement, AGAIN) for i, statement in said.items() if i != leader]
        return Cluster([*known.members, *rest])


def _roots(
    bigger: dict[str, Cluster], small: Collection[str], was: dict[str, str]
) -> dict[str, str]:
    """By small cluster, the last of those that each is a part of; what stands stays in its fact."""
    roots = {}
    for leader in small:
        root = leader
        while root in bigger:
            root = bigger[root].leader.claim_id
        roots[leader] = root if root in small else was.get(root, root)
    return roots


def _near(numbers: Iterable[int]) -> set[int]:
    """The numbers of equal and of neighbouring places."""
    return {near for number in numbers for near in (number - 1, number, number + 1)}
