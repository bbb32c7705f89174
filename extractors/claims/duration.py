"""Durations: how long a design, a build, a delivery or a contract takes, in months.

Each span of time that is no date of its own ("over the next three years" is one) is offered the
words that say what takes it; the nearest give the metric. A contract's subject is the customer,
its object the supplier; the others are about the chip, site or equipment.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property

from spacy.language import Language
from spacy.tokens import Doc

from extractors.claims.context import Context, Draft, Group, Sentence
from extractors.claims.cues import cues, found, window
from extractors.claims.things import thing_of
from extractors.claims.timing import crossings
from extractors.datafiles import read_json
from extractors.references import references
from extractors.spans import CHIPS, SITES, Quantity
from schema.units import MONTHS, is_money
from schema.vocabulary import ClaimKind, DealRole, DurationMetric, EntityKind, Qualifier

_FILE = "durations.json"
_AROUND, _NEAR = 70, 25  # characters to either side
_REACH = 80  # the cost, in characters, beyond which words belong to something else
_CROSSING = 50  # what a clause boundary adds to it
_WEAK = 40  # what words cost that name no metric
_BACK = 2  # how many sentences back the equipment may be told of
#: Deals that have a term.
_CONTRACTS = frozenset({DealRole.PURCHASE, DealRole.LEASE, DealRole.POWER_PURCHASE})
#: Prepositions that are read as bounds elsewhere: "under 20-year contracts" are of 20 years.
_NO_BOUND = re.compile(r"(?:over|under) (?:an? )?[\w.–-]+-(?:year|month)")


@dataclass(frozen=True)
class _Told:
    """What one sentence tells of durations, looked for when it is asked for."""

    sentence: Sentence

    @cached_property
    def metrics(self) -> list[tuple[DurationMetric, int, int]]:
        """Where its words name a metric."""
        at = self.sentence.start
        return [
            (DurationMetric(name), match.start() + at, match.end() + at)
            for name, pattern in cues(_FILE, "metrics")
            for match in pattern.finditer(self.sentence.lower)
        ]

    @cached_property
    def equipment(self) -> list[tuple[int, str]]:
        """Where it speaks of equipment, and of what kind."""
        things = _pattern("things").finditer(self.sentence.lower)
        return [(m.start() + self.sentence.start, m.group().strip()) for m in things]


def draft_durations(context: Context, sentence: Sentence) -> list[Draft]:
    """The drafts of a sentence: one for each span of time that words say something takes."""
    spans = [span for span in sentence.quantities if span.unit == MONTHS]
    if not spans:
        return []
    first = max(sentence.index - _BACK, 0)
    told = [_Told(s) for s in (sentence, *reversed(context.sentences[first : sentence.index]))]
    drafts = (_draft(context, sentence, span, told) for span in spans)
    return [draft for draft in drafts if draft is not None]


def _draft(context: Context, sentence: Sentence, span: Quantity, told: list[_Told]) -> Draft | None:
    """The draft of a duration for a span of time, or None where nothing says what takes it."""
    if _is_dated(sentence, span):
        return None
    if _pattern("relative").match(sentence.between(span.end, span.end + 20).lower()):
        return None
    if _pattern("no_work").search(window(sentence, span.start, span.end, _AROUND, _AROUND)):
        return None
    nearest = _metric(sentence, span, told[0])
    designed = nearest is not None and nearest[1] is DurationMetric.DESIGN_TO_TAPEOUT
    if nearest is None or (_is_taking(sentence, span) and not designed):
        nearest = _weak_metric(sentence, span, told[0]) or nearest
    if nearest is None:
        return None
    cost, metric = nearest
    near = window(sentence, span.start, span.end, _NEAR, _NEAR)
    around = window(sentence, span.start, span.end, _AROUND, _AROUND)
    evidence = {f"also={name}": 1.0 for name in found(cues(_FILE, "metrics"), around)}
    evidence |= {f"against={name}": 1.0 for name in found(cues(_FILE, "against"), near)}
    evidence |= {
        "near": 1.0 / (1.0 + cost / 10),
        "hyphen": float("-" in sentence.between(span.start, span.end)),
        "years": float((span.low or span.high or 0) >= 12),
        "named": float(bool(sentence.names)),
        "weak": float(cost >= _WEAK),
    }
    is_contract = metric is DurationMetric.CONTRACT_TERM
    subject: Group | str | None
    if is_contract:
        subject, other = _signatories(context, sentence)
    else:
        subject, other = _subject(context, sentence, span, metric, told), None
    exact = _NO_BOUND.fullmatch(sentence.between(span.start, span.end).lower())
    value = span.low if span.low is not None else span.high
    return Draft(
        kind=ClaimKind.DURATION,
        sentence=sentence,
        start=span.start,
        end=span.end,
        trigger=metric.value,
        metric=metric,
        low=value if exact else span.low,
        high=value if exact else span.high,
        unit=MONTHS,
        qualifier=Qualifier.EXACT if exact else span.qualifier,
        subject=subject,
        object=other,
        fixed=frozenset() if is_contract else frozenset({"object"}),
        evidence=evidence,
    )


def _is_dated(sentence: Sentence, span: Quantity) -> bool:
    """Whether a span is a date by itself, and no term of what is paid or bought within it."""
    if not any(date.start < span.end and span.start < date.end for date in sentence.dates):
        return False
    if _pattern("lasting").search(_lead_in(sentence, span)):
        return False
    within = sentence.between(span.start - _AROUND, span.start).lower()
    paid = any(is_money(amount.unit) for amount in sentence.quantities)
    return not (paid and _pattern("paid_within").search(within))


def _metric(sentence: Sentence, span: Quantity, told: _Told) -> tuple[float, DurationMetric] | None:
    """The metric of the nearest words that name one, and how far they stand."""
    best: tuple[float, DurationMetric] | None = None
    for metric, start, end in told.metrics:
        low, high = (span.end, start) if span.end <= start else (end, span.start)
        if not 0 <= high - low <= _REACH:
            continue
        cost = high - low + _CROSSING * crossings(sentence.between(low, high).lower())
        if cost <= _REACH and (best is None or cost < best[0]):
            best = cost, metric
    return best


def _is_taking(sentence: Sentence, span: Quantity) -> bool:
    """Whether something takes, needs or requires the time."""
    return bool(_pattern("taking").search(_lead_in(sentence, span)))


def _weak_metric(
    sentence: Sentence, span: Quantity, told: _Told
) -> tuple[float, DurationMetric] | None:
    """What the time is of where no noun names it: "takes three years", "will buy it for 20"."""
    around = window(sentence, span.start, span.end, _AROUND, _AROUND)
    if _is_taking(sentence, span):
        if _pattern("built").search(around):
            return _WEAK, DurationMetric.BUILD_TIME
        return (_WEAK, DurationMetric.LEAD_TIME) if told.equipment else None
    is_term = _pattern("term").search(_lead_in(sentence, span))
    if is_term and _pattern("transfer").search(around):
        return _WEAK, DurationMetric.CONTRACT_TERM
    return None


def _lead_in(sentence: Sentence, span: Quantity) -> str:
    return sentence.between(span.start - 60, span.start).lower()


def _subject(
    context: Context, sentence: Sentence, span: Quantity, metric: DurationMetric, told: list[_Told]
) -> Group | str | None:
    """What chip, site or equipment takes the time."""
    equipment = _equipment(told[0], span)
    if metric is not DurationMetric.LEAD_TIME:
        kinds = CHIPS if metric is DurationMetric.DESIGN_TO_TAPEOUT else SITES
        thing = thing_of(context, sentence, (span.start, span.end), kinds, after=False)
        if thing is not None and not (thing.how == "recent" and equipment):
            return thing.party
    return next((words for t in told if (words := _equipment(t, span))), None)


def _equipment(told: _Told, span: Quantity) -> str | None:
    """The kind of thing that stands nearest to a span of time ("gas turbines")."""
    ranked = [(abs(start - span.start), words) for start, words in told.equipment]
    return min(ranked)[1] if ranked else None


def _signatories(context: Context, sentence: Sentence) -> tuple[Group | None, Group | None]:
    """Customer and supplier, where the sentence gives both; else the party finder looks."""
    placed = [(group.start, group) for group in sentence.groups]
    placed += [
        (start, Group((name,)))
        for start, _, name in references(context.doc, sentence.start, sentence.end)
    ]
    firms = [(s, g) for s, g in sorted(placed, key=lambda pair: pair[0]) if _is_firm(g)]
    for start, partner in firms[1:]:
        lead_in = sentence.between(start - 40, start).lower()
        if not _pattern("partner").search(lead_in):
            continue
        agent_start, agent = firms[0]
        if agent.canonical == partner.canonical:
            continue
        supplies = _pattern("supplying").search(sentence.between(agent_start, start).lower())
        return (partner, agent) if supplies else (agent, partner)
    return None, None


def _is_firm(group: Group) -> bool:
    return group.names[0].kind in {EntityKind.ORGANISATION, None}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_json(_FILE)[name])


@Language.component("gigawatch_durations")
def gigawatch_durations(doc: Doc) -> Doc:
    """Draft a duration for each span of time that words say something takes."""
    context: Context = doc._.context
    drafts = [d for sentence in context.sentences for d in draft_durations(context, sentence)]
    deals = [draft for draft in doc._.drafts if draft.role in _CONTRACTS]
    for draft in drafts:
        if draft.metric is DurationMetric.CONTRACT_TERM and draft.subject is None:
            draft.part_of = _contract(draft, deals)
    doc._.drafts.extend(drafts)
    return doc


def _contract(draft: Draft, deals: list[Draft]) -> Draft | None:
    """The deal that a term is of: the nearest of its sentence."""
    here = [deal for deal in deals if deal.sentence is draft.sentence]
    return min(here, key=lambda deal: abs(deal.start - draft.start), default=None)
