"""Bodies that are too large, packed, cut off, slow or none."""

import gzip
import socket
import struct
import time
import zlib
from http.server import BaseHTTPRequestHandler as Handler

from webserver import Behaviour as Serve
from webserver import raw, status

from hostile.behaviour import GOOD, Case
from pipeline.fetch_log import Outcome

#: Ten megabytes of nothing, packed into ten kilobytes.
_BOMB = gzip.compress(bytes(10_000_000), 9)
_SECONDS_BETWEEN_DRIPS = 0.05
_DRIPS = 400


def _start(handler: Handler, **headers: str) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.close_connection = True
    handler.end_headers()


def _packed(body: bytes, coding: str) -> Serve:
    return raw(body, Content_Encoding=coding, Content_Type="text/html")


def _endless(handler: Handler) -> None:
    _start(handler)
    while True:
        handler.wfile.write(b"<p>more</p>" * 50_000)


def _endless_chunks(handler: Handler) -> None:
    _start(handler, Transfer_Encoding="chunked")
    while True:
        handler.wfile.write(b"100000\r\n" + b"x" * 0x100000 + b"\r\n")


def _tiny_chunks(handler: Handler) -> None:
    _start(handler, Transfer_Encoding="chunked")
    while True:
        handler.wfile.write(b"1\r\nx\r\n" * 100)
        time.sleep(_SECONDS_BETWEEN_DRIPS)


def _bad_chunk(handler: Handler) -> None:
    _start(handler, Transfer_Encoding="chunked")
    handler.wfile.write(b"zz\r\n<p>x</p>\r\n0\r\n\r\n")


def _drip(handler: Handler) -> None:
    _start(handler)
    for _ in range(_DRIPS):
        handler.wfile.write(b"<p>drop</p>")
        time.sleep(_SECONDS_BETWEEN_DRIPS)


def _drip_of_a_bomb(handler: Handler) -> None:
    """Packed so well that each drop is a flood."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    _start(handler, Content_Encoding="gzip")
    while True:
        handler.wfile.write(packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_SYNC_FLUSH))


def _short(handler: Handler) -> None:
    """More than was announced; the rest must not be taken for the next answer."""
    _start(handler, Content_Length=str(len(GOOD)))
    handler.close_connection = False
    handler.wfile.write(GOOD + b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nFALSE")


def _long(handler: Handler) -> None:
    _start(handler, Content_Length=str(len(GOOD) + 1_000))
    handler.wfile.write(GOOD)


def _reset(handler: Handler) -> None:
    _start(handler, Content_Length=str(len(GOOD) * 2))
    handler.wfile.write(GOOD)
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.connection.close()


def _hang_up(handler: Handler) -> None:
    handler.close_connection = True


def _silence(handler: Handler) -> None:
    time.sleep(_DRIPS * _SECONDS_BETWEEN_DRIPS / 2)


CASES = (
    Case("body without end", _endless, Outcome.TOO_LARGE, "larger than"),
    Case("chunks without end", _endless_chunks, Outcome.TOO_LARGE, "larger than"),
    Case("chunks of one byte without end", _tiny_chunks, Outcome.TIMED_OUT, "not sent within"),
    Case("chunk with a bad size", _bad_chunk, Outcome.BROKEN, "no HTTP"),
    Case(
        "length of a terabyte",
        raw(b"x", Content_Length="1000000000000"),
        Outcome.BROKEN,
        "no HTTP",
    ),
    Case("body longer than announced", _short, Outcome.FETCHED),
    Case("body shorter than announced", _long, Outcome.BROKEN, "broke off"),
    Case("connection reset in the body", _reset, Outcome.BROKEN, "broke off"),
    Case("connection closed without an answer", _hang_up, Outcome.BROKEN, "broke off"),
    Case("no answer at all", _silence, Outcome.TIMED_OUT, "in time"),
    Case("body that drips", _drip, Outcome.TIMED_OUT, "not sent within"),
    Case("empty body", raw(b"", Content_Type="text/html"), Outcome.EMPTY, "empty page"),
    Case("blank body", raw(b" \r\n\t" * 9, Content_Type="text/html"), Outcome.EMPTY, "empty page"),
    Case("no content", status(204), Outcome.HTTP_STATUS, "HTTP 204"),
    Case("gzip bomb", _packed(_BOMB, "gzip"), Outcome.TOO_LARGE, "larger than"),
    Case("deflate bomb", _packed(zlib.compress(bytes(10_000_000), 9), "deflate"),
         Outcome.TOO_LARGE, "larger than"),
    Case("gzip bomb in drops", _drip_of_a_bomb, Outcome.TOO_LARGE, "larger than"),
    Case("gzip in gzip", _packed(gzip.compress(_BOMB), "gzip"), Outcome.BINARY, "gzip-compressed"),
    Case("gzip named twice", _packed(gzip.compress(_BOMB), "gzip, gzip"), Outcome.BROKEN,
         "'gzip, gzip', which was not asked for"),
    Case("brotli bomb", _packed(b"\x5b\xff\xff\xff" * 99, "br"), Outcome.BROKEN, "'br'"),
    Case("zstandard bomb", _packed(b"\x28\xb5\x2f\xfd" * 99, "zstd"), Outcome.BROKEN, "'zstd'"),
    Case("gzip that is cut off", _packed(gzip.compress(GOOD)[:-30], "gzip"), Outcome.BROKEN,
         "cut off"),
    Case("gzip that is none", _packed(GOOD, "gzip"), Outcome.BROKEN, "compressed body is broken"),
    Case("raw deflate", _packed(zlib.compress(GOOD)[2:-4], "deflate"), Outcome.FETCHED),
)  # fmt: skip
