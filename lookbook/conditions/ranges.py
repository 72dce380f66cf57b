"""Ranges of numbers and of dates, as conditions on a column."""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lookbook.conditions.column_values import Values
from lookbook.conditions.values import day

RANGE = ".."
"""What stands between the bounds of a range."""


class Range:
    """What all ranges have in common."""

    @property
    def values(self) -> tuple[str, ...]:
        """The values that are named: none."""
        return ()

    def texts(self) -> tuple[str, ...]:
        """Return what `parse` makes this condition of."""
        return (str(self),)


@dataclass(frozen=True)
class Between(Range):
    """The numbers from low to high, both of them included; None = no bound."""

    low: float | None = None
    high: float | None = None

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read 2011..2013, 2011.. or ..2013; None for what is no range of numbers."""
        low, dots, high = text.partition(RANGE)
        try:
            return cls(float(low) if low else None, float(high) if high else None) if dots and (low or high) else None
        except ValueError:
            return None

    def __str__(self) -> str:
        """Print it as `parse` reads it."""
        return RANGE.join("" if bound is None else f"{bound:.15g}" for bound in (self.low, self.high))

    @property
    def bounds(self) -> tuple[float, float]:
        """The lowest and the highest number."""
        return -math.inf if self.low is None else self.low, math.inf if self.high is None else self.high

    def mask(self, column: Values) -> NDArray[np.bool_]:
        """Return which of a column's values (V,) fulfil this; what is no number lies nowhere."""
        low, high = self.bounds
        return np.asarray((low <= column.numbers) & (column.numbers <= high))


@dataclass(frozen=True)
class Dates(Range):
    """The days from first to last, both of them included, as they were written; None = no bound."""

    first: str | None = None
    last: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read 2024-01-01..2024-03-31, 2024-01.. or ..31.03.2024; None for what is no range of dates."""
        first, dots, last = (part.strip() for part in text.partition(RANGE))
        bounds = [day(bound) for bound in (first, last) if bound]
        return None if not dots or not bounds or any(map(math.isnan, bounds)) else cls(first or None, last or None)

    def __str__(self) -> str:
        """Print it as `parse` reads it."""
        return RANGE.join((self.first or "", self.last or ""))

    @property
    def bounds(self) -> tuple[float, float]:
        """The first and the last day, as days since the year 1."""
        first = -math.inf if self.first is None else day(self.first)
        return first, math.inf if self.last is None else day(self.last, last=True)

    def mask(self, column: Values) -> NDArray[np.bool_]:
        """Return which of a column's values (V,) fulfil this; what is no date lies nowhere."""
        first, last = self.bounds
        return np.asarray((first <= column.days) & (column.days <= last))
