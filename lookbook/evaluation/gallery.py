"""What is searched when an encoder is judged: products, of which copies count once, and the nearest among them."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog import Catalog
from lookbook.encoders.base import Vectors
from lookbook.evaluation.split import for_test, held_out
from lookbook.neighbors import ExactNeighbors

RESULTS = 10
FETCHED = 64
"""How many are fetched: the query and copies are then left out."""
NOTHING = -1
"""Stands where there is no further result; also the group of a query that is not in the gallery."""

Rows = NDArray[np.int64]


class Gallery(NamedTuple):
    """What is searched: vectors (N, D), their rows of styles.csv, and which pictures are byte for byte the same."""

    filenames: Sequence[str]
    vectors: Vectors
    products: Sequence[dict[str, str]]
    groups: Rows
    """(N,) the row of the first picture that each is a copy of, its own where it is the first."""
    kept: NDArray[np.bool_]
    """(N,) pictures to ask with, of which neither they nor a copy were trained on."""

    def column(self, name: str) -> NDArray[np.str_]:
        """Return a column of the product table (N,), "" where a product has no value."""
        return np.array([product.get(name, "") for product in self.products])

    @property
    def once(self) -> NDArray[np.bool_]:
        """Return which pictures (N,) are the first of their copies."""
        return np.asarray(self.groups == np.arange(len(self.groups)))


class Neighbours(NamedTuple):
    """The products that were asked for (Q,) and what was found for each (Q, 10), as rows of a gallery, best first.

    NOTHING stands where there are fewer than ten.
    """

    queries: Rows
    found: Rows


def gallery(catalog: Catalog, filenames: Sequence[str], vectors: Vectors, test: bool = True) -> Gallery:
    """Look up the products and find copies; a group of copies is held out if its first picture is, as in training.

    Args:
        catalog, filenames, vectors: what an index holds.
        test: ask with the test half of what was held out; False = the validation half.
    """
    first: dict[bytes, int] = {}
    groups = np.array(
        [first.setdefault(hashlib.sha256(catalog.read(name)).digest(), row) for row, name in enumerate(filenames)]
    )
    ids = [catalog.product_id(name) for name in filenames]
    own = np.array([held_out(product) and for_test(product) == test for product in ids])
    kept = own & (groups == np.arange(len(groups)))
    return Gallery(filenames, vectors, [catalog.product(name) for name in filenames], groups, kept)


def neighbours(shop: Gallery) -> Neighbours:
    """Ask for every product that was held out; one search, whatever is then asked of its results."""
    queries = np.flatnonzero(shop.kept)
    return Neighbours(queries, nearest(shop, shop.vectors[queries], shop.groups[queries]))


def nearest(shop: Gallery, queries: Vectors, own: Rows) -> Rows:
    """Find the ten products nearest to each query, of which neither the query nor any other is there twice.

    Args:
        shop: what is searched.
        queries: unit vectors (Q, D).
        own: the query's own group (Q,), NOTHING where it is not in the gallery.

    Returns:
        (Q, 10) rows, best first, each the first of its copies, NOTHING where there are fewer.
    """
    found = ExactNeighbors().fit(shop.vectors).search(queries, FETCHED).rows
    return np.stack([others(shop, rows, group) for rows, group in zip(found, own, strict=True)])


def others(shop: Gallery, found: Rows, own: int) -> Rows:
    """Leave the query's own group (NOTHING for none) out of what was found (M,), and all copies but the first.

    Returns:
        (10,) rows, best first, each the first of its copies, NOTHING where there are fewer.
    """
    groups = shop.groups[found]
    fresh = groups[np.sort(np.unique(groups, return_index=True)[1])]
    best = fresh[fresh != own][:RESULTS]
    return np.concatenate([best, np.full(RESULTS - len(best), NOTHING)])
