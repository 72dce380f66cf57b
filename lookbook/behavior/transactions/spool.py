"""Rows on their way to the ledger, sorted into days on disk, so that memory does not grow with the table."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.transactions.ledger import COLUMNS

RECORD = np.dtype([(column, np.dtype(dtype).newbyteorder("<")) for column, dtype in COLUMNS.items()])
Records = NDArray[np.void]


class Spool:
    """A folder with one raw file a day."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, days: NDArray[np.int32], records: Records) -> None:
        """Add records (R,) of the dtype RECORD, each to its day (R,)."""
        order = np.argsort(days, kind="stable")
        sorted_days, ordered = days[order], records[order]
        changes = np.flatnonzero(np.diff(sorted_days)) + 1
        for part, first in zip(np.split(ordered, changes), [0, *changes], strict=True):
            if len(part):
                with (self._folder / str(sorted_days[first])).open("ab") as file:
                    part.tofile(file)

    def numbers(self) -> list[int]:
        """Return the days, in order."""
        return sorted(int(path.name) for path in self._folder.iterdir())

    def days(self) -> Iterator[tuple[int, Records]]:
        """Return each day's records, one a customer and item, in that order."""
        for day in self.numbers():
            yield day, together(np.fromfile(self._folder / str(day), RECORD))


def together(records: Records) -> Records:
    """Make repeated rows of one customer and item one: quantities add up, the price is the mean of the pieces'."""
    pairs = records["customer"].astype(np.int64) << 32 | records["item"]
    _, first, group = np.unique(pairs, return_index=True, return_inverse=True)
    pieces = np.bincount(group, records["quantity"])
    told = np.where(np.isnan(records["price"]), 0, records["quantity"])
    paid = np.bincount(group, told * np.nan_to_num(records["price"]))
    priced = np.bincount(group, told)
    joined = records[first]
    joined["quantity"] = np.minimum(pieces, np.iinfo(np.int32).max)
    joined["price"] = np.divide(paid, priced, out=np.full(len(first), np.nan), where=priced > 0)
    return joined
