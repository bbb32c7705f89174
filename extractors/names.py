"""The names of an article: entities of the registry, and unknown ones found from context.

``gigawatch_names`` leaves ``doc._.names``. Names in furniture (captions, related links) are left
out; where no lay-out was read, the whole text counts.
"""

import re

from spacy.language import Language
from spacy.tokens import Doc

import extractors.extensions  # noqa: F401  (declares what components leave on a Doc)
from extractors.gazetteer import Match, gazetteer
from extractors.regions import Regions
from extractors.spans import SITES, LineKind, Name
from extractors.unknown_names import Unknown, unknown_names
from schema.vocabulary import EntityKind

_SITE_NUMBER = re.compile(
    r" (?:[2-9]|1\d|I{1,3}|I?V|Two|Three|Four)\b"
    r"(?![%.,]?\d|[- ](?:[mb]illion|percent|per cent|[kMGT]Wh?|(?:giga|mega)watts?"
    r"|(?:years?|months?|weeks?|days?|sites?|buildings?|phases?|units?|reactors?|chips?|racks?)\b))"
)
#: "Acme 9030", "Acme 6+", "Acme 8t", "Acme X2 Elite": a model of a family of chips.
_MODEL = re.compile(
    r"[ -](?!20\d\d\b|\d+(?:nm|[kKMGT]?W|[MGT]B|[kKmMxX]|bn)\b)"
    r"(?:[A-Z]{0,3}\d{1,4}[A-Za-z]{0,2}\+?+|v\d{1,2}[a-z]?)"
    r"(?: (?:Elite|Extreme|Ultra|Pro|Max|Plus))*"
    r"(?![\w%’'-]|[.,]\d|[- ](?:[mb]illion|percent|per cent|(?:kilo|mega|giga)watts?|times|cores?"
    r"|(?:year|month|week|day|unit|rack)s\b))"
)
_DIGIT = re.compile(r"\d")
_TITLES = frozenset({LineKind.TITLE, LineKind.HEADING})


def find_names(doc: Doc) -> Unknown:
    """Every name in the document outside the furniture, and doubtful ones, in its order."""
    text = doc._.text
    headlines = [(line.start, line.end) for line in doc._.lines if line.kind in _TITLES]
    headlines = [span for span in headlines or [(0, doc._.title_end)] if _is_title_case(text, span)]
    furniture = Regions((n.start, n.end) for n in doc._.lines if n.kind is LineKind.FURNITURE)
    without_sense = Regions(headlines)
    matches, turned = gazetteer().read(text, without_sense)
    known = [_known(text, match) for match in matches]
    found, doubtful = unknown_names(
        text, known, without_sense, {text[m.start : m.end] for m in turned}
    )
    names = sorted((*known, *found), key=lambda name: name.start)
    return Unknown(
        [name for name in names if name.start not in furniture],
        [name for name in doubtful if name.start not in furniture],
    )


def _known(text: str, match: Match) -> Name:
    """The name of a match; with a number, "Hyperion 2", it is another site than Hyperion.

    A model is told apart from the family that it belongs to, which is what the registry knows.
    """
    entity = match.entity
    if entity.kind is EntityKind.CHIP and not _DIGIT.search(entity.name):
        return _chip(text, match)
    number = _SITE_NUMBER.match(text, match.end) if entity.kind in SITES else None
    if number is None or text[match.end - 1].isdigit():
        written = text[match.start : match.end]
        return Name(match.start, match.end, written, entity.name, entity.kind, entity.entity_id)
    written = text[match.start : number.end()]
    return Name(match.start, number.end(), written, written, entity.kind, None)


def _chip(text: str, match: Match) -> Name:
    """A family of chips, or the model of it that its name or what follows it tells."""
    entity = match.entity
    end, canonical = match.end, entity.name
    written = text[match.start : end]
    if _DIGIT.search(written):
        canonical = written if entity.name in written else entity.name
    elif model := _MODEL.match(text, end):
        end = model.end()
        canonical = f"{entity.name} {text[match.end + 1 : end]}"
    return Name(match.start, end, text[match.start : end], canonical, entity.kind, entity.entity_id)


def _is_title_case(text: str, span: tuple[int, int]) -> bool:
    """Whether a headline capitalises its common words too, so that capitals say nothing."""
    words = [word for word in text[span[0] : span[1]].split()[1:40] if len(word) > 4]
    return sum(word[0].islower() for word in words) < 0.3 * len(words) or not words


@Language.component("gigawatch_names")
def gigawatch_names(doc: Doc) -> Doc:
    """Fill ``doc._.names`` and ``doc._.doubtful``."""
    doc._.names, doc._.doubtful = find_names(doc)
    return doc
