"""How well claims are merged into facts: pairs of claims that are, or are not, about one thing.

    python -m benchmarks.merging [--errors]

Loads the labelled stories as articles are loaded and resolves them. A pair is two claims of one
kind in one story, or in two stories that share a party; it is found where both have one fact.
Prints precision, recall and F1 of the pairs, by kind, of the links between facts, by relation, and
of the amounts that are counted: each that is no part of another and was not replaced, and each
once. Half of the stories are held out: ``--errors`` lists what is wrong in the other half alone.
"""

import argparse
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import duckdb

from benchmarks.labelled_stories import Story, label_of, labels, loadable, read_stories
from schema.claim import Claim
from schema.entity import load_registry
from schema.fact import Relation
from schema.vocabulary import ClaimKind, Modality
from warehouse.load import load
from warehouse.rebuild import derive_deals, derive_facts
from warehouse.resolve import resolve

_NOW = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
STORIES = Path(__file__).parents[1] / "tests" / "data" / "merging"

#: Story and label: what a claim is about.
Label = tuple[str, str]
Link = tuple[Label, Relation, Label]


@dataclass(frozen=True, slots=True)
class Placed:
    """A labelled claim and the fact that it was put with."""

    label: Label
    kind: str
    fact_id: str
    parties: frozenset[str]
    words: str


@dataclass
class Score:
    """Right, wrong and missed ones, of pairs or of links."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    apart: int = 0

    @property
    def precision(self) -> float:
        """Part of what was found that is right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Part of what there is that was found."""
        return self.right / max(1, self.right + self.missed)

    def __str__(self) -> str:
        both = self.precision + self.recall
        f1 = 2 * self.precision * self.recall / both if both else 0.0
        return (
            f"precision {self.precision:.3f}  recall {self.recall:.3f}  F1 {f1:.3f}   "
            f"{self.right} right, {self.wrong} wrong, {self.missed} missed, {self.apart} apart"
        )


@dataclass
class Merging:
    """What resolving made of some stories, beside what was expected."""

    pairs: Score = field(default_factory=Score)
    kinds: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    links: Score = field(default_factory=Score)
    relations: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    sums: Score = field(default_factory=Score)
    errors: list[str] = field(default_factory=list)


def measure(stories: Collection[Story]) -> Merging:
    """Load and resolve stories together, and compare facts and links with their labels."""
    connection = duckdb.connect()
    load(connection, *loadable(stories))
    resolve(connection, load_registry())
    derive_facts(connection, _NOW)
    derive_deals(connection, _NOW)
    placed = _placed(connection, labels(stories))
    found = Merging()
    for first, second in combinations(placed, 2):
        _count_pair(found, first, second)
    names = _named(placed)
    expected = set(_expected(stories))
    _count_links(found, expected, _linked(connection, names))
    _count_sums(found, _once(stories, expected), _counted(connection, names))
    return found


def _placed(connection: duckdb.DuckDBPyConnection, known: dict[str, Label]) -> list[Placed]:
    rows: list[tuple[str, str, str, list[str], str]] = connection.execute(
        """
        SELECT
          claim.claim_id, claim.kind, placed.fact_id,
          coalesce(list(DISTINCT coalesce(entity.root_id, party.entity_id))
            FILTER (party.entity_id IS NOT NULL), []),
          concat_ws(' | ', claim.told_on, claim.subject, claim.object, claim.role, claim.stage,
            claim.metric, claim.low, claim.high, claim.unit, claim.when_start, claim.when_end,
            claim.modality, claim.quote)
        FROM claims AS claim
        JOIN fact_claims AS placed USING (claim_id)
        LEFT JOIN claim_parties AS party USING (claim_id)
        LEFT JOIN entities AS entity USING (entity_id)
        GROUP BY ALL
        ORDER BY 5, 1
        """
    ).fetchall()
    return [
        Placed(known[claim_id], kind, fact_id, frozenset(parties), words)
        for claim_id, kind, fact_id, parties, words in rows
    ]


def _count_pair(found: Merging, first: Placed, second: Placed) -> None:
    if first.kind != second.kind:
        return
    same, merged = first.label == second.label, first.fact_id == second.fact_id
    related = first.label[0] == second.label[0] or bool(first.parties & second.parties)
    if not (same or merged or related):
        return
    for score in (found.pairs, found.kinds[first.kind]):
        score.right += same and merged
        score.wrong += merged and not same
        score.missed += same and not merged
        score.apart += not same and not merged
    if same != merged:
        what = "one thing, not merged" if same else "two things, merged"
        found.errors.append(
            f"{what}: {_name(first.label)} and {_name(second.label)}\n"
            f"    {first.words}\n    {second.words}"
        )


def _name(label: Label) -> str:
    return "/".join(label)


def _expected(stories: Iterable[Story]) -> Iterator[Link]:
    for story in stories:
        for link in story.links:
            one, other = label_of(story.story, link.fact), label_of(story.story, link.other)
            yield _undirected((one, link.relation, other))


def _named(placed: Iterable[Placed]) -> dict[str, Label]:
    """Each fact under the label that most of its claims have."""
    by_fact: dict[str, Counter[Label]] = defaultdict(Counter)
    for claim in placed:
        by_fact[claim.fact_id][claim.label] += 1
    return {fact: votes.most_common(1)[0][0] for fact, votes in by_fact.items()}


def _linked(connection: duckdb.DuckDBPyConnection, names: dict[str, Label]) -> set[Link]:
    rows: list[tuple[str, str, str]] = connection.execute(
        "SELECT fact_id, relation, other_fact_id FROM fact_links"
    ).fetchall()
    return {_undirected((names[one], Relation(how), names[other])) for one, how, other in rows}


def _undirected(link: Link) -> Link:
    """A conflict has no direction; the other relations have one."""
    one, relation, other = link
    return (min(one, other), relation, max(one, other)) if relation == "contradicts" else link


def _count_links(found: Merging, expected: set[Link], linked: set[Link]) -> None:
    for one, relation, other in expected | linked:
        for score in (found.links, found.relations[relation]):
            score.right += (one, relation, other) in expected & linked
            score.wrong += (one, relation, other) not in expected
            score.missed += (one, relation, other) not in linked
    for what, links in (("missing link", expected - linked), ("wrong link", linked - expected)):
        found.errors += sorted(
            f"{what}: {_name(one)} {relation} {_name(other)}" for one, relation, other in links
        )


def _once(stories: Iterable[Story], expected: Collection[Link]) -> dict[Label, bool]:
    """For each amount of money whether it counts, once, or not at all.

    Left out are rates, and amounts that are denied or in conflict: whether they count is no
    matter of merging.
    """
    told: dict[Label, list[Claim]] = defaultdict(list)
    for story in stories:
        for article in story.articles:
            for label, claim in article.claims():
                if claim.kind is ClaimKind.DEAL:
                    told[label_of(story.story, label)].append(claim)
    unsure = {
        label
        for label, claims in told.items()
        if any("/" in (c.unit or "") or c.modality is Modality.DENIED for c in claims)
    }
    replaced = set()
    for one, relation, other in expected:
        match relation:
            case Relation.PART_OF:
                replaced.add(one)
            case Relation.CONTRADICTS:
                unsure |= {one, other}
            case Relation.REVISES | Relation.SUPERSEDES:
                replaced.add(other)
    return {label: label not in replaced for label in told if label not in unsure}


def _counted(connection: duckdb.DuckDBPyConnection, names: dict[str, Label]) -> Counter[Label]:
    rows = connection.execute("SELECT fact_id FROM commitments").fetchall()
    return Counter(names[fact] for (fact,) in rows)


def _count_sums(found: Merging, once: dict[Label, bool], counted: Counter[Label]) -> None:
    for label, counts in sorted(once.items()):
        times = counted[label]
        found.sums.right += counts and times > 0
        found.sums.wrong += max(0, times - counts)
        found.sums.missed += counts and not times
        if times != counts:
            expected = "once" if counts else "not"
            found.errors.append(f"counted {times} times, should be {expected}: {_name(label)}")


def main() -> None:
    """Print the scores of the open half, of the held half and of all stories together."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--errors", action="store_true", help="list what is wrong, held half aside")
    arguments = parser.parse_args()
    stories = read_stories(STORIES)
    halves = {
        "open": [story for story in stories if not story.held],
        "held": [story for story in stories if story.held],
        "all": stories,
    }
    for name, some in halves.items():
        found = measure(some)
        print(f"{name + ', ' + str(len(some)) + ' stories':<20}{found.pairs}")
        for kind, score in sorted(found.kinds.items()):
            print(f"  {kind:<18}{score}")
        print(f"  {'links':<18}{found.links}")
        for relation, score in sorted(found.relations.items()):
            print(f"    {relation:<16}{score}")
        print(f"  {'amounts counted':<18}{found.sums}")
        if arguments.errors and name == "open":
            print("\n".join(found.errors))


if __name__ == "__main__":
    main()
