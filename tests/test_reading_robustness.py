"""No text makes the reading fail, and what it finds is always exactly in the text."""

import datetime as dt
import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.lines import classify_lines
from extractors.reading import read_article
from extractors.sentences import sentence_starts
from schema.article import Article
from schema.claim import Claim

#: Article-like texts with every kind of claim, to be spoiled at random.
ARTICLES = (
    "Acme to buy chips from Nvidia\n\n"
    "WASHINGTON — Acme Corp. (NASDAQ: ACME) said on Tuesday it will pay Nvidia $38 billion over "
    "seven years for 400,000 GB200 chips, and “up to” €75bn more by the end of 2030. The U.S. "
    "company denied that OpenAI, Oracle and SoftBank would invest another $4 billion.\n"
    "## Power\n"
    "- A 16-gigawatt campus in Abilene, Texas: 300 MW to 500 MW in early 2027\n"
    "- Batteries of 5 GWh, enough for 4 million homes\n"
    "Site | Power | Ready\nAbilene | 1.2 GW | Q3 2026\n"
    "Image Credits: Agency\n",
    "OpenAI’s Jalapeño taped out in nine months\n\n"
    "The chip, designed with Broadcom and made by TSMC on its 3-nm process, offers 2x performance "
    "per watt, or 70% lower cost than the best GPUs. First deployment is planned for late 2026, "
    "volume in the second half of 2027 (FY28), full deployment by the end of the decade.\n"
    "Microsoft accounted for 13% of revenue in the quarter ended April 27, 2025; Meta for 11%. "
    "xAI leases 110,000 Nvidia GB200s from the company for $1.25 billion a month until May 2029.",
)
PIECES = (
    *("$", "€", "%", "GW", " MW", "billion", "-", "–", "“", "”", "(", ")", "\n", "\n\n", ". ", "…"),
    *("1e9999", "999999999999999999999", "1/0", "0 MW", "$0", "-5 GW", "½", "①", "٣ GW", "Ⅳ", "ﬁ"),
    *("by 2026", "in 9999", "in 0000", "Feb. 30, 2026", "31 June", "Q5 2026", "next year"),
    *("İstanbul", "ẞ", "\u0301", "\u200d", "\u202e", "🏭", "\x00", "\x85", "\u2028", "’s"),
    *("| ", "#", "* ", "1. ", "Mr.", "U.S.", "not ", "denied ", "between $5 and ", "to 7 billion"),
    *("Meta", "Arm", "NvidiaNVDA--"),
)

#: Makes any article one of the field, so that all of it is read.
OF_FIELD = "The chips of the data center draw megawatts."

READABLE = st.characters(codec="utf-8")
DAYS = st.none() | st.dates(dt.date(1995, 1, 1), dt.date(2100, 1, 1))


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """A real-looking article with cuts, repeats, swaps and odd pieces."""
    text = draw(st.sampled_from(ARTICLES))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        change = draw(st.sampled_from(("cut", "repeat", "insert", "fold", "text")))
        middle = {
            "cut": "",
            "repeat": text[start:end] * 3,
            "insert": draw(st.sampled_from(PIECES)) + text[start:end],
            "fold": text[start:end].swapcase(),
            "text": draw(st.text(READABLE, max_size=8)),
        }[change]
        text = text[:start] + middle + text[end:]
    return text


def check(article: Article) -> None:
    claims = read_article(article)
    for claim in claims:
        check_claim(article.text, claim)
    assert claims == read_article(article)


def check_claim(text: str, claim: Claim) -> None:
    assert text[claim.start : claim.end] == claim.quote
    assert claim.quote.strip() == claim.quote
    assert "\n" not in claim.quote
    for party in claim.parties:
        if party.start is not None and party.end is not None:
            assert text[party.start : party.end] == party.written
    assert json.loads(json.dumps(claim.content(), allow_nan=False))


@settings(max_examples=100)
@given(text=st.text(READABLE, max_size=400), title=st.text(READABLE, max_size=40), day=DAYS)
def test_arbitrary_text_is_read(text: str, title: str, day: dt.date | None) -> None:
    check(Article(title=title, text=f"{title}\n\n{text}\n{OF_FIELD}", published=day))


@settings(max_examples=120)
@given(text=spoiled(), day=DAYS)
def test_spoiled_articles_are_read(text: str, day: dt.date | None) -> None:
    check(Article(title=text.partition("\n")[0], text=text, published=day))


@settings(max_examples=200)
@given(text=st.text(READABLE | st.sampled_from("\n.!?# -*|“”"), max_size=300))
def test_lines_and_sentences_lie_within_the_text(text: str) -> None:
    lines = classify_lines(text)
    for before, after in pairwise(lines):
        assert before.end <= after.start
    for line in lines:
        assert 0 <= line.start < line.end <= len(text)
        assert text[line.start : line.end].strip() == text[line.start : line.end]
    assert all(0 <= start <= len(text) for start in sentence_starts(text))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "$", "GW", "5", "“", ".", "\ufffd"])
def test_next_to_nothing_is_read(text: str) -> None:
    assert read_article(Article(title="", text=text)) == []
    assert read_article(Article(title="", text=f"{text}\n{OF_FIELD}")) == []
