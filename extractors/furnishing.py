"""Elements of a page that by their own account are no part of its article.

Sites name their boxes for those who style them: newsletter, promo, related, share, caption. A box
with such a name is dropped, unless so much of the page is in it that the name must mean another
thing; so is what no reader sees, and a group of cards that each lead to another story.
"""

import re
import tomllib
from collections import Counter
from copy import deepcopy
from functools import lru_cache
from itertools import islice, pairwise

from lxml import etree, html

from extractors.datafiles import read_text
from extractors.markup import is_concealed, is_link, is_short, text_size

_DATA = tomllib.loads(read_text("furnishing.toml"))
_WORDS = frozenset(_DATA["words"])
_PAIRS = frozenset(tuple(pair.split()) for pair in _DATA["pairs"])
_FIRST = re.compile(rf"(?:^|\|)(?:{'|'.join(_DATA['first'])})\b")
_ALWAYS = frozenset(_DATA["always"])
_DENYING = frozenset(_DATA["denying"])
_LABEL_WORDS = frozenset(_DATA["labels"])
_WORD = re.compile(r"[A-Z]?[a-z]{2,40}|[A-Z]{2,40}(?![a-z])")
_NAME_CHARS = 300

_NEVER = (
    "script",
    "style",
    "template",
    "noscript",
    "svg",
    "iframe",
    "button",
    "select",
    "textarea",
)
_BOXES = (
    *("div", "section", "aside", "ul", "ol", "p", "span", "table", "td", "figure", "details", "dl"),
    *("header", "footer", "h2", "h3", "h4", "h5", "h6", "article", "nav", "small", "cite", "dd"),
)
#: A line of its own that names an author, a date or a rubric is shorter than this.
_LABELS = ("div", "p", "ul", "small", "cite", "header", "h4", "h5", "h6")
_LABEL = 120
#: A box that holds more of the page than this is not what its name says.
_MOST = 0.3
#: A box with so much text, so little of it links, is dropped for few names only.
_MUCH = 1_000
_FEW_LINKS = 0.15
#: Pages whose text is shorter are not weighed: every box holds much of them.
_FEW = 400

#: What stands around a field that asks for an address: an offer of letters, so long at most.
_OFFERS = ("div", "section", "aside", "p", "form", "fieldset", "label")
_OFFER = 350
_OFFER_DEPTH = 4

#: So many siblings that each lead to one other place are cards of other stories.
_ENOUGH_CARDS = 4
_ENOUGH_HEADED = 3
_CARD = 400
_CARDS = ("article", "li", "div", "section", "p")
_CARD_DEPTH = 4
#: A card begins with its link, or with a label so long at most; the link has so many characters.
_LABEL_BEFORE = 40
_HEADLINE = 15


def without_furnishing(tree: html.HtmlElement) -> html.HtmlElement:
    """A copy of a page without what is no part of an article, and without scripts."""
    page = deepcopy(tree)
    for button in page.xpath("//*[self::h2 or self::h3 or self::h4 or self::h5]//button"):
        button.tag = "span"  # a heading that opens what stands below it
    etree.strip_elements(page, *_NEVER, with_tail=False)
    for field in [field for field in page.iter("input") if field.get("type") == "email"]:
        _drop(_offer(field))
    most = int(_MOST * max(_FEW, text_size(page)))
    for box in [box for box in page.iter(*_BOXES) if is_furnishing(box)]:
        if is_short(box, most) and next(box.iter("h1"), None) is None and not _is_told(box):
            _drop(box)
    for card in _grouped_cards(page):
        _drop(card)
    return page


def is_furnishing(box: etree._Element) -> bool:
    """Whether an element is concealed or named as something other than an article."""
    name = _name(box)
    if len(name) == 1:
        return is_concealed(box)
    named, labelled, _ = _named(name)
    return named or (labelled and box.tag in _LABELS and is_short(box, _LABEL)) or is_concealed(box)


def _is_told(box: etree._Element) -> bool:
    """Whether a box holds much running text that leads nowhere, and so may be of the article."""
    if is_short(box, _MUCH) or _named(_name(box))[2] or is_concealed(box):
        return False
    linked = sum(text_size(link) for link in box.iter("a") if is_link(link))
    return linked < _FEW_LINKS * text_size(box)


def _name(box: etree._Element) -> str:
    return f"{box.get('class', '')}|{box.get('id', '')}"[:_NAME_CHARS]


@lru_cache(maxsize=4096)
def _named(name: str) -> tuple[bool, bool, bool]:
    """Whether a name is one of furnishing; if its text is short; however much text it has."""
    words = [word.lower() for word in _WORD.findall(name)]
    pairs = set(pairwise(words))
    denied = {word for before, word in pairs if before in _DENYING}
    told = set(words) - denied
    named = not (_WORDS.isdisjoint(told) and _PAIRS.isdisjoint(pairs))
    named = named or bool(_FIRST.search(name))
    return named, not _LABEL_WORDS.isdisjoint(told), not _ALWAYS.isdisjoint(told)


def _offer(field: html.HtmlElement) -> html.HtmlElement:
    """The largest box around a field for an address that has no more text than an offer."""
    offer = field
    for box in islice(field.iterancestors(), _OFFER_DEPTH):
        if box.tag not in _OFFERS or not is_short(box, _OFFER):
            break
        offer = box
    return offer


def _drop(element: html.HtmlElement | None) -> None:
    """Take an element out of its tree; what follows it stays."""
    if element is not None and element.getparent() is not None:
        element.drop_tree()


def _grouped_cards(tree: html.HtmlElement) -> list[html.HtmlElement]:
    """The cards that stand beside enough others."""
    cards = {card: None for link in tree.iter("a") if (card := _card(link)) is not None}
    beside = Counter(card.getparent() for card in cards)
    headed = Counter(card.getparent() for card in cards if _has_heading(card))
    return [
        card
        for card in cards
        if beside[card.getparent()] >= _ENOUGH_CARDS or headed[card.getparent()] >= _ENOUGH_HEADED
    ]


def _card(link: html.HtmlElement) -> html.HtmlElement | None:
    """The largest short box around a link that leads nowhere else and begins with it."""
    if not is_link(link) or (link.tail or "").strip() or is_short(link, _HEADLINE):
        return None
    card = None
    for box in islice(link.iterancestors(), _CARD_DEPTH):
        if not is_short(box, _CARD) or len({each.get("href") for each in box.iter("a")}) > 1:
            break
        if box.tag in _CARDS:
            card = box
    return card if card is not None and _begins_with(card, link) else None


def _begins_with(card: html.HtmlElement, link: html.HtmlElement) -> bool:
    before = 0
    for element in card.iter():
        if element is link:
            return before <= _LABEL_BEFORE
        before += len((element.text or "").strip())
    return False


def _has_heading(card: html.HtmlElement) -> bool:
    return next(card.iter("h2", "h3", "h4", "h5"), None) is not None
