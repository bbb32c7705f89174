"""Durations: how long a design, a build, a delivery or a contract takes, in months.

Each span of time that is no date of its own ("over the next three years" is one) is offered the
words that say what takes it; the nearest give the metric.
"""

from spacy.language import Language
from spacy.tokens import Doc

from extractors.claims.context import Draft, Sentence
from extractors.claims.cues import cues, found, window
from extractors.claims.timing import crossings
from extractors.spans import Quantity
from schema.units import MONTHS
from schema.vocabulary import ClaimKind, DurationMetric

_FILE = "durations.json"
_AROUND = 70  # characters to either side
_REACH = 80  # the cost, in characters, beyond which words belong to something else
_CROSSING = 50  # what a clause boundary adds to it


def draft_duration(sentence: Sentence, span: Quantity) -> Draft | None:
    """The draft of a duration for a span of time, or None where nothing says what takes it."""
    if any(date.start < span.end and span.start < date.end for date in sentence.dates):
        return None
    metric = _metric(sentence, span)
    if metric is None:
        return None
    near = window(sentence, span.start, span.end, 25, 25)
    around = window(sentence, span.start, span.end, _AROUND, _AROUND)
    evidence = {f"also={name}": 1.0 for name in found(cues(_FILE, "metrics"), around)}
    evidence |= {f"against={name}": 1.0 for name in found(cues(_FILE, "against"), near)}
    evidence |= {
        "near": 1.0 / (1.0 + metric[0] / 10),
        "hyphen": float("-" in sentence.between(span.start, span.end)),
        "years": float((span.low or span.high or 0) >= 12),
        "named": float(bool(sentence.names)),
    }
    return Draft(
        kind=ClaimKind.DURATION,
        sentence=sentence,
        start=span.start,
        end=span.end,
        trigger=metric[1].value,
        metric=metric[1],
        low=span.low,
        high=span.high,
        unit=MONTHS,
        qualifier=span.qualifier,
        evidence=evidence,
    )


def _metric(sentence: Sentence, span: Quantity) -> tuple[float, DurationMetric] | None:
    """The metric of the nearest words that name one, and how far they stand."""
    best: tuple[float, DurationMetric] | None = None
    for place, (name, pattern) in enumerate(cues(_FILE, "metrics")):
        for match in pattern.finditer(sentence.lower):
            start, end = match.start() + sentence.start, match.end() + sentence.start
            if start < span.end and span.start < end:
                continue
            low, high = (span.end, start) if span.end <= start else (end, span.start)
            cost = high - low + place / 100
            cost += _CROSSING * crossings(sentence.between(low, high).lower())
            if cost <= _REACH and (best is None or cost < best[0]):
                best = cost, DurationMetric(name)
    return best


@Language.component("gigawatch_durations")
def gigawatch_durations(doc: Doc) -> Doc:
    """Draft a duration for each span of time that words say something takes."""
    for sentence in doc._.context.sentences:
        for span in sentence.quantities:
            if span.unit == MONTHS and (draft := draft_duration(sentence, span)) is not None:
                doc._.drafts.append(draft)
    return doc
