"""Sources of kind ``email``: a folder of messages (.eml files, or a Maildir)."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from extractors.decoding import ArticleError
from extractors.message import read_message, sender
from pipeline.acquire.content import MESSAGE_TYPE
from pipeline.acquire.directory import Document, body, paths
from pipeline.acquire.exchange import FetchError
from pipeline.fetch_log import Outcome
from schema.source import EmailSource


def documents(
    source: EmailSource, limit: int, *, settled: float = 0.0
) -> Iterator[Document | tuple[str, FetchError]]:
    """Every message of the folder in the order of names, or the error in its place."""
    try:
        found = paths(source, settled=settled)
    except FetchError as error:
        yield source.address, error
        return
    for path in found:
        url = f"file:{path.relative_to(source.path).as_posix()}"
        try:
            yield Document(url, MESSAGE_TYPE, _message(body(path, limit), source))
        except FetchError as error:
            yield url, error


def _message(content: bytes, source: EmailSource) -> bytes:
    """The message, if it is one, and from a sender that the source wants."""
    try:
        given = sender(read_message(content)).address
    except ArticleError as error:
        raise FetchError(Outcome.UNREADABLE, str(error)) from error
    if not any(fnmatchcase(given, pattern.lower()) for pattern in source.senders):
        message = f"it is from {given[:100] or 'nobody'}, whom field 'senders' does not name"
        raise FetchError(Outcome.SKIPPED, message)
    return content
