"""Manufacturing processes: from a node as written to the factor of its practical limit."""

import datetime as dt
import re

#: "N3E", "N4P", "N2" and, in the order of foundry customers and press, "4NP", "5 nm".
_NODE = re.compile(r"(?:N([0-9]{1,3})|([0-9]{1,3})N)[A-Z+]*")


def node_class(node: str | None, day: dt.date | None) -> str:
    """The class of a process (N5, N3E, N3P, N2 or A16).

    A node that is not named, or not in a known form, is taken to be the best of its day.
    """
    read = _named(node) if node is not None else None
    if read is not None:
        return read
    if day is None or day.year <= 2026:
        return "N3P"
    return "N2" if day.year <= 2028 else "A16"


def _named(node: str) -> str | None:
    text = "".join(node.split("/", 1)[0].upper().replace("TSMC", "").split())
    if text == "N3E":
        return "N3E"
    if text in {"A16", "A14"}:
        return "A16"
    match = _NODE.fullmatch(text)
    if match is None:
        return None
    nanometres = int(match[1] or match[2])
    if nanometres >= 4:
        return "N5"
    return {3: "N3P", 2: "N2"}.get(nanometres)
