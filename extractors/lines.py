"""What each line of an article is: title, heading, text, list item, table row, or furniture.

Furniture is what a page says about itself and its neighbours: captions, bylines, links to other
stories, newsletters, authors' biographies, comments, sources, notices. Lines are told apart by
their words alone, so that a page that was cut to its main text, a Markdown file and a text that
somebody pasted are read alike.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.datafiles import read_text
from extractors.spans import Line, LineKind

_DATA = tomllib.loads(read_text("lines.toml"))
_TERMINAL = frozenset(_DATA["terminal_headings"])
_LISTS = frozenset(_DATA["list_headings"])
_LABELS = frozenset(_DATA["labels"])
_PREFIXES = tuple(_DATA["prefixes"])
_WHOLE_PREFIX = re.compile(rf"(?:{'|'.join(map(re.escape, _PREFIXES))})(?![a-z])")
#: Phrases of furniture, each with the most words that a line of it has.
_PHRASES = dict.fromkeys(_DATA["phrases"], 90) | dict.fromkeys(_DATA["short_phrases"], 25)

_Phrases = tuple[tuple[str, int], ...]

#: A run of characters without a line break, of any kind that Unicode has.
LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_STRAIGHT = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("\xa0", " "))

_MARKER = re.compile(r"(?:[-*+•‣▪◦·–—]|\d{1,3}[.)]|\(\d{1,3}\))[ \t]{1,4}(?=\S)")
_HASHES = re.compile(r"#{1,6}[ \t]{1,4}(?=\S)")
_EMPHASISED = re.compile(r"(?:\*\*|__)[^*_]{1,160}(?:\*\*|__):?")
_RULE = re.compile(r"[-=*_~#|\s:+.]{1,200}")
_TERMINATED = re.compile(r"[.!?…;,][\"'”’)\]*_]{0,4}$")

_LABEL = re.compile(
    r"(?:source url|url|link|downloaded|retrieved|accessed|publisher|published|published on|"
    r"authors?|by|date|updated|last updated|posted|posted on|tags?|topics?|category|categories|"
    r"filed under|section|keywords|read time|share|views|word count)\s{0,2}:"
)
_BYLINE = re.compile(
    r"By [A-Z][\w.'’-]{1,20}(?: (?:[A-Z][\w.'’-]{0,20}|and|de|van|von|of)){1,6}"
    r"(?: [•|·–—-] .{0,60})?$"
)
_DATE_WORDS = re.compile(
    r"(?:\d{1,4}(?:st|nd|rd|th)?|\d{1,2}:\d{2}(?::\d{2})?|\d{4}-\d\d?-\d\d?(?:t[\d:.+z-]{2,20})?|"
    r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|"
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|mon(?:day)?|tues?(?:day)?|"
    r"wed(?:nesday)?|thur?s?(?:day)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|[ap]\.?m\.?|at|on|"
    r"[ecmp][sd]?t|utc|gmt|bst|cet|updated|published|posted|last|min|mins|minutes?|read|ago|hours?|"
    r"days?|dates|tbd|[-–—|·•])"
)
_CREDIT = re.compile(
    r"[(\[](?:image|photo|source|credit|graphic|picture|photograph|illustration|render(?:ing)?|"
    r"courtesy|screenshot)s?(?: credits?)?(?: by|:| of| via)[^()\[\]]{1,120}[)\]]\.?$"
)
_BIOGRAPHY = re.compile(
    r"[A-Z][\w'’.-]{1,20}(?: [A-Z][\w'’.-]{0,20}){1,3} (?:is|was) (?:an? |the )?"
    r"(?:[\w'’-]{1,20}[ ,]{1,2}){0,4}(?:reporter|writer|editor|journalist|correspondent|columnist|"
    r"contributor|blogger|freelancer)\b"
)
_CLOSING_BIOGRAPHY = re.compile(
    r"[A-Z][\w'’.-]{1,20}(?: [A-Z][\w'’.-]{0,20}){1,3},? (?:"
    r"(?:is|was) (?:an?|the) .{0,200}?\b(?:author|fellow|professor|writer|editor|analyst|founder|"
    r"columnist|consultant|researcher|lecturer|contributor|he|she|they|his|her|their)\b|"
    r"(?:writes|covers|reports|lives|blogs|tweets)\b)"
)
#: An article has more lines than its authors have biographies.
_BIOGRAPHIES = 3
_JOB = re.compile(
    r"(?:senior |staff |managing |contributing |associate |executive |chief |deputy |news |tech )"
    r"{1,3}(?:writer|editor|reporter|correspondent|contributor)"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,500}")
_COPYRIGHT = re.compile(r"©\s{0,2}(?:copyright\s{0,2})?\d{4}|copyright (?:©|\(c\))? ?\d{4}")
_COUNT = re.compile(r"\s{0,3}[(:]?\d{0,6}\)?:?$")  # "Comments (3)", "Sources:"
_COMPANY = re.compile(r"About (?!the\b|this\b|that\b)[A-Z][\w&.,'’® -]{1,60}:?$")

_PROSE_WORDS = 25
_HEADING_WORDS = 16
_NAVIGATION_WORDS = 4
_NAVIGATION_RUN = 4
_FURNITURE_WORDS = 90
_FURNITURE_CHARS = 700
#: A closing heading is believed only after this share of the text; a company's self-description
#: ("About Acme") only in its second half.
_TAIL_AFTER = 0.25
_COMPANY_AFTER = 0.5


@dataclass(frozen=True, slots=True)
class _Raw:
    """A line before it is classified: its span, and its words in a comparable form."""

    start: int  # of the content: after a list marker or the hashes of a heading
    end: int
    marker: str
    folded: str
    words: int


def classify_lines(text: str, title_end: int = 0) -> list[Line]:
    """The lines of a text that hold anything, each with what it is.

    A line starts after its list marker (``- ``, ``1. ``) or heading marks (``## ``).
    """
    straight, raws, kinds = _read(text, title_end)
    _mark_navigation(raws, kinds)
    _mark_blocks(straight, raws, kinds)
    if kinds and kinds[-1] is LineKind.HEADING and not raws[-1].marker:
        kinds[-1] = LineKind.BODY  # nothing stands below it: a text that was cut short
    return [Line(raw.start, raw.end, kind) for raw, kind in zip(raws, kinds, strict=True)]


def without_furniture(lines: list[str]) -> list[str]:
    """The lines (none of them empty) that are not furniture each by its own words.

    Who is said to be a writer is its author near its end, and somebody of whom it tells before.
    """
    _, _, kinds = _read("\n".join(lines), 0)
    last = len(lines) - _BIOGRAPHIES
    kept = [
        line
        for place, (line, kind) in enumerate(zip(lines, kinds, strict=True))
        if kind is not LineKind.FURNITURE or (place < last and _BIOGRAPHY.match(line))
    ]
    while len(kept) > _BIOGRAPHIES and _is_closing_biography(kept[-1]):
        kept.pop()
    return kept


def _is_closing_biography(line: str) -> bool:
    return len(line) <= _FURNITURE_CHARS and bool(_CLOSING_BIOGRAPHY.match(line))


def _read(text: str, title_end: int) -> tuple[str, list[_Raw], list[LineKind]]:
    """The text with straight quotes, its lines, and what each is by its own words."""
    straight = text
    for curly, plain in _STRAIGHT:  # each one character for one, so that offsets hold
        straight = straight.replace(curly, plain)
    lowered = straight.lower()
    present = tuple(pair for pair in _PHRASES.items() if pair[0] in lowered)
    raws = list(_raw_lines(straight))
    return straight, raws, [_kind(straight, raw, title_end, present) for raw in raws]


def _raw_lines(text: str) -> Iterator[_Raw]:
    for found in LINE.finditer(text):
        line = found.group()
        content = line.strip()
        if not content:
            continue
        start = found.start() + len(line) - len(line.lstrip())
        mark = _MARKER.match(content) or _HASHES.match(content)
        marker = mark.group() if mark else ""
        folded = content[len(marker) : _FURNITURE_CHARS].lower().strip("*_ ")
        yield _Raw(
            start + len(marker),
            start + len(content),
            marker,
            folded,
            folded.count(" ") + 1 if len(content) < _FURNITURE_CHARS else _FURNITURE_WORDS + 1,
        )


def _kind(text: str, raw: _Raw, title_end: int, present: _Phrases) -> LineKind:
    if raw.start < title_end:
        return LineKind.TITLE
    content = text[raw.start : raw.end]
    if _is_furniture(raw, present) or _is_about_author(content):
        return LineKind.FURNITURE
    if " | " in content or "\t" in content or content.startswith("|"):
        return LineKind.TABLE
    if raw.marker.startswith("#") or _looks_like_heading(content, raw):
        return LineKind.HEADING
    return LineKind.ITEM if raw.marker else LineKind.BODY


def _looks_like_heading(content: str, raw: _Raw) -> bool:
    if raw.marker or raw.words > _HEADING_WORDS:
        return False
    if _EMPHASISED.fullmatch(content):
        return True
    return not content[0].islower() and not _TERMINATED.search(content) and content[-1] != ":"


def _is_furniture(raw: _Raw, present: _Phrases) -> bool:
    line = raw.folded
    if raw.words > _FURNITURE_WORDS:
        return False
    if line in _LABELS or any(raw.words <= most and phrase in line for phrase, most in present):
        return True
    if line.startswith(_PREFIXES) and _WHOLE_PREFIX.match(line):  # the first test is the fast one
        return True
    if _CREDIT.search(line) or _COPYRIGHT.match(line) or _RULE.fullmatch(line):
        return True
    return raw.words <= _HEADING_WORDS and _is_label(line)


def _is_about_author(content: str) -> bool:
    return bool(_BYLINE.match(content) or _BIOGRAPHY.match(content))


def _is_label(line: str) -> bool:
    """Whether a short line is a date, an address or a field of metadata."""
    return bool(
        _LABEL.match(line.replace("*", ""))
        or _ADDRESS.fullmatch(line)
        or _JOB.search(line)
        or _is_date(line)
    )


def _is_date(line: str) -> bool:
    words = (word.strip(",.()") for word in line.split())
    return any(map(str.isdigit, line)) and all(map(_DATE_WORDS.fullmatch, words))


def _mark_navigation(raws: list[_Raw], kinds: list[LineKind]) -> None:
    """Runs of very short lines without numbers are menus, topic lists or bylines in pieces."""
    run: list[int] = []
    for i, raw in enumerate(raws):
        short = kinds[i] in {LineKind.HEADING, LineKind.FURNITURE} and not raw.marker
        if short and raw.words <= _NAVIGATION_WORDS and not any(map(str.isdigit, raw.folded)):
            run.append(i)
            continue
        _mark_run(run, kinds)
        run = []
    _mark_run(run, kinds)


def _mark_run(run: list[int], kinds: list[LineKind]) -> None:
    if len(run) >= _NAVIGATION_RUN:
        for i in run:
            kinds[i] = LineKind.FURNITURE


def _mark_blocks(text: str, raws: list[_Raw], kinds: list[LineKind]) -> None:
    """Everything after a closing heading, and the links under a heading of links."""
    inside = LineKind.BODY  # BODY: no block; ITEM: a list of links; FURNITURE: the tail
    for i, raw in enumerate(raws):
        if kinds[i] is LineKind.TITLE:
            continue
        name = _COUNT.sub("", raw.folded) if raw.words <= _HEADING_WORDS else ""
        if _closes(text, raw, name):
            inside = LineKind.FURNITURE
        elif name in _LISTS and inside is not LineKind.FURNITURE:
            inside = LineKind.ITEM
        elif inside is LineKind.ITEM and _is_prose(text, raw, kinds[i]):
            inside = LineKind.BODY
        if inside is not LineKind.BODY:
            kinds[i] = LineKind.FURNITURE


def _closes(text: str, raw: _Raw, name: str) -> bool:
    """Whether nothing of the article follows this heading."""
    place = raw.start / len(text)
    if place >= _TAIL_AFTER and name in _TERMINAL:
        return True
    return place >= _COMPANY_AFTER and bool(_COMPANY.match(text[raw.start : raw.end]))


def _is_prose(text: str, raw: _Raw, kind: LineKind) -> bool:
    if kind is LineKind.FURNITURE or (raw.marker and not raw.marker.startswith("#")):
        return False
    return raw.marker.startswith("#") or (
        raw.words >= _PROSE_WORDS and bool(_TERMINATED.search(text[raw.end - 8 : raw.end]))
    )
