"""Builds small warehouses for tests: articles with claims, told in few words."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import duckdb

from schema.article import Article, Page
from schema.claim import Claim, Interval, Mention
from schema.entity import load_registry
from schema.vocabulary import DatePrecision, PartyRole, Tier
from warehouse.extracted import Extracted
from warehouse.load import load
from warehouse.rebuild import derive_deals, derive_facts, rebuild
from warehouse.resolve import resolve
from warehouse.views import create_view, read_view

NOW = dt.datetime(2026, 7, 20, tzinfo=dt.UTC)


@dataclass
class Told:
    """One article: when and by whom it was published, and what it claims."""

    published: str
    claims: list[dict[str, Any]]
    publisher: str = "The Daily Grid"
    tier: Tier = Tier.NEWS
    url: str | None = None
    fetched: str | None = None
    version: int = 1
    extra: str = ""
    machine_written: bool = False
    #: Whether the parties of its claims have the places where the text names them.
    is_placed: bool = False

    @property
    def address(self) -> str:
        name = f"{self.publisher}-{self.published}-{[c.get('quote') for c in self.claims]}"
        slug = hashlib.sha256(name.encode()).hexdigest()[:12]
        return self.url or f"https://{self.publisher.lower().replace(' ', '-')}.example/{slug}"


def claim(
    kind: str, subject: str | None = None, object: str | None = None, **fields: Any
) -> dict[str, Any]:
    """A claim in few words; ``value`` stands for both bounds, ``by``/``when`` for the interval."""
    if "value" in fields:
        fields["low"] = fields["high"] = fields.pop("value")
    if "when" in fields:
        start, end = fields.pop("when")
        fields["when"] = Interval(start=start, end=end)
    if kind in {"deal", "capacity", "volume"}:
        fields.setdefault("unit", {"deal": "USD", "capacity": "W", "volume": "count"}[kind])
    fields.setdefault("quote", f"{kind} {subject} {object} {sorted(map(str, fields.items()))}.")
    return {
        "modality": "announced",
        "confidence": 0.9,
        **fields,
        "kind": kind,
        "subject": subject,
        "object": object,
    }


def warehouse(told: Iterable[Told], now: dt.datetime = NOW) -> duckdb.DuckDBPyConnection:
    """A warehouse in memory that holds these articles."""
    connection = duckdb.connect()
    pages, extracted = read(told)
    rebuild(connection, pages, extracted, registry=load_registry(), now=now)
    return connection


def warehouse_of_facts(told: Iterable[Told]) -> duckdb.DuckDBPyConnection:
    """The same up to its facts: what lies over them takes most of the time of a small one."""
    connection = duckdb.connect()
    fill_facts(connection, told)
    return connection


def warehouse_of_deals(told: Iterable[Told]) -> duckdb.DuckDBPyConnection:
    """The same up to agreements and commitments, without verdicts and feeds."""
    connection = warehouse_of_facts(told)
    derive_deals(connection, NOW)
    return connection


def warehouse_of_feeds(told: Iterable[Told], *feeds: str) -> duckdb.DuckDBPyConnection:
    """The same with some feeds, in the order in which they read each other."""
    connection = warehouse_of_deals(told)
    for feed in feeds:
        create_view(connection, read_view(f"feeds/{feed}"), NOW.replace(tzinfo=None))
    return connection


def fill_facts(connection: duckdb.DuckDBPyConnection, told: Iterable[Told]) -> None:
    """Replace what a warehouse holds by these articles, up to its facts."""
    load(connection, *read(told))
    resolve(connection, load_registry())
    derive_facts(connection, NOW)


def read(told: Iterable[Told]) -> tuple[list[Page], Extracted]:
    parts = [_parts(article) for article in told]
    return (
        [page for page, _, _ in parts],
        Extracted.from_models((page.page_id, article, claims) for page, article, claims in parts),
    )


def _mentions(given: dict[str, Any], text: str, start: int) -> tuple[Mention, ...]:
    """The parties of a claim where its own sentence names them, else where the text does."""
    found = []
    for role in PartyRole:
        for position, name in enumerate(filter(None, (given[role] or "").split(", "))):
            at = text.find(name, start) if name in given["quote"] else text.index(name)
            found.append(
                Mention(
                    role=role,
                    position=position,
                    name=name,
                    written=name,
                    start=at,
                    end=at + len(name),
                )
            )
    return tuple(found)


def _parts(told: Told) -> tuple[Page, Article, list[Claim]]:
    text = f"Headline {told.address}\n\n{told.extra}"
    claims = []
    for given in told.claims:
        start = len(text) + 1
        text += "\n" + given["quote"]
        mentions = _mentions(given, text, start) if told.is_placed else ()
        claims.append(
            Claim(**given, start=start, end=start + len(given["quote"]), parties=mentions)
        )
    page_id = hashlib.sha256(f"{text}{told.version}{told.published}".encode()).hexdigest()
    fetched = dt.datetime.fromisoformat(told.fetched or f"{told.published}T12:00:00")
    page = Page(
        page_id=page_id,
        source_id="test",
        url=told.address,
        media_type="text/html",
        size=len(text),
        fetched_at=fetched.replace(tzinfo=dt.UTC),
    )
    article = Article(
        url=told.address,
        title=f"Headline {told.address}",
        text=text,
        published=dt.date.fromisoformat(told.published),
        published_precision=DatePrecision.DAY,
        publisher=told.publisher,
        tier=told.tier,
        language="en",
        machine_written=told.machine_written,
    )
    return page, article, claims
