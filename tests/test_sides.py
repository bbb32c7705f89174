"""Who pays whom: a payment has the parties that its sentence names, and a seller is no payer."""

from typing import Any

import duckdb
from telling import Told, claim, warehouse_of_deals


def payment(payer: str | None, payee: str | None, quote: str, **fields: Any) -> dict[str, Any]:
    fields.setdefault("role", "purchase")
    fields.setdefault("value", 4e9)
    return claim("deal", payer, payee, quote=quote, **fields)


def told(*claims: dict[str, Any], beside: str = "") -> duckdb.DuckDBPyConnection:
    article = Told("2026-03-02", list(claims), extra=beside, is_placed=True)
    return warehouse_of_deals([article])


def sides(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return connection.execute(
        "SELECT role, payers, payees, usd_high FROM commitments ORDER BY ALL"
    ).fetchall()


def test_a_supplier_of_another_sentence_is_not_paid() -> None:
    quote = "Meta will spend $4 billion on gas turbines."
    connection = told(payment("Meta", "Corning", quote), beside="Corning makes glass.")
    assert sides(connection) == [("purchase", "Meta", None, 4e9)]


def test_customers_of_another_sentence_do_not_pay() -> None:
    quote = "Nvidia has sold $4 billion of them."
    connection = told(payment("Dell, HP", "Nvidia", quote), beside="Dell and HP sell laptops.")
    assert sides(connection) == [("purchase", None, "Nvidia", 4e9)]


def test_what_stands_aside_is_kept_with_the_claim() -> None:
    quote = "Meta will spend $4 billion on gas turbines."
    connection = told(payment("Meta", "Corning", quote), beside="Corning makes glass.")
    kept = "SELECT name FROM claim_parties WHERE is_aside"
    assert connection.execute(kept).fetchall() == [("Corning",)]


def test_who_raises_money_may_be_named_before() -> None:
    quote = "Nvidia will put $4 billion into the company."
    deal = payment("Nvidia", "Corning", quote, role="investment")
    assert sides(told(deal, beside="Corning makes glass.")) == [
        ("investment", "Nvidia", "Corning", 4e9)
    ]


def test_both_sides_may_be_named_before() -> None:
    quote = "The customer will pay us $4 billion."
    deal = payment("Anthropic", "SpaceX", quote)
    assert sides(told(deal, beside="Anthropic rents from SpaceX.")) == [
        ("purchase", "Anthropic", "SpaceX", 4e9)
    ]


def test_who_builds_for_himself_may_be_named_before() -> None:
    quote = "The company will put $4 billion into Ohio."
    deal = payment("Google", "Ohio", quote, role="capex")
    assert [row[1] for row in sides(told(deal, beside="Google is growing."))] == ["Google"]


def test_a_host_is_paid_by_the_lab_that_it_signs_with() -> None:
    quote = "Anthropic and CoreWeave signed a $4 billion compute deal."
    assert sides(told(payment("Anthropic, CoreWeave", None, quote))) == [
        ("purchase", "Anthropic", "CoreWeave", 4e9)
    ]


def test_a_host_is_paid_though_a_neighbour_was_read_as_paid() -> None:
    quote = "Anthropic and CoreWeave signed a $4 billion compute deal."
    deal = payment("Anthropic, CoreWeave", "Amazon", quote)
    assert sides(told(deal, beside="Amazon reported its quarter.")) == [
        ("purchase", "Anthropic", "CoreWeave", 4e9)
    ]


def test_who_makes_power_is_paid_by_whom_it_signs_with() -> None:
    quote = "Vistra and Microsoft signed a $4 billion contract."
    deal = payment("Vistra, Microsoft", None, quote, role="power_purchase")
    assert sides(told(deal)) == [("power_purchase", "Microsoft", "Vistra", 4e9)]


def test_two_of_one_trade_pay_together() -> None:
    quote = "Microsoft and Google signed a $4 billion contract."
    deal = payment("Microsoft, Google", None, quote)
    assert [row[1] for row in sides(told(deal))] == ["Google, Microsoft"]


def test_who_pays_with_others_is_named_with_them() -> None:
    quote = "OpenAI, SoftBank and Oracle pledge $500 billion for Stargate."
    joint = claim(
        "deal", "OpenAI, SoftBank, Oracle", "Stargate", role="capex", value=5e11, quote=quote
    )
    alone = claim("deal", "OpenAI", "Stargate", role="capex", value=5e11)
    told_twice = [
        Told("2026-03-02", [joint]),
        Told("2026-03-09", [alone], publisher="Late Edition"),
    ]
    (row,) = sides(warehouse_of_deals(told_twice))
    assert row[1] == "OpenAI, Oracle, SoftBank"


def test_a_site_of_others_is_not_what_a_payer_builds() -> None:
    quote = "Amazon's $90 billion of spending in 2025 and Microsoft's Three Mile Island restart."
    deal = payment("Amazon", "Three Mile Island", quote, role="capex", value=9e10)
    assert sides(told(deal)) == [("capex", "Amazon", None, 9e10)]


def test_a_builder_of_a_site_does_not_pay_its_owner() -> None:
    quote = "Microsoft puts $1 billion into Three Mile Island."
    deal = payment("Microsoft", "Three Mile Island", quote, role="capex", value=1e9)
    connection = told(deal)
    assert sides(connection) == [("capex", "Microsoft", None, 1e9)]
    assert connection.execute("SELECT object FROM facts").fetchall() == [("Three Mile Island",)]


def test_a_further_payment_of_an_investor_is_invested() -> None:
    quote = (
        "Amazon will invest $3 billion in the lab, along with $12 billion in additional payments."
    )
    first = payment("Amazon", "Anthropic", quote, role="investment", value=3e9)
    more = payment("Amazon", "Anthropic", quote, value=12e9)
    title = "Amazon to put $15 billion into Anthropic"
    whole = payment("Amazon", "Anthropic", title, role="investment", value=15e9)
    assert sides(told(whole, first, more)) == [("investment", "Amazon", "Anthropic", 15e9)]


def test_of_two_ways_to_pay_one_counts() -> None:
    choice = "It may either invest $8 billion in Cursor."
    either = payment("SpaceX", "Cursor", choice, role="investment", value=8e9)
    whole = payment(
        "SpaceX", "Cursor", "SpaceX may buy Cursor for $50 billion.", role="acquisition", value=50e9
    )
    assert [row[3] for row in sides(told(whole, either, beside="SpaceX makes rockets."))] == [50e9]


def test_billions_paid_to_nobody_named_are_in_no_sum() -> None:
    quote = "OpenAI has signed multi-hundred-billion-dollar deals with many."
    deal = claim("deal", "OpenAI", None, role="purchase", low=1e11, quote=quote)
    own = claim(
        "deal", "OpenAI", None, role="capex", value=1.4e12, quote="OpenAI commits $1.4 trillion."
    )
    assert [row[3] for row in sides(told(own, deal))] == [1.4e12]


def test_a_plant_is_nobodys_customer() -> None:
    plant = claim("capacity", "Cascade facility", "Amazon", value=3.2e8)
    firm = claim("capacity", "Cascade Grid Holdings", "Amazon", value=4e8)
    connection = warehouse_of_deals([Told("2026-03-02", [plant, firm])])
    assert connection.execute("SELECT customer, supplier FROM dependency_facts").fetchall() == [
        ("Cascade Grid Holdings", "Amazon")
    ]


def test_who_shares_a_payment_is_named_with_the_others() -> None:
    quote = "Amazon will put $40 billion into OpenAI."
    deal = payment("Amazon", "OpenAI, Anthropic", quote, role="investment", value=4e10)
    assert sides(told(deal, beside="Anthropic was first.")) == [
        ("investment", "Amazon", "OpenAI", 4e10)
    ]


def test_a_word_of_the_sentence_may_stand_for_who_pays_or_is_paid() -> None:
    before = "Anthropic and Oracle grow."
    pays = payment("Anthropic", "AWS", "It has pledged to spend $4 billion on AWS.")
    assert sides(told(pays, beside=before)) == [("purchase", "Anthropic", "Amazon", 4e9)]
    paid = payment("OpenAI", "Oracle", "OpenAI buys $4 billion of computing from the company.")
    assert sides(told(paid, beside=before)) == [("purchase", "OpenAI", "Oracle", 4e9)]
