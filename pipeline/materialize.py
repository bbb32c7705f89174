"""Running jobs of the definitions in this process, on record in the instance of the UI."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg
from alembic.util.exc import CommandError

from pipeline.dagster_home import prepare
from pipeline.data_directory import DataDirectory, UnusableHistoryError
from pipeline.definitions import build_defs
from pipeline.settings import Settings


@dataclass(frozen=True)
class Materialized:
    """Whether a job ran well; else what failed, in words."""

    success: bool
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Jobs:
    """The jobs of the definitions, and the instance that keeps their history."""

    definitions: dg.Definitions
    instance: dg.DagsterInstance

    def materialize(self, job: str, *, partition: str | None = None) -> Materialized:
        """Run a job once; failures are told, not raised."""
        result = self.definitions.resolve_job_def(job).execute_in_process(
            instance=self.instance,
            raise_on_error=False,
            partition_key=partition,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
        return Materialized(result.success, _failures(result))


@contextmanager
def jobs(settings: Settings) -> Iterator[Jobs]:
    """The jobs over a data directory, with its history opened once for all that are run.

    Raises:
        UnusableHistoryError: if the history cannot be opened.
    """
    home = prepare(settings.data.dagster)
    os.environ["DAGSTER_HOME"] = str(home)
    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    definitions = build_defs(
        data=str(settings.data.root),
        sources=str(settings.sources),
        judgements=str(settings.data.judgements),
    )
    with _opened(settings.data, home) as instance:
        yield Jobs(definitions, instance)


def _opened(data: DataDirectory, home: Path) -> dg.DagsterInstance:
    """The instance with its history; two processes must not set up its storage at once."""
    with data.lock("dagster"):
        try:
            return dg.DagsterInstance.from_config(str(home))
        except CommandError as error:
            raise UnusableHistoryError(
                f"{home} cannot be opened ({error}). It only holds the history of runs: "
                "move it away, and a new one is made."
            ) from error


def _failures(result: dg.ExecuteInProcessResult) -> list[str]:
    found = []
    for event in result.all_node_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            cause = error.cause if error and error.cause else error
            found.append(f"{event.step_key}: {cause.message.strip() if cause else 'failed'}")
        elif event.event_type_value == "ASSET_CHECK_EVALUATION":
            check = event.asset_check_evaluation_data
            if not check.passed:
                found.append(
                    f"check {check.check_name} of {check.asset_key.to_user_string()} failed"
                )
    return found
