"""Exports: three formats of the same rows, harmless in a spreadsheet, the same bytes twice."""

import csv
import datetime as dt
import json
from pathlib import Path

import duckdb

from pipeline.exported import recall, remember
from warehouse.export import export
from warehouse.tables import Build


def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE deals AS FROM (VALUES"
        " ('=HYPERLINK(\"http://evil\")', 2, ['a', 'b'], DATE '2026-06-01'),"
        " ('-1+1', 1, [], NULL), ('plain', 3, NULL, DATE '2026-06-02'))"
        " AS t(name, amount, fact_ids, day)"
    )
    connection.execute("COMMENT ON COLUMN deals.amount IS 'US dollars | committed'")
    connection.execute("CREATE VIEW large AS SELECT name FROM deals WHERE amount > 2")
    return connection


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_every_table_and_view_is_there_in_three_formats(tmp_path):
    with database() as connection:
        export(connection, tmp_path)
        rows = connection.execute("FROM deals ORDER BY ALL").fetchall()
        parquet = str(tmp_path / "parquet/deals.parquet")
        assert connection.execute(f"FROM '{parquet}'").fetchall() == rows
    lines = (tmp_path / "jsonl/deals.jsonl").read_text().splitlines()
    assert {json.loads(line)["amount"] for line in lines} == {1, 2, 3}
    assert (tmp_path / "csv/large.csv").read_text() == "name\nplain\n"


def test_a_text_cell_that_a_spreadsheet_would_run_is_made_harmless(tmp_path):
    with database() as connection:
        export(connection, tmp_path)
    with (tmp_path / "csv/deals.csv").open(newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    assert not any(name.startswith(("=", "-", "+", "@")) for name in names)
    assert "plain" in names


def test_the_dictionary_tells_the_comments(tmp_path):
    with database() as connection:
        export(connection, tmp_path)
    text = (tmp_path / "data_dictionary.md").read_text()
    assert "| `amount` | INTEGER | US dollars &#124; committed |" in text


def test_the_same_content_gives_the_same_bytes_and_old_files_go(tmp_path):
    with database() as connection:
        export(connection, tmp_path)
        first = contents(tmp_path)
        export(connection, tmp_path)
        assert contents(tmp_path) == first
        connection.execute("DROP VIEW large")
        export(connection, tmp_path)
    assert not (tmp_path / "csv/large.csv").exists()


def test_an_export_is_not_written_again_until_the_build_or_a_file_changes(tmp_path):
    record, file = tmp_path / "exported.json", tmp_path / "deals.csv"
    file.write_text("name")
    build = Build(built_at=dt.datetime(2026, 7, 20, tzinfo=dt.UTC))
    assert recall(record, build) is None
    remember(record, build, [file])
    assert recall(record, build) == [file]
    assert recall(record, build.model_copy(update={"pages": "others"})) is None
    file.write_text("name of a person")
    assert recall(record, build) is None
    remember(record, build, [file])
    file.unlink()
    assert recall(record, build) is None
    record.write_text("{")
    assert recall(record, build) is None
