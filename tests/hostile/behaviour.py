"""What a host does, and what must come of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace as Article

from webserver import Behaviour as Serve
from webserver import Site, page

from hostile.internet import Answer, Paths, Secure
from pipeline.fetch_log import Outcome

#: An article of the field in plain words, for pages whose text is not the point.
TEXT = (
    "Larkmoor Energy will build a gas plant of 450 megawatts beside the data center that Halden "
    "Cloud plans in Ostrava. The plant is expected to cost $1.1 billion and to run by the end of "
    "2027, the company said on Monday. Neighbours of the site had asked for a smaller one."
)
GOOD = page("Larkmoor builds a plant", TEXT)


@dataclass(frozen=True)
class Case:
    """A named behaviour of a host, and what the fetch log and the reading must say of it."""

    name: str
    serves: bytes | Serve | Paths  # at the address that is asked for, or by path
    expected: Outcome | Mapping[Outcome, int]
    words: str = ""  # in the messages of the fetch log
    unread: str = ""  # in the reason for which a page that was had holds no article
    holds: Callable[[Article], bool] | None = None  # of the article, where there is one
    kind: str = "pages"
    fields: dict[str, object] = field(default_factory=dict)
    at: str = ""  # address that is asked for, where it is not http://HOST/a
    host_name: str = ""  # where it is not the name of the behaviour
    answers: tuple[Answer, ...] = ()
    secure: Secure = Secure.VALID
    robots: bytes | Serve | None = None
    otherwise: bytes | Serve | None = None  # at every other path
    after: Outcome = Outcome.FETCHED  # what becomes of the host's good page
    again: Outcome | None = None  # what a second run must record

    @property
    def slug(self) -> str:
        """The name in the form of an id."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    @property
    def host(self) -> str:
        """The name of the host that behaves so."""
        end = "tls.test" if self.at.startswith("https:") else "test"
        return self.host_name or f"{self.slug}.{end}"

    @property
    def address(self) -> str:
        """The address that is asked for."""
        return self.at.replace("HOST", self.host) or f"http://{self.host}/a"

    @property
    def site(self) -> Site:
        """What the host serves."""
        own = self.serves if isinstance(self.serves, Mapping) else {"/a": self.serves}
        robots = {"/robots.txt": self.robots} if self.robots is not None else {}
        return Site({"/good": GOOD, **own, **robots}, otherwise=self.otherwise)

    @property
    def source(self) -> dict[str, object]:
        """The source that meets this behaviour."""
        where = {"urls": [self.address]} if self.kind == "pages" else {"url": self.address}
        return {"id": self.slug, "kind": self.kind, **where, **self.fields}

    @property
    def is_waited_for(self) -> bool:
        """Whether it ends only where our patience does."""
        return Outcome.TIMED_OUT in self.outcomes

    @property
    def outcomes(self) -> dict[Outcome, int]:
        """How often each outcome must stand in the fetch log."""
        return {self.expected: 1} if isinstance(self.expected, Outcome) else dict(self.expected)
