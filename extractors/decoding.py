"""From the bytes of a response to its characters, whatever the server said they were."""

import codecs
import re
import unicodedata

#: Larger bodies are refused: no article is so long, and parsing takes twenty times the memory.
MAX_BYTES = 20_000_000

#: First bytes of formats that hold no page.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"RIFF", "a RIFF file (WebP image, WAV sound)"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (or an Office document)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "gzip-compressed data"),
    (b"BZh", "bzip2-compressed data"),
    (b"\xfd7zXZ\x00", "xz-compressed data"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"OggS", "an Ogg sound or film"),
    (b"ID3", "an MP3 sound"),
    (b"\x00asm", "a WebAssembly program"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"PAR1", "a Parquet file"),
    (b"WARC/", "a WARC archive"),
)
#: Bytes that no text holds; among the others are tabs, line breaks and the escape of ISO-2022.
_CONTROLS = bytes((*range(9), *range(14, 27)))
_FILM = re.compile(rb".{4}ftyp", re.DOTALL)

#: Labels that a page may use for its character set (WHATWG Encoding Standard), as Python codecs.
#: Anything else is ignored: Python knows codecs that are no character sets, some of them slow.
_CODEC = re.compile(
    r"utf-?8|utf-?16(?:-?[lb]e)?|us-ascii|ascii|iso-?8859-?\d{1,2}|latin-?[1-9]|"
    r"windows-?(?:125\d|874)|cp(?:125\d|866|932|949|950)|koi8-?[ru]|gb2312|gbk|gb18030|big5|"
    r"euc-?(?:jp|kr)|shift[-_]?jis|x-sjis|iso-2022-jp|macintosh"
)
#: As browsers do: labels of smaller sets mean the larger set of the same family.
_WIDER = {
    "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252",
    "latin-1": "cp1252", "latin1": "cp1252", "iso-8859-9": "cp1254", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932",
    "euc-kr": "cp949", "macintosh": "mac_roman",
}  # fmt: skip
_META = re.compile(rb"<meta[^>]{1,300}?charset\s{0,4}=\s{0,4}[\"']?([\w-]{2,20})", re.IGNORECASE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), *((mark, "utf-16") for mark in _UTF16))

#: Characters that nobody sees: controls, zero widths, directions, soft hyphens, byte order marks.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


class ArticleError(ValueError):
    """Input that holds no article; the message says what it is instead."""


def decode(body: bytes, encoding: str | None) -> str:
    """The characters of a text body: by its mark, as UTF-8 where that fits, as declared, or else.

    Text that is valid UTF-8 is UTF-8, for servers declare other sets more often than such text
    comes about by chance.

    Raises:
        ArticleError: if the body is empty, too large, or no text at all.
    """
    refuse_binary(body)
    declared = _codec(encoding) or _unmarked_utf16(body[:4096])
    if declared is None or not declared.startswith("utf-16"):
        for mark, codec in _MARKS:
            if body.startswith(mark):
                return body.decode(codec, "replace").removeprefix("\ufeff")
        text = body.decode("utf-8", "replace")
        if _is_mostly_sound(text):
            return text
        found = _META.search(body[:4096])
        declared = declared or _codec(found.group(1).decode("ascii", "replace") if found else None)
    text = body.decode(declared or "cp1252", "replace")
    return text.removeprefix("\ufeff")


def refuse_binary(body: bytes) -> None:
    """Raise an ``ArticleError`` that names what the body is, if it is no text."""
    if not body.strip():
        raise ArticleError("the page is empty")
    if len(body) > MAX_BYTES:
        raise ArticleError(f"the page has {len(body):,} bytes, more than {MAX_BYTES:,}")
    if what := binary_format(body):
        raise ArticleError(f"not a page but {what}")


def binary_format(body: bytes) -> str | None:
    """What a body is if it is no text, in words; None if it may be text."""
    for signature, what in _SIGNATURES:
        if body.startswith(signature):
            return what
    if _FILM.match(body):
        return "a film"
    head = body[:4096]
    odd = len(head) - len(head.translate(None, _CONTROLS))
    if odd * 20 > len(head) and not body.startswith(_UTF16) and _unmarked_utf16(head) is None:
        return "binary data"
    return None


def _unmarked_utf16(head: bytes) -> str | None:
    """The order of the bytes of Western text in UTF-16 without a mark: every other byte is null."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    fewer, more = sorted((even, odd))
    if more * 10 > len(head) * 4 and fewer * 10 < len(head):
        return "utf-16-be" if even > odd else "utf-16-le"
    return None


def _codec(label: str | None) -> str | None:
    label = (label or "").strip().strip("\"'").lower()
    if not _CODEC.fullmatch(label):
        return None
    label = _WIDER.get(label, label)
    try:
        codecs.lookup(label)
    except LookupError:
        return None
    return label


def _is_mostly_sound(text: str) -> bool:
    """Whether UTF-8 was right: nothing was replaced, or little beside what was read well."""
    bad = text.count("\ufffd")
    if not bad:
        return True
    good = sum(character > "\x7f" for character in text) - bad
    return bad * 20 <= good


def visible(text: str) -> str:
    """Text without characters that nobody sees, nor lone surrogates, which no file can hold."""
    return storable(_INVISIBLE.sub("", text))


def clean_line(text: str) -> str:
    """Visible text on one line, with single spaces, in Unicode's form NFC."""
    return unicodedata.normalize("NFC", _SPACES.sub(" ", visible(text)).strip())


def storable(text: str) -> str:
    """The text itself, with lone surrogates replaced one for one."""
    return _SURROGATE.sub("\ufffd", text)
