"""The main text of one article in the lay-outs of many sites."""

import pytest

from extractors.article import parse_page
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
