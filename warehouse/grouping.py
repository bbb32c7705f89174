"""Facts in the working file: their evidence, links and agreements, where placing changed them."""

from collections.abc import Callable, Collection, Iterable, Mapping

import duckdb
import pyarrow as pa
from pydantic import BaseModel

from schema.fact import Relation
from warehouse.columns import insert_rows
from warehouse.placements import Placements
from warehouse.resolving.agreeing import Limits
from warehouse.resolving.agreements import Owner, agree, agreement_group
from warehouse.resolving.links import link, link_group
from warehouse.resolving.statement import Statement
from warehouse.resolving.told import Told
from warehouse.resolving.tranches import opens
from warehouse.statements import registered, run
from warehouse.tables import BY_NAME

_FACTS = pa.schema(
    {
        **dict.fromkeys(("leader", "fact_id", "profile", "link_group"), pa.string()),
        "opens": pa.bool_(),
        "measure": pa.string(),
        "parties": pa.list_(pa.string()),
        "agreement_group": pa.string(),
    }
)


class Grouping:
    """Puts down the facts that changed, and the links and agreements that this changes.

    Where facts stood before, it leaves the temporary table ``touched_facts``: what must be
    aggregated anew.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        placements: Placements,
        limits: Limits,
        owner: Owner,
        statements: Callable[[Iterable[str]], Mapping[str, Statement]],
    ) -> None:
        """Take what all steps need.

        Args:
            connection: The working file, its claims placed.
            placements: Where they stand.
            limits: The thresholds.
            owner: Gives the party under which an entity counts.
            statements: Gives what claims say, by id.
        """
        self._connection = connection
        self._placements = placements
        self._limits = limits
        self._owner = owner
        self._statements = statements
        self._known: dict[str, Told] = {}

    def update(self, changed: Collection[str]) -> None:
        """Put down some facts anew, by their leaders; some of these may be none any more."""
        leaders = pa.table({"leader": pa.array(sorted(changed), pa.string())})
        rows = [self._fact(fact) for fact in self._told(changed)]
        facts = pa.Table.from_pylist(rows, _FACTS)
        stood = self._connection.execute("FROM standing.facts LIMIT 1").fetchall()
        with registered(self._connection, changed_leaders=leaders, changed_facts=facts):
            if stood:
                run(self._connection, "sql/standing/changed_facts")
            run(self._connection, "sql/standing/facts")
            run(self._connection, f"sql/standing/{'changed_links' if stood else 'all_facts'}")
        self._link()
        if stood:
            run(self._connection, "sql/standing/changed_deals")
        self._agree()
        if stood:
            run(self._connection, "sql/standing/touched_facts")

    def _fact(self, fact: Told) -> dict[str, object]:
        """The row of ``standing.facts``."""
        return {
            "leader": fact.leader.claim_id,
            "fact_id": fact.fact_id,
            "profile": fact.profile,
            "link_group": link_group(fact),
            "opens": not fact.is_denied and opens(fact),
            "measure": f"{fact.leader.kind.value} {fact.measure}" if fact.pair else None,
            "parties": sorted(fact.leader.parties),
            "agreement_group": agreement_group(fact, self._owner),
        }

    def _link(self) -> None:
        """Link the facts of the groups in which something changed."""
        ours = set(self._column("SELECT fact_id FROM linked_facts"))
        links = link(self._told(self._column("FROM beside_facts")), self._limits)
        self._insert("fact_links", (item for item in links if item.fact_id in ours))

    def _agree(self) -> None:
        """Group the facts of changed groups into agreements."""
        facts = self._told(self._column("SELECT leader FROM deal_facts"))
        tranches = self._column(
            "SELECT fact_id FROM fact_links SEMI JOIN deal_facts USING (fact_id)"
            f" WHERE relation = '{Relation.PART_OF}'"
        )
        self._insert("agreement_facts", agree(facts, set(tranches), self._limits, self._owner))

    def _told(self, leaders: Collection[str]) -> list[Told]:
        """Some facts, in the order in which they were first told."""
        tellings = self._placements.tellings([i for i in leaders if i not in self._known])
        said = self._statements(tellings)
        self._known |= {i: Told(said[i], told) for i, told in tellings.items()}
        found = (self._known[leader] for leader in leaders if leader in self._known)
        return sorted(found, key=lambda fact: fact.order)

    def _insert(self, table: str, rows: Iterable[BaseModel]) -> None:
        insert_rows(self._connection, BY_NAME[table], [row.model_dump() for row in rows])

    def _column(self, query: str) -> list[str]:
        return [value for (value,) in self._connection.execute(query).fetchall()]
