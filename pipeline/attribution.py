"""Who published an article and how close to its matter: the source's word, then the page's own.

What a sources file says of publisher and tier is remembered in the data directory, so that pages
keep it when a later run has other sources; changing it there changes it for stored pages too.
"""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow as pa
from pydantic import BaseModel, TypeAdapter

from pipeline.store import write_atomically
from schema.article import Page
from schema.source import Source
from schema.vocabulary import Tier
from warehouse.extracted import Extracted


class Attribution(BaseModel):
    """What a source says of its pages."""

    publisher: str | None
    tier: Tier


_KNOWN = TypeAdapter(dict[str, Attribution])


def remember(path: Path, sources: Iterable[Source]) -> None:
    """Add these sources to the remembered ones; the latest word counts."""
    known = recall(path)
    for source in sources:
        known[source.id] = Attribution(publisher=source.publisher, tier=source.tier)
    write_atomically(path, _KNOWN.dump_json(dict(sorted(known.items())), indent=1) + b"\n")


def recall(path: Path) -> dict[str, Attribution]:
    """The remembered sources by id."""
    return _KNOWN.validate_json(path.read_bytes()) if path.exists() else {}


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
