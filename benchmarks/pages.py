"""Whole pages as sites send them: generated articles in the lay-outs of the tests.

Around each stand the styles, scripts and links of a site.
"""

import json
import random
from collections.abc import Iterator
from html import escape

from benchmarks.extraction import SEED, articles
from schema.article import Article
from tests.layouts import LAYOUTS, PROSE, TITLE

#: About what a news site wraps around its text: rules of style, entries of state, links.
_STYLES, _STATE, _LINKS = 150, 250, 120


def pages(count: int) -> Iterator[tuple[str, str]]:
    """Titles and pages of about 600 words and 50 KB, no two alike, half of them of the field."""
    chance = random.Random(SEED)  # noqa: S311  (no secrets here)
    frames = list(LAYOUTS.values())
    written = list(articles(2 * count + 2))
    of_field, other = written[::2], written[1::2]
    for number in range(count):
        told = other if number % 2 else of_field
        first = number - number % 2
        frame = frames[number % len(frames)]
        yield told[first].title, _page(frame, told[first], told[first + 1], chance)


def _page(frame: str, article: Article, more: Article, chance: random.Random) -> str:
    """A lay-out with the text of two articles in the place of its own."""
    lines = [escape(line) for each in (article, more) for line in each.text.split("\n")[2:]]
    share = -(-len(lines) // len(PROSE))
    page = frame.replace(TITLE, escape(article.title))
    for i, sentence in enumerate(PROSE):
        page = page.replace(sentence, " ".join(lines[i * share : (i + 1) * share]) or "So far.")
    page = page.replace("</head>", f"{_head(article, chance)}</head>", 1)
    links = "".join(f'<li><a href="/s/{n}">Section {n}</a></li>' for n in range(_LINKS))
    return page.replace("</body>", f"<footer><ul>{links}</ul></footer></body>", 1)


def _head(article: Article, chance: random.Random) -> str:
    day = f"{article.published:%Y-%m-%d}T09:{chance.randrange(60):02}:00+00:00"
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": day,
        "author": {"@type": "Person", "name": "Jo Stone"},
    }
    styles = "".join(f".s{n}{{color:#{n:06x};margin:{n}px;display:flex}}" for n in range(_STYLES))
    state = {
        f"module{n}": {"key": chance.getrandbits(64), "on": n % 2 == 0, "slots": [n] * 9}
        for n in range(_STATE)
    }
    return (
        f'<script type="application/ld+json">{json.dumps(about)}</script>'
        f'<meta property="article:published_time" content="{day}">'
        f"<style>{styles}</style><script>window.__STATE__ = {json.dumps(state)}</script>"
    )
