"""Checks of assets: each a query in ``warehouse/checks/<asset>/`` that returns what offends."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import dagster as dg
import duckdb

from pipeline.previews import preview
from warehouse.statements import statement


@dataclass(frozen=True)
class Check:
    """A check of an asset; its file opens with what should hold."""

    asset: str
    name: str

    @property
    def query(self) -> str:
        """The query for the offending rows."""
        return statement(f"checks/{self.asset}/{self.name}")

    @property
    def claim(self) -> str:
        """What should hold, in words."""
        return self.query.splitlines()[0].removeprefix("-- ")

    @property
    def only_warns(self) -> bool:
        """Whether what comes after the asset goes on all the same."""
        return self.claim.startswith("Warns: ")

    @property
    def spec(self) -> dg.AssetCheckSpec:
        """The check as Dagster knows it; what comes after the asset waits for it to pass."""
        return dg.AssetCheckSpec(
            self.name, asset=self.asset, description=self.claim, blocking=not self.only_warns
        )

    def run(self, connection: duckdb.DuckDBPyConnection) -> dg.AssetCheckResult:
        """Run the check on a database that holds its tables."""
        query = self.query
        counted = connection.execute(f"SELECT count(*) FROM ({query})").fetchone()
        offending = counted[0] if counted else 0
        metadata: dict[str, dg.MetadataValue] = {"offending_rows": dg.MetadataValue.int(offending)}
        if offending:
            metadata["examples"] = dg.MetadataValue.md(preview(connection, query))
        return dg.AssetCheckResult(
            asset_key=self.asset,
            check_name=self.name,
            passed=offending == 0,
            severity=dg.AssetCheckSeverity.WARN if self.only_warns else dg.AssetCheckSeverity.ERROR,
            metadata=metadata,
        )


@cache
def checks_of(asset: str) -> tuple[Check, ...]:
    """The checks of an asset, by name."""
    folder = files("warehouse").joinpath("checks", asset)
    names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".sql"))
    return tuple(Check(asset, name.removesuffix(".sql")) for name in names)


def run_checks(connection: duckdb.DuckDBPyConnection, asset: str) -> Iterator[dg.AssetCheckResult]:
    """Run every check of an asset."""
    for check in checks_of(asset):
        yield check.run(connection)
