"""What starts a run when something happens: a file that is dropped into a watched folder."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
from pydantic import TypeAdapter, ValidationError

from pipeline.acquire.content import EXTENSIONS
from pipeline.acquire.directory import paths
from pipeline.acquire.exchange import FetchError
from pipeline.assets import Fetching
from pipeline.resources import Workspace
from pipeline.schedules import refresh
from pipeline.steps import UNATTENDED
from schema.source import DirectorySource, FolderSource, SourceFile

#: By source, a hash of the files that the last run was started for.
_CURSOR = TypeAdapter(dict[str, str])
_EMPTY = ""
_WAITING = (
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
)


@dg.sensor(
    job=refresh,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Takes in what is dropped into the folders of the sources.",
)
def dropped_files(
    context: dg.SensorEvaluationContext, workspace: Workspace
) -> dg.SensorResult | dg.SkipReason:
    """Ask for a run when the files of a folder have changed, and are no longer written to."""
    taken = _read(context.cursor)
    present = dict(_contents(workspace.settings.source_file()))
    changed = sorted(
        source_id for source_id in present if present[source_id] != taken.get(source_id, _EMPTY)
    )
    if not changed:
        return dg.SkipReason("Nothing is new in the folders of the sources.")
    filters = dg.RunsFilter(job_name=refresh.name, statuses=list(_WAITING))
    if context.instance.get_runs_count(filters):
        return dg.SkipReason(f"A run is under way; then comes what is new in {', '.join(changed)}.")
    return dg.SensorResult(
        run_requests=[
            dg.RunRequest(
                run_config=dg.RunConfig(ops={"pages": Fetching(only_folders=True)}),
                tags={"gigawatch/dropped_into": ", ".join(changed)[:200]},
            )
        ],
        cursor=_CURSOR.dump_json(present).decode(),
    )


def _read(cursor: str | None) -> dict[str, str]:
    try:
        return _CURSOR.validate_json(cursor or "{}")
    except ValidationError:
        return {}  # of another version: one run too many


def _contents(sources: SourceFile) -> Iterator[tuple[str, str]]:
    """Each folder with a hash of its files' names, sizes and dates."""
    for source in sources.enabled:
        if isinstance(source, FolderSource):
            yield source.id, _hash(source)


def _hash(source: FolderSource) -> str:
    digest = hashlib.sha256()
    files = _files(source)
    for path in files:
        try:
            status = path.stat()
        except OSError:
            continue  # gone again
        digest.update(
            f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode("utf-8", "replace")
        )
    return digest.hexdigest()[:16] if files else _EMPTY


def _files(source: FolderSource) -> list[Path]:
    """The files that a run would read; names of files under way (.part, .tmp) are none of them."""
    try:
        found = paths(source, settled=UNATTENDED.settled_seconds)
    except FetchError:
        return []  # the folder is not there yet, or is empty
    if isinstance(source, DirectorySource):
        return [path for path in found if path.suffix.lower() in EXTENSIONS]
    return found
