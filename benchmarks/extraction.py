"""How fast claims are read from text, and in how much memory.

    python benchmarks/extraction.py [--articles 2000]

Writes its own articles: about 300 words each, half of them news of the field, half other prose,
with invented names throughout, since words that repeat are read faster. The rate of spaCy's blank
tokenizer over the same articles, in the same run, stands beside it. Times are of the processor, so
that other work on the machine does not count.
"""

import argparse
import datetime as dt
import random
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy

from extractors.reading import read_article
from schema.article import Article

WORDS = 300
SEED = 20260720

BUYERS = ("OpenAI", "Meta", "Microsoft", "Anthropic", "xAI", "Oracle", "Amazon", "Google")
SELLERS = ("Nvidia", "AMD", "Broadcom", "CoreWeave", "TSMC", "Micron", "Cerebras", "Vistra")
SYLLABLES = ("an", "bel", "cor", "den", "el", "far", "gor", "hal", "in", "kor", "lem", "mar", "nor")
TELLING = (
    "{buyer} has agreed to pay {seller} ${n} billion over {k} years for computing capacity.",
    "The campus in {site} will draw {n}00 megawatts by the end of 203{d}, {buyer} said.",
    "{seller} shipped more than {n}0,000 accelerators to {buyer} in the second quarter.",
    "{buyer}'s own chip, made by {seller}, is to enter production in early 202{e}.",
    "The new part offers up to {k} times the performance per watt of the one before it.",
    "About {n}% of {seller}'s revenue came from {buyer}, according to its latest filing.",
    "Building the site in {site} took {n} months, half of what {seller} had expected.",
    "{buyer} denied that it was in talks to lease {n}.{k} GW from {seller} in {site}.",
)
FILLING = (
    "Local officials in {site} said the {thing} had been discussed for {n} months or longer.",
    "The county lost its {thing} years ago, and many who made {thing}s have moved to {site}.",
    "{person} worries about noise, about water and about what the {thing} does to bills.",
    "{person} declined to say more, pointing to a statement on the {thing} company's website.",
    "“We did not come here to leave again,” {person} said, “and the {thing} stays.”",
    "Roads around {site} are narrow; lorries will need another way in, {person} wrote.",
    "Last year a similar {thing} was dropped in the face of opposition from {site}.",
    "None of this was certain in March, when the {thing} was first shown to {person}.",
)


@dataclass(frozen=True, slots=True)
class Rate:
    """Articles read in some time."""

    articles: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds


def articles(count: int) -> Iterator[Article]:
    """Articles of about 300 words, no two alike, the same in every run."""
    chance = random.Random(SEED)  # noqa: S311  (no secrets here)
    for number in range(count):
        yield _article(chance, number)


def _article(chance: random.Random, number: int) -> Article:
    """One article; every second one tells of the field."""
    title = f"{chance.choice(BUYERS)} and the town of {_word(chance).title()}, part {number}"
    sentences: list[str] = []
    while sum(sentence.count(" ") + 1 for sentence in sentences) < WORDS:
        telling = number % 2 == 0 and chance.random() < 0.2
        pattern = chance.choice(TELLING if telling else FILLING)
        sentences.append(
            pattern.format(
                buyer=chance.choice(BUYERS),
                seller=chance.choice(SELLERS),
                site=_word(chance).title(),
                thing=_word(chance),
                person=f"{_word(chance).title()} {_word(chance).title()}",
                n=chance.randint(2, 90),
                k=chance.randint(2, 9),
                d=chance.randint(0, 5),
                e=chance.randint(7, 9),
            )
        )
    lines = [" ".join(sentences[i : i + 4]) for i in range(0, len(sentences), 4)]
    return Article(
        title=title,
        text=f"{title}\n\n" + "\n".join(lines),
        published=dt.date(2026, 7, 20),
    )


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=3))


def tokenizer_rate(texts: list[str]) -> Rate:
    """The rate of spaCy's blank tokenizer alone."""
    nlp = spacy.blank("en")
    return _timed(nlp.make_doc, texts)


def _timed(read: Callable[[Any], object], inputs: list[Any]) -> Rate:
    for entry in inputs[:5]:
        read(entry)  # loads what is loaded once
    begin = time.process_time()
    for entry in inputs:
        read(entry)
    return Rate(len(inputs), time.process_time() - begin)


def resident_megabytes() -> float:
    """The memory that this process holds (the largest it ever held, where that is not told)."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    return int(fields["VmRSS"].split()[0]) / 1024


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=2000)
    options = parser.parse_args()

    corpus = list(articles(options.articles))
    words = sum(len(article.text.split()) for article in corpus) / len(corpus)
    blank = tokenizer_rate([article.text for article in corpus])
    quarter = len(corpus) // 4
    first = _timed(read_article, corpus[:quarter])
    before = resident_megabytes()
    rest = _timed(read_article, corpus[quarter:])
    after = resident_megabytes()
    reading = Rate(len(corpus), first.seconds + rest.seconds)
    claims = sum(len(read_article(article)) for article in corpus[:100]) / 100
    print(f"articles            {len(corpus)} of {words:.0f} words, {claims:.1f} claims in each")
    print(f"blank tokenizer     {blank.per_second:8.0f} articles a second")
    print(f"text to claims      {reading.per_second:8.0f} articles a second")
    print(f"memory              {before:8.0f} MB after a quarter of them, {after:.0f} MB after all")


if __name__ == "__main__":
    main()
