"""What a run is about: a data directory, the sources, and the one clock."""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from pipeline.attribution import recall
from pipeline.data_directory import DataDirectory
from pipeline.sample import NEWSROOM, serve_newsroom
from schema.source import Contact, SourceError, SourceFile, load_sources

DATA_VARIABLE, SOURCES_VARIABLE = "GIGAWATCH_DATA", "GIGAWATCH_SOURCES"
JUDGEMENTS_VARIABLE = "GIGAWATCH_JUDGEMENTS"
CONTACT_VARIABLE = "GIGAWATCH_CONTACT"
DEFAULT_DATA = "data"
SAMPLE = NEWSROOM / "sources.toml"
#: The sources that ship with Gigawatch and are read over the network, and the word for them.
LIVE, LIVE_WORD = Path(str(files("pipeline"))) / "sources" / "sources.toml", "live"


@dataclass(frozen=True)
class Settings:
    """The data directory and the sources file of a run."""

    data: DataDirectory
    sources: Path

    @classmethod
    def given(
        cls,
        data: str | Path | None = None,
        sources: str | Path | None = None,
        judgements: str | Path | None = None,
    ) -> "Settings":
        """Settings as given, else by environment variable, else the defaults.

        The default sources are those that last filled the data directory, else the sample.
        """
        judged = judgements or os.environ.get(JUDGEMENTS_VARIABLE)
        directory = DataDirectory(
            Path(data or os.environ.get(DATA_VARIABLE) or DEFAULT_DATA).absolute(),
            Path(judged).absolute() if judged else None,
        )
        file = sources or os.environ.get(SOURCES_VARIABLE) or recall(directory.known_sources).file
        return cls(directory, sources_path(file) if file else SAMPLE)

    def source_file(self) -> SourceFile:
        """The sources, checked.

        Raises:
            SourceError: if the file cannot be used.
        """
        return load_sources(self.sources)

    def now(self) -> dt.datetime:
        """The clock: noon of the day that the sources file fixes, else the time it is."""
        return clock(self.source_file().today)

    @contextmanager
    def serving(self) -> Iterator[SourceFile]:
        """The sources, with the sample newsroom on the air for as long as they are read."""
        if self.sources == SAMPLE:
            with serve_newsroom() as served:
                yield served
        else:
            yield self.source_file()


def sources_path(given: str | Path) -> Path:
    """The sources file that a person names: a path, or ``live`` for the list that ships."""
    path = Path(given)
    return LIVE if path.name == LIVE_WORD and not path.exists() else path


def contact(sources: SourceFile) -> str | None:
    """Who reads, for hosts that ask: as the sources file says, else the environment.

    Raises:
        SourceError: if the environment names no address to write to.
    """
    given = os.environ.get(CONTACT_VARIABLE)
    if sources.contact or not given:
        return sources.contact
    try:
        return TypeAdapter[str](Contact).validate_python(given)
    except ValidationError as error:
        raise SourceError(f"{CONTACT_VARIABLE}: {error.errors()[0]['msg']}.") from error


def clock(today: dt.date | None) -> dt.datetime:
    """Noon of a fixed day, else the time it is."""
    if today is None:
        return dt.datetime.now(dt.UTC)
    return dt.datetime.combine(today, dt.time(12), dt.UTC)
