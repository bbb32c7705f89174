"""Roles: which one the words, the parties and the rules together give a deal."""

from dataclasses import replace

import pytest

from extractors.claims.assemble import select
from extractors.claims.confidence import shipped_models
from extractors.claims.role_choice import choose_role, role_features, shipped_roles
from schema.vocabulary import DealRole
from tests.drafting import drafted, statements


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Nebius has ordered GPUs from Nvidia for $2 billion.", "purchase"),
        ("OpenAI rents servers from Oracle for $900 million a year.", "lease"),
        ("Lambda raised $480 million in a Series D round led by Andra Capital.", "investment"),
        ("CoreWeave sold $2 billion of senior notes to refinance its debt.", "financing"),
        ("AMD agreed to acquire the server maker ZT Systems for $4.9 billion.", "acquisition"),
        ("Meta is spending $10 billion to build a data center in Louisiana.", "capex"),
    ],
)
def test_the_words_and_the_parties_give_a_deal_its_role(text: str, role: str) -> None:
    doc = drafted("gigawatch_deals", text)
    (deal,) = statements(doc)
    assert choose_role(shipped_roles(), doc._.context, deal) is DealRole(role)


def test_features_tell_where_words_stand_and_what_the_title_speaks_of() -> None:
    title = "Lease for CoreWeave"
    text = f"{title}\n\nCoreWeave pays $3 billion for chips."
    doc = drafted("gigawatch_deals", text, title)
    (deal,) = statements(doc)
    features = role_features(doc._.context, deal)
    assert "after speaks of purchase" in features
    assert "before speaks of purchase" not in features
    assert "title speaks of lease" in features


def test_own_spending_goes_to_no_other_company() -> None:
    doc = drafted("gigawatch_deals", "Meta pays Oracle $2 billion.")
    (deal,) = statements(doc)
    assert deal.pair == ("Meta", "Oracle")
    always = {"deal": {"capex": {"bias": 1.0}, "purchase": {"bias": 0.0}}}
    models = replace(shipped_models(), threshold=0.0, thresholds={}, roles=always)
    (kept,) = select(doc._.context, [deal], models)
    assert (kept.draft.role, kept.pair) == (DealRole.CAPEX, ("Meta", None))


def test_without_weights_the_rules_give_the_role() -> None:
    doc = drafted("gigawatch_deals", "Nscale buys GPUs for $2 billion.")
    (deal,) = statements(doc)
    none_learned = replace(shipped_models(), threshold=0.0, thresholds={}, roles={})
    (kept,) = select(doc._.context, [deal], none_learned)
    assert kept.draft.role is deal.draft.role
