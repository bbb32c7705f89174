"""Reading documents from files: HTML, Markdown, plain text, PDF, messages and JSON."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from extractors.article import ArticleError, parse_page, read_json
from extractors.decoding import MAX_BYTES, decode
from extractors.records import read_record, record_article
from schema.article import Article

#: Media types by the endings of file names.
MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".pdf": "application/pdf",
    ".eml": "message/rfc822",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".ndjson": "application/x-ndjson",
}


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its name, and its article or why there is none."""

    id: str
    article: Article | None = None
    error: str | None = None


def read_documents(path: Path) -> Iterator[Document]:
    """Read the documents of a file; a bad document is told as such and does not stop the rest.

    A JSON file holds one object or a list of them; a JSON Lines file one a line.
    """
    media_type = MEDIA_TYPES.get(path.suffix.lower())
    if media_type is None:
        known = ", ".join(MEDIA_TYPES)
        yield Document(path.name, error=f"{path}: unknown kind of file (known: {known})")
        return
    try:
        if media_type == "application/x-ndjson":
            with path.open("rb") as file:
                yield from read_json_lines(_lines(file), name=str(path))
        else:
            with path.open("rb") as file:
                body = file.read(MAX_BYTES + 1)
            yield from parse_documents(body, media_type=media_type, name=str(path))
    except OSError as error:
        yield Document(path.name, error=f"{path}: {error.strerror or error}")


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, none read further than a document may be long."""
    return iter(partial(file.readline, MAX_BYTES + 1), b"")


def parse_documents(body: bytes, *, media_type: str, name: str) -> Iterator[Document]:
    """Read the documents of a body; ``name`` is its file, for ids and messages."""
    if media_type == "application/x-ndjson":
        yield from read_json_lines(body.splitlines(), name=name)
        return
    try:
        if media_type != "application/json":
            article = parse_page(body, media_type=media_type, url=None)
            yield Document(Path(name).stem, article=article)
            return
        content = read_json(decode(body, "utf-8"))
    except ArticleError as error:
        yield Document(Path(name).stem, error=f"{name}: {error}")
        return
    if not isinstance(content, list):
        yield _document(content, place=name, name=Path(name).stem)
        return
    for number, entry in enumerate(content, start=1):
        yield _document(entry, place=f"{name}, entry {number}", name=f"{Path(name).stem}:{number}")


def read_json_lines(lines: Iterable[bytes], *, name: str) -> Iterator[Document]:
    """Read one document a line; empty lines are skipped."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place, fallback = f"{name}, line {number}", f"{Path(name).stem}:{number}"
        try:
            content = read_json(decode(line, "utf-8"))
        except ArticleError as error:
            yield Document(fallback, error=f"{place}: {error}")
        else:
            yield _document(content, place=place, name=fallback)


def _document(content: object, *, place: str, name: str) -> Document:
    """The document of a JSON value; its own id is used in its place where it has one."""
    if isinstance(content, dict) and isinstance(content.get("id"), str | int):
        name = str(content["id"]) or name
    try:
        return Document(name, article=record_article(read_record(content)))
    except ArticleError as error:
        return Document(name, error=f"{place}: {error}")


def read_annotated(path: Path) -> Iterator[Document]:
    """The document of an annotation file, whose text may stand in a page of its own.

    Args:
        path: A JSON file with ``id`` and ``claims``, and either ``text``, ``html`` or ``page``, the
            relative path of the page that holds the text.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    if "page" not in content:
        yield from read_documents(path)
        return
    for document in read_documents(path.parent / content["page"]):
        yield Document(content["id"], document.article, document.error)
