"""Filings to the US Securities and Exchange Commission: which they are, and what is read of them.

Annual and quarterly reports have hundreds of pages, of which a few speak of customers, commitments
and spending; current reports name their items. Exhibits are documents like any other.
"""

import re
from dataclasses import dataclass

from lxml import html

from extractors.dateline import long_date
from extractors.decoding import clean_line
from extractors.filing_sections import rules, wanted_items, wanted_sections
from extractors.markup import shown_lines
from extractors.metadata import Metadata, Published
from extractors.page import make_article
from schema.article import Article

#: A cover has fewer lines, and these are its shortest.
_COVER_LINES = 120
_LONGEST_LINE = 100
_SPACE = r"(?:\s|&nbsp;|&#160;|&#xa0;){1,9}"
_REGISTER = re.compile(rf"securities{_SPACE}and{_SPACE}exchange{_SPACE}commission", re.IGNORECASE)
_FORM = re.compile(
    r"form (?P<form>(?:10-KT|10-K|10-Q|20-F|40-F|8-K)(?:/A)?)(?![\w-])", re.IGNORECASE
)
_EXACT_NAME = re.compile(r"\(?exact name of (?:the )?registrant", re.IGNORECASE)
_REPORTED = re.compile(r"date of (?:the )?report\b.{0,80}?:", re.IGNORECASE)
_XBRL_HEAD = "ix:header"


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page of a filing says of it."""

    form: str
    company: str
    reported: Published

    @property
    def kind(self) -> str:
        """The form without the mark of an amendment."""
        return self.form.removesuffix("/A")


def may_be_filing(text: str) -> bool:
    """Whether it is worth looking whether a page is a filing: it names whom it was filed with."""
    return _REGISTER.search(text) is not None


def parse_filing(tree: html.HtmlElement, metadata: Metadata) -> Article | None:
    """The article of a filing, of the sections that are read; None if it is none.

    Args:
        tree: The page.
        metadata: What is known of it otherwise; it goes before what the cover says.

    Raises:
        ArticleError: if it holds no text.
    """
    for head in list(tree.iter(_XBRL_HEAD)):
        head.drop_tree()
    lines = shown_lines(tree)
    cover = read_cover([line.text for line in lines[:_COVER_LINES]])
    if cover is None:
        return None
    read = wanted_items if cover.kind in rules().itemised else wanted_sections
    title = metadata.title or f"{cover.company}: {cover.form}".strip(": ")
    known = Metadata(
        title=title,
        url=metadata.url,
        published=metadata.published if metadata.published.day else cover.reported,
        publisher=metadata.publisher or cover.company or None,
        language="en",
    )
    return make_article(title, read(lines) or [title], known)


def read_cover(lines: list[str]) -> Cover | None:
    """What the first lines of a filing say of it; None if they are of none."""
    short = [line for line in lines if len(line) <= _LONGEST_LINE]
    if not any(map(_REGISTER.search, short)):
        return None
    form = next((found for line in short if (found := _FORM.match(line))), None)
    if form is None or not any(map(_EXACT_NAME.search, short)):
        return None
    return Cover(form["form"].upper(), _company(lines), _reported(lines))


def _company(lines: list[str]) -> str:
    """The name over or before the words that say it is one."""
    for number, line in enumerate(lines):
        if found := _EXACT_NAME.search(line):
            before = line[: found.start()].strip(" (|") or (lines[number - 1] if number else "")
            return clean_line(before)[:200]
    return ""


def _reported(lines: list[str]) -> Published:
    for number, line in enumerate(lines):
        if _REPORTED.search(line):
            return long_date(" ".join(lines[number : number + 2]))
    return Published()
