"""``gigawatch review accept`` and its kin: a person's judgement, written down as a line."""

import datetime as dt
import getpass
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
from pydantic import ValidationError
from rapidfuzz import fuzz, process, utils
from rich.console import Console
from rich.markup import escape

from pipeline import judgements
from pipeline.commands.corrections import changes, correction_of, explained
from pipeline.commands.errors import UsageError
from pipeline.commands.handles import Handled, handled, seen, sentence
from pipeline.commands.history import summary
from pipeline.commands.output import complain, plain
from pipeline.commands.published import open_published
from pipeline.settings import Settings
from schema.entity import load_registry
from schema.judgement import NewEntity, Verb
from schema.judgement_lines import Judgements
from warehouse.resolving.parties import candidate_id


@dataclass(frozen=True)
class Judge:
    """Who judges, why, and where it is written down; each judgement gives the ids of its lines."""

    settings: Settings
    why: str
    who: str | None = None

    def accept(self, handle: str, *, only_claim: bool) -> list[str]:
        """Take a claim, or the leading claim of a fact, for right."""
        with open_published(self.settings.data) as connection:
            claim = handled(connection, handle, only_claim=only_claim).claims[0]
            told = [f"right as it is read: {sentence(claim)}"]
            drafts = [{"verb": Verb.ACCEPT, "claim": seen(connection, claim)}]
        return self._write(drafts, told)

    def reject(self, handle: str, *, only_claim: bool) -> list[str]:
        """Take a claim, or every claim of a fact, for none."""
        with open_published(self.settings.data) as connection:
            claims = handled(connection, handle, only_claim=only_claim).claims
            told = [f"stands for no fact any more: {sentence(claim)}" for claim in claims]
            drafts = [{"verb": Verb.REJECT, "claim": seen(connection, each)} for each in claims]
        return self._write(drafts, told)

    def merge(self, handle: str, other: str) -> list[str]:
        """Take two facts for one."""
        with open_published(self.settings.data) as connection:
            one, two = (handled(connection, each) for each in (handle, other))
            if one.claims[0]["fact_id"] == two.claims[0]["fact_id"]:
                raise UsageError(f"{handle} and {other} are one fact already.")
            draft = self._pair(connection, Verb.MERGE, one, two)
            told = [f"one fact: {sentence(one.claims[0])}", f"    and: {sentence(two.claims[0])}"]
        return self._write([draft], told)

    def split(self, handle: str, other: str | None) -> list[str]:
        """Take a claim for another fact than the one that it is with, or that is named."""
        with open_published(self.settings.data) as connection:
            one = handled(connection, handle, only_claim=other is None)
            two = handled(connection, other) if other else self._rest(connection, one, handle)
            draft = self._pair(connection, Verb.SPLIT, one, two)
            told = [
                f"another fact: {sentence(one.claims[0])}",
                f"        than: {sentence(two.claims[0])}",
            ]
        return self._write([draft], told)

    def correct(self, handle: str, given: Sequence[str], *, every: bool) -> list[str]:
        """Put fields of a claim right, or of every claim of a fact."""
        with open_published(self.settings.data) as connection:
            found = handled(connection, handle)
            if len(found.claims) > 1 and not every:
                raise UsageError(_choice(handle, found))
            correction = correction_of(connection, given)
            drafts, told = [], []
            for claim in found.claims:
                told += changes(claim, correction)
                sight = seen(connection, claim)
                drafts.append({"verb": Verb.CORRECT, "claim": sight, "fields": correction})
        return self._write(drafts, told)

    def alias(
        self,
        name: str,
        entity: str | None,
        new: tuple[str, str, str] | None,
        *,
        is_name: bool,
    ) -> list[str]:
        """Say what a name means."""
        if (entity is not None) + (new is not None) + (not is_name) != 1:
            raise UsageError("Give one of: the id of an entity, --new, --not-a-name.")
        _require_unknown(name)
        with open_published(self.settings.data) as connection:
            draft: dict[str, Any] = {"verb": Verb.ALIAS, "name": name}
            if entity is not None:
                draft["entity"] = _known(connection, entity)
                told = f"{name!r} means {entity}"
            elif new is not None:
                draft["new"] = _new(*new)
                told = f"{name!r} means {new[1]}, {new[0]}, which the registry lacks"
            else:
                draft["is_name"] = False
                told = f"{name!r} is no name: claims that name it leave that party out"
            told += f"; {_mentions(connection, name):,} claims name it"
        return self._write([draft], [told])

    def undo(self, ids: Sequence[str]) -> list[str]:
        """Let earlier judgements hold no more."""
        known = {each.id: each for _, each in self._file().lines}
        drafts, told = [], []
        for given in ids:
            found = [each for each in known if each.startswith(given)]
            if len(found) != 1:
                raise UsageError(
                    f"{given!r} begins the id of {len(found) or 'no'} judgements: "
                    "see `gigawatch review history`."
                )
            drafts.append({"verb": Verb.UNDO, "judgement": found[0]})
            told.append(f"holds no more: {summary(known[found[0]])}")
        return self._write(drafts, told)

    def _file(self) -> Judgements:
        return judgements.read(self.settings.data.judgements)

    def _pair(
        self, connection: duckdb.DuckDBPyConnection, verb: Verb, one: Handled, two: Handled
    ) -> dict[str, Any]:
        return {
            "verb": verb,
            "claim": seen(connection, one.claims[0]),
            "other": seen(connection, two.claims[0]),
        }

    def _rest(self, connection: duckdb.DuckDBPyConnection, one: Handled, handle: str) -> Handled:
        """The claims that a claim is with, the leading one first."""
        claim = one.claims[0]
        fact = handled(connection, claim["fact_id"] or "-")
        others = tuple(c for c in fact.claims if c["claim_id"] != claim["claim_id"])
        if not others:
            raise UsageError(f"{handle} is the only claim of its fact: there is nothing to split.")
        return Handled(others, is_fact=True)

    def _write(self, drafts: Sequence[dict[str, Any]], told: Iterable[str]) -> list[str]:
        """Write the judgements down and say what they change; their ids."""
        path = self.settings.data.judgements
        who = self.who or _user()
        lines = [{**draft, "who": who, "why": self.why} for draft in drafts]
        try:
            added = judgements.append(path, lines, now=dt.datetime.now(dt.UTC))
        except ValidationError as error:
            raise UsageError(explained(error)) from error
        console = Console(soft_wrap=True, highlight=False)
        for line in told:
            console.print(escape(plain(line)))
        ids = [judgement.id for judgement in added]
        listed = " ".join(ids)
        console.print(escape(f"Written to {path}; undo it by: gigawatch review undo {listed}"))
        for bad in self._file().bad:
            complain(f"{path}, line {bad.line}: {bad.problem}")
        return ids


def _user() -> str:
    """Who is at the keyboard: as git knows them, else as the system does."""
    try:
        asked = subprocess.run(
            ["git", "config", "user.name"],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
            timeout=10,
        )
    except (OSError, subprocess.SubprocessError):
        return getpass.getuser()
    return asked.stdout.strip() or getpass.getuser()


def _choice(handle: str, found: Handled) -> str:
    lines = "\n".join(f"  {plain(sentence(claim))}" for claim in found.claims)
    return (
        f"{handle} is a fact of {len(found.claims)} claims. Say which is read wrongly, or --every "
        f"for all of them:\n{lines}"
    )


def _require_unknown(name: str) -> None:
    registry = load_registry()
    known = None if registry.needs_context(name) else registry.recognise(name)
    if known is not None:
        raise UsageError(
            f"The registry gives the name {name!r} to {known.entity_id}. Where a claim means "
            "something else by it, correct that claim."
        )


def _known(connection: duckdb.DuckDBPyConnection, entity: str) -> str:
    names = dict(
        connection.execute("SELECT entity_id, name FROM entities WHERE NOT is_candidate").fetchall()
    )
    if entity in names:
        return entity
    nearest = process.extract(
        entity.partition(":")[2] or entity,
        names,
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=3,
    )
    meant = ", ".join(f"{entity_id} ({name})" for name, _, entity_id in nearest)
    raise UsageError(
        f"The registry has no entity {entity!r}. Did you mean {meant}? Else use --new."
    )


def _new(kind: str, name: str, source: str) -> NewEntity:
    try:
        return NewEntity.model_validate({"kind": kind, "name": name, "source": source})
    except ValidationError as error:
        raise UsageError(f"--new {explained(error)}") from error


def _mentions(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    counted = connection.execute(
        "SELECT count(DISTINCT claim_id) FROM claim_parties WHERE entity_id = ?",
        [candidate_id(name)],
    ).fetchone()
    return counted[0] if counted else 0
