"""How well words find pictures that have none: python -m benchmarks.meanings INDEX [--validation].

The two tasks of Marqo's fashion benchmark on Kaggle's catalogue, on products that the network did not learn from: a
title asks for the picture of its own product, and a value of the product table for any picture that has it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import typer
from numpy.typing import NDArray

from lookbook.book import Lookbook
from lookbook.encoders.base import Reader, Vectors
from lookbook.errors import LookbookError
from lookbook.evaluation.gallery import Gallery, gallery

TITLE = "productDisplayName"
COLUMNS = ("gender", "masterCategory", "subCategory", "articleType", "baseColour", "season", "usage")
FEWEST = 10
"""A value that fewer pictures have has no ten right results."""
DRAWS = 500
Ranks = NDArray[np.int64]


class Found(NamedTuple):
    """A figure of titles, and its 95 % interval over resampled titles."""

    mean: float
    low: float
    high: float


def of_titles(ranks: Ranks, seed: int = 0) -> Iterator[tuple[str, Found]]:
    """Yield the measures of titles from the rank (N,) of each one's own picture, 0 the best."""
    rng = np.random.default_rng(seed)
    for name, values in (("recall@1", ranks < 1), ("recall@10", ranks < 10), ("MRR", 1.0 / (1 + ranks))):
        means = [values[rng.integers(len(values), size=len(values))].mean() for _ in range(DRAWS)]
        yield name, Found(float(values.mean()), *(float(edge) for edge in np.percentile(means, [2.5, 97.5])))


def ranks(texts: Vectors, shop: Gallery, own: NDArray[np.int64]) -> Ranks:
    """Return how many products stand before each text's own (Q,); a product of several pictures counts by its best."""
    once = np.flatnonzero(shop.once)
    scores = np.stack([_of_products(shop, text)[once] for text in texts])
    mine = scores[np.arange(len(own)), np.searchsorted(once, shop.groups[own])]
    return np.asarray((scores > mine[:, None]).sum(axis=1))


def _of_products(shop: Gallery, text: NDArray[np.float32]) -> NDArray[np.float32]:
    scores = np.full(len(shop.groups), -1.0, np.float32)
    np.maximum.at(scores, shop.groups, shop.vectors @ text)
    return scores


def of_values(book: Lookbook, encoder: Reader, shop: Gallery) -> Iterator[tuple[str, int, float, float]]:
    """Yield, for each column, its number of values, and P@1 and P@10 of a value's name among the pictures."""
    for column in COLUMNS:
        labels = shop.column(column)
        counted = zip(*np.unique(labels, return_counts=True), strict=True)
        values = [str(value) for value, count in counted if value not in ("", "NA") and count >= FEWEST]
        right = [_right(encoder, shop, labels, value) for value in values]
        first, ten = (float(np.mean([each[:top].mean() for each in right])) for top in (1, 10))
        yield column, len(values), first, ten


def _right(encoder: Reader, shop: Gallery, labels: NDArray[np.str_], value: str) -> NDArray[np.bool_]:
    best = np.argsort(-(shop.vectors @ _read(encoder, [value])[0]), kind="stable")[:10]
    return np.asarray(labels[best] == value)


def _read(encoder: Reader, texts: Sequence[str]) -> Vectors:
    vectors = encoder.texts(texts)
    if vectors is None:
        raise LookbookError("this network knows no words.")
    return vectors


def main(
    index: Path,
    validation: Annotated[bool, typer.Option("--validation", help="The half for choosing.")] = False,
) -> None:
    """Print both tasks: titles against all products, and values against the pictures of the half."""
    book = Lookbook.open(index)
    if not isinstance(book.encoder, Reader):
        raise LookbookError("this encoder reads no words.")
    shop = gallery(book.catalog, book.index.filenames, book.index.vectors, not validation)
    asked = np.flatnonzero(shop.kept & (shop.column(TITLE) != ""))
    titles = [shop.products[row][TITLE] for row in asked.tolist()]
    print(f"{len(asked):,} titles among {int(shop.once.sum()):,} products")
    for name, found in of_titles(ranks(_read(book.encoder, titles), shop, asked)):
        print(f"| {name} | {found.mean:.3f} | {found.low:.3f}..{found.high:.3f} |")
    kept = np.flatnonzero(shop.kept)
    half = shop._replace(
        vectors=shop.vectors[kept], products=[shop.products[row] for row in kept.tolist()], groups=np.arange(len(kept))
    )
    print(f"\n| values, among {len(kept):,} pictures | values | P@1 | P@10 |\n|---|---|---|---|")
    for column, count, first, ten in of_values(book, book.encoder, half):
        print(f"| {column} | {count} | {first:.3f} | {ten:.3f} |")


if __name__ == "__main__":
    typer.run(main)
