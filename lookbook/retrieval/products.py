"""What every way of searching shares: the products of an index by row, and how rows become hits."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog import Catalog
from lookbook.catalog.column import Column
from lookbook.catalog.table import Rows
from lookbook.conditions import Condition, Where
from lookbook.errors import UnknownProduct
from lookbook.hit import Hit
from lookbook.retrieval.fusion import Scores


class Products:
    """The N pictures of a catalogue, by row, and what the product table says of them."""

    def __init__(self, catalog: Catalog, vectorizer: str = "tfidf") -> None:
        """Take a catalogue, and how the words of its titles are weighed."""
        self.catalog = catalog
        self.vectorizer = vectorizer
        self.filenames = catalog.filenames

    def __len__(self) -> int:
        """Return how many pictures there are, N."""
        return len(self.filenames)

    @property
    def columns(self) -> Sequence[str]:
        """The columns of the product table."""
        return self.catalog.columns

    def hit(self, row: int, score: float, why: Mapping[str, float]) -> Hit:
        """Make the hit of a row from its score and what each way of searching gave it."""
        filename = self.filenames[row]
        return Hit(self.catalog.product_id(filename), filename, score, why)

    def hits(self, rows: Rows, scores: Scores, given: Mapping[str, Scores], k: int) -> list[Hit]:
        """Make the hits of the k best rows, best first, ties by filename.

        Args:
            rows: M rows, ascending.
            scores: theirs (M,).
            given: what each way of searching gave to them (M,).
            k: how many; more than there are gives all.
        """
        return [
            self.hit(
                int(rows[place]), float(scores[place]), {way: float(of_way[place]) for way, of_way in given.items()}
            )
            for place in self.best(scores, k).tolist()
        ]

    def best(self, scores: Scores, k: int) -> Rows:
        """Return the places of the k best of scores (M,), best first; equal to six digits, the first place comes first.

        Rows are in the order of filenames, so where scores are those of ascending rows, ties go by filename.
        """
        scores = scores.round(6)
        least = np.partition(scores, len(scores) - k)[len(scores) - k] if k < len(scores) else -np.inf
        candidates = np.flatnonzero(scores >= least)
        return candidates[np.argsort(-scores[candidates], kind="stable")[:k]]

    def rows(self, where: Where | None) -> Rows | None:
        """Return the rows, ascending, that fulfil all conditions; None where there is none. Raises UnknownColumn."""
        return self.catalog.table.select(where)

    def among(self, rows: Rows, where: Where | None, without: Collection[str] = ()) -> Rows:
        """Return those of certain rows, ascending, that fulfil all conditions. Raises UnknownColumn.

        Args:
            rows: M rows, ascending.
            where: the conditions.
            without: filenames that are left out.
        """
        allowed = self.rows(where)
        fitting = rows if allowed is None else np.intersect1d(rows, allowed, assume_unique=True)
        return np.setdiff1d(fitting, [self.row(filename) for filename in without]) if without else fitting

    def having(self, name: str, wanted: Condition) -> NDArray[np.bool_]:
        """Return which products (N,) fulfil a condition on a column. Raises UnknownColumn."""
        column = self.column(name)
        return wanted.mask(column)[column.own]

    def column(self, name: str) -> Column:
        """Return a column. Raises UnknownColumn."""
        return self.catalog.table.column(name)

    def row(self, filename: str) -> int:
        """Return the row of a picture."""
        place = self.catalog.table.place(filename)
        if place is None:
            raise KeyError(filename)
        return place

    def of_id(self, product: str) -> int:
        """Return the row of a product's picture. Raises UnknownProduct."""
        row = self.catalog.table.ids.find(product)
        if row is None:
            raise UnknownProduct(f"the index has no product {product!r}; give the id of one, as results show it.")
        return row
