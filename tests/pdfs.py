"""Writing small PDF documents, sound and odd, line by line."""

import zlib
from collections.abc import Iterable, Sequence

#: A line of text: where it stands (x and y from the bottom left), its size, its words.
Words = tuple[float, float, float, str]

FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>"


def typeset(
    *lines: str, x: float = 72, y: float = 700, size: float = 11, gap: float = 13
) -> list[Words]:
    """Lines one under the other."""
    return [(x, y - n * gap, size, line) for n, line in enumerate(lines)]


def document(*pages: Iterable[Words], title: str = "", created: str = "") -> bytes:
    """A PDF document of pages of text."""
    return file([content(page) for page in pages], title=title, created=created)


def content(words: Iterable[Words]) -> bytes:
    shown = (
        f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({_escaped(text)}) Tj ET\n"
        for x, y, size, text in words
    )
    return "".join(shown).encode("cp1252")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def file(
    contents: Sequence[bytes], *, title: str = "", created: str = "", resources: str = ""
) -> bytes:
    """A PDF document of the content streams of its pages."""
    count = len(contents)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
        f"/Resources << /Font << /F1 3 0 R >> {resources} >> /Contents %d 0 R >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{kids}] >>".encode(),
        FONT.encode(),
    ]
    for number, stream in enumerate(contents):
        objects += [(page % (5 + 2 * number)).encode(), stream_object(stream)]
    objects.append(f"<< /Title ({title}) /CreationDate ({created}) >>".encode())
    return assembled(objects)


def stream_object(data: bytes, extra: str = "") -> bytes:
    packed = zlib.compress(data)
    head = f"<< /Length {len(packed)} /Filter /FlateDecode {extra} >>"
    return head.encode() + b"\nstream\n" + packed + b"\nendstream"


def assembled(objects: Sequence[bytes]) -> bytes:
    """A file of numbered objects, of which the first is the catalog and the last the info."""
    body = bytearray(b"%PDF-1.7\n")
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    start = len(body)
    size = len(objects) + 1
    body += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    body += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    body += f"trailer << /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\n".encode()
    return bytes(body) + f"startxref\n{start}\n%%EOF".encode()
