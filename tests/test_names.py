"""Names in a text: known ones by spelling and context, unknown ones, people, references."""

from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import extractors.layout
import extractors.names
from extractors.people import people
from extractors.references import resolve_reference
from schema.vocabulary import EntityKind


@pytest.fixture(scope="module")
def nlp() -> Language:
    language = spacy.blank("en")
    language.add_pipe("gigawatch_layout")
    language.add_pipe("gigawatch_names")
    return language


def canonical(doc: Doc) -> list[str]:
    return [name.canonical for name in doc._.names]


def unknown(doc: Doc) -> list[str]:
    return [name.canonical for name in doc._.names if name.is_candidate]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The order goes to Nvidia and to Taiwan Semiconductor.", ["Nvidia", "TSMC"]),
        ("Amazon Web Services will rent it to OpenAI.", ["AWS", "OpenAI"]),
        ("It shipped 40,000 GB200s and 900 TPUs.", ["GB200", "TPU"]),
        ("AMD’s MI-450 and MI 355X share a rack.", ["AMD", "MI450", "MI355X"]),
        ("Shares of NvidiaNVDA-- fell while AMD rose.", ["Nvidia", "AMD"]),
        ("Nvidia (NASDAQ: NVDA) sells to CoreWeave.", ["Nvidia", "CoreWeave"]),
        ("SoftBank-backed SB Energy met OpenAI’s planners.", ["SoftBank", "SB Energy", "OpenAI"]),
        ("The Vera Rubin NVL144 follows the GB300 NVL72.", ["Vera Rubin NVL72", "GB300 NVL72"]),
        ("The Epyc 9777 trails the Kirin 9030 Pro.", ["EPYC 9777", "Kirin 9030 Pro"]),
        ("Servers with Xeon 6+ chips, and Xeon 12 cores.", ["Xeon 6+", "Xeon"]),
        ("It sold Blackwell 2 million times, and Trainium 2025.", ["Blackwell", "Trainium"]),
        ("Google splits the TPU 8t off, and TPU 3nm parts.", ["Google", "TPU 8t", "TPU"]),
        ("A trainium of its own? No: openai in lower case is no name.", []),
    ],
)
def test_known_names_in_any_spelling(nlp: Language, text: str, names: list[str]) -> None:
    assert canonical(nlp(text)) == names


@pytest.mark.parametrize(
    ("text", "name", "counts"),
    [
        ("The deal makes Meta the largest buyer of CoreWeave capacity.", "Meta", True),
        ("Meta will spend more than Google on servers.", "Meta", True),
        ("Meta-analysis of Google's papers found nothing.", "Meta", False),
        ("Nvidia says its Rubin racks ship next year.", "Rubin", True),
        ("Astronomers at the Rubin Observatory use Google software.", "Rubin", False),
        ("Nvidia hired the producer Rick Rubin for a film.", "Rubin", False),
        ("Chips from Arm and Qualcomm compete.", "Arm", True),
        ("Qualcomm's robot lifted its left Arm and stopped.", "Arm", False),
        ("Apollo Global Management leads; Apollo will lend $5 billion.", "Apollo", True),
        ("The chip went to the moon as Apollo 11 once did, Intel said.", "Apollo", False),
        ("Fires in the Amazon rainforest worry Google.", "Amazon", False),
        ("Oracle signed with OpenAI.", "Oracle", True),
        ("Oracle, never one to hold back, is building in Ohio.", "Oracle", True),
        ("He was the oracle of Omaha, Nvidia investors say.", "Oracle", False),
        ("Meta named its Ohio site Prometheus after a titan.", "Prometheus", True),
        ("Prometheus stole fire, and Intel admires him.", "Prometheus", False),
        ("Together, Nvidia and AMD hold the market.", "Together AI", False),
    ],
)
def test_ambiguous_names_need_context(nlp: Language, text: str, name: str, counts: bool) -> None:
    assert (name in canonical(nlp(text))) is counts


def test_a_longer_name_hides_the_shorter_ones_in_it(nlp: Language) -> None:
    doc = nlp("Stargate Abilene is not Stargate, nor is Google Cloud all of Google.")
    assert canonical(doc) == ["Stargate Abilene", "Stargate", "Google Cloud", "Google"]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (
            "Halcyon Grid, a start-up from Leeds, raised $40 million.",
            "Halcyon Grid",
            "organisation",
        ),
        ("The chipmaker Quorvex taped out in May.", "Quorvex", "organisation"),
        ("OpenAI signed a deal with Brightmoor in June.", "Brightmoor", "organisation"),
        ("Money came from Nvidia, Larkspur and Microsoft.", "Larkspur", "organisation"),
        ("The round was led by Tessellate Capital.", "Tessellate Capital", "organisation"),
        ("Ostrava Capital of Denmark led the round.", "Ostrava Capital", "organisation"),
        ("Zephrion (NASDAQ: ZPHR) builds batteries.", "Zephrion", "organisation"),
        ("Work on Project Saltmarsh began.", "Project Saltmarsh", "programme"),
        ("It opened the Cedar Hollow campus last week.", "Cedar Hollow campus", "site"),
        ("Google showed the Kestrel K3 chip in a lab.", "Kestrel K3", "chip"),
        ("Next to it stood the QX900, an accelerator for training.", "QX900", "chip"),
        ("The satellite, Veyra 4, is built for 90 kilowatts.", "Veyra 4", "chip"),
        ("Crusoe will send up Crusoe-2 in autumn.", "Crusoe-2", "chip"),
        ("Meta opened a data center in Alder Falls in May.", "Meta Alder Falls", "site"),
        (
            "Meta wants to grow. It built a data center in Alder Falls, Ohio.",
            "Meta Alder Falls",
            "site",
        ),
        ("Meta wants to grow. The campus in Alder Falls, Ohio, opens.", "Meta Alder Falls", "site"),
        ("Meta wants to grow. A campus in Alder Falls, Ohio, opens.", "Alder Falls campus", "site"),
        ("Meta plans a campus of 300 MW in Alder Falls, Ohio.", "Meta Alder Falls", "site"),
        ("Meta plans a campus to the south of Alder Falls, Ohio.", "Meta Alder Falls", "site"),
        ("All of it stands in the Alder Creek Campus.", "Alder Creek Campus", "site"),
    ],
)
def test_unknown_names_come_from_context(nlp: Language, text: str, name: str, kind: str) -> None:
    found = {n.canonical: n.kind for n in nlp(text)._.names if n.is_candidate}
    assert found.get(name) == EntityKind(kind)


@pytest.mark.parametrize(
    "text",
    [
        "The plant stands near Amarillo, Texas, and opened on Tuesday.",
        "Sam Altman, OpenAI's chief executive, met Priya Raman, a director at Nvidia.",
        "Nvidia CEO Jensen Huang told Bloomberg that Microsoft pays.",
        "Specifically, the company wants more. However, Microsoft does not.",
        "ChatGPT and Gemini answer questions for Google.",
        "AI-driven demand for GPU time rose 5 MW, Microsoft said.",
    ],
)
def test_people_places_publishers_and_products_are_no_parties(nlp: Language, text: str) -> None:
    assert unknown(nlp(text)) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It takes all of Alder 2, a 90 MW solar project in Ohio. Alder 2 opens soon.",
         ["Alder 2", "Alder 2"]),
        ("They showed a campus in the desert called Colder Creek.", ["Colder Creek"]),
        ("The 90 MW Brindle wind project is late.", ["Brindle wind project"]),
        ("The Fernhill AI City grows. Fernhill is to have 4 GW.",
         ["Fernhill AI City", "Fernhill AI City"]),
        ("Meta is building Hyperion 2 next to Hyperion.", ["Hyperion 2", "Hyperion"]),
        ("Today, a plant in the valley opens. Crusoe, a data center developer, pays.", []),
    ],
)  # fmt: skip
def test_a_name_is_a_sites_where_the_words_around_it_say_so(
    nlp: Language, text: str, names: list[str]
) -> None:
    found = nlp(text)._.names
    assert [name.canonical for name in found if name.kind is EntityKind.SITE] == names


def test_a_short_form_stands_for_the_full_unknown_name(nlp: Language) -> None:
    doc = nlp("Halcyon Grid Holdings raised $40 million. Later Halcyon bought land.")
    assert unknown(doc) == ["Halcyon Grid Holdings", "Halcyon Grid Holdings"]


def test_title_case_alone_makes_no_name(nlp: Language) -> None:
    doc = nlp.make_doc("Massive Power Deal Reshapes Northern Market\n\nOracle signed with OpenAI.")
    doc._.title_end = 43
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert canonical(doc) == ["Oracle", "OpenAI"]


def test_names_in_furniture_are_left_out(nlp: Language) -> None:
    body = "Oracle signed a contract with OpenAI for a campus in Ohio last week. " * 4
    doc = nlp(
        f"Title of the piece\n\n{body}\n\nRelated articles\n\n- How Nvidia won\n- What Intel lost"
    )
    assert "Nvidia" not in canonical(doc)


def test_people_are_named_in_full(nlp: Language) -> None:
    doc = nlp("Nvidia CEO Jensen Huang spoke. Huang praised TSMC.")
    assert [name for _, _, name in people(doc)] == ["Jensen Huang", "Jensen Huang"]


@pytest.mark.parametrize(
    ("text", "phrase", "name"),
    [
        ("Nvidia reported results. The company sold more chips.", "The company", "Nvidia"),
        ("Oracle met OpenAI. The cloud provider will build.", "The cloud provider", "Oracle"),
        ("CoreWeave rents from Crusoe. Its bill is large.", "Its bill", "CoreWeave"),
        ("Rules bind Microsoft and Anthropic. The Claude maker agreed.", "The Claude", "Anthropic"),
        ("Meta is building Hyperion. The site needs gas.", "The site", "Hyperion"),
        ("Intel sells Xeon. The processor is old.", "The processor", "Xeon"),
        ("Volterix, a startup, met Microsoft. The startup won.", "The startup won", "Volterix"),
        ("Rain fell all night. The company slept.", "The company", None),
        ("Nvidia reported results on Monday.", "results", None),
    ],
)
def test_references_find_the_plausible_name(
    nlp: Language, text: str, phrase: str, name: str | None
) -> None:
    found = resolve_reference(nlp(text), text.index(phrase))
    assert (found.canonical if found else None) == name


@given(st.text(max_size=300))
def test_any_text_gives_names_that_are_where_they_say(nlp: Language, text: str) -> None:
    doc = nlp(text)
    end = 0
    for name in doc._.names:
        assert doc.text[name.start : name.end] == name.written
        assert name.start >= end
        end = name.end


@pytest.mark.parametrize("unit", ["Nvidia ", "Aa ", "The Oracle of ", "A.", "Acme Corp, "])
def test_a_name_without_end_gives_names_that_do_not_overlap(nlp: Language, unit: str) -> None:
    names = extractors.names.find_names(nlp.make_doc(unit * (20_000 // len(unit)))).names
    assert all(before.end <= after.start for before, after in pairwise(names))


def test_ten_thousand_unknown_firms_are_all_found(nlp: Language) -> None:
    letters = "abcdefghij"
    firms = ["".join(letters[int(digit)] for digit in f"{number:05}") for number in range(10_000)]
    doc = nlp.make_doc(" ".join(f"Money came from {firm.title()} Capital." for firm in firms))
    assert len(extractors.names.find_names(doc).names) == 10_000


def test_a_maker_with_a_number_is_a_product_of_its_own(nlp: Language) -> None:
    text = (
        "Chips\n\nQuarrel, a start-up, raised money. Quarrel said that Quarrel Two is faster "
        "than Quarrel One."
    )
    kinds = {name.canonical: name.kind for name in nlp(text)._.names}
    assert kinds["Quarrel"] is EntityKind.ORGANISATION
    assert kinds["Quarrel One"] is kinds["Quarrel Two"] is EntityKind.CHIP
