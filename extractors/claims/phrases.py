"""Things that a sentence tells of without a name that is known: products, techniques, classes.

"RPA v3 increases throughput", "modular substations cut it by half", "with speculative decoding":
offered to the party finder beside the names, never decided here.
"""

import re
from collections.abc import Iterator
from functools import cache

from extractors.claims.context import Phrase, Sentence
from extractors.datafiles import read_json

_FILE = "phrases.json"
_LONGEST = 1000  # characters of a sentence that are looked at
_MOST = 4  # phrases of a kind


@cache
def _codes() -> re.Pattern[str]:
    return re.compile(read_json(_FILE)["codes"])


@cache
def _no_heads() -> frozenset[str]:
    return frozenset(read_json(_FILE)["no_heads"])


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = read_json(_FILE)
    inside, verbs, openers = data["inside"], data["verbs"], data["no_openers"]
    words = rf"(?P<words>(?:{inside}[\w’'-]{{1,24}} ){{0,3}}?{inside}[a-z][\w-]{{1,24}})\b"
    article = r"(?:(?:[Tt]he|[Ii]ts|[Tt]heir|[Oo]ur|[Aa]n?|[Tt]hese|[Tt]his|[Ss]uch|[Ss]ome) )?"
    coded = r"(?=[\w.-]{0,20}(?:[A-Z][\w.-]{0,20}[A-Z0-9]|[a-z][\w.-]{0,20}[A-Z]))[A-Za-z]"
    product = (
        rf"(?<![\w.$€£’'-])(?P<words>(?:{openers}[A-Z][a-z]{{1,20}} )?{coded}[\w.-]{{1,24}}"
        r"(?<![.-])(?: (?:v?\d[\w.]{0,6}(?<!\.)|[A-Z][a-z]{1,12}))?)(?![\w%-])"
    )
    lead = rf"(?:{data['openings']}){article}"
    noun = rf"{lead}{words} (?:(?:also|now|still|already|then) )?(?:{verbs})\b"
    means = rf"(?i:{data['means']}) {article}{words} ?(?={data['means_end']})"
    forms = {"product": product, "noun": noun, "means": means}
    return tuple((how, re.compile(pattern)) for how, pattern in forms.items())


def phrases(sentence: Sentence) -> list[Phrase]:
    """What a sentence tells of by words, where they are no part of a name."""
    return [phrase for how, pattern in _patterns() for phrase in _found(sentence, how, pattern)]


def _found(sentence: Sentence, how: str, pattern: re.Pattern[str]) -> Iterator[Phrase]:
    count = 0
    for match in pattern.finditer(sentence.text[:_LONGEST]):
        words = match["words"]
        start, end = (sentence.start + at for at in match.span("words"))
        if any(name.start < end and start < name.end for name in sentence.names):
            continue
        last = words.rpartition(" ")[2]
        if last.lower() in _no_heads() or _codes().fullmatch(words.split(" ")[0]):
            continue
        yield Phrase(words, start, end, how)
        count += 1
        if count == _MOST:
            return
