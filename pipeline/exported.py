"""What was exported last: the same build is not exported again over files that nobody touched."""

from pathlib import Path

from pydantic import BaseModel, ValidationError

from pipeline.store import write_atomically
from warehouse.tables import Build


class Exported(BaseModel):
    """The build whose tables were exported, and size and time of each file as it was left."""

    build: Build
    files: dict[Path, tuple[int, int]]

    @property
    def is_untouched(self) -> bool:
        """Whether every file is as it was left."""
        return all(file.exists() and _left(file) == left for file, left in self.files.items())


def recall(record: Path, build: Build) -> list[Path] | None:
    """The files of the last export, if it was of this build and nobody touched them."""
    try:
        last = Exported.model_validate_json(record.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
    return [*last.files] if last.build == build and last.is_untouched else None


def remember(record: Path, build: Build, written: list[Path]) -> None:
    """Remember an export."""
    exported = Exported(build=build, files={file: _left(file) for file in written})
    write_atomically(record, exported.model_dump_json().encode())


def _left(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_size, found.st_mtime_ns
