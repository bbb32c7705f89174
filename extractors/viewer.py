"""A page for one's eyes: an article with its claims highlighted where they stand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from jinja2 import Environment, PackageLoader

from extractors.lines import classify_lines
from extractors.metadata import web_address
from extractors.spans import Line
from schema.article import Article
from schema.claim import Claim, Interval

_TEMPLATES = Environment(
    loader=PackageLoader("extractors"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_MAGNITUDES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of characters under the same claims."""

    text: str
    kind: str = ""
    is_party: bool = False
    tip: str = ""
    numbers: tuple[int, ...] = ()  # of the claims that end here


@dataclass(slots=True)
class _ShownLine:
    kind: str
    pieces: list[_Piece]
    claims: list[tuple[int, Claim]] = field(default_factory=list)


def render_html(article: Article, claims: Sequence[Claim]) -> str:
    """A self-contained page that shows an article's claims in its text; nothing in it is active."""
    ordered = sorted(claims, key=lambda claim: (claim.start, claim.end, claim.kind))
    numbered = list(enumerate(ordered, start=1))
    title_end = len(article.title) if article.text.startswith(article.title) else 0
    lines = [
        _show_line(article.text, line, numbered) for line in classify_lines(article.text, title_end)
    ]
    return _TEMPLATES.get_template("claims.html").render(
        article=article,
        claims=ordered,
        counts=sorted(Counter(claim.kind.value for claim in ordered).items()),
        lines=lines,
        link=web_address(article.url) if article.url else None,
        describe=describe,
    )


def _show_line(text: str, line: Line, numbered: list[tuple[int, Claim]]) -> _ShownLine:
    here = [(n, c) for n, c in numbered if c.start < line.end and c.end > line.start]
    cuts = {line.start, line.end}
    for _, claim in here:
        for start, end in ((claim.start, claim.end), *_party_spans(claim)):
            cuts |= {max(start, line.start), min(end, line.end)}
    inside = sorted(cut for cut in cuts if line.start <= cut <= line.end)
    pieces = [_show_piece(text, start, end, here) for start, end in pairwise(inside)]
    begun = [(n, c) for n, c in here if c.start >= line.start]
    return _ShownLine(line.kind.value, pieces, begun)


def _show_piece(text: str, start: int, end: int, here: list[tuple[int, Claim]]) -> _Piece:
    covering = [(n, c) for n, c in here if c.start <= start and c.end >= end]
    if not covering:
        return _Piece(text[start:end])
    parties = [span for _, claim in covering for span in _party_spans(claim)]
    return _Piece(
        text[start:end],
        kind=covering[0][1].kind.value,
        is_party=any(first <= start and last >= end for first, last in parties),
        tip="\n".join(f"{n} {c.kind.value}: {describe(c)}" for n, c in covering),
        numbers=tuple(n for n, c in covering if c.end == end),
    )


def _party_spans(claim: Claim) -> list[tuple[int, int]]:
    return [
        (party.start, party.end)
        for party in claim.parties
        if party.start is not None and party.end is not None
    ]


def describe(claim: Claim) -> str:
    """A claim in one line: parties, label, amount, dates, how it is asserted."""
    parties = " → ".join(name or "?" for name in (claim.subject, claim.object))
    label = claim.role or claim.stage or claim.metric
    words = [parties, label.value if label else "", _amount(claim), _dates(claim.when)]
    return ", ".join(filter(None, [*words, claim.modality.value]))


def _amount(claim: Claim) -> str:
    if claim.qualitative:
        return "in words alone"
    low, high = (None if n is None else _number(n) for n in (claim.low, claim.high))
    unit = f" {claim.unit}" if claim.unit else ""
    if low is None and high is None:
        return ""
    if low == high:
        return f"{low}{unit}"
    if low and high:
        return f"{low} to {high}{unit}"
    return f"at least {low}{unit}" if low else f"up to {high}{unit}"


def _number(value: float) -> str:
    for size, name in _MAGNITUDES:
        if abs(value) >= size:
            return f"{value / size:,.6g} {name}"
    return f"{value:,.6g}"


def _dates(when: Interval | None) -> str:
    if when is None:
        return ""
    if when.start == when.end:
        return str(when.start)
    return f"{when.start or '…'} to {when.end or '…'}"
