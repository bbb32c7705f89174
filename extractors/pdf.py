"""PDF documents (press releases, filings) as articles, by where their lines stand on the page."""

import datetime as dt
import io
import logging
from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import Any

import pypdf

from extractors.dateline import own_date
from extractors.decoding import MAX_BYTES, ArticleError, clean_line
from extractors.markup import without
from extractors.metadata import Metadata, Published, parse_published
from extractors.page import make_article
from extractors.pdf_lines import LARGER, Line, paragraphs, usual_size
from schema.article import Article
from schema.vocabulary import DatePrecision

MAX_PAGES = 400
#: Of all pages together; a page of text has a few thousand.
_MOST_OPERATORS = 600_000
_MOST_PIECES = 200_000
#: What a page of text needs is a hundredth of it; a bomb is stopped within a second.
_BOUNDS = pypdf.Configuration(
    zlib_maximum_output_length=20_000_000,
    lzw_maximum_output_length=20_000_000,
    run_length_maximum_output_length=20_000_000,
    array_based_stream_maximum_output_length=20_000_000,
    stream_decoding_work_maximum_length=40_000_000,
    stream_parsing_work_maximum_count=300_000,
    page_tree_maximum_entries=5_000,
    xform_maximum_invocations_per_extraction=200,
)
#: A title is one of so many first paragraphs, and no longer than this.
_TOP = 12
_LONGEST_TITLE = 300

# It logs each oddity of a file; what cannot be read is told by an error.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def parse_pdf(body: bytes, *, metadata: Metadata) -> Article:
    """Read the article of a PDF document.

    Raises:
        ArticleError: if it is no readable PDF, or holds no text; the message says why.
    """
    if len(body) > MAX_BYTES:
        raise ArticleError(f"the document has {len(body):,} bytes, more than {MAX_BYTES:,}")
    try:
        with pypdf.apply_configuration(_BOUNDS):
            reader = pypdf.PdfReader(io.BytesIO(body))
            pages = _pages(reader)
            created = reader.metadata.creation_date if reader.metadata else None
    except ArticleError:
        raise
    except pypdf.errors.LimitReachedError as error:
        raise ArticleError(f"the PDF document asks for more than it may ({error})") from error
    except Exception as error:  # whatever a damaged document makes the parser raise
        raise ArticleError(f"the PDF document is damaged ({type(error).__name__})") from error
    title, lines = _title_and_lines(pages, metadata.title)
    if not lines:
        raise ArticleError("the PDF document holds no text, only pictures of it")
    published = metadata.published
    if published.day is None:
        published = own_date("\n".join(lines))
    if published.day is None:
        published = _created(created)
    return make_article(title, lines, replace(metadata, published=published))


def _pages(reader: pypdf.PdfReader) -> list[list[Line]]:
    """The lines of each page, without those of its margins that come again on others."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise ArticleError("the PDF document is encrypted")
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise ArticleError(f"the PDF document has {count:,} pages, more than {MAX_PAGES}")
    collector = _Collector()
    return _without_margins([collector.lines(page) for page in reader.pages])


class _Collector:
    """Collects the pieces of text of pages, with a bound on the work of all of them."""

    def __init__(self) -> None:
        self._operators = 0
        self._pieces: list[Line] = []
        self._total = 0

    def lines(self, page: pypdf.PageObject) -> list[Line]:
        """The lines of a page in the order of its content, each where it stands."""
        self._pieces = []
        height = float(page.mediabox.height) or 1.0
        bottom = float(page.mediabox.bottom)
        page.extract_text(
            visitor_operand_before=self._count,
            visitor_text=self._piece,
        )
        lines = (_joined(list(row)) for _, row in groupby(self._pieces, key=lambda p: round(p.y)))
        return [
            replace(line, text=text, height=(line.y - bottom) / height)
            for line in lines
            if (text := clean_line(line.text.translate(_LIGATURES)))
        ]

    def _count(self, *_: Any) -> None:
        self._operators += 1
        if self._operators > _MOST_OPERATORS:
            raise ArticleError("the PDF document draws without end")

    def _piece(
        self, text: str, page: list[float], line: list[float], _font: Any, size: float
    ) -> None:
        if not text.strip():
            return
        self._total += 1
        if self._total > _MOST_PIECES:
            raise ArticleError("the PDF document holds too many pieces of text")
        placed = pypdf.mult(line, page)
        scale = abs(placed[3]) or abs(placed[1]) or 1.0
        for part in text.splitlines():
            self._pieces.append(Line(part, placed[4], placed[5], max(1.0, size * scale)))


_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)


def _joined(pieces: list[Line]) -> Line:
    """One line of the pieces that stand side by side."""
    return replace(
        pieces[0], text="".join(p.text for p in pieces), size=max(p.size for p in pieces)
    )


# --- margins -----------------------------------------------------------------------------------


def _without_margins(pages: list[list[Line]]) -> list[list[Line]]:
    """The lines without headers, footers and page numbers."""
    seen = Counter(form for lines in pages for form in {_form(x) for x in lines if _is_edge(x)})
    return [
        [
            line
            for line in lines
            if not _is_edge(line) or (seen[_form(line)] == 1 and _form(line).strip("#-–/ "))
        ]
        for lines in pages
    ]


def _is_edge(line: Line) -> bool:
    return line.height < 0.09 or line.height > 0.93


def _form(line: Line) -> str:
    """The words of a line with its numbers made alike."""
    return "".join("#" if character.isdigit() else character for character in line.text.lower())


# --- title and date ----------------------------------------------------------------------------


def _title_and_lines(pages: list[list[Line]], given: str) -> tuple[str, list[str]]:
    """The title (given, or what is set in the largest type at the top) and the paragraphs."""
    found = list(paragraphs(pages))
    title = given or _largest(found)
    return title, without((paragraph.text for paragraph in found), title)


def _largest(found: list[Line]) -> str:
    """What is set in the largest type at the top, where that is larger than the text."""
    heads = [p for p in found[:_TOP] if len(p.text) <= _LONGEST_TITLE]
    largest = max(heads, key=lambda p: p.size, default=None)
    if largest is None or largest.size <= LARGER * usual_size(found):
        return ""
    return largest.text


def _created(moment: dt.datetime | None) -> Published:
    """The day on which the document was made: close to its publication, where nothing tells it."""
    if moment is None:
        return Published()
    found = parse_published(moment.date().isoformat(), found_by="document")
    return replace(found, precision=DatePrecision.DAY) if found.day else found
