"""What stands in a database's cells, as the text that a table in a file would have."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any


class Kind(Enum):
    """What a column holds."""

    NUMBER = "numbers"
    DAY = "days"
    TEXT = "texts"


def kind_of(cells: Iterable[Any]) -> Kind:
    """Return what a column holds, by some of its cells."""
    there = [cell for cell in cells if cell is not None]
    if there and all(isinstance(cell, int | float | Decimal) and not isinstance(cell, bool) for cell in there):
        return Kind.NUMBER
    return Kind.DAY if there and all(isinstance(cell, date) for cell in there) else Kind.TEXT


def text(cell: Any) -> str:
    """Return a cell as text, "" for one that is empty."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    return str(cell).strip()


def as_id(sample: Any) -> Callable[[str], Any]:
    """Return what makes an id of its text again, given one of them: what a database compares with its own."""
    return type(sample) if sample is not None and not isinstance(sample, float | bytes | bool) else str
