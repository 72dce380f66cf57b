"""What a product table answers, whatever holds it: a file, or a database."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lookbook.conditions import Where
from lookbook.errors import UnknownColumn

Rows = NDArray[np.intp]
"""Places of pictures among a table's N keys, ascending."""


class ProductTable(Protocol):
    """What is known of the products of N pictures; a key is a picture's filename."""

    @property
    def columns(self) -> Sequence[str]:
        """The columns, in the table's order; none where nothing is known."""

    @property
    def fingerprint(self) -> str:
        """A text that changes when anything that is known changes."""

    def __len__(self) -> int:
        """Return how many keys there are, N."""

    def rows(self, keys: Sequence[str]) -> list[dict[str, str]]:
        """Return the values of each key by column, {} for one of which nothing is known."""

    def select(self, where: Where | None) -> Rows | None:
        """Return the places of the keys that fulfil all conditions; None where there is no condition.

        Raises:
            UnknownColumn: a condition is on a column that is not there.
        """

    def counts(self, column: str, where: Where | None = None, among: Rows | None = None) -> list[tuple[str, int]]:
        """Return a column's values and how many keys have each, most frequent first, ties by value.

        Only keys that fulfil all conditions on OTHER columns count, and of these only those at certain places where
        `among` names them; values that none of them has are left out, and "".

        Raises:
            UnknownColumn: the column, or one of a condition, is not there.
        """


def others(where: Where | None, column: str) -> Where:
    """Return the conditions on all columns but one."""
    return {other: wanted for other, wanted in (where or {}).items() if other != column}


def require_column(columns: Sequence[str], name: str) -> None:
    """Refuse a column that is not there. Raises UnknownColumn."""
    if name not in columns:
        there = ", ".join(columns) or "none, as there is no styles.csv"
        raise UnknownColumn(f"the product table has no column {name!r}; its columns are: {there}")
