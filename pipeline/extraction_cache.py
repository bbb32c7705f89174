"""What was read in pages, cached: one folder a batch, which appears whole or not at all.

Everything lies under ``extracted/<version>/``. A killed run loses the batches that it was at, and
the next one reads those pages again.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, TypeAdapter

from warehouse.extracted import Extracted

#: More batches than this are merged into one, so that years of hourly runs stay few files.
MOST_BATCHES = 64


class Unread(BaseModel):
    """A page that holds no article that we could read, and why."""

    page_id: str
    url: str
    reason: str
    again: bool = False  # our own failure, not the page's: the next run tries it again


_UNREAD = TypeAdapter(list[Unread])


@dataclass(frozen=True)
class Batch:
    """What was read in some pages."""

    extracted: Extracted
    unread: list[Unread]

    @property
    def page_ids(self) -> set[str]:
        """The pages that need not be read again."""
        read = self.extracted.articles["page_id"].to_pylist()
        return {*read, *(u.page_id for u in self.unread if not u.again)}


class ReadingCache:
    """The batches of one version of the extractors; those of other versions are removed."""

    def __init__(self, folder: Path, version: str) -> None:
        self._folder = folder / version
        for path in folder.glob("*"):
            if path != self._folder:
                shutil.rmtree(path, ignore_errors=True)
        for path in self._folder.glob(".building-*"):
            shutil.rmtree(path, ignore_errors=True)

    def load(self) -> Batch:
        """Everything that was read, each page once."""
        paths = self._paths()
        whole = merged(map(_load, paths))
        if len(paths) > MOST_BATCHES:
            kept = self.add(whole)
            # Killed here, it leaves pages twice, which ``merged`` makes one again.
            for path in paths:
                if path != kept:
                    shutil.rmtree(path, ignore_errors=True)
        return whole

    def add(self, batch: Batch) -> Path:
        """Keep a batch under a name of its pages: built beside its place, then moved there."""
        self._folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256("\n".join(sorted(batch.page_ids)).encode()).hexdigest()[:16]
        building = Path(tempfile.mkdtemp(dir=self._folder, prefix=".building-"))
        batch.extracted.write(building, "all")
        settled = [unread for unread in batch.unread if not unread.again]
        (building / "unread.json").write_bytes(_UNREAD.dump_json(settled))
        target = self._folder / name
        if target.exists():
            shutil.rmtree(building)
        else:
            building.rename(target)
        return target

    def _paths(self) -> list[Path]:
        return sorted(p for p in self._folder.glob("*") if not p.name.startswith("."))


def merged(batches: Iterable[Batch]) -> Batch:
    """One batch of all, each page once."""
    seen: set[str] = set()
    parts = [Extracted.from_models([])]
    unread: list[Unread] = []
    for batch in batches:
        fresh = batch.page_ids - seen
        seen |= fresh
        parts.append(_only(batch.extracted, fresh))
        unread += [u for u in batch.unread if u.again or u.page_id in fresh]
    return Batch(
        Extracted(
            pa.concat_tables([part.articles for part in parts]),
            pa.concat_tables([part.claims for part in parts]),
            pa.concat_tables([part.parties for part in parts]),
        ),
        unread,
    )


def _load(path: Path) -> Batch:
    unread = _UNREAD.validate_json((path / "unread.json").read_bytes())
    return Batch(Extracted.read(path), unread)


def _only(extracted: Extracted, page_ids: set[str]) -> Extracted:
    """The rows of some pages; parties follow their claims."""
    if page_ids >= set(extracted.articles["page_id"].to_pylist()):
        return extracted
    wanted = pa.array(sorted(page_ids), pa.string())
    claims = extracted.claims.filter(pc.is_in(extracted.claims["page_id"], wanted))
    return Extracted(
        extracted.articles.filter(pc.is_in(extracted.articles["page_id"], wanted)),
        claims,
        extracted.parties.filter(pc.is_in(extracted.parties["claim_id"], claims["claim_id"])),
    )
