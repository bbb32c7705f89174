"""Addresses of pages without what only says who followed the link."""

import tomllib
from functools import cache
from urllib.parse import unquote_plus, urlsplit, urlunsplit

from extractors.datafiles import read_text


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


def _is_tracking(field: str) -> bool:
    prefixes, names = _parameters()
    name = unquote_plus(field.partition("=")[0][:100]).lower()
    return name in names or name.startswith(prefixes)


@cache
def _parameters() -> tuple[tuple[str, ...], frozenset[str]]:
    data = tomllib.loads(read_text("tracking.toml"))
    return tuple(data["prefixes"]), frozenset(data["names"])
