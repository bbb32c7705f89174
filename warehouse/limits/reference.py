"""The figures that verdicts rest on: constants and shipping chips, each with its source."""

import csv
import datetime as dt
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

DATA = files("warehouse.limits").joinpath("data")
CONSTANTS_FILE, CHIPS_FILE = "constants.toml", "chips.csv"


class Constant(BaseModel):
    """One figure with what is needed to check it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float = Field(description="The figure.", gt=0, allow_inf_nan=False)
    unit: str = Field(description="Its unit, as pint reads it.", min_length=1)
    source: str = Field(description="The publication behind it.", min_length=1)
    date: str = Field(description="When that was published.", pattern=r"^\d{4}(-\d\d){0,2}$")
    seen_at: str = Field(description="Where it was read.", min_length=1)
    conditions: str = Field(description="What it holds for.", min_length=1)
    standing: Literal["exact", "cited", "assumed"] = Field(description="How well it is known.")


class Chip(BaseModel):
    """One accelerator: dense rates in TFLOPS (TOPS), power in W; null where not published."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(description="Name by which records refer to it.", min_length=1)
    aliases: tuple[str, ...] = Field((), description="Names that news uses for it.")
    vendor: str = Field(description="Who designs it.", min_length=1)
    facility_class: str | None = Field(None, description="Class of its power in a facility.")
    announced: dt.date | None = Field(None, description="Day of the announcement.")
    available: dt.date | None = Field(None, description="Day it shipped, null if it has not.")
    process: str | None = Field(None, description="Manufacturing process.")
    tdp_w: float | None = Field(None, description="Design power by the vendor.", gt=0)
    dense_bf16_tflops: float | None = Field(None, description="Dense BF16 or FP16 rate.", gt=0)
    dense_fp8_tflops: float | None = Field(None, description="Dense FP8 rate.", gt=0)
    dense_int8_tops: float | None = Field(None, description="Dense INT8 rate.", gt=0)
    dense_fp4_tflops: float | None = Field(None, description="Dense FP4 rate.", gt=0)
    memory_gb: float | None = Field(None, description="Memory in GB.", gt=0)
    memory_kind: str | None = Field(None, description="HBM (stacked), LPDDR5 or SRAM.")
    bandwidth_tb_s: float | None = Field(None, description="Memory bandwidth in TB/s.", gt=0)
    tdp_vendor_disclosed: bool = Field(description="Whether the vendor gives the power.")
    third_party_tdp_w: float | None = Field(None, description="Power by others' estimate.", gt=0)
    source_url: str = Field(description="The vendor's page.", min_length=1)
    seen_at: str = Field(description="Where the figures were read.", min_length=1)
    notes: str = Field("", description="Conditions and conflicts between sources.")

    def dense_rate(self, precision: str) -> float | None:
        """Dense rate in TFLOPS at a column of precision; there is none for FP32."""
        match precision:
            case "FP4":
                return self.dense_fp4_tflops
            case "FP8":
                return self.dense_fp8_tflops
            case "INT8":
                return self.dense_int8_tops
            case "BF16" | "FP16":
                return self.dense_bf16_tflops
            case _:
                return None

    def disclosed_rate_per_watt(self, precision: str) -> float | None:
        """Dense TFLOPS/W, null unless the vendor gives both the rate and the power."""
        rate = self.dense_rate(precision)
        if rate is None or self.tdp_w is None or not self.tdp_vendor_disclosed:
            return None
        return rate / self.tdp_w


class Constants(Mapping[str, Constant]):
    """The constants by dotted name (``hbm_energy.HBM3E``)."""

    def __init__(self, tables: Mapping[str, object]) -> None:
        self._by_name = dict(_flatten(tables))

    def __getitem__(self, name: str) -> Constant:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def value(self, name: str) -> float:
        """The figure alone, in its own unit."""
        return self._by_name[name].value

    def group(self, prefix: str) -> dict[str, float]:
        """The figures under one heading, by the last part of their names."""
        start = f"{prefix}."
        return {n.removeprefix(start): c.value for n, c in self.items() if n.startswith(start)}


def _flatten(tables: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, Constant]]:
    for name, table in tables.items():
        if not isinstance(table, Mapping):
            continue
        if all(isinstance(inner, Mapping) for inner in table.values()):
            yield from _flatten(table, f"{prefix}{name}.")
            continue
        try:
            yield f"{prefix}{name}", Constant.model_validate(table)
        except ValueError as error:
            raise ValueError(f"{CONSTANTS_FILE}, [{prefix}{name}]: {error}") from error


@cache
def load_constants() -> Constants:
    """The constants that ship with Gigawatch."""
    return Constants(tomllib.loads(DATA.joinpath(CONSTANTS_FILE).read_text(encoding="utf-8")))


@cache
def load_chips() -> tuple[Chip, ...]:
    """The chips that ship with Gigawatch, in the order of their file."""
    text = DATA.joinpath(CHIPS_FILE).read_text(encoding="utf-8")
    chips: list[Chip] = []
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        filled: dict[str, object] = {key: value for key, value in row.items() if value}
        filled["aliases"] = tuple(filter(None, row["aliases"].split("|")))
        try:
            chips.append(Chip.model_validate(filled))
        except ValueError as error:
            raise ValueError(f"{CHIPS_FILE}, line {number}: {error}") from error
    return tuple(chips)


@cache
def _chips_by_name() -> dict[str, Chip]:
    return {chip.name: chip for chip in load_chips()}


def find_chip(name: str | None) -> Chip | None:
    """The chip with exactly this name, or None."""
    return _chips_by_name().get(name) if name is not None else None


@cache
def _chips_by_alias() -> dict[str, Chip]:
    names: dict[str, Chip] = {}
    for chip in load_chips():
        for name in (chip.name, *chip.aliases):
            names[name.casefold()] = names[f"{chip.vendor} {name}".casefold()] = chip
    return names


def chip_by_alias(name: str | None) -> Chip | None:
    """The chip that news calls by this name, with or without its vendor, or None."""
    return _chips_by_alias().get(name.casefold()) if name is not None else None


@cache
def frontier_version() -> str:
    """Label of the data files that verdicts are judged against: their day and a short hash.

    A verdict that carries another label was judged against an older frontier.
    """
    content = b"".join(DATA.joinpath(name).read_bytes() for name in (CONSTANTS_FILE, CHIPS_FILE))
    as_of = tomllib.loads(DATA.joinpath(CONSTANTS_FILE).read_text(encoding="utf-8"))["as_of"]
    return f"{as_of}-{hashlib.sha256(content).hexdigest()[:8]}"
