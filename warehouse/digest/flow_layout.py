"""Where the bands of a flow lie: from customers on the left to suppliers on the right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

#: Height of all bands together, and the room that a name needs, in the units of the picture.
_HEIGHT, _GAP = 300.0, 17.0
_SAMPLES = 24


@dataclass
class _Side:
    """A column of parties, each with the room that its bands take."""

    names: list[str]
    top: dict[str, float]
    size: dict[str, float]
    scale: float

    @classmethod
    def of(cls, links: Sequence[dict[str, Any]], key: str, scale: float) -> "_Side":
        size: dict[str, float] = {}
        for link in links:
            size[link[key]] = size.get(link[key], 0.0) + link["usd_bn"] * scale
        names = sorted(size, key=lambda name: (name.startswith("Other "), -size[name], name))
        top, place = {}, 0.0
        for name in names:
            top[name] = place
            place += max(size[name], 1.0) + _GAP
        return cls(names, top, size, scale)

    def labels(self, side: str) -> Iterable[dict[str, Any]]:
        for name in self.names:
            low = self.top[name]
            high = low + max(self.size[name], 1.0)
            yield {
                "side": side, "name": name, "low": low, "high": high, "middle": (low + high) / 2,
                "label": f"{name} ${self.size[name] / self.scale:,.3g}bn",
            }  # fmt: skip


def lay_out(links: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The outlines of the bands, point by point, and the parties with their places.

    Args:
        links: Each with ``customer``, ``supplier``, ``firmness`` and ``usd_bn``.
    """
    scale = _HEIGHT / sum(link["usd_bn"] for link in links)
    left, right = _Side.of(links, "customer", scale), _Side.of(links, "supplier", scale)
    order = {name: place for place, name in enumerate((*left.names, *right.names))}
    leaving, arriving = dict(left.top), dict(right.top)
    points = []
    ordered = sorted(
        links, key=lambda link: (order[link["customer"]], order[link["supplier"]], link["firmness"])
    )
    for number, link in enumerate(ordered):
        thick = link["usd_bn"] * scale
        start, end = leaving[link["customer"]], arriving[link["supplier"]]
        leaving[link["customer"]] += thick
        arriving[link["supplier"]] += thick
        for sample in range(_SAMPLES + 1):
            x = sample / _SAMPLES
            low = start + (end - start) * x * x * (3 - 2 * x)
            points.append(
                {"band": number, "firmness": link["firmness"], "x": x, "low": low,
                 "high": low + max(thick, 0.6)}
            )  # fmt: skip
    return points, [*left.labels("left"), *right.labels("right")]
