"""Answers whose head is broken, endless or a lie."""

import time
from http.server import BaseHTTPRequestHandler as Handler
from types import SimpleNamespace as Article

from webserver import Behaviour as Serve
from webserver import raw, status

from hostile.behaviour import GOOD, Case
from pipeline.fetch_log import Outcome


def _written(head: bytes, body: bytes = b"") -> Serve:
    """An answer exactly as given."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(head.replace(b"\n", b"\r\n") + b"\r\n" + body)
        handler.close_connection = True

    return answer


def _ok(*headers: bytes, body: bytes = GOOD) -> Serve:
    lines = (b"HTTP/1.1 200 OK", b"Content-Length: %d" % len(body), b"Content-Type: text/html")
    return _written(b"\n".join((*lines, *headers)) + b"\n", body)


def _drip(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(400):
        handler.wfile.write(b"X-Drop-%d: drop\r\n" % number)
        time.sleep(0.05)


def _continue_without_end(handler: Handler) -> None:
    while True:
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
        time.sleep(0.05)


def _flaky() -> Serve:
    answers = iter([status(500)])

    def answer(handler: Handler) -> None:
        next(answers, raw(GOOD, Content_Type="text/html"))(handler)

    return answer


def _own_address(article: Article) -> bool:
    return "evil" not in str(article)


CASES = (
    Case("head that drips", _drip, Outcome.TIMED_OUT, "not sent within"),
    Case("interim answers without end", _continue_without_end, Outcome.TIMED_OUT,
         "not sent within"),
    Case("HTTP 0.9", _written(b"<html>no head\n"), Outcome.BROKEN, "no HTTP"),
    Case("noise", _written(bytes(range(128, 256)) * 50), Outcome.BROKEN, "no HTTP"),
    Case("status that is no number", _written(b"HTTP/1.1 fine\n"), Outcome.BROKEN, "no HTTP"),
    Case("status without a meaning", status(799), Outcome.HTTP_STATUS, "HTTP 799"),
    Case("giant header", _ok(b"X-Big: " + b"b" * 2_000_000), Outcome.BROKEN, "no HTTP"),
    Case("thousands of headers", _ok(*(b"X-%d: v" % n for n in range(20_000))), Outcome.BROKEN,
         "no HTTP"),
    Case("header without a name", _ok(b": nameless"), Outcome.BROKEN, "no HTTP"),
    Case("header with a line break", _ok(b"X-A: a\rLocation: http://evil.test/\rX-B: b"),
         Outcome.BROKEN, "no HTTP"),
    Case("header folded over lines", _ok(b"X-A: a\n Location: http://evil.test/"),
         Outcome.FETCHED, holds=_own_address),
    Case("two lengths", _written(b"HTTP/1.1 200 OK\nContent-Length: 5\nContent-Length: 50\n",
         b"x" * 50), Outcome.BROKEN, "no HTTP"),
    Case("negative length", _written(b"HTTP/1.1 200 OK\nContent-Length: -5\n", b"x" * 50),
         Outcome.BROKEN, "no HTTP"),
    Case("length and chunks", _ok(b"Transfer-Encoding: chunked", body=b"5\r\nhello\r\n0\r\n\r\n"),
         Outcome.FETCHED),
    Case("unknown transfer coding", _ok(b"Transfer-Encoding: gzip"), Outcome.BROKEN, "no HTTP"),
    Case("unchanged though nothing was known", status(304), Outcome.HTTP_STATUS, "HTTP 304"),
    Case("part though the whole was asked for",
         _written(b"HTTP/1.1 206 Partial Content\nContent-Length: 5\n", b"<html"),
         Outcome.HTTP_STATUS, "HTTP 206"),
    Case("mark that cannot be sent back", _ok('ETag: "é\u00ff"'.encode()), Outcome.FETCHED,
         again=Outcome.UNCHANGED),
    Case("mark of fifty kilobytes", _ok(b'ETag: "%s"' % (b"e" * 50_000)), Outcome.FETCHED,
         again=Outcome.UNCHANGED),
    Case("date of change that is none", _ok(b"Last-Modified: \x00\x01yesterday"), Outcome.BROKEN,
         "no HTTP"),
    Case("fresh for ten thousand years", _ok(b"Cache-Control: max-age=315360000000, immutable"),
         Outcome.FETCHED, again=Outcome.UNCHANGED),
    Case("links to other hosts in the head",
         _ok(b'Link: <http://evil.test/>; rel="canonical", <http://10.0.0.1/>; rel=preload'),
         Outcome.FETCHED, holds=_own_address),
    Case("refresh in the head", _ok(b"Refresh: 0; url=http://127.0.0.1/"), Outcome.FETCHED),
    Case("a thousand cookies", _ok(*(b"Set-Cookie: c%d=%s" % (n, b"c" * 40) for n in range(900))),
         Outcome.FETCHED),
    Case("not found", status(404), Outcome.HTTP_STATUS, "HTTP 404"),
    Case("gone", status(410), Outcome.HTTP_STATUS, "HTTP 410"),
    Case("behind a login of HTTP", status(401, WWW_Authenticate="Basic"), Outcome.HTTP_STATUS,
         "HTTP 401"),
    Case("not available for legal reasons", status(451), Outcome.HTTP_STATUS, "HTTP 451"),
    Case("failing", status(503), Outcome.HTTP_STATUS, "HTTP 503"),
    Case("failing once", _flaky(), Outcome.FETCHED),
)  # fmt: skip
