"""Hostile inputs of any size, by what reads them.

Each input is made for a number of characters; each reader is the function that meets it.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import NamedTuple

import spacy

from extractors.article import parse_page
from extractors.citations import cited_links
from extractors.claims.relevance import set_aside
from extractors.dates import read_dates
from extractors.decoding import ArticleError
from extractors.lines import classify_lines
from extractors.names import find_names
from extractors.quantities import find_quantities
from extractors.reading import read_article
from extractors.sentences import sentence_starts
from extractors.tokenizer import bound_tokenizer
from schema.article import Article

DAY = dt.date(2026, 7, 20)
#: Makes each input an article of the field, so that all of it is read.
OPENING = "Nvidia chips draw megawatts in a data center\n\n"
SENTENCE = "Meta will pay Nvidia $5 billion for 300 MW of chips by the end of 2027. "
DENSE = (
    "In May 2026, Meta, OpenAI and Oracle paid Nvidia $5 billion, $6 billion and $7 billion for "
    "300 MW, 2x the performance per watt, 40% lower cost and 400,000 GB200 chips from TSMC by "
    "the end of 2027 and in the second half of 2028, up from 10% of revenue in fiscal 2025. "
)

Make = Callable[[int], str]


class Reader(NamedTuple):
    """A function and the inputs that it is read with."""

    read: Callable[[str], object]
    inputs: Mapping[str, Make]


def repeated(piece: str, head: str = "", tail: str = "") -> Make:
    """An input of one piece, again and again, between a head and a tail."""
    return lambda size: f"{head}{piece * (size // len(piece))}{tail}"


def read_claims(text: str) -> object:
    """Read an article of the field."""
    return read_article(Article(title="", text=OPENING + text, published=DAY))


def _names(size: int) -> str:
    names = ", ".join(f"Company{n} Holdings" for n in range(size // 20))
    return f"Partners are {names} and Meta, which will pay $5 billion."


def _known_names(size: int) -> str:
    names = ("Nvidia", "Oracle", "Meta", "AMD", "OpenAI", "Microsoft", "CoreWeave", "Broadcom")
    listed = ", ".join(names[n % len(names)] for n in range(size // 9))
    return f"The partners {listed} will buy chips from TSMC for $5 billion."


def _distinct_sentences(size: int) -> str:
    return "\n".join(
        f"Firm{n} Energy will pay Rival{n} Systems ${n} million for {n} MW in 20{27 + n % 50}."
        for n in range(size // 75)
    )


def _deep_list(size: int) -> str:
    return "\n".join(f"{'  ' * (n % 200)}- Meta pays ${n} million" for n in range(size // 225))


def _table(size: int) -> str:
    return "\n".join(
        f"Site {n} | {n} MW | ${n} billion | Q3 2027 | Meta" for n in range(size // 40)
    )


def _firms(size: int) -> str:
    letters = "abcdefghij"
    numbers = (f"{number:05}" for number in range(size // 34))
    names = ("".join(letters[int(digit)] for digit in number) for number in numbers)
    return " ".join(f"Money came from {name.title()} Capital." for name in names)


_CLAIMS: Mapping[str, Make] = {
    "one long article": repeated(SENTENCE * 4 + "\n"),
    "one long line": repeated(SENTENCE),
    "one dense line": repeated(DENSE),
    "dense paragraphs": repeated(DENSE * 2 + "\n"),
    "sentences all different": _distinct_sentences,
    "short lines": repeated("a b\n"),
    "short lines of claims": repeated("$5 billion for Meta\n"),
    "headings": repeated("## Meta and Nvidia\n"),
    "deep lists": _deep_list,
    "table rows": _table,
    "cells of one row": repeated("300 MW | $5 billion | Meta | "),
    "unknown names": _names,
    "known names": _known_names,
    "possessives": repeated("Meta's Nvidia's "),
    "references": repeated("the company and its chip and the site and it "),
    "capital words": repeated("Alpha Beta Gamma "),
    "capital letters": repeated("A B C D "),
    "ambiguous names": repeated("Arm Meta Apollo Oracle Rubin Groq "),
    "digits": repeated("1234567890"),
    "digits and commas": repeated("1,234,"),
    "digits and spaces": repeated("100 000 "),
    "digits and hyphens": repeated("12-34-56-"),
    "number words": repeated("twenty-five hundred and "),
    "dollar signs": repeated("$"),
    "money without end": repeated("$5 billion and "),
    "power without end": repeated("300 MW to 500 MW, "),
    "parts of a whole": repeated("30% of revenue, 2x faster, "),
    "dates": repeated("by the end of the first quarter of 2027 "),
    "dates and stages": repeated("tape-out in May 2027, production in early 2028, "),
    "bare months": repeated("May and June and "),
    "quarters": repeated("Q1-Q2-Q3 FY27/"),
    "hyphens": repeated("multi-"),
    "open brackets": repeated("("),
    "quotes": repeated("“"),
    "full stops": repeated("."),
    "initials": repeated("A.B. "),
    "spaces": repeated(" " * 50 + "a"),
    "line breaks": repeated("\n"),
    "marks of two bytes": repeated("İ"),
    "one long word": repeated("abcdefghij"),
    "an address": repeated("https://a.b/"),
}

_LINES = (
    "1234567890",
    "word ",
    "A. ",
    '." ',
    "- x\n",
    "# \n",
    "... ",
    "[1]",
    "(Image: ",
    "By A B\n",
)
_NAMES = ("Nvidia ", "Aa ", "The Oracle of ", "A.", "Acme Corp, ")
_DATES = ("9", "the ", "early ", "of ", "June to ", "fiscal ", "2026-", "in the next ", "'")
_AMOUNTS = ("1", ",111", "x", "tens of ", "multi-", "more than ", "1-", "$", "12 the ")
_MARKS = ("$", "(5", "word", "a/")

_PAGES: Mapping[str, Make] = {
    "empty styles": repeated("<style></style>", "<html><head>", "</head><body><p>Text</p>"),
    "tags without end": repeated("<time ", "<html><head>", "</head><body><p>Text</p>"),
    "scripts of open brackets": repeated(
        '<script type="application/ld+json">[', "<html><body><p>Text</p>"
    ),
    "less-than signs": repeated("<", "<html><body><p>Text</p>"),
    "attributes": repeated("a=b ", "<html><body><p ", ">Text</p>"),
    "character references": repeated("&amp;", "<p>Text</p>"),
    "a date without end": repeated("2026-", '<meta name="date" content="', '"><p>Text</p>'),
    "boxes within boxes": repeated("<div>", "<html><body>", "Text"),
    "paragraphs": repeated("<p>Meta pays $5 million for chips.</p>", "<html><body>"),
    "links": repeated('<li><a href="/a">Meta pays</a></li>', "<html><body><ul>"),
    "cells": repeated("<td>300 MW</td>", "<html><body><table><tr>"),
    "cells of no row": repeated("<td>300 MW</td>", "<html><body><table>"),
    "rows": repeated("<tr><td>300 MW</td><td>Meta</td></tr>", "<html><body><table>"),
    "wide cells": repeated('<td colspan="999">300 MW</td><tr>', "<html><body><table>"),
    "items": repeated("<li>Meta pays $5 million</li>", "<html><body><article><ul>"),
    "headings": repeated("<h2>Meta pays</h2>", "<html><body><article>"),
    "line breaks": repeated("Meta pays.<br>", "<html><body><article><p>"),
    "words in bold": repeated("<b>Meta</b> pays ", "<html><body><article><p>"),
    "quotations": repeated("<blockquote>Meta pays</blockquote>", "<html><body><article>"),
}

_LETTERS: Mapping[str, Make] = {
    "encoded words": repeated("=?utf-8?q?a?= ", "Subject: "),
    "open brackets in From": repeated("(", "From: "),
    "senders": repeated("a@b.example, ", "From: "),
    "quotes of a type": repeated('a="', "Content-Type: text/plain; "),
    "parts of a parameter": repeated("; a*0*=x", "Content-Type: text/plain"),
    "numbers of a date": repeated("1 ", "Date: "),
    "parameters": repeated("x;", "Content-Disposition: "),
}


def _parse(text: str) -> object:
    return _answer(text.encode(), "text/html")


def _open(headers: str) -> object:
    letter = f"From: a@b.example\nSubject: S\n{headers}\n\nWords of the letter.\n"
    return _answer(letter.encode(), "message/rfc822")


def _answer(body: bytes, media_type: str) -> object:
    """The article of a body, or the clear no that it gets."""
    try:
        return parse_page(body, url="https://grid.example/a", media_type=media_type)
    except ArticleError as error:
        return error


def _lines(text: str) -> object:
    return classify_lines(text), sentence_starts(text)


_TOKENIZER = bound_tokenizer(spacy.blank("en"))
_TOKENIZER.max_length = 100_000_000


def _units(units: tuple[str, ...]) -> Mapping[str, Make]:
    return {repr(unit): repeated(unit) for unit in units}


#: By the word that the figures are printed under.
_COVER = (
    "<html><body><p>SECURITIES AND EXCHANGE COMMISSION</p><p>FORM 10-K</p><p>Acme Corp.</p>"
    "<p>(Exact name of registrant as specified in its charter)</p>"
)
_FILINGS = {
    "headings": repeated("<p><b>Customers</b></p><p>One of them bought 5 MW.</p>", _COVER),
    "headings of all sizes": lambda size: (
        _COVER
        + "".join(f"<p style='font-size:{n}pt'><b>Item {n}</b></p>" for n in range(size // 45))
    ),
    "headings in pieces": repeated("<b>a</b>", f"{_COVER}<p>", "</p>"),
    "items": repeated("<p>Item 7. Management</p>", _COVER),
    "rows": repeated("<tr><td>$</td><td></td><td>5</td></tr>", f"{_COVER}<table>", "</table>"),
    "customers": repeated("customers represented 5 of ", f"{_COVER}<p>", "</p>"),
    "paragraphs on customers": repeated(
        "<p>Many customers represented 5 of us and of them</p>", _COVER
    ),
    "nested": repeated("<div><b>", _COVER),
}
_LINK = '<a href="https://a.example/b">c</a>'
_CITING = {
    "links": repeated(_LINK, "<p>"),
    "links in sentences": repeated(f"<p>Words of a sentence that is long enough {_LINK}</p>"),
    "links in frames": repeated(f"<div class='related'>{_LINK}"),
    "headings of sources": repeated("<h2>Sources</h2>"),
    "bare addresses": repeated("https://a.example/b,"),
}


def _cite(text: str) -> object:
    kind = "text/html" if text.startswith("<") else "text/plain"
    return cited_links(text.encode(), media_type=kind)


READERS: Mapping[str, Reader] = {
    "claims": Reader(read_claims, _CLAIMS),
    "relevance": Reader(set_aside, {**_units((*_AMOUNTS, *_NAMES)), "chips": repeated("chip 5 ")}),
    "pages": Reader(_parse, _PAGES),
    "filings": Reader(_parse, _FILINGS),
    "citations": Reader(_cite, _CITING),
    "letters": Reader(_open, _LETTERS),
    "lines": Reader(_lines, _units(_LINES)),
    "names": Reader(
        lambda text: find_names(_TOKENIZER.make_doc(text)),
        {**_units(_NAMES), "firms, all different": _firms},
    ),
    "dates": Reader(lambda text: read_dates(text, DAY), _units(_DATES)),
    "amounts": Reader(find_quantities, _units(_AMOUNTS)),
    "tokens": Reader(_TOKENIZER.make_doc, _units(_MARKS)),
}
