"""What robots.txt and Retry-After can say, in good faith and bad."""

import datetime as dt
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler as Handler

from webserver import Behaviour as Serve
from webserver import page, raw, status

from hostile.behaviour import GOOD, Case
from pipeline.fetch_log import Outcome

_FAR = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)
_LEFT_ALONE = {"after": Outcome.HTTP_STATUS}


def _rules(text: str | bytes) -> Serve:
    body = text if isinstance(text, bytes) else text.encode()
    return raw(body, Content_Type="text/plain")


def _robots(name: str, serve: Serve, outcome: Outcome, words: str = "", **more: object) -> Case:
    """A behaviour of robots.txt, in front of a good page."""
    return Case(f"robots.txt {name}", GOOD, outcome, words, robots=serve, **more)


def _busy(after: str) -> Serve:
    return status(429, Retry_After=after)


def _busy_once(after: str) -> Serve:
    answers = iter([_busy(after)])

    def answer(handler: Handler) -> None:
        next(answers, raw(GOOD, Content_Type="text/html"))(handler)

    return answer


def _endless_rules(handler: Handler) -> None:
    handler.send_response(200)
    handler.close_connection = True
    handler.end_headers()
    handler.wfile.write(b"User-agent: *\nDisallow: /a\n")
    while True:
        handler.wfile.write(b"Disallow: /private\n" * 5_000)


CASES = (
    _robots("that forbids all", _rules("User-agent: *\nDisallow: /"), Outcome.ROBOTS,
            "does not allow", after=Outcome.ROBOTS),
    _robots("that forbids us by name",
            _rules("User-agent: *\nAllow: /\n\nUser-agent: gigawatch\nDisallow: /a"),
            Outcome.ROBOTS, "does not allow"),
    _robots("without end", _endless_rules, Outcome.ROBOTS, "does not allow"),
    _robots("of a megabyte", _rules(b"User-agent: *\nDisallow: /a\n" + b"# words\n" * 120_000),
            Outcome.ROBOTS, "does not allow"),
    _robots("that fails", status(503), Outcome.HTTP_STATUS, "nothing of its host", **_LEFT_ALONE),
    _robots("that is hidden", status(403), Outcome.FETCHED),
    _robots("that is a page", raw(page("Home"), Content_Type="text/html"), Outcome.FETCHED),
    _robots("of noise", _rules(bytes(range(256)) * 200), Outcome.FETCHED),
    _robots("that leads to a private network", status(302, Location="http://10.0.0.1/robots.txt"),
            Outcome.ADDRESS, "not a public address", after=Outcome.ADDRESS),
    _robots("that leads in a circle", status(302, Location="/robots.txt"), Outcome.FETCHED),
    _robots("with patterns that are hard to match",
            _rules("User-agent: *\nDisallow: /" + "*a" * 5_000 + "$\n"), Outcome.FETCHED),
    _robots("that wants an hour between requests",
            _rules("User-agent: *\nCrawl-delay: 3600"),
            Outcome.FETCHED, after=Outcome.OVER_BUDGET),
    _robots("with a delay that is no number",
            _rules("User-agent: *\nCrawl-delay: soon\nRequest-rate: 1/0s"), Outcome.FETCHED),
    _robots("with an endless delay", _rules("User-agent: *\nCrawl-delay: inf"),
            Outcome.FETCHED),
    _robots("with a delay below nothing", _rules("User-agent: *\nCrawl-delay: -5"),
            Outcome.FETCHED),
    Case("come back in a year", _busy("31536000"), Outcome.HTTP_STATUS, "come back in",
         **_LEFT_ALONE),
    Case("come back in a thousand years", _busy(format_datetime(_FAR, usegmt=True)),
         Outcome.HTTP_STATUS, "come back in", **_LEFT_ALONE),
    Case("come back after endless digits", _busy("9" * 5_000), Outcome.HTTP_STATUS,
         "come back in", **_LEFT_ALONE),
    Case("come back, but who knows when", _busy("soon"), Outcome.HTTP_STATUS, "HTTP 429"),
    Case("come back before now", _busy("-100"), Outcome.HTTP_STATUS, "HTTP 429"),
    Case("come back in the past", _busy_once("Mon, 06 Jul 2020 09:00:00 GMT"), Outcome.FETCHED),
    Case("come back at once", _busy_once("0"), Outcome.FETCHED),
)  # fmt: skip
