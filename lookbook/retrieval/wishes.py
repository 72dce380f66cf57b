"""Which wishes products meet: those that meet more, and what is given up last, come first whatever else fits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lookbook.conditions import AnyOf
from lookbook.retrieval.attribute_parser import KINDS, SHORTENED, Requested
from lookbook.retrieval.fusion import Scores
from lookbook.retrieval.products import Products

GIVEN_UP: Sequence[Sequence[str]] = (("season", "usage"), (SHORTENED,), ("gender",), KINDS)
"""Wishes in the order in which they are given up, where not all can be met."""
NAME = "wishes"


@dataclass(frozen=True, eq=False)
class Levels:
    """How much of what is wished each product meets.

    Attributes:
        level: (N,), 0 .. count - 1; the bit of each wish that is met is set.
        groups: the columns of each wish, in the order in which wishes are given up.
    """

    level: NDArray[np.int64]
    groups: tuple[tuple[str, ...], ...] = ()

    @property
    def count(self) -> int:
        """How many levels there are."""
        return 1 << len(self.groups)

    def unmet(self, row: int) -> tuple[str, ...]:
        """Return the first column of each wish that a product does not meet, in that order."""
        return tuple(group[0] for place, group in enumerate(self.groups) if not self.level[row] >> place & 1)

    def ranked(self, rows: NDArray[np.intp], scores: Scores) -> Scores:
        """Return scores (M,) in 0..1 of rows such that no product stands above one that meets more."""
        return np.asarray((self.level[rows] + np.clip(scores, 0, 1)) / self.count, np.float32)

    def given(self, rows: NDArray[np.intp], scores: Mapping[str, Scores]) -> Mapping[str, Scores]:
        """Return what each way gave to the ranked score, and what the wishes did."""
        shares = {way: np.asarray(of_way / self.count, np.float32) for way, of_way in scores.items()}
        return {**shares, NAME: np.asarray(self.level[rows] / self.count, np.float32)} if self.count > 1 else shares


def levels(products: Products, requested: Requested) -> Levels:
    """Return how much each product meets of what is requested by name."""
    named = [tuple(name for name in columns if name in requested and name in products.columns) for columns in GIVEN_UP]
    groups = tuple(filter(None, named))
    level = np.zeros(len(products), np.int64)
    for place, group in enumerate(groups):
        level += met(products, requested, group).astype(np.int64) << place
    return Levels(level, groups)


def met(products: Products, requested: Requested, columns: Sequence[str]) -> NDArray[np.bool_]:
    """Return which products (N,) have what is requested in all of these columns, or in any if none has all."""
    having = [products.having(column, AnyOf(tuple(requested[column]))) for column in columns]
    every = np.logical_and.reduce(having)
    return np.asarray(every if every.any() else np.logical_or.reduce(having), np.bool_)
