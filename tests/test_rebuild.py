"""Rebuilding: ids that stay, the same bytes again, and what changed because of whom."""

import datetime as dt

import duckdb
import pyarrow as pa
from telling import NOW, Told, claim, read

from schema.article import Page
from schema.claim import Claim, claim_ids
from schema.entity import Registry, load_registry
from warehouse.extracted import Extracted
from warehouse.rebuild import rebuild_facts
from warehouse.tables import Versions

Changes = list[tuple[str, ...]]

REGISTRY = load_registry()
DEAL = claim(
    "deal", "OpenAI", "AWS", role="purchase", value=38e9, quote="OpenAI will pay AWS $38 billion."
)
RISK = claim(
    "deal", "Meta", "Google", role="purchase", value=10e9, confidence=0.9,
    quote="Meta will pay Google $10 billion.",
)  # fmt: skip
POWER = claim("capacity", "Hyperion", "Meta", value=2e9, quote="Hyperion will draw 2 GW.")
NIMBUS = {**DEAL, "object": "Nimbus Compute"}
OLD = [
    Told("2026-03-02", [DEAL, RISK]),
    Told("2026-03-05", [POWER]),
    Told("2026-03-06", [NIMBUS], publisher="Fourth"),
]


class House:
    """A warehouse that is rebuilt, as runs do, with the versions that they are given."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        self.days = 0

    def run(self, told: list[Told], registry: Registry = REGISTRY, **versions: str) -> Changes:
        return self.rebuild(*read(told), registry, **versions)

    def rebuild(
        self, pages: list[Page], extracted: Extracted, registry: Registry, **versions: str
    ) -> Changes:
        """Rebuild it the day after, and give what that changed."""
        self.days += 1
        known = Versions(pages=" ".join(page.page_id for page in pages), **versions)
        rebuild_facts(
            self.connection, pages, extracted, registry=registry,
            now=NOW + dt.timedelta(days=self.days), versions=known,
        )  # fmt: skip
        return self.connection.execute(
            "SELECT cause, change, old_value, new_value FROM rebuild_changes ORDER BY ALL"
        ).fetchall()

    def fact_ids(self) -> list[tuple[str]]:
        return self.connection.execute("SELECT fact_id FROM facts ORDER BY ALL").fetchall()


def wider_registry() -> Registry:
    """The registry with another name for AWS."""
    aws = next(entity for entity in REGISTRY if entity.name == "AWS")
    known = aws.model_copy(update={"aliases": (*aws.aliases, "Nimbus Compute")})
    return Registry([known if entity is aws else entity for entity in REGISTRY])


def test_a_rebuild_tells_what_the_world_changed_and_what_we_did() -> None:
    house = House()
    assert house.run(OLD, code="1") == []
    assert house.run(OLD, code="2") == []

    told = [*OLD, Told("2026-03-09", [DEAL], publisher="Other")]
    by_the_world = [("world", "evidence", "1", "2")]
    assert house.run(told, code="2") == by_the_world
    assert house.run(told, code="2") == by_the_world  # a second run changes nothing

    before = house.fact_ids()
    better = {**DEAL, "firmness": "contracted", "subject": "Microsoft"}
    told = [Told("2026-03-02", [better, {**RISK, "high": 11e9}]), *told[1:]]
    told.append(Told("2026-03-12", [POWER], publisher="Third"))
    changes = house.run(told, code="3", reference="2")
    ours = "code and reference"
    assert (ours, "firmness", "announced", "contracted") in changes
    assert (ours, "parties", "OpenAI – AWS", "Microsoft – AWS") in changes
    assert (ours, "amount", "$10 billion", "$10 billion to $11 billion") in changes
    assert [change for change in changes if change[0] == "world"] == by_the_world
    assert len(set(house.fact_ids()) - set(before)) == 2  # that amount, and what no longer merges

    changes = house.run(told, wider_registry(), code="3", reference="3")
    assert {row[:2] for row in changes} >= {("reference", "merged"), ("reference", "evidence")}
    changes = house.run(told, code="3", reference="4")
    assert {row[:2] for row in changes} >= {("reference", "split"), ("reference", "evidence")}

    pages, extracted = read(told)
    power = pa.array([claim["kind"] != "capacity" for claim in extracted.claims.to_pylist()])
    less = Extracted(extracted.articles, extracted.claims.filter(power), extracted.parties)
    changes = house.rebuild(pages, less, REGISTRY, code="3", reference="4", judgements="1")
    assert changes == [("judgements", "vanished", "Hyperion – Meta: 2 GW", None)]


def test_a_claim_keeps_its_id_where_the_sentence_says_the_same() -> None:
    first = Claim(**DEAL, start=10, end=10 + len(DEAL["quote"]))
    (name,) = claim_ids("page", [first])
    shifted = first.model_copy(update={"start": 14, "end": 14 + len(first.quote)})
    reread = first.model_copy(update={"subject": "Microsoft", "confidence": 0.5, "speaker": "Ann"})
    assert claim_ids("page", [shifted]) == claim_ids("page", [reread]) == [name]
    other = first.model_copy(update={"low": 39e9})
    assert claim_ids("page", [other]) != [name] != claim_ids("another", [first])


def test_claims_alike_in_one_sentence_are_told_apart_in_the_order_of_the_text() -> None:
    def uses(supplier: str) -> Claim:
        told = claim("dependency", "Meta", supplier, role="uses", quote="Meta uses both.")
        return Claim(**told, start=0, end=len(told["quote"]))

    pair = [uses("AMD"), uses("Nvidia")]
    ids = claim_ids("page", pair)
    assert len(set(ids)) == 2
    assert claim_ids("page", pair[::-1]) == ids[::-1]
