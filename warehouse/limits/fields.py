"""Reading one record: typed fields, and the list of what is missing."""

import datetime as dt
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NoReturn

from warehouse.limits.days import parse_day
from warehouse.limits.words import lacking


class IncompleteError(Exception):
    """A record that cannot be judged: the names of what is missing, and the reason in words."""

    def __init__(self, missing: Collection[str], reason: str) -> None:
        super().__init__(reason)
        self.missing = sorted(missing)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things, as a range; equal ends where it is exact."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """Geometric mean of the two ends."""
        return math.sqrt(self.low) * math.sqrt(self.high)


class Fields:
    """The fields of one record, read by type.

    A field that is absent, of the wrong type, not a positive finite number or outside its list of
    words is missing. A required field that is missing is noted and a placeholder returned, so that
    everything missing is found in one pass; ``check`` then ends the reading.
    """

    def __init__(self, record: Mapping[str, object]) -> None:
        self._record = record
        details = record.get("details")
        self._details: Mapping[str, object] = details if isinstance(details, Mapping) else {}
        self._missing: set[str] = set()

    def _raw(self, name: str) -> object:
        if name.startswith("details."):
            return self._details.get(name.removeprefix("details."))
        return self._record.get(name)

    def note(self, name: str) -> None:
        """Put a name on the list of what is missing."""
        self._missing.add(name)

    def check(self) -> None:
        """End the reading if anything required is missing.

        Raises:
            IncompleteError: with the names of everything missing.
        """
        if self._missing:
            told = "; ".join(f"{lacking(name)} ({name})" for name in sorted(self._missing))
            raise IncompleteError(self._missing, f"the claim does not say {told}")

    def no_reference(self, what: str) -> NoReturn:
        """Say that the record is complete, but that nothing stands to compare it with."""
        self.check()
        raise IncompleteError(("reference",), f"there is no reference value for {what}")

    def optional_positive(self, name: str) -> float | None:
        """A positive finite number, or None."""
        return positive(self._raw(name))

    def positive(self, name: str) -> float:
        """A required positive finite number."""
        number = self.optional_positive(name)
        if number is None:
            self.note(name)
            return math.nan
        return number

    def optional_text(self, name: str) -> str | None:
        """A string with something in it, or None."""
        value = self._raw(name)
        return value if isinstance(value, str) and value.strip() else None

    def text(self, name: str) -> str:
        """A required string."""
        value = self.optional_text(name)
        if value is None:
            self.note(name)
            return ""
        return value

    def optional_word(self, name: str, words: Collection[str]) -> str | None:
        """One of a list of words, or None."""
        value = self._raw(name)
        return value if isinstance(value, str) and value in words else None

    def word(self, name: str, words: Collection[str]) -> str:
        """A required word of a list."""
        value = self.optional_word(name, words)
        if value is None:
            self.note(name)
            return ""
        return value

    def optional_day(self, name: str) -> dt.date | None:
        """A day or the day of a window, or None."""
        value = self._raw(name)
        return parse_day(value) if isinstance(value, str) else None

    def day(self, name: str) -> dt.date:
        """A required day."""
        value = self.optional_day(name)
        if value is None:
            self.note(name)
            return dt.date.max
        return value

    def optional_flag(self, name: str) -> bool | None:
        """True or false, or None."""
        value = self._raw(name)
        return value if isinstance(value, bool) else None

    def flag(self, name: str) -> bool:
        """A required true or false."""
        value = self.optional_flag(name)
        if value is None:
            self.note(name)
            return False
        return value

    def count(self, name: str) -> Count:
        """A required count: a number, 0 for none, or ``[low, high]``."""
        value = self._raw(name)
        ends = value if isinstance(value, list | tuple) and len(value) == 2 else (value, value)
        low, high = map(_none_or_more, ends)
        if low is None or high is None or low > high:
            self.note(name)
            return Count(math.nan, math.nan)
        return Count(low, high)


def _none_or_more(value: object) -> float | None:
    """The value as a count, where 0 says that there are none."""
    return 0.0 if value == 0 and not isinstance(value, bool) else positive(value)


def positive(value: object) -> float | None:
    """The value as a positive finite float, or None; a boolean is not a number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if 0 < number < math.inf else None
