"""Web hosts on loopback addresses, in a process of their own, that keep a log of every exchange."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import IO

_CONDITIONS = ("If-None-Match", "If-Modified-Since")
_TYPES = {".txt": "text/plain", ".xml": "application/rss+xml", ".html": "text/html; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer; times by the clock of the server, sizes of the body."""

    host: str
    path: str
    began: float
    ended: float
    conditional: bool
    status: int
    sent: int


class Hosts:
    """Running hosts: the folder that they serve, and the address of each."""

    def __init__(
        self, folder: Path, urls: Mapping[str, str], process: "subprocess.Popen[str]"
    ) -> None:
        self.folder = folder
        self.urls = urls
        self._process = process

    def log(self) -> list[Exchange]:
        """The exchanges since this was last asked."""
        _write(self._process.stdin, "log")
        return [Exchange(**entry) for entry in json.loads(_read(self._process.stdout))]


@contextmanager
def serve(folder: Path, hosts: tuple[str, ...]) -> Iterator[Hosts]:
    """Serve ``folder/<host>/`` at each loopback host, for as long as the context lasts."""
    command = [sys.executable, __file__, str(folder), *hosts]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Hosts(folder, json.loads(_read(process.stdout)), process)
        finally:
            _write(process.stdin, "stop")


def by_host(log: list[Exchange]) -> dict[str, list[Exchange]]:
    """The exchanges of each host in the order in which they began."""
    found: dict[str, list[Exchange]] = defaultdict(list)
    for exchange in sorted(log, key=lambda e: e.began):
        found[exchange.host].append(exchange)
    return found


def overlaps(log: list[Exchange]) -> int:
    """How often a host was asked while it still answered."""
    return sum(
        after.began < before.ended
        for exchanges in by_host(log).values()
        for before, after in pairwise(exchanges)
    )


def least_pause(exchanges: list[Exchange]) -> float:
    """The least time from one request of a host to the next, robots.txt apart."""
    pages = [e for e in exchanges if e.path != "/robots.txt"]
    return min(after.began - before.began for before, after in pairwise(pages))


def _write(stream: IO[str] | None, line: str) -> None:
    if stream is not None:
        stream.write(line + "\n")
        stream.flush()


def _read(stream: IO[str] | None) -> str:
    return stream.readline() if stream is not None else ""


def _handler(folder: Path, host: str, log: list[Exchange]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # or each answer waits for an acknowledgement
        wbufsize = -1

        def do_GET(self) -> None:
            began = monotonic()
            body = self._body()
            etag = f'"{sha256(body).hexdigest()[:16]}"'
            same = self.headers.get("If-None-Match") == etag
            status = 404 if not body else 304 if same else 200
            self.send_response(status)
            self.send_header("ETag", etag)
            self.send_header("Content-Type", _TYPES[Path(self.path).suffix])
            sent = len(body) if status == 200 else 0
            self.send_header("Content-Length", str(sent))
            self.end_headers()
            self.wfile.write(body[:sent])
            conditional = any(name in self.headers for name in _CONDITIONS)
            # Logged before it is sent off: the next request cannot be there earlier than that.
            log.append(Exchange(host, self.path, began, monotonic(), conditional, status, sent))
            self.wfile.flush()

        def _body(self) -> bytes:
            path = (folder / self.path.lstrip("/")).resolve()
            return path.read_bytes() if path.is_relative_to(folder) and path.is_file() else b""

        def log_message(self, *args: object) -> None:
            """Say nothing: the log is asked for."""

    return Handler


def _serve(folder: Path, hosts: list[str]) -> None:
    """Serve until told to stop; each line "log" is answered with what happened since the last."""
    log: list[Exchange] = []
    urls = {}
    for host in hosts:
        server = ThreadingHTTPServer((host, 0), _handler((folder / host).resolve(), host, log))
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        urls[host] = f"http://{host}:{server.server_port}"
    print(json.dumps(urls), flush=True)
    for line in sys.stdin:
        if line.strip() != "log":
            break
        taken, log[:] = log[:], []
        print(json.dumps([asdict(exchange) for exchange in taken]), flush=True)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), sys.argv[2:])
