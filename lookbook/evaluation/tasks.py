"""The questions that an encoder is judged by, on products and photos that were held out from training."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lookbook import photos
from lookbook.catalog import Catalog
from lookbook.encoders.base import Encoder, Photo, Vectors
from lookbook.evaluation.distortion import chosen, distort
from lookbook.evaluation.gallery import NOTHING, Gallery, Neighbours, Rows, nearest
from lookbook.evaluation.metrics import Counts, Relevance
from lookbook.photos.parallel import batched

SAME_PRODUCT_RESULTS = 5
BATCH = 64


class Judged(NamedTuple):
    """Which results are right.

    Attributes:
        relevant: (Q, K) whether each result is right, best first; False where there is none.
        available: (Q,) how many right ones there are in all.
        others: how many could be found.
    """

    relevant: Relevance
    available: Counts
    others: int


def shop_to_shop(shop: Gallery, columns: Sequence[str], near: Neighbours) -> Judged:
    """Judge the neighbours of every product that has a value in all `columns`: right are those with the same values."""
    labels, known = joined(shop, columns)
    asked = known[near.queries]
    queries, found = near.queries[asked], near.found[asked]
    relevant = (labels[found] == labels[queries][:, None]) & (found != NOTHING)
    values, counts = np.unique(labels[shop.once], return_counts=True)
    available = counts[np.searchsorted(values, labels[queries])] - 1
    return Judged(relevant, available, int(shop.once.sum()) - 1)


def joined(shop: Gallery, columns: Sequence[str]) -> tuple[NDArray[np.str_], NDArray[np.bool_]]:
    """Return the values of several columns as one label a product (N,), and whether none of them is missing (N,)."""
    table = np.stack([shop.column(column) for column in columns])
    return np.array(["\n".join(values) for values in table.T]), (table != "").all(axis=0)


def same_product(shop: Gallery, catalog: Catalog, encoder: Encoder, backdrops: Sequence[Photo], count: int) -> Judged:
    """Ask for at most `count` products by a picture of their own, distorted; right is any picture of theirs."""
    rng = np.random.default_rng(0)
    rows = rng.permutation(np.flatnonzero(shop.kept))[:count]
    pictures = (
        distort(photos.read(catalog.read(shop.filenames[row])), rng, chosen(backdrops, rng)) for row in rows.tolist()
    )
    found = nearest(shop, encode(encoder, pictures), np.full(len(rows), NOTHING))[:, :SAME_PRODUCT_RESULTS]
    return Judged(found == rows[:, None], np.ones(len(rows), np.int64), int(shop.once.sum()))


def consumer_to_shop(
    shop: Gallery, labels: Sequence[str], found: Rows, right_types: Mapping[str, frozenset[str]]
) -> Judged:
    """Judge what was found for photos that people took: right are the types that their label stands for.

    Args:
        shop: what was searched.
        labels: the label of each photo (Q,), a key of `right_types`.
        found: the neighbours of each photo (Q, K).
        right_types: label -> articleTypes that count as right.
    """
    types = shop.column("articleType")
    of_label = {label: np.isin(types, list(right_types[label])) for label in set(labels)}
    right = np.stack([of_label[label] for label in labels])
    relevant = np.take_along_axis(right, found, axis=1) & (found != NOTHING)
    return Judged(relevant, right[:, shop.once].sum(axis=1), int(shop.once.sum()))


def encode(encoder: Encoder, pictures: Iterable[Photo]) -> Vectors:
    """Encode any number of photos in batches."""
    return encode_frames(encoder, map(encoder.prepare, pictures))


def encode_frames(encoder: Encoder, frames: Iterable[NDArray[np.uint8]]) -> Vectors:
    """Encode any number of frames, as the encoder prepared them, in batches."""
    return np.concatenate([encoder.encode(np.stack(batch)) for batch in batched(frames, BATCH)])
