"""The orders that products can be put in: the newest first, by price, by name."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog.column import Column
from lookbook.catalog.pictured_table import PicturedTable
from lookbook.catalog.table import Rows
from lookbook.errors import BadArgument, UnknownColumn

Keys = Callable[[Column], NDArray[np.float64]]
"""What the values of a column (V,) are ordered by, NaN for those that say nothing."""


_UNHEARD = re.compile("[\"'\u2018-\u201f\u0300-\u036f]")
"""Quotes and accents, which count for nothing in the alphabet."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """A way of ordering products.

    Attributes:
        columns: whose values decide; the first one that the product table has.
        keys: what these are ordered by.
        falling: whether the largest comes first.
    """

    columns: Sequence[str]
    keys: Keys
    falling: bool = False

    def column(self, columns: Sequence[str]) -> str | None:
        """Return the one of a table's columns that decides, None where it has none."""
        return next((name for name in self.columns if name in columns), None)


def _days(column: Column) -> NDArray[np.float64]:
    """Return dates as days; years and other numbers where the column has no dates."""
    return column.days if np.isfinite(column.days).any() else column.numbers


def _numbers(column: Column) -> NDArray[np.float64]:
    return column.numbers


def _alphabetical(column: Column) -> NDArray[np.float64]:
    """Return the place of each value in the alphabet, whatever its capitals, accents and quotes."""
    plain = [_UNHEARD.sub("", unicodedata.normalize("NFKD", value)).casefold().strip() for value in column.spelled]
    places = {value: float(place) for place, value in enumerate(sorted(set(plain)))}
    return np.array([places[value] if value else np.nan for value in plain], np.float64)


ORDERS: Mapping[str, Order] = {
    "new": Order(columns=("added", "date", "year"), keys=_days, falling=True),
    "price": Order(columns=("price",), keys=_numbers),
    "price-high": Order(columns=("price",), keys=_numbers, falling=True),
    "name": Order(columns=("productDisplayName", "id"), keys=_alphabetical),
}
"""The name of an order -> what it is."""


def checked(name: str) -> str:
    """Return the name of an order, "" for none. Raises BadArgument where there is none of that name."""
    if not isinstance(name, str) or (name and name not in ORDERS):
        raise BadArgument(f"sort must be one of {', '.join(ORDERS)}, got {name!r}")
    return name


def known(columns: Sequence[str]) -> Sequence[str]:
    """Return the orders that a table of these columns can be put in."""
    return [name for name, order in ORDERS.items() if order.column(columns)]


def ranks(table: PicturedTable, name: str) -> Rows:
    """Return the place of each picture (N,) in an order; ties by filename, and what says nothing comes last.

    Raises:
        UnknownColumn: the table has no column that this order goes by.
    """
    order = ORDERS[name]
    column = order.column(table.columns)
    if column is None:
        needed = " or ".join(order.columns)
        raise UnknownColumn(f"sort={name!r} goes by the column {needed}, which the product table does not have.")
    keys = order.keys(table.column(column))[table.column(column).own]
    placed = np.argsort(np.where(np.isnan(keys), np.inf, -keys if order.falling else keys), kind="stable")
    found = np.empty(len(placed), np.intp)
    found[placed] = np.arange(len(placed))
    return found
