"""What every way of searching shares: the products of an index by row, and how rows become hits."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

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
        """Make the hits of the k best products, each by the best of these rows; best first, ties by filename.

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
            for place in self.best(scores, k, rows).tolist()
        ]

    def best(self, scores: Scores, k: int, rows: Rows | None = None) -> Rows:
        """Return the places of the k best of scores (M,), best first; equal to six digits, the first place comes first.

        Of a product's pictures only the best one counts. Rows are in the order of filenames, so where scores are those
        of ascending rows, ties go by filename.

        Args:
            scores: those of rows.
            k: how many; more than there are gives all.
            rows: whose scores these are (M,), ascending; None = those of all pictures.
        """
        fetched = self.fetched(k)
        while True:
            places = self._best(scores, fetched)
            fresh = self.once(places if rows is None else rows[places])
            if len(fresh) >= k or len(places) == len(scores):
                return places[fresh[:k]]
            fetched *= 2

    def fetched(self, k: int) -> int:
        """Return how many of the best pictures are about k products'."""
        return k if not self.several else k * -(-len(self) // max(1, len(self.catalog.table.fronts)))

    def once(self, rows: Rows) -> Rows:
        """Return the places, ascending, of those of some rows (M,) whose product has none before them."""
        return self.catalog.table.once(rows)

    def _best(self, scores: Scores, k: int) -> Rows:
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

    @property
    def several(self) -> bool:
        """Whether any product has several pictures."""
        return self.catalog.table.several

    def spread(self, scores: Scores) -> Scores:
        """Return the scores (N,) of pictures whose products have these scores (P,), products by their first picture."""
        return scores[self.numbers] if self.several else scores

    @cached_property
    def numbers(self) -> Rows:
        """Each picture's product (N,), as its place among the products."""
        table = self.catalog.table
        return np.searchsorted(table.fronts, table.first)

    def of_id(self, product: str) -> int:
        """Return the row of a product's first picture. Raises UnknownProduct."""
        row = self.catalog.table.ids.find(product)
        if row is None:
            raise UnknownProduct(f"the index has no product {product!r}; give the id of one, as results show it.")
        return int(self.catalog.table.first[row])
