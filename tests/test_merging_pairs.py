"""Labelled claims: what an analyst says is one thing is one fact, what is another is another."""

from collections import Counter
from itertools import combinations

import pytest

from benchmarks.labelled_stories import Story, label_of, read_stories
from benchmarks.merging import STORIES, Merging, measure


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    return read_stories(STORIES)


@pytest.fixture(scope="module")
def merging(stories: list[Story]) -> Merging:
    return measure(stories)


def test_enough_pairs_are_labelled_to_measure_by(stories: list[Story]) -> None:
    pairs: Counter[bool] = Counter()
    for story in stories:
        told = [
            (label_of(story.story, label), claim.kind)
            for article in story.articles
            for label, claim in article.claims()
        ]
        pairs.update(
            mine == theirs
            for (mine, kind), (theirs, other) in combinations(told, 2)
            if kind is other
        )
    assert len(stories) >= 60
    assert 0.4 <= sum(story.held for story in stories) / len(stories) <= 0.6
    assert pairs[True] >= 150
    assert pairs.total() >= 300


def test_claims_are_merged_as_the_labels_say(merging: Merging) -> None:
    assert merging.pairs.precision >= 0.98
    assert merging.pairs.recall >= 0.9


def test_facts_are_linked_as_the_labels_say(merging: Merging) -> None:
    assert merging.links.precision >= 0.62
    assert merging.links.recall >= 0.39


def test_an_amount_told_by_several_counts_once(merging: Merging) -> None:
    assert merging.sums.precision >= 0.72
    assert merging.sums.recall >= 0.94
