"""Sources: where pages come from, as a TOML file that a person writes."""

import datetime as dt
import re
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args
from urllib.parse import urlencode

import soupsieve
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    ValidationError,
    model_validator,
)

from schema.entity import load_registry
from schema.mistakes import explain
from schema.vocabulary import Tier


class SourceError(ValueError):
    """A sources file that cannot be used; the message names the file, the source and the field."""


class Schedule(StrEnum):
    """How often a source is read while the pipeline runs by itself."""

    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"

    @property
    def period(self) -> dt.timedelta:
        """The time between two readings."""
        hours = {Schedule.HOURLY: 1, Schedule.DAILY: 24, Schedule.WEEKLY: 168}
        return dt.timedelta(hours=hours[self])


def _without_password(given: HttpUrl) -> HttpUrl:
    if given.username or given.password:
        raise ValueError(
            "it holds a user name or password, which would be kept with every page: leave it out"
        )
    return given


#: An address of the web.
Address = Annotated[HttpUrl, AfterValidator(_without_password)]


def _contact(given: str) -> str:
    if not re.search(r"[^@\s]{1,64}@[^@\s]{1,128}\.[^@\s]{2,24}", given) or not given.isprintable():
        raise ValueError(f"{given!r} names no e-mail address, as in 'Jo Stone jo@example.org'")
    return given


#: Who reads, for hosts that ask who that is.
Contact = Annotated[str, Field(max_length=200, pattern=r"^[ -~]+$"), AfterValidator(_contact)]


class Mark(StrEnum):
    """Whether somebody is on record as having seen that the address answers."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"


class _Source(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,79}$", description="Short name, unique here.")
    publisher: str | None = Field(
        None, description="Name of the publisher; else the page's own, else its host."
    )
    tier: Tier = Field(Tier.NEWS, description="How close the publisher is to what it tells.")
    enabled: bool = Field(True, description="Whether it is read at all.")
    note: str | None = Field(
        None, max_length=500, description="What a person should know before reading it."
    )
    follow: bool = Field(
        True, description="Whether what its articles cite is fetched as well, one step deep."
    )
    follow_hosts: tuple[str, ...] = Field(
        ("*",), min_length=1, description="Hosts of what they cite to take, as globs: *.sec.gov."
    )
    schedule: Schedule = Field(Schedule.HOURLY, description="How often it is read by itself.")
    mark: Mark = Field(Mark.UNVERIFIED, description="Whether its address was seen to answer.")
    documented: HttpUrl | None = Field(None, description="Document that says so of the address.")
    documented_on: dt.date | None = Field(None, description="Day of which the document says so.")

    @model_validator(mode="after")
    def _proven(self) -> Self:
        if self.mark is Mark.VERIFIED and self.documented is None:
            raise ValueError("mark 'verified' needs 'documented', the address of what says so")
        return self


def _selector(given: str) -> str:
    try:
        soupsieve.compile(given)
    except (soupsieve.SelectorSyntaxError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise ValueError(f"{given!r} is no CSS selector ({reason})") from error
    return given


#: A CSS selector that was checked when the file was read.
Selector = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_selector)]


class _WebSource(_Source):
    local: bool = Field(False, description="May be on this machine or a private network.")


class _ListingSource(_WebSource):
    url: Address = Field(description="Address of the listing.")
    limit: int = Field(200, ge=1, description="At most so many pages a run.")

    @property
    def address(self) -> str:
        """Where reading it starts."""
        return str(self.url)


class FeedSource(_ListingSource):
    """A feed (RSS, Atom or JSON Feed), whose entries are fetched."""

    kind: Literal["feed"]


class SitemapSource(_ListingSource):
    """A sitemap, an index of them or a robots.txt that names some; the newest pages are fetched."""

    kind: Literal["sitemap"]
    match: tuple[str, ...] = Field(
        ("*",), min_length=1, description="Paths to take, as globs: */news/*."
    )
    days: int | None = Field(None, ge=1, description="Leave out pages that changed longer ago.")


class IndexSource(_ListingSource):
    """A page of links to articles, such as a newsroom's."""

    kind: Literal["index"]
    select: Selector = Field(description="CSS selector of the links, or of what holds each.")
    next: Selector | None = Field(None, description="CSS selector of the link to the next page.")
    pages: int = Field(1, ge=1, le=100, description="At most so many pages of links a run.")


class PagesSource(_WebSource):
    """A list of pages."""

    kind: Literal["pages"]
    urls: tuple[Address, ...] = Field(min_length=1, description="Addresses of the pages.")

    @property
    def address(self) -> str:
        """Where reading it starts."""
        return str(self.urls[0])


def _cik(company: str) -> int:
    """The number under which a company of the registry files.

    Raises:
        ValueError: if the registry does not have the company, or no number for it.
    """
    entity = load_registry().get(company) or load_registry().find(company)
    if entity is None or entity.cik is None:
        wanting = "no such company" if entity is None else f"no CIK for {entity.name}"
        raise ValueError(f"the registry has {wanting} ({company!r}): write its number as 'cik'")
    return int(entity.cik)


class EdgarSource(_WebSource):
    """A company's filings, from the index that the US Securities and Exchange Commission keeps."""

    kind: Literal["edgar"]
    company: str | None = Field(
        None, description="The filer by id or name, where the registry has its CIK: org:nvidia."
    )
    cik: int = Field(ge=1, le=9_999_999_999, description="Number of the filer (its CIK).")
    forms: tuple[str, ...] = Field(
        ("8-K", "10-Q", "10-K"), min_length=1, description="Forms to take, with their amendments."
    )
    exhibits: bool = Field(True, description="With the press releases of current reports.")
    days: int = Field(400, ge=1, description="Leave out filings that are older.")
    limit: int = Field(40, ge=1, description="At most so many filings a run, the newest first.")
    base_url: Address | None = Field(
        None, description="Another host with the same paths, such as a mirror."
    )

    @model_validator(mode="before")
    @classmethod
    def _numbered(cls, given: Any) -> Any:
        """Take the number of a filer that is named from the registry."""
        if not isinstance(given, dict) or not isinstance(given.get("company"), str):
            return given
        number = _cik(given["company"])
        if given.get("cik", number) != number:
            raise ValueError(f"{given['company']!r} is CIK {number}: leave out 'cik' or 'company'")
        return {**given, "cik": number}

    @property
    def address(self) -> str:
        """Where reading it starts."""
        base = str(self.base_url or "https://data.sec.gov").rstrip("/")
        return f"{base}/submissions/CIK{self.cik:010}.json"


class GdeltSource(_WebSource):
    """Articles of the world's press that match a query, from the GDELT project's DOC 2.0 API."""

    kind: Literal["gdelt"]
    query: str = Field(min_length=3, max_length=1_000, description="What to ask for, its way.")
    timespan: str = Field(
        "1d",
        pattern=r"^[1-9]\d{0,2}(min|h|d|w|m)$",
        description="How far back: minutes, hours, days, weeks or months, such as 6h or 2w.",
    )
    limit: int = Field(75, ge=1, le=250, description="At most so many articles a run.")
    base_url: Address = Field(
        HttpUrl("https://api.gdeltproject.org"), description="Host of the API."
    )

    @property
    def address(self) -> str:
        """Where reading it starts."""
        asked = {
            "query": self.query,
            "mode": "ArtList",
            "format": "json",
            "sort": "DateDesc",
            "maxrecords": self.limit,
            "timespan": self.timespan,
        }
        return f"{str(self.base_url).rstrip('/')}/api/v2/doc/doc?{urlencode(asked)}"


class FolderSource(_Source):
    """What somebody puts into a folder."""

    follow: bool = Field(
        False, description="Whether what they cite is fetched; a person's own files tell nobody."
    )
    path: Path = Field(description="The folder; a relative path starts at the sources file.")
    pattern: str = Field("**/*", description="Which files, as a glob.")

    @property
    def address(self) -> str:
        """Where reading it starts."""
        return str(self.path)


class DirectorySource(FolderSource):
    """A folder of documents: HTML, Markdown, text, PDF, messages, JSON or JSON Lines."""

    kind: Literal["directory"]


class EmailSource(FolderSource):
    """A folder of messages (.eml files, or a Maildir), such as newsletters."""

    kind: Literal["email"]
    senders: tuple[str, ...] = Field(
        ("*",), min_length=1, description="Addresses whose messages to take: *@example.com."
    )


Source = Annotated[
    FeedSource
    | SitemapSource
    | IndexSource
    | PagesSource
    | EdgarSource
    | GdeltSource
    | DirectorySource
    | EmailSource,
    Field(discriminator="kind"),
]


#: The model of each kind, by its name.
_KINDS: dict[str, type[BaseModel]] = {
    get_args(kind.model_fields["kind"].annotation)[0]: kind
    for kind in get_args(get_args(Source)[0])
}


class CitedHost(BaseModel):
    """A host whose pages may be fetched where an article of a lower tier cites them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(
        pattern=r"^[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:\d{1,5})?$",
        description="Name of the host, with those under it; the port if it is not the usual one.",
    )
    path: str = Field("/", pattern="^/", description="How the path of such a page begins.")
    tier: Tier = Field(description="How close its pages are to what they tell.")
    publisher: str | None = Field(None, description="Who publishes there; else as a page says.")
    shared: bool = Field(False, description="Whether many publish there, each page by its own.")
    declare: bool = Field(False, description="Whether the host wants to know who reads.")
    local: bool = Field(False, description="May be on this machine or a private network.")


class SourceFile(BaseModel):
    """The whole file: a list of ``[[source]]`` tables."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    today: dt.date | None = Field(
        None, description="Fixes the clock, so that a sample does not age; else today is today."
    )
    contact: Contact | None = Field(
        None, description="Your name and e-mail address, told to hosts that ask (the SEC)."
    )
    source: tuple[Source, ...] = Field(min_length=1)
    host: tuple[CitedHost, ...] = Field(
        (), description="Hosts that articles may cite, beside those that ship and the sources'."
    )

    @property
    def enabled(self) -> tuple[Source, ...]:
        """The sources that are to be read."""
        return tuple(source for source in self.source if source.enabled)

    @model_validator(mode="after")
    def _unique(self) -> Self:
        ids = [source.id for source in self.source]
        if twice := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"field 'id': given to more than one source: {', '.join(twice)}")
        return self


def load_sources(path: Path) -> SourceFile:
    """Read and validate a sources file.

    Raises:
        SourceError: if the file is missing, not TOML, or not a list of valid sources.
    """
    content = _read(path)
    try:
        loaded = SourceFile.model_validate(content)
    except ValidationError as error:
        raise SourceError(f"{path}: {explain(error, content, SourceFile, _KINDS)}") from error
    resolved = tuple(
        source.model_copy(update={"path": (path.parent / source.path).resolve()})
        if isinstance(source, FolderSource)
        else source
        for source in loaded.source
    )
    return loaded.model_copy(update={"source": resolved})


def _read(path: Path) -> dict[str, object]:
    """The tables of a TOML file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        where = f"byte {error.start + 1:,} is none of its"
        raise SourceError(f"{path}: not UTF-8 text ({where}): save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path}: not valid TOML: {error}.") from error
    except RecursionError as error:
        raise SourceError(f"{path}: not valid TOML: nested too deeply.") from error
