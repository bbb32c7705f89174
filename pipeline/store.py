"""The page store: every body exactly as received, under its SHA-256."""

import hashlib
import os
import tempfile
from pathlib import Path


class DamagedPageError(RuntimeError):
    """A stored body is missing or no longer has the hash that it is stored under."""


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, whenever the process is killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".partial-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


class PageStore:
    """Bodies by content hash (``pages/ab/<sha256>``); once written they never change."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, page_id: str) -> Path:
        """Where a body stands."""
        return self._root / page_id[:2] / page_id

    def put(self, body: bytes) -> str:
        """Keep a body and return its page id."""
        page_id = hashlib.sha256(body).hexdigest()
        if not self.holds(page_id, len(body)):
            write_atomically(self.path(page_id), body)
        return page_id

    def holds(self, page_id: str, size: int) -> bool:
        """Whether a body is there, in its full size (a failing disk may have cut it)."""
        try:
            return self.path(page_id).stat().st_size == size
        except OSError:
            return False

    def get(self, page_id: str) -> bytes:
        """The body of a page.

        Raises:
            DamagedPageError: if it is gone or was altered.
        """
        path = self.path(page_id)
        try:
            body = path.read_bytes()
        except OSError as error:
            raise DamagedPageError(f"{path}: cannot be read ({error.strerror}).") from error
        if hashlib.sha256(body).hexdigest() != page_id:
            raise DamagedPageError(
                f"{path}: the content no longer has its hash; delete the file and run again."
            )
        return body

    def sweep(self) -> None:
        """Remove what killed writers left half written; call it under the lock."""
        for partial in self._root.glob("*/.partial-*"):
            partial.unlink(missing_ok=True)
