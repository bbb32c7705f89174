"""What Dagster is shown: assets, checks, jobs, schedules, sensors and resources."""

import dagster as dg

from pipeline.assets import ASSETS
from pipeline.resources import Workspace
from pipeline.schedules import hourly_ingestion, monday_digest, rebuild, refresh, weekly_digest
from pipeline.sensors import dropped_files


def build_defs(
    *, data: str | None = None, sources: str | None = None, judgements: str | None = None
) -> dg.Definitions:
    """The definitions that the UI, the command line and the tests share.

    Args:
        data: The data directory; by environment variable or ``data`` where not given.
        sources: The sources file; by environment variable or the sample where not given.
        judgements: The file of judgements; by environment variable or in ``data`` if not given.
    """
    return dg.Definitions(
        assets=ASSETS,
        jobs=[refresh, rebuild, weekly_digest],
        schedules=[hourly_ingestion, monday_digest],
        sensors=[dropped_files],
        resources={"workspace": Workspace(data=data, sources=sources, judgements=judgements)},
        executor=dg.in_process_executor,
    )


defs = build_defs()
