"""What extraction hands to loading: articles, claims and parties as Arrow tables or Parquet files.

Extraction fans out over processes; each writes the tables of its share with ``Extracted.write``
and one process loads them all.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from schema.article import Article, article_id
from schema.claim import Claim, claim_ids
from schema.vocabulary import PartyRole, SetAside
from warehouse.columns import Table, to_arrow
from warehouse.duplicates import signature
from warehouse.tables import CLAIM_PARTIES, EXTRACTED_CLAIMS, PARSED_ARTICLES

_SPAN = ("start", "end", "confidence")


@dataclass(frozen=True)
class Extracted:
    """The articles of some pages and the claims in them."""

    articles: pa.Table
    claims: pa.Table
    parties: pa.Table

    @classmethod
    def from_models(
        cls,
        read: Iterable[tuple[str, Article, Sequence[Claim]]],
        set_aside: Mapping[str, SetAside] | None = None,
    ) -> Self:
        """Rows of parsed pages.

        Args:
            read: Each page's id, its article and its claims.
            set_aside: Why no claims were looked for, by page id.
        """
        articles: list[dict[str, Any]] = []
        claims: list[dict[str, Any]] = []
        parties: list[dict[str, Any]] = []
        for page_id, article, found in read:
            articles.append(_article_row(page_id, article))
            articles[-1]["set_aside"] = (set_aside or {}).get(page_id)
            for name, claim in zip(claim_ids(page_id, found), found, strict=True):
                claims.append(_claim_row(name, page_id, articles[-1]["article_id"], claim))
                parties.extend(_party_rows(name, claim))
        return cls(
            to_arrow(PARSED_ARTICLES, articles),
            to_arrow(EXTRACTED_CLAIMS, claims),
            to_arrow(CLAIM_PARTIES, parties),
        )

    @classmethod
    def read(cls, directory: Path) -> Self:
        """Everything that was written under a directory, however it was split."""
        return cls(*(_read(directory, table) for table in _FILES))

    def write(self, directory: Path, name: str) -> None:
        """Write the three tables as Parquet files; a file stands whole or not at all."""
        directory.mkdir(parents=True, exist_ok=True)
        for table, content in zip(_FILES, (self.articles, self.claims, self.parties), strict=True):
            path = directory / f"{table.name}-{name}.parquet"
            partial = path.with_suffix(".partial")
            pq.write_table(content, partial, compression="zstd")
            partial.replace(path)


_FILES = (PARSED_ARTICLES, EXTRACTED_CLAIMS, CLAIM_PARTIES)


def _read(directory: Path, table: Table) -> pa.Table:
    files = sorted(directory.glob(f"{table.name}-*.parquet"))
    parts = [pq.read_table(file, schema=table.arrow_schema) for file in files]
    return pa.concat_tables(parts) if parts else table.arrow_schema.empty_table()


def _article_row(page_id: str, article: Article) -> dict[str, Any]:
    return {
        **article.model_dump(),
        "article_id": article_id(article.url, page_id),
        "page_id": page_id,
        "text_sha256": hashlib.sha256(article.text.encode()).hexdigest(),
        "words": len(article.text.split()),
        "minhash": signature(article.text),
    }


def _claim_row(name: str, page_id: str, article: str, claim: Claim) -> dict[str, Any]:
    row = claim.model_dump(exclude={"parties", "when", "start", "end"})
    statement = {k: v for k, v in claim.content().items() if k not in _SPAN}
    text = json.dumps([article, statement], sort_keys=True, ensure_ascii=False)
    return {
        **row,
        "claim_id": name,
        "statement_id": hashlib.sha256(text.encode()).hexdigest()[:16],
        "article_id": article,
        "page_id": page_id,
        "when_start": claim.when.start if claim.when else None,
        "when_end": claim.when.end if claim.when else None,
        "conditions": json.dumps(claim.conditions, sort_keys=True, ensure_ascii=False),
        "char_start": claim.start,
        "char_end": claim.end,
    }


def _party_rows(claim: str, read: Claim) -> list[dict[str, Any]]:
    """The mentions of a claim; parties given by name alone are mentions without a span."""
    rows = [
        {
            **mention.model_dump(exclude={"start", "end", "entity"}),
            "claim_id": claim,
            "char_start": mention.start,
            "char_end": mention.end,
            "entity_id": mention.entity,
        }
        for mention in read.parties
    ]
    given = {mention.role for mention in read.parties}
    for role, names in ((PartyRole.SUBJECT, read.subject), (PartyRole.OBJECT, read.object)):
        if role not in given and names:
            rows += [
                {"claim_id": claim, "role": role, "position": i, "name": name, "written": name}
                for i, name in enumerate(filter(None, names.split(", ")))
            ]
    return rows
