"""What is read of filings: the sections that tell of customers, commitments and spending."""

import datetime as dt

import filings
import pytest

from extractors.article import parse_page
from extractors.reading import read_article


def test_an_annual_report_is_read_where_it_tells_of_customers_and_commitments() -> None:
    article = parse_page(filings.annual_report().encode())
    assert article.title == "Acme Cloud Corp.: 10-K"
    assert article.publisher == "Acme Cloud Corp."
    assert article.language == "en"
    assert article.text.split("\n")[2:] == [
        "Item 1, Our Customers",
        "We rent computing capacity to laboratories and to companies of every size.",
        "Item 1, Our Customers, Concentration",
        "One customer, a large laboratory, accounted for 62% of our revenue in 2025.",
        "Item 1A, We depend on a limited number of customers for most of our revenue",
        "The loss of any one of them would harm us, and two of them may leave in 2027.",
        "Item 1A, Our stock price may vary",
        "We have agreed to supply 250 MW to a hyperscaler from a site in Ohio by 2027.",
        "Item 7, Liquidity and Capital Resources",
        "Capital expenditures were $4.1 billion in 2025, and we expect them to double.",
        "Item 7, Liquidity and Capital Resources, Material Uses of Funds",
        "We had purchase obligations of $16,245 million at the year’s end.",
        "Year Ending",
        "Due in | 2026 | 2027",
        "Purchase obligations | $9,200 | $7,045",
        "Leases, not begun | $(120) | $—",
        "We have letters of credit of $300 million, which expire in 2028.",
        "Item 8, Note 12 – Commitments and Contingencies",
        "In May 2025 we agreed to buy power for fifteen years from a plant in Texas.",
        "Item 8, Note 14 – Segments",
        "Customers that represented 10% or more of our total revenue were as follows:",
        "2025 | 2024",
        "Customer A | 62% | 41%",
        "Item 8, Note 15 – Subsequent Events",
        "In January 2026 a customer ordered capacity for $2.9 billion over five years.",
    ]


def test_a_current_report_is_read_by_its_items() -> None:
    article = parse_page(filings.current_report().encode())
    assert article.title == "Acme Cloud Corp.: 8-K"
    assert article.published == dt.date(2026, 7, 14)
    assert article.text.split("\n")[2:] == [
        "Item 1.01 Entry into a Material Definitive Agreement.",
        "On July 14, 2026, Acme entered into a lease with Larch Labs for 300 MW.",
        "Item 5.02 Departure of Directors or Certain Officers.",
        "Item 7.01 Regulation FD Disclosure.",
        "A press release about the lease is furnished as Exhibit 99.1.",
        "Item 9.01 Financial Statements and Exhibits.",
    ]


def test_what_the_index_says_goes_before_the_cover() -> None:
    accepted = dt.datetime(2026, 2, 20, 16, 5, tzinfo=dt.UTC)
    article = parse_page(
        filings.annual_report().encode(),
        url="https://www.sec.gov/Archives/edgar/data/1234567/1/acme-20251231.htm",
        published_hint=accepted,
        title_hint="ACME CLOUD CORP: 10-K of 2026-02-20",
    )
    assert article.title == "ACME CLOUD CORP: 10-K of 2026-02-20"
    assert article.published == dt.date(2026, 2, 20)
    assert article.url == "https://www.sec.gov/Archives/edgar/data/1234567/1/acme-20251231.htm"


def test_claims_of_a_report_stand_in_their_sections() -> None:
    article = parse_page(filings.annual_report().encode())
    claims = {claim.quote: claim for claim in read_article(article)}
    share = next(claim for quote, claim in claims.items() if "62%" in quote)
    assert share.kind == "share"
    assert "Item 1, Our Customers, Concentration" in article.text[: share.start]


@pytest.mark.parametrize(
    "swap",
    [
        ("Item 7.", "ITEM 7"),
        ("Item 1.", "Part I, Item 1 –"),
        ("FORM ", "Form "),
        ("font-weight:700", "font-weight:bold"),
        ("SECURITIES AND EXCHANGE", "SECURITIES&#160;AND&#160;EXCHANGE"),
        ("<html", "<DOCUMENT>\n<TYPE>10-K\n<SEQUENCE>1\n<TEXT>\n<html"),
    ],
)
def test_reports_differ_in_how_they_are_written(swap: tuple[str, str]) -> None:
    told = parse_page(filings.annual_report().replace(*swap).encode()).text
    assert told == parse_page(filings.annual_report().encode()).text


def test_a_story_about_a_filing_is_none() -> None:
    story = (
        "<html><head><title>Acme tells of its customers</title></head><body><article><p>In its"
        " Form 10-K, filed with the Securities and Exchange Commission, Acme says that it is well."
        "</p><p>Form 10-K filings are long, and few read them to the end.</p></article></body>"
    )
    assert "few read them" in parse_page(story.encode()).text


def test_a_report_without_such_sections_is_an_article_without_claims() -> None:
    empty = filings.cover("10-Q") + filings.item("Item 5.", "Other Information") + "</body></html>"
    article = parse_page(empty.encode())
    assert read_article(article) == []


def test_a_release_that_is_an_exhibit_is_read_whole() -> None:
    body = "".join(filings.text(f"Sentence {n} of the release tells of 300 MW.") for n in range(9))
    exhibit = f"<DOCUMENT><TYPE>EX-99.1<TEXT><html><head><title>Document</title></head><body>{body}"
    article = parse_page(exhibit.encode(), title_hint="ACME: 8-K of 2026-07-14")
    assert article.title == "ACME: 8-K of 2026-07-14"
    assert "Sentence 0" in article.text
    assert "Sentence 8" in article.text
