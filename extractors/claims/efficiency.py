"""Efficiencies: claimed performance, performance per watt, cost, latency, energy, memory.

Three forms: a ratio ("2x the performance per watt of"), an absolute rate or the power of a rack
("42.5 exaflops", "600 kilowatts a rack"), and an advantage in words alone ("better performance
per watt than today's GPUs"), which is marked qualitative and never given a number.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import zip_longest

from spacy.language import Language
from spacy.tokens import Doc

from extractors.claims.advantage import Advantage, advantages
from extractors.claims.capacity import is_device_power
from extractors.claims.conditions import baseline_kind, read_conditions
from extractors.claims.context import Context, Draft, Group, Sentence
from extractors.claims.cues import cues, first, found, window
from extractors.claims.phrases import phrases
from extractors.claims.roles import baseline, distant_baseline
from extractors.claims.things import thing_of
from extractors.datafiles import read_json
from extractors.references import references
from extractors.spans import CHIPS, ORGANISATIONS, SITES, LineKind, Name, Quantity
from schema.units import POWER, RATIO, is_money
from schema.vocabulary import ClaimKind, EfficiencyMetric, EntityKind, Qualifier

_FILE = "efficiencies.json"
_AFTER, _BEFORE = 60, 70  # characters
_RATE = re.compile(r"(?:[MGTPEZ]FLOPS|[GTPE]OPS|tokens|[fpnum]?J)/|[GTPEZ]FLOPS$|[TPE]OPS$")
_PRICED = re.compile(r"USD/(?:hour|kWh|MWh|Mtoken|chip-hour|(?:[kMG]?W)(?:/day|/month|/year)?)$")
_BANDWIDTH = re.compile(r"[GTP]B/s$")
_LISTED = re.compile(r"^[\w -]{0,30}?\b(?:and|or)\b\s+([\w -]{1,40})")
_CLAUSE = re.compile(r"[,;:.]\s|\bthan\b|\byet\b|\bwhile\b|\bwith\b")
_POWER_UNIT = r"(?P<unit>kilowatt|megawatt|gigawatt|kw|mw|gw)\b"
_POWER_AFTER = re.compile(rf"^(?: [\w-]+){{1,6}}? (?:per|for each|for every) {_POWER_UNIT}")
_POWER_BEFORE = re.compile(rf"\bper[- ]{_POWER_UNIT}[\w ,-]{{0,40}}$")
#: "$3 an hour for H100 instances": what stands between a price and what it is of.
_PRICED_THING = re.compile(
    r"(?: (?:per|an?|each) [\w -]{1,20})? (?:for|on|of) (?:an? |the |each )?"
)
_PRICE_REACH = 40  # characters
_YEARLY = re.compile(r"\b(?:annual|annually|yearly|per year|a year)\b")
_PREFIXES = {"k": "k", "m": "M", "g": "G"}
_SLOW = ("/day", "/week", "/month", "/year")  # rates of a service, not of a chip
_DELAYS = ("us", "ms", "s")
_ROUND_TRIP = re.compile(r"\bround[- ]trips?\b")
_WORD = 4  # characters between a number and the comparative that it measures
_NEAR = 35  # characters behind words of parity in which a chip is named
_BACK = 3  # sentences
_GLUED = 3  # characters between a maker's name and its chip's
_RIVAL = 50  # characters between a comparison and what it is with
#: Words without one of which a sentence that names no machine compares none.
_COMPARING = ("than", "compared", "versus", "relative to", "previous", "predecessor")
_QUOTIENT = 45  # characters within which "per watt" belongs to the ratio
_BETTER_LOWER = frozenset({"cost", "latency"})
_QUALIFIERS = {
    "more": Qualifier.AT_LEAST,
    "less": Qualifier.UP_TO,
    "equal": Qualifier.EXACT,
}
_PUE = re.compile(
    r"\b(?:PUE|[Pp]ower [Uu]sage [Ee]ffectiveness)\)?(?: \(PUE\))?"
    r"(?: (?:of|is|at|below|under|around|about|to)){0,2} (\d\.\d{1,3})\b"
    r"|\b(\d\.\d{1,3}) PUE\b"
)


def draft_efficiencies(context: Context, sentence: Sentence) -> Iterator[Draft]:
    """The drafts of every claim of efficiency in a sentence."""
    numbered = [draft for amount in sentence.quantities for draft in _numeric(sentence, amount)]
    numbered += _usage_effectiveness(sentence)
    told = {draft.metric for draft in numbered}
    ratios = [amount for amount in sentence.quantities if amount.unit == RATIO]
    worded = [
        draft
        for draft in _qualitative(context, sentence)
        if draft.metric not in told and not any(_beside(draft, amount) for amount in ratios)
    ]
    # What one number is compared with is no more the subject of the next.
    compared = frozenset(name for draft in [*numbered, *worded] for name in draft.barred)
    last: Draft | None = None
    for draft in [*numbered, *worded]:
        if draft.barred:
            draft.barred |= compared
        if draft.trigger in {"ratio", "words"}:
            # "six times the speed of X, four times the memory": one baseline for both
            if draft.object is None and last is not None:
                draft.object, draft.barred = last.object, last.barred
            last = draft if draft.object is not None else last
        yield draft


def _beside(draft: Draft, amount: Quantity) -> bool:
    """Whether the words of an advantage are those of a number ("30% faster")."""
    return draft.start <= amount.end + _WORD and amount.start <= draft.end


def _numeric(sentence: Sentence, amount: Quantity) -> Iterator[Draft]:
    if amount.unit == RATIO:
        if _is_growth(sentence, amount):
            return
        for metric in _ratio_metrics(sentence, amount):
            measured = _turned(sentence, amount, metric)
            yield _draft(sentence, measured, metric, amount.unit, "ratio")
    elif amount.unit == POWER:
        if is_device_power(sentence, amount):
            yield _draft(sentence, amount, EfficiencyMetric.ENERGY, POWER, "rack")
    elif (unit := _price_unit(sentence, amount)) is not None:
        # an hour is that of a chip whether the text says so or not
        unit = unit.replace("chip-hour", "hour")
        yield _draft(sentence, amount, EfficiencyMetric.COST, unit, "price")
    elif _BANDWIDTH.match(amount.unit) and _is_of_memory(sentence, amount):
        yield _draft(sentence, amount, EfficiencyMetric.MEMORY, amount.unit, "bandwidth")
    elif amount.unit in _DELAYS and _ROUND_TRIP.search(sentence.lower):
        yield _draft(sentence, amount, EfficiencyMetric.LATENCY, amount.unit, "rate")
    elif _RATE.match(amount.unit) and not amount.unit.endswith(_SLOW):
        per_power = amount.unit.endswith(("/W", "/kW", "/MW", "/J", "/kWh"))
        energy = amount.unit.split("/")[0].endswith("J")
        metric = (
            EfficiencyMetric.PERF_PER_WATT
            if per_power
            else EfficiencyMetric.ENERGY
            if energy
            else EfficiencyMetric.PERFORMANCE
        )
        yield _draft(sentence, amount, metric, amount.unit, "rate")


def _price_unit(sentence: Sentence, amount: Quantity) -> str | None:
    """The unit of a price: as read, or of money that words around it set against power."""
    if not is_money(amount.unit):
        return amount.unit if _PRICED.match(amount.unit) else None
    after = _POWER_AFTER.match(sentence.between(amount.end, amount.end + _AFTER).lower())
    before = _POWER_BEFORE.search(sentence.between(amount.start - _BEFORE, amount.start).lower())
    found = after or before
    if found is None:
        return None
    unit = f"{amount.unit.partition('/')[0]}/{_PREFIXES[found['unit'][0]]}W"
    return f"{unit}/year" if _YEARLY.search(found.group()) or "/year" in amount.unit else unit


def _is_growth(sentence: Sentence, amount: Quantity) -> bool:
    """Whether a ratio tells how demand, money or a size changed rather than what a chip does."""
    before = sentence.between(amount.start - _BEFORE, amount.start).lower()
    after = sentence.between(amount.end, amount.end + _AFTER).lower()
    grows = max(amount.low or 0.0, amount.high or 0.0) >= 1
    return bool((grows and _words("not_before").search(before)) or _words("not_after").match(after))


def _turned(sentence: Sentence, amount: Quantity, metric: EfficiencyMetric) -> Quantity:
    """A ratio of how much better a cost or a delay is, as one of how much lower it is."""
    after = sentence.between(amount.end, amount.end + _AFTER).lower()
    low, high = (1 / bound if bound else None for bound in (amount.high, amount.low))
    is_more = max(amount.low or 0.0, amount.high or 0.0) > 1
    if not is_more or metric.value not in _BETTER_LOWER or not _words("gains").match(after):
        return amount
    return replace(amount, low=low, high=high)


def _ratio_metrics(sentence: Sentence, amount: Quantity) -> list[EfficiencyMetric]:
    """What a ratio measures: the words after it, several where they are listed, else before."""
    starts = [q.start for q in sentence.quantities if q.start >= amount.end]
    stop = min([amount.end + _AFTER, *starts])  # the next number has a measure of its own
    after = _CLAUSE.split(sentence.between(amount.end, stop).lower(), maxsplit=1)[0]
    name = _first(after)
    metrics = [name] if name else []
    listed = _LISTED.match(after)
    if name and listed:
        own, other = _first(after[: listed.start(1)]), _first(listed[1])
        metrics = [m for m in dict.fromkeys((own or name, other)) if m]
    if not metrics:
        before = window(sentence, amount.start, amount.start, _BEFORE, 0)
        name = _last(_CLAUSE.split(before)[-1])
        metrics = [name] if name else []
    if not metrics and _is_generic(sentence, amount):
        metrics = [EfficiencyMetric.PERFORMANCE]
    if (amount.high or 1.0) < 1 and amount.noun.lower().startswith("power"):
        metrics = [EfficiencyMetric.ENERGY]  # "half the power", where twice the power is speed
    return [EfficiencyMetric(m) for m in metrics]


def _is_generic(sentence: Sentence, amount: Quantity) -> bool:
    """Whether a ratio tells how much better a chip is without a measure: "a 1.7x gain over"."""
    if not any(name.kind is EntityKind.CHIP for name in sentence.names):
        return False
    before = sentence.between(amount.start - _BEFORE, amount.start).lower()
    after = sentence.between(amount.end, amount.end + _AFTER).lower()
    if (amount.high or amount.low or 1.0) < 1:
        return False
    return bool(_words("generic_after").match(after) or _words("generic_before").search(before))


def _is_of_memory(sentence: Sentence, amount: Quantity) -> bool:
    """Whether bytes per second are those of a chip's memory, not of a disk or a network."""
    around = window(sentence, amount.start, amount.end, _BEFORE, _AFTER)
    chips = any(name.kind is EntityKind.CHIP for name in sentence.names)
    return chips and _words("bandwidth").search(around) is not None


def _first(text: str) -> str | None:
    """The metric whose words stand first; a quotient ("per watt") is told by its divisor."""
    quotient = first(cues(_FILE, "quotients"), text[:_QUOTIENT])
    if quotient is not None:
        return quotient
    starts = [
        (match.start(), order, name)
        for order, (name, pattern) in enumerate(cues(_FILE, "metrics"))
        if (match := pattern.search(text)) is not None
    ]
    return min(starts)[2] if starts else None


def _last(text: str) -> str | None:
    """The metric whose words stand last in a text, the longest of those that end together."""
    ends = [
        (match.end(), -match.start(), name)
        for name, pattern in (*cues(_FILE, "metrics"), *cues(_FILE, "quotients"))
        for match in pattern.finditer(text)
    ]
    return max(ends)[2] if ends else None


def _draft(
    sentence: Sentence, amount: Quantity, metric: EfficiencyMetric, unit: str, form: str
) -> Draft:
    around = window(sentence, amount.start, amount.end, _BEFORE, _AFTER)
    evidence = {f"against={name}": 1.0 for name in found(cues(_FILE, "against"), around)}
    evidence |= {f"support={name}": 1.0 for name in found(cues(_FILE, "support"), around)}
    chips = any(name.kind is EntityKind.CHIP for name in sentence.names)
    evidence |= {
        f"form={form}": 1.0,
        "with_noun": float(bool(amount.noun)),
        "chip_named": float(chips),
        "named": float(bool(sentence.names)),
        "below_one": float((amount.low or amount.high or 1.0) < 1),
    }
    rack = form == "rack"
    draft = Draft(
        kind=ClaimKind.EFFICIENCY,
        sentence=sentence,
        start=amount.start,
        end=amount.end,
        trigger=form,
        metric=metric,
        low=amount.low,
        high=amount.high,
        unit=unit,
        qualifier=amount.qualifier,
        subject=None if chips or not rack else _rack_words(sentence),
        fixed=frozenset({"object"}),
        conditions=read_conditions(sentence, amount),
        evidence=evidence,
    )
    if form in {"ratio", "words"}:
        _set_baseline(sentence, draft)
    elif isinstance(other := baseline(sentence, draft.end), Group):
        # "3.6 exaflops, three times as much as the GB300": the rate is not the other chip's.
        draft.barred = frozenset(name.canonical for name in other.names)
    return draft


def _set_subject(context: Context, draft: Draft) -> None:
    """Propose the chip or system that the claim is about, where the text tells of one."""
    if draft.subject is not None:
        return
    draft.kinds = {"subject": CHIPS | ORGANISATIONS | SITES}
    against = draft.object if isinstance(draft.object, str) else ""
    draft.phrases = [words for words in phrases(draft.sentence) if words.text not in against]
    priced = draft.trigger == "price" and _is_priced_after(draft)
    thing = thing_of(context, draft.sentence, (draft.start, draft.end), CHIPS, after=priced)
    party = thing.party if thing is not None else None
    if isinstance(party, Group) and party.canonical in draft.barred:
        party = _other_chip(context, draft)
    if thing is not None and party is not None:
        draft.proposed["subject"] = party
        how = thing.how if party == thing.party else "beside the baseline"
        draft.evidence[f"how={how}"] = 1.0


def _is_priced_after(draft: Draft) -> bool:
    """Whether a price is that of a chip named after it: "$3 an hour for H100 instances"."""
    sentence = draft.sentence
    return any(
        _PRICED_THING.fullmatch(sentence.between(draft.end, group.start))
        for group in sentence.groups
        if draft.end <= group.start <= draft.end + _PRICE_REACH
    )


def _other_chip(context: Context, draft: Draft) -> Group | None:
    """A chip beside the baseline: in the sentence, by reference, or told of just before."""
    sentence = draft.sentence
    before = context.sentences[max(sentence.index - _BACK, 0) : sentence.index]
    names = [
        *sentence.names,
        *(name for _, _, name in references(context.doc, sentence.start, sentence.end)),
        *(name for earlier in reversed(before) for name in earlier.names),
    ]
    for name in names:
        if name.kind is EntityKind.CHIP and name.canonical not in draft.barred:
            return Group((name,))
    return None


def _set_baseline(sentence: Sentence, draft: Draft) -> None:
    """What the claim compares with, as its object; it cannot be the subject too."""
    draft.object = (
        baseline(sentence, draft.end)
        or _rival(sentence, draft)
        or distant_baseline(sentence, draft.end)
    )
    if (kind := baseline_kind(sentence, draft.object)) is not None:
        draft.conditions["baseline_kind"] = kind
    if isinstance(draft.object, Group):
        draft.barred = frozenset(
            {draft.object.canonical, *(name.canonical for name in draft.object.names)}
        )


def _rival(sentence: Sentence, draft: Draft) -> Group | None:
    """What a chip beats, matches or trails by name: "outperforms the H100 by 30%"."""
    for group, following in zip_longest(sentence.groups, sentence.groups[1:]):
        near = group.start <= draft.end + _RIVAL and draft.start <= group.end + _RIVAL
        lead = sentence.between(group.start - _RIVAL, group.start).lower()
        if near and _words("against_whom").search(lead):
            # "the AMD Genoa", "Nvidia's Blackwell": the chip, not its maker
            glued = following is not None and following.start - group.end <= _GLUED
            return following if glued else group
    return None


def _usage_effectiveness(sentence: Sentence) -> Iterator[Draft]:
    """PUE, the quotient of a facility's power and that of its machines."""
    if "PUE" not in sentence.text and "ffectiveness" not in sentence.text:
        return
    for match in _PUE.finditer(sentence.text):
        value = float(match[1] or match[2])
        start, end = (sentence.start + at for at in match.span())
        amount = Quantity(start, end, value, value, "PUE", Qualifier.EXACT)
        yield _draft(sentence, amount, EfficiencyMetric.ENERGY, "PUE", "rate")


def _rack_words(sentence: Sentence) -> str | None:
    """Racks without a name, where the sentence speaks of racks rather than of a chip."""
    if "rack" not in sentence.lower:
        return None
    return "AI racks" if re.search(r"\bai\b", sentence.lower) else "data center racks"


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(read_json(_FILE)[name])


def _compared(sentence: Sentence, said: Advantage, *, machines: str) -> str | None:
    """How words compare machines: with a baseline, by a verb of two sides, of a machine; or not."""
    after = sentence.between(said.start, said.end + _AFTER).lower()
    if said.form == "equal":
        near = (0 <= name.start - said.end <= _NEAR for name in sentence.names if _is_chip(name))
        return "equal" if any(near) else None
    if _words("than").search(after):
        return "than"
    if _words("two_sided").match(after):
        return "two-sided" if machines in {"named", "here"} else None
    before = sentence.between(said.start - _BEFORE, said.start).lower()
    if said.form == "verb" or machines not in {"named", "here"}:
        return None
    if _words("of_hardware").search(before):
        return "of hardware"
    return "beside" if machines == "named" else None


def _is_chip(name: Name) -> bool:
    return name.kind is EntityKind.CHIP


def _machines(context: Context, sentence: Sentence) -> str | None:
    """Where machines are told of: by name in the sentence, in it, or, if it compares, before."""
    if any(_is_chip(name) for name in sentence.names):
        return "named"
    if _words("machines").search(sentence.lower):
        return "here"
    if not any(word in sentence.lower for word in _COMPARING):
        return None
    before = context.sentences[max(sentence.index - _BACK, 0) : sentence.index]
    told = (
        any(_is_chip(name) for name in earlier.names) or _words("machines").search(earlier.lower)
        for earlier in (*before, *context.sentences[:1])
    )
    return "before" if any(told) else None


def _qualitative(context: Context, sentence: Sentence) -> Iterator[Draft]:
    """Advantages in words alone, of something that the sentence names."""
    if sentence.kind in {LineKind.TITLE, LineKind.HEADING}:
        return
    # Without a machine nothing is compared: this one look spares those for every advantage.
    machines = _machines(context, sentence)
    if machines is None:
        return
    for said in advantages(sentence):
        compared = _compared(sentence, said, machines=machines)
        if compared is None:
            continue
        around = window(sentence, said.start, said.end, _BEFORE, _AFTER)
        evidence = {f"against={name}": 1.0 for name in found(cues(_FILE, "against"), around)}
        evidence |= {f"support={name}": 1.0 for name in found(cues(_FILE, "support"), around)}
        evidence |= {
            f"machines={machines}": 1.0,
            f"compared={compared}": 1.0,
            "chip_named": float(machines == "named"),
            "hardware": float(_words("hardware").search(around) is not None),
            "named": float(bool(sentence.names)),
            f"words={said.metric.value}": 1.0,
            f"way={said.way}": 1.0,
            f"form={said.form}": 1.0,
            "software": float(_words("software").search(around) is not None),
        }
        low, high = said.bounds
        draft = Draft(
            kind=ClaimKind.EFFICIENCY,
            sentence=sentence,
            start=said.start,
            end=said.end,
            trigger="words",
            metric=said.metric,
            low=low,
            high=high,
            unit=RATIO,
            qualifier=_QUALIFIERS[said.way],
            qualitative=True,
            conditions=read_conditions(sentence, None),
            evidence=evidence,
            fixed=frozenset({"object"}),
        )
        _set_baseline(sentence, draft)
        yield draft


@Language.component("gigawatch_efficiencies")
def gigawatch_efficiencies(doc: Doc) -> Doc:
    """Draft each claim of performance, cost, latency or energy."""
    context: Context = doc._.context
    for sentence in context.sentences:
        for draft in draft_efficiencies(context, sentence):
            _set_subject(context, draft)
            doc._.drafts.append(draft)
    return doc
