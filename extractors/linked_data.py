"""What a page tells machines in JSON-LD: objects that describe its article, and the text itself."""

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any

from lxml import etree
from lxml import html as lxml_html

#: No page tells more: in so many scripts, each so long, so many objects.
_NODES = 2_000
_SCRIPTS = 40
_SCRIPT_CHARS = 200_000
_ARTICLE_TYPES = re.compile(r"Article|Posting|Report|WebPage|CreativeWork")
_BREAK = re.compile(r"</?(?:p|br|div|li|h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]{0,1000}>")


def linked_data(tree: lxml_html.HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects of JSON-LD that describe the page, articles first."""
    objects: list[dict[str, Any]] = []
    for script in islice(filter(_is_linked_data, tree.iter("script")), _SCRIPTS):
        try:
            waiting = [json.loads(script.text_content(), strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting and len(objects) < _NODES:
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting.extend(node)
            elif isinstance(node, dict):
                objects.append(node)
                waiting.extend(node.get(key) for key in ("@graph", "mainEntity"))
    rank = {"NewsArticle": 0, "WebPage": 2}
    typed = [(str(node.get("@type", "")), node) for node in objects]
    articles = [(kind, node) for kind, node in typed if _ARTICLE_TYPES.search(kind)]
    named = {node["@id"]: node for node in objects if isinstance(node.get("@id"), str)}
    for _, node in sorted(articles, key=lambda pair: rank.get(pair[0], 1)):
        yield node | {key: _resolved(node.get(key), named) for key in ("author", "publisher")}


def _resolved(value: Any, named: dict[str, dict[str, Any]]) -> Any:
    """A value with the things in it that are only referred to by their id."""
    if isinstance(value, list):
        return [_resolved(each, named) for each in value[:10]]
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return named.get(value["@id"], value)
    return value


def told_text(tree: lxml_html.HtmlElement) -> str:
    """The text of the article that a page gives to machines; empty if it gives none."""
    scripts = [script for script in tree.iter("script") if "articleBody" in (script.text or "")]
    if not scripts:
        return ""
    told = (str(node.get("articleBody") or "") for node in linked_data(tree))
    text = _BREAK.sub("\n", max(told, key=len, default=""))
    return unescape(_MARKUP.sub("", text))


def _is_linked_data(script: etree._Element) -> bool:
    kind = (script.get("type") or "").strip().lower()
    return kind == "application/ld+json" and len(script.text or "") <= _SCRIPT_CHARS
