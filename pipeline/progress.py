"""How long work tells how far it is, without knowing who listens."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from pipeline.acquire.recorder import Collected
from pipeline.extraction import Reading
from pipeline.fetch_log import Fetch
from schema.judgement_lines import Judgements
from warehouse.changes import Changes


class Listener:
    """Hears what a run does; this one ignores it."""

    def fetched(self, fetch: Fetch) -> None:
        """One address was asked for."""

    def collected(self, collected: Collected) -> None:
        """All sources were read."""

    def read(self, done: int, total: int) -> None:
        """So many of the pages that had to be read are read."""

    def reading(self, reading: Reading) -> None:
        """All pages are read."""

    def judged(self, judgements: Judgements) -> None:
        """What persons judged is read."""

    def rebuilt(self, changes: Changes) -> None:
        """The warehouse is rebuilt, and some facts are otherwise than before."""

    def step(self, name: str) -> None:
        """A step begins."""


_NOBODY = Listener()
_listener: ContextVar[Listener] = ContextVar("listener", default=_NOBODY)


def listener() -> Listener:
    """Who listens to the work of this thread."""
    return _listener.get()


@contextmanager
def listening(who: Listener) -> Iterator[None]:
    """Let somebody listen."""
    token = _listener.set(who)
    try:
        yield
    finally:
        _listener.reset(token)
