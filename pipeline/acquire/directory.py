"""Sources of kind ``directory``: documents that somebody put into a folder."""

import json
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.acquire.content import EXTENSIONS, PAGE_TYPES, unwanted_format
from pipeline.acquire.exchange import FetchError
from pipeline.fetch_log import Outcome
from schema.source import DirectorySource, FolderSource

_LINES, _JSON = "application/x-ndjson", "application/json"


@dataclass(frozen=True)
class Document:
    """One document of a folder: a file, or a line of a JSON Lines file."""

    url: str
    media_type: str
    body: bytes


def documents(
    source: DirectorySource, limit: int, *, settled: float = 0.0
) -> Iterator[Document | tuple[str, FetchError]]:
    """Every document of the folder in the order of names, or the error in its place."""
    try:
        found = paths(source, settled=settled)
    except FetchError as error:
        yield str(source.path), error
        return
    for path in found:
        yield from file_documents(path, f"file:{path.relative_to(source.path).as_posix()}", limit)


def file_documents(path: Path, url: str, limit: int) -> Iterator[Document | tuple[str, FetchError]]:
    """The documents of one file, or the error in its place."""
    try:
        media_type = _media_type(path)
        if media_type == _LINES:
            yield from _lines(path, url, limit)
        elif media_type == _JSON:
            yield from _json(url, body(path, limit))
        else:
            yield Document(url, media_type, body(path, limit))
    except FetchError as error:
        yield url, error


def paths(source: FolderSource, *, settled: float = 0.0) -> list[Path]:
    """The files of a source's folder that its pattern wants, in the order of their names.

    Args:
        source: The source.
        settled: Seconds that a file must have stood unchanged; others may still be written to.

    Raises:
        FetchError: if the folder cannot be listed, or holds none.
    """
    root = source.path
    if not root.exists():
        raise FetchError(Outcome.MISSING, f"the directory {root} does not exist")
    if not root.is_dir():
        raise FetchError(Outcome.MISSING, f"{root} is a file, not a directory")
    try:
        found = sorted(
            path
            for path in root.glob(source.pattern)
            if path.is_file() and not _is_under_way(path, root)
        )
    except (ValueError, NotImplementedError) as error:
        message = f"the pattern {source.pattern!r} cannot be used: {error}"
        raise FetchError(Outcome.UNREADABLE, message) from error
    except OSError as error:
        raise FetchError(Outcome.UNREADABLE, f"{root} cannot be listed: {error}") from error
    if not found:
        raise FetchError(Outcome.MISSING, f"no file in {root} matches {source.pattern!r}")
    latest = time.time() - settled
    return [path for path in found if _changed(path) <= latest] if settled else found


def _is_under_way(path: Path, root: Path) -> bool:
    """Whether a name says that a file is hidden, or not yet delivered to a Maildir."""
    if any(part.startswith(".") for part in path.relative_to(root).parts):
        return True
    return path.parent.name == "tmp" and (path.parent.parent / "cur").is_dir()


def _changed(path: Path) -> float:
    """When a file last changed or came to its place; unlike its own date nobody can set that."""
    try:
        return path.stat().st_ctime
    except OSError:
        return math.inf  # gone again


def _media_type(path: Path) -> str:
    media_type = EXTENSIONS.get(path.suffix.lower())
    if media_type is None:
        known = ", ".join(EXTENSIONS)
        message = f"the name ends in none of {known}, so it is left out"
        raise FetchError(Outcome.SKIPPED, message)
    return media_type


def body(path: Path, limit: int) -> bytes:
    """The content of a file.

    Raises:
        FetchError: if it cannot be read, is too large, empty, or binary.
    """
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise FetchError(Outcome.UNREADABLE, f"it cannot be read: {error.strerror}") from error
    return _checked(content, limit)


def _checked(body: bytes, limit: int) -> bytes:
    if len(body) > limit:
        raise FetchError(Outcome.TOO_LARGE, f"it is larger than {limit:,} bytes")
    if not body.strip():
        raise FetchError(Outcome.EMPTY, "the file is empty")
    if what := unwanted_format(body, PAGE_TYPES):
        raise FetchError(Outcome.BINARY, f"it is {what} although its name says text")
    return body


def _json(url: str, body: bytes) -> Iterator[Document]:
    """The file as it is, but each entry of a list as a document of its own."""
    if body.lstrip()[:1] != b"[":
        yield Document(url, _JSON, body)
        return
    try:
        entries = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FetchError(Outcome.UNREADABLE, f"it is not valid JSON: {error}") from error
    for number, entry in enumerate(entries, start=1):
        yield Document(f"{url}#{number}", _JSON, json.dumps(entry, ensure_ascii=False).encode())


def _lines(path: Path, url: str, limit: int) -> Iterator[Document | tuple[str, FetchError]]:
    """Each line as a document of its own, so that a line added is a page added."""
    found = False
    try:
        with path.open("rb") as file:
            for number, line in enumerate(iter(lambda: file.readline(limit + 1), b""), start=1):
                if not line.strip():
                    continue
                found = True
                yield _line(f"{url}#{number}", line, limit)
    except OSError as error:
        raise FetchError(Outcome.UNREADABLE, f"it cannot be read: {error.strerror}") from error
    if not found:
        raise FetchError(Outcome.EMPTY, "the file is empty")


def _line(url: str, line: bytes, limit: int) -> Document | tuple[str, FetchError]:
    try:
        return Document(url, _JSON, _checked(line, limit).rstrip(b"\r\n"))
    except FetchError as error:
        return url, error
