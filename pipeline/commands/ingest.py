"""``gigawatch ingest``: documents put into the warehouse by hand."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from pipeline.acquire.collect import collect, collect_files
from pipeline.acquire.recorder import Collected
from pipeline.attribution import recall
from pipeline.commands.errors import UsageError
from pipeline.commands.output import complain
from pipeline.commands.run import rerun
from pipeline.settings import Settings, clock
from schema.source import PagesSource

SOURCE_ID = "by-hand"


def ingest(settings: Settings, given: Sequence[str], *, local: bool) -> bool:
    """Fetch or read documents, then rebuild and publish.

    Args:
        settings: Where the warehouse is.
        given: Addresses (http, https) and paths of files.
        local: Whether the addresses may be on this machine or a private network.

    Returns:
        Whether everything could be had and read.

    Raises:
        UsageError: if an address is none.
    """
    data = settings.data
    now = clock(recall(data.known_sources).today)
    addresses = [each for each in given if each.startswith(("http://", "https://"))]
    paths = [Path(each) for each in given if each not in addresses]
    outcomes: list[Collected] = []
    with data.lock("fetching"):
        if addresses:
            outcomes.append(collect([_source(addresses, local=local)], data, now=now))
        if paths:
            outcomes.append(collect_files(paths, SOURCE_ID, data, now=now))
    problems = [fetch for outcome in outcomes for fetch in (*outcome.problems, *outcome.notes)]
    for fetch in problems:
        complain(f"{fetch.requested}: {fetch.message}")
    return rerun(settings) and not problems


def _source(addresses: Sequence[str], *, local: bool) -> PagesSource:
    try:
        return PagesSource.model_validate(
            {"id": SOURCE_ID, "kind": "pages", "urls": addresses, "local": local}
        )
    except ValidationError as error:
        wrong = "; ".join(f"{p['input']}: {p['msg']}" for p in error.errors())
        raise UsageError(wrong) from error
