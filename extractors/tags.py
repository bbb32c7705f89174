"""Tags with more attributes than a page has a use for.

A parser compares each attribute of a tag with all before it: a tag of some hundred thousand, which
is no large page, takes it hours. So they are counted before, in one pass over the text.
"""

import re

#: Tags of real pages have a few dozen at most.
MOST_ATTRIBUTES = 500

_ATTRIBUTE = r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_TAG = rf"<[a-z][^\s/>]*+(?:[\s/]*+{_ATTRIBUTE}){{0,{MOST_ATTRIBUTES}}}+[\s/]*+(?:>|\Z)"
#: Elements whose content is text, whatever it looks like.
_RAW = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
_RAW_ELEMENT = "|".join(rf"(?=<{name}[\s/>]){_TAG}(?:[^<]++|<(?!/{name}))*+" for name in _RAW)
_COMMENT = r"<!--(?!-?>)(?:[^-]++|-(?!-!?>))*+"
#: A page from its start to its end, or to a tag with too many attributes.
_SOUND = re.compile(
    rf"(?:[^<]++|{_RAW_ELEMENT}|{_COMMENT}|<[!?][^>]*+|{_TAG}|<(?![a-z!?]))*+", re.IGNORECASE
)


def has_overloaded_tag(text: str) -> bool:
    """Whether a tag of a page has too many attributes to be parsed."""
    sound = _SOUND.match(text)
    return sound is None or sound.end() < len(text)
