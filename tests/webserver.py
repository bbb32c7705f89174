"""A small real web server on loopback whose answers a test sets and whose log it reads."""

import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Thread
from time import monotonic

Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """Paths with a body or a behaviour; ``log`` holds (path, status, If-None-Match).

    ``asked`` holds (when, path, User-Agent) of each request, when by the monotonic clock.
    ``otherwise`` stands at every path but robots.txt that is not among the paths.
    """

    paths: dict[str, bytes | Behaviour] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    log: list[tuple[str, int, str | None]] = field(default_factory=list)
    asked: list[tuple[float, str, str]] = field(default_factory=list)
    otherwise: bytes | Behaviour | None = None
    url: str = ""

    def statuses(self, path: str) -> list[int]:
        return [status for asked, status, _ in self.log if asked == path]


def page(title: str, text: str = "Words about nothing in particular.") -> bytes:
    return f"<html><head><title>{title}</title></head><body><p>{text}</p></body></html>".encode()


def rss(*links: str) -> bytes:
    items = "".join(
        f"<item><title>Item {n}</title><link>{link}</link>"
        "<pubDate>Mon, 06 Jul 2026 09:00:00 GMT</pubDate></item>"
        for n, link in enumerate(links)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


def status(code: int, **headers: str) -> Behaviour:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def raw(body: bytes, **headers: str) -> Behaviour:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def _handler(find: Callable[[str], Site]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        site, path, headers = Site(), "", Message()  # of a request that cannot be read

        def do_GET(self) -> None:
            site = self.site = find(self.headers.get("Host", ""))
            site.asked.append((monotonic(), self.path, self.headers.get("User-Agent", "")))
            otherwise = site.otherwise if self.path != "/robots.txt" else None
            answer = site.paths.get(self.path, otherwise or status(404))
            try:
                answer(self) if callable(answer) else self._send(answer)
            except ConnectionError:
                self.close_connection = True

        def _send(self, body: bytes) -> None:
            etag = f'"{sha256(body).hexdigest()[:12]}"'
            same = self.headers.get("If-None-Match") == etag
            self.send_response(304 if same else 200)
            self.send_header("ETag", etag)
            self.send_header("Content-Type", self.site.types.get(self.path, "text/html"))
            self.send_header("Content-Length", "0" if same else str(len(body)))
            self.end_headers()
            if not same:
                self.wfile.write(body)

        def send_response(self, code: int, message: str | None = None) -> None:
            self.site.log.append((self.path, code, self.headers.get("If-None-Match")))
            super().send_response(code, message)

        def log_message(self, *args: object) -> None:
            pass

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up, which is what they are tested to do."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serve(site: Site, address: str = "127.0.0.1") -> Iterator[Site]:
    """Serve a site at an address, on a port of the system's choice."""
    with serve_hosts(lambda _: site, address) as port:
        site.url = f"http://{address}:{port}"
        yield site


@contextmanager
def serve_hosts(
    find: Callable[[str], Site], address: str, tls: ssl.SSLContext | None = None
) -> Iterator[int]:
    """Serve several sites at one address, each found by the name that was asked for."""
    with running(_Server((address, 0), _handler(find)), tls) as port:
        yield port


@contextmanager
def running(server: TCPServer, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Run a server in a thread of its own; gives its port."""
    if tls is not None:
        server.socket = tls.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
