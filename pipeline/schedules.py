"""When things run by themselves, while ``make dev`` or a daemon is up."""

import dagster as dg

from pipeline.assets import exports, pages, reading, snapshot, warehouse

#: Everything from sources to what people open, but the weekly digest.
refresh = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.assets(pages, reading, warehouse, snapshot, exports),
    description="Fetch, read, rebuild and publish once.",
)

hourly_ingestion = dg.ScheduleDefinition(
    name="hourly_ingestion",
    job=refresh,
    cron_schedule="7 * * * *",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="What is new, every hour.",
)
