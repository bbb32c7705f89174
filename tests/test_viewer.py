"""The page that shows an article's claims in its text."""

import datetime as dt
import re
from html.parser import HTMLParser

from extractors.viewer import render_html
from schema.article import Article
from schema.claim import Claim, Interval, Mention
from schema.vocabulary import CapacityStage, ClaimKind, DealRole, Modality, PartyRole

TEXT = (
    "Plant <script>alert(1)</script> & more\n\n"
    "Acme will pay Initech $5 billion for a 300 MW plant.\n"
    "Nothing is said here.\n"
)


def claims() -> list[Claim]:
    quote = "Acme will pay Initech $5 billion for a 300 MW plant."
    start = TEXT.index(quote)
    deal = Claim(
        kind=ClaimKind.DEAL,
        subject="Acme",
        object="Initech",
        role=DealRole.PURCHASE,
        low=5e9,
        high=5e9,
        unit="USD",
        when=Interval(start=None, end=dt.date(2027, 12, 31)),
        modality=Modality.PLANNED,
        confidence=0.9,
        quote=quote,
        start=start,
        end=start + len(quote),
        parties=(
            Mention(
                role=PartyRole.SUBJECT,
                position=0,
                name="Acme",
                written="Acme",
                start=start,
                end=start + 4,
            ),
        ),
    )
    part = "300 MW plant"
    capacity = Claim(
        kind=ClaimKind.CAPACITY,
        stage=CapacityStage.PLANNED,
        low=3e8,
        unit="W",
        modality=Modality.PLANNED,
        confidence=0.5,
        quote=part,
        start=TEXT.index(part),
        end=TEXT.index(part) + len(part),
    )
    return [capacity, deal]


class Reader(HTMLParser):
    """Collects the text of paragraphs, as a browser would show it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.paragraphs: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag == "p":
            self.paragraphs.append("")
        self.links += [value or "" for key, value in attrs if key in {"href", "src"}]

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "p" in self.open and "sup" not in self.open:
            self.paragraphs[-1] += data


def test_every_line_is_shown_once_with_its_claims_and_nothing_runs() -> None:
    article = Article(
        url="javascript:alert(1)",
        title="Plant <script>alert(1)</script> & more",
        text=TEXT,
        published=dt.date(2026, 5, 4),
        publisher='Grid "Daily" <b>',
        language="en",
    )
    page = render_html(article, claims())
    assert "<script" not in page
    assert "javascript:" not in page
    reader = Reader()
    reader.feed(page)
    shown = [re.sub(r"\s+", " ", paragraph).strip() for paragraph in reader.paragraphs[2:]]
    assert shown == [line for line in TEXT.splitlines() if line]
    assert reader.links == []
    assert 'class="deal party"' in page
    assert "Acme → Initech, purchase, 5 billion USD, … to 2027-12-31, planned" in page
    assert "at least 300 million W" in page
    assert "prefers-color-scheme: dark" in page


def test_an_article_without_claims_is_shown_too() -> None:
    page = render_html(Article(title="", text="Just this.", url="https://grid.example/a"), [])
    assert "Just this." in page
    assert 'href="https://grid.example/a"' in page
