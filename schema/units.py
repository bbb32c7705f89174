"""The base units of claims, and pint's registry that factors and constants are checked with."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pint import UnitRegistry

#: Units of claims that are not currencies; currencies are ISO 4217 codes, never converted.
POWER, ENERGY, COUNT, RATIO, FRACTION, MONTHS = "W", "Wh", "count", "ratio", "fraction", "months"

#: Suffixes that make an amount of money a rate.
PER_MONTH, PER_YEAR = "/month", "/year"


def is_money(unit: str) -> bool:
    """Whether a unit is an amount of money, once or a month or a year ("USD", "EUR/year")."""
    code = unit.removesuffix(PER_MONTH).removesuffix(PER_YEAR)
    return len(code) == 3 and code.isalpha() and code.isupper()


@cache
def unit_registry() -> "UnitRegistry":  # type: ignore[type-arg]
    """The one pint registry, with the units of computing added to pint's own."""
    from pint import UnitRegistry  # noqa: PLC0415  (it loads slowly, and reading does without it)

    registry: UnitRegistry = UnitRegistry()  # type: ignore[type-arg]
    registry.define("operation = [operation] = OP = OPS_count")
    registry.define("FLOP = operation")
    registry.define("MAC = 2 * operation")
    registry.define("token = [token]")
    registry.define("USD = [currency]")
    return registry
