"""The chain behind a fact: its sentences, how they came together, and what it counts for."""

import datetime as dt
import re
from typing import Any

import duckdb
from pydantic import BaseModel, ConfigDict, Field

from warehouse.statements import statement
from warehouse.views import base_views, feed_views
from warehouse.why.wording import confidence_in_words, sums_in_words

#: Characters of an article that are shown around a sentence, on each side.
_AROUND = 240
#: Facts that a search lists.
MOST_FOUND = 20
_ID = re.compile(r"(?:deal:)?([0-9a-f]{4,16})")
_WORDS = re.compile(r"[\w$.%-]{1,60}")


#: A relation as the fact that bears it sees it, and as the other one does.
_PHRASES = {
    "part_of": ("Is part of", "Holds the part"),
    "revises": ("Revises", "Was revised by"),
    "supersedes": ("Supersedes", "Was superseded by"),
    "contradicts": ("Contradicts", "Is contradicted by"),
}


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Voice(_Value):
    """What one voice adds to the confidence."""

    voice: str | None
    confidence: float
    is_vouched: bool
    weight: float
    cap: float


class Evidence(_Value):
    """A claim with its sentence in the text around it."""

    claim_id: str
    told_on: dt.date
    recorded_at: dt.datetime
    publisher: str | None
    tier: str | None
    voice: str | None
    stance: str
    reason: str
    amount: str | None
    firmness: str | None
    modality: str
    speaker: str | None
    confidence: float
    judgement: str | None
    customer: str | None
    customer_quote: str | None
    before: str
    quote: str
    after: str
    title: str | None
    url: str | None
    page_id: str
    char_start: int
    char_end: int
    is_current: bool

    @property
    def identity(self) -> str | None:
        """Who a customer by letter is, where the article says so."""
        if self.customer is None:
            return None
        return f"The article says that the customer is {self.customer}: “{self.customer_quote}”"


class Link(_Value):
    """How the fact stands to another, and what that one says."""

    relation: str
    is_other_side: bool
    reason: str
    fact_id: str
    words: str
    state: str
    in_sums: bool
    quote: str | None
    url: str | None
    publisher: str | None
    first_seen: dt.date

    @property
    def phrase(self) -> str:
        """The relation as seen from the fact whose chain it is."""
        return _PHRASES[self.relation][self.is_other_side]


class FirmnessStep(_Value):
    """A day on which its firmness changed."""

    changed_on: dt.date
    from_firmness: str | None
    to_firmness: str
    change: str
    quote: str
    publisher: str | None
    url: str | None


class Part(_Value):
    """A fact of the same deal."""

    fact_id: str
    part: str
    words: str
    in_sums: bool


class Agreement(_Value):
    """The deal that the fact belongs to."""

    agreement_id: str
    payers: str | None
    payees: str | None
    usd: str | None
    watts: str | None
    is_derived: bool
    parts: tuple[Part, ...]


class Judged(_Value):
    """A verdict of the limits."""

    verdict: str
    binding: str | None
    explanation: str
    assumptions: tuple[str, ...]
    missing: tuple[str, ...]


class Near(_Value):
    """A fact like it that is another one."""

    fact_id: str
    words: str
    differs: str
    first_seen: dt.date
    quote: str | None
    url: str | None
    publisher: str | None


class Feed(_Value):
    """A feed in which the fact stands."""

    name: str
    rows: int
    comment: str


class Chain(_Value):
    """Everything behind a fact."""

    fact_id: str
    words: str
    kind: str
    state: str
    firmness: str | None
    firmness_latest: str | None
    confidence: float
    confidence_in_words: str
    is_trusted: bool
    in_sums: bool
    sums_in_words: str
    voices: int
    publishers: int
    articles: int
    best_tier: str | None
    first_seen: dt.date
    last_seen: dt.date
    evidence: tuple[Evidence, ...]
    history: tuple[FirmnessStep, ...]
    links: tuple[Link, ...]
    agreement: Agreement | None
    verdicts: tuple[Judged, ...]
    feeds: tuple[Feed, ...]
    near: tuple[Near, ...]


class Found(_Value):
    """A fact that a search found."""

    fact_id: str
    kind: str
    words: str = Field(description="The fact in a line.")
    firmness: str | None
    state: str
    voices: int
    first_seen: dt.date
    is_trusted: bool
    quote: str | None


def find(connection: duckdb.DuckDBPyConnection, given: str) -> list[str]:
    """Ids of the facts that a person may mean, the likeliest first.

    Args:
        connection: A snapshot.
        given: The id of a fact, a claim or a deal, the beginning of one, or words.
    """
    if match := _ID.fullmatch(given.strip()):
        named = [row["fact_id"] for row in _rows(connection, "named", {"given": match[1]})]
        if named:
            return [match[1]] if match[1] in named else named
    words = [word.casefold() for word in _WORDS.findall(given)][:12]
    if not words:
        return []
    wanted = {"words": words, "most": MOST_FOUND}
    return [row["fact_id"] for row in _rows(connection, "found", wanted)]


def rejected(connection: duckdb.DuckDBPyConnection, given: str) -> str | None:
    """What a person said of the claim that an id begins, where it stands for no fact any more."""
    for row in _rows(connection, "rejected", {"given": given}):
        return (
            f"Claim {row['claim_id']} stands for no fact: {row['told']}. It read: “{row['quote']}”"
        )
    return None


def listed(connection: duckdb.DuckDBPyConnection, fact_ids: list[str]) -> list[Found]:
    """The facts of a search, each in a line."""
    rows = [_rows(connection, "fact", {"fact_id": fact_id})[0] for fact_id in fact_ids]
    return [Found(**row) for row in rows]


def chain(connection: duckdb.DuckDBPyConnection, fact_id: str) -> Chain:
    """Gather everything behind a fact."""
    wanted = {"fact_id": fact_id}
    fact = _rows(connection, "fact", wanted)[0]
    links = tuple(Link(**row) for row in _rows(connection, "links", wanted))
    deal = _agreement(_rows(connection, "agreement", wanted))
    voices = [Voice(**row) for row in _rows(connection, "voices", wanted)]
    return Chain(
        **fact,
        confidence_in_words=confidence_in_words(voices, fact["confidence"], fact["trusted_from"]),
        sums_in_words=sums_in_words(fact, links, deal.usd if deal else None),
        evidence=tuple(_evidence(row) for row in _rows(connection, "evidence", wanted)),
        history=tuple(FirmnessStep(**row) for row in _rows(connection, "firmness", wanted)),
        links=links,
        agreement=deal,
        verdicts=tuple(Judged(**row) for row in _rows(connection, "verdicts", wanted)),
        feeds=tuple(_feeds(connection, fact_id)),
        near=tuple(Near(**row) for row in _rows(connection, "near", wanted)),
    )


def _rows(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, Any]
) -> list[dict[str, Any]]:
    result = connection.execute(statement(f"why/{name}"), parameters)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _evidence(row: dict[str, Any]) -> Evidence:
    """A claim with the words around its sentence, cut between words."""
    text, start, end = row["text"], row["char_start"], row["char_end"]
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if start > _AROUND:
        before = "…" + before.partition(" ")[2]
    if end + _AROUND < len(text):
        after = after.rpartition(" ")[0] + "…"
    return Evidence(**row, before=before, after=after)


def _agreement(rows: list[dict[str, Any]]) -> Agreement | None:
    if not rows:
        return None
    return Agreement(**rows[0], parts=tuple(Part(**row) for row in rows))


def _feeds(connection: duckdb.DuckDBPyConnection, fact_id: str) -> list[Feed]:
    found = []
    for view in (*base_views(), *feed_views()):
        where = "list_contains(fact_ids, $1)" if "fact_ids" in view.columns else "fact_id = $1"
        query = f"SELECT count(*) FROM {view.name} WHERE {where}"
        rows = connection.execute(query, [fact_id]).fetchall()[0][0]
        if rows and view.name not in {"tellings", "fact_parties"}:
            found.append(Feed(name=view.name, rows=rows, comment=view.comment))
    return found
