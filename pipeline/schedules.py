"""When things run by themselves, while ``make dev`` or a daemon is up."""

import dagster as dg

from pipeline.assets import Fetching, digest, exports, pages, reading, snapshot, warehouse

#: Everything from sources to what people open, but the weekly digest.
refresh = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.assets(pages, reading, warehouse, snapshot, exports),
    description="Fetch, read, rebuild and publish once.",
)

#: The same from stored pages alone: after new code, new names, or documents put in by hand.
rebuild = dg.define_asset_job(
    "rebuild",
    selection=dg.AssetSelection.assets(reading, warehouse, snapshot, exports),
    description="Read, rebuild and publish from stored pages, without the network.",
)

weekly_digest = dg.define_asset_job(
    "weekly_digest",
    selection=dg.AssetSelection.assets(digest),
    description="Write the digest of a week.",
)

hourly_ingestion = dg.ScheduleDefinition(
    name="hourly_ingestion",
    job=refresh,
    cron_schedule="7 * * * *",
    run_config=dg.RunConfig(ops={"pages": Fetching(only_due=True)}),
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="What is new, every hour, from the sources that are due.",
)

monday_digest = dg.build_schedule_from_partitioned_job(
    weekly_digest,
    name="monday_digest",
    hour_of_day=6,
    minute_of_hour=30,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="The digest of the week before, on Monday morning.",
)
