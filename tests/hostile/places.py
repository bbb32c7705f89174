"""Addresses, names and redirects that lead where nothing of ours may go."""

from http.server import BaseHTTPRequestHandler as Handler

from webserver import Behaviour as Serve
from webserver import raw, status

from hostile.behaviour import GOOD, Case
from hostile.internet import NEVER, NONE, OWN, Secure
from pipeline.fetch_log import Outcome

_PRIVATE = "not a public address"


def _to(place: str) -> Serve:
    return status(302, Location=place)


def _ever_on(handler: Handler) -> None:
    number = int(handler.path.rpartition("=")[2] or 0) if "=" in handler.path else 0
    status(302, Location=f"/a?n={number + 1}")(handler)


def _closing(handler: Handler) -> None:
    """Closes the connection, so that the name is looked up again for the next request."""
    raw(b"", Connection="close")(handler)
    handler.close_connection = True


def _redirect(name: str, place: str, outcome: Outcome, words: str) -> Case:
    return Case(f"redirect to {name}", _to(place), outcome, words)


CASES = (
    _redirect("the metadata of a cloud", "http://169.254.169.254/latest/meta-data/",
              Outcome.ADDRESS, _PRIVATE),
    _redirect("a private network", "http://10.0.0.1/admin", Outcome.ADDRESS, _PRIVATE),
    _redirect("this machine", "http://localhost:8080/", Outcome.ADDRESS, _PRIVATE),
    _redirect("no address at all", "http://0.0.0.0/", Outcome.ADDRESS, _PRIVATE),
    _redirect("this machine by IPv6", "http://[::1]/", Outcome.ADDRESS, _PRIVATE),
    _redirect("IPv4 within IPv6", "http://[::ffff:127.0.0.1]/", Outcome.ADDRESS, _PRIVATE),
    _redirect("an address in decimal", "http://2130706433/", Outcome.ADDRESS, _PRIVATE),
    _redirect("an address in octal", "http://0177.0.0.1/", Outcome.BROKEN,
              "Invalid IPv4 address"),
    _redirect("an address in hexadecimal", "http://0x7f000001/", Outcome.ADDRESS, _PRIVATE),
    _redirect("a short address", "http://127.1/", Outcome.ADDRESS, _PRIVATE),
    _redirect("a file", "file:///etc/passwd", Outcome.BAD_ADDRESS, "no http"),
    _redirect("FTP", "ftp://redirect-to-ftp.test/a", Outcome.BAD_ADDRESS, "no http"),
    _redirect("a script", "javascript:alert(1)", Outcome.BAD_ADDRESS, "cannot be asked for"),
    _redirect("data", "data:text/html,<p>x", Outcome.BAD_ADDRESS, "cannot be asked for"),
    _redirect("a host with a password", "http://user:secret@good.test/good",
              Outcome.BAD_ADDRESS, "user name or password"),
    _redirect("a name that pretends", "http://good.test@10.0.0.1/", Outcome.BAD_ADDRESS,
              "user name or password"),
    _redirect("port zero", "http://redirect-to-port-zero.test:0/", Outcome.BAD_ADDRESS, "port"),
    _redirect("a port that is none", "http://good.test:99999/", Outcome.BAD_ADDRESS, "port"),
    _redirect("a very long address", "/" + "a" * 3_000, Outcome.BAD_ADDRESS, "too long"),
    Case("redirect without end", {}, Outcome.REDIRECTS, "more than", otherwise=_ever_on),
    Case("redirect in a circle", {"/a": _to("/b"), "/b": _to("/a")}, Outcome.REDIRECTS,
         "in a circle"),
    Case("redirect until a cookie comes back", status(302, Location="/a", Set_Cookie="seen=1"),
         Outcome.REDIRECTS, "insist on cookies"),
    Case("redirect to nowhere", status(302), Outcome.HTTP_STATUS, "HTTP 302"),
    Case("name that moves to this machine", {"/a": GOOD, "/robots.txt": _closing},
         Outcome.ADDRESS, _PRIVATE, answers=(OWN, "127.0.0.1"), after=Outcome.ADDRESS),
    Case("name with a private address beside its own", GOOD, Outcome.FETCHED,
         answers=("10.0.0.1 93.184.0.1",)),
    Case("name of a private network", GOOD, Outcome.ADDRESS, _PRIVATE, answers=("192.168.1.1",),
         after=Outcome.ADDRESS),
    Case("name that is unknown", GOOD, Outcome.UNREACHABLE, "was not found", answers=(NONE,),
         after=Outcome.UNREACHABLE),
    Case("name that nobody answers for", GOOD, Outcome.TIMED_OUT, "in time", answers=(NEVER,),
         after=Outcome.TIMED_OUT),
    Case("port that is closed", GOOD, Outcome.UNREACHABLE, "cannot be reached",
         at="http://HOST:81/a", after=Outcome.FETCHED),
    Case("certificate that ended", GOOD, Outcome.BAD_TLS, "expired", at="https://HOST/a",
         secure=Secure.EXPIRED, after=Outcome.BAD_TLS),
    Case("certificate by nobody", GOOD, Outcome.BAD_TLS, "self-signed", at="https://HOST/a",
         secure=Secure.SELF_SIGNED, after=Outcome.BAD_TLS),
    Case("certificate for another name", GOOD, Outcome.BAD_TLS, "not valid for",
         at="https://HOST/a", host_name="certificate-for-another-name.test",
         after=Outcome.BAD_TLS),
    Case("TLS that stalls", GOOD, Outcome.TIMED_OUT, "in time", at="https://HOST/a",
         secure=Secure.SILENT, after=Outcome.TIMED_OUT),
    Case("no TLS where it was asked for", GOOD, Outcome.BAD_TLS, "TLS", at="https://HOST/a",
         secure=Secure.PLAIN, after=Outcome.BAD_TLS),
    Case("TLS as it should be", GOOD, Outcome.FETCHED, at="https://HOST/a"),
    *(Case(name, {}, outcome, words, at=f"https://HOST/{path}", secure=Secure.HTTP2)
      for name, path, outcome, words in (
          ("HTTP 2 as it should be", "honest", Outcome.FETCHED, ""),
          ("HTTP 2 stream that is reset", "reset", Outcome.BROKEN, "broke off"),
          ("HTTP 2 connection that says goodbye", "goodbye", Outcome.BROKEN, "broke off"),
          ("HTTP 2 headers without end", "headers", Outcome.BROKEN, "no HTTP/2"),
          ("HTTP 2 frame that may not be", "garbage", Outcome.BROKEN, "HTTP/2"),
          ("HTTP 2 frames that hold nothing", "empty-frames", Outcome.TIMED_OUT, ""),
      )),
)  # fmt: skip
