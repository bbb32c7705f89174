"""``gigawatch review``: what waits for a person, the weightiest first."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape

from pipeline.commands.handles import handle_length
from pipeline.commands.output import plain, print_line
from pipeline.commands.published import open_published
from pipeline.data_directory import DataDirectory
from schema.vocabulary import ItemKind
from warehouse.review.queue import Item, queue

_TITLES = {
    ItemKind.DOUBTFUL: "Facts below the threshold of trust, which enter no sum",
    ItemKind.CONFLICTS: "Facts that contradict each other",
    ItemKind.MERGES: "Facts that may be one",
    ItemKind.NAMES: "Names that the registry does not know",
    ItemKind.SET_ASIDE: "Articles set aside unread, a sample of each run and reason",
}
#: What a person may answer to an item, with its handles in the place of {0} and {1}.
_ANSWERS = {
    ItemKind.DOUBTFUL: ("accept {0}", "reject {0}", "correct {0} FIELD=VALUE"),
    ItemKind.CONFLICTS: ("accept {0}", "reject {1}", "merge {0} {1}"),
    ItemKind.MERGES: ("merge {0} {1}", "split {0} {1}"),
    ItemKind.NAMES: (
        'alias "{0}" ENTITY',
        'alias "{0}" --new KIND NAME SOURCE',
        'alias "{0}" --not-a-name',
    ),
    ItemKind.SET_ASIDE: (),
}


def review(
    data: DataDirectory, kinds: Iterable[ItemKind], *, limit: int, as_json: bool = False
) -> None:
    """Print what waits for a person.

    Args:
        data: Where the warehouse is.
        kinds: What is asked for.
        limit: How many of each kind.
        as_json: Whether to print one line of JSON an item, with whole ids.

    Raises:
        CommandError: if nothing was published yet, or by an older version.
    """
    console = Console(soft_wrap=True, highlight=False)
    with open_published(data) as connection:
        length = handle_length(connection)
        for kind in kinds:
            items = queue(connection, kind)
            if as_json:
                _print_json(items[:limit])
            else:
                _print(console, kind, items, limit=limit, length=length)
    if not as_json:
        console.print("The evidence of a fact: gigawatch why FACT")


def _print_json(items: Iterable[Item]) -> None:
    for item in items:
        print_line(
            {
                "kind": item.kind,
                "ids": item.ids,
                "weight": round(item.weight),
                "about": item.about,
                "look": item.look,
            }
        )


def _print(console: Console, kind: ItemKind, items: list[Item], *, limit: int, length: int) -> None:
    console.print(f"[bold]{_TITLES[kind]}: {len(items):,}[/bold]")
    for item in items[:limit]:
        handles = " ".join(_handle(item, each, length) for each in item.ids)
        about = "" if kind is ItemKind.NAMES else f"  {plain(item.about)}"
        console.print(f"  [bold]{escape(handles)}[/bold]{escape(about)}")
        for line in item.look:
            console.print(f"      {escape(plain(line))}")
    if len(items) > limit:
        console.print(f"  ... and {len(items) - limit:,} more (--limit, --kind {kind})")
    if items and _ANSWERS[kind]:
        example = [_handle(items[0], each, length) for each in items[0].ids]
        told = " | ".join(answer.format(*example) for answer in _ANSWERS[kind])
        console.print(f"  gigawatch review {escape(plain(told))}")
    console.print()


def _handle(item: Item, identifier: str, length: int) -> str:
    return plain(item.about) if item.kind is ItemKind.NAMES else identifier[:length]
