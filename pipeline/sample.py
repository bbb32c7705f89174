"""The sample newsroom that ships with Gigawatch, served over HTTP like any other site.

Belongs here: the loopback server and the sources that point at it.
Does not belong here: fetching, or anything that treats the sample differently from live pages.
"""

import email.utils
import errno
import hashlib
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from schema.source import FolderSource, SourceFile, load_sources

NEWSROOM = Path(__file__).parent / "newsroom"

#: The address that the sample's own files name; another port is used where this one is taken.
HOST, PORT = "127.0.0.1", 8321
_ADDRESS = f"http://{HOST}:{PORT}"


@contextmanager
def serve_newsroom(port: int = PORT) -> Iterator[SourceFile]:
    """Serve the newsroom on loopback for as long as the context lasts.

    Args:
        port: where to listen if it is free; any free port otherwise.

    Yields:
        The sources of the sample, pointing at the running server.
    """
    server = _listen(port)
    address = f"http://{HOST}:{server.server_port}"
    server.RequestHandlerClass = partial(_Handler, _Site(NEWSROOM / "site", address))
    thread = threading.Thread(target=server.serve_forever, name="newsroom", daemon=True)
    thread.start()
    try:
        yield _at(load_sources(NEWSROOM / "sources.toml"), address)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _listen(port: int) -> ThreadingHTTPServer:
    """Bind the port, or any free one where it is in use."""
    try:
        return ThreadingHTTPServer((HOST, port), _Handler)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return ThreadingHTTPServer((HOST, 0), _Handler)


def _at(sources: SourceFile, address: str) -> SourceFile:
    """The same sources at another address."""
    moved: dict[str, Any] = sources.model_dump(mode="json")
    for table, source in zip(moved["source"], sources.source, strict=True):
        if isinstance(source, FolderSource):
            continue
        for field in ("url", "urls"):
            if field in table:
                table[field] = _moved(table[field], address)
    return SourceFile.model_validate(moved)


def _moved(value: Any, address: str) -> Any:
    if isinstance(value, list):
        return [_moved(item, address) for item in value]
    return str(value).replace(_ADDRESS, address)


class _Site:
    """The files of a folder by request path, with the validators of HTTP caching."""

    def __init__(self, folder: Path, address: str) -> None:
        # Only listed paths are answered, so no request can leave the folder.
        self._files = {
            "/" + path.relative_to(folder).as_posix(): path
            for path in folder.rglob("*")
            if path.is_file()
        }
        self._address = address.encode()

    def read(self, path: str) -> "_Resource | None":
        """What stands at a request path, or None."""
        file = self._files.get(path)
        if file is None:
            return None
        body = file.read_bytes().replace(_ADDRESS.encode(), self._address)
        media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        changed = datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
        return _Resource(body, media_type, changed)


class _Resource:
    """A body with its media type and validators."""

    def __init__(self, body: bytes, media_type: str, changed: datetime) -> None:
        self.body = body
        self.media_type = media_type
        self.changed = changed
        self.etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'

    def unchanged_for(self, if_none_match: str | None, if_modified_since: str | None) -> bool:
        """Whether a conditional request is answered by 304 (RFC 9110, 13.2.2)."""
        if if_none_match is not None:
            tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
            return bool(tags & {self.etag, "*"})
        if if_modified_since is None:
            return False
        try:
            since = email.utils.parsedate_to_datetime(if_modified_since)
        except ValueError:
            return False
        return since.tzinfo is not None and self.changed <= since


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from a site, quietly."""

    def __init__(self, site: _Site, *args: Any) -> None:
        self._site = site
        super().__init__(*args)

    def do_GET(self) -> None:
        """Send a page, or say that it is unchanged or unknown."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Send the headers that GET would send."""
        self._answer(with_body=False)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep requests out of the console: the run has its own progress."""

    def _answer(self, *, with_body: bool) -> None:
        resource = self._site.read(self.path.partition("?")[0])
        if resource is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        unchanged = resource.unchanged_for(
            self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        )
        self.send_response(HTTPStatus.NOT_MODIFIED if unchanged else HTTPStatus.OK)
        self.send_header("ETag", resource.etag)
        self.send_header("Last-Modified", email.utils.format_datetime(resource.changed, True))
        if not unchanged:
            self.send_header("Content-Type", resource.media_type)
            self.send_header("Content-Length", str(len(resource.body)))
        self.end_headers()
        if with_body and not unchanged:
            self.wfile.write(resource.body)
