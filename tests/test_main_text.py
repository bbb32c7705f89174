"""The main text of pages of many lay-outs."""

from statistics import mean

import pytest

from extractors.article import parse_page
from tests.corpus import Page, Score, pages, score
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


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return {page.name: _score(page) for page in pages()}


def _score(page: Page) -> Score:
    article = parse_page(page.html.encode())
    return score(page, article.text.removeprefix(article.title))


def test_main_text_of_pages_of_many_kinds_is_nearly_whole_and_alone(
    scores: dict[str, Score],
) -> None:
    assert len(scores) >= 60
    assert mean(found.precision for found in scores.values()) > 0.96
    assert mean(found.recall for found in scores.values()) > 0.98
    assert {
        name for name, found in scores.items() if min(found.precision, found.recall) < 0.6
    } == set()
