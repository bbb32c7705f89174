"""Views, feeds and their comments, each from one ``.sql`` file.

A file opens with its comments, ``-- name: what it holds`` and then ``-- column: meaning`` for
every column in order; the query follows. A query that speaks of ``as_of`` becomes the table macro
``<name>_as_of(as_of)`` and, under the plain name, a table of what it gives at the clock of the
build: planning such queries takes longer than running them. Any other query becomes a view. A macro
that reads others holds each of them once, however many of them read one another: expanded at every
mention, some of them would plan the facts seventeen times.
"""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

import duckdb

from warehouse.columns import comments, literal
from warehouse.statements import statement

#: The feeds in the order in which they are created; a later one may read an earlier one.
FEEDS = (
    "vendor_dependency",
    "indirect_dependency",
    "vendor_concentration",
    "customer_concentration",
    "supplier_exposure",
    "money_cycles",
    "commitment_schedule",
    "commitment_burden",
    "commitment_conversion",
    "coverage",
    "coverage_totals",
    "build_or_rent_tests",
    "build_or_rent",
    "layer_concentration",
    "timeline_promises",
    "timeline_moves",
    "deployment_timeline",
    "promise_keeping",
    "stage_steps",
    "capacity_curves",
    "capacity_pipeline",
    "efficiency_vs_limits",
    "plausibility",
    "week_changes",
)

#: What facts are aggregated from, in the order of creation.
EVIDENCE = ("set_aside", "claim_judgements", "evidence")

#: What feeds are built of, useful by itself, in the order of creation.
BASES = (
    "tellings",
    "fact_parties",
    "fact_sides",
    "conflicts",
    "revisions",
    "amounts",
    "commitments",
    "dependency_facts",
    "main_basis",
    "weekly_concentration",
    "agreements",
)

_PATHS = {name: f"sql/views/{name}" for name in BASES} | {name: f"feeds/{name}" for name in FEEDS}

#: What facts are aggregated from, and the table in which that of the touched ones is.
_NARROW = {"evidence": "evidence", "claims": "claims", "claim_parties": "parties"}

_COMMENT = re.compile(r"-- (\w+): (.+)")
_AS_OF = re.compile(r"\bas_of\b")
_READ_AS_OF = re.compile(r"\b(\w+)_as_of\(as_of\)")
_PAST = r"past_\1"


@dataclass(frozen=True)
class View:
    """A query with its comments."""

    name: str
    comment: str
    columns: dict[str, str]
    query: str

    @property
    def has_history(self) -> bool:
        """Whether it answers for a day of the past."""
        return _AS_OF.search(self.query) is not None

    def at(self, clock: str) -> str:
        """The query for the latest evidence, with the clock (UTC) for now."""
        latest = _READ_AS_OF.sub(r"\1", self.query)
        return _AS_OF.sub(f"TIMESTAMP {literal(clock)}", latest)

    def reads(self) -> list[str]:
        """The names of the views whose past it reads."""
        return [*dict.fromkeys(_READ_AS_OF.findall(self.query))]

    def past(self) -> str:
        """The query for a day of the past, with what it reads of that day told once and first."""
        below = _below(self.name)
        if not below:
            return self.query
        told = ",\n".join(f"past_{name} AS MATERIALIZED (\n{_then(name)}\n)" for name in below)
        return f"WITH {told}\nFROM (\n{_READ_AS_OF.sub(_PAST, self.query)}\n)"


class ViewFileError(ValueError):
    """A view's file does not say what its columns mean."""


@cache
def read_view(path: str) -> View:
    """The view in ``warehouse/<path>.sql``.

    Raises:
        ViewFileError: if the file does not open with its comments.
    """
    name = path.rsplit("/", 1)[-1]
    lines = statement(path).splitlines()
    told: dict[str, str] = {}
    for match in map(_COMMENT.fullmatch, lines):
        if match is None:
            break
        told[match[1]] = match[2]
    if name not in told:
        raise ViewFileError(f"warehouse/{path}.sql does not open with '-- {name}: ...'")
    comment = told.pop(name)
    return View(name, comment, told, "\n".join(lines[len(told) + 1 :]))


def _below(name: str) -> list[str]:
    """The views whose past the named one reads, those that they read first."""
    if name not in _PATHS:
        return []
    reads = read_view(_PATHS[name]).reads()
    return [*dict.fromkeys(lower for read in reads for lower in (*_below(read), read))]


def _then(name: str) -> str:
    """The query for the past of the named view, over what it reads of that time."""
    if name not in _PATHS:
        return f"FROM {name}_as_of(as_of)"
    return _READ_AS_OF.sub(_PAST, read_view(_PATHS[name]).query)


def evidence_views() -> list[View]:
    """Every view that facts are aggregated from, in order."""
    return [read_view(f"sql/views/{name}") for name in EVIDENCE]


def base_views() -> list[View]:
    """Every view that feeds are built of, in order."""
    return [read_view(_PATHS[name]) for name in BASES]


def feed_views() -> list[View]:
    """Every feed, in order."""
    return [read_view(_PATHS[name]) for name in FEEDS]


def of_time(connection: duckdb.DuckDBPyConnection, query: str, then: dt.datetime | None) -> str:
    """A query that speaks of ``as_of``, for a time of the past (UTC), or for the latest build."""
    if then is not None:
        return _AS_OF.sub(f"TIMESTAMP {literal(then.isoformat(sep=' '))}", query)
    built = connection.execute("SELECT built_at FROM build").fetchall()[0][0]
    return View("", "", {}, query).at(built.isoformat(sep=" "))


def create_view(connection: duckdb.DuckDBPyConnection, view: View, clock: dt.datetime) -> None:
    """Create a view, or the table of its latest.

    Args:
        connection: The working file.
        view: The view.
        clock: What the table takes for now, where the query asks.
    """
    if view.has_history:
        latest = view.at(clock.isoformat(sep=" "))
        connection.execute(f"CREATE OR REPLACE TABLE {view.name} AS {latest}")
    else:
        connection.execute(f"CREATE OR REPLACE VIEW {view.name} AS {view.query}")


def create_facts(connection: duckdb.DuckDBPyConnection) -> None:
    """Aggregate how firm each fact was, and the facts, from their evidence."""
    for view in (_history(), _facts()):
        latest = f"SELECT * FROM ({_latest(view)}) ORDER BY fact_id"
        connection.execute(f"CREATE TABLE {view.name} AS {latest}")


def refresh_facts(connection: duckdb.DuckDBPyConnection) -> None:
    """Aggregate ``touched_facts`` from their evidence, in the place of what stood of them."""
    evidence = read_view("sql/views/evidence").query
    connection.execute(statement("sql/standing/narrow") + evidence)
    narrow = ", ".join(f"{name} AS (FROM narrow_{table})" for name, table in _NARROW.items())
    touched = "SELECT fact_id FROM touched_facts WHERE is_touched"
    for view in (_history(), _facts()):
        connection.execute(f"DELETE FROM {view.name} WHERE fact_id IN ({touched})")
        connection.execute(
            f"INSERT INTO {view.name} WITH {narrow}"
            f" SELECT * FROM ({_latest(view)}) WHERE fact_id IN ({touched}) ORDER BY fact_id"
        )


def create_past(connection: duckdb.DuckDBPyConnection, view: View) -> None:
    """Create the macro that answers for a day of the past, where the view has one."""
    if not view.has_history:
        return
    macro = f"{view.name}_as_of"
    connection.execute(f"CREATE OR REPLACE MACRO {macro}(as_of) AS TABLE {view.past()}")
    comment = f"{view.comment} As recorded by the given time (UTC)."
    connection.execute(f"COMMENT ON MACRO TABLE {macro} IS {literal(comment)}")


def create_past_facts(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the macro of the facts of a day of the past.

    A question about a time after the last recording is answered from the tables.
    """
    for view in (*evidence_views(), _history()):
        create_past(connection, view)
    query = _facts().query
    connection.execute(f"CREATE OR REPLACE MACRO told_facts(as_of, before) AS TABLE {query}")
    connection.execute(statement("sql/facts_as_of"))


def create_pasts(connection: duckdb.DuckDBPyConnection) -> None:
    """Create what answers for the past of all that was built."""
    create_past_facts(connection)
    for view in (*base_views(), *feed_views()):
        create_past(connection, view)


def describe_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Comment on every view and feed, and on each of its columns."""
    for view in (*evidence_views(), _history(), _facts(), *base_views(), *feed_views()):
        _comment(connection, view)


def _history() -> View:
    return read_view("sql/views/firmness_history")


def _facts() -> View:
    return read_view("sql/views/facts")


def _latest(view: View) -> str:
    return re.sub(r"\bbefore\b", "TIMESTAMP 'infinity'", view.at("infinity"))


def _comment(connection: duckdb.DuckDBPyConnection, view: View) -> None:
    kind = "TABLE" if view.has_history else "VIEW"
    connection.execute(comments(kind, view.name, view.comment, view.columns))
