"""Loading pages, articles and claims into their tables: one process, one transaction."""

import datetime as dt
from collections.abc import Iterable

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schema.article import Page
from warehouse.columns import to_arrow
from warehouse.database import suit_threads
from warehouse.duplicates import PERMUTATIONS, follows, neighbours
from warehouse.extracted import Extracted
from warehouse.reference import load_reference, thresholds
from warehouse.statements import registered, run, statement
from warehouse.tables import PAGES, create_tables


def load(
    connection: duckdb.DuckDBPyConnection,
    pages: Iterable[Page],
    extracted: Extracted,
    *,
    add: bool = False,
) -> None:
    """Make the file hold these pages and what was read in them: add what is new, or start anew.

    The tables depend on the set of rows alone: not on their order, nor on how runs split them. The
    claims to resolve are left in the temporary tables ``former_claims`` and ``fresh_claims``.

    Args:
        connection: The working file, inside a transaction if it shall change as a whole.
        pages: Every page of the store; a body met twice may stand in it twice.
        extracted: Articles and claims of those pages; of other pages they are left out.
        add: Whether to keep what stands; ``holds`` tells whether it still does.
    """
    suit_threads(connection, 0 if add else extracted.claims.num_rows)
    if not add:
        create_tables(connection)
        load_reference(connection)
        run(connection, "sql/standing/tables", "sql/load/macros")
    known = {page_id for (page_id,) in connection.execute("SELECT page_id FROM pages").fetchall()}
    new = (page for page in _first_fetches(pages).values() if page.page_id not in known)
    known = {page_id for (page_id,) in connection.execute("SELECT page_id FROM pages").fetchall()}
    new = (page for page in _first_fetches(pages).values() if page.page_id not in known)
    incoming = to_arrow(PAGES, (page.model_dump() for page in new))
    with registered(connection, incoming_pages=incoming, incoming_articles=extracted.articles):
        run(connection, "sql/load/pages")
        with registered(connection, incoming_copies=_copies(connection)):
            run(connection, f"sql/load/{'touched' if add else 'all_articles'}", "sql/load/articles")
    with registered(connection, **_touched(connection, extracted)):
        run(connection, "sql/load/claims", "sql/load/claim_parties")
    run(connection, "sql/load/publishers")


def _touched(connection: duckdb.DuckDBPyConnection, extracted: Extracted) -> dict[str, pa.Table]:
    """Claims of the pages of articles that were touched, and their parties."""
    pages = connection.execute(
        "SELECT page_id FROM articles SEMI JOIN touched_articles USING (article_id)"
    ).to_arrow_table()
    claims = _among(extracted.claims, "page_id", pages)
    return {
        "incoming_claims": claims,
        "incoming_parties": _among(extracted.parties, "claim_id", claims),
    }


def _among(table: pa.Table, key: str, wanted: pa.Table) -> pa.Table:
    """The rows of a table whose key stands in the same column of another."""
    return table.filter(pc.is_in(table[key], value_set=wanted[key].combine_chunks()))


def holds(
    connection: duckdb.DuckDBPyConnection, pages: Iterable[Page], extracted: Extracted
) -> bool:
    """Whether all that the file holds is still to be held: its pages, and what was read of them."""
    first = _first_fetches(pages).values()
    fetched = pa.array([page.fetched_at for page in first], pa.timestamp("us", "UTC"))
    listed = {
        "page_id": [page.page_id for page in first],
        "fetched_at": fetched.cast(pa.timestamp("us")),
        "source_id": [page.source_id for page in first],
        "url": [page.url for page in first],
    }
    with registered(
        connection, listed_pages=pa.table(listed), incoming_articles=extracted.articles
    ):
        lost = connection.execute(statement("sql/load/lost")).fetchall()
    return not lost


def _first_fetches(pages: Iterable[Page]) -> dict[str, Page]:
    """Pages by id; of a body met twice the first fetch stands."""
    first: dict[str, Page] = {}
    for page in pages:
        known = first.setdefault(page.page_id, page)
        if known is not page and _fetch(page) < _fetch(known):
            first[page.page_id] = page
    return first


def _fetch(page: Page) -> tuple[dt.datetime, str, str]:
    """When, under which source and where a page was fetched."""
    return page.fetched_at, page.source_id, page.url


def _copies(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Each article with the one that it follows, and the earliest of nearly the same text."""
    known = connection.execute(statement("sql/load/signatures")).to_arrow_table()
    articles: list[str] = known["article_id"].to_pylist()
    minima = known["minhash"].combine_chunks().flatten().to_numpy()
    values = minima.astype(np.uint64).reshape(-1, PERMUTATIONS)
    followed: list[str | None] = known["followed"].to_pylist()
    rows = {i for i, is_new in enumerate(known["is_new"].to_pylist()) if is_new}
    # Who followed a text that is now another one is looked at again.
    new = {articles[i] for i in rows}
    rows |= {i for i, other in enumerate(followed) if other in new}
    touched = neighbours(values, rows) if 0 < len(rows) < len(articles) else rows
    found = follows(values, known["words"].to_pylist(), touched, _similarity())
    leaders: dict[str, str] = {}
    for i, article in enumerate(articles):
        if i in touched:
            followed[i] = articles[found[i]] if i in found else None
        leaders[article] = leaders[followed[i] or ""] if followed[i] else article
    return pa.table(
        {
            "article_id": pa.array(articles, pa.string()),
            "followed": pa.array(followed, pa.string()),
            "leader": pa.array(leaders.values(), pa.string()),
        }
    )


def _similarity() -> float:
    return thresholds()["duplicate_similarity"]
