"""``gigawatch review history``: the judgements, with what became of each."""

from rich.console import Console
from rich.markup import escape

from pipeline import judgements
from pipeline.commands.output import complain, plain, print_line
from pipeline.commands.published import open_published
from pipeline.settings import Settings
from schema.judgement import Alias, Judgement, Undo


def history(settings: Settings, *, limit: int, as_json: bool) -> bool:
    """Print the judgements of the file, the last first, with what became of each.

    Returns:
        Whether every line of the file could be used.
    """
    console = Console(soft_wrap=True, highlight=False)
    found = judgements.read(settings.data.judgements)
    outcomes = became(settings)
    ordered = sorted((each for _, each in found.lines), key=lambda j: j.order, reverse=True)
    for judgement in ordered[:limit]:
        status, note = outcomes.get(judgement.id, ("not applied yet: it waits for a rebuild", None))
        if as_json:
            content = judgement.model_dump(mode="json", exclude_unset=True)
            print_line({"id": judgement.id, **content, "status": status, "note": note})
            continue
        told = f"{status}: {note}" if note else status
        console.print(f"[bold]{judgement.id}[/bold]  {escape(plain(summary(judgement)))}")
        console.print(f"      {escape(plain(told))}")
    if not as_json and len(ordered) > limit:
        console.print(f"... and {len(ordered) - limit:,} more (--limit)")
    for bad in found.bad:
        complain(f"{settings.data.judgements}, line {bad.line}: {bad.problem}")
    return not found.bad


def became(settings: Settings) -> dict[str, tuple[str, str | None]]:
    """The status and the note of each judgement in the published warehouse."""
    if not settings.data.published.exists():
        return {}
    with open_published(settings.data) as connection:
        rows = connection.execute("SELECT judgement_id, status, note FROM judgements").fetchall()
    return {judgement_id: (status, note) for judgement_id, status, note in rows}


def summary(judgement: Judgement) -> str:
    """A judgement in one line."""
    about = f"{judgement.verb} by {judgement.who} on {judgement.at:%Y-%m-%d}"
    if isinstance(judgement, Alias):
        means = judgement.entity or (judgement.new.name if judgement.new else "no name")
        return f"{about}: {judgement.name!r} is {means}, because {judgement.why}"
    if isinstance(judgement, Undo):
        return f"{about} of {judgement.judgement}, because {judgement.why}"
    return f"{about}: “{judgement.claim.quote}”, because {judgement.why}"
