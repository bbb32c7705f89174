"""Which function draws which picture: apart, since what draws takes half a second to load."""

from collections.abc import Callable

import pyarrow as pa

from warehouse.digest.chart_style import AnyChart, svg
from warehouse.digest.dependency_charts import concentration, cycles, flow, matrix
from warehouse.digest.promise_charts import capacity, ladder, timeline

_DRAW: dict[str, Callable[[pa.Table], AnyChart]] = {
    "dependency": flow,
    "matrix": matrix,
    "concentration": concentration,
    "cycles": cycles,
    "timeline": timeline,
    "capacity": capacity,
    "ladder": ladder,
}


def drawn(name: str, data: pa.Table) -> str:
    """The named picture of these rows as SVG."""
    return svg(_DRAW[name](data))
