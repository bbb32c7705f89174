"""Pages of many lay-outs, each with its main text: templates in which ⟦ and ⟧ mark what it is.

The lay-outs are those of real kinds of sites; what they tell is invented. Main text is what an
article says: paragraphs, the headings between them, lists, tables and quotations. The title,
bylines, captions and links to other stories are not. What one reader would count and another would
not, such as a standfirst or an embedded message, stands between ⟨ and ⟩ and may be read or not.
"""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

PAGES = Path(__file__).parent / "pages"

_WORD = re.compile(r"\w+")
#: Texts are compared by their runs of so many words.
_RUN = 4

_MAIN = re.compile("⟦(.*?)⟧", re.DOTALL)
_EITHER = re.compile("⟨(.*?)⟩", re.DOTALL)
_MARKS = str.maketrans(dict.fromkeys("⟦⟧⟨⟩", ""))
_BLOCK = re.compile(r"</?(?:p|br|li|[uo]l|d[ltd]|h[1-6]|tr|t[dh]|div|blockquote|pre)\b[^>]*>", re.I)
_INLINE = r"a|b|i|em|strong|span|sup|font|ix:\w+|pre|code"
_STYLE = f"<style>{'.card{color:red}' * 2_000}</style><script>{'var x=1;' * 5_000}</script>"
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Page:
    """A page as a server sends it, and its main text."""

    name: str
    html: str
    main_text: str
    either: str = ""

    @property
    def layout(self) -> str:
        """The kind of page: what stands before the first hyphen of its name."""
        return self.name.partition("-")[0]


@cache
def pages() -> tuple[Page, ...]:
    """Every page of the directory, by name."""
    stories = tomllib.loads((PAGES / "stories.toml").read_text(encoding="utf-8"))
    around = stories.pop("around")
    environment = Environment(
        loader=FileSystemLoader(PAGES),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  (the stories are markup of our own)
    )
    environment.globals.update(around, stories=stories, ps=_paragraphs, ul=_list, links=_links)
    names = sorted(path.stem for path in PAGES.glob("*.html"))
    return tuple(_page(name, environment.get_template(f"{name}.html").render()) for name in names)


def _page(name: str, marked: str) -> Page:
    return Page(
        name,
        html=marked.translate(_MARKS),
        main_text=_text(_MAIN.findall(marked)),
        either=_text(_EITHER.findall(marked)),
    )


def _text(pieces: list[str]) -> str:
    return unescape(_TAG.sub("", _BLOCK.sub("\n", "\n".join(pieces))))


def _paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>\n" for text in texts)


def _list(items: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _links(stories: list[dict[str, str]]) -> str:
    return _list([f'<a href="/{n}">{story["title"]}</a>' for n, story in enumerate(stories)])


def crowded(html: str) -> str:
    """A page as heavy as those of most sites: indented, with styles and a list without end."""
    cards = "".join(
        f'<div class="q{n % 7}"><a href="/j{n}"><span>Story number {n} of a list without end</span>'
        f"</a><div>It tells of a plant, a line or a loaf, and ends after {n} words.</div></div>"
        for n in range(60)
    )
    html = re.sub("</body>", f'<div class="q9">{cards}</div></body>', html, flags=re.IGNORECASE)
    html = re.sub(rf">\s*<(?!/?(?:{_INLINE})\b)", ">\n                    <", html)
    return re.sub("</title>", f"</title>{_STYLE}", html, count=1, flags=re.IGNORECASE)


@dataclass(frozen=True)
class Score:
    """Precision and recall of one page, and whether anything was found in it."""

    precision: float
    recall: float
    is_empty: bool = False


def score(page: Page, found: str) -> Score:
    """How much of a text is the main text of a page, and how much of that is in it."""
    wanted, got = _runs(page.main_text), _runs(found)
    got -= _runs(page.either) - wanted
    shared = (wanted & got).total()
    if not wanted and not got:
        return Score(1.0, 1.0)
    return Score(
        shared / got.total() if got else 0.0,
        shared / wanted.total() if wanted else 0.0,
        is_empty=not got,
    )


def _runs(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words of a text, or all its words as one if they are fewer."""
    words = _WORD.findall(text)
    runs = (tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1)))
    return Counter(run for run in runs if run)
