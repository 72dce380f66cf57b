"""The rows of an index as they are published, and what makes of what a server has those of the index."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from lookbook.building.progress import progress
from lookbook.catalog.table import ProductTable
from lookbook.index import BadIndexError, Index
from lookbook.stores.collection import FOR_GOOD, Collection, Row
from lookbook.stores.facts import Facts, several_of

BATCH = 500
"""Rows that are sent at once: a server has lost more than that without a word."""


class Outgoing:
    """What is to be on a server."""

    def __init__(self, index: Index, table: ProductTable) -> None:
        """Take an index and what is known of its products."""
        self.index, self.table = index, table

    def __len__(self) -> int:
        """Return how many rows there are, N."""
        return len(self.index.filenames)

    def rows(self, places: Sequence[int]) -> Iterator[list[Row]]:
        """Yield rows by their places, some at a time. Raises BadIndexError for a name that no server can keep."""
        for start in range(0, len(places), BATCH):
            part = places[start : start + BATCH]
            names = [self.index.filenames[place] for place in part]
            products = self.table.rows(names)
            yield [self._row(*each) for each in zip(part, names, products, strict=True)]

    def _row(self, place: int, name: str, product: dict[str, str]) -> Row:
        try:
            name.encode()
        except UnicodeEncodeError as error:
            raise BadIndexError(f"the name {name!r} is no text that a server can keep; rename the file.") from error
        return Row(name, self.index.vectors[place], product, Facts.of(product, self.table.columns, self._several))

    @cached_property
    def _several(self) -> frozenset[str]:
        names = self.index.filenames
        parts = (self.table.rows(names[start : start + BATCH]) for start in range(0, len(names), BATCH))
        return several_of(self.table.columns, chain.from_iterable(parts))


@dataclass(frozen=True)
class Change:
    """What makes of a collection's last state that of an index.

    Attributes:
        new: the places of rows that are not there as they are.
        gone: keys of what is there for good, but is not of the index, or not as it is there.
        state: the state that is the index's; a new one where anything changes.
    """

    new: Sequence[int]
    gone: Sequence[str]
    state: int

    @classmethod
    def of(cls, there: Collection, outgoing: Outgoing) -> "Change":
        """Compare a collection with what is to be there."""
        last, known = 0, dict[str, str]()
        for entry in there.entries():
            last = max(last, entry.born, entry.gone if entry.gone < FOR_GOOD else 0)
            if entry.gone == FOR_GOOD:
                known[entry.key] = entry.digest
        rows = chain.from_iterable(outgoing.rows(range(len(outgoing))))
        new = [place for place, row in enumerate(rows) if not _same(known, row)]
        gone = sorted(known)
        return cls(new, gone, last + 1 if new or gone or not last else last)

    def send(self, there: Collection, outgoing: Outgoing) -> None:
        """Bring it to the collection, for the new state alone."""
        for start in range(0, len(self.gone), BATCH):
            there.retire(self.gone[start : start + BATCH], self.state)
        with progress("publishing", len(self.new)) as step:
            for rows in outgoing.rows(self.new):
                there.add(rows, self.state)
                step(len(rows))
        there.settle()


def _same(known: dict[str, str], row: Row) -> bool:
    """Return whether a row is there as it is; what is found so is taken out of what is known."""
    same = known.get(row.key) == row.digest
    if same:
        del known[row.key]
    return same
