"""Whose pages articles may cite: the hosts of the sources, those of the file, those that ship."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from urllib.parse import SplitResult, urlsplit

from pydantic import TypeAdapter

from schema.source import (
    CitedHost,
    EdgarSource,
    FolderSource,
    GdeltSource,
    SitemapSource,
    Source,
    SourceFile,
)
from schema.vocabulary import Tier

_ARCHIVES = "https://www.sec.gov"
_USUAL_PORTS = {"http": ":80", "https": ":443"}
_RANKS = {tier: rank for rank, tier in enumerate(Tier)}


@dataclass(frozen=True)
class Place:
    """Where pages of one publisher stand, and what is known of them."""

    source_id: str
    tier: Tier
    publisher: str | None = None
    path: str = "/"
    match: tuple[str, ...] = ("*",)
    order: int = 0  # of places with the same path the first counts
    barred: bool = False  # a person has not allowed to read there
    declare: bool = False
    local: bool = False
    under: bool = False  # with the hosts under it

    def holds(self, path: str) -> bool:
        """Whether a page with this path is one of these."""
        below = path.startswith(self.path) and path.strip("/") != ""
        return below and any(fnmatchcase(path, pattern) for pattern in self.match)

    def is_closer_than(self, tier: Tier) -> bool:
        """Whether it is closer to what it tells than a publisher of this tier."""
        return _RANKS[self.tier] < _RANKS[tier]


class Hosts:
    """The places that articles may cite, found by address."""

    def __init__(self, sources: SourceFile) -> None:
        self._places: dict[str, list[Place]] = defaultdict(list)
        for host in sources.host:
            self._add(host, order=0)
        for host in _shipped():
            self._add(host, order=1 if host.shared else 3)
        for source in sources.source:
            if not isinstance(source, FolderSource | GdeltSource):
                host_name, place = _of_source(source)
                self._places[host_name].append(place)

    @property
    def places(self) -> Iterator[Place]:
        """Every place."""
        return (place for places in self._places.values() for place in places)

    def knows(self, host: str) -> bool:
        """Whether pages of a host, given with its port, may be found."""
        return any(name in self._places for name in _upwards(host.lower().removeprefix("www.")))

    def find(self, url: str) -> Place | None:
        """The place of an address: of the nearest host, the longest path; None if not known."""
        parts = urlsplit(url)
        name = _name(parts)
        for host in _upwards(name):
            found = [
                place
                for place in self._places.get(host, ())
                if (place.under or host == name) and (place.barred or place.holds(parts.path))
            ]
            if any(place.barred for place in found):
                return None
            if found:
                return min(found, key=lambda place: (-len(place.path), place.order))
        return None

    def _add(self, host: CitedHost, order: int) -> None:
        place = Place(
            source_id=f"cited.{host.host.replace(':', '.')}",  # a name that no source can have
            tier=host.tier,
            publisher=host.publisher,
            path=host.path,
            order=order,
            declare=host.declare,
            local=host.local,
            under=True,
        )
        self._places[host.host.removeprefix("www.")].append(place)


@cache
def _shipped() -> tuple[CitedHost, ...]:
    text = files("pipeline").joinpath("sources", "hosts.toml").read_text(encoding="utf-8")
    return TypeAdapter(tuple[CitedHost, ...]).validate_python(tomllib.loads(text)["host"])


def _of_source(source: Source) -> tuple[str, Place]:
    """The host of a source on the web, and the place that it is."""
    address, path = source.address, "/"
    if isinstance(source, EdgarSource):
        address = str(source.base_url or _ARCHIVES)
        path = f"/Archives/edgar/data/{source.cik}/"
    place = Place(
        source_id=source.id,
        tier=source.tier,
        publisher=source.publisher,
        path=path,
        match=source.match if isinstance(source, SitemapSource) else ("*",),
        order=2,
        barred=not source.enabled,
        declare=isinstance(source, EdgarSource),
        local=getattr(source, "local", False),
    )
    return _name(urlsplit(address)), place


def _name(parts: SplitResult) -> str:
    """The host and, where it is not the usual one, the port of an address."""
    host = parts.netloc.rpartition("@")[2].lower()
    return host.removesuffix(_USUAL_PORTS.get(parts.scheme, "")).removeprefix("www.")


def _upwards(name: str) -> Iterator[str]:
    """A host and those that it is under."""
    while name:
        yield name
        name = name.partition(".")[2]
