"""Reference data of the warehouse: thresholds, ladders, company figures, from its data files."""

import csv
import datetime as dt
import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb
import pyarrow as pa

from schema.vocabulary import Firmness, Layer, MilestoneStage, Tier
from warehouse.columns import insert_arrow, to_arrow
from warehouse.tables import BY_NAME

#: Grades of firmness whose money is never added to one sum.
GRADES: dict[Firmness, str] = {
    Firmness.RUMOURED: "soft",
    Firmness.EXPLORING: "soft",
    Firmness.LETTER_OF_INTENT: "announced",
    Firmness.ANNOUNCED: "announced",
    Firmness.CONTRACTED: "contracted",
    Firmness.FUNDED: "contracted",
    Firmness.DELIVERING: "contracted",
    Firmness.DELIVERED: "contracted",
    Firmness.CANCELLED: "off",
    Firmness.DENIED: "off",
}

_BUILD_TESTS = "build_or_rent.toml"


@cache
def thresholds() -> dict[str, float]:
    """Every threshold by its name."""
    return {name: float(entry["value"]) for name, entry in _toml("thresholds.toml").items()}


def load_reference(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the reference tables from the data files and vocabularies."""
    for name, content in _reference().items():
        insert_arrow(connection, BY_NAME[name], content)


@cache
def _reference() -> dict[str, pa.Table]:
    """The content of each reference table."""
    rows = {
        "thresholds": [{"name": name, **entry} for name, entry in _toml("thresholds.toml").items()],
        "firmness_ladder": _ranks(Firmness, {f: GRADES[f] for f in Firmness}),
        "tiers": _ranks(Tier, {}),
        "layers": _ranks(Layer, {}),
        "milestone_stages": _ranks(MilestoneStage, {}),
        "build_tests": [{"test": test, **entry} for test, entry in _toml(_BUILD_TESTS).items()],
        "publisher_groups": _csv("publisher_groups.csv"),
        "company_finances": _finances(),
        "announced_agreements": _agreements(),
        "stage_durations": stage_durations(),
        "exchange_rates": _rates(),
    }
    return {name: to_arrow(BY_NAME[name], content) for name, content in rows.items()}


def _ranks(words: type[StrEnum], grades: dict[Any, str]) -> list[dict[str, Any]]:
    return [
        {"word": word.value, "rank": rank, "grade": grades.get(word, word.value)}
        for rank, word in enumerate(words, start=1)
    ]


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("warehouse").joinpath("data", name).read_text(encoding="utf-8"))


def _csv(name: str) -> list[dict[str, Any]]:
    text = files("warehouse").joinpath("data", name).read_text(encoding="utf-8")
    return [dict(row) for row in csv.DictReader(text.splitlines())]


def _rates() -> list[dict[str, Any]]:
    rows = _csv("exchange_rates.csv")
    for row in rows:
        row["day"] = dt.date.fromisoformat(row["day"])
        row["usd_per_unit"] = float(row["usd_per_unit"])
    return rows


def _agreements() -> list[dict[str, Any]]:
    rows = _csv("announced_agreements.csv")
    for row in rows:
        row["announced_on"] = dt.date.fromisoformat(row["announced_on"])
        row["role"] = row["role"] or None
        for column in ("low", "high"):
            row[column] = float(row[column]) if row[column] else None
        for column in ("payer_ids", "payee_ids"):
            row[column] = [*filter(None, row[column].split("|"))]
    return rows


def stage_durations() -> list[dict[str, Any]]:
    """How long each step between the stages of a chip takes, with its sources."""
    rows = _csv("stage_durations.csv")
    for row in rows:
        for column in ("place", "typical_low_days", "typical_high_days", "record_days"):
            row[column] = int(row[column])
    return rows


def _finances() -> list[dict[str, Any]]:
    rows = _csv("company_finances.csv")
    for row in rows:
        row["fiscal_year_end"] = dt.date.fromisoformat(row["fiscal_year_end"])
        for column in ("revenue_usd", "operating_cash_flow_usd", "capex_usd"):
            row[column] = float(row[column]) if row[column] else None
    return rows
