"""Which columns of a table say who bought what, when, at what price and how many."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Self

from lookbook.behavior.errors import TransactionsError

NEEDED = ("customer", "item", "time")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The names of a table's columns.

    Attributes:
        customer, item: who bought, and what; ids are kept as text.
        time: when: a date, a time, a text that begins with YYYY-MM-DD, or seconds since 1970.
        price: of one piece; None where the table does not tell.
        quantity: how many pieces; None where each row is one.
    """

    customer: str
    item: str
    time: str
    price: str | None = None
    quantity: str | None = None

    @classmethod
    def named(cls, text: str) -> Self:
        """Read "customer=CustomerID, item=StockCode, time=InvoiceDate".

        Raises:
            TransactionsError: a name is missing, or is not one of this class's.
        """
        pairs = [[part.strip() for part in pair.partition("=")[::2]] for pair in text.split(",")]
        given = {name: column for name, column in pairs if column}
        known = [field.name for field in fields(cls)]
        if len(given) < len(pairs) or not set(NEEDED) <= set(given) <= set(known):
            raise TransactionsError(
                f"{text!r} does not name the columns; write customer=COLUMN,item=COLUMN,time=COLUMN, "
                "and price=COLUMN and quantity=COLUMN where the table has them."
            )
        return cls(**given)

    @classmethod
    def recognised(cls, columns: Sequence[str], source: str) -> Self:
        """Return the first known layout whose columns a table has all.

        Raises:
            TransactionsError: no known layout fits.
        """
        known = tomllib.loads(files(__package__).joinpath("layouts.toml").read_text("utf-8"))
        for layout in known.values():
            if set(layout.values()) <= set(columns):
                return cls(**layout)
        raise TransactionsError(
            f"{source} has the columns {', '.join(columns) or 'of an empty table'}, and none of the known layouts; say "
            "which is which with --columns customer=COLUMN,item=COLUMN,time=COLUMN."
        )

    def columns(self) -> list[str]:
        """Return the columns that are named."""
        return [name for name in (self.customer, self.item, self.time, self.price, self.quantity) if name]

    def check(self, columns: Sequence[str], source: str) -> None:
        """Refuse a table that lacks a column. Raises TransactionsError."""
        missing = [name for name in self.columns() if name not in columns]
        if missing:
            raise TransactionsError(
                f"{source} has no column {missing[0]!r}; it has {', '.join(columns)}: name them with --columns."
            )
