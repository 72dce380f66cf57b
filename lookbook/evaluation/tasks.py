"""The questions that an encoder is judged by, on products and photos that were kept back from training."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from lookbook import photos
from lookbook.catalog import Catalog
from lookbook.encoders.base import Encoder, Photo, Vectors
from lookbook.evaluation.metrics import Values, hit_at, precision_at
from lookbook.evaluation.split import for_test, kept_back
from lookbook.neighbors import ExactNeighbors
from lookbook.ordered import batched

K = 5
DEEP = 64
"""How many are fetched: copies of the query are then left out."""
BATCH = 64


class Gallery(NamedTuple):
    """What is searched: vectors (N, D), their rows of styles.csv, and which pictures are byte for byte the same."""

    filenames: Sequence[str]
    vectors: Vectors
    products: Sequence[dict[str, str]]
    groups: NDArray[np.int64]
    kept: NDArray[np.bool_]
    """(N,) pictures to ask with, of which neither they nor a copy were trained on."""


def gallery(catalog: Catalog, filenames: Sequence[str], vectors: Vectors, test: bool = True) -> Gallery:
    """Look up the products and find copies; a group of copies is kept back if its first picture is, as in training.

    Args:
        catalog, filenames, vectors: what an index holds.
        test: ask with the test half of what was kept back; False = the validation half.
    """
    first: dict[bytes, int] = {}
    groups = np.array(
        [first.setdefault(hashlib.sha256(catalog.read(name)).digest(), row) for row, name in enumerate(filenames)]
    )
    ids = [catalog.product_id(name) for name in filenames]
    own = np.array([kept_back(product) and for_test(product) == test for product in ids])
    kept = own & (groups == np.arange(len(groups)))
    return Gallery(filenames, vectors, [catalog.product(name) for name in filenames], groups, kept)


def shop_to_shop(shop: Gallery, columns: Sequence[str]) -> tuple[Values, float]:
    """Ask for products that are the same in all `columns`, for every kept-back product, itself and copies left out.

    Returns:
        P@5 of every query, and the chance level: P@5 of other products drawn at random.
    """
    labels = np.array(["\n".join(product.get(column, "") for column in columns) for product in shop.products])
    known = np.array([all(product.get(column) for column in columns) for product in shop.products])
    queries = np.flatnonzero(shop.kept & known)
    found = ExactNeighbors().fit(shop.vectors).search(shop.vectors[queries], DEEP).rows
    relevant = _without_copies(shop.groups[found], shop.groups[queries], labels[found] == labels[queries][:, None])
    once = labels[shop.groups == np.arange(len(labels))]
    values, counts = np.unique(once, return_counts=True)
    others = counts[np.searchsorted(values, labels[queries])] - 1
    return precision_at(relevant, K), float((others / max(1, len(once) - 1)).mean())


def _without_copies(
    groups: NDArray[np.int64], own: NDArray[np.int64], relevant: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Keep, in order, the first five results that are neither the query nor a copy of it or of an earlier result.

    Args:
        groups: the group of each result (Q, R).
        own: the query's own group (Q,), -1 where it is not in the gallery.
        relevant: whether each result is right (Q, R).
    """
    kept = np.zeros((len(groups), K), bool)
    for row, (found, asked, right) in enumerate(zip(groups, own, relevant, strict=True)):
        fresh = np.sort(np.unique(found, return_index=True)[1])
        best = right[fresh[found[fresh] != asked]][:K]
        kept[row, : len(best)] = best
    return kept


def same_product(shop: Gallery, catalog: Catalog, encoder: Encoder, backdrops: Sequence[Photo], count: int) -> Values:
    """Ask for a product by its own picture, distorted.

    Returns:
        (count, 5) of 0 and 1: whether the product itself is at each rank; `hit_at` gives recall@1 and @5.
    """
    rng = np.random.default_rng(0)
    rows = rng.permutation(np.flatnonzero(shop.kept))[:count]
    pictures = (
        distort(photos.read(catalog.read(shop.filenames[row])), rng, backdrops[int(rng.integers(len(backdrops)))])
        for row in rows.tolist()
    )
    found = ExactNeighbors().fit(shop.vectors).search(encode(encoder, pictures), K).rows
    return np.asarray(shop.groups[found] == shop.groups[rows][:, None], float)


def consumer_to_shop(
    shop: Gallery, encoder: Encoder, labelled: Sequence[tuple[str, Photo]], right_types: dict[str, frozenset[str]]
) -> tuple[Values, Values]:
    """Ask with photos that people took; a result is right if its type is among those of the photo's label.

    Returns:
        P@5 and hit@5 of every photo whose label counts.
    """
    counted = [(right_types[label], photo) for label, photo in labelled if label in right_types]
    vectors = encode(encoder, (photo for _, photo in counted))
    found = ExactNeighbors().fit(shop.vectors).search(vectors, DEEP).rows
    types = np.array([product.get("articleType", "") for product in shop.products])
    relevant = np.array([np.isin(types[rows], list(right)) for rows, (right, _) in zip(found, counted, strict=True)])
    first = _without_copies(shop.groups[found], np.full(len(found), -1), relevant)
    return precision_at(first, K), hit_at(first, K)


def encode(encoder: Encoder, pictures: Iterable[Photo]) -> Vectors:
    """Encode any number of photos in batches."""
    frames = (encoder.prepare(photo) for photo in pictures)
    return np.concatenate([encoder.encode(np.stack(batch)) for batch in batched(frames, BATCH)])


def distort(photo: Photo, rng: np.random.Generator, backdrop: Photo) -> Photo:
    """Make a bad photo of a product's own picture.

    70 % of it, turned, on another background, dim or bright, blurred, at JPEG quality 30.
    """
    rows, columns = photo.shape[:2]
    share = 0.7**0.5
    top, left = (int(rng.uniform(0, (1 - share) * side)) for side in (rows, columns))
    cut = photo[top : top + int(rows * share), left : left + int(columns * share)]
    big = cv2.resize(cut, (columns * 2, rows * 2), interpolation=cv2.INTER_CUBIC)
    middle = (columns, rows)
    turn = cv2.getRotationMatrix2D(middle, rng.uniform(-15, 15), rng.uniform(0.8, 0.95))
    size = (columns * 2, rows * 2)
    cover = cv2.warpAffine(np.where(big.min(axis=2) < 240, 255, 0).astype(np.uint8), turn, size)[..., None] / 255.0
    turned = cv2.warpAffine(big, turn, size)
    scene = cv2.resize(backdrop, size)
    lit = (turned * cover + scene * (1 - cover)) * rng.uniform(0.7, 1.3)
    soft = cv2.GaussianBlur(lit.clip(0, 255).astype(np.uint8), (0, 0), 1.0)
    _, packed = cv2.imencode(".jpg", soft, [cv2.IMWRITE_JPEG_QUALITY, 30])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
