"""Documents given on the command line: files, or JSON Lines on standard input."""

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from extractors.decoding import MAX_BYTES
from extractors.documents import Document, read_documents, read_json_lines

STDIN = Path("-")


def given_documents(files: Sequence[Path]) -> Iterator[Document]:
    """The documents of each file in turn; of standard input where there is no file, or for -."""
    for path in files or (STDIN,):
        if path == STDIN:
            stream = sys.stdin.buffer
            lines = iter(partial(stream.readline, MAX_BYTES + 1), b"")
            yield from read_json_lines(lines, name="standard input")
        elif path.is_dir():
            yield Document(path.name, error=f"{path}: a directory; give its files")
        else:
            yield from read_documents(path)
