"""What a page says about itself: title, address, dates, publisher, author, language."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

from htmldate import find_date
from lxml import etree
from lxml import html as lxml_html

from extractors.decoding import clean_line
from extractors.linked_data import linked_data
from schema.addresses import is_public, same_site, without_tracking
from schema.vocabulary import DatePrecision

#: No page of the web is older; earlier dates are clocks that were never set.
EARLIEST = dt.date(1995, 1, 1)
#: A page may be dated a day ahead of the fetch, by the time zones between.
_AHEAD = dt.timedelta(days=1)

#: No page has so many elements of a kind, or so long a script, that says anything of itself.
_ELEMENTS = 1_000
_TIMES = 40
_HEADINGS = 10
_LEAST_HEADLINE = 20
_PIECES = 50

_PUBLISHED_META = (
    "article:published_time", "og:published_time", "datepublished", "dc.date.issued",
    "dcterms.created", "dcterms.issued", "dc.date", "dcterms.date", "parsely-pub-date",
    "sailthru.date", "publishdate", "publish-date", "publish_date", "publication_date",
    "pubdate", "citation_publication_date", "date", "article.published",
)  # fmt: skip
_UPDATED_META = (
    "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified", "lastmod", "article.updated", "revised",
)  # fmt: skip
_DATE = re.compile(
    r"\s{0,9}(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:[/_-]|$)")
_SUFFIX = re.compile(r"\s{1,3}(?:[|–—·•»-]|::)\s{1,3}")
_TELLING = re.compile(r"publi|posted|entry-date|pubdate", re.IGNORECASE)
_UPDATING = re.compile(r"updated|modifi", re.IGNORECASE)
_BYLINES = etree.XPath(
    "//*[@rel='author' or @itemprop='author'] | //*[self::a or self::span or self::p or self::div"
    " or self::address][contains(@class, 'byline') or contains(@class, 'author')]"
)
_BYLINE_BEGIN = re.compile(
    r"(?:(?:written|posted|words|story) )?(?:by|von|par|por|di)[: ]\s?", re.IGNORECASE
)
_BYLINE_END = re.compile(
    r"\s?[|•·–—/(]\s?|,? (?:in|on|for|at|updated|published|posted) |,? \d|"
    r",? (?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.? \d",
    re.IGNORECASE,
)
_PERSONS = re.compile(
    r"[A-ZÀ-Þ][\w.'’-]{1,30}(?: (?:and|&|de|van|von|der|la|[A-ZÀ-Þ][\w.'’-]{0,30},?)){1,8}"
)
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][a-z]{2,4}|$)", re.IGNORECASE)

#: What programs call a page that nobody gave a title, as exhibits of filings.
_UNTITLED = re.compile(
    r"document|untitled(?: document)?|ex(?:hibit)?[- ]?\d{1,3}(?:\.\d{1,2})?|[\w.-]{1,80}\.html?",
    re.IGNORECASE,
)


#: A place where dates may stand, and what reads them.
_Place = tuple[str, Callable[[], Iterator[str | None]]]


@dataclass(frozen=True, slots=True)
class Published:
    """A day of publication, how exactly it is known, and how it was found."""

    day: dt.date | None = None
    precision: DatePrecision = DatePrecision.UNKNOWN
    found_by: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself; empty and None where it is silent."""

    title: str = ""
    url: str | None = None
    published: Published = Published()
    updated: Published = Published()
    publisher: str | None = None
    author: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a page that hold metadata, read once."""

    tree: lxml_html.HtmlElement
    metas: dict[str, str]
    linked: list[dict[str, Any]]
    url: str | None


def read_metadata(
    tree: lxml_html.HtmlElement,
    *,
    whole: bool = True,
    url: str | None = None,
    published_hint: dt.datetime | None = None,
    fetched: dt.date | None = None,
) -> Metadata:
    """Read what a page says about itself.

    Args:
        tree: The parsed page.
        whole: Whether it is a whole page, on which a date may stand in visible text alone.
        url: Where it was found; relative addresses start here.
        published_hint: The date that a feed gave for it.
        fetched: The day it was fetched; later dates of publication are not believed.
    """
    parts = _Parts(tree, _metas(tree), list(linked_data(tree)), url)
    publisher = _publisher(parts)
    updated = _updated(parts, fetched)
    published = _published(parts, tree if whole else None, published_hint, fetched)
    if published.day is None and updated.day is not None:
        published = Published(updated.day, updated.precision, "updated")
    return Metadata(
        title=_title(parts, publisher),
        url=_canonical(parts),
        published=published,
        updated=updated if _is_after(updated, published) else Published(),
        publisher=publisher,
        author=_author(parts),
        language=_language(tree),
    )


def _metas(tree: lxml_html.HtmlElement) -> dict[str, str]:
    """The content of each meta element by its lower-case name or property, the first wins."""
    found: dict[str, str] = {}
    for meta in islice(tree.iter("meta"), _ELEMENTS):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = meta.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), clean_line(content[:2000]))
    return found


# --- title, address, names ---------------------------------------------------------------------


def _title(parts: _Parts, publisher: str | None) -> str:
    candidates = [
        parts.metas.get("og:title"),
        *(node.get("headline") for node in parts.linked),
        parts.metas.get("twitter:title"),
        parts.tree.findtext(".//title"),
    ]
    for candidate in candidates:
        if not isinstance(candidate, str):
            continue
        title = clean_line(candidate[:1000])
        if title and not _UNTITLED.fullmatch(title):
            return without_site_name(headline(title, _headings(parts.tree)) or title, publisher)
    return ""


def _headings(tree: lxml_html.HtmlElement) -> Iterator[str]:
    for heading in islice(tree.iter("h1", "h2"), _HEADINGS):
        yield clean_line("".join(islice(map(str, heading.itertext()), _PIECES))[:1000])


def headline(title: str, lines: Iterable[str]) -> str | None:
    """The line that a longer title starts with: "A plant opens" of "A plant opens | The Post"."""
    for line in lines:
        rest = title[len(line) :] if len(line) >= _LEAST_HEADLINE and title.startswith(line) else ""
        if _SUFFIX.match(rest):
            return line
    return None


def without_site_name(title: str, publisher: str | None) -> str:
    """A title without the name of the site after a bar or dash."""
    pieces = list(_SUFFIX.finditer(title))
    if not pieces or not publisher:
        return title
    tail = _squeezed(title[pieces[-1].end() :])
    site = _squeezed(publisher)
    if tail and (tail in site or site in tail):
        return title[: pieces[-1].start()].strip() or title
    return title


def _squeezed(text: str) -> str:
    return re.sub(r"\W", "", text.casefold())


def _canonical(parts: _Parts) -> str | None:
    links = islice(parts.tree.iter("link"), _ELEMENTS)
    declared = (link.get("href") for link in links if _is_canonical(link))
    candidates = [next(declared, None), parts.metas.get("og:url")]
    for candidate in candidates:
        address = web_address(candidate, parts.url) if candidate else None
        if address and _may_call_itself(address, parts.url):
            return address
    return (web_address(parts.url) if parts.url else None) or parts.url


def _may_call_itself(address: str, url: str | None) -> bool:
    """Whether a page found at ``url`` may be the one at an address.

    A page of the internet that names another host's has been copied there, or pretends to be it.
    """
    return url is None or not is_public(url) or same_site(url, address)


def _is_canonical(link: etree._Element) -> bool:
    return "canonical" in (link.get("rel") or "").lower().split()


def web_address(candidate: str, base: str | None = None) -> str | None:
    """An absolute http or https address without tracking, or None; relative ones have a base."""
    candidate = clean_line(candidate[:4000]).strip("\"' ")
    try:
        address = without_tracking(urljoin(base, candidate) if base else candidate)
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and "." in parts.netloc else None


def _publisher(parts: _Parts) -> str | None:
    names = [_name(node.get("publisher")) for node in parts.linked]
    names += [parts.metas.get("og:site_name"), parts.metas.get("application-name")]
    names += [_host(parts.url)]
    return next((name for name in names if name), None)


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _author(parts: _Parts) -> str | None:
    for node in parts.linked:
        authors = node.get("author")
        listed = authors if isinstance(authors, list) else [authors]
        names = [name for entry in listed[:10] if (name := _name(entry))]
        if names:
            return ", ".join(dict.fromkeys(names))
    for key in ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author"):
        name = parts.metas.get(key)
        if name and "://" not in name:
            return name
    return next(filter(None, map(_byline, islice(_bylines(parts.tree), _HEADINGS))), None)


def _bylines(tree: lxml_html.HtmlElement) -> list[etree._Element]:
    return cast(list[etree._Element], _BYLINES(tree))


def _byline(element: etree._Element) -> str | None:
    """The name that a byline gives: "By Jo Stone | 3 March" is Jo Stone's."""
    text = clean_line("".join(islice(map(str, element.itertext()), _PIECES))[:200])
    name = _BYLINE_END.split(_BYLINE_BEGIN.sub("", text), maxsplit=1)[0].strip(" ,")
    return name if _PERSONS.fullmatch(name) else None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    if not isinstance(value, str) or "://" in value:
        return None
    return clean_line(value[:200]) or None


def _language(tree: lxml_html.HtmlElement) -> str | None:
    found = _LANGUAGE.match((tree.get("lang") or tree.get("xml:lang") or "").strip())
    return found.group(1).lower() if found else None


# --- dates -------------------------------------------------------------------------------------


def _published(
    parts: _Parts,
    tree: lxml_html.HtmlElement | None,
    hint: dt.datetime | None,
    fetched: dt.date | None,
) -> Published:
    """The day of publication from the best of several places that gives a plausible one."""
    places: list[_Place] = [
        ("json-ld", lambda: (_text(node.get("datePublished")) for node in parts.linked)),
        ("meta", lambda: (parts.metas.get(key) for key in _PUBLISHED_META)),
        ("feed", lambda: iter([hint.isoformat() if hint else None])),
        ("time", lambda: _times(parts.tree)),
        ("url", lambda: iter([_url_date(parts.url)])),
        ("text", lambda: iter([_visible_date(tree, fetched)])),
    ]
    return _first_day(places, fetched)


def _updated(parts: _Parts, fetched: dt.date | None) -> Published:
    """The day of the last update from the first of several places that gives a plausible one."""
    places: list[_Place] = [
        ("json-ld", lambda: (_text(node.get("dateModified")) for node in parts.linked)),
        ("meta", lambda: (parts.metas.get(key) for key in _UPDATED_META)),
        ("time", lambda: _updates(parts.tree)),
    ]
    return _first_day(places, fetched)


def _first_day(places: Iterable[_Place], fetched: dt.date | None) -> Published:
    for found_by, values in places:
        for value in values():
            found = parse_published(value, fetched=fetched, found_by=found_by)
            if found.day is not None:
                return found
    return Published()


def _is_after(updated: Published, published: Published) -> bool:
    """Whether an update is one: not before the publication, and another date than it."""
    if updated.day is None or published.day is None:
        return False
    return updated.day >= published.day and published.found_by != "updated"


def parse_published(
    value: str | None, *, fetched: dt.date | None = None, found_by: str = ""
) -> Published:
    """An ISO date or time as a day with its precision; empty if unreadable or implausible."""
    found = _DATE.match(value or "")
    if not found:
        return Published()
    year, month, day, hour = (int(part) if part else None for part in found.groups()[:4])
    try:
        published = dt.date(year or 0, month or 0, day or 1)
    except ValueError:
        return Published()
    if published < EARLIEST or (fetched is not None and published > fetched + _AHEAD):
        return Published()
    precision = DatePrecision.DAY if day else DatePrecision.MONTH
    return Published(published, DatePrecision.SECOND if hour is not None else precision, found_by)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _times(tree: lxml_html.HtmlElement) -> Iterator[str | None]:
    """Dates of the time elements, those that call themselves the publication first."""
    times = [(time.get("datetime"), str(time.attrib)) for time in _dated(tree)]
    times = [(date, named) for date, named in times if not _UPDATING.search(named)]
    for date, _ in sorted(times, key=lambda time: not _TELLING.search(time[1])):
        yield date


def _updates(tree: lxml_html.HtmlElement) -> Iterator[str | None]:
    """Dates of the time elements that call themselves an update."""
    return (time.get("datetime") for time in _dated(tree) if _UPDATING.search(str(time.attrib)))


def _dated(tree: lxml_html.HtmlElement) -> Iterator[etree._Element]:
    return (time for time in islice(tree.iter("time"), _TIMES) if time.get("datetime"))


def _url_date(url: str | None) -> str | None:
    found = _URL_DATE.search((url or "")[:2000])
    return "-".join(found.groups()) if found else None


def _visible_date(tree: lxml_html.HtmlElement | None, fetched: dt.date | None) -> str | None:
    if tree is None:
        return None
    latest = (fetched + _AHEAD).isoformat() if fetched else None
    return find_date(
        tree,
        extensive_search=False,
        original_date=True,
        min_date=EARLIEST.isoformat(),
        max_date=latest,
    )
