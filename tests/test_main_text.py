"""The main text of pages of many lay-outs."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from statistics import mean

import pytest

from extractors.article import parse_page
from tests.corpus import Page, Score, crowded, pages, score
from tests.layouts import LAYOUTS, TITLE, expected_lines


@pytest.mark.parametrize("name", LAYOUTS)
def test_main_text_is_found_whole_and_alone(name: str) -> None:
    page = LAYOUTS[name]
    article = parse_page(page.encode(), url="https://grid.example/acme")
    lines = article.text.split("\n")
    assert article.title == TITLE
    assert lines[:2] == [TITLE, ""]
    assert [line for line in expected_lines(page) if line not in lines] == []
    assert [line for line in lines if "LEAK" in line] == []
    assert len(lines) == len(set(lines))


def _lines(html: str) -> list[str]:
    article = parse_page(html.encode())
    return article.text.removeprefix(article.title).strip().split("\n")


def _score(page: Page) -> Score:
    return score(page, "\n".join(_lines(page.html)))


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_main_text_of_pages_of_many_kinds_is_nearly_whole_and_alone(page: Page) -> None:
    found = _score(page)
    assert found.precision > 0.9
    assert found.recall > 0.93


def _without_names(html: str) -> str:
    return re.sub(r'\s(?:class|id|data-[\w-]+|role|itemprop|aria-label)="[^"]*"', "", html)


@pytest.mark.parametrize(("changed", "least"), [(crowded, 0.99), (_without_names, 0.94)])
def test_main_text_does_not_hang_on_one_trait_of_a_page(
    changed: Callable[[str], str], least: float
) -> None:
    found = [_score(replace(page, html=changed(page.html))) for page in pages()[::3]]
    assert mean(each.precision for each in found) > least
    assert mean(each.recall for each in found) > least


PROSE = [
    f"The {name} plant will draw 300 megawatts from the grid, its owner said, and it opens in May."
    for name in ("first", "second", "third", "fourth", "fifth", "sixth")
]


def _page(*parts: str, head: str = "") -> str:
    return f"<html><head><title>Six plants</title>{head}</head><body>{''.join(parts)}</body></html>"


def _paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_lines_are_in_the_order_of_the_page() -> None:
    boxes = "".join(f'<div class="text"><div class="c">{p}</div></div>' for p in PROSE)
    assert _lines(_page(f'<div class="root"><h1>Six plants</h1>{boxes}</div>')) == PROSE


def test_a_box_that_holds_the_article_is_kept_whatever_its_name() -> None:
    text = _paragraphs(PROSE)
    assert _lines(_page(f'<div class="related-promo newsletter">{text}</div>')) == PROSE


@pytest.mark.parametrize(
    "box",
    [
        '<div class="PromoCard_root__x1"><p>The Grid Pro tells you what 40 GW cost, every week.</p>'
        "</div>",
        '<div><p>One letter a week on 40 GW of plants.</p><form><input type="email"></form></div>',
        '<p>Voir aussi : <a href="/x">Globex lève 10 milliards pour 2 GW</a></p>',
        '<ul><li><a href="/x">Globex raises $10 billion for 2 GW</a></li></ul>',
        '<h3>More on this</h3><p><a href="/x">Globex raises $10 billion for 2 GW</a></p>',
        "<template><p>A template that speaks of 40 GW and that nobody sees.</p></template>",
        "<p hidden>This paragraph of 40 GW was hidden by its editor after a correction.</p>",
        '<div class="c-cap caption">A hall of 40 GW. Photo: Al Green</div>',
        f"<blockquote>“{PROSE[4][4:60]}”</blockquote>",
    ],
)
def test_what_stands_between_paragraphs_and_is_no_part_of_them_is_left_out(box: str) -> None:
    page = _page(f"<article><h1>Six plants</h1>{_paragraphs(PROSE[:3])}{box}")
    page = page.replace("</body>", f"{_paragraphs(PROSE[3:])}</article></body>")
    assert _lines(page) == PROSE


@pytest.mark.parametrize(
    ("box", "lines"),
    [
        ("<div><ul><li>300 MW in May</li><li>500 MW in June</li></ul></div>",
         ["300 MW in May", "500 MW in June"]),
        ("<h2>Who pays</h2>", ["Who pays"]),
        ("<h2><button>Who pays?</button></h2>", ["Who pays?"]),
        ("<h2><a href='#pay'>Who pays</a></h2>", ["Who pays"]),
        ("<figure><table><tr><td>Ohio</td><td>5 MW</td></tr></table></figure>", ["Ohio | 5 MW"]),
        ('<p><a href="/acme">Acme</a> will pay $3 billion for it, over a term of fifteen years</p>',
         ["Acme will pay $3 billion for it, over a term of fifteen years"]),
    ],
)  # fmt: skip
def test_what_stands_between_paragraphs_and_belongs_to_them_is_kept(
    box: str, lines: list[str]
) -> None:
    page = _page(f"<main><h1>Six plants</h1>{_paragraphs(PROSE[:3])}{box}{_paragraphs(PROSE[3:])}")
    assert _lines(page) == [*PROSE[:3], *lines, *PROSE[3:]]


def _told(text: str) -> str:
    content = json.dumps({"@type": "NewsArticle", "articleBody": text})
    return f'<script type="application/ld+json">{content}</script>'


def test_a_text_told_to_machines_says_where_the_article_ends() -> None:
    after = "<p>Grid Weekly is owned by a company that owns parts of the plants named here.</p>"
    shown = f"<div>{_paragraphs(PROSE)}{after}</div>"
    assert _lines(_page(shown, head=_told(" ".join(PROSE)))) == PROSE
    assert _lines(_page(shown))[-1].startswith("Grid Weekly")


def test_a_text_told_to_machines_that_is_another_one_is_not_believed() -> None:
    head = _told("A wholly different text, of the kind that templates leave on every page. " * 9)
    assert _lines(_page(f"<div>{_paragraphs(PROSE)}</div>", head=head)) == PROSE


def test_a_page_that_shows_nothing_without_scripts_is_read_by_what_it_tells_machines() -> None:
    page = _page('<div id="root">Loading</div>', head=_told("".join(f"<p>{p}</p>" for p in PROSE)))
    assert _lines(page) == PROSE


def test_closing_biography_is_no_part_of_the_text() -> None:
    last = "<p>Jo Stone is a senior fellow at the Institute for Rivers, and writes about 40 GW.</p>"
    assert _lines(_page(f"<div>{_paragraphs(PROSE)}{last}</div>")) == PROSE


@pytest.mark.parametrize(
    "sentence",
    [
        "Jo Stone was a journalist who told of the plant first, and who was never paid for it by "
        "the weekly that printed her story in May.",
        "The owner broke the code of conduct that the county had written for such sites, according "
        "to a report that its council published on Monday after a year of silence on the matter.",
        "Copyright claims on the drawings of the plant were settled out of court in March.",
    ],
)
def test_sentences_that_begin_as_furniture_does_are_kept(sentence: str) -> None:
    texts = [*PROSE[:2], sentence, *PROSE[2:]]
    assert _lines(_page(f"<div>{_paragraphs(texts)}</div>")) == texts


def test_fields_above_the_text_are_left_out() -> None:
    fields = "<dl><dt>Form</dt><dd>Prospectus</dd><dt>Filed by</dt><dd>Acme Inc.</dd></dl>"
    page = _page(f"<article><h1>Six plants</h1>{fields}{_paragraphs(PROSE)}</article>")
    assert not {"Form", "Prospectus", "Filed by"} & set(_lines(page))
