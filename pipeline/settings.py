"""What a run is about: a data directory, the sources, and the one clock."""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.data_directory import DataDirectory
from pipeline.sample import NEWSROOM, serve_newsroom
from schema.source import SourceFile, load_sources

DATA_VARIABLE, SOURCES_VARIABLE = "GIGAWATCH_DATA", "GIGAWATCH_SOURCES"
DEFAULT_DATA = "data"


@dataclass(frozen=True)
class Settings:
    """The data directory and the sources file of a run; the sample's where none is given."""

    data: DataDirectory
    sources: Path | None

    @classmethod
    def given(cls, data: str | Path | None = None, sources: str | Path | None = None) -> "Settings":
        """Settings as given, else by environment variable, else the defaults."""
        root = data or os.environ.get(DATA_VARIABLE) or DEFAULT_DATA
        file = sources or os.environ.get(SOURCES_VARIABLE)
        return cls(DataDirectory(Path(root).absolute()), Path(file) if file else None)

    def source_file(self) -> SourceFile:
        """The sources, checked.

        Raises:
            SourceError: if the file cannot be used.
        """
        return load_sources(self.sources or NEWSROOM / "sources.toml")

    def now(self) -> dt.datetime:
        """The clock: noon of the day that the sources file fixes, else the time it is."""
        return clock(self.source_file().today)

    @contextmanager
    def serving(self) -> Iterator[SourceFile]:
        """The sources, with the sample newsroom on the air for as long as they are read."""
        if self.sources is not None:
            yield self.source_file()
            return
        with serve_newsroom() as served:
            yield served


def clock(today: dt.date | None) -> dt.datetime:
    """Noon of a fixed day, else the time it is."""
    if today is None:
        return dt.datetime.now(dt.UTC)
    return dt.datetime.combine(today, dt.time(12), dt.UTC)
