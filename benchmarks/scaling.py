"""Whether any input makes the reading of claims superlinear: hostile articles, doubled and timed.

    python benchmarks/scaling.py [--size 20000] [--doublings 2] [--only WORD] [--large 5000000]

Each input is read at a size and at each of its doublings; what is printed is the time of the
largest and the factor of each doubling, which is 2 where time is linear. Times are of the
processor, the least of two, so that other work on the machine counts for little.
"""

import argparse
import datetime as dt
import time
from collections.abc import Callable, Mapping
from itertools import pairwise

from extractors.reading import read_article
from schema.article import Article

#: Makes each input an article of the field, so that all of it is read.
OPENING = "Nvidia chips draw megawatts in a data center\n\n"
SENTENCE = "Meta will pay Nvidia $5 billion for 300 MW of chips by the end of 2027. "
DENSE = (
    "In May 2026, Meta, OpenAI and Oracle paid Nvidia $5 billion, $6 billion and $7 billion for "
    "300 MW, 2x the performance per watt, 40% lower cost and 400,000 GB200 chips from TSMC by "
    "the end of 2027 and in the second half of 2028, up from 10% of revenue in fiscal 2025. "
)


def repeated(piece: str) -> Callable[[int], str]:
    """An input of one piece, again and again."""
    return lambda size: piece * (size // len(piece))


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


INPUTS: Mapping[str, Callable[[int], str]] = {
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


def seconds(text: str) -> float:
    """The least processor time of two readings of an article."""
    article = Article(title="", text=OPENING + text, published=dt.date(2026, 7, 20))
    times = []
    for _ in range(2):
        begin = time.process_time()
        read_article(article)
        times.append(time.process_time() - begin)
    return min(times)


def main() -> None:
    """Print the figures, and the factor above which they are not linear."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=20_000, help="characters of the smallest")
    parser.add_argument("--doublings", type=int, default=2)
    parser.add_argument("--only", default="", help="inputs whose name holds this")
    parser.add_argument("--large", type=int, default=0, help="also an article of so many bytes")
    options = parser.parse_args()
    seconds(SENTENCE)  # loads what is loaded once
    largest = options.size * 2**options.doublings
    print(f"input                     {largest:>9,} characters   factor of each doubling")
    for name, make in INPUTS.items():
        if options.only not in name:
            continue
        times = [seconds(make(options.size * 2**n)) for n in range(options.doublings + 1)]
        factors = [after / max(before, 1e-3) for before, after in pairwise(times)]
        shown = "".join(f"{factor:8.1f}" for factor in factors)
        print(f"{name:<26}{times[-1]:18.2f} s{shown}", flush=True)
    if options.large:
        taken = seconds(INPUTS["one long article"](options.large))
        print(f"one article of {options.large:,} bytes: {taken:.1f} s")


if __name__ == "__main__":
    main()
