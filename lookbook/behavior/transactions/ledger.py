"""The purchases that are kept beside an index: each import adds a file with the days that are new in it."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.errors import TransactionsError
from lookbook.behavior.purchases import Purchases
from lookbook.behavior.transactions.days import Day, Listed
from lookbook.behavior.transactions.vocabulary import Vocabulary
from lookbook.disk import atomic

PLACE = Path(".lookbook") / "transactions"


class Kept(NamedTuple):
    """All purchases as they were at one moment, and a text that changes when they do."""

    fingerprint: str
    purchases: Purchases


class Ledger:
    """The folder of purchases below an index folder.

    An import writes one Parquet file with a row group a day; `days.json` says which groups count and is replaced last,
    so readers see all of the old purchases or all of the new. The lists of ids only grow, so they fit older files too;
    it also says how many ids of each count, as an import that was stopped may have added some.
    """

    def __init__(self, index: Path) -> None:
        self.folder = index / PLACE

    @property
    def path(self) -> Path:
        """The list of days."""
        return self.folder / "days.json"

    def __bool__(self) -> bool:
        """Whether any purchases are kept."""
        return self.path.exists()

    def days(self) -> dict[int, Day]:
        """Return the days that are kept, since 1970, in order. Raises TransactionsError where the list is damaged."""
        return dict(self._read_list(self._listed()).days)

    def vocabularies(self) -> tuple[Vocabulary, Vocabulary]:
        """Return the ids of customers and of items."""
        listed = self._read_list(self._listed())
        return self._vocabulary("customers", listed.customers), self._vocabulary("items", listed.items)

    def purchases(self) -> Purchases:
        """Read all purchases. Raises TransactionsError where a file is gone or damaged."""
        return self.kept().purchases

    def kept(self) -> Kept:
        """Read all purchases, and the fingerprint of these very ones. Raises TransactionsError as `purchases` does."""
        while True:
            listed = self._listed()
            try:
                return Kept(sha256(listed or b"").hexdigest(), self._purchases(listed))
            except TransactionsError:
                if self._listed() == listed:  # else an import has just removed what no longer counts
                    raise

    def _listed(self) -> bytes | None:
        """Return the list of days as it is on disk, None where there is none."""
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None

    def _read_list(self, data: bytes | None) -> Listed:
        try:
            return Listed.read(data)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._damaged(error) from error

    def _purchases(self, data: bytes | None) -> Purchases:
        listed = self._read_list(data)
        days = listed.days
        customers, items = self._vocabulary("customers", listed.customers), self._vocabulary("items", listed.items)
        order, columns = self._columns(days)
        customer_ids, customer_places = _sorted(customers)
        item_ids, item_places = _sorted(items)
        for column, ids in (("customer", customers), ("item", items)):
            if len(columns[column]) and not 0 <= columns[column].min() <= columns[column].max() < len(ids):
                raise self._damaged(IndexError(column))  # a list of ids is gone, or is of other purchases
        return Purchases(
            customers=customer_places[columns["customer"]],
            items=item_places[columns["item"]],
            days=order,
            quantities=columns["quantity"],
            prices=columns["price"],
            customer_ids=customer_ids,
            item_ids=item_ids,
        )

    def commit(self, days: Mapping[int, Day], customers: Vocabulary, items: Vocabulary) -> None:
        """Make days count, whose files are written already, and remove the files that no longer do."""
        customers.write(self.folder / "customers.parquet")
        items.write(self.folder / "items.parquet")
        atomic.write(self.path, Listed(days, len(customers), len(items)).as_json())
        count = {day.file for day in days.values()}
        for path in self.folder.glob("purchases-*.parquet"):
            if path.name not in count:
                path.unlink(missing_ok=True)

    def _vocabulary(self, kind: str, count: int | None) -> Vocabulary:
        try:
            return Vocabulary.read(self.folder / f"{kind}.parquet", count)
        except (OSError, ValueError, KeyError) as error:
            raise self._damaged(error) from error

    def _columns(self, days: Mapping[int, Day]) -> tuple[NDArray[np.int32], dict[str, NDArray[Any]]]:
        """Read the day of every row, never falling, and the other columns."""
        groups: dict[str, list[tuple[int, int]]] = {}
        for number, day in days.items():
            groups.setdefault(day.file, []).append((day.group, number))
        parts = [self._read(file, sorted(pairs)) for file, pairs in groups.items()]
        written = np.concatenate([np.empty(0, np.int32), *(part[0] for part in parts)])
        order = np.argsort(written, kind="stable")
        columns = {
            column: np.concatenate([np.empty(0, dtype), *(part[1][column] for part in parts)])[order]
            for column, dtype in COLUMNS.items()
        }
        return written[order], columns

    def _read(self, file: str, pairs: Sequence[tuple[int, int]]) -> tuple[NDArray[np.int32], dict[str, NDArray[Any]]]:
        """Read row groups, given with the day of each."""
        from pyarrow import parquet

        try:
            with parquet.ParquetFile(self.folder / file) as content:
                rows = [content.metadata.row_group(group).num_rows for group, _ in pairs]
                table = content.read_row_groups([group for group, _ in pairs], columns=list(COLUMNS))
            columns = {column: _numbers(table.column(column), dtype) for column, dtype in COLUMNS.items()}
        except (OSError, ValueError, KeyError, IndexError) as error:
            raise self._damaged(error) from error
        return np.repeat(np.array([day for _, day in pairs], np.int32), rows), columns

    def _damaged(self, error: Exception) -> TransactionsError:
        return TransactionsError(
            f"the purchases in {self.folder} are damaged ({type(error).__name__}); remove that folder and run "
            "lookbook transactions again."
        )


COLUMNS = {"customer": np.int32, "item": np.int32, "price": np.float32, "quantity": np.int32}


def _numbers(column: Any, dtype: Any) -> NDArray[Any]:
    """Return an Arrow column without nulls as an array; Arrow's own way imports pandas, 75 MB, for it."""
    parts = [
        np.frombuffer(part.buffers()[1], dtype, len(part), part.offset * dtype().itemsize) for part in column.chunks
    ]
    return np.concatenate([np.empty(0, dtype), *parts])


def _sorted(vocabulary: Vocabulary) -> tuple[list[str], NDArray[np.int32]]:
    """Return ids in order, and the place of each that was at position i (N,)."""
    ids = np.array(vocabulary.ids, object)
    order = np.argsort(ids, kind="stable")
    places = np.empty(len(ids), np.int32)
    places[order] = np.arange(len(ids), dtype=np.int32)
    return ids[order].tolist(), places
