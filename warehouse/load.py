"""Loading pages, articles and claims into their tables: one process, one transaction."""

import datetime as dt
from collections.abc import Iterable

import duckdb
import pyarrow as pa

from schema.article import Page
from warehouse.columns import to_arrow
from warehouse.database import suit_threads
from warehouse.duplicates import groups
from warehouse.extracted import Extracted
from warehouse.reference import load_reference, thresholds
from warehouse.statements import run
from warehouse.tables import PAGES, create_tables


def load(
    connection: duckdb.DuckDBPyConnection, pages: Iterable[Page], extracted: Extracted
) -> None:
    """Replace what the file holds by these pages and what was read in them.

    The tables depend on the set of rows alone: not on their order, nor on how runs split them.

    Args:
        connection: The working file, inside a transaction if it shall change as a whole.
        pages: Every page of the store; a body met twice may stand in it twice.
        extracted: Articles and claims of those pages; of other pages they are left out.
    """
    suit_threads(connection, extracted.claims.num_rows)
    create_tables(connection)
    load_reference(connection)
    incoming = {
        "incoming_pages": to_arrow(PAGES, (page.model_dump() for page in pages)),
        "incoming_articles": extracted.articles,
        "incoming_claims": extracted.claims,
        "incoming_parties": extracted.parties,
    }
    for name, table in incoming.items():
        connection.register(name, table)
    run(connection, "sql/load/macros", "sql/load/pages")
    connection.register("incoming_copies", _copies(connection))
    run(
        connection,
        "sql/load/articles",
        "sql/load/claims",
        "sql/load/claim_parties",
        "sql/load/publishers",
    )
    for name in (*incoming, "incoming_copies"):
        connection.unregister(name)


def _copies(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Each article with the earliest article of nearly the same text."""
    rows: list[tuple[str, list[int], int, dt.date]] = connection.execute(
        """
        SELECT article_id, minhash, words, least(published, fetched_at::DATE) AS told_on
        FROM incoming_articles JOIN pages USING (page_id)
        QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY fetched_at, page_id) = 1
        ORDER BY told_on, fetched_at, article_id
        """
    ).fetchall()
    found = groups(
        {article: (minhash, words) for article, minhash, words, _ in rows}, _similarity()
    )
    return pa.table(
        {
            "article_id": pa.array(found.keys(), pa.string()),
            "leader": pa.array(found.values(), pa.string()),
        }
    )


def _similarity() -> float:
    return thresholds()["duplicate_similarity"]
