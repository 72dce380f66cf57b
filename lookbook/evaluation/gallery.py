"""What is searched when an encoder is judged: products, each counted once, and the nearest among them."""

import hashlib
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog import Catalog
from lookbook.encoders.base import Vectors
from lookbook.evaluation.copies import Copies
from lookbook.evaluation.split import for_test, held_out
from lookbook.neighbors import ExactNeighbors

RESULTS = 10
FETCHED = 64
"""How many are fetched: the query and copies are then left out."""
NOTHING = -1
"""Stands where there is no further result; also the group of a query that is not in the gallery."""

Rows = NDArray[np.int64]


class Gallery(NamedTuple):
    """What is searched: vectors (N, D), their rows of styles.csv, and which pictures are one product's.

    That are those of one id, and those that are byte for byte the same.
    """

    filenames: Sequence[str]
    vectors: Vectors
    products: Sequence[dict[str, str]]
    groups: Rows
    """(N,) the row of the first picture of each one's product, its own where it is the first."""
    kept: NDArray[np.bool_]
    """(N,) pictures to ask with, one a product, of which none was trained on."""

    def column(self, name: str) -> NDArray[np.str_]:
        """Return a column of the product table (N,), "" where a product has no value."""
        return np.array([product.get(name, "") for product in self.products])

    @property
    def once(self) -> NDArray[np.bool_]:
        """Return which pictures (N,) are the first of their products."""
        return np.asarray(self.groups == np.arange(len(self.groups)))


class Neighbours(NamedTuple):
    """The products that were asked for (Q,) and what was found for each (Q, 10), as rows of a gallery, best first.

    NOTHING stands where there are fewer than ten.
    """

    queries: Rows
    found: Rows


def gallery(catalog: Catalog, filenames: Sequence[str], vectors: Vectors, test: bool = True) -> Gallery:
    """Look up the products and find copies; products that share a picture are held out if the first is, as in training.

    Args:
        catalog, filenames, vectors: what an index holds.
        test: ask with the test half of what was held out; False = the validation half.
    """
    ids, seen, trained, copies = [catalog.product_id(name) for name in filenames], [], [], Copies()
    for name, own in zip(filenames, ids, strict=True):
        content = catalog.read(name)
        seen.append(hashlib.sha256(content).digest())
        trained.append(not (held_out(copies.product(own, content)) or held_out(own)))
    groups = grouped(ids, seen)
    asks = np.array([held_out(product) and for_test(product) == test for product in ids])
    asks[np.unique(groups[trained])] = False
    kept = asks & (groups == np.arange(len(groups)))
    return Gallery(filenames, vectors, [catalog.product(name) for name in filenames], groups, kept)


def grouped(ids: Sequence[Hashable], contents: Sequence[Hashable]) -> Rows:
    """Return the first picture of each one's group (N,): pictures that share an id or a content, or lead on to it."""
    first: dict[Hashable, int] = {}
    groups = np.arange(len(ids))

    def root(row: int) -> int:
        while groups[row] != row:
            row = groups[row]
        return row

    for row, keys in enumerate(zip(ids, contents, strict=True)):
        for key in enumerate(keys):  # an id is no content
            one, other = root(first.setdefault(key, row)), root(row)
            groups[max(one, other)] = min(one, other)
    for row in range(len(groups)):
        groups[row] = groups[groups[row]]  # those before it are settled, and no group begins after its members
    return groups


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
        (Q, 10) rows, best first, each the first of its product, NOTHING where there are fewer.
    """
    most = Counter(shop.groups.tolist()).most_common(RESULTS + 1)
    reach = max(FETCHED, sum(times for _, times in most))  # ten products and one's own have no more pictures
    found = ExactNeighbors().fit(shop.vectors).search(queries, reach).rows
    return np.stack([others(shop, rows, group) for rows, group in zip(found, own, strict=True)])


def others(shop: Gallery, found: Rows, own: int) -> Rows:
    """Leave the query's own group (NOTHING for none) out of what was found (M,), and all pictures of a product but one.

    Returns:
        (10,) rows, best first, each the first of its product, NOTHING where there are fewer.
    """
    groups = shop.groups[found]
    fresh = groups[np.sort(np.unique(groups, return_index=True)[1])]
    best = fresh[fresh != own][:RESULTS]
    return np.concatenate([best, np.full(RESULTS - len(best), NOTHING)])
