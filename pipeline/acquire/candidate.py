"""What a source proposes to fetch."""

import datetime as dt
from dataclasses import dataclass
from typing import Self
from urllib.parse import urljoin, urlsplit

from schema.addresses import without_tracking

#: No page is older than the web; later than tomorrow is a mistake of the listing.
_FIRST_DAY = dt.datetime(1993, 1, 1, tzinfo=dt.UTC)
_TOMORROW = dt.timedelta(days=1)
_LONGEST_ADDRESS = 4_000
_LONGEST_TITLE = 500
_LONGEST_DATE = 40


@dataclass(frozen=True)
class Candidate:
    """An address that a source names, with what the source says about it."""

    url: str
    title: str | None = None
    published: dt.datetime | None = None
    final: bool = False  # never changes, so that having it once is enough
    cited_by: str | None = None  # address of the article that cited it, if no source listed it

    @classmethod
    def linked(
        cls, link: object, *, base: str, title: object = None, published: dt.datetime | None = None
    ) -> Self | None:
        """The candidate of a link in a listing; None where it leads nowhere, or back to it."""
        if not isinstance(link, str) or not link.strip():
            return None
        try:
            url = urljoin(base, link.strip()[:_LONGEST_ADDRESS])
            scheme = urlsplit(url).scheme
        except ValueError:
            return None
        if scheme not in {"http", "https"} or url == base:
            return None
        words = " ".join(title[: 2 * _LONGEST_TITLE].split()) if isinstance(title, str) else ""
        return cls(without_tracking(url), words[:_LONGEST_TITLE] or None, published)


def iso_moment(written: object) -> dt.datetime | None:
    """The moment of a date or time written by ISO 8601, in UTC where it names no zone."""
    if not isinstance(written, str):
        return None
    try:
        moment = dt.datetime.fromisoformat(written.strip()[:_LONGEST_DATE])
        if moment.tzinfo is None:
            return moment.replace(tzinfo=dt.UTC)
        return moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def believed(moment: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    """A date of publication that can be one: neither of a clock never set, nor of the future."""
    if moment is None:
        return None
    return moment if _FIRST_DAY <= moment <= now + _TOMORROW else None
