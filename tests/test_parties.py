"""Who may be a party of a statement: names here and elsewhere, places, what a noun stands for."""

from drafting import PRIMITIVES, PUBLISHED, pipeline

from extractors.claims.parties import Candidate, allowed, candidates
from extractors.reading import make_doc


def offered(component: str, text: str, slot: str = "subject") -> set[str]:
    """The names offered for a slot of the last statement that a component drafts."""
    return {candidate.name for candidate in found(component, text, slot)}


def found(component: str, text: str, slot: str = "subject") -> list[Candidate]:
    """The candidates for a slot of the last statement that a component drafts."""
    nlp = pipeline()
    with nlp.select_pipes(enable=[*PRIMITIVES, "gigawatch_context", component]):
        doc = nlp(make_doc(nlp, "", text, PUBLISHED))
    draft = doc._.drafts[-1]
    return allowed(draft, slot, candidates(doc._.context, draft))


def test_those_who_announce_together_have_it_together() -> None:
    here = found("gigawatch_capacities", "OpenAI, Oracle and SoftBank announced a 2 GW campus.")
    assert "OpenAI, Oracle, SoftBank" in {one.name for one in here if "src=same" in one.features}
    assert not any("src=member" in one.features for one in here)


def test_a_month_is_no_site() -> None:
    names = offered("gigawatch_deals", "In February Meta agreed to pay Oracle $14 billion.")
    assert "February" not in names
    assert {"Meta", "Oracle"} <= names


def test_a_rack_may_have_chips_and_the_chips_do_not_have_themselves() -> None:
    names = offered("gigawatch_volumes", "A Helios rack from AMD holds 72 MI455X accelerators.")
    assert {"Helios", "AMD"} <= names
    assert "MI455X" not in names


def test_a_site_named_long_before_may_have_the_watts() -> None:
    text = (
        "Meta is building Hyperion in Louisiana. Entergy hopes for lower bills. "
        "Residents of the parish are less sure. Some have moved away. "
        "They were told little. In the end the first buildings take 400 megawatts."
    )
    assert "Hyperion" in offered("gigawatch_capacities", text)


def test_who_led_a_round_may_be_told_after_it() -> None:
    text = (
        "Etched raised $500 million. The money goes into chips. Staff will double. "
        "A factory is not planned. Thrive Capital led the round. Its office is small."
        " The round of $500 million closed in May."
    )
    assert "Thrive Capital" in offered("gigawatch_deals", text)


def test_a_row_of_a_table_does_not_speak_of_the_parties_of_the_row_above() -> None:
    rows = "Anthropic pays | $1.25 billion a month\nTurbine makers are paid | $2.8 billion"
    above = [c for c in found("gigawatch_deals", rows) if "src=prev0" in c.features]
    assert not above


def test_several_together_are_not_one_of_them() -> None:
    text = "Google rents chips from SpaceX. {} owe SpaceX $2.17 billion a month."
    apart = found("gigawatch_deals", text.format("They"))
    together = found("gigawatch_deals", text.format("Between them they"))
    assert any("src=ref" in candidate.features for candidate in apart)
    assert not any("src=ref" in candidate.features for candidate in together)


def test_what_comes_after_an_introduction_is_no_list() -> None:
    names = offered("gigawatch_deals", "According to Anthropic, Google will invest $10 billion.")
    assert {"Anthropic", "Google"} <= names
    assert "Anthropic, Google" not in names


def test_what_spending_builds_is_proposed_and_no_other_company() -> None:
    text = "Microsoft will spend $3 billion on data centers in Portugal, Nscale said."
    places = {c.name: c.features for c in found("gigawatch_deals", text, "object")}
    assert "proposed" in places["Portugal data centers"]
    assert "Nscale" not in places


def test_an_unnamed_firm_that_acts_is_none_of_those_told_of_before() -> None:
    text = "Meta is building in Alabama. A Seattle-based developer plans a $4 billion campus."
    assert "Meta" not in offered("gigawatch_deals", text)
    spoken = "Meta is building in Alabama. A company spokesperson gave the cost as $4 billion."
    assert "Meta" in offered("gigawatch_deals", spoken)


def test_who_only_estimates_and_who_stands_in_another_clause_are_no_parties() -> None:
    text = "Moody’s estimates that rents rose. CoreWeave issued $2 billion of notes."
    before = [c for c in found("gigawatch_deals", text) if "src=prev0" in c.features]
    assert not before
    text = "Anthropic pays Azure, and Microsoft and Nvidia will invest $5 billion in it."
    assert "Microsoft, Nvidia" in offered("gigawatch_deals", text)


def test_who_owns_another_or_only_spoke_somewhere_is_no_party() -> None:
    names = offered("gigawatch_deals", "Brookfield-backed Data4 will invest €9 billion.")
    assert "Brookfield" not in names and "Data4" in names
    said = "Humain will build in one phase 500 megawatts, its head said in Riyadh."
    assert "Riyadh" not in offered("gigawatch_capacities", said)


def test_an_unknown_actor_is_nobody_that_was_told_of_before() -> None:
    text = "Meta needs power. {} will spend $3 billion on power plants."
    assert "Meta" not in offered("gigawatch_deals", text.format("Delwick Hollow"))
    assert "Meta" in offered("gigawatch_deals", text.format("It"))


def test_a_product_named_twice_is_one() -> None:
    text = "Google's newest TPU, Ironwood, is in pods of 9,216 of them, and has 40,000 wafers."
    assert {"TPU", "Ironwood"} <= offered("gigawatch_volumes", text)


def test_whoever_has_machines_may_be_a_region_or_a_name_that_nothing_else_tells() -> None:
    assert "India" in offered("gigawatch_volumes", "So far India has fewer than 60,000 GPUs.")
    unknown = "By then the researchers of Quellwerk get 4,096 H100 for two months."
    assert "Quellwerk" in offered("gigawatch_volumes", unknown)
    assert "Ohio" not in offered("gigawatch_volumes", "Meta runs 900 GPUs near Lima, Ohio.")
