"""What a rebuild changed, and whether the world changed it or we did.

The facts of the build before are compared with those of this one. Where pages came in and the
program (or the registry, a judgement, a source's tier) changed at once, the facts are derived a
third time, from the pages of the build before alone: what differs until there is due to us, what
differs from there on is due to the world.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Self

import duckdb
import pyarrow as pa

from warehouse.columns import insert_rows
from warehouse.statements import registered, run, statement
from warehouse.tables import BY_NAME, Build, Versions

WORLD = "world"
_TABLE = BY_NAME["rebuild_changes"]
_BUILD = BY_NAME["build"]
#: What is compared of the facts of two builds.
_COMPARED = (
    "fact_id", "kind", "subject", "object", "role", "stage", "metric", "low", "high", "unit",
    "qualitative", "when_start", "when_end", "firmness", "state", "is_trusted", "is_part",
    "in_sums", "voices",
)  # fmt: skip
#: What is a cause of its own when it differs between two builds.
_CAUSES = tuple(name for name in Versions.model_fields if name != "pages")

#: How many facts changed, by cause and by what changed of them.
Changes = Counter[tuple[str, str]]
#: Derives facts of some pages alone into an empty database.
Derive = Callable[[Collection[str], duckdb.DuckDBPyConnection], None]


@dataclass(frozen=True)
class Facts:
    """The facts of a build and the claims behind each, as far as they are compared."""

    facts: pa.Table
    claims: pa.Table

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection, placed: str | None = None) -> Self:
        """What a database holds; of facts that were touched alone where their claims are given.

        Args:
            connection: The database.
            placed: The relation that holds the claims of the facts that were touched.
        """
        facts = f"SELECT {', '.join(_COMPARED)} FROM facts"
        claims = statement("sql/rebuild/placed_claims")
        if placed is not None:
            facts += " WHERE fact_id IN (SELECT fact_id FROM touched_facts WHERE is_touched)"
            claims = f"FROM {placed}"
        return cls(
            connection.execute(facts).to_arrow_table(),
            connection.execute(claims).to_arrow_table(),
        )


@dataclass(frozen=True)
class Remembered:
    """A build before it is replaced."""

    build: Build
    facts: Facts
    page_ids: frozenset[str]
    changes: pa.Table

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection, placed: str | None = None) -> Self | None:
        """The build that a database holds; None if it holds none, or one of another layout.

        Args:
            connection: The database.
            placed: The relation of the claims that touched facts had; see ``Facts.of``.
        """
        build = build_of(connection)
        if build is None or not set(_COMPARED) <= set(_columns(connection, "facts")):
            return None
        # Where facts were touched by new pages alone, no earlier ones are derived once more.
        query = "SELECT page_id FROM pages" + (" LIMIT 0" if placed else "")
        known = frozenset(page_id for (page_id,) in connection.execute(query).fetchall())
        changes = connection.execute(f"FROM {_TABLE.name}").to_arrow_table()
        return cls(build, Facts.of(connection, placed), known, changes)


def build_of(connection: duckdb.DuckDBPyConnection) -> Build | None:
    """How a database was built; None if it was not, or in another layout."""
    for table in (_BUILD, _TABLE):
        if _columns(connection, table.name) != [column.name for column in table.columns]:
            return None
    row = connection.execute(f"FROM {_BUILD.name}").fetchone()
    return Build(**dict(zip(Build.model_fields, row, strict=True))) if row else None


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    found = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [table],
    ).fetchall()
    return [name for (name,) in found]


def is_current(connection: duckdb.DuckDBPyConnection, versions: Versions, now: dt.datetime) -> bool:
    """Whether a rebuild would give what the database holds: same versions, on the same day."""
    build = build_of(connection)
    return (
        build is not None
        and Versions(**build.model_dump(include=set(Versions.model_fields))) == versions
        and build.built_at.date() == now.astimezone(dt.UTC).date()
    )


def tell_changes(
    connection: duckdb.DuckDBPyConnection, earlier: Remembered, latest: Facts, derive: Derive
) -> Changes:
    """Fill ``rebuild_changes`` of the build that a database holds now.

    Where no fact changed, it keeps telling what it told: a second run changes nothing.

    Args:
        connection: The database, rebuilt.
        earlier: The build before.
        latest: The facts of this one.
        derive: Derives facts as this build does, from pages of the one before.

    Returns:
        How many facts changed just now.
    """
    build = build_of(connection)
    if build is None:
        raise ValueError("the database was not rebuilt")
    ours = [name for name in _CAUSES if getattr(build, name) != getattr(earlier.build, name)]
    steps = [(" and ".join(ours) if ours else WORLD, earlier.facts, latest)]
    if ours and build.pages != earlier.build.pages:
        between = _facts_of(earlier.page_ids, derive)
        steps = [
            (" and ".join(ours), earlier.facts, between),
            (WORLD, between, latest),
        ]
    rows = [
        {**row, "cause": cause, "rebuilt_at": build.built_at}
        for cause, old, new in steps
        for row in _differences(connection, old, new)
    ]
    insert_rows(connection, _TABLE, rows or earlier.changes.to_pylist())
    return Counter((str(row["cause"]), str(row["change"])) for row in rows)


def _facts_of(page_ids: Collection[str], derive: Derive) -> Facts:
    with duckdb.connect() as aside:
        derive(page_ids, aside)
        return Facts.of(aside)


def _differences(
    connection: duckdb.DuckDBPyConnection, old: Facts, new: Facts
) -> list[dict[str, object]]:
    with registered(
        connection,
        old_facts=old.facts,
        old_claims=old.claims,
        new_facts=new.facts,
        new_claims=new.claims,
    ):
        run(connection, "sql/rebuild/pairs")
        rows: list[dict[str, object]] = (
            connection.execute(statement("sql/rebuild/changes")).to_arrow_table().to_pylist()
        )
    for name in ("rebuild_pairs", "differing_facts"):
        connection.execute(f"DROP TABLE {name}")
    return rows
