"""The registry of names that ships with Gigawatch."""

import re

import pytest

from pipeline.settings import LIVE
from schema.entity import Entity, Registry, load_registry
from schema.source import EdgarSource, load_sources
from schema.vocabulary import EntityKind, Layer

REGISTRY = load_registry()


def entities(*kinds: EntityKind) -> list[Entity]:
    return [entity for entity in REGISTRY if entity.kind in kinds]


def test_it_knows_the_field() -> None:
    assert len(entities(EntityKind.ORGANISATION)) >= 150
    assert len(entities(EntityKind.CHIP)) >= 120
    assert len(entities(EntityKind.SITE, EntityKind.PROGRAMME)) >= 60


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Amazon Web Services", "AWS"),
        ("Alphabet", "Google"),
        ("NVIDIA", "Nvidia"),
        ("Taiwan Semiconductor Manufacturing Company", "TSMC"),
        ("Trainium 2", "Trainium2"),
        ("Jalapeno", "Jalapeño"),
        ("Crane Clean Energy Center", "Three Mile Island"),
    ],
)
def test_other_spellings_lead_to_the_canonical_name(written: str, name: str) -> None:
    found = REGISTRY.find(written)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("AWS", "Amazon"),
        ("Trainium3", "Amazon"),
        ("Azure", "Microsoft"),
        ("Google DeepMind", "Google"),
        ("Vera Rubin", "Nvidia"),
        ("Colossus 2", "SpaceX"),
        ("MI450", "AMD"),
        ("Azure", "Microsoft"),
        ("xAI", "SpaceX"),
        ("Ironwood", "Google"),
        ("Georgia Power", "Southern Company"),
        # What an investor holds counts for itself; its parent column tells who holds it.
        ("Arm", "Arm"),
        ("AGI CPU", "Arm"),
        ("QTS", "QTS"),
        ("NVentures", "Nvidia"),
    ],
)
def test_parts_roll_up_to_their_owner(name: str, owner: str) -> None:
    found = REGISTRY.find(name)
    assert found is not None
    assert REGISTRY.root(found).name == owner


def test_every_row_can_be_checked_somewhere() -> None:
    for entity in REGISTRY:
        assert re.match(r"https?://|company name in the press$", entity.source), entity.entity_id


def test_ids_tell_the_kind_and_never_clash_with_the_name() -> None:
    prefixes = {
        EntityKind.ORGANISATION: "org",
        EntityKind.CHIP: "chip",
        EntityKind.SITE: "site",
        EntityKind.PROGRAMME: "programme",
    }
    for entity in REGISTRY:
        assert re.fullmatch(prefixes[entity.kind] + r":[a-z0-9-]+", entity.entity_id)


def test_outside_ids_have_their_form() -> None:
    for entity in REGISTRY:
        assert entity.cik is None or re.fullmatch(r"\d{10}", entity.cik), entity.entity_id
        assert entity.wikidata is None or re.fullmatch(r"Q\d+", entity.wikidata), entity.entity_id
        assert entity.ticker is None or re.fullmatch(r"[A-Z.]{1,6}", entity.ticker)


@pytest.mark.parametrize("field", ["ticker", "cik", "wikidata"])
def test_no_two_entities_share_an_outside_id(field: str) -> None:
    given = [value for entity in REGISTRY if (value := getattr(entity, field)) is not None]
    assert len(given) == len(set(given))
    assert len(given) >= {"ticker": 250, "cik": 240, "wikidata": 70}[field]


def test_sources_of_filings_agree_with_the_registry_on_who_files() -> None:
    filers = [s for s in load_sources(LIVE).source if isinstance(s, EdgarSource)]
    assert len(filers) >= 15
    for source in filers:
        entity = REGISTRY.find(source.publisher or "")
        assert entity is not None, source.id
        assert entity.cik == f"{source.cik:010}", source.id


def test_chips_have_a_vendor_unless_they_are_a_standard() -> None:
    without = [chip.name for chip in entities(EntityKind.CHIP) if chip.parent is None]
    assert all(name.startswith("HBM") for name in without)
    assert all(chip.layer is not None for chip in entities(EntityKind.CHIP))


def test_sites_have_a_place() -> None:
    assert all(site.place for site in entities(EntityKind.SITE))


def test_who_builds_or_rents_a_site_is_a_known_organisation() -> None:
    partners = [p for site in REGISTRY for p in site.partners]
    assert len(partners) >= 50
    kinds = {entity.kind for p in partners if (entity := REGISTRY.get(p))}
    assert kinds == {EntityKind.ORGANISATION}
    with pytest.raises(ValueError, match="unknown partners"):
        Registry(
            [
                Entity(
                    entity_id="site:x",
                    name="X",
                    kind=EntityKind.SITE,
                    partners=("org:y",),
                    source="-",
                )
            ]
        )


def test_utilities_and_grid_operators_of_sites_are_known_organisations() -> None:
    for site in entities(EntityKind.SITE):
        for name in filter(None, (site.utility, site.grid_operator)):
            found = REGISTRY.find(name)
            assert found is not None, (site.entity_id, name)
            assert found.kind is EntityKind.ORGANISATION


def test_chips_and_sites_stand_in_a_layer_and_most_have_a_generation_or_a_grid() -> None:
    chips = entities(EntityKind.CHIP)
    sites = entities(EntityKind.SITE)
    assert all(thing.layer is not None for thing in [*chips, *sites])
    assert sum(chip.generation is not None for chip in chips) >= 160
    assert sum(bool(site.utility or site.grid_operator) for site in sites) >= 130


def test_no_chain_of_parents_is_a_circle() -> None:
    for entity in REGISTRY:
        seen = {entity.entity_id}
        at = entity
        while at.parent is not None:
            assert at.parent not in seen, entity.entity_id
            seen.add(at.parent)
            parent = REGISTRY.get(at.parent)
            assert parent is not None
            at = parent


def entity(entity_id: str, name: str, **fields: str) -> Entity:
    return Entity(
        entity_id=entity_id,
        name=name,
        kind=EntityKind.ORGANISATION,
        layer=Layer.CHIPS,
        source="https://example.com",
        **fields,
    )


def test_a_name_given_twice_is_refused_with_both_owners() -> None:
    with pytest.raises(ValueError, match=r"'acme'.*org:one.*org:two"):
        Registry([entity("org:one", "Acme"), entity("org:two", "Ajax", aliases="acme")])


def test_an_unknown_parent_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown parent org:nobody"):
        Registry([entity("org:one", "Acme", parent="org:nobody")])


def test_an_id_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="org:one stands twice"):
        Registry([entity("org:one", "Acme"), entity("org:one", "Ajax")])
