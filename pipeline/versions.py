"""What a build depends on, as hashes: whatever changes what is read or resolved changes one.

The cache of readings is kept by the hash of what reads; the warehouse tells by the others whether
it is up to date, and what changed it.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import metadata
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel

from schema.article import Page
from schema.judgement_lines import NO_JUDGEMENTS, Judgements
from warehouse.extracted import Extracted
from warehouse.tables import Versions

#: The packages whose files decide what is read.
_READERS = ("schema", "extractors")
#: Files of the warehouse that sign what is read; signatures of two versions cannot be compared.
_SIGNING = ("duplicates.py", "extracted.py")
#: Libraries whose version decides what is read or resolved.
_LIBRARIES = ("spacy", "trafilatura", "lxml", "beautifulsoup4", "pypdf", "duckdb", "rapidfuzz")


@cache
def reading_version() -> str:
    """The version of what turns pages into claims, the registry of names included."""
    signing = [files("warehouse").joinpath(name).read_bytes() for name in _SIGNING]
    return _hash([*_libraries(), *signing, *_files(_READERS, lambda _: True)])


def versions(
    pages: Iterable[Page],
    extracted: Extracted,
    sources: Mapping[str, BaseModel],
    judgements: Judgements = NO_JUDGEMENTS,
) -> Versions:
    """What a build of these pages depends on.

    Args:
        pages: Every page of the store.
        extracted: What was read in them.
        sources: What is said of each source.
        judgements: What persons decided.
    """
    read = sorted(extracted.articles["page_id"].to_pylist())
    said = [f"{name} {source.model_dump_json()}" for name, source in sources.items()]
    judged = [f"{number} {line.line()}" for number, line in judgements.lines]
    judged += [f"{bad.line} {bad.text}" for bad in judgements.bad]
    fetched = [page.model_dump_json() for page in pages]
    return Versions(
        code=_code(),
        reference=_reference(),
        judgements=_hash(map(str.encode, judged)) if judged else "",
        sources=_hash(map(str.encode, said)),
        pages=_hash(map(str.encode, [*fetched, *read])),
    )


@cache
def _code() -> str:
    return _hash([*_libraries(), *_files((*_READERS, "warehouse"), lambda p: not _is_reference(p))])


@cache
def _reference() -> str:
    return _hash(_files(("schema", "warehouse"), _is_reference))


def _is_reference(path: Path) -> bool:
    """Whether a file holds names, figures or thresholds; the words of the readers are their own."""
    return "data" in path.parts and path.parts[0] != "extractors"


def _libraries() -> list[bytes]:
    return [f"{library} {metadata.version(library)}".encode() for library in _LIBRARIES]


def _files(packages: Iterable[str], wanted: Callable[[Path], bool]) -> list[bytes]:
    """Name and content of each file of some packages that is wanted."""
    found = []
    for package in packages:
        root = Path(str(files(package)))
        for path in sorted(root.rglob("*")):
            name = package / path.relative_to(root)
            if path.is_file() and "__pycache__" not in path.parts and wanted(name):
                found += [name.as_posix().encode(), path.read_bytes()]
    return found


def _hash(parts: Iterable[bytes]) -> str:
    """A hash of the parts; where one ends and the next begins counts."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()[:16]
