"""The reference file of annual figures that commitments are measured by."""

import calendar
import datetime as dt
import re
from typing import Any

import duckdb
import pytest

from schema.entity import load_registry
from warehouse.reference import load_reference
from warehouse.tables import create_tables


def _rows() -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        create_tables(connection)
        load_reference(connection)
        found = connection.sql(
            "SELECT finance.*, rate.currency, rate.usd_per_unit "
            "FROM company_finances AS finance LEFT JOIN exchange_rates AS rate "
            "ON rate.day = fiscal_year_end AND contains(finance.source, '(' || currency || ' ') "
            "ORDER BY entity_id"
        )
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


ROWS = _rows()


def test_at_least_forty_companies_each_once() -> None:
    ids = [row["entity_id"] for row in ROWS]
    assert len(ids) >= 40
    assert len(set(ids)) == len(ids)
    assert set(ids) <= {entity.entity_id for entity in load_registry()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["company"])
def test_the_figures_are_plausible_and_name_statement_and_address(row: dict[str, Any]) -> None:
    revenue, cash, capex = (
        row[f"{name}_usd"] for name in ("revenue", "operating_cash_flow", "capex")
    )
    assert (revenue, cash, capex) != (None, None, None)
    assert re.match(r"[A-Z][^:]{9,}.*https?://\S+\.\S+", row["source"])
    assert revenue is None or 1e8 < revenue < 2e12
    assert None in (revenue, cash) or abs(cash) < revenue
    assert None in (revenue, capex) or 0 < capex < 2 * revenue


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["company"])
def test_the_day_ends_a_recent_fiscal_year(row: dict[str, Any]) -> None:
    day = row["fiscal_year_end"]
    assert dt.date(2025, 1, 1) < day <= dt.date(2026, 12, 31)
    # The last day of a month; of a year of 52 or 53 weeks, a day near it.
    assert day.day <= 7 or day.day >= calendar.monthrange(day.year, day.month)[1] - 7


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["currency"]], ids=lambda row: row["company"]
)
def test_a_converted_revenue_is_the_amount_of_the_source_at_its_rate(row: dict[str, Any]) -> None:
    told = re.search(r"\([A-Z]{3} (.+?) (b|tr)illion.* at ([\d.]+) dollars", row["source"])
    assert told is not None
    assert float(told[3]) == row["usd_per_unit"]
    amounts = [float(number.replace(",", "")) for number in told[1].split(" and ")]
    total = sum(amounts) * {"b": 1e9, "tr": 1e12}[told[2]] * float(told[3])
    assert row["revenue_usd"] == pytest.approx(total, rel=1e-3)


def test_other_currencies_are_met() -> None:
    assert {row["currency"] for row in ROWS} == {None, "CNY", "EUR", "JPY", "KRW"}
