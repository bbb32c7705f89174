"""``gigawatch extract``: the claims of documents, touching no database."""

from collections.abc import Sequence
from pathlib import Path

from extractors.documents import Document
from extractors.reading import read_article
from extractors.viewer import render_html
from pipeline.commands.documents import given_documents
from pipeline.commands.errors import UsageError
from pipeline.commands.output import complain, print_line
from schema.article import text_sha256
from schema.claim import Claim


def extract(files: Sequence[Path], html: Path | None) -> bool:
    """Print one line of claims a document, in the order given.

    Args:
        files: Documents; standard input if there are none.
        html: Where to write a page with the claims marked in their text; further documents
            get numbered pages beside it.

    Returns:
        Whether every document could be read.

    Raises:
        UsageError: if there is no folder to write the page into.
    """
    if html is not None and not html.parent.is_dir():
        raise UsageError(f"{html}: there is no folder {html.parent} to write the page into.")
    well = True
    shown = 0
    for document in given_documents(files):
        claims = _claims(document)
        if document.article is None or claims is None:
            well = False
            continue
        text_hash = text_sha256(document.article.text)
        contents = [claim.content() for claim in claims]
        print_line({"id": document.id, "claims": contents, "text_sha256": text_hash})
        if html is not None:
            shown += 1
            path = html if shown == 1 else html.with_stem(f"{html.stem}-{shown}")
            page = render_html(document.article, claims)
            path.write_text(page, encoding="utf-8", errors="backslashreplace")
    return well


def _claims(document: Document) -> list[Claim] | None:
    if document.article is None:
        complain(document.error or f"{document.id}: no article")
        return None
    try:
        return read_article(document.article)
    except Exception as error:  # one text must not take the others with it
        complain(f"{document.id}: reading failed with {type(error).__name__}: {error}")
        return None
