"""Values that are asked for and that no product has, as a link with a mistake in it asks for them."""

from collections.abc import Iterator

from lookbook.conditions import AnyOf, Where
from lookbook.ui import filters
from lookbook.ui.columns import NAMES
from lookbook.ui.live_index import LiveIndex

MOST = 8
"""How many of the values that there are, are named."""


def sentences(live: LiveIndex, where: Where) -> Iterator[str]:
    """Say of each value that no product has what there is instead."""
    for name, condition in where.items():
        column = live.book.catalog.table.column(name)
        for value in filters.values(condition):
            if not AnyOf((value,)).mask(column).any():
                known = [known for known, _ in live.book.counts(name)]
                others = f" and {len(known) - MOST} more" if len(known) > MOST else ""
                column_name = NAMES.get(name, name).lower()
                yield f"No product has the {column_name} “{value}”; there are: {', '.join(known[:MOST])}{others}."
