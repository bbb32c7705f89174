"""Fetching, reading and loading of many pages from ten hosts, and a second run over the same.

    python -m benchmarks.acquisition [--pages 1000]

Serves generated pages on ten loopback addresses, reads them by the steps of ``gigawatch run``,
then runs again over the unchanged hosts. Prints the rate of each phase and what the hosts' own
log says of both runs; ends with exit code 1 if a promise is broken. Pages a second are by the
clock on the wall: measure on a machine with nothing else to do.
"""

import argparse
import hashlib
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from benchmarks.local_hosts import Exchange, Hosts, by_host, least_pause, overlaps, serve
from benchmarks.pages import pages
from pipeline import steps
from pipeline.settings import Settings
from warehouse.database import open_working
from warehouse.export import relations

HOSTS = tuple(f"127.0.0.{n}" for n in range(2, 12))
#: The first host asks for a pace; the others take requests as fast as they answer.
PACE = 0.02
LEAST_PAGES_A_SECOND = 25
MOST_BYTES_AGAIN = 0.01
_DATED = "Mon, 20 Jul 2026 09:00:00 GMT"
#: It tells when and by which version the file was built, which differs from run to run.
_OF_THE_RUN = {"build"}


@dataclass(frozen=True)
class Phase:
    """One phase: seconds on the wall, and of all processors together."""

    name: str
    wall: float
    cpu: float


@dataclass
class Run:
    """One run: its phases, what the hosts logged, and the rows that it left (number and hash)."""

    phases: list[Phase] = field(default_factory=list)
    log: list[Exchange] = field(default_factory=list)
    rows: dict[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def wall(self) -> float:
        """Seconds of all phases."""
        return sum(phase.wall for phase in self.phases)

    @property
    def sent(self) -> int:
        """Bytes of the bodies that the hosts sent."""
        return sum(exchange.sent for exchange in self.log)


def write_hosts(folder: Path, count: int) -> None:
    """Write the pages of each host with its feed, and the robots.txt of all."""
    for number, (title, page) in enumerate(pages(count)):
        host = folder / HOSTS[number % len(HOSTS)]
        host.mkdir(parents=True, exist_ok=True)
        (host / f"{number}.html").write_text(page, encoding="utf-8")
        with (host / "titles").open("a", encoding="utf-8") as file:
            file.write(f"{number}.html\t{title}\n")
    for host in folder.iterdir():
        pace = f"Crawl-delay: {PACE}\n" if host.name == HOSTS[0] else ""
        (host / "robots.txt").write_text(f"User-agent: *\n{pace}Disallow: /private\n")


def write_feeds(hosts: Hosts) -> Path:
    """Write the feed of each host and the sources file that names them."""
    tables = []
    for host, url in hosts.urls.items():
        listed = (hosts.folder / host / "titles").read_text(encoding="utf-8").splitlines()
        items = "".join(
            f"<item><title>{title}</title><link>{url}/{path}</link><pubDate>{_DATED}</pubDate></item>"
            for path, _, title in (line.partition("\t") for line in listed)
        )
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
        (hosts.folder / host / "feed.xml").write_text(feed, encoding="utf-8")
        name = host.replace(".", "-")
        tables.append(
            f'[[source]]\nid = "host-{name}"\nkind = "feed"\nurl = "{url}/feed.xml"\n'
            f"local = true\nlimit = {len(listed)}\n"
        )
    path = hosts.folder / "sources.toml"
    path.write_text("\n".join(tables), encoding="utf-8")
    return path


def run(settings: Settings, hosts: Hosts) -> Run:
    """Fetch, read and load once, by the steps of ``gigawatch run``."""
    done = Run()
    with _phase(done, "fetch"):
        steps.fetch_pages(settings)
    with _phase(done, "read"):
        steps.read_stored_pages(settings.data)
    with open_working(settings.data.root, steps.LOCK_WAIT) as connection:
        with _phase(done, "load"):
            steps.rebuild_warehouse(connection, settings.data, settings.now())
        done.rows = _rows(connection)
    fetches = sorted(settings.data.fetches.iterdir())
    done.rows["the log of fetches"] = _hashed([path.read_bytes() for path in fetches])
    done.log = hosts.log()
    return done


def broken_promises(count: int, first: Run, second: Run) -> list[str]:
    """What the two runs did not keep, in words."""
    pages_read, _ = first.rows["articles"]
    rate = count / first.wall
    unconditional = [e for e in second.log if not e.conditional or e.status != 304]
    share = second.sent / first.sent
    changed = [name for name, rows in first.rows.items() if rows != second.rows.get(name)]
    at_once = overlaps(first.log) + overlaps(second.log)
    pause = least_pause(by_host(first.log)[HOSTS[0]])
    promises = [
        (pages_read == count, f"{pages_read} articles were read of {count} pages"),
        (rate >= LEAST_PAGES_A_SECOND, f"{rate:.1f} pages a second"),
        (not unconditional, f"the second run asked without condition: {unconditional[:3]}"),
        (share < MOST_BYTES_AGAIN, f"the second run transferred {share:.1%} of the bytes"),
        (not changed, f"the second run changed rows of {', '.join(changed)}"),
        (not at_once, f"hosts were asked {at_once} times while they still answered"),
        (pause >= PACE, f"a host that asks for {PACE} s between requests got {pause:.3f} s"),
    ]
    return [words for kept, words in promises if not kept]


def _rows(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, str]]:
    """Number and hash of the rows of every table and feed."""
    return {
        relation.name: _hashed(connection.execute(f'FROM "{relation.name}"').fetchall())
        for relation in relations(connection)
        if relation.name not in _OF_THE_RUN
    }


def _hashed(rows: Sequence[object]) -> tuple[int, str]:
    digest = hashlib.sha256("\n".join(sorted(map(repr, rows))).encode())
    return len(rows), digest.hexdigest()


@contextmanager
def _phase(done: Run, name: str) -> Iterator[None]:
    began, cpu = time.monotonic(), _cpu()
    yield
    done.phases.append(Phase(name, time.monotonic() - began, _cpu() - cpu))


def _cpu() -> float:
    """Processor seconds of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _print(title: str, count: int, done: Run) -> None:
    cores = os.cpu_count() or 1
    print(f"{title:<12}{'seconds':>9}{'pages/s':>9}{'cpu s':>9}   processors at work, of {cores}")
    whole = Phase("in one go", done.wall, sum(phase.cpu for phase in done.phases))
    for phase in (*done.phases, whole):
        rate = count / phase.wall
        at_work = phase.cpu / phase.wall
        print(f"  {phase.name:<10}{phase.wall:9.1f}{rate:9.0f}{phase.cpu:9.1f}{at_work:9.2f}")
    conditional = sum(exchange.conditional for exchange in done.log)
    print(
        f"  hosts: {len(done.log):,} requests, {conditional:,} of them conditional, "
        f"{done.sent:,} bytes sent, {overlaps(done.log)} of them two at once at one host; "
        f"{least_pause(by_host(done.log)[HOSTS[0]]):.3f} s between two where {PACE} s are asked"
    )


def main() -> int:
    """Print the figures, and what was promised and not kept."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=1000)
    count = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_hosts(folder / "hosts", count)
        with serve(folder / "hosts", HOSTS) as hosts:
            settings = Settings.given(folder / "data", write_feeds(hosts))
            first, second = run(settings, hosts), run(settings, hosts)
    _print("first run", count, first)
    _print("second run", count, second)
    broken = broken_promises(count, first, second)
    for words in broken:
        print(f"BROKEN: {words}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
