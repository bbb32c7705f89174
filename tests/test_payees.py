"""Who is paid: given or promised money, awarded it, raising it, or the maker of the goods."""

import pytest
from drafting import PRIMITIVES, PUBLISHED, drafts, pipeline

from extractors.claims.context import Draft, Group
from extractors.claims.parties import candidates, facing
from extractors.reading import make_doc

COMPONENT = "gigawatch_deals"


def name_of(party: Group | str | None) -> str | None:
    return party.canonical if isinstance(party, Group) else party


def only(text: str) -> Draft:
    (draft,) = drafts(COMPONENT, text)
    return draft


@pytest.mark.parametrize(
    ("text", "payee", "role"),
    [
        ("Alphabet has promised Anthropic as much as $9 billion.", "Anthropic", "investment"),
        ("Meta pledged to pay CoreWeave another $11 billion.", "CoreWeave", "purchase"),
        ("The lab owes Oracle $40 billion.", "Oracle", "purchase"),
        ("Citi lent Crusoe $2.1 billion for the halls.", "Crusoe", "financing"),
        ("AMD stayed out of Mistral’s $2 billion Series C.", "Mistral AI", "investment"),
        ("Samsung led Groq’s latest round of $400 million.", "Groq", "investment"),
        ("Banks fought over Cerebras’ $3 billion IPO.", "Cerebras", "financing"),
        ("Micron, a maker of memory, was granted $160 million.", "Micron", "other"),
    ],
)
def test_who_is_given_or_raises_money_is_paid(text: str, payee: str, role: str) -> None:
    draft = only(text)
    assert (name_of(draft.object), draft.role) == (payee, role)


def test_the_passive_tells_both_sides() -> None:
    draft = only("Bloom Energy has already been paid $700 million by Oracle for fuel cells.")
    assert (name_of(draft.subject), name_of(draft.object)) == ("Oracle", "Bloom Energy")


def test_goods_suggest_who_made_them() -> None:
    draft = only("Dell ordered $6 billion worth of GB300 chips.")
    assert name_of(draft.proposed["object"]) == "Nvidia"


def test_an_investor_is_not_taken_for_the_raiser() -> None:
    assert only("Nvidia’s $5 billion investment in Intel closed.").object is None


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("It seeks $900 million in loans and $400 million in equity.",
         ["financing", "investment"]),
        ("It took on $900 million in debt, after the $50 million it raised in May.",
         ["financing", "investment"]),
        ("Arista is paying $2 billion in cash for Ayar Labs, a chip startup.", ["acquisition"]),
        ("Cisco is buying the optical business of Lumentum for $3 billion.", ["acquisition"]),
        ("Nscale agreed to buy the AI company for $3 billion.", ["acquisition"]),
        ("KKR agreed to buy Aligned Data Centers for $31 billion.", ["acquisition"]),
        ("Meta will rent chips under a contract worth $4 billion.", ["lease"]),
        ("Switch took in $1.4 billion for Asia.", ["investment"]),
    ],
)  # fmt: skip
def test_what_the_money_is_for(text: str, roles: list[str]) -> None:
    assert [draft.role for draft in drafts(COMPONENT, text)] == roles


def test_a_part_of_who_pays_is_not_paid() -> None:
    nlp = pipeline()
    text = "Benchmark and Coatue led the $170 million round of Crusoe."
    with nlp.select_pipes(enable=[*PRIMITIVES, "gigawatch_context", COMPONENT]):
        doc = nlp(make_doc(nlp, "", text, PUBLISHED))
    (draft,) = doc._.drafts
    found = candidates(doc._.context, draft)
    joint = next(c.party for c in found if "," in c.name)
    assert {c.name for c in facing(found, draft, joint)} == {"Crusoe"}


def test_a_unit_is_known_to_be_of_the_payers_house() -> None:
    nlp = pipeline()
    text = "AWS and Oracle are both customers; Amazon will spend $8 billion on chips of Oracle."
    with nlp.select_pipes(enable=[*PRIMITIVES, "gigawatch_context", COMPONENT]):
        doc = nlp(make_doc(nlp, "", text, PUBLISHED))
    draft = doc._.drafts[-1]
    found = candidates(doc._.context, draft)
    payer = next(c.party for c in found if c.name == "Amazon")
    of_house = {c.name for c in facing(found, draft, payer) if "same_house" in c.features}
    assert "Oracle" not in of_house
    assert of_house


def test_a_country_told_before_is_where_the_money_goes() -> None:
    text = (
        "Google opened an office in Malaysia. It will spend $3 billion until 2029, its largest "
        "budget in the country."
    )
    assert only(text).proposed["object"] == "Malaysia"
