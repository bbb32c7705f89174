"""A small HTTP/2 server, honest and not."""

import socketserver
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived
from h2.exceptions import ProtocolError
from webserver import page, running

#: Answers a request on a stream; returns bytes to be sent as they are.
Answer = Callable[[H2Connection, int], bytes]

GOOD = page("Over HTTP/2", "A page that came over HTTP/2, like most pages of the web do today.")


def _body(status: str, body: bytes) -> Answer:
    def answer(connection: H2Connection, stream: int) -> bytes:
        connection.send_headers(stream, [(":status", status), ("content-type", "text/html")])
        connection.send_data(stream, body, end_stream=True)
        return b""

    return answer


def _reset(connection: H2Connection, stream: int) -> bytes:
    connection.send_headers(stream, [(":status", "200"), ("content-type", "text/html")])
    connection.send_data(stream, b"<html><p>The beginning")
    connection.reset_stream(stream)
    return b""


def _goodbye(connection: H2Connection, stream: int) -> bytes:
    connection.close_connection()
    return b""


def _headers(connection: H2Connection, stream: int) -> bytes:
    many = [(f"x-{n}", "v" * 100) for n in range(2_000)]
    connection.send_headers(stream, [(":status", "200"), *many], end_stream=True)
    return b""


def _garbage(connection: H2Connection, stream: int) -> bytes:
    """A frame of data on the stream that carries none."""
    return b"\0\0\1\0\0\0\0\0\0x"


def _empty_frames(connection: H2Connection, stream: int) -> bytes:
    """Frames of data that hold none, without end."""
    connection.send_headers(stream, [(":status", "200"), ("content-type", "text/html")])
    for _ in range(2_000):
        connection.send_data(stream, b"")
    return b""


BEHAVIOURS: dict[str, Answer] = {
    "/good": _body("200", GOOD),
    "/honest": _body("200", GOOD),
    "/reset": _reset,
    "/goodbye": _goodbye,
    "/headers": _headers,
    "/garbage": _garbage,
    "/empty-frames": _empty_frames,
}


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        connection = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        connection.initiate_connection()
        self.request.sendall(connection.data_to_send())
        try:
            while data := self.request.recv(65_536):
                self._received(connection, data)
        except (OSError, ProtocolError):
            return

    def _received(self, connection: H2Connection, data: bytes) -> None:
        for event in connection.receive_data(data):
            if isinstance(event, RequestReceived) and event.stream_id is not None:
                path = str(dict(event.headers or ())[":path"])
                answer = BEHAVIOURS.get(path, _body("404", b""))
                odd = answer(connection, event.stream_id)
                self.request.sendall(connection.data_to_send() + odd)
        self.request.sendall(connection.data_to_send())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up."""


@contextmanager
def serve_http2(address: str, tls: ssl.SSLContext) -> Iterator[int]:
    """Serve ``BEHAVIOURS`` at an address to whoever speaks HTTP/2."""
    with running(_Server((address, 0), _Handler), tls) as port:
        yield port
