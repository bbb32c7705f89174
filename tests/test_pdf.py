"""PDF documents: their paragraphs, title and date, and what no PDF may do to us."""

import datetime as dt
import io
from pathlib import Path

import pypdf
import pytest
from pdfs import Words, assembled, content, document, file, stream_object, typeset
from webserver import Site, raw, serve

from extractors.article import ArticleError, parse_page
from extractors.documents import read_documents
from extractors.pdf import MAX_PAGES
from pipeline.acquire.collect import collect
from pipeline.data_directory import DataDirectory
from pipeline.fetch_log import FetchLog
from schema.article import Article
from schema.source import SourceFile

BODY = (
    "TOLEDO, Ohio, May 6, 2026 -- Larkmoor Energy said on Wednesday that it will build a",
    "second plant of 450 megawatts beside the first, to feed the data center that Halden",
    "Cloud has under construction there. The plant is expected to cost $1.1 billion.",
)
MORE = (
    "Work begins in the third quarter of 2026. Larkmoor has ordered nine turbines for",
    "delivery by the end of 2027, it said.",
)


def release() -> list[Words]:
    """A press release: a headline over two lines, two paragraphs, a list and a table."""
    return [
        *typeset("Larkmoor Energy to Build Second", "Plant for Halden Cloud", size=20, gap=24),
        *typeset(*BODY, y=640),
        *typeset(*MORE, y=640 - 3 * 13 - 10),
        *typeset("• 450 MW of gas turbines", "• 60 MW of batteries", y=550),
        *typeset("Phase MW", "1 300", "2 150", y=510, gap=18),
    ]


def parsed(body: bytes, **known: object) -> Article:
    return parse_page(body, media_type="application/pdf", **known)  # type: ignore[arg-type]


def test_a_press_release_is_read_in_paragraphs() -> None:
    article = parsed(document(release(), title="Microsoft Word - final_v3.docx"))
    assert article.title == "Larkmoor Energy to Build Second Plant for Halden Cloud"
    assert article.text.split("\n") == [
        article.title,
        "",
        " ".join(BODY),
        " ".join(MORE),
        "• 450 MW of gas turbines",
        "• 60 MW of batteries",
        "Phase MW",
        "1 300",
        "2 150",
    ]
    assert article.published == dt.date(2026, 5, 6)
    assert article.language == "en"


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    pages = [
        [
            *typeset("Larkmoor Energy Inc. - Form 8-K", y=760),
            *typeset(*text),
            *typeset(f"Page {number} of 2", y=30),
        ]
        for number, text in enumerate((BODY, MORE), start=1)
    ]
    assert parsed(document(*pages)).text == "\n".join((" ".join(BODY), " ".join(MORE)))


def test_a_paragraph_goes_on_over_columns_and_pages_and_broken_words_are_whole() -> None:
    left = ("The plant runs on natural", "gas and makes 450 mega-", "watts, which is a third of")
    right = (
        "what the campus will need",
        "in its first phase. Its long-",
        "term contract runs to 2041.",
    )
    first = [*typeset(*left, size=10), *typeset(*right, x=320, size=10)]
    second = typeset("A long-term contract counts megawatts.", size=10)
    assert parsed(document(first, second)).text == (
        "The plant runs on natural gas and makes 450 megawatts, which is a third of what the "
        "campus will need in its first phase. Its long-term contract runs to 2041.\n"
        "A long-term contract counts megawatts."
    )


def test_the_day_is_that_of_the_feed_or_the_text_or_else_of_the_document() -> None:
    made = "D:20260302101500Z"
    undated = typeset(*MORE)
    assert parsed(document(undated, created=made)).published == dt.date(2026, 3, 2)
    assert parsed(document(release(), created=made)).published == dt.date(2026, 5, 6)
    hint = dt.datetime(2026, 5, 7, tzinfo=dt.UTC)
    assert parsed(document(release(), created=made), published_hint=hint).published == hint.date()
    assert parsed(document(undated, created="D:19700101")).published is None


def encrypted() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(document(release())))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def looping_pages() -> bytes:
    tree = b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", tree, b"<< >>"])


def doubling_forms(depth: int = 30) -> bytes:
    """A page whose form draws another twice, which draws another twice, and so on."""
    forms = "".join(f"/X{n} {6 + n} 0 R " for n in range(depth + 1))
    body = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R "
        f"/Resources << /XObject << {forms} >> >> >>".encode(),
        stream_object(b"/X0 Do"),
    ]
    extra = f"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << {forms} >> >>"
    twice = (f"/X{n} Do /X{n} Do".encode() for n in range(1, depth + 1))
    body += [stream_object(drawn, extra) for drawn in twice]
    body.append(stream_object(content(typeset("x")), extra))
    return assembled([*body, b"<< >>"])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"%PDF-1.7\nno more", "damaged"),
        (document(release())[:400], "PDF document"),
        (document(release()).replace(b"/Kids", b"/Kitz"), "PDF document"),
        (document([]), "no text, only pictures"),
        (encrypted(), "encrypted"),
        (file([b"BT ET"] * (MAX_PAGES + 1)), f"401 pages, more than {MAX_PAGES}"),
        (looping_pages(), "PDF document"),
        (file([b" " * 60_000_000]), "asks for more"),
        (file([b"q Q " * 2_000_000]), "asks for more"),
        (b"%PDF-" + b"[" * 1_000_000, "damaged"),
        (b"%PDF-1.7\n" + b"1 0 obj << " * 100_000, "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_document_that_cannot_be_read_is_told(body: bytes, words: str) -> None:
    with pytest.raises(ArticleError, match=words):
        parsed(body)


def test_forms_that_draw_each_other_without_end_are_bounded() -> None:
    assert len(parsed(doubling_forms()).text) < 1_000


def test_documents_come_from_addresses_directories_and_files(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.pdf").write_bytes(document(release()))
    (found,) = read_documents(inbox / "a.pdf")
    assert found.article is not None
    assert found.article.published == dt.date(2026, 5, 6)
    data = DataDirectory(tmp_path / "data")
    body = document(typeset(*BODY))
    with serve(Site({"/b.pdf": raw(body, Content_Type="application/pdf")})) as site:
        urls = [f"{site.url}/b.pdf"]
        sources = [
            {"id": "d", "kind": "directory", "path": str(inbox)},
            {"id": "p", "kind": "pages", "urls": urls, "local": True},
        ]
        given = SourceFile.model_validate({"source": sources}).source
        collected = collect(given, data, now=dt.datetime(2026, 7, 20, tzinfo=dt.UTC))
    assert not collected.problems
    pages = {page.media_type for page in FetchLog(data.fetches).pages()}
    assert pages == {"application/pdf"}
