"""The items that come into question for each customer, and what each model thinks of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.histories import Histories
from lookbook.behavior.models.base import Model
from lookbook.behavior.ranked import NOTHING, Ranked


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """P pairs of a customer and an item, by customer, then by item.

    Attributes:
        rows: whose (P,).
        items: what (P,).
        scores: model -> its score of each (P,), nan where it does not name it.
        ranks: model -> 1 / (1 + rank) of each (P,), 0 where it does not name it.
    """

    rows: NDArray[np.intp]
    items: NDArray[np.int32]
    scores: Mapping[str, NDArray[np.float32]]
    ranks: Mapping[str, NDArray[np.float32]]

    def beside(self, name: str, scores: NDArray[np.float32], ranks: NDArray[np.float32]) -> "Candidates":
        """Return them with what another ranker thinks of each."""
        return replace(self, scores={**self.scores, name: scores}, ranks={**self.ranks, name: ranks})


def candidates(models: Mapping[str, Model], histories: Histories, each: int, items: int) -> Candidates:
    """Return what any model has among its best.

    Args:
        models: the models by name.
        histories: the customers.
        each: how many of each model's list.
        items: how many items there are in all.
    """
    lists = {name: model.recommend(histories, each) for name, model in models.items()}
    keys = np.unique(np.concatenate([np.empty(0, np.int64), *(_keys(ranked, items)[0] for ranked in lists.values())]))
    scores = {name: np.full(len(keys), np.nan, np.float32) for name in lists}
    ranks = {name: np.zeros(len(keys), np.float32) for name in lists}
    for name, ranked in lists.items():
        own, rank, score = _keys(ranked, items)
        places = np.searchsorted(keys, own)
        scores[name][places], ranks[name][places] = score, 1 / (1 + rank)
    return Candidates(
        rows=(keys // items).astype(np.intp), items=(keys % items).astype(np.int32), scores=scores, ranks=ranks
    )


def places(found: Candidates, values: NDArray[np.float32], customers: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the order of candidates (P,) by customer, then by falling values, ties by item, and the ranks in it."""
    order = np.lexsort((found.items, -values, found.rows))
    counts = np.bincount(found.rows, minlength=customers)
    return order, np.arange(len(order)) - np.repeat(counts.cumsum() - counts, counts)


def ranked(found: Candidates, values: NDArray[np.float32], customers: int, k: int) -> Ranked:
    """Rank each customer's candidates by values (P,)."""
    order, ranks = places(found, values, customers)
    order, ranks = order[ranks < k], ranks[ranks < k]
    result = Ranked.nothing(customers, k)
    result.items[found.rows[order], ranks] = found.items[order]
    result.scores[found.rows[order], ranks] = values[order]
    return result


def _keys(ranked: Ranked, items: int) -> tuple[NDArray[np.int64], NDArray[np.intp], NDArray[np.float32]]:
    """Return customer * items + item of everything listed (L,), its rank from 0 and its score."""
    rows, ranks = np.nonzero(ranked.items != NOTHING)
    return rows.astype(np.int64) * items + ranked.items[rows, ranks], ranks, ranked.scores[rows, ranks]
