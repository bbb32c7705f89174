"""Milestones: a chip, site or project reaches a stage at a date.

Every date of a sentence is offered the words that name a stage; the nearest of its clause takes
it. What reaches the stage is the nearest chip, site or programme that is named on the side that
the words ask for; where none is named the party finder looks for one.
"""

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from extractors.claims.context import Draft, Group, Sentence
from extractors.claims.cues import cues, found, window
from extractors.claims.timing import crossings, is_spoken
from extractors.spans import DateExpression
from schema.units import ENERGY, POWER, is_money
from schema.vocabulary import ClaimKind, EntityKind, MilestoneStage

_FILE = "milestones.json"
_AROUND = 90  # characters to either side
_REACH = 110  # the cost, in characters, beyond which a date belongs to something else
_CROSSING = 60  # what a clause boundary adds to it
_THINGS = frozenset({EntityKind.CHIP, EntityKind.SITE, EntityKind.PROGRAMME})


@dataclass(frozen=True)
class _Stage:
    """Words that name a stage, and how far they stand from a date."""

    stage: MilestoneStage
    start: int
    end: int
    cost: float


def draft_milestones(sentence: Sentence) -> list[Draft]:
    """The drafts of a sentence: one for each date that the words of a stage take."""
    taken: dict[tuple[MilestoneStage, int], tuple[float, Draft]] = {}
    for date in sentence.dates:
        stage = _stage_of(sentence, date)
        if stage is None:
            continue
        key = stage.stage, stage.start
        if key not in taken or stage.cost < taken[key][0]:
            taken[key] = stage.cost, _draft(sentence, date, stage)
    return [draft for _, draft in taken.values()]


def _stage_of(sentence: Sentence, date: DateExpression) -> _Stage | None:
    """The nearest words that name a stage, of the date's own clause before others."""
    best: _Stage | None = None
    for place, (name, pattern) in enumerate(cues(_FILE, "stages")):
        for match in pattern.finditer(sentence.lower):
            start, end = match.start() + sentence.start, match.end() + sentence.start
            if start < date.end and date.start < end:
                continue
            low, high = (date.end, start) if date.end <= start else (end, date.start)
            between = sentence.between(low, high).lower()
            cost = high - low + _CROSSING * crossings(between) + place / 100
            if cost <= _REACH and (best is None or cost < best.cost):
                best = _Stage(MilestoneStage(name), start, end, cost)
    return best


def _draft(sentence: Sentence, date: DateExpression, stage: _Stage) -> Draft:
    start, end = min(stage.start, date.start), max(stage.end, date.end)
    around = window(sentence, start, end, _AROUND, _AROUND)
    thing = _thing(sentence, stage)
    evidence = {f"thing={name}": 1.0 for name in found(cues(_FILE, "things"), around)}
    evidence |= {f"against={name}": 1.0 for name in found(cues(_FILE, "against"), around)}
    evidence |= {f"not={name}": 1.0 for name in found(cues(_FILE, "not_done"), around)}
    amounts = [q for q in sentence.quantities if q.unit in {POWER, ENERGY} or is_money(q.unit)]
    evidence |= {
        "near": 1.0 / (1.0 + stage.cost / 20),
        "amount": float(any(start - 60 <= q.start <= end + 60 for q in amounts)),
        "thing_named": float(thing is not None),
        "spoken": float(is_spoken(sentence.text, date)),
        f"precision={date.precision}": 1.0,
        f"frame={date.word or 'none'}": 1.0,
        "date_first": float(date.start < stage.start),
    }
    return Draft(
        kind=ClaimKind.MILESTONE,
        sentence=sentence,
        start=stage.start,
        end=stage.end,
        trigger=stage.stage.value,
        stage=stage.stage,
        date=date,
        subject=thing,
        evidence=evidence,
    )


def _thing(sentence: Sentence, stage: _Stage) -> Group | None:
    """The chip, site or programme that is named nearest to the words of the stage."""
    things = [
        (abs(group.start - stage.end), Group(named))
        for group in sentence.groups
        if (named := tuple(name for name in group.names if name.kind in _THINGS))
    ]
    return min(things, key=lambda pair: pair[0])[1] if things else None


@Language.component("gigawatch_milestones")
def gigawatch_milestones(doc: Doc) -> Doc:
    """Draft a milestone for each date that the words of a stage take."""
    for sentence in doc._.context.sentences:
        if sentence.dates:
            doc._.drafts.extend(draft_milestones(sentence))
    return doc
