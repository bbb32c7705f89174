"""How fast claims become facts: generated claims with realistic skew, one core.

python -m benchmarks.resolving [CLAIMS]
"""

import datetime as dt
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from schema.article import Article, Page
from schema.claim import Claim, Interval
from schema.entity import load_registry
from schema.vocabulary import EntityKind
from warehouse.database import open_working
from warehouse.extracted import Extracted
from warehouse.load import load
from warehouse.rebuild import derive_deals, derive_facts, derive_feeds, rebuild_facts
from warehouse.resolve import resolve
from warehouse.tables import Versions
from warehouse.views import create_pasts, describe_views

_PER_ARTICLE = 5
#: Of so many articles the ones about the most and the least told parties are added one by one.
_FURTHER = 20
_NOW = dt.datetime(2026, 7, 20, tzinfo=dt.UTC)
_VERSIONS = Versions(code="one")
_KINDS = (
    ("deal",) * 6 + ("dependency",) * 5 + ("capacity",) * 3 + ("milestone",) * 3 + ("volume",) * 2
)

#: A few sentences say how their amount stands to another.
_WORDS = ("of it",) * 36 + ("of it at first", "of it in total", "that it was raised", "of a cut")

_Told = tuple[Page, Article, list[Claim]]
_Read = tuple[list[Page], Extracted]


class _World:
    """Things that can be told, a few of them by very many.

    As in 249 articles of June 2026: of the claims one in ten names the most told organisation, one
    in a hundred tells the most told thing.
    """

    def __init__(self, seed: int, things: int) -> None:
        self._random = random.Random(seed)  # noqa: S311
        registry = list(load_registry())
        known = [e.name for e in registry if e.kind is EntityKind.ORGANISATION]
        unknown = [f"Company {number}" for number in range(max(50, things // 40))]
        self._organisations = known + unknown
        self._places = [e.name for e in registry if e.kind is not EntityKind.ORGANISATION]
        self._things = [self._thing() for _ in range(things)]

    def _rank(self, count: int, *, flat: float, tail: float) -> int:
        """Which of so many things is told: the first ones most often, one at least now and then."""
        rank = int(flat * (self._random.paretovariate(tail) - 1))
        return rank if rank < count else self._random.randrange(count)

    def _skewed(self, names: list[str]) -> str:
        return names[self._rank(len(names), flat=11, tail=0.6)]

    def _thing(self) -> dict[str, object]:
        kind = self._random.choice(_KINDS)
        first, second = self._skewed(self._organisations), self._skewed(self._organisations)
        amount = float(f"{self._random.lognormvariate(22, 2):.1e}")
        start = dt.date(2026, 1, 1) + dt.timedelta(days=self._random.randrange(1500))
        when = Interval(start=start, end=start + dt.timedelta(days=self._random.choice((30, 90))))
        thing: dict[str, object] = {"kind": kind, "subject": first, "object": second}
        match kind:
            case "deal":
                role = self._random.choice(("purchase", "investment", "capex", "lease"))
                thing |= {"role": role, "low": amount, "high": amount, "unit": "USD"}
            case "dependency":
                thing |= {"role": self._random.choice(("supplies", "uses", "foundry"))}
            case "capacity":
                watts = float(f"{self._random.lognormvariate(20, 1):.1e}")
                thing |= {"subject": self._skewed(self._places), "low": watts, "high": watts}
                thing |= {"unit": "W", "stage": "planned"}
            case "milestone":
                thing |= {"subject": self._skewed(self._places), "object": None, "when": when}
                thing |= {"stage": self._random.choice(("online", "production", "available"))}
            case _:
                count = float(self._random.randrange(1, 90) * 10 ** self._random.randrange(1, 5))
                thing |= {"low": count, "high": count, "unit": "count"}
        return thing

    def telling(self, number: int) -> dict[str, object]:
        """One telling of some thing, now and then with a party left out."""
        thing = dict(self._things[self._rank(len(self._things), flat=40, tail=0.4)])
        if self._random.random() < 0.05:
            thing[self._random.choice(("subject", "object"))] = None
        words = self._random.choice(_WORDS)
        quote = f"Sentence number {number} tells {words}."
        return thing | {
            "modality": "announced",
            "confidence": 0.9,
            "quote": quote,
            "start": number * 100,
            "end": number * 100 + len(quote),
        }


def _articles(claims: int) -> list[_Told]:
    world = _World(1, max(20, claims // 5))
    clock = random.Random(2)  # noqa: S311
    told = []
    for number in range(claims // _PER_ARTICLE):
        day = dt.date(2025, 1, 1) + dt.timedelta(days=clock.randrange(560))
        url = f"https://paper{number % 40}.example/{number}"
        page = Page(
            page_id=f"{number:064x}",
            source_id="generated",
            url=url,
            media_type="text/html",
            size=1,
            fetched_at=dt.datetime.combine(day, dt.time(12), dt.UTC),
        )
        words = " ".join(str(clock.randrange(10**6)) for _ in range(20))
        article = Article(
            url=url, title=f"Article {number}", text=words, published=day,
            publisher=f"Paper {number % 40}",
        )  # fmt: skip
        read = [Claim.model_validate(world.telling(i)) for i in range(_PER_ARTICLE)]
        told.append((page, article, read))
    return told


def _by_fame(told: Sequence[_Told], further: Sequence[_Told]) -> tuple[_Told, _Told]:
    """Of further articles the one about the most told parties, and the one about the least."""
    known = Counter(party for _, _, read in told for claim in read for party in _parties(claim))
    ordered = sorted(further, key=lambda one: sum(known[p] for c in one[2] for p in _parties(c)))
    return ordered[-1], ordered[0]


def _parties(claim: Claim) -> list[str]:
    return [party for party in (claim.subject, claim.object) if party]


def _read(told: Iterable[_Told]) -> _Read:
    listed = list(told)
    return (
        [page for page, _, _ in listed],
        Extracted.from_models((page.page_id, article, claims) for page, article, claims in listed),
    )


def _seconds(name: str, step: Callable[[], object]) -> None:
    started = time.process_time()
    step()
    print(f"{name:<28}{time.process_time() - started:8.2f} s of one core", flush=True)


def _and(read: _Read, further: _Read) -> _Read:
    """What was read before, and what was read now."""
    (pages, extracted), (new, added) = read, further
    tables = (
        pa.concat_tables(pair) for pair in zip(_tables(extracted), _tables(added), strict=True)
    )
    return [*pages, *new], Extracted(*tables)


def _tables(extracted: Extracted) -> tuple[pa.Table, pa.Table, pa.Table]:
    return extracted.articles, extracted.claims, extracted.parties


def _fill(connection: duckdb.DuckDBPyConnection, read: _Read) -> None:
    pages, extracted = read
    _seconds("load", lambda: load(connection, pages, extracted))
    _seconds("resolve", lambda: resolve(connection, load_registry()))
    _seconds("facts", lambda: derive_facts(connection, _NOW, _VERSIONS))
    _seconds("deals", lambda: derive_deals(connection, _NOW))
    _seconds("feeds", lambda: derive_feeds(connection, _NOW))
    _seconds("past", lambda: create_pasts(connection))
    _seconds("comments", lambda: describe_views(connection))


def _add(connection: duckdb.DuckDBPyConnection, read: _Read) -> None:
    """Bring the facts up to date, as a run does: in one transaction, which is on disk then."""
    pages, extracted = read
    rebuild = partial(rebuild_facts, registry=load_registry(), now=_NOW, versions=_VERSIONS)

    def update() -> None:
        connection.begin()
        rebuild(connection, pages, extracted)
        connection.commit()

    _seconds("one article more", update)


def main() -> None:
    """Print seconds of processor time for each step, and for one article more."""
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    told = _articles(claims + _FURTHER * _PER_ARTICLE)
    told, further = told[:-_FURTHER], told[-_FURTHER:]
    with TemporaryDirectory() as folder, open_working(Path(folder)) as connection:
        connection.execute("SET threads = 1")
        read, chosen = _read(told), _by_fame(told, further)
        del told, further  # a run holds tables, no models, which collecting garbage would walk
        _fill(connection, read)
        facts = connection.execute("SELECT count(*) FROM facts").fetchall()[0][0]
        for fame, one in zip(("famous", "obscure"), chosen, strict=True):
            print(f"about {fame} parties: ", end="")
            read = _and(read, _read([one]))
            _add(connection, read)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{claims:,} claims, {facts:,} facts, {peak:.1f} GiB at the peak")


if __name__ == "__main__":
    main()
