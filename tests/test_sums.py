"""Sums hold whatever is told: nothing counts twice, and only what is firm changes a firm sum."""

from collections import defaultdict
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from telling import Told, claim, warehouse_of_deals

from schema.vocabulary import Tier

#: Amounts of which none is another's rival, nor the sum of others.
AMOUNTS = (2e9, 7e9, 24e9, 80e9)
FIRM = ("announced", "contracted", "funded", "delivering")

FACT = st.fixed_dictionaries(
    {
        "firmness": st.sampled_from(FIRM),
        "tiers": st.lists(st.sampled_from(list(Tier)), min_size=1, max_size=2),
        "role": st.sampled_from(("purchase", "lease")),
        "day": st.integers(1, 9),
    }
)
STORY = st.fixed_dictionaries(
    {
        "facts": st.dictionaries(st.sampled_from(AMOUNTS), FACT, min_size=1, max_size=3),
        "tier": st.sampled_from(list(Tier)),
        "rumour": st.sampled_from((0.4, 0.9, 1.1, 4.0)),
        "soft": st.sampled_from(("rumoured", "exploring")),
    }
)


class Tale:
    """A story told in several ways, each between parties of its own."""

    def __init__(self, number: int, story: dict[str, Any]) -> None:
        self.number = number
        self.facts: dict[float, dict[str, Any]] = story["facts"]
        self.story = story
        self.amount = min(self.facts)

    def deal(self, way: str, amount: float, **fields: Any) -> dict[str, Any]:
        payer, payee = f"Payer {way} {self.number}", f"Payee {way} {self.number}"
        words = f"{payer} pays {payee} {amount:.0f} {sorted(map(str, fields.items()))}."
        if way == "bigger" and amount not in self.facts:
            words = f"What {payer} pays was raised to {amount:.0f}."
        return claim("deal", payer, payee, value=amount, quote=words, **fields)

    def base(self, way: str) -> list[Told]:
        return [
            Told(
                f"2026-03-{fact['day'] + number:02d}",
                [self.deal(way, amount, firmness=fact["firmness"], role=fact["role"])],
                publisher=f"Outlet {way} {number} {amount:.0f}",
                tier=tier,
            )
            for amount, fact in self.facts.items()
            for number, tier in enumerate(fact["tiers"])
        ]

    def later(self, way: str, *claims: dict[str, Any], tier: Tier | None = None) -> Told:
        return Told(
            "2026-03-20", list(claims), publisher="Late Edition", tier=tier or self.story["tier"]
        )

    def told(self) -> list[Told]:
        amount, known = self.amount, self.facts[self.amount]
        same = {"firmness": known["firmness"], "role": known["role"]}
        rumoured = amount * self.story["rumour"]
        parts = [self.deal("split", amount * share, **same) for share in (0.25, 0.75)]
        raised = self.deal("bigger", amount * 1.5, **same)
        denial = self.deal("denied", amount, role=known["role"], modality="denied")
        return [
            *(article for way in WAYS for article in self.base(way)),
            self.later("retold", self.deal("retold", amount, **same)),
            self.later("split", self.deal("split", amount, **same), *parts),
            self.later("rumour", self.deal("rumour", rumoured, firmness=self.story["soft"])),
            self.later("bigger", raised),
            self.later("denied", denial, tier=Tier.COMPANY),
        ]

    def expected(self, way: str) -> list[float]:
        others = [amount for amount in self.facts if amount != self.amount]
        match way:
            case "bigger":
                return sorted([*others, self.amount * 1.5])
            case "denied":
                return sorted(others)
            case _:
                return sorted(self.facts)


WAYS = ("alone", "retold", "split", "rumour", "bigger", "denied")


@settings(max_examples=2, derandomize=True, phases=[Phase.generate])
@given(st.lists(STORY, min_size=4, max_size=7))
def test_sums_hold_however_a_story_is_told(stories: list[dict[str, Any]]) -> None:
    """Retellings, tranches, rumours change no firm sum; a raise replaces; a denied one leaves."""
    tales = [Tale(number, story) for number, story in enumerate(stories)]
    connection = warehouse_of_deals(article for tale in tales for article in tale.told())
    counted: dict[str, list[float]] = defaultdict(list)
    for payer, usd in connection.execute(
        "SELECT payers, usd_high FROM commitments WHERE grade <> 'soft' ORDER BY usd_high"
    ).fetchall():
        counted[payer].append(float(usd))
    expected = {f"Payer {way} {tale.number}": tale.expected(way) for tale in tales for way in WAYS}
    assert {payer: counted[payer] for payer in expected} == expected
    assert connection.sql("SELECT count(*) - count(DISTINCT fact_id) FROM amounts").fetchall() == [
        (0,)
    ]
    assert connection.sql(
        "SELECT count(*) FROM facts WHERE kind = 'deal' AND in_sums "
        "AND fact_id NOT IN (SELECT fact_id FROM commitments)"
    ).fetchall() == [(0,)]
