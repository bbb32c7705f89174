"""Sources of kinds ``edgar`` and ``gdelt`` against a server that answers as the real ones do."""

import datetime as dt
import json
from itertools import pairwise
from pathlib import Path

import pytest
from collecting import NOW, outcomes
from webserver import Site, page, raw, serve, status

from pipeline.acquire.collect import collect
from pipeline.acquire.edgar import filings
from pipeline.acquire.exchange import FetchError
from pipeline.acquire.gdelt import articles
from pipeline.acquire.limits import Limits
from pipeline.acquire.recorder import Collected
from pipeline.data_directory import DataDirectory
from pipeline.fetch_log import FetchLog, Outcome
from schema.source import EdgarSource, SourceError, SourceFile, load_sources

QUICK = Limits(connect_seconds=1, read_seconds=1, total_seconds=3, backoff_seconds=0.01)
CONTACT = "Jo Stone jo@example.org"
FOLDER = "/Archives/edgar/data/1234567/"
INDEX = "/submissions/CIK0001234567.json"


def submissions(*rows: tuple[str, str, str, str]) -> bytes:
    """An index of filings as rows of form, day, accession number and document."""
    forms, days, accessions, documents = zip(*rows, strict=True)
    recent = {
        "accessionNumber": accessions,
        "filingDate": days,
        "reportDate": days,
        "acceptanceDateTime": [f"{day}T16:05:12.000Z" for day in days],
        "form": forms,
        "items": [""] * len(rows),
        "primaryDocument": documents,
    }
    company = {"cik": "1234567", "name": "ACME CLOUD CORP", "tickers": ["ACME"]}
    return json.dumps(company | {"filings": {"recent": recent, "files": []}}).encode()


def folder(*names: str) -> bytes:
    items = [{"name": name, "type": "text.gif", "size": ""} for name in names]
    return json.dumps({"directory": {"name": FOLDER, "item": items}}).encode()


def edgar(site: Site, **fields: object) -> dict[str, object]:
    about = {"id": "acme", "kind": "edgar", "cik": 1234567, "local": True, "base_url": site.url}
    return about | fields


def run(
    data: DataDirectory, *sources: dict[str, object], contact: str | None = CONTACT
) -> Collected:
    file = SourceFile.model_validate({"source": sources})
    return collect(file.source, data, now=NOW, limits=QUICK, contact=contact)


def a_company(site: Site) -> None:
    site.types |= {INDEX: "application/json"}
    site.paths |= {
        INDEX: submissions(
            ("4", "2026-07-15", "0001234567-26-000009", "xslF345X05/form4.xml"),
            ("8-K", "2026-07-14", "0001234567-26-000008", "acme-20260714.htm"),
            ("10-Q", "2026-05-01", "0001234567-26-000005", "acme-20260331.htm"),
            ("10-K/A", "2026-02-20", "0001234567-26-000002", "acme-20251231a.htm"),
            ("8-K", "2019-02-20", "0001234567-19-000002", "acme-2019.htm"),
        ),
        f"{FOLDER}000123456726000008/index.json": raw(
            folder(
                "0001234567-26-000008-index.html",
                "0001234567-26-000008-index-headers.html",
                "acme-20260714.htm",
                "ex991-results.htm",
                "acme-ex101lease.htm",
                "d123dex31.htm",
                "R1.htm",
                "logo.jpg",
                "../../../etc/passwd.htm",
            ),
            Content_Type="application/json",
        ),
        f"{FOLDER}000123456726000008/acme-20260714.htm": page("Cover of a current report"),
        f"{FOLDER}000123456726000008/ex991-results.htm": page("Acme leases 300 MW"),
        f"{FOLDER}000123456726000005/acme-20260331.htm": page("Quarter"),
        f"{FOLDER}000123456726000002/acme-20251231a.htm": page("Year, amended"),
    }


def test_a_company_brings_its_filings_with_the_exhibits_of_current_reports(
    site: Site, data: DataDirectory
) -> None:
    a_company(site)
    assert outcomes(run(data, edgar(site))) == {Outcome.FETCHED: 4}
    pages = {p.url.rpartition("/")[2]: p for p in FetchLog(data.fetches).pages()}
    assert set(pages) == {
        "acme-20260714.htm",
        "ex991-results.htm",
        "acme-20260331.htm",
        "acme-20251231a.htm",
    }
    exhibit = pages["ex991-results.htm"]
    assert exhibit.title_hint == "ACME CLOUD CORP: 8-K of 2026-07-14"
    assert exhibit.published_hint == dt.datetime(2026, 7, 14, 16, 5, 12, tzinfo=dt.UTC)


def test_who_reads_is_told_with_every_request_to_the_sec(site: Site, data: DataDirectory) -> None:
    a_company(site)
    run(data, edgar(site))
    assert {agent for _, _, agent in site.asked} == {f"Gigawatch/0.1 ({CONTACT})"}


def test_who_reads_is_not_told_to_a_host_that_it_redirects_to(
    site: Site, data: DataDirectory
) -> None:
    a_company(site)
    with serve(Site()) as other:
        moved = f"{FOLDER}000123456726000005/acme-20260331.htm"
        other.paths["/moved"] = page("Quarter")
        site.paths[moved] = status(302, Location=f"{other.url}/moved")
        assert outcomes(run(data, edgar(site, forms=["10-Q"]))) == {Outcome.FETCHED: 1}
        assert other.asked
        assert not any("example.org" in agent for _, _, agent in other.asked)


def test_the_sec_is_asked_at_most_ten_times_a_second(site: Site, data: DataDirectory) -> None:
    a_company(site)
    run(data, edgar(site))
    times = [when for when, _, _ in site.asked]
    assert len(times) == 7  # robots.txt, the index, one list of files, four documents
    assert min(after - before for before, after in pairwise(times)) > 0.1


def test_filings_are_fetched_once(site: Site, data: DataDirectory) -> None:
    a_company(site)
    run(data, edgar(site, forms=["8-K"]))
    site.log.clear()
    assert outcomes(run(data, edgar(site, forms=["8-K"]))) == {Outcome.UNCHANGED: 2}
    assert [(path, code) for path, code, _ in site.log if path != "/robots.txt"] == [(INDEX, 304)]


def test_without_a_contact_the_sec_is_not_asked(site: Site, data: DataDirectory) -> None:
    a_company(site)
    collected = run(data, edgar(site), contact=None)
    assert outcomes(collected) == {Outcome.UNDECLARED: 1}
    assert 'write contact = "Jo Stone jo@example.org"' in collected.problems[0].message
    assert site.log == []


def test_a_filing_whose_exhibits_cannot_be_listed_is_still_had(
    site: Site, data: DataDirectory
) -> None:
    a_company(site)
    site.paths[f"{FOLDER}000123456726000008/index.json"] = status(403)
    collected = run(data, edgar(site, forms=["8-K"]))
    assert outcomes(collected) == {Outcome.FETCHED: 1, Outcome.HTTP_STATUS: 1}
    assert collected.problems[0].requested.endswith("/index.json")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Undeclared automated tool</html>",
        b"[" * 100_000,
        b'{"name": "A", "filings": {"recent": {}}}',
        submissions(("8-K", "2026-07-14", "../../26-1", "a.htm")),
        submissions(("8-K", "2026-07-14", "0001234567-26-000008", "a.htm")).replace(
            b'"form": ["8-K"]', b'"form": []'
        ),
    ],
    ids=["empty", "a page", "deep", "no columns", "bad accession", "uneven"],
)
def test_what_is_no_index_of_filings_is_told(body: bytes) -> None:
    source = EdgarSource(id="a", kind="edgar", cik=1)
    with pytest.raises(FetchError, match="it is no index of filings"):
        filings(body, source, NOW.date())


def found(*addresses: str) -> bytes:
    listed = [
        {
            "url": address,
            "url_mobile": "",
            "title": f"Article  {n}",
            "seendate": "20260718T031500Z",
            "domain": "a.example",
            "language": "English",
        }
        for n, address in enumerate(addresses)
    ]
    return json.dumps({"articles": listed}).encode()


def test_a_query_brings_the_articles_that_match(site: Site, data: DataDirectory) -> None:
    path = (
        "/api/v2/doc/doc?query=%22data+center%22+gigawatt&mode=ArtList&format=json"
        "&sort=DateDesc&maxrecords=50&timespan=2d"
    )
    with serve(Site()) as press:
        press.paths |= {"/a": page("A"), "/b": page("B")}
        site.paths[path] = raw(
            found(f"{press.url}/a", f"{press.url}/b", f"{press.url}/a"),
            Content_Type="application/json; charset=utf-8",
        )
        source = {
            "id": "press",
            "kind": "gdelt",
            "query": '"data center" gigawatt',
            "timespan": "2d",
            "limit": 50,
            "local": True,
            "base_url": site.url,
        }
        assert outcomes(run(data, source, contact=None)) == {Outcome.FETCHED: 2}
    first, _ = FetchLog(data.fetches).pages()
    assert first.title_hint == "Article 0"
    assert first.published_hint == dt.datetime(2026, 7, 18, 3, 15, tzinfo=dt.UTC)


def test_a_query_that_finds_nothing_is_no_failure() -> None:
    assert articles(b"{}", "http://a.example/", limit=5, now=NOW) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"The specified phrase is too short.\n", "'The specified phrase is too short.'"),
        (b"[1]", "no list of articles"),
        (b'{"articles": {"url": "http://a.example/1"}}', "no list of articles"),
    ],
)
def test_what_is_no_list_of_articles_is_told(body: bytes, words: str) -> None:
    with pytest.raises(FetchError, match=words):
        articles(body, "http://a.example/", limit=5, now=NOW)


def test_articles_without_a_usable_address_or_date_are_told_apart() -> None:
    body = json.dumps(
        {
            "articles": [
                {"url": "javascript:alert(1)", "title": "x"},
                {"url": 7},
                "text",
                {"url": "https://a.example/1", "title": None, "seendate": "yesterday"},
                {"url": "https://a.example/2", "title": "T", "seendate": "20990101T000000Z"},
            ]
        }
    ).encode()
    listed = articles(body, "http://api.example/", limit=5, now=NOW)
    assert [(each.url, each.published) for each in listed] == [
        ("https://a.example/1", None),
        ("https://a.example/2", None),
    ]


def test_a_filer_may_be_named_instead_of_numbered(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(
        '[[source]]\nid="a"\nkind="edgar"\ncompany="org:nvidia"\n'
        '[[source]]\nid="b"\nkind="edgar"\ncompany="Taiwan Semiconductor"\n'
    )
    named = load_sources(path).source
    assert [source.address.rsplit("/", 1)[1] for source in named] == [
        "CIK0001045810.json",
        "CIK0001046179.json",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[source]]\nid="a"\nkind="edgar"\n', "source 'a', field 'cik'"),
        ('[[source]]\nid="a"\nkind="edgar"\ncik=0\n', "source 'a', field 'cik'"),
        (
            '[[source]]\nid="a"\nkind="edgar"\ncompany="Veldrane"\n',
            "source 'a': the registry has no such company ('Veldrane'): write its number as 'cik'",
        ),
        (
            '[[source]]\nid="a"\nkind="edgar"\ncompany="org:openai"\n',
            "the registry has no CIK for OpenAI",
        ),
        (
            '[[source]]\nid="a"\nkind="edgar"\ncompany="Nvidia"\ncik=2488\n',
            "'Nvidia' is CIK 1045810: leave out 'cik' or 'company'",
        ),
        ('[[source]]\nid="a"\nkind="edgar"\ncik=1\nforms=[]\n', "source 'a', field 'forms'"),
        ('[[source]]\nid="a"\nkind="gdelt"\nquery="ab"\n', "source 'a', field 'query'"),
        (
            '[[source]]\nid="a"\nkind="gdelt"\nquery="abc"\ntimespan="soon"\n',
            "source 'a', field 'timespan'",
        ),
        (
            'contact="nobody"\n[[source]]\nid="a"\nkind="edgar"\ncik=1\n',
            "field 'contact': 'nobody' names no e-mail address",
        ),
        (
            'contact="a@example.org\\nX: y"\n[[source]]\nid="a"\nkind="edgar"\ncik=1\n',
            "field 'contact'",
        ),
    ],
)
def test_a_wrong_source_of_filings_or_press_is_told(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(text)
    with pytest.raises(SourceError) as raised:
        load_sources(path)
    assert words in str(raised.value)
