"""The queue of a person's review: doubtful facts, conflicts, possible merges, unknown names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
from rapidfuzz import fuzz, utils

from schema.vocabulary import ItemKind
from warehouse.reference import thresholds
from warehouse.statements import run, statement


@dataclass(frozen=True)
class Item:
    """Something that waits for a person: the facts, the name or the article, and why it matters."""

    kind: ItemKind
    ids: tuple[str, ...]
    about: str
    look: tuple[str, ...]
    weight: float


def queue(connection: duckdb.DuckDBPyConnection, kind: ItemKind) -> list[Item]:
    """Every item of a kind, the weightiest first.

    Args:
        connection: A warehouse with its facts.
        kind: What is asked for.
    """
    run(connection, "review/macros")
    answer = connection.execute(statement(f"review/{kind}")).to_arrow_table().to_pylist()
    if kind is ItemKind.MERGES:
        return sorted(_alike(answer), key=lambda item: (-item.weight, item.ids))
    return [_item(kind, row, row["weight"]) for row in answer]


def _item(kind: ItemKind, row: dict[str, Any], weight: float) -> Item:
    look = tuple(line for line in row["look"] if line)
    return Item(kind, tuple(row["ids"]), row["about"], look, weight)


def _alike(rows: Sequence[dict[str, Any]]) -> Iterator[Item]:
    """The pairs whose parties are alike enough to ask a person whether they are one fact."""
    least = thresholds()["review_likeness"]
    for row in rows:
        sides = (_likeness(row[f"{s}_ids"], row[f"{s}s"]) for s in ("subject", "object"))
        likeness = row["closeness"] ** 2
        for side in sides:
            likeness *= side
        if likeness >= least:
            yield _item(ItemKind.MERGES, row, row["stake"] * likeness)


def _likeness(ids: Sequence[Any], names: Sequence[str | None]) -> float:
    """How alike the parties of one side are: 1 where they are the same, less where one is open."""
    if ids[0] == ids[1]:
        return 1.0
    first, second = names
    if not first or not second:
        return thresholds()["review_open_party"]
    return fuzz.token_set_ratio(first, second, processor=utils.default_process) / 100
