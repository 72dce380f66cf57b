"""Conditions on the columns of a product table: values that can be hashed, printed, parsed and evaluated."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from lookbook.errors import BadCondition

RANGE = ".."
"""What stands between the bounds of a range."""
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?")
T = TypeVar("T")


class Values(Protocol):
    """The V distinct values of a column."""

    @property
    def places(self) -> Mapping[str, int]:
        """Each value as it compares (`comparable`) -> the place of the first value that compares so."""

    @property
    def alike(self) -> NDArray[np.int32]:
        """For each value (V,), the place of the first one that compares like it."""

    @property
    def numbers(self) -> NDArray[np.float64]:
        """The values (V,) as numbers, NaN where they are none."""


@dataclass(frozen=True)
class AnyOf:
    """Values any of which will do, whatever the case of their letters."""

    values: tuple[str, ...]

    def __str__(self) -> str:
        """Print the values as a person would list them."""
        return ", ".join(self.values)

    def texts(self) -> tuple[str, ...]:
        """Return what `parse` makes this condition of."""
        return self.values

    def mask(self, column: Values) -> NDArray[np.bool_]:
        """Return which of a column's values (V,) fulfil this."""
        return np.isin(column.alike, [column.places.get(comparable(value), -1) for value in self.values])


@dataclass(frozen=True)
class Between:
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
    def values(self) -> tuple[str, ...]:
        """The values that are named: none."""
        return ()

    def texts(self) -> tuple[str, ...]:
        """Return what `parse` makes this condition of."""
        return (str(self),)

    def mask(self, column: Values) -> NDArray[np.bool_]:
        """Return which of a column's values (V,) fulfil this; what is no number lies nowhere."""
        low = -np.inf if self.low is None else self.low
        high = np.inf if self.high is None else self.high
        return np.asarray((low <= column.numbers) & (column.numbers <= high))


Condition = AnyOf | Between
Where = Mapping[str, Condition]
"""Column -> the condition on it; a product must fulfil all of them."""
Renderers = Mapping[type, Callable[[str, Any], T]]
"""Type of a condition -> what renders it for a database or an engine, given the column's name and the condition."""


def parse(pairs: Iterable[tuple[str, str]]) -> dict[str, Condition]:
    """Make conditions of columns with a value or a range each; of several values of a column any will do."""
    values: dict[str, tuple[str, ...]] = {}
    for column, value in pairs:
        values[column] = (*values.get(column, ()), value)
    return {column: (len(own) == 1 and Between.parse(own[0])) or AnyOf(own) for column, own in values.items()}


def understood(where: Mapping[str, Any] | None) -> dict[str, Condition]:
    """Take conditions as people write them: "Men", 2011, ["Men", "Boys"], Between(2011, 2013).

    Raises:
        BadCondition: what stands there is no condition.
    """
    if where is None:
        return {}
    if not isinstance(where, Mapping):
        raise BadCondition(f"where is a {type(where).__name__}; give a dict such as {{'articleType': 'Shirts'}}.")
    return {_column(name): _condition(name, wanted) for name, wanted in where.items()}


def render(where: Where, renderers: Renderers[T]) -> list[T]:
    """Render conditions for a database or an engine by a table type -> renderer.

    Raises:
        BadCondition: the table knows no such condition.
    """
    missing = [condition for condition in where.values() if type(condition) not in renderers]
    if missing:
        raise BadCondition(f"a {type(missing[0]).__name__} can't be asked for here; use another condition.")
    return [renderers[type(condition)](column, condition) for column, condition in where.items()]


def comparable(value: str) -> str:
    """Return the key by which values compare: " Men" is men, 2012.0 is 2012, and 07 is 7."""
    plain = value.strip().casefold()
    return f"{float(plain):.15g}" if _NUMBER.fullmatch(plain) else plain


def number(value: str) -> float:
    """Return a value as a number, NaN where it is none."""
    try:
        read = float(value)
    except ValueError:
        return math.nan
    return read if math.isfinite(read) else math.nan


def _column(name: object) -> str:
    if not isinstance(name, str):
        raise BadCondition(f"where names the column {name!r}; give its name as text.")
    return name


def _condition(column: str, wanted: Any) -> Condition:
    if isinstance(wanted, AnyOf | Between):
        return wanted
    if isinstance(wanted, str | int | float | np.number):
        return AnyOf((_text(column, wanted),))
    if isinstance(wanted, list | tuple | set | frozenset | np.ndarray):
        return AnyOf(tuple(_text(column, value) for value in wanted))
    raise BadCondition(
        f"where={{{column!r}: {wanted!r}}} is no condition; give a value, several in a list, or Between two numbers."
    )


def _text(column: str, value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        return f"{float(value):.15g}"
    raise BadCondition(f"where={{{column!r}: {value!r}}} can't be compared; give text or a number.")
