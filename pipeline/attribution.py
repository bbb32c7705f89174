"""Who published an article and how close to its matter: the source's word, then the page's own.

What a sources file says of publisher and tier is remembered in the data directory, so that pages
keep it when a later run has other sources; changing it there changes it for stored pages too. The
clock that the file fixes is remembered with it, for commands that are given no sources.
"""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow as pa
from pydantic import BaseModel

from pipeline.acquire.hosts import Hosts
from pipeline.store import write_atomically
from schema.article import Page
from schema.source import SourceFile
from schema.vocabulary import Tier
from warehouse.extracted import Extracted


class Attribution(BaseModel):
    """What a source says of its pages."""

    publisher: str | None
    tier: Tier


class Remembered(BaseModel):
    """What the sources files of a data directory said; the latest word counts."""

    file: Path | None = None  # none for the sample, which moves with the project
    today: dt.date | None = None
    sources: dict[str, Attribution] = {}


def remember(path: Path, given: SourceFile, file: Path | None) -> None:
    """Add the sources of a file to the remembered ones."""
    sources = recall(path).sources
    for place in Hosts(given).places:
        sources[place.source_id] = Attribution(publisher=place.publisher, tier=place.tier)
    for source in given.source:
        sources[source.id] = Attribution(publisher=source.publisher, tier=source.tier)
    remembered = Remembered(
        file=file and file.absolute(), today=given.today, sources=dict(sorted(sources.items()))
    )
    write_atomically(path, remembered.model_dump_json(indent=1).encode() + b"\n")


def recall(path: Path) -> Remembered:
    """What is remembered; nothing in a new data directory."""
    return Remembered.model_validate_json(path.read_bytes()) if path.exists() else Remembered()


def attribute(
    extracted: Extracted, pages: Iterable[Page], known: dict[str, Attribution]
) -> Extracted:
    """The same articles with tier and publisher: the source's, else the page's, else its host."""
    sources = {page.page_id: page.source_id for page in pages}
    publishers: list[str | None] = []
    tiers: list[str | None] = []
    articles = extracted.articles
    for page_id, url, publisher in zip(
        articles["page_id"].to_pylist(),
        articles["url"].to_pylist(),
        articles["publisher"].to_pylist(),
        strict=True,
    ):
        given = known.get(sources.get(page_id, ""))
        publishers.append((given and given.publisher) or publisher or _host(url))
        tiers.append(given.tier.value if given else None)
    for name, values in (("publisher", publishers), ("tier", tiers)):
        place = articles.schema.get_field_index(name)
        column = pa.array(values, articles.schema.field(name).type)
        articles = articles.set_column(place, articles.schema.field(name), column)
    return Extracted(articles, extracted.claims, extracted.parties)


def _host(url: str | None) -> str | None:
    return (urlsplit(url).hostname or "").removeprefix("www.") or None if url else None
