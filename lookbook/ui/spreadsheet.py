"""Products as a table that any spreadsheet opens, and in which no text is taken for a formula."""

import csv
import io
from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from lookbook.hit import Hit
from lookbook.ui.live_index import LiveIndex

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_MARK = "\ufeff"
"""Without it, Excel takes UTF-8 for the letters of its own country."""
Row = Mapping[str, str]


def button(name: str, rows: Sequence[Row], key: str) -> None:
    """Show the button that downloads rows; the table is written only once somebody asks for it."""
    st.download_button(
        "Download as CSV",
        partial(table, rows),
        name,
        "text/csv",
        key=key,
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )


def row(live: LiveIndex, filename: str) -> Row:
    """Return all that is known of a product."""
    catalog = live.book.catalog
    return {"id": catalog.product_id(filename), "filename": filename, **catalog.product(filename)}


def results(live: LiveIndex, hits: Sequence[Hit]) -> Sequence[Row]:
    """Return the rows of an answer, best first."""
    return [
        {"rank": str(rank), "score": f"{hit.score:.4f}", **row(live, hit.filename)}
        for rank, hit in enumerate(hits, start=1)
    ]


def table(rows: Sequence[Row]) -> bytes:
    """Write rows as CSV; a cell that a spreadsheet would take for a formula gets an apostrophe before it."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, [*map(_harmless, columns)], restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({_harmless(column): _harmless(value) for column, value in row.items()})
    return (_MARK + target.getvalue()).encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
