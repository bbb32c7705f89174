"""Judgements on their way through a rebuild: which still stand, and what became of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from schema.judgement import Alias, Judgement, Merge, Seen, Split, Status, Undo
from schema.judgement_lines import BadLine, Judgements


@dataclass(slots=True, eq=False)
class Ruling:
    """A judgement and what became of it."""

    line: int
    judgement: Judgement
    status: Status = Status.APPLIED
    note: str = ""
    claim_ids: set[str] = field(default_factory=set)

    @property
    def stands(self) -> bool:
        """Whether nothing was found yet that keeps it from being applied."""
        return self.status is Status.APPLIED

    def fails(self, status: Status, note: str) -> None:
        """Say why it is not applied."""
        self.status, self.note = status, note

    @property
    def told(self) -> str:
        """Who decided it, when and why, in words."""
        given = self.judgement
        return f"by {given.who} on {given.at:%Y-%m-%d} because {given.why} ({given.id})"


def rulings(judgements: Judgements) -> list[Ruling]:
    """Every judgement in the order of time, with what was undone marked so."""
    found = [Ruling(line, judgement) for line, judgement in judgements.lines]
    found.sort(key=lambda ruling: ruling.judgement.order)
    _undo(found)
    return found


def _undo(found: Sequence[Ruling]) -> None:
    """Let each undo, the last first, take its judgement out of force, be it an undo itself."""
    by_id = {ruling.judgement.id: ruling for ruling in found}
    for ruling in reversed(found):
        if not isinstance(ruling.judgement, Undo) or not ruling.stands:
            continue
        undone = by_id.get(ruling.judgement.judgement)
        if undone is None:
            ruling.fails(Status.UNMATCHED, "there is no judgement with this id")
        elif undone.judgement.order >= ruling.judgement.order:
            ruling.fails(Status.UNMATCHED, "it is older than the judgement that it names")
        else:
            undone.fails(Status.UNDONE, f"undone {ruling.told}")
            ruling.claim_ids = undone.claim_ids


def sights(judgement: Judgement) -> tuple[Seen, ...]:
    """The claims that a judgement is about, as they were seen."""
    if isinstance(judgement, Merge | Split):
        return judgement.claim, judgement.other
    if isinstance(judgement, Alias | Undo):
        return ()
    return (judgement.claim,)


def rows(found: Iterable[Ruling], bad: Iterable[BadLine]) -> list[dict[str, Any]]:
    """Rows of the table ``judgements``, without the facts."""
    return [_row(ruling) for ruling in found] + [_bad_row(line) for line in bad]


def _row(ruling: Ruling) -> dict[str, Any]:
    given = ruling.judgement
    seen = sights(given)
    return {
        "judgement_id": given.id,
        "line": ruling.line,
        "judged_at": given.at,
        "who": given.who,
        "verb": given.verb,
        "why": given.why,
        "url": seen[0].url if seen else None,
        "quote": seen[0].quote if seen else None,
        "judgement": given.line(),
        "status": ruling.status,
        "note": ruling.note or None,
        "claim_ids": sorted(ruling.claim_ids),
    }


def _bad_row(bad: BadLine) -> dict[str, Any]:
    return {
        "judgement_id": f"line:{bad.line}",
        "line": bad.line,
        "judgement": bad.text,
        "status": Status.UNREADABLE,
        "note": bad.problem,
        "claim_ids": [],
    }
