"""Rows of a table as purchases, checked a batch at a time; what is wrong with a row is said, not guessed at."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.transactions.layout import Layout

if TYPE_CHECKING:
    import pyarrow as pa

NEVER = np.iinfo(np.int32).min
"""The day of a time that can't be read."""
FIRST_SECONDS = 10_000_000
"""A plain number this large or larger is seconds since 1970."""
NO_CUSTOMER = "no customer"
NO_ITEM = "no item"
NO_TIME = "the time can't be read"
RETURNED = "the quantity is not a number above 0 (a return?)"


@dataclass(frozen=True, kw_only=True)
class Rows:
    """R good rows of a batch, and what is wrong with the others.

    Attributes:
        customers, items: ids as text arrays.
        days: since 1970 (R,).
        prices: of one piece (R,), nan where none is told.
        quantities: how many pieces (R,).
        bad: row within the batch -> what is wrong.
    """

    customers: "pa.Array"
    items: "pa.Array"
    days: NDArray[np.int32]
    prices: NDArray[np.float32]
    quantities: NDArray[np.int32]
    bad: dict[int, str]


def checked(batch: "pa.RecordBatch", layout: Layout) -> Rows:
    """Read a batch's rows."""
    import pyarrow as pa

    customers, items = _text(batch.column(layout.customer)), _text(batch.column(layout.item))
    days = _days(batch.column(layout.time))
    quantities = _numbers(batch, layout.quantity, missing=1.0)
    prices = _numbers(batch, layout.price, missing=np.nan)
    wrong = {
        NO_CUSTOMER: _empty(customers),
        NO_ITEM: _empty(items),
        NO_TIME: days == NEVER,
        RETURNED: ~((quantities >= 1) & (quantities < np.iinfo(np.int32).max)),
    }
    good = ~np.any(list(wrong.values()), axis=0)
    reasons = list(wrong)
    first = np.argmax(list(wrong.values()), axis=0)
    mask = pa.array(good)
    return Rows(
        customers=customers.filter(mask),
        items=items.filter(mask),
        days=days[good],
        prices=prices[good].astype(np.float32),
        quantities=quantities[good].astype(np.int32),
        bad={int(row): reasons[first[row]] for row in np.flatnonzero(~good)},
    )


def _text(column: "pa.Array") -> "pa.Array":
    """Return ids as text without blanks around; whole numbers in a column of fractions lose their ".0"."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_floating(column.type):
        whole = pc.round(column)
        integral = pc.all(pc.equal(whole, column)).as_py()
        column = whole.cast(pa.int64()) if integral is not False else column
    return pc.utf8_trim_whitespace(column.cast(pa.string()))


def _empty(ids: "pa.Array") -> NDArray[np.bool_]:
    import pyarrow.compute as pc

    return np.asarray(pc.fill_null(pc.equal(ids, ""), True).to_numpy(zero_copy_only=False), bool)


def _numbers(batch: "pa.RecordBatch", name: str | None, missing: float) -> NDArray[np.float64]:
    """Return a column (R,) as numbers; a text that is none is nan."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if name is None:
        return np.full(len(batch), missing)
    column = batch.column(name)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        trimmed = pc.utf8_trim_whitespace(column)
        number = pc.match_substring_regex(trimmed, r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$")
        column = pc.if_else(number, trimmed, pa.scalar(None, column.type))
    return np.asarray(column.cast(pa.float64()).to_numpy(zero_copy_only=False), float)


def _days(column: "pa.Array") -> NDArray[np.int32]:
    """Return days since 1970 (R,), NEVER where the time can't be read."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_temporal(column.type):
        days = column.cast(pa.date32(), safe=False).cast(pa.int32())
        return np.asarray(pc.fill_null(days, int(NEVER)).to_numpy(zero_copy_only=False), np.int32)
    encoded = _text(column).dictionary_encode()
    local = np.array([_day(text) for text in encoded.dictionary.to_pylist()] or [NEVER], np.int32)
    indices = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    return np.where(indices < 0, NEVER, local[indices]).astype(np.int32)


@lru_cache(maxsize=2**16)
def _day(text: Any) -> int:
    """Return the day of a text: YYYY-MM-DD with whatever follows, or seconds since 1970."""
    try:
        if text.isdigit() and int(text) >= FIRST_SECONDS and len(text) != len("20200916"):
            return (datetime.fromtimestamp(int(text), UTC).date() - date(1970, 1, 1)).days
        return (date.fromisoformat(text[:10] if "-" in text else text) - date(1970, 1, 1)).days
    except (ValueError, OverflowError, OSError):
        return int(NEVER)
