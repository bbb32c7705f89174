"""How well and how fast the main text of pages is found, beside the library that stands behind it.

    python benchmarks/main_text.py [--crowded] [--benchmark DIR] [--worst 5] [--rounds 3]

Measured as the article extraction benchmark of Scrapinghub does (its ``evaluate.py``): runs of four
words that two texts share, precision and recall of each page, their means, and the F1 of these.
The pages are those of ``tests/pages``, with ``--crowded`` made as heavy as most sites make theirs;
``--benchmark`` names a directory in the form of that benchmark (``ground-truth.json`` and
``html/*.html.gz``) to measure on its pages instead. Rates are pages a second of the processor, the
best of some rounds.
"""

import argparse
import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from statistics import mean

import trafilatura

sys.path.insert(0, str(Path(__file__).parent.parent))

from extractors.article import ArticleError, parse_page
from extractors.maintext import main_lines
from extractors.markup import parse_html
from tests.corpus import Page, Score, crowded, pages, score


def f1(scores: Iterable[Score]) -> tuple[float, float, float]:
    """Mean precision (of pages in which anything was found), mean recall, and the F1 of the two."""
    each = list(scores)
    precision = mean([s.precision for s in each if not s.is_empty] or [0.0])
    recall = mean(s.recall for s in each)
    return 2 * precision * recall / ((precision + recall) or 1), precision, recall


def _main_text(html: str) -> str:
    """The main text alone, as the reader of pages finds it."""
    return "\n".join(main_lines(parse_html(html)))


def _article(html: str) -> str:
    """The whole reading of a page, with its dates, author and language; the text without title."""
    try:
        article = parse_page(html.encode())
    except ArticleError:
        return ""
    return article.text.removeprefix(article.title)


def _trafilatura(html: str) -> str:
    return trafilatura.extract(html, include_comments=False) or ""


def _trafilatura_fast(html: str) -> str:
    return trafilatura.extract(html, include_comments=False, fast=True) or ""


READERS: Mapping[str, Callable[[str], str]] = {
    "gigawatch, whole article": _article,
    "gigawatch, main text": _main_text,
    "trafilatura": _trafilatura,
    "trafilatura, fast": _trafilatura_fast,
}


def read_benchmark(directory: Path) -> tuple[Page, ...]:
    """The pages of a directory in the form of the article extraction benchmark."""
    truth = json.loads((directory / "ground-truth.json").read_text(encoding="utf-8"))
    found = []
    for name, entry in sorted(truth.items()):
        with gzip.open(directory / "html" / f"{name}.html.gz", "rt", encoding="utf-8") as file:
            found.append(Page(name, file.read(), entry.get("articleBody", "")))
    return tuple(found)


def _rate(read: Callable[[str], str], corpus: Iterable[Page], rounds: int) -> float:
    """Pages a second of the processor, in the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        begin = time.process_time()
        count = sum(1 for page in corpus if read(page.html) is not None)
        best = min(best, (time.process_time() - begin) / count)
    return 1 / best


def main() -> None:
    """Print the figures of each reader, then those of each kind of page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--benchmark", type=Path, help="a directory of pages with ground truth")
    parser.add_argument("--crowded", action="store_true", help="heavier pages, with a long list")
    parser.add_argument("--worst", type=int, default=5, help="pages read worst to name")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of which the best counts")
    options = parser.parse_args()
    corpus = read_benchmark(options.benchmark) if options.benchmark else pages()
    if options.crowded:
        corpus = tuple(replace(page, html=crowded(page.html)) for page in corpus)
    scores = {
        name: {page: score(page, read(page.html)) for page in corpus}
        for name, read in READERS.items()
    }
    print(f"{len(corpus)} pages{'':<22}     F1  precision  recall   pages/s")
    for name, read in READERS.items():
        total, precision, recall = f1(scores[name].values())
        rate = _rate(read, corpus, options.rounds)
        print(f"{name:<30}{total:9.3f}{precision:11.3f}{recall:8.3f}{rate:10.0f}", flush=True)
    if not options.benchmark:
        _print_layouts(scores)
    _print_worst(scores["gigawatch, whole article"], options.worst)


def _print_layouts(scores: Mapping[str, Mapping[Page, Score]]) -> None:
    """The F1 of each reader on each kind of page."""
    names = list(scores)
    layouts = Counter(page.layout for page in scores[names[0]])
    print(f"\n{'F1 by kind of page':<20}{'pages':>6}" + "".join(f"{n:>26}" for n in names))
    for layout, count in sorted(layouts.items()):
        each = [
            f1(s for page, s in scores[name].items() if page.layout == layout)[0] for name in names
        ]
        print(f"{layout:<20}{count:>6}" + "".join(f"{value:26.3f}" for value in each))


def _print_worst(scores: Mapping[Page, Score], count: int) -> None:
    print("\nread worst                      precision  recall")
    worst = sorted(scores.items(), key=lambda pair: pair[1].precision + pair[1].recall)
    for page, found in worst[:count]:
        print(f"{page.name[:30]:<30}{found.precision:11.3f}{found.recall:8.3f}")


if __name__ == "__main__":
    main()
