"""The language of a text, by its letters and its commonest words."""

import re
import tomllib
from collections import Counter
from functools import cache

from extractors.datafiles import read_text

#: Scripts that settle the language, or the likeliest one.
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_WORD = re.compile(r"[^\W\d_]{1,30}")
_SAMPLE = 4000
_ENOUGH_WORDS = 20
#: A language is believed where at least this share of the words are common words of it.
_ENOUGH_SHARE = 0.12
#: Japanese mixes scripts, so that its own letters need not be many.
_SCRIPT_SHARE = 0.15


def detect_language(text: str, declared: str | None = None) -> str | None:
    """ISO 639-1 code of the language of a text, or the declared one where the text does not tell.

    Pages often declare the language of their template rather than that of the article, so that
    clear evidence in the text comes first.
    """
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample.lower())
    letters = sum(map(len, words))
    for code, script in _SCRIPTS:
        if letters and len(script.findall(sample)) > _SCRIPT_SHARE * letters:
            return code
    if len(words) < _ENOUGH_WORDS:
        return declared
    counts = Counter(code for word in words for code in _languages_of().get(word, ()))
    code, hits = counts.most_common(1)[0] if counts else ("", 0)
    if hits < _ENOUGH_SHARE * len(words):
        return declared
    if declared and counts[declared] >= 0.9 * hits:
        return declared
    return code


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    """Each common word with the languages it is common in."""
    found: dict[str, list[str]] = {}
    for code, words in tomllib.loads(read_text("languages.toml")).items():
        for word in words.split():
            found.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in found.items()}
