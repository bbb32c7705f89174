"""Sources of kind ``edgar``: filings to the US Securities and Exchange Commission, by company.

The SEC wants automated readers to say who they are, with an address to write to, and to send at
most ten requests a second (sec.gov, "Accessing EDGAR Data").
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError, model_validator

from pipeline.acquire.candidate import Candidate, believed, iso_moment
from pipeline.acquire.content import JSON_TYPES
from pipeline.acquire.exchange import FetchError
from pipeline.acquire.limits import Limits
from pipeline.acquire.reader import Reader
from pipeline.fetch_log import Outcome
from schema.source import EdgarSource

#: Seconds between two requests to one of the SEC's two hosts: eight a second in all.
DELAY = 0.25

_ARCHIVES = "https://www.sec.gov"
#: Current reports, whose news stands in their exhibits.
_CURRENT = {"8-K", "6-K"}
_MOST_EXHIBITS = 10
#: Pages that the SEC makes of a filing, which hold no words of the company's own.
_MADE = re.compile(r"R\d{1,5}\.html?|.{0,200}-index(-headers)?\.html?")
#: Exhibits by the numbers in their names: 99 is for press releases, the others are contracts,
#: opinions and certificates (Regulation S-K, item 601).
_EXHIBIT = re.compile(r"(?:^|[^a-z]|[xd])ex(?:hibit|h)?[-_.]?(\d{1,4})", re.IGNORECASE)

#: The SEC's viewer of inline XBRL, which shows a document by scripts.
_VIEWER = re.compile(r"https?://(?:www\.)?sec\.gov/ix\?doc=(/Archives/[\w./-]{1,300})", re.ASCII)

Accession = Annotated[str, Field(pattern=r"^\d{10}-\d{2}-\d{6}$")]


class _Recent(BaseModel):
    """The newest filings, one list a column."""

    accessions: list[Accession] = Field(alias="accessionNumber", max_length=20_000)
    forms: list[str] = Field(alias="form")
    filed: list[dt.date] = Field(alias="filingDate")
    accepted: list[str] = Field(alias="acceptanceDateTime")
    documents: list[str] = Field(alias="primaryDocument")

    @model_validator(mode="after")
    def _even(self) -> "_Recent":
        columns = (self.forms, self.filed, self.accepted, self.documents)
        if any(len(column) != len(self.accessions) for column in columns):
            raise ValueError("its columns are not of one length")
        return self


class _Filings(BaseModel):
    recent: _Recent


class _Company(BaseModel):
    """What is read of a company's submissions."""

    name: str = Field(max_length=300)
    filings: _Filings


class _Item(BaseModel):
    name: str = Field(max_length=250)


class _Directory(BaseModel):
    item: list[_Item] = Field(max_length=5_000)


class _Listing(BaseModel):
    """The files of one filing."""

    directory: _Directory


@dataclass(frozen=True)
class Filing:
    """One filing of a company."""

    company: str
    form: str
    filed: dt.date
    accepted: dt.datetime | None
    accession: str
    document: str

    def candidate(self, folder: str, document: str, now: dt.datetime) -> Candidate:
        """One of its documents."""
        title = f"{self.company}: {self.form} of {self.filed}"
        return Candidate(f"{folder}{document}", title, believed(self.accepted, now), final=True)


def direct(url: str) -> str | None:
    """The document that a link to a filing means; None where it leads to a list of documents."""
    viewed = _VIEWER.match(url)
    if viewed:
        return f"{_ARCHIVES}{viewed.group(1)}"
    return None if _MADE.fullmatch(url.rpartition("/")[2][:250]) else url


async def candidates(source: EdgarSource, reader: Reader, limits: Limits) -> list[Candidate]:
    """The documents of the filings that the source wants, newest first.

    Raises:
        FetchError: if the index cannot be had or read.
    """
    body, _ = await reader.read(source.address, JSON_TYPES, limits.index_bytes)
    found: dict[str, Candidate] = {}
    for filing in filings(body, source, reader.now.date()):
        folder = _folder(source, filing)
        names = [filing.document]
        if source.exhibits and filing.form.removesuffix("/A") in _CURRENT:
            names += await _exhibits(folder, filing.document, reader, limits)
        for name in names:
            candidate = filing.candidate(folder, name, reader.now)
            found.setdefault(candidate.url, candidate)
    return list(found.values())


def filings(body: bytes, source: EdgarSource, today: dt.date) -> list[Filing]:
    """The filings in a company's submissions that the source wants, newest first.

    Raises:
        FetchError: if the body holds no submissions.
    """
    try:
        company = _Company.model_validate_json(body)
    except ValidationError as error:
        raise FetchError(
            Outcome.WRONG_TYPE, f"it is no index of filings: {_first(error)}"
        ) from error
    recent = company.filings.recent
    since = today - dt.timedelta(days=min(source.days, today.toordinal() - 1))
    found = [
        Filing(company.name, form, filed, iso_moment(accepted), accession, document)
        for accession, form, filed, accepted, document in zip(
            recent.accessions,
            recent.forms,
            recent.filed,
            recent.accepted,
            recent.documents,
            strict=True,
        )
        if form.removesuffix("/A") in source.forms and filed >= since and _is_page(document)
    ]
    return sorted(found, key=lambda f: (f.filed, f.accession), reverse=True)[: source.limit]


async def _exhibits(folder: str, primary: str, reader: Reader, limits: Limits) -> list[str]:
    """The other pages of a filing; a list that cannot be had is recorded."""
    url = f"{folder}index.json"
    try:
        body, _ = await reader.read(url, JSON_TYPES, limits.index_bytes, final=True)
        listing = _Listing.model_validate_json(body)
    except FetchError as error:
        reader.failed(url, error)
        return []
    except ValidationError as error:
        message = f"it is no list of the files of a filing: {_first(error)}"
        reader.failed(url, FetchError(Outcome.WRONG_TYPE, message))
        return []
    names = [item.name for item in listing.directory.item]
    pages = [name for name in names if name != primary and _is_page(name)]
    return [name for name in pages if not (_MADE.fullmatch(name) or _is_paper(name))][
        :_MOST_EXHIBITS
    ]


def _is_paper(name: str) -> bool:
    """Whether a name says that an exhibit is another than a press release or presentation."""
    numbered = _EXHIBIT.search(name)
    return numbered is not None and not numbered.group(1).startswith("99")


def _is_page(name: str) -> bool:
    return re.fullmatch(r"[\w.-]{1,200}\.(html?|txt)", name, re.ASCII) is not None


def _folder(source: EdgarSource, filing: Filing) -> str:
    base = str(source.base_url or _ARCHIVES).rstrip("/")
    return f"{base}/Archives/edgar/data/{source.cik}/{filing.accession.replace('-', '')}/"


def _first(error: ValidationError) -> str:
    problem = error.errors()[0]
    return f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
