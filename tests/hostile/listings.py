"""Feeds, sitemaps and pages of links that are too large, endless, foreign or bombs."""

import gzip
from itertools import pairwise
from types import SimpleNamespace as Article

from webserver import Behaviour as Serve
from webserver import page, raw, rss

from hostile.behaviour import GOOD, TEXT, Case
from pipeline.fetch_log import Outcome

_NESTED = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghij"))
    + "]>"
)
_LONG = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY j "{"a" * 50_000}">]>'
_FILE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
_WEB = (
    '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://10.0.0.1/x.dtd" '
    '[<!ENTITY % r SYSTEM "http://10.0.0.1/r"> %r;]>'
)
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_ONE = "<item><title>One</title><link>/good?one</link></item>"


def _xml(text: str | bytes) -> Serve:
    body = text if isinstance(text, bytes) else text.encode()
    return raw(body, Content_Type="application/xml")


def _feed(name: str, serve: Serve, expected: object, words: str = "", **more: object) -> Case:
    paths = {"/feed": serve, "/good?one": GOOD}
    fields = {"kind": "feed", "at": "http://HOST/feed"}
    return Case(f"feed {name}", paths, expected, words, **fields, **more)


def _map(name: str, serve: Serve, expected: object, words: str = "", **more: object) -> Case:
    paths = {"/map.xml": serve, "/good?one": GOOD, **more.pop("also", {})}
    fields = {"kind": "sitemap", "at": "http://HOST/map.xml"}
    return Case(f"sitemap {name}", paths, expected, words, **fields, **more)


def _items(items: str, before: str = "") -> Serve:
    return _xml(f'{before}<rss version="2.0"><channel>{items}</channel></rss>')


def _dated(day: str) -> Serve:
    return _items(f"<item><link>/good?one</link><pubDate>{day}</pubDate></item>")


def _urls(*addresses: str) -> str:
    listed = "".join(f"<url><loc>{each}</loc></url>" for each in addresses)
    return f'<urlset xmlns="{_SITEMAP}">{listed}</urlset>'


def _maps(*addresses: str) -> str:
    listed = "".join(f"<sitemap><loc>{each}</loc></sitemap>" for each in addresses)
    return f'<sitemapindex xmlns="{_SITEMAP}">{listed}</sitemapindex>'


def _undated(article: Article) -> bool:
    return article.published is None


def _unexpanded(article: Article) -> bool:
    return "root:" not in str(article) and "aaaa" not in str(article)


#: A page of links to ever more, with one and the same text.
_TRAP = page("Larkmoor builds a plant", TEXT + "".join(
    f'<a href="/a?session={n}">more</a>' for n in range(1_000)
))  # fmt: skip


CASES = (
    _feed("with a bomb of entities", _items("<item><title>&j;</title><link>/good?one</link></item>",
          _NESTED), Outcome.FETCHED, holds=_unexpanded),
    _feed("with a long entity a thousand times", _items(
          f"<item><title>{'&j;' * 1_000}</title><link>/good?one</link></item>", _LONG),
          Outcome.FETCHED, holds=_unexpanded),
    _feed("that asks for a file", _items("<item><title>&j;</title><link>/good?one</link></item>",
          _FILE), Outcome.FETCHED, holds=_unexpanded),
    _feed("that asks for a document type on a private network", _items(_ONE, _WEB),
          Outcome.FETCHED),
    _feed("of megabytes of items", _items(_ONE * 5_000), Outcome.TOO_LARGE, "larger than"),
    _feed("of a thousand items", _items("".join(f"<item><link>/good?{n}</link></item>"
          for n in range(1_000))), {Outcome.HTTP_STATUS: 20}, "HTTP 404", fields={"limit": 20}),
    _feed("that breaks off", _xml(f'<rss version="2.0"><channel>{_ONE}<item><title>Tw'),
          Outcome.FETCHED),
    _feed("that is a page", raw(page("Home"), Content_Type="text/html"), Outcome.WRONG_TYPE,
          "neither RSS nor Atom"),
    _feed("without items", _items(""), {}),
    _feed("of picture type", raw(rss("/good?one"), Content_Type="image/png"), Outcome.WRONG_TYPE,
          "image/png"),
    _feed("nested without end", _xml("<rss><channel>" + "<item>" * 10_000), {}),
    _feed("in JSON nested without end", raw(b'{"items":' + b"[" * 90_000,
          Content_Type="application/feed+json"), Outcome.WRONG_TYPE, "no valid JSON"),
    _feed("whose items are scripts and files", _items("".join(
          f"<item><link>{link}</link></item>" for link in
          ("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://a.test/",
           "/good?one"))), Outcome.FETCHED),
    _feed("whose items are on a private network",
          _items("<item><link>http://169.254.169.254/a</link></item>"
                 "<item><link>http://[::1]/a</link></item>"), {Outcome.ADDRESS: 2},
          "not a public address"),
    _feed("from 1970", _dated("Thu, 01 Jan 1970 00:00:00 GMT"), Outcome.FETCHED, holds=_undated),
    _feed("from the future", _dated("Fri, 01 Jan 2055 00:00:00 GMT"), Outcome.FETCHED,
          holds=_undated),
    _feed("from the year zero", _dated("Mon, 00 Foo 0000 99:99:99 XXX"), Outcome.FETCHED,
          holds=_undated),
    _map("that names itself", _xml(_maps("http://sitemap-that-names-itself.test/map.xml")), {}),
    _map("bomb", raw(gzip.compress(b" " * 9_000_000, 9), Content_Type="application/gzip"),
         Outcome.WRONG_TYPE, "unpacked, it is larger"),
    _map("with a bomb of entities", _xml(_NESTED + _urls("&j;")), Outcome.WRONG_TYPE,
         "no valid XML"),
    _map("that asks for a file", _xml(_FILE + _urls(
         "http://sitemap-that-asks-for-a-file.test/good?one&j;")), Outcome.FETCHED,
         holds=_unexpanded),
    _map("of other hosts", _xml(_urls("http://good.test/good", "http://10.0.0.1/a",
         "http://sitemap-of-other-hosts.test/good?one")), {Outcome.FETCHED: 1, Outcome.SKIPPED: 1},
         "other hosts"),
    _map("of indexes without end", _xml(_maps("http://sitemap-of-indexes-without-end.test/1")),
         Outcome.SKIPPED, "index within", also={
             f"/{n}": _xml(_maps(f"http://sitemap-of-indexes-without-end.test/{n + 1}"))
             for n in range(1, 9)}),
    _map("that is a page", raw(page("Home"), Content_Type="text/html"), Outcome.WRONG_TYPE,
         "no sitemap but <html>"),
    Case("links to one page under a thousand queries", {}, {Outcome.FETCHED: 20},
         otherwise=_TRAP, kind="index",
         fields={"select": "a", "next": "a", "pages": 5, "limit": 20}),
    Case("page of links without links", page("Home"), Outcome.UNREADABLE, "field 'select'",
         kind="index", fields={"select": "main a"}),
    Case("page of links nested without end", b"<div>" * 100_000, Outcome.WRONG_TYPE,
         "nested too deeply", kind="index", fields={"select": "main a"}),
    Case("page of links under a selector of many steps", b"<div>" + b"<a>" * 10_000,
         Outcome.UNREADABLE, "field 'select'", kind="index",
         fields={"select": "a a a a a a a a a b"}),
)  # fmt: skip
