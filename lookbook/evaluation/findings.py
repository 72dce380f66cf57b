"""Where an encoder is strong and where it is weak: by value of a column, by mix-up, by query."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lookbook.evaluation.gallery import NOTHING, Gallery, Neighbours, Rows
from lookbook.evaluation.metrics import precision_at
from lookbook.evaluation.tasks import joined, shop_to_shop

SHOWN = 5


class Score(NamedTuple):
    """The P@5 of the queries that have one value of a column."""

    value: str
    precision: float
    queries: int


class MixUp(NamedTuple):
    """For queries with each value (V,): which share of their results has which value (V, V), and which another (V,)."""

    values: list[str]
    queries: list[int]
    shares: NDArray[np.float64]
    others: NDArray[np.float64]


class Extremes(NamedTuple):
    """Positions of the best and of the worst queries among all, the most telling first."""

    best: list[int]
    worst: list[int]


def scores(shop: Gallery, near: Neighbours, column: str, most: int) -> list[Score]:
    """Return the P@5 of the `most` frequent values among the queries, the best first."""
    precisions = precision_at(shop_to_shop(shop, [column], near).relevant, SHOWN)
    asked = _values(shop, near, column)
    asked = asked[asked != ""]
    found = [
        Score(value, float(precisions[asked == value].mean()), int((asked == value).sum()))
        for value in _frequent(asked, most)
    ]
    return sorted(found, key=lambda score: (-score.precision, score.value))


def mix_up(shop: Gallery, near: Neighbours, column: str, most: int) -> MixUp:
    """Compare the values of a column between queries and their first five results, the most frequent first."""
    asked = _values(shop, near, column)
    values = _frequent(asked[asked != ""], most)
    first = near.found[:, :SHOWN]
    found = np.where(first == NOTHING, "", shop.column(column)[first])
    there = first != NOTHING
    rows = [
        [float((found[asked == value] == other).sum() / max(1, there[asked == value].sum())) for other in values]
        for value in values
    ]
    shares = np.array(rows).reshape(len(values), len(values))
    counts = [int((asked == value).sum()) for value in values]
    return MixUp(values, counts, shares, (1 - shares.sum(axis=1)).clip(0))


def extremes(values: NDArray[np.float64], kinds: Sequence[str], most: int) -> Extremes:
    """Choose the best and the worst queries, one of each kind and none twice.

    Args:
        values: what to go by (Q, V), the higher the better; a later column decides where the earlier ones are equal.
        kinds: the kind of each query (Q,).
        most: how many to give of each.
    """
    order = np.lexsort(values.T[::-1])
    best = _spread(order[::-1].tolist(), kinds, most)
    return Extremes(best, _spread([row for row in order.tolist() if row not in best], kinds, most))


def labelled(shop: Gallery, near: Neighbours, columns: Sequence[str]) -> Neighbours:
    """Keep the queries that have a value in all columns."""
    known = joined(shop, columns)[1][near.queries]
    return Neighbours(near.queries[known], near.found[known])


def _values(shop: Gallery, near: Neighbours, column: str) -> NDArray[np.str_]:
    return shop.column(column)[near.queries]


def _frequent(values: NDArray[np.str_], most: int) -> list[str]:
    names, counts = np.unique(values, return_counts=True)
    return [str(name) for name in names[np.argsort(-counts, kind="stable")[:most]]]


def _spread(order: Sequence[int], kinds: Sequence[str], most: int) -> list[int]:
    first: dict[str, int] = {}
    for row in order:
        first.setdefault(kinds[row], row)
    return list(first.values())[:most]


def present(found: Rows) -> Rows:
    """Return the first five results of one query (K,), without the places where there is none."""
    first = found[:SHOWN]
    return np.asarray(first[first != NOTHING])
