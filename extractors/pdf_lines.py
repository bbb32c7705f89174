"""Paragraphs of the lines that a typesetter broke, told by where those stand on the page."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

#: Headings are set larger than the text by this much.
LARGER = 1.15
#: Width of a character by its size, on average over text typefaces; only proportions count.
_CHARACTER = 0.46
#: A line is full if the first word of the next would not have fitted, give or take.
_FULL = 0.92
#: Lines of one paragraph stand at most so much further apart than is usual at their size.
_APART = 1.25
_SAME_SIZE = 0.07
#: Lines that stand further apart than so many times their size are of another column.
_FAR = 3.0
#: Over a break of column or page, a line is the last of its paragraph if it is so short.
_SHORT = 0.8
#: A column of fewer lines does not tell its width.
_FEW_LINES = 3
#: A text whose words are never broken still has this share of lines that end with a hyphen.
_HYPHENATED = 0.03

_BULLET = re.compile(r"(?:[•▪■●◦‣–—*·\uf0b7\uf0a7]|\(?[0-9a-z]{1,2}[.)])\s{0,4}")
_ONLY_BULLET = re.compile(r"[•▪■●◦‣·\uf0b7\uf0a7o]\s{0,4}$")
_ENDED = re.compile(r"[.!?:][\"'”’)\]]{0,3}$")
_WORD = re.compile(r"[A-Za-z]{1,40}(?:-[A-Za-z]{1,40}){0,3}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a paragraph, where it stands on its page."""

    text: str
    x: float
    y: float
    size: float
    #: 0 at the bottom of the page, 1 at its top.
    height: float = 0.5


def paragraphs(pages: list[list[Line]]) -> Iterator[Line]:
    """The paragraphs of a document's lines, in their order; each keeps where it starts."""
    lines = [line for page in pages for line in page]
    if not lines:
        return
    setting = _Setting(lines)
    start, pieces = lines[0], [lines[0].text]
    for (above, right), line in zip(setting.with_edges(), lines[1:], strict=False):
        if not setting.goes_on(above, line, right):
            yield replace(start, text=setting.joined(pieces))
            start, pieces = line, []
        pieces.append(line.text)
    yield replace(start, text=setting.joined(pieces))


def usual_size(lines: list[Line]) -> float:
    """The size in which most of some lines are set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0]


class _Setting:
    """How a document is set: its columns, its line spacing, and the words that it uses."""

    def __init__(self, lines: list[Line]) -> None:
        self._columns = list(_columns(lines))
        self._usual = usual_size(lines)
        self._right = _edge(lines)
        gaps: dict[int, list[float]] = {}
        for above, below in pairwise(lines):
            if _alike(above, below) and 0 < above.y - below.y < _FAR * above.size:
                gaps.setdefault(round(above.size), []).append(above.y - below.y)
        self._gaps = {size: median(found) for size, found in gaps.items()}
        self._words = Counter(
            word.lower() for line in lines for word in _WORD.findall(line.text.rstrip("-"))
        )
        broken = sum(line.text[-1:] == "-" for line in lines)
        self._hyphenates = broken > _HYPHENATED * len(lines)

    def with_edges(self) -> Iterator[tuple[Line, float]]:
        """Each line with the right edge of its column."""
        for column in self._columns:
            right = _edge(column) if len(column) >= _FEW_LINES else self._right
            yield from ((line, right) for line in column)

    def goes_on(self, above: Line, below: Line, right: float) -> bool:
        """Whether a line belongs to the paragraph of the line before it."""
        if _ONLY_BULLET.fullmatch(above.text):
            return True
        if not _alike(above, below) or _BULLET.match(below.text):
            return False
        gap = above.y - below.y
        if gap <= 0 or gap > _FAR * above.size:  # another column or page
            ended = _ENDED.search(above.text) or _end(above) < _SHORT * right
            return below.text[0].islower() or not ended
        if gap > _APART * self._gaps.get(round(above.size), gap):
            return False
        if above.size > LARGER * self._usual:  # a headline is broken where it looks best
            return True
        first = below.text.split(" ", 1)[0]
        return _end(above, len(first) + 1) > _FULL * right

    def joined(self, pieces: list[str]) -> str:
        """Lines as one; a word that was broken at the end of a line is made whole."""
        whole: list[str] = []
        for piece, following in zip(pieces, [*pieces[1:], ""], strict=True):
            if not piece.endswith("-") or not following[:1].islower():
                whole.append(f"{piece} ")
                continue
            start = piece.rsplit(" ", 1)[-1].rstrip("-").lower()
            rest = _WORD.match(following)
            end = rest.group().lower() if rest else ""
            whole.append(piece[:-1] if self._was_broken(start, end) else piece)
        return "".join(whole).strip()

    def _was_broken(self, start: str, end: str) -> bool:
        """Whether a hyphen is the typesetter's: by the words that the document uses elsewhere."""
        whole, compound = self._words[f"{start}{end}"], self._words[f"{start}-{end}"]
        return whole > compound if whole != compound else self._hyphenates


def _columns(lines: list[Line]) -> Iterator[list[Line]]:
    """The lines of each column or page: they go down from its top."""
    column: list[Line] = []
    for line in lines:
        if column and line.y > column[-1].y + line.size:
            yield column
            column = []
        column.append(line)
    yield column


def _edge(lines: list[Line]) -> float:
    """Where full lines end; a few stick out."""
    ends = sorted(map(_end, lines))
    return ends[int(len(ends) * 0.9)]


def _end(line: Line, more: int = 0) -> float:
    return line.x + (len(line.text) + more) * _CHARACTER * line.size


def _alike(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= _SAME_SIZE * one.size
