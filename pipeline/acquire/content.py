"""What a body is: its declared media type, and whether it is text at all."""

from email.message import Message

from extractors.decoding import binary_format

MESSAGE_TYPE = "message/rfc822"
#: Media types that hold an article, and the file extensions that tell them.
EXTENSIONS = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
    ".eml": MESSAGE_TYPE,
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".ndjson": "application/x-ndjson",
}
PAGE_TYPES = frozenset(EXTENSIONS.values())
_XML_TYPES = frozenset({"application/xml", "text/xml", "text/html", "text/plain"})
FEED_TYPES = _XML_TYPES | {
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
}
SITEMAP_TYPES = _XML_TYPES | {
    "application/gzip",
    "application/x-gzip",
    "application/octet-stream",
    "binary/octet-stream",
}
JSON_TYPES = frozenset({"application/json", "text/json", "text/plain"})
INDEX_TYPES = frozenset({"text/html", "application/xhtml+xml"})
#: Formats that are no text, and may be read where their type was asked for.
_FORMATS = {b"\x1f\x8b": "application/gzip", b"%PDF-": "application/pdf"}


def content_type(header: str | None) -> tuple[str | None, str | None]:
    """Media type and character set of a Content-Type header, lower case."""
    if not header:
        return None, None
    message = Message()
    message["content-type"] = header
    charset = message.get_content_charset()
    return message.get_content_type(), charset


def guessed_type(body: bytes) -> str:
    """The media type of a body that came without one."""
    if body.startswith(b"%PDF-"):
        return "application/pdf"
    return "text/html" if body.lstrip()[:1] == b"<" else "text/plain"


def unwanted_format(body: bytes, types: frozenset[str]) -> str | None:
    """What a body is, in words, if it is binary and in no format that was asked for."""
    asked_for = any(body.startswith(start) and kind in types for start, kind in _FORMATS.items())
    return None if asked_for else binary_format(body)
