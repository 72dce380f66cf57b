"""Search by structured features: kind, colour, gender, season, usage, year, price."""

from collections.abc import Callable, Mapping
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog.table import Rows
from lookbook.conditions import Where
from lookbook.errors import UnknownColumn
from lookbook.hit import Hit, require_positive
from lookbook.retrieval import colours
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.products import Products
from lookbook.retrieval.profile import COLOUR, KIND, WEIGHTS, Profile, Profiles
from lookbook.retrieval.resources import Resources
from lookbook.retrieval.text import TextRetriever

Nearness = Callable[[Rows], NDArray[np.float32]]
"""Returns how near some values (M,) of a column are to all of them (M, V), 0..1: V may be as many as products."""

SHELF, FLOOR = ("subCategory", 0.2), ("masterCategory", 0.1)
"""How near two kinds of garment are that share no more than this column."""
NAME = "features"


class FeatureRetriever:
    """Finds the products whose features are likeliest those that are looked for.

    The score of a product, in 0..1, is how near its values are expected to be to those that are looked for, averaged
    over the columns by WEIGHTS.
    """

    needs: ClassVar[frozenset[str]] = frozenset()
    suits: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, resources: Resources) -> None:
        self._products = resources.products
        self._resources = resources
        self._nearness: dict[str, Nearness] = {}

    def search(self, query: EncodedQuery, k: int, where: Where | None = None) -> list[Hit]:
        """Find the k products that fit what is seen, known or named best; see `Retriever.search`.

        Raises:
            UnknownColumn: the product table has no column of features at all.
        """
        require_positive(k)
        if not any(column in WEIGHTS for column in self._products.columns):
            raise UnknownColumn(f"the product table has none of the features {', '.join(WEIGHTS)}; use another mode.")
        parsed = self._resources.get(TextRetriever).parse(query.text or "")
        scores = self.scores(self._resources.get(Profiles).of(query, parsed))
        rows = self._products.among(np.flatnonzero(scores), where, query.without)
        return self._products.hits(rows, scores[rows], {NAME: scores[rows]}, k)

    def scores(self, profile: Profile) -> NDArray[np.float32]:
        """Return the score of every product (N,), 0 where the profile is empty."""
        total = np.zeros(len(self._products), np.float32)
        for column, likely in profile.items():
            meant = np.flatnonzero(likely)
            total += (WEIGHTS[column] * likely[meant] @ self._near(column)(meant))[self._products.column(column).own]
        return total / max(sum(WEIGHTS[column] for column in profile), 1e-9)

    def _near(self, column: str) -> Nearness:
        """Return how near the values of a column are to each other, what that takes worked out once."""
        if column not in self._nearness:
            self._nearness[column] = NEARNESS.get(column, _same)(self._products, column)
        return self._nearness[column]


def _same(products: Products, column: str) -> Nearness:
    alike = products.column(column).alike
    return lambda meant: np.equal.outer(alike[meant], alike).astype(np.float32)


def _colours(products: Products, column: str) -> Nearness:
    near = colours.nearness(list(products.column(column).spelled))
    same = _same(products, column)
    return lambda meant: np.maximum(near[meant], same(meant))


def _kinds(products: Products, column: str) -> Nearness:
    """Kinds of garment are near if they lie on one shelf, less if only on one floor."""
    near = _same(products, column)(np.arange(len(products.column(column).spelled)))
    for shared, nearness in (FLOOR, SHELF):
        if shared in products.columns:
            place = _commonest(products, column, shared)
            near = np.maximum(near, np.float32(nearness) * (place[:, None] == place[None]))
    return lambda meant: near[meant]


def _commonest(products: Products, column: str, other: str) -> NDArray[np.intp]:
    """Which value (V,) of another column each value of a column mostly comes with."""
    one, two = products.column(column), products.column(other)
    together = np.zeros((len(one.spelled), len(two.spelled)), np.int32)
    np.add.at(together, (one.meant, two.meant), 1)
    return np.asarray(together.argmax(axis=1)[one.alike])


def _amounts(products: Products, column: str) -> Nearness:
    """Numbers are near by their distance, 1/e at the products' standard deviation; what is none, to itself only."""
    values, same = products.column(column).numbers, _same(products, column)
    spread = float(np.nanstd(values[products.column(column).own])) if np.isfinite(values).any() else 1.0

    def near(meant: Rows) -> NDArray[np.float32]:
        by_distance = np.exp(-np.abs(np.subtract.outer(values[meant], values)) / max(spread, 1e-9))
        return np.asarray(np.where(np.isfinite(by_distance), by_distance, same(meant)), np.float32)

    return near


NEARNESS: Mapping[str, Callable[[Products, str], Nearness]] = {
    KIND: _kinds,
    COLOUR: _colours,
    "year": _amounts,
    "price": _amounts,
}
"""How near the values of a column are; those of all others are the same or not."""
