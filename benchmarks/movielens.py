"""Figures on MovieLens-100K beside published ones: python -m benchmarks.movielens FOLDER, which has ml-100k.zip.

75 % of each user's ratings, drawn by chance, are known, the others asked for; what is known is left out of the lists.
P@10 and nDCG@10 are means over users, as in the table of Microsoft's "recommenders" (its README). The settings of each
model are those with the best nDCG@10 on a quarter of the known ratings; the test part is looked at once.
"""

import sys
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from itertools import product
from math import ceil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.models.als import Factors
from lookbook.behavior.models.base import Model
from lookbook.behavior.models.copurchase import CoPurchase
from lookbook.behavior.models.popularity import Popularity
from lookbook.behavior.purchases import Purchases
from lookbook.behavior.ranked import Ranked
from lookbook.evaluation.metrics import ndcg_at, precision_at

SHARE, K = 0.75, 10
LIKED, TEST_SHARE, SEED = 4, 0.2, 123
"""Of the split whose figures the library cornac quotes: RatioSplit(test_size=0.2, rating_threshold=4, seed=123)."""
CHOICES: Mapping[str, list[Callable[[], Model]]] = {
    "popular": [partial(Popularity, None)],
    "copurchase": [
        partial(CoPurchase, normalisation, None, neighbours, 1000)
        for normalisation, neighbours in product(("cosine", "bm25", "inverse_users"), (20, 100, 1000))
    ],
    "factors": [
        partial(Factors, factors, 1.0, None, regularisation)
        for factors, regularisation in product((8, 16, 32), (0.1, 1.0, 5.0, 10.0))
    ],
}


def read(folder: Path) -> Purchases:
    """Read all ratings as purchases of one day, so that none is older than another."""
    with zipfile.ZipFile(folder / "ml-100k.zip") as archive, archive.open("ml-100k/u.data") as file:
        users, films = np.loadtxt(file, dtype=np.int32, usecols=(0, 1), unpack=True)
    return Purchases(
        customers=users - 1,
        items=films - 1,
        days=np.zeros(len(users), np.int32),
        quantities=np.ones(len(users), np.int32),
        prices=np.full(len(users), np.nan, np.float32),
        customer_ids=[f"{user:04}" for user in range(users.max())],
        item_ids=[f"{film:04}" for film in range(films.max())],
    )


def parted(ratings: Purchases, seed: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which ratings are known and which are asked for, SHARE of each user's being known."""
    order = np.lexsort((np.random.default_rng(seed).random(len(ratings)), ratings.customers))
    counts = np.bincount(ratings.customers)
    place = np.arange(len(ratings)) - np.repeat(counts.cumsum() - counts, counts)
    known = np.empty(len(ratings), bool)
    known[order] = place < np.repeat(np.round(SHARE * counts), counts)
    return known, ~known


def measured(make: Callable[[], Model], known: Purchases, asked: Purchases) -> tuple[float, float]:
    """Return P@10 and nDCG@10 of a model."""
    users, items = asked.buyers(), len(known.item_ids)
    histories = known.histories(users)
    seen = histories.matrix(items).toarray() > 0
    lists = make().fit(known).recommend(histories, items).without(seen).first(K).items
    truth = asked.customers.astype(np.int64) * items + asked.items
    relevant = np.isin(users[:, None].astype(np.int64) * items + lists, truth) & (lists >= 0)
    wanted = np.bincount(np.searchsorted(users, asked.customers), minlength=len(users))
    return float(precision_at(relevant, K).mean()), float(ndcg_at(relevant, wanted, K).mean())


def as_cornac(folder: Path) -> tuple[float, float]:
    """Return P@10 and nDCG@10 of what is popular on cornac's own split, as that library counts.

    A fifth of all ratings is asked for, those of films that are known; what is liked in it is right. Of what a user
    rated before only what they liked is left out of their list.
    """
    with zipfile.ZipFile(folder / "ml-100k.zip") as archive, archive.open("ml-100k/u.data") as file:
        users, films, stars = np.loadtxt(file, dtype=np.int64, usecols=(0, 1, 2), unpack=True)
    order = np.random.RandomState(SEED).permutation(len(users))
    known, asked = np.split(order, [len(order) - ceil(TEST_SHARE * len(order))])
    shape, liked = (users.max() + 1, films.max() + 1), stars >= LIKED
    counts = np.bincount(films[known], minlength=shape[1])
    right, out = np.zeros(shape, bool), np.zeros(shape, bool)
    for matrix, rows in ((right, asked), (out, known)):
        matrix[users[rows[liked[rows]]], films[rows[liked[rows]]]] = True
    right[:, counts == 0] = False
    scores = np.where(out | (counts == 0), -np.inf, counts).astype(np.float32)[right.any(axis=1)]
    wanted = right[right.any(axis=1)]
    hits = np.take_along_axis(wanted, Ranked.best(scores, K).items.astype(np.intp), axis=1)
    return float(precision_at(hits, K).mean()), float(ndcg_at(hits, wanted.sum(axis=1), K).mean())


def main(folder: Path) -> None:
    """Print a line a model."""
    precision, gain = as_cornac(folder)
    print(f"popular, on cornac's split: P@10 {precision:.4f}, nDCG@10 {gain:.4f}")
    ratings = read(folder)
    known, asked = (ratings.picked(part) for part in parted(ratings, 0))
    inner, validation = (known.picked(part) for part in parted(known, 1))
    for name, choices in CHOICES.items():
        scores = [measured(make, inner, validation)[1] for make in choices]
        best = choices[int(np.argmax(scores))]
        precision, gain = measured(best, known, asked)
        print(f"{name} {best.args if isinstance(best, partial) else ''}: P@10 {precision:.3f}, nDCG@10 {gain:.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
