"""Pages that are no articles, hide what they are, or are hard to read."""

import gzip
import io
import zipfile
from types import SimpleNamespace as Article

import pypdf
from pdfs import assembled, document, stream_object, typeset
from webserver import Behaviour as Serve
from webserver import page, raw

from hostile.behaviour import GOOD, TEXT, Case
from pipeline.fetch_log import Outcome

_UMLAUTS = "Größere Öfen für Larkmoor’s café"
_HEAD = "<!doctype html><html><head><title>Larkmoor builds a plant</title>"


def _html(body: bytes | str, charset: str = "") -> Serve:
    content = body if isinstance(body, bytes) else body.encode()
    return raw(content, Content_Type="text/html" + (f"; charset={charset}" if charset else ""))


def _article(inside: str, head: str = "") -> str:
    return f"{_HEAD}{head}</head><body><article><p>{TEXT}</p>{inside}</article></body></html>"


def _named(letters: str) -> str:
    return _article(f"<p>{letters} stands beside the plant, said the mayor of the town.</p>")


def _reads(words: str) -> object:
    return lambda article: words in article.text


def _is_whole(article: Article) -> bool:
    return "450 megawatts" in article.text


def _plain(article: Article) -> bool:
    marks = ("<script", "\x00", "\x1b", "\u202e", "\ufeff")
    return _is_whole(article) and not any(mark in str(article) for mark in marks)


def _own(article: Article) -> bool:
    return article.url == "http://canonical-address-on-another-host.test/a"


def _undated(article: Article) -> bool:
    return article.published is None


def _not_foreign(article: Article) -> bool:
    return not (article.url or "").startswith(("javascript:", "file:", "data:"))


def _zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("bomb", bytes(1_000_000))
    return packed.getvalue()


def _encrypted() -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(document(typeset(TEXT))))
    writer.encrypt("secret", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _pdf(*objects: bytes) -> Serve:
    return raw(assembled(objects), Content_Type="application/pdf")


_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
_TREE = (b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>")
_JAVASCRIPT = "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root>"

CASES = (
    # Character sets.
    Case("charset that is wrong", _html(_named(_UMLAUTS), "iso-8859-1"), Outcome.FETCHED,
         holds=_reads(_UMLAUTS)),
    Case("charset that is missing", _html(_named(_UMLAUTS).encode("cp1252")), Outcome.FETCHED,
         holds=_reads(_UMLAUTS)),
    Case("charset that is a program", _html(_named(_UMLAUTS), "zlib_codec"), Outcome.FETCHED,
         holds=_reads(_UMLAUTS)),
    Case("charset that nobody knows", _html(_named(_UMLAUTS), "x" * 5_000), Outcome.FETCHED,
         holds=_reads(_UMLAUTS)),
    Case("UTF-7", _html(_article("<p>+ADw-script+AD4-alert(1)</p>"), "utf-7"), Outcome.FETCHED,
         holds=_plain),
    Case("UTF-16 with its mark", _html(_named(_UMLAUTS).encode("utf-16")), Outcome.FETCHED,
         holds=_reads(_UMLAUTS)),
    Case("UTF-16 without its mark", _html(_named(_UMLAUTS).encode("utf-16-le"), "utf-16le"),
         Outcome.FETCHED, holds=_reads(_UMLAUTS)),
    Case("UTF-16 that nobody names", _html(_named(_UMLAUTS).encode("utf-16-le")), Outcome.FETCHED,
         holds=_reads(_UMLAUTS)),
    Case("mojibake", _html(_named(_UMLAUTS.encode().decode("cp1252", "replace"))),
         Outcome.FETCHED, holds=_is_whole),
    Case("bytes of no charset", _html(_article("").encode() + bytes(range(128, 256)) * 20, "utf-8"),
         Outcome.FETCHED, holds=_plain),
    Case("nulls in the text", _html(_article("<p>nu\0ll</p>")), Outcome.FETCHED, holds=_plain),
    Case("letters that nobody sees",
         _html(_article("<p>\u202ereversed\u202c \u200bzero \x1b[31mred \ufeffmark &#0;&#27;</p>")),
         Outcome.FETCHED, holds=_plain),
    # What is no page.
    Case("picture that says it is a page", _html(b"\x89PNG\r\n\x1a\n" + bytes(999)),
         Outcome.BINARY, "a PNG image"),
    Case("archive that says it is a page", _html(_zip()), Outcome.BINARY, "a ZIP archive"),
    Case("program that says it is a page", _html(b"MZ\x90\x00" + b"\x01" * 9_000),
         Outcome.BINARY, "a program"),
    Case("gzip that says it is a page", _html(gzip.compress(GOOD)), Outcome.BINARY,
         "gzip-compressed"),
    Case("film that says it is a page", _html(b"\0\0\0\x20ftypisom" + b"\x01" * 9_000),
         Outcome.BINARY, "a film"),
    Case("picture", raw(b"\x89PNG\r\n\x1a\n", Content_Type="image/png"), Outcome.WRONG_TYPE,
         "image/png"),
    Case("download", raw(GOOD, Content_Type="application/octet-stream"), Outcome.WRONG_TYPE,
         "application/octet-stream"),
    Case("type of no meaning", raw(GOOD, Content_Type=";;;/html\t" + "x" * 999), Outcome.FETCHED),
    Case("page without a type", raw(GOOD), Outcome.FETCHED, holds=_is_whole),
    Case("page that says it is plain text", raw(GOOD, Content_Type="text/plain"),
         Outcome.FETCHED, holds=_is_whole),
    Case("feed where a page should be", _html("<rss version='2.0'><channel/></rss>"),
         Outcome.FETCHED, unread="feed or sitemap"),
    # Markup that is hard to read.
    Case("nested a hundred thousand deep", _html("<html><body>" + "<div>" * 100_000 + TEXT),
         Outcome.FETCHED, unread="nested too deeply"),
    Case("a hundred thousand tags left open",
         _html(_HEAD + "</head><body><p>" + "<b><i>" * 50_000 + TEXT), Outcome.FETCHED,
         unread="nested too deeply"),
    Case("tag of a hundred thousand attributes", _html(_article(
         "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>")), Outcome.FETCHED,
         unread="more than 500 attributes"),
    Case("line of nearly a megabyte", _html(_article(f"<p title='{'a' * 900_000}'>x</p>")),
         Outcome.FETCHED, holds=_is_whole),
    Case("word of a hundred thousand letters", _html(_article(f"<p>{'1' * 100_000}</p>")),
         Outcome.FETCHED, holds=_is_whole),
    Case("thirty thousand entities", _html(_article(f"<p>{'&lt;' * 30_000}</p>")),
         Outcome.FETCHED, holds=_is_whole),
    Case("entity bomb in a page", _html(
         '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
         + _article("<p>&b;</p>")), Outcome.FETCHED, holds=_is_whole),
    Case("two thousand paragraphs", _html(_article("<p>x</p>" * 2_000)), Outcome.FETCHED,
         holds=_is_whole),
    Case("table row of three thousand cells", _html(_article(
         "<table><tr>" + "<td>1" * 3_000 + "</table>")), Outcome.FETCHED, holds=_is_whole),
    Case("tag that never ends", _html(_article("") + "<a href='" + "x" * 900_000),
         Outcome.FETCHED, holds=_is_whole),
    Case("comment that never ends", _html(_article("") + "<!--" + "-<" * 400_000),
         Outcome.FETCHED, holds=_is_whole),
    Case("linked data nested without end", _html(_article("",
         '<script type="application/ld+json">' + '{"@graph":[' * 50_000 + "</script>")),
         Outcome.FETCHED, holds=_is_whole),
    Case("scripts in the title", _html(
         f"<title>&lt;script&gt;alert(1)&lt;/script&gt; Plant</title><article><p>{TEXT}</p>"),
         Outcome.FETCHED, holds=_is_whole),
    # What it says of itself.
    Case("canonical address on another host", _html(_article("",
         '<link rel="canonical" href="https://good.test/good">'
         '<meta property="og:url" content="https://good.test/good">')), Outcome.FETCHED,
         holds=_own),
    Case("canonical address that is a script", _html(_article("",
         '<link rel="canonical" href="javascript:alert(1)">')), Outcome.FETCHED,
         holds=_not_foreign),
    Case("page from 1970", _html(_article("",
         '<meta property="article:published_time" content="1970-01-01T00:00:00Z">')),
         Outcome.FETCHED, holds=_undated),
    Case("page from the future", _html(_article("",
         '<meta property="article:published_time" content="2071-01-01T00:00:00Z">')),
         Outcome.FETCHED, holds=_undated),
    Case("refresh to another page", _html(_article("",
         '<meta http-equiv="refresh" content="0; url=http://10.0.0.1/">')), Outcome.FETCHED,
         holds=_is_whole),
    # What stands where an article should be.
    Case("consent page", _html(page("Before you continue",
         "We and our 812 partners store and/or access information on a device, such as cookies, "
         "for personalised ads. Accept all. Reject all. Manage options.")), Outcome.FETCHED,
         unread="consent to cookies"),
    Case("page that needs JavaScript", _html(f"{_HEAD}</head><body>{_JAVASCRIPT}"),
         Outcome.FETCHED, unread="JavaScript"),
    Case("empty shell of a page", _html(f"{_HEAD}</head><body><div id=root></div></body>"),
         Outcome.FETCHED, unread="no text"),
    Case("page that asks who is there", _html(page("Just a moment...", "Please wait.")),
         Outcome.FETCHED, unread="is a person"),
    Case("page that was not found but says it was",
         _html(page("Page not found | Grid Daily", "Here are our latest stories.")),
         Outcome.FETCHED, unread="nothing at this"),
    Case("login page", _html(page("Grid Daily", "Sign in to continue. Forgot password?")),
         Outcome.FETCHED, unread="to log in"),
    Case("paywall", _html(page("Larkmoor builds a plant",
         "Subscribe to continue reading this article. Already a subscriber? Sign in.")),
         Outcome.FETCHED, unread="to subscribers alone"),
    Case("parked name", _html(page("grid.test", "This domain is for sale!")), Outcome.FETCHED,
         unread="parked"),
    Case("failure that says it is well", _html(page("503 Service Unavailable", "Varnish")),
         Outcome.FETCHED, unread="host is failing"),
    # Documents.
    Case("PDF bomb", _pdf(*_TREE, _PAGE, stream_object(bytes(60_000_000)), b"<< >>"),
         Outcome.FETCHED, unread="the PDF document"),
    Case("PDF that is encrypted", raw(_encrypted(), Content_Type="application/pdf"),
         Outcome.FETCHED, unread="encrypted"),
    Case("PDF whose pages hold themselves", _pdf(_TREE[0],
         b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>", b"<< >>"), Outcome.FETCHED,
         unread="the PDF document"),
    Case("PDF that is cut off", raw(document(typeset(TEXT))[:300], Content_Type="application/pdf"),
         Outcome.FETCHED, unread="the PDF document"),
    Case("PDF of pictures", _pdf(*_TREE, _PAGE, stream_object(b"0 0 9 9 re f"), b"<< >>"),
         Outcome.FETCHED, unread="only pictures"),
    Case("page that says it is a PDF", raw(GOOD, Content_Type="application/pdf"), Outcome.FETCHED,
         holds=_is_whole),
    Case("JSON nested without end", raw(b"[" * 100_000, Content_Type="application/json"),
         Outcome.FETCHED, unread="not valid JSON"),
    Case("message within message without end", raw(
         b"From: a@b.test\r\nContent-Type: message/rfc822\r\n\r\n" * 500,
         Content_Type="message/rfc822"), Outcome.FETCHED, unread=" "),
)  # fmt: skip
