"""How fast the feeds of who depends on whom are rebuilt, over generated claims and facts.

python -m benchmarks.dependence [CLAIMS] [--keep FILE]

Prints seconds for each feed on two threads, by the clock and of the processor (which tells more
where other work shares the machine), and the memory that the process had at its peak; with
``--keep`` the generated warehouse is made once, and a second run measures the feeds alone.
"""

import argparse
import datetime as dt
import re
import resource
import tempfile
import time
from importlib.resources import files
from pathlib import Path

import duckdb

from schema.article import Page
from schema.entity import load_registry
from warehouse.extracted import Extracted
from warehouse.load import load
from warehouse.rebuild import derive_facts
from warehouse.resolve import resolve
from warehouse.views import View, base_views, create_view, feed_views

_NOW = dt.datetime(2026, 7, 20, tzinfo=dt.UTC)
_COMPANIES = 4_000
#: The feeds of who depends on whom; dates and limits have their own.
FEEDS = {
    "vendor_dependency", "indirect_dependency", "vendor_concentration", "customer_concentration",
    "supplier_exposure", "money_cycles", "commitment_schedule", "commitment_burden",
    "commitment_conversion", "build_or_rent_tests", "build_or_rent", "layer_concentration",
    "coverage", "coverage_totals",
}  # fmt: skip


def make(connection: duckdb.DuckDBPyConnection, claims: int) -> None:
    """Fill an empty warehouse with generated claims of a fifth as many facts."""
    no_pages: list[Page] = []
    load(connection, no_pages, Extracted.from_models(()))
    resolve(connection, load_registry())
    connection.execute(
        "INSERT INTO entities BY NAME SELECT 'name:company-' || n AS entity_id, 'Company ' || n"
        " AS name, 'name:company-' || n AS root_id, true AS is_candidate, true AS is_named,"
        " [] AS aliases, [] AS ambiguous, [] AS partners, 'generated' AS source"
        " FROM range($companies) AS t(n)"
        " UNION ALL BY NAME SELECT 'name:customer-a' AS entity_id, 'Customer A' AS name,"
        " entity_id AS root_id, true AS is_candidate, true AS is_named, [] AS aliases,"
        " [] AS ambiguous, [] AS partners, 'generated' AS source",
        {"companies": _COMPANIES},
    )
    script = files("benchmarks").joinpath("dependence.sql").read_text(encoding="utf-8")
    numbers = {"claims": str(claims), "facts": str(claims // 5)}
    connection.execute(re.sub(r"\$(claims|facts)\b", lambda found: numbers[found[1]], script))
    for table in ("parties", "chips", "things", "tellings"):
        connection.execute(f"DROP TABLE {table}")


def build(connection: duckdb.DuckDBPyConnection, view: View) -> tuple[float, float]:
    """Build a view anew and tell how many seconds it took, by the clock and of both cores."""
    connection.execute(f"DROP TABLE IF EXISTS {view.name}")
    clock, cores = time.perf_counter(), time.process_time()
    create_view(connection, view, _NOW.replace(tzinfo=None))
    return time.perf_counter() - clock, time.process_time() - cores


def measure(connection: duckdb.DuckDBPyConnection) -> None:
    """Print the seconds of what feeds are built of, and of each feed."""
    for title, views in (("bases", base_views()), ("feeds", feed_views())):
        print(f"{title:<26}{'by the clock':>12}{'of both cores':>16}")
        total, spent = 0.0, 0.0
        for view in views:
            if title == "bases" or view.name in FEEDS:
                seconds, cores = build(connection, view)
                total, spent = total + seconds, spent + cores
                rows = connection.execute(f"SELECT count(*) FROM {view.name}").fetchall()[0][0]
                print(
                    f"  {view.name:<24}{seconds:10.2f} s{cores:14.2f} s {rows:>9,} rows", flush=True
                )
        print(f"  {'in all':<24}{total:10.2f} s{spent:14.2f} s", flush=True)


def main() -> None:
    """Make the warehouse, unless it is kept from before, and measure its feeds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("claims", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--keep", type=Path, help="file of the generated warehouse")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "generated.duckdb"
        is_new = not path.exists()
        with duckdb.connect(str(path), config={"threads": 2, "memory_limit": "3GB"}) as connection:
            if is_new:
                make(connection, options.claims)
                derive_facts(connection, _NOW)
            measure(connection)
            counted = "SELECT (SELECT count(*) FROM claims), count(*) FROM facts"
            claims, facts = connection.execute(counted).fetchall()[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{claims:,} claims, {facts:,} facts, {peak:.1f} GiB at the peak")


if __name__ == "__main__":
    main()
