"""The judgements of one rebuild: applied to claims and names, then to facts, then put on record."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from schema.entity import Registry
from schema.judgement import Alias, JudgedAs, Status
from schema.judgement_lines import Judgements
from warehouse.columns import insert_rows
from warehouse.judging.changes import change_claims
from warehouse.judging.claims import judge
from warehouse.judging.matching import Sentences, addresses
from warehouse.judging.names import JudgedNames
from warehouse.judging.pairs import Pairs, apply, judged_pairs
from warehouse.judging.rulings import Ruling, rows, rulings, sights
from warehouse.resolving.memory import Placement
from warehouse.resolving.parties import Names, candidate_id
from warehouse.resolving.placing import clusters
from warehouse.resolving.shelf import Cluster
from warehouse.statements import registered, run, statement
from warehouse.tables import BY_NAME


class Judging:
    """What persons judged, on its way through one rebuild.

    It changes the loaded claims when it is made; ``facts`` then does what it says of facts, and
    ``record`` fills the table ``judgements`` at the end.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, registry: Registry, judgements: Judgements
    ) -> None:
        """Apply what concerns claims and names.

        Args:
            connection: A warehouse whose claims are loaded, and not resolved yet.
            registry: The names that ship with Gigawatch.
            judgements: What persons judged.
        """
        self._connection = connection
        self._bad = judgements.bad
        self._rulings = rulings(judgements)
        names = JudgedNames(registry, self._rulings)
        self.registry = names.registry
        self._pairs = Pairs()
        if self._rulings:
            self._judge(names)

    def _judge(self, names: JudgedNames) -> None:
        sentences, claims = _sentences(self._connection, self._rulings, names.registry)
        judged = judge(self._rulings, claims, sentences)
        rejected = frozenset(i for i, one in judged.items() if one.judged is JudgedAs.REJECTED)
        self._pairs = judged_pairs(self._rulings, sentences, rejected)
        change_claims(self._connection, judged, names)
        for ruling in self._rulings:
            unused = not ruling.claim_ids and not ruling.note
            if unused and ruling.stands and isinstance(ruling.judgement, Alias):
                ruling.fails(Status.WAITING, "no claim names it")

    def facts(self, clusters: Iterable[Cluster]) -> list[Cluster]:
        """The facts with those joined that persons judged the same, and apart what they did not."""
        return apply(clusters, self._pairs)

    def placed(self, placements: Collection[Placement]) -> list[Placement]:
        """The same of statements that are placed in facts."""
        if not self._pairs.apart and not self._pairs.groups:
            return list(placements)
        by_id = {one.statement.claim_id: one for one in placements}
        return [
            Placement.of(statement, *by_id[statement.claim_id][1:3], fact.leader, reason)
            for fact in self.facts(clusters(placements))
            for statement, reason in fact.members
        ]

    def record(self) -> None:
        """Put on record what became of every line, and which facts it touched."""
        listed = rows(self._rulings, self._bad)
        touched = {claim_id for row in listed for claim_id in row["claim_ids"]}
        facts = dict(
            self._connection.execute(
                "SELECT claim_id, fact_id FROM fact_claims WHERE claim_id IN (SELECT unnest(?))",
                [sorted(touched)],
            ).fetchall()
        )
        for row in listed:
            row["fact_ids"] = sorted({facts[i] for i in row["claim_ids"] if i in facts})
        insert_rows(self._connection, BY_NAME["judgements"], listed)


def _sentences(
    connection: duckdb.DuckDBPyConnection, found: Sequence[Ruling], registry: Registry
) -> tuple[Sentences, dict[str, dict[str, Any]]]:
    """The claims of the articles that judgements speak of, by sentence and by id."""
    seen = [sight for ruling in found for sight in sights(ruling.judgement)]
    wanted = sorted({address for sight in seen for address in addresses(sight)})
    table = pa.table({"address": pa.array(wanted, pa.string())})
    with registered(connection, incoming_addresses=table):
        run(connection, "sql/judging/addresses")
    known = connection.execute("SELECT unnest(addresses) FROM judged_articles").fetchall()
    claims = connection.execute(statement("sql/judging/claims")).to_arrow_table().to_pylist()
    connection.execute("DROP TABLE judged_articles")
    names = Names(registry)

    def party(name: str) -> str:
        entity = registry.recognise(name)
        return names.root_id(entity.entity_id) if entity else candidate_id(name)

    by_id = {row["claim_id"]: row for row in claims}
    return Sentences((address for (address,) in known), claims, party), by_id
