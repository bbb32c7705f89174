"""``gigawatch parse``: the articles that files hold, touching no database."""

from collections.abc import Sequence
from pathlib import Path

from pipeline.commands.documents import given_documents
from pipeline.commands.output import complain, print_line
from schema.article import text_sha256


def parse(files: Sequence[Path]) -> bool:
    """Print one line an article, in the order given.

    Returns:
        Whether every document could be read.
    """
    well = True
    for document in given_documents(files):
        if document.article is None:
            complain(document.error or f"{document.id}: no article")
            well = False
            continue
        article = document.article.model_dump(mode="json", exclude={"tier"})
        print_line(
            {"id": document.id, **article, "text_sha256": text_sha256(document.article.text)}
        )
    return well
