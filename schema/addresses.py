"""Addresses of pages without what only says who followed the link."""

import ipaddress
import tomllib
from functools import cache
from importlib.resources import files
from urllib.parse import unquote_plus, urlsplit, urlunsplit


def without_tracking(address: str) -> str:
    """The address without tracking parameters and without its fragment, else as it was.

    A fragment that scripts read as a path (``#!/news``) stays.

    Raises:
        ValueError: if it cannot be an address.
    """
    parts = urlsplit(address)
    fields = [field for field in parts.query.split("&") if not _is_tracking(field)]
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    return urlunsplit(parts._replace(query="&".join(fields), fragment=fragment))


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one host, or of a host and one under it."""
    first, second = (_host(address) for address in (one, other))
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def is_public(address: str) -> bool:
    """Whether an address leads to the public internet, as far as it tells itself."""
    host = _host(address)
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _is_tracking(field: str) -> bool:
    prefixes, names = _parameters()
    name = unquote_plus(field.partition("=")[0][:100]).lower()
    return name in names or name.startswith(prefixes)


@cache
def _parameters() -> tuple[tuple[str, ...], frozenset[str]]:
    text = files("schema").joinpath("data", "tracking.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return tuple(data["prefixes"]), frozenset(data["names"])
