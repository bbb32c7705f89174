"""Where everything of one warehouse lives on disk, and the lock that guards its writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout


class BusyError(RuntimeError):
    """Another process holds the lock for longer than we were willing to wait."""


class UnusableHistoryError(RuntimeError):
    """Dagster's own storage is damaged."""


@dataclass(frozen=True)
class DataDirectory:
    """The paths under ``--data``.

    Primary state, never derived: ``pages/`` and ``fetches/`` (what was received) and the
    judgements of a person. Everything else is built from them and may be deleted.
    """

    root: Path
    judged: Path | None = None

    @property
    def judgements(self) -> Path:
        """What persons judged: here, or in the file of a team that keeps it elsewhere."""
        return self.judged or self.root / "judgements.jsonl"

    @property
    def pages(self) -> Path:
        """Bodies exactly as received, by content hash."""
        return self.root / "pages"

    @property
    def fetches(self) -> Path:
        """The log of what every source answered."""
        return self.root / "fetches"

    @property
    def known_sources(self) -> Path:
        """What sources files said of the publisher and tier of each source."""
        return self.root / "sources.json"

    @property
    def listings(self) -> Path:
        """The last body of each feed, so that an unchanged one need not be sent again."""
        return self.root / "listings"

    @property
    def freshness(self) -> Path:
        """How long what was last received from each address may be used without asking."""
        return self.root / "freshness.json"

    @property
    def cited(self) -> Path:
        """What articles cite that could not be fetched yet."""
        return self.root / "cited.json"

    @property
    def readings(self) -> Path:
        """When each source was last read."""
        return self.root / "readings.json"

    @property
    def extracted(self) -> Path:
        """Articles and claims by page, one folder for each version of the extractors."""
        return self.root / "extracted"

    @property
    def published(self) -> Path:
        """The symlink to the latest snapshot: what analysts open."""
        return self.root / "gigawatch.duckdb"

    @property
    def digests(self) -> Path:
        """Weekly digests."""
        return self.root / "digests"

    @property
    def pictures(self) -> Path:
        """The pictures as last drawn."""
        return self.root / "pictures"

    @property
    def exports(self) -> Path:
        """Tables and feeds as Parquet, CSV and JSON Lines."""
        return self.root / "exports"

    @property
    def exported(self) -> Path:
        """What was exported last."""
        return self.root / "exported.json"

    @property
    def dagster(self) -> Path:
        """Dagster's own home: its runs, schedules and event log."""
        return self.root / "dagster"

    @contextmanager
    def lock(self, name: str, *, wait: float = 600.0) -> Iterator[None]:
        """Hold the operating system's lock ``<name>.lock``; the system frees it if we die.

        Raises:
            BusyError: if another process still holds it after ``wait`` seconds.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        path = self.root / f"{name}.lock"
        try:
            with FileLock(path, timeout=wait):
                yield
        except Timeout as error:
            raise BusyError(
                f"{path} has been held by another run for {wait:.0f} s. "
                "Wait for it to end, or give another --data directory."
            ) from error
