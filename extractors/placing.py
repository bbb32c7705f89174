"""Where lines of text stand in a page, and which lines of it belong among them."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise

from lxml import etree

from extractors.markup import ShownLine, is_link, text_size

_NO_WORD = re.compile(r"[\W_]+")
#: Lines that were cut otherwise are looked for within the text, if they have so many characters ...
_LONG = 25
#: ... and while so many characters are compared in all.
MOST_COMPARED = 50_000_000

#: A sentence has so many characters.
_PROSE = 60
#: A text that a page gives for its own has so many letters, so much of it is shown, and the two
#: texts are of so much the same length.
_TOLD = 400
_SHOWN = 0.9
_AGREED = 0.7
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u4e00-\u9fff]{1,60}")
_TERMINATED = re.compile(r"[.!?…:;。！？؟][\"'”’»)\]]{0,3}$")
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_ITEMS = ("li", "dt", "dd", "tr", "pre", "blockquote", "summary")
_LISTS = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",), "tr": ("table",)}
_DEPTH = 4
#: A text goes on after so many lines that are none of it, such as a heading, a time and a name.
_PAUSE = 3
#: A list of which more than this are links leads elsewhere.
_LINKED = 0.4
_TERSE = 9


class Links:
    """Which lists and tables of a page are there for their links; each is read once."""

    def __init__(self) -> None:
        self._known: dict[etree._Element, tuple[bool, bool]] = {}

    def fill(self, block: etree._Element) -> bool:
        """Whether so much of a list or table is links that it leads elsewhere."""
        return self._of(block)[0]

    def is_terse(self, block: etree._Element) -> bool:
        """Whether the items of a list are words, as those of a menu or of what can be shared."""
        return self._of(block)[1]

    def _of(self, block: etree._Element) -> tuple[bool, bool]:
        if block not in self._known:
            size = text_size(block)
            linked = sum(text_size(link) for link in block.iter("a") if is_link(link))
            items = sum(1 for _ in block.iter(*_ITEMS)) or 1
            self._known[block] = linked > _LINKED * size, size < _TERSE * items
        return self._known[block]


def found_places(shown: Sequence[ShownLine], found: Sequence[str]) -> list[int]:
    """The places at which the lines of a page are those found, in the order of the page.

    A line that the page has more often than it was found stands where the others do.
    """
    keys = [_key(line.text) for line in shown]
    wanted = Counter(map(_key, found))
    wanted.pop("", None)
    had = Counter(keys)
    whole = "".join(wanted)
    once, more, compared = [], [], 0
    for place, key in enumerate(keys):
        if wanted[key] >= had[key] > 0:
            once.append(place)
        elif key in wanted:
            more.append(place)
        elif len(key) >= _LONG and compared < MOST_COMPARED:
            compared += len(whole)
            if key in whole:
                once.append(place)
    return sorted([*once, *_nearest(more, once, keys, wanted)])


def told(
    shown: Sequence[ShownLine], places: Sequence[int], text: str
) -> tuple[Sequence[ShownLine], Sequence[int]]:
    """The lines and places within the text that a page gives to machines as its own.

    Pages give a part of their text, or another one, so that it is believed only where nearly all
    of it is shown, and where it is most of what was found. What stands after its last paragraph
    may be a list or table of the article, since these are not given.
    """
    whole = _key(text)
    own = found_places(shown, [text]) if len(whole) >= _TOLD else []
    size = sum(len(_key(shown[place].text)) for place in own)
    found = sum(len(_key(shown[place].text)) for place in places if is_prose(shown[place]))
    if not own or size < _SHOWN * len(whole) or size < _AGREED * found:
        return shown, places
    begin, end = own[0], own[-1] + 1
    while end in places and shown[end].element.tag in _ITEMS and not shown[end].leads_elsewhere:
        end += 1
    kept = {place for place in places if begin <= place < end}
    if size > found / _AGREED:
        kept.update(own)
    return shown[begin:end], [place - begin for place in sorted(kept)]


def _key(text: str) -> str:
    return _NO_WORD.sub("", text).casefold()


def _nearest(
    places: Sequence[int], certain: Sequence[int], keys: Sequence[str], wanted: Counter[str]
) -> list[int]:
    """Of the places of repeated lines those among or nearest the certain ones."""
    begin, end = (certain[0], certain[-1]) if certain else (0, 0)
    left = Counter(wanted)
    chosen = []
    for place in sorted(places, key=lambda place: max(begin - place, place - end, 0)):
        if left[keys[place]] > 0:
            left[keys[place]] -= 1
            chosen.append(place)
    return chosen


def with_missing(shown: Sequence[ShownLine], places: Sequence[int], links: Links) -> list[int]:
    """The places, with those of lines that belong among them: headings, lists, paragraphs.

    Finders of main text drop headings and lists where they cannot tell them from menus, and
    paragraphs that stand in boxes of their own.
    """
    if not places:
        return []
    known = set(places)
    like = _Like([shown[place] for place in places], links)
    begin, end = _reach(shown, places, like)
    kept = [
        place
        for place in range(begin, end)
        if place in known or (not shown[place].leads_elsewhere and like.belongs(shown[place]))
    ]
    below = {place: after for place, after in pairwise(kept) if after <= place + _DEPTH}
    return [
        place
        for place in kept
        if place in known or place in below or shown[place].element.tag not in _HEADINGS
    ]


def _reach(shown: Sequence[ShownLine], places: Sequence[int], like: "_Like") -> tuple[int, int]:
    """From where to where lines are looked at: past the ends while paragraphs go on as before."""
    begin, end = places[0], places[-1] + 1
    while begin > 0 and like.goes_on(shown[begin - 1]):
        begin -= 1
    for place in range(end, len(shown)):
        if shown[place].element.tag == "h1" or place > end + _PAUSE:
            break
        if like.goes_on(shown[place]):
            end = place + 1
    return begin, end


def width(text: str) -> int:
    """The length of a text, of which a character of Chinese or Japanese counts for two."""
    return len(text) if text.isascii() else len(text) + sum(map(len, _IDEOGRAPHS.findall(text)))


def is_prose(line: ShownLine) -> bool:
    """Whether a line is a sentence or more of running text."""
    return (
        width(line.text) >= _PROSE
        and 2 * line.linked < len(line.text)
        and bool(_TERMINATED.search(line.text[-5:]))
    )


class _Like:
    """What the known lines of a text have in common."""

    def __init__(self, lines: Sequence[ShownLine], links: Links) -> None:
        self._links = links
        prose = [line.element for line in lines if is_prose(line)]
        # Sets of elements rather than of their ids: lxml makes an element anew once it is let go.
        self._parents = {element.getparent() for element in prose}
        self._around = {
            above for element in prose for above in islice(element.iterancestors(), _DEPTH)
        }
        forms = Counter(map(_form, prose))
        self._forms = {form for form, count in forms.items() if count > 1}

    def goes_on(self, line: ShownLine) -> bool:
        """Whether a line is a paragraph that stands beside others, or has names as they have."""
        if not is_prose(line):
            return False
        form = _form(line.element)
        is_named = any(not each.endswith(".") for each in form)
        near = line.element.getparent() in self._parents or line.element in self._parents
        return near or (is_named and form in self._forms)

    def belongs(self, line: ShownLine) -> bool:
        """Whether a line that stands between known ones is one of them."""
        element = line.element
        if next(element.iterancestors("aside"), None) is not None:
            return False
        if element.tag in _HEADINGS:
            return element.getparent() in self._around
        item = next(element.iterancestors(*_ITEMS), None) if element.tag not in _ITEMS else element
        if item is not None:
            return self._is_own_list(item)
        return self.goes_on(line)

    def _is_own_list(self, item: etree._Element) -> bool:
        """Whether a list stands near the paragraphs and does not lead elsewhere."""
        whole = next(item.iterancestors(*_LISTS.get(str(item.tag), ("html",))), None)
        block = item if whole is None or whole.tag == "html" else whole
        near = not self._around.isdisjoint(islice(block.iterancestors(), _DEPTH - 1))
        return near and not self._links.fill(block) and not self._links.is_terse(block)


def _form(element: etree._Element) -> tuple[str, ...]:
    """How an element is made, with what it stands in: tags and classes."""
    return tuple(
        f"{each.tag}.{each.get('class', '')}"
        for each in (element, *islice(element.iterancestors(), 2))
    )
