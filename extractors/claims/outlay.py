"""What money goes into: a company, or works and places, or what a supplier sells.

The words after an amount, or between the word that says what it is and the amount, are searched
for what "in", "into" or "to" leads to: "$5 billion in Germany" builds there, "$5 billion in the
start-up" buys a share of it. What own spending builds is named by its site, else by its place and
kind ("Texas data centers").
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from functools import cache

from spacy.tokens import Doc

from extractors.claims.context import Draft, Group, Sentence
from extractors.datafiles import read_json
from extractors.name_words import alternatives, name_words
from extractors.references import references
from extractors.spans import ORGANISATIONS, SITES, Name, Quantity
from schema.entity import load_registry
from schema.naming import places
from schema.units import is_money
from schema.vocabulary import DealRole, Layer

#: How far after an amount what it goes into may stand, and how long that is, in characters.
_REACH, _PHRASE, _AROUND = 110, 60, 90
#: An amount so many times smaller than another beside it is a price.
_SHARES = 1e4
#: So many words may stand between a preposition and the name of a company ("chip startup Acme").
_WORDS_BEFORE_NAME = 4
#: "the $5 billion South Korea investment"
_WORDS_OF_PLACE = 4
#: How far around an amount what is built may stand.
_BEFORE_BUILT, _AFTER_BUILT = 80, 140
#: How many sentences back a country may have been told of.
_SENTENCES_BACK = 3
#: How much of each of them is read.
_READ_BACK = 400
#: How many words away a named site may stand.
_SITE_REACH = 25

_PREPOSITION = re.compile(
    r"\b(?P<word>in|into|to|behind|on|with|across|throughout|toward|towards) "
)
_PLACE = re.compile(
    r"(?:the |its |their )?(?:(?:central|northern|southern|eastern|western|rural|north|south|east"
    r"|west) )?(?P<place>(?:[A-Z][\w’-]+|U\.[SK]\.)(?: [A-Z][\w’-]+){0,2})"
)
_CAPITALS = re.compile(r"(?:[A-Z][\w’-]+|U\.[SK]\.)(?: [A-Z][\w’-]+){0,2}")
_SHORT = {"U.S.": "US", "U.K.": "UK", "United States": "US", "United Kingdom": "UK"}
_COUNTIES = (" County", " Parish", " Valley")


class Use(Enum):
    """What money goes into."""

    COMPANY = auto()
    WORKS = auto()
    GOODS = auto()


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_json("outlays.json")[name])


@cache
def _company_noun() -> re.Pattern[str]:
    words = name_words()["references"]
    layered = [noun for listed in words["layers"].values() for noun in listed]
    nouns = [*words["startup"], *words["organisation"], *layered, "rival"]
    nouns = [noun for noun in nouns if noun not in {"business", "unit", "group", "partnership"}]
    return re.compile(rf"\b(?:{alternatives(nouns)})\b(?!['’]s)")


def spent(sentence: Sentence, amount: Quantity, said: tuple[int, int]) -> DealRole | None:
    """The role of money that is invested, spent or committed, where the words tell.

    ``said`` spans the word that says so.
    """
    use = _use(sentence, amount, said)
    around = sentence.between(amount.start - _AROUND, amount.end + _AROUND).lower()
    if use is None:
        is_own = _pattern("infrastructure").search(around) or not _names_receiver(sentence, said)
        return DealRole.CAPEX if is_own else None
    if use is Use.WORKS:
        return DealRole.CAPEX
    # Money for goods flows over years, money for shares at once.
    is_paid = use is Use.GOODS or _pattern("over_time").search(around) is not None
    is_invested = _pattern("invested").search(sentence.between(*said).lower()) is not None
    return DealRole.PURCHASE if is_paid and not is_invested else DealRole.INVESTMENT


def _names_receiver(sentence: Sentence, said: tuple[int, int]) -> bool:
    """Whether another firm stands beside the one that invests, or investors speak of one."""
    firms = {name.canonical for name in sentence.names if name.kind in ORGANISATIONS}
    return len(firms) > 1 or "investor" in sentence.between(*said).lower()


def raised(sentence: Sentence, amount: Quantity) -> DealRole:
    """The role of money that is raised or secured: by debt or a listing, a contract, in a round."""
    after = sentence.between(amount.end, amount.end + _PHRASE).lower()
    if _pattern("contract_after").match(after):
        return DealRole.PURCHASE
    around = _around_alone(sentence, amount).lower()
    return DealRole.FINANCING if _pattern("debt").search(around) else DealRole.INVESTMENT


def _around_alone(sentence: Sentence, amount: Quantity) -> str:
    """The words around an amount that are not those of the amounts beside it.

    What follows another amount is of that one up to the last comma: "$6 million in debt, after $5
    million". Amounts listed together share their words.
    """
    low, high = amount.start - _AROUND, amount.end + _AROUND
    for other in (
        q for q in sentence.quantities if is_money(q.unit) and _is_of_its_size(q, amount)
    ):
        gap = (other.end, amount.start) if other.end <= amount.start else (amount.end, other.start)
        between = sentence.between(*gap)
        if other.end <= amount.start and not _is_listed(between):
            low = max(low, other.end + max(between.rfind(","), 0))
        elif other.start >= amount.end and not _is_listed(between):
            high = min(high, other.start)
    return sentence.between(low, high)


def _is_of_its_size(other: Quantity, amount: Quantity) -> bool:
    """Whether an amount is told beside another, not the price of one share."""
    return (other.high or other.low or 0.0) * _SHARES >= (amount.high or amount.low or 0.0)


def _is_listed(between: str) -> bool:
    """Whether nothing but a conjunction stands between two amounts."""
    return between.strip(" ,(") in {"", "and", "or", "to"}


def bought(sentence: Sentence, amount: Quantity, said: tuple[int, int]) -> DealRole:
    """What a word of buying buys: goods, unless a whole company, shares of one, or a licence."""
    after = sentence.between(amount.end, amount.end + _PHRASE).lower()
    if _pattern("license").search(after):
        return DealRole.OTHER
    if _pattern("bought_debt").match(after):
        return DealRole.FINANCING
    gap = sentence.between(said[1], amount.start).lower()
    if _pattern("bought_share").search(after) or _pattern("bought_share").search(gap):
        return DealRole.INVESTMENT
    return DealRole.ACQUISITION if _company_bought(sentence, amount, said) else DealRole.PURCHASE


def _use(sentence: Sentence, amount: Quantity, said: tuple[int, int]) -> Use | None:
    """What an amount goes into, where the words tell."""
    if found := _led_to(sentence, said[1], amount.start):
        return found
    after = sentence.between(amount.end, amount.end + _REACH).lower()
    if _pattern("given").match(after):
        return Use.COMPANY
    gap = sentence.between(amount.end, said[0])
    if gap.count(" ") <= _WORDS_OF_PLACE and place_in(gap):
        return Use.WORKS
    if found := _led_to(sentence, amount.end, amount.end + _REACH):
        return found
    around = sentence.between(amount.start - _AROUND, amount.end + _REACH).lower()
    return Use.COMPANY if _pattern("share").search(around) else None


def _company_bought(sentence: Sentence, amount: Quantity, said: tuple[int, int]) -> bool:
    """Whether a company itself is what "buying", "purchase of" or "pay $2 billion for" leads to."""
    for start in (said[1], amount.end):
        phrase = sentence.between(start, start + _REACH).lower()
        if _pattern("unit_bought").match(phrase):
            return True
        if (noun := _company_noun().search(phrase)) is None:
            continue
        told = _pattern("before_company").fullmatch(phrase[: noun.start()])
        if told and _pattern("after_company").match(phrase[noun.end() :]):
            return True
    for name in sentence.names:
        starts = [start for start in (said[1], amount.end) if 0 < name.start - start <= _REACH]
        leads = any(
            _pattern("before_company").fullmatch(sentence.between(start, name.start).lower())
            for start in starts
        )
        if leads and name.kind in ORGANISATIONS:
            return (
                _pattern("after_company").match(sentence.between(name.end, name.end + 12))
                is not None
            )
    return False


def _led_to(sentence: Sentence, start: int, end: int) -> Use | None:
    """What the first telling preposition between two offsets leads to."""
    stretch = sentence.between(start, end)
    if stop := _pattern("clause").search(stretch):
        stretch = stretch[: stop.start()]
    for match in _PREPOSITION.finditer(stretch):
        use = _classify(sentence, start + match.end(), match["word"])
        if use is not None:
            return use
    return None


def _classify(sentence: Sentence, start: int, preposition: str) -> Use | None:
    """What stands after a preposition: the first of a company, works or a place."""
    phrase = sentence.between(start, start + _PHRASE)
    phrase = phrase[: stop.start()] if (stop := _pattern("phrase_end").search(phrase)) else phrase
    found: list[tuple[int, Use]] = []
    works = _pattern("works").search(phrase.lower())
    if works:
        found.append((works.start(), Use.WORKS))
    if place := _PLACE.match(phrase):
        is_known = place_in(place.group()) is not None
        found += [(place.start(), Use.WORKS)] if is_known else []
    found += [
        (at, _of_company(preposition, name)) for at, name in _companies(sentence, start, phrase)
    ]
    return min(found, key=lambda one: one[0])[1] if found else None


def _of_company(preposition: str, name: Name | None) -> Use:
    """What money for a company buys: a share of it, or what a cloud that it goes to sells."""
    is_cloud = preposition == "to" and name is not None and _layer(name) is Layer.HOSTING
    return Use.GOODS if is_cloud or preposition in {"on", "with"} else Use.COMPANY


def _layer(name: Name) -> Layer | None:
    entity = load_registry().get(name.entity_id) if name.entity_id else None
    return entity.layer if entity else None


def _companies(sentence: Sentence, start: int, phrase: str) -> Iterator[tuple[int, Name | None]]:
    """Where a phrase names a company, or has a noun for one."""
    for name in sentence.names:
        if start <= name.start < start + len(phrase):
            words = sentence.between(start, name.start).split()
            if name.kind in ORGANISATIONS and len(words) <= _WORDS_BEFORE_NAME:
                yield name.start - start, name
            return
    if noun := _company_noun().search(phrase.lower()):
        yield noun.start(), None


def place_in(text: str, *, last: bool = False) -> str | None:
    """The first or last known country, state or county of a text, without the dots of "U.S."."""
    matches = list(_CAPITALS.finditer(text))
    for match in matches[::-1] if last else matches:
        words = match.group().split(" ")
        for start in range(len(words)):
            for end in range(len(words), start, -1):
                place = " ".join(words[start:end]).removesuffix("’s").removesuffix("'s")
                if place in _SHORT or place in places() or place.endswith(_COUNTIES):
                    return _SHORT.get(place, place)
    return None


def built(doc: Doc, amount: Draft) -> Group | str | None:
    """What own spending builds: a site, or "Texas data centers", or nothing that is told."""
    sentence = amount.sentence
    place = _placed(sentence, amount)
    if place is None and (site := _site(sentence, amount)) is not None:
        return site
    before, after = _clause(sentence, amount)
    place = place or _place(after) or _place(before)
    thing = _pattern("built").search(f"{before} | {after}".lower())
    words = [place, thing["thing"].replace("centre", "center") if thing else None]
    return (
        " ".join(filter(None, words)) or _told_before(doc, sentence, amount) or _meant(doc, amount)
    )


def _placed(sentence: Sentence, amount: Draft) -> str | None:
    """The place that the money itself goes into: "$5 billion investment in the state"."""
    after = sentence.between(amount.end, amount.end + _PHRASE)
    before = sentence.between(amount.start - _PHRASE, amount.start)
    near = _pattern("placed").match(after) or _pattern("placed_before").search(before)
    if near is None:
        return None
    if not near["here"]:
        return place_in(near["place"])
    named = place_in(sentence.between(sentence.start, amount.start)[-_AFTER_BUILT:])
    return named or place_in(after)


def _clause(sentence: Sentence, amount: Draft) -> tuple[str, str]:
    """What stands before and after an amount in its clause, without parentheses."""
    before = sentence.between(amount.start - _BEFORE_BUILT, amount.start)
    after = sentence.between(amount.end, amount.end + _AFTER_BUILT)
    clause = _pattern("other_clause")
    before = clause.split(before)[-1]
    after = clause.split(after, maxsplit=1)[0]
    return _pattern("parenthesis").sub("", before), _pattern("parenthesis").sub("", after)


def _told_before(doc: Doc, sentence: Sentence, amount: Draft) -> Group | None:
    """The site that "the plant" or "this $2 billion campus" stands for."""
    after = sentence.between(amount.end, amount.end + _PHRASE).lower()
    before = sentence.between(amount.start - _PHRASE, amount.start).lower()
    if _pattern("works_after").match(after) and _pattern("determined").search(before):
        told = dict(doc._.context.sites_told(sentence))
        return Group((told["site_before"],)) if "site_before" in told else None
    meant = [
        (abs(start - amount.start), name)
        for start, _, name in references(doc, sentence.start, sentence.end)
        if name.kind in SITES
    ]
    return Group((min(meant, key=lambda pair: pair[0])[1],)) if meant else None


def _meant(doc: Doc, amount: Draft) -> str | None:
    """The place told before that "in the country" goes on with."""
    sentence, context = amount.sentence, doc._.context
    around = sentence.between(amount.start - _AFTER_BUILT, amount.end + _AFTER_BUILT).lower()
    if _pattern("place_meant").search(around) is None:
        return None
    before = context.sentences[max(sentence.index - _SENTENCES_BACK, 0) : sentence.index]
    told = (
        place_in(one.text[-_READ_BACK:], last=True) for one in [*before[::-1], context.title] if one
    )
    place = next(filter(None, told), None)
    if place is not None:
        amount.evidence["how=place_meant"] = 1.0
    return place


def _site(sentence: Sentence, amount: Draft) -> Group | None:
    """The nearest site or programme of the sentence, unless it is another firm's."""
    found = []
    for group in sentence.groups:
        gap = (group.end, amount.start) if group.end <= amount.start else (amount.end, group.start)
        distance = sentence.distance(*gap)
        if group.names[0].kind not in SITES or distance > _SITE_REACH:
            continue
        if not _pattern("apart").search(sentence.between(*gap).lower()):
            found.append((distance, group.start, group))
    return min(found)[2] if found else None


def _place(text: str) -> str | None:
    """The first place that a text names after a preposition, or at its beginning."""
    places_named = (place_in(match["place"]) for match in _pattern("place").finditer(text))
    return next(filter(None, places_named), None)
