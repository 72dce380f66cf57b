"""What conditions need to know of a product, in a form that every server can keep and filter by."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from lookbook.catalog.column import hold_several
from lookbook.catalog.table import ProductTable
from lookbook.conditions import AnyOf, comparable, day, number
from lookbook.conditions.values import parts


class Facts(NamedTuple):
    """What is known of a product.

    Attributes:
        terms: a mark for each value that a condition may name (`term`), sorted.
        numbers: the values that are numbers, by the mark of their column (`slot`).
        days: those that are dates, as days since the year 1.
    """

    terms: Sequence[str]
    numbers: Mapping[str, float]
    days: Mapping[str, float]

    @classmethod
    def of(cls, product: Mapping[str, str], columns: Iterable[str], several: Collection[str]) -> "Facts":
        """Gather the facts of a product.

        Args:
            product: its values by column; a column that it lacks counts as "".
            columns: all that a condition may name.
            several: those whose cells may hold several values.
        """
        cells = {column: product.get(column, "") for column in columns}
        terms = {term(column, one) for column, cell in cells.items() for one in _values(cell, column in several)}
        numbers = {slot(column): number(cell) for column, cell in cells.items()}
        days = {slot(column): day(cell) for column, cell in cells.items()}
        return cls(sorted(terms), _known(numbers), _known(days))


def term(column: str, value: str) -> str:
    """Return the mark of a value of a column, of letters and digits alone: the same for values that compare alike."""
    return _mark(f"{column}\0{comparable(value)}")


def terms(column: str, wanted: AnyOf) -> list[str]:
    """Return the marks of the values any of which will do."""
    return [term(column, value) for value in wanted.values]


def slot(column: str) -> str:
    """Return the mark of a column, of letters and digits alone."""
    return _mark(column)


def table_mark(table: ProductTable) -> str:
    """Return what changes when anything that is known of products does, of letters and digits alone."""
    return _mark(table.fingerprint)


def several_of(columns: Sequence[str], products: Iterable[Mapping[str, str]]) -> frozenset[str]:
    """Return the columns whose cells may hold several values, as conditions on a table in memory see them."""
    cells: dict[str, set[str]] = {column: set() for column in columns}
    for product in products:
        for column, found in cells.items():
            if len(parts(cell := product.get(column, ""))) > 1:
                found.add(cell)
    return frozenset(column for column, found in cells.items() if found and hold_several(map(parts, found)))


def _values(cell: str, several: bool) -> list[str]:
    return [cell, *parts(cell)] if several else [cell]


def _known(values: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in values.items() if not math.isnan(value)}


def _mark(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
