"""A small internet of a test's own: names, public addresses, a wire, servers on loopback.

Names are looked up and addresses dialled as always. Ours are only what lies outside the process:
what the resolver of the system says, and where a public address leads, which is to a server on
loopback. Whatever else is dialled is noted, and leads nowhere.
"""

import socket
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import cycle
from pathlib import Path
from threading import Event
from typing import Any

import httpcore
from pytest import MonkeyPatch
from webserver import Behaviour, Site, serve_hosts

from hostile.http2 import serve_http2

#: Loopback addresses of the servers; the names are dealt out over them.
PLAIN = [f"127.0.0.{n}" for n in range(2, 8)]
TLS = "127.0.0.8"
CERTIFICATES = Path(__file__).parent.parent / "data" / "tls"
#: What a resolver says of a name: addresses, the host's own, that there are none, or nothing.
Answer = str
OWN, NONE, NEVER = "own", "none", "never"
Paths = Mapping[str, bytes | Behaviour]


class Secure(StrEnum):
    """What answers at the port for https of a host."""

    VALID = "valid"
    EXPIRED = "expired"
    SELF_SIGNED = "self_signed"
    HTTP2 = "http2"
    SILENT = "silent"
    PLAIN = "plain"


@dataclass
class Host:
    """A name on the net, what it leads to, and what answers there."""

    address: str
    site: Site
    answers: list[Answer]
    secure: Secure


@dataclass
class Internet:
    """Names and routes, and what was dialled and received over them."""

    hosts: dict[str, Host] = field(default_factory=dict)
    routes: dict[tuple[str, int], tuple[str, int]] = field(default_factory=dict)
    dialled: list[tuple[str, int]] = field(default_factory=list)
    received: Counter[str] = field(default_factory=Counter)
    stopped: Event = field(default_factory=Event)

    def add(
        self,
        name: str,
        site: Site,
        answers: Sequence[Answer] = (),
        secure: Secure = Secure.VALID,
    ) -> None:
        """Put a host on the net, at a public address of its own.

        Args:
            name: Its name.
            site: What it serves.
            answers: What the resolver says of it, one after the other; ``OWN`` is its address.
            secure: What answers at its port for https.
        """
        number = len(self.hosts)
        address = f"93.184.{number // 200}.{number % 200 + 1}"
        own = [address if each == OWN else each for each in answers]
        self.hosts[name] = Host(address, site, own or [address], secure)

    def find(self, asked: str) -> Site:
        """The site of the name that a request is for."""
        host = self.hosts.get(asked.partition(":")[0])
        return host.site if host else Site()

    def look_up(self, host: Any, port: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """What the resolver of the system would say: the next of a name's answers, or its last."""
        name = host.decode() if isinstance(host, bytes) else host
        if not name.endswith(".test"):
            flags = {"flags": socket.AI_NUMERICHOST} if name != "localhost" else {}
            return _GETADDRINFO(name, port, type=socket.SOCK_STREAM, **flags)
        answers = self.hosts[name].answers if name in self.hosts else [NONE]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer == NEVER:
            self.stopped.wait(4)
        if answer in {NEVER, NONE}:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        numeric = {"type": socket.SOCK_STREAM, "flags": socket.AI_NUMERICHOST}
        return [found for each in answer.split() for found in _GETADDRINFO(each, port, **numeric)]


class _Counted(httpcore.AsyncNetworkStream):
    """A connection that tells how many bytes came over it."""

    def __init__(self, inner: httpcore.AsyncNetworkStream, came: Callable[[int], None]) -> None:
        self._inner = inner
        self._came = came

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = await self._inner.read(max_bytes, timeout)
        self._came(len(data))
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(self, *args: Any, **kwargs: Any) -> httpcore.AsyncNetworkStream:
        return _Counted(await self._inner.start_tls(*args, **kwargs), self._came)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


_GETADDRINFO = socket.getaddrinfo
_CONNECT = httpcore.AnyIOBackend.connect_tcp


@contextmanager
def online(internet: Internet, patch: MonkeyPatch) -> Iterator[None]:
    """Serve every host of the internet, and put this process on it."""
    with ExitStack() as stack:
        plain = [(at, stack.enter_context(serve_hosts(internet.find, at))) for at in PLAIN]
        secure = {
            kind: (TLS, stack.enter_context(serve_hosts(internet.find, TLS, _context(kind))))
            for kind in (Secure.VALID, Secure.EXPIRED, Secure.SELF_SIGNED)
        }
        http2 = serve_http2(TLS, _context(Secure.VALID, "h2"))
        secure[Secure.HTTP2] = (TLS, stack.enter_context(http2))
        silent = stack.enter_context(socket.create_server((TLS, 0)))
        secure[Secure.SILENT] = silent.getsockname()
        secure[Secure.PLAIN] = plain[0]
        for host, place in zip(internet.hosts.values(), cycle(plain)):
            internet.routes[host.address, 80] = place
            internet.routes[host.address, 443] = secure[host.secure]
        patch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "ca.pem"))
        patch.setattr(socket, "getaddrinfo", internet.look_up)
        patch.setattr(httpcore.AnyIOBackend, "connect_tcp", _dialling(internet))
        stack.callback(internet.stopped.set)
        yield


def _dialling(internet: Internet) -> Callable[..., Awaitable[httpcore.AsyncNetworkStream]]:
    """The library's connecting, over the routes of an internet."""

    async def dial(
        backend: httpcore.AnyIOBackend, host: str, port: int, *args: Any, **kwargs: Any
    ) -> httpcore.AsyncNetworkStream:
        internet.dialled.append((host, port))
        place = internet.routes.get((host, port))
        if place is None:
            raise httpcore.ConnectError("no route to host")
        stream = await _CONNECT(backend, *place, *args, **kwargs)
        return _Counted(stream, lambda size: internet.received.update({host: size}))

    return dial


def _context(certificate: str, protocol: str = "http/1.1") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{certificate}.pem", CERTIFICATES / "leaf.key")
    context.set_alpn_protocols([protocol])
    return context
