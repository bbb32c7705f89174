"""Which addresses may be connected to, decided on the resolved address at connection time.

Deciding by name before the request would let a second DNS answer (rebinding), a redirect or an
odd spelling of an address (``http://2130706433/``) reach this machine or its network.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import httpcore
import httpx

#: A host has few useful addresses; more are not tried.
MAX_ADDRESSES = 4
#: Connections to the hosts that were asked longest ago are closed.
_MOST_HOSTS = 200
_LOOKUPS_AT_ONCE = 32
#: Longer than the pause between two requests to a host.
_IDLE_SECONDS = 15.0

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class AddressRefusedError(Exception):
    """A name led to an address on this machine or a private network."""


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet, seen through IPv6 wrappings of IPv4."""
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = _wrapped(ip)
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _wrapped(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip.teredo is not None:
        return ip.teredo[1]
    return ip.ipv4_mapped or ip.sixtofour


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a name once, refuses what is not public, and connects to that very address."""

    def __init__(self) -> None:
        self._inner = httpcore.AnyIOBackend()
        # Threads of its own, so that names that nobody answers for hold up nothing but themselves.
        self._lookups = ThreadPoolExecutor(_LOOKUPS_AT_ONCE, "lookup")

    def close(self) -> None:
        """Wait for no lookup any more."""
        self._lookups.shutdown(wait=False, cancel_futures=True)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first public address of ``host`` that answers."""
        found = await self._resolve(host, port, timeout)
        public = [address for address in found if is_public(address)]
        if not public:
            raise AddressRefusedError(f"{host} is at {found[0]}, which is not a public address")
        error: Exception | None = None
        for address in public[:MAX_ADDRESSES]:
            try:
                return await self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failure:
                error = failure
        raise error or httpcore.ConnectError(f"{host} has no address")

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: no page lives behind a socket of this machine."""
        raise AddressRefusedError(f"{path} is a socket of this machine")

    async def sleep(self, seconds: float) -> None:
        """Sleep, as httpcore asks for between its own retries."""
        await self._inner.sleep(seconds)

    async def _resolve(self, host: str, port: int, limit: float | None) -> list[str]:
        look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        try:
            async with asyncio.timeout(limit):
                loop = asyncio.get_running_loop()
                found = await loop.run_in_executor(self._lookups, look_up)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"looking up {host} took too long") from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the name {host} was not found ({error})") from error
        return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


class _HostPools(httpcore.AsyncConnectionPool):
    """A pool of connections for each host, so that hosts have nothing to do with each other.

    In a pool of many hosts httpcore counts all connections for each request and connection, and
    takes one over HTTP/2 that has just been made, and not yet been used, for an idle one to close.
    """

    def __init__(self, context: ssl.SSLContext, backend: GuardedBackend) -> None:
        super().__init__()
        self._context = context
        self._backend = backend
        self._pools: dict[tuple[bytes, bytes, int], httpcore.AsyncConnectionPool] = {}

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request over a connection to its host."""
        origin = request.url.origin
        place = origin.scheme, origin.host, origin.port
        pool = self._pools.pop(place, None) or self._new()
        self._pools[place] = pool  # behind all others
        if len(self._pools) > _MOST_HOSTS:
            await self._pools.pop(next(iter(self._pools))).aclose()
        return await pool.handle_async_request(request)

    async def aclose(self) -> None:
        """Close the connections to every host, and wait for no name any more."""
        for pool in self._pools.values():
            await pool.aclose()
        self._pools.clear()
        self._backend.close()

    def _new(self) -> httpcore.AsyncConnectionPool:
        return httpcore.AsyncConnectionPool(
            ssl_context=self._context, http2=True, network_backend=self._backend
        )


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport over connections that can only reach public addresses."""

    def __init__(self) -> None:
        context = httpx.create_ssl_context()
        super().__init__(verify=context, trust_env=False)
        self._pool = _HostPools(context, GuardedBackend())
