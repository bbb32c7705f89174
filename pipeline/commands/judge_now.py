"""``gigawatch review ... --now``: a rebuild after a judgement, and what became of it."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from pipeline.commands.history import became
from pipeline.commands.output import plain
from pipeline.commands.run import rerun
from pipeline.settings import Settings


def rebuild_with(settings: Settings, ids: Sequence[str]) -> bool:
    """Rebuild and publish, then say what became of judgements.

    Returns:
        Whether all went well.
    """
    well = rerun(settings)
    console = Console(soft_wrap=True, highlight=False)
    outcomes = became(settings)
    for judgement_id in ids:
        status, note = outcomes.get(judgement_id, ("not applied", None))
        console.print(escape(plain(f"{judgement_id}: {status}{f': {note}' if note else ''}")))
    return well
