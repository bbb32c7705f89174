"""Which claims a judgement means: those of the sentence that a person saw, as they are read now."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schema.addresses import without_tracking
from schema.judgement import Seen, Status
from schema.vocabulary import ClaimKind

_SPACE = re.compile(r"\s+")
#: Fields that tell claims of one sentence apart once their kind and value agree.
_TELLING = ("subject", "object", "role", "stage", "metric", "when_start", "when_end")

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Match:
    """The claims that a judgement means, or why it means none."""

    claim_ids: tuple[str, ...] = ()
    status: Status = Status.APPLIED
    note: str = ""


class Sentences:
    """The claims of the articles that judgements speak of, found by what a person saw."""

    def __init__(
        self, known: Iterable[str], rows: Iterable[Row], party: Callable[[str], str]
    ) -> None:
        """Take the claims.

        Args:
            known: The addresses under which there is an article.
            rows: Claims of those articles, each with all ``addresses`` of its own.
            party: Gives one word for all names of a party.
        """
        self._known = frozenset(known)
        self._by_address: dict[str, list[Row]] = defaultdict(list)
        self._party = party
        for row in rows:
            for address in row["addresses"]:
                self._by_address[address].append(row)

    def find(self, seen: Seen) -> Match:
        """The claims that say what was seen."""
        if not any(address in self._known for address in addresses(seen)):
            return Match(status=Status.WAITING, note="no page with this address is there")
        rows = self._in_sentence(seen)
        if not rows:
            return _unmatched("nothing is read in this sentence")
        saying = [row for row in rows if _same_value(seen, row) and self._same_parties(seen, row)]
        if not saying:
            return _unmatched(f"this sentence is read otherwise now: {_told(rows)}")
        alike = [(self._likeness(seen, row), row) for row in saying]
        best = max(likeness for likeness, _ in alike)
        meant = [row for likeness, row in alike if likeness == best]
        if len({tuple(row[name] for name in _TELLING) for row in meant}) > 1:
            return Match(
                status=Status.AMBIGUOUS, note=f"it may mean any of several claims: {_told(meant)}"
            )
        return Match(tuple(sorted(row["claim_id"] for row in meant)))

    def _in_sentence(self, seen: Seen) -> list[Row]:
        """Claims of the same kind in the sentence; in one cut otherwise where that is gone."""
        of_article = {
            row["claim_id"]: row for each in addresses(seen) for row in self._by_address[each]
        }
        rows = [row for row in of_article.values() if row["kind"] == seen.kind]
        quote = _plain(seen.quote)
        quotes = [(_plain(row["quote"]), row) for row in rows]
        exact = [row for other, row in quotes if other == quote]
        return exact or [row for other, row in quotes if other in quote or quote in other]

    def _same_parties(self, seen: Seen, row: Row) -> bool:
        """Whether some party is the same, or one of the two names none."""
        mine = self._parties(seen.subject, seen.object)
        others = self._parties(row["subject"], row["object"])
        return not mine or not others or bool(mine & others)

    def _parties(self, *names: str | None) -> set[str]:
        return {self._party(name) for given in names if given for name in given.split(", ")}

    def _likeness(self, seen: Seen, row: Row) -> tuple[int, int, int]:
        """How many bounds agree, then how many of the other fields, then names to the letter."""
        when = seen.when
        fields: dict[str, Any] = {
            **seen.model_dump(mode="json", include={"role", "stage", "metric"}),
            "when_start": when.start if when else None,
            "when_end": when.end if when else None,
        }
        parties = sum(
            self._parties(getattr(seen, side)) == self._parties(row[side])
            for side in ("subject", "object")
        )
        bounds = sum(_equal(getattr(seen, side), row[side]) for side in ("low", "high"))
        others = sum(row[name] == value for name, value in fields.items())
        spelled = sum(getattr(seen, side) == row[side] for side in ("subject", "object"))
        return bounds, parties + others, spelled


def addresses(seen: Seen) -> tuple[str, ...]:
    """The addresses under which its article may be known: as written, and without tracking."""
    try:
        return seen.url, without_tracking(seen.url)
    except ValueError:
        return (seen.url,)


def _unmatched(note: str) -> Match:
    return Match(status=Status.UNMATCHED, note=note)


def _plain(text: str) -> str:
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def _same_value(seen: Seen, row: Row) -> bool:
    """Whether it gives the same number; where there are none, the same stage or relation."""
    if seen.kind is ClaimKind.MILESTONE:
        return bool(row["stage"] == seen.stage)
    mine, others = _bounds(seen.low, seen.high), _bounds(row["low"], row["high"])
    if not mine and not others:
        return True
    return row["unit"] == seen.unit and any(_equal(a, b) for a in mine for b in others)


def _bounds(low: float | None, high: float | None) -> list[float]:
    return [value for value in (low, high) if value is not None]


def _equal(first: float | None, second: float | None) -> bool:
    if first is None or second is None:
        return first is second
    return abs(first - second) <= 1e-9 * max(abs(first), abs(second))


def _told(rows: Sequence[Row]) -> str:
    return "; ".join(
        " ".join(
            str(row[name])
            for name in ("kind", "subject", "object", "stage", "low", "high", "unit")
            if row[name] is not None
        )
        for row in rows[:3]
    )
