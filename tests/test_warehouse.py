"""The warehouse: loading, versions, copies of a text, rebuilding, the lock, the checks."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from telling import NOW, Told, claim, fill_facts, read, warehouse_of_facts

from schema.entity import load_registry
from warehouse.database import WarehouseLockedError, open_working
from warehouse.extracted import Extracted
from warehouse.load import load
from warehouse.publish import publish
from warehouse.rebuild import rebuild
from warehouse.reference import load_reference, thresholds
from warehouse.tables import TABLES, Versions, create_tables, describe_tables

DEAL = claim("deal", "OpenAI", "AWS", role="purchase", value=38e9, quote="OpenAI pays AWS $38bn.")
OTHER = claim(
    "deal", "Meta", "Google", role="purchase", value=10e9, quote="Meta pays Google $10bn."
)


def everything(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    names = connection.sql(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' ORDER BY 1"
    ).fetchall()
    return {name: connection.sql(f"FROM {name}").fetchall() for (name,) in names}


def test_every_table_and_column_carries_its_comment() -> None:
    connection = duckdb.connect()
    create_tables(connection)
    describe_tables(connection)
    for table in TABLES:
        found = connection.execute(
            "SELECT comment FROM duckdb_tables() WHERE table_name = ?", [table.name]
        ).fetchall()
        assert found == [(table.comment,)]
    assert connection.sql(
        "SELECT count(*) FROM duckdb_columns()"
        " WHERE NOT internal AND schema_name = 'main' AND database_name <> 'temp'"
        " AND comment IS NULL"
    ).fetchall() == [(0,)]


def test_claims_keep_every_field_and_the_exact_span() -> None:
    full = claim(
        "capacity",
        "Hyperion",
        "Meta",
        low=None,
        high=2e9,
        qualifier="up_to",
        stage="planned",
        basis="grid",
        when=("2027-01-01", "2027-12-31"),
        when_kind="delivery",
        conditions={"scope": "facility"},
        speaker="Jane Doe",
        firmness="announced",
    )
    connection = warehouse_of_facts([Told("2026-03-02", [full])])
    (row,) = connection.sql(
        "SELECT low, high, qualifier, stage, basis, when_start, when_end, when_kind,"
        " conditions->>'scope', speaker, firmness, published, told_on FROM claims"
    ).fetchall()
    day = dt.date(2026, 3, 2)
    assert row == (
        *(None, 2e9, "up_to", "planned", "grid", dt.date(2027, 1, 1), dt.date(2027, 12, 31)),
        *("delivery", "facility", "Jane Doe", "announced", day, day),
    )
    assert connection.sql(
        "SELECT text[char_start + 1 : char_end] = quote FROM claims JOIN articles USING (page_id)"
    ).fetchall() == [(True,)]


def test_joint_parties_are_rows() -> None:
    joint = claim("deal", "SoftBank, MGX", "OpenAI", role="investment", value=4e10)
    connection = warehouse_of_facts([Told("2026-03-02", [joint])])
    assert connection.sql(
        "SELECT role, position, name, entity_id FROM claim_parties ORDER BY role DESC, position"
    ).fetchall() == [
        ("subject", 0, "SoftBank", "org:softbank"),
        ("subject", 1, "MGX", "org:mgx"),
        ("object", 0, "OpenAI", "org:openai"),
    ]


def test_an_update_is_a_new_version_and_its_old_statements_are_not_new() -> None:
    url = "https://grid.example/a"
    first = Told("2026-03-02", [DEAL], url=url)
    second = Told("2026-03-02", [OTHER, DEAL], url=url, fetched="2026-03-05T12:00:00", version=2)
    connection = warehouse_of_facts([second, first])
    assert connection.sql(
        "SELECT version, is_latest FROM articles ORDER BY version"
    ).fetchall() == [(1, False), (2, True)]
    assert connection.sql(
        "SELECT subject, recorded_at::DATE, is_current FROM claims ORDER BY subject"
    ).fetchall() == [
        ("Meta", dt.date(2026, 3, 5), True),
        ("OpenAI", dt.date(2026, 3, 2), True),
    ]


def test_a_statement_that_an_update_drops_is_kept_and_marked() -> None:
    url = "https://grid.example/a"
    connection = warehouse_of_facts(
        [
            Told("2026-03-02", [DEAL, OTHER], url=url),
            Told("2026-03-02", [OTHER], url=url, fetched="2026-03-05T12:00:00", version=2),
        ]
    )
    assert connection.sql("SELECT subject, is_current FROM claims ORDER BY subject").fetchall() == [
        ("Meta", True),
        ("OpenAI", False),
    ]


def test_a_date_in_the_future_is_told_when_it_was_recorded() -> None:
    connection = warehouse_of_facts([Told("2031-01-01", [DEAL], fetched="2026-03-05T12:00:00")])
    assert connection.sql("SELECT told_on FROM claims").fetchall() == [(dt.date(2026, 3, 5),)]


def test_copies_of_a_text_speak_with_the_voice_of_the_first() -> None:
    body = " ".join(f"word{number}" for number in range(150))
    connection = warehouse_of_facts(
        [
            Told("2026-03-03", [DEAL], publisher="Copycat", extra=body + " and a last line"),
            Told("2026-03-02", [DEAL], publisher="Wire", extra=body),
            Told("2026-03-01", [OTHER], publisher="Else", extra="Another text altogether."),
        ]
    )
    assert connection.sql(
        "SELECT publisher, voice FROM articles ORDER BY publisher"
    ).fetchall() == [("Copycat", "wire"), ("Else", "else"), ("Wire", "wire")]


def test_papers_of_one_owner_are_one_voice() -> None:
    papers = ("Utility Dive", "construction dive", "The Post")
    connection = warehouse_of_facts(
        [Told(f"2026-03-0{n}", [DEAL], publisher=name) for n, name in enumerate(papers, start=1)]
    )
    assert connection.sql("SELECT publishers, voices FROM facts").fetchall() == [(3, 2)]
    assert connection.sql(
        "SELECT publisher_group FROM publishers ORDER BY publisher"
    ).fetchall() == [("the post",), ("industry dive",), ("industry dive",)]


def test_a_second_build_changes_nothing() -> None:
    news = [Told("2026-03-02", [DEAL]), Told("2026-03-04", [OTHER, DEAL], publisher="B")]
    connection = warehouse_of_facts(news)
    before = everything(connection)
    fill_facts(connection, news)
    assert everything(connection) == before


def test_how_runs_split_the_reading_is_no_matter(tmp_path: Path) -> None:
    news = [Told("2026-03-02", [DEAL]), Told("2026-03-04", [OTHER, DEAL], publisher="B")]
    for number, article in enumerate(news):
        _, extracted = read([article])
        extracted.write(tmp_path, f"part{number}")
    split = Extracted.read(tmp_path)
    _, whole = read(news)
    for name in ("articles", "claims", "parties"):
        parts, together = getattr(split, name), getattr(whole, name)
        assert sorted(map(str, parts.to_pylist())) == sorted(map(str, together.to_pylist()))


def test_reading_of_an_empty_folder_is_empty(tmp_path: Path) -> None:
    assert Extracted.read(tmp_path).claims.num_rows == 0


def test_a_failed_build_leaves_the_last_one() -> None:
    connection = duckdb.connect()
    pages, extracted = read([Told("2026-03-02", [DEAL])])
    rebuild(connection, pages, extracted, registry=load_registry(), now=NOW)
    broken = Extracted(extracted.articles, extracted.claims.drop(["kind"]), extracted.parties)
    with pytest.raises(duckdb.Error):
        rebuild(connection, pages, broken, registry=load_registry(), now=NOW)
    assert connection.sql("SELECT subject FROM facts").fetchall() == [("OpenAI",)]
    assert connection.sql("SELECT customer FROM vendor_dependency").fetchall() == [("OpenAI",)]


def test_feeds_and_their_past_travel_into_the_snapshot(tmp_path: Path) -> None:
    with open_working(tmp_path) as connection:
        connection.execute("CREATE TABLE left_by_an_older_version AS SELECT 1 AS n")
        connection.execute("CREATE MACRO left_as_of(as_of) AS TABLE FROM left_by_an_older_version")
        older = Told("2026-03-02", [{**DEAL, "object": "AMD"}], extra="This page is gone later.")
        for told in (older, Told("2026-03-02", [DEAL])):  # the second takes the first one's macros
            pages, extracted = read([told])
            rebuild(
                connection, pages, extracted, registry=load_registry(), now=NOW,
                versions=Versions(code="1"),
            )  # fmt: skip
        publish(connection, tmp_path)
    with duckdb.connect(str(tmp_path / "gigawatch.duckdb"), read_only=True) as reader:
        assert reader.sql("SELECT customer FROM vendor_dependency").fetchall() == [("OpenAI",)]
        past = "FROM vendor_dependency_as_of(TIMESTAMP '2026-03-01')"
        assert reader.sql(past).fetchall() == []
        now = "SELECT supplier FROM vendor_dependency_as_of(TIMESTAMP '2026-03-03')"
        assert reader.sql(now).fetchall() == [("Amazon",)]
        with pytest.raises(duckdb.CatalogException, match="left_as_of"):
            reader.sql("FROM left_as_of(1)")
        assert reader.sql("SELECT quote FROM evidence").fetchall() == [(DEAL["quote"],)]
        assert (
            reader.sql(
                "SELECT 1 FROM duckdb_tables() WHERE table_name = 'left_by_an_older_version'"
            ).fetchall()
            == []
        )


HOLDER = """
import sys
from pathlib import Path
from warehouse.database import working_lock
with working_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_second_writer_waits_and_is_told_why(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(WarehouseLockedError, match=r"working\.duckdb is being written"),
            open_working(tmp_path, wait_seconds=0.1),
        ):
            pass
        holder.communicate("done\n")
    with open_working(tmp_path, wait_seconds=0.1) as connection:
        assert connection.sql("SELECT 1").fetchall() == [(1,)]


def test_thresholds_in_the_file_say_what_they_decide() -> None:
    connection = duckdb.connect()
    create_tables(connection)
    load_reference(connection)
    found = dict(connection.sql("SELECT name, value FROM thresholds").fetchall())
    assert found == thresholds()
    assert connection.sql("SELECT count(*) FROM thresholds WHERE len(meaning) < 20").fetchall() == [
        (0,)
    ]


def test_every_company_of_the_figures_is_in_the_registry_with_a_source() -> None:
    connection = warehouse_of_facts([])
    assert (
        connection.sql(
            "SELECT company FROM company_finances AS f ANTI JOIN entities USING (entity_id)"
        ).fetchall()
        == []
    )
    assert (
        connection.sql(
            "SELECT company FROM company_finances WHERE NOT contains(source, 'https://')"
        ).fetchall()
        == []
    )


def test_claims_of_unknown_pages_are_left_out() -> None:
    pages, extracted = read([Told("2026-03-02", [DEAL]), Told("2026-03-03", [OTHER])])
    connection = duckdb.connect()
    load(connection, pages[:1], extracted)
    assert connection.sql("SELECT subject FROM claims").fetchall() == [("OpenAI",)]
    assert isinstance(extracted.claims, pa.Table)


def test_absurd_claims_do_no_harm() -> None:
    absurd = [
        claim("deal", "OpenAI", "AWS", role="purchase", value=1e300, firmness="contracted"),
        claim("deal", "OpenAI", "AWS", role="purchase", low=0.0, high=5e-324),
        claim("deal", "OpenAI", None, role="capex", low=None, high=float("inf")),
        claim("deal", "OpenAI", "AMD", role="purchase", low=-4e9, high=float("nan")),
        claim("capacity", "Hyperion", "Meta", value=1e40, stage="planned"),
        claim("volume", "Meta", "H100", value=1e25),
        claim("milestone", "Hyperion", stage="online", when=("0001-01-01", "9999-12-31")),
        claim("dependency", ", ,", "’" * 500, role="uses"),
    ]
    news = [Told("0001-01-01", absurd, fetched="2026-03-02T12:00:00"), Told("2026-03-02", [DEAL])]
    connection = duckdb.connect()
    pages, extracted = read(news)
    rebuild(connection, pages, extracted, registry=load_registry(), now=NOW)
    assert connection.sql("SELECT count(*) FROM claims").fetchall() == [(9,)]
    (spent,) = connection.sql(
        "SELECT committed_usd_high FROM vendor_dependency WHERE supplier = 'Amazon'"
    ).fetchall()
    assert spent[0] is not None
    connection.sql("SELECT * FROM week_changes_as_of(TIMESTAMP '2026-03-03')").fetchall()
