"""The digest as Markdown and as one self-contained page of HTML."""

import re
from functools import cache
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from warehouse.digest.content import Digest

#: Characters that Markdown would read as markup.
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~&])")


def markdown(digest: Digest) -> str:
    """The digest as Markdown; text from articles is escaped."""
    return _environment().get_template("digest.md").render(digest=digest)


def html(digest: Digest) -> str:
    """The digest as a page of HTML with its pictures inside and nothing to fetch."""
    return _environment().get_template("digest.html").render(digest=digest)


def name_of_week(digest: Digest) -> str:
    """The week with its days: "2026-W26 (22 to 28 June 2026)"."""
    first, last = digest.first_day, digest.last_day
    start = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    if first.year != last.year:
        start = f"{first.day} {first:%B %Y}"
    return f"{digest.week} ({start} to {last.day} {last:%B %Y})"


def escape_markdown(text: object) -> str:
    """Text on one line that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\1", " ".join(str(text).split()))


def safe_url(url: str | None) -> str | None:
    """The address if it is one of the web, without characters that end a link; else None."""
    if url is None or urlsplit(url).scheme not in {"http", "https"}:
        return None
    return re.sub(r"[\s<>()\"'\\]", lambda found: f"%{ord(found[0]):02X}", url)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("warehouse", "digest/templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "md": escape_markdown,
        "safe_url": safe_url,
        "words": lambda text: str(text).replace("_", " "),
        # Our own rendering of our own chart; every text in it was escaped by the renderer.
        "svg": Markup,
    }
    environment.globals["name_of_week"] = name_of_week
    return environment
