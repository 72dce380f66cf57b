"""Conditions on the columns of a product table: values that can be hashed, printed, parsed and evaluated."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from lookbook.conditions.column_values import Values
from lookbook.conditions.ranges import Between, Dates
from lookbook.conditions.values import comparable
from lookbook.errors import BadCondition

T = TypeVar("T")


@dataclass(frozen=True)
class AnyOf:
    """Values any of which will do, whatever the case of their letters; a cell of several values has each of them."""

    values: tuple[str, ...]

    def __str__(self) -> str:
        """Print the values as a person would list them."""
        return ", ".join(self.values)

    def texts(self) -> tuple[str, ...]:
        """Return what `parse` makes this condition of."""
        return self.values

    def mask(self, column: Values) -> NDArray[np.bool_]:
        """Return which of a column's values (V,) fulfil this."""
        wanted = [comparable(value) for value in self.values]
        found = np.isin(column.alike, [column.places.get(value, -1) for value in wanted])
        for value in wanted:
            found[column.among.get(value, [])] = True
        return found


Condition = AnyOf | Between | Dates
Where = Mapping[str, Condition]
"""Column -> the condition on it; a product must fulfil all of them."""
Renderers = Mapping[type, Callable[[str, Any], T]]
"""Type of a condition -> what renders it for a database or an engine, given the column's name and the condition."""


def parse(pairs: Iterable[tuple[str, str]]) -> dict[str, Condition]:
    """Make conditions of columns with a value or a range each; of several values of a column any will do."""
    values: dict[str, tuple[str, ...]] = {}
    for column, value in pairs:
        values[column] = (*values.get(column, ()), value)
    return {column: (len(own) == 1 and _range(own[0])) or AnyOf(own) for column, own in values.items()}


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


def _range(text: str) -> Condition | None:
    return Between.parse(text) or Dates.parse(text)


def _column(name: object) -> str:
    if not isinstance(name, str):
        raise BadCondition(f"where names the column {name!r}; give its name as text.")
    return name


def _condition(column: str, wanted: Any) -> Condition:
    if isinstance(wanted, AnyOf | Between | Dates):
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
