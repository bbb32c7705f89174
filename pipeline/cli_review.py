"""The command line of review: the list of what waits, and a command for each judgement."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli_common import Data, JudgementsFile, end, told_errors
from schema.vocabulary import ItemKind

if TYPE_CHECKING:
    from pipeline.commands.judge import Judge
    from pipeline.settings import Settings

review_app = typer.Typer(
    help="List what waits for a person, the weightiest first; judge it. Each judgement is a line "
    "of a file, keyed to the sentence, and holds at every rebuild until it is undone."
)

_KINDS = tuple(ItemKind)

Handle = Annotated[
    str, typer.Argument(help="Beginning of the id of a fact or a claim, as the list shows it.")
]
Why = Annotated[str, typer.Option(help="Why; kept with the judgement.")]
Who = Annotated[
    str | None, typer.Option(help="Who judges; git's user.name or the user if left out.")
]
Now = Annotated[bool, typer.Option("--now", help="Rebuild and publish at once.")]
OnlyClaim = Annotated[
    bool, typer.Option("--claim", help="The one claim is meant, not the fact that has its id.")
]
Limit = Annotated[int, typer.Option(min=1, help="Most to show.")]
AsJson = Annotated[bool, typer.Option("--json", help="One line of JSON each, with whole ids.")]


@review_app.callback(invoke_without_command=True)
def listed(
    context: typer.Context,
    kind: Annotated[
        list[str] | None, typer.Option(help=f"Only these: {', '.join(_KINDS)}.")
    ] = None,
    limit: Limit = 10,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """List what waits for a person, by how much it matters.

    Doubtful facts with large numbers, conflicts, facts that may be one, unknown names, and a sample
    of the articles that were set aside. Judge them by the commands below.
    """
    if data is not None:
        context.obj = data
    if context.invoked_subcommand is not None:
        return
    from pipeline.commands.errors import UsageError
    from pipeline.commands.review import review as go

    with told_errors():
        unknown = sorted(set(kind or ()) - set(_KINDS))
        if unknown:
            raise UsageError(f"--kind {unknown[0]}: write one of {', '.join(_KINDS)}.")
        kinds = [ItemKind(each) for each in kind or _KINDS]
        go(_settings(context, None, None).data, kinds, limit=limit, as_json=as_json)


@review_app.command()
def accept(
    context: typer.Context,
    handle: Handle,
    *,
    why: Why,
    claim: OnlyClaim = False,
    who: Who = None,
    now: Now = False,
    judgements: JudgementsFile = None,
    data: Data = None,
) -> None:
    """A claim is right: it and its fact are trusted from now on.

    Of a fact, the claim of its best source is accepted, which is the one that the list shows.
    """
    with told_errors():
        judge = _judge(context, data, judgements, why=why, who=who)
        _end(judge, judge.accept(handle, only_claim=claim), now=now)


@review_app.command()
def reject(
    context: typer.Context,
    handle: Handle,
    *,
    why: Why,
    claim: OnlyClaim = False,
    who: Who = None,
    now: Now = False,
    judgements: JudgementsFile = None,
    data: Data = None,
) -> None:
    """A claim is none: it stands for no fact any more, though it is kept in the table of claims.

    Of a fact, every claim is rejected.
    """
    with told_errors():
        judge = _judge(context, data, judgements, why=why, who=who)
        _end(judge, judge.reject(handle, only_claim=claim), now=now)


@review_app.command()
def merge(
    context: typer.Context,
    handle: Handle,
    other: Handle,
    *,
    why: Why,
    who: Who = None,
    now: Now = False,
    judgements: JudgementsFile = None,
    data: Data = None,
) -> None:
    """Two facts are one."""
    with told_errors():
        judge = _judge(context, data, judgements, why=why, who=who)
        _end(judge, judge.merge(handle, other), now=now)


@review_app.command()
def split(
    context: typer.Context,
    handle: Handle,
    *,
    why: Why,
    other: Annotated[
        str | None, typer.Argument(help="The fact that it is not; the one it is with if left out.")
    ] = None,
    who: Who = None,
    now: Now = False,
    judgements: JudgementsFile = None,
    data: Data = None,
) -> None:
    """A claim is another fact than the one that it was put with, or than OTHER."""
    with told_errors():
        judge = _judge(context, data, judgements, why=why, who=who)
        _end(judge, judge.split(handle, other), now=now)


@review_app.command()
def correct(
    context: typer.Context,
    handle: Handle,
    fields: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE ...",
            help="Columns of the claim: subject, object, low, high, value (both), unit, role, "
            "stage, metric, when=2026-07-01..2026-12-31, ... An empty value means none.",
        ),
    ],
    *,
    why: Why,
    every: Annotated[bool, typer.Option("--every", help="Every claim of the fact.")] = False,
    who: Who = None,
    now: Now = False,
    judgements: JudgementsFile = None,
    data: Data = None,
) -> None:
    """Put fields of a claim right; as corrected it is trusted, and what was read is kept."""
    with told_errors():
        judge = _judge(context, data, judgements, why=why, who=who)
        _end(judge, judge.correct(handle, fields, every=every), now=now)


@review_app.command()
def alias(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The name as articles write it.")],
    *,
    why: Why,
    entity: Annotated[
        str | None, typer.Argument(help="Id of the entity that it means, such as org:openai.")
    ] = None,
    new: Annotated[
        tuple[str, str, str] | None,
        typer.Option(
            metavar="KIND NAME SOURCE",
            help="An entity that the registry lacks: organisation, chip, site or programme, its "
            "name, and where that can be checked.",
        ),
    ] = None,
    not_a_name: Annotated[bool, typer.Option(help="The words name nothing.")] = False,
    who: Who = None,
    now: Now = False,
    judgements: JudgementsFile = None,
    data: Data = None,
) -> None:
    """An unknown name means an entity of the registry, or a new one, or nothing."""
    with told_errors():
        judge = _judge(context, data, judgements, why=why, who=who)
        _end(judge, judge.alias(name, entity, new, is_name=not not_a_name), now=now)


@review_app.command()
def undo(
    context: typer.Context,
    ids: Annotated[list[str], typer.Argument(help="Ids of judgements, or their beginnings.")],
    *,
    why: Why,
    who: Who = None,
    now: Now = False,
    judgements: JudgementsFile = None,
    data: Data = None,
) -> None:
    """Let a judgement hold no more; undoing the undoing brings it back."""
    with told_errors():
        judge = _judge(context, data, judgements, why=why, who=who)
        _end(judge, judge.undo(ids), now=now)


@review_app.command()
def history(
    context: typer.Context,
    limit: Limit = 20,
    as_json: AsJson = False,
    judgements: JudgementsFile = None,
    data: Data = None,
) -> None:
    """List the judgements, the last first, with what became of each."""
    from pipeline.commands.history import history as go

    with told_errors():
        end(go(_settings(context, data, judgements), limit=limit, as_json=as_json))


def _settings(context: typer.Context, data: Path | None, judgements: Path | None) -> "Settings":
    from pipeline.settings import Settings

    return Settings.given(data or context.obj, judgements=judgements)


def _judge(
    context: typer.Context,
    data: Path | None,
    judgements: Path | None,
    *,
    why: str,
    who: str | None,
) -> "Judge":
    from pipeline.commands.judge import Judge

    return Judge(_settings(context, data, judgements), why, who)


def _end(judge: "Judge", ids: list[str], *, now: bool) -> None:
    if not now:
        typer.echo("It holds from the next rebuild on: gigawatch run, or --now.")
        end(True)
    from pipeline.commands.judge_now import rebuild_with

    end(rebuild_with(judge.settings, ids))
