"""Trees that were learned, as arrays: they order candidates without the library that learned them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

BLOCK = 4096
"""Candidates that are scored at once."""
ALL = np.uint64(2**64 - 1)


class Node(NamedTuple):
    """A question within a tree.

    Attributes:
        feature: what it looks at.
        threshold: a value up to this goes to the left.
        missing_left: whether a missing value goes to the left.
        leaves: bits of the leaves that are out of reach for what goes to the right: those on the left.
    """

    feature: int
    threshold: float
    missing_left: bool
    leaves: int


@dataclass(frozen=True, kw_only=True)
class Trees:
    """T trees of at most M questions and 64 leaves each.

    All questions are put to a candidate at once; each that is answered "right" takes the leaves on its left away, and
    the first leaf that is left is the candidate's (Lucchese et al., 2015, QuickScorer).

    Attributes:
        features, thresholds, missing_left: of the questions (M, T), as in Node.
        remaining: the leaves that remain where a question is answered "right" (M, T), as bits.
        leaves: the values of the leaves (T, 64), those on the left first.
    """

    features: NDArray[np.int32]
    thresholds: NDArray[np.float32]
    missing_left: NDArray[np.bool_]
    remaining: NDArray[np.uint64]
    leaves: NDArray[np.float64]

    @classmethod
    def of(cls, dumped: Mapping[str, Any]) -> Self:
        """Read what LightGBM's `Booster.dump_model` returns."""
        trees = [tree["tree_structure"] for tree in dumped["tree_info"]]
        nodes = [list(_nodes(tree, 0)) for tree in trees]
        longest = max(1, *map(len, nodes))
        nothing = Node(0, np.inf, True, 0)
        padded = [tree[place] if place < len(tree) else nothing for place in range(longest) for tree in nodes]
        shape = longest, len(trees)
        leaves = np.zeros((len(trees), 64))
        for row, tree in zip(leaves, trees, strict=True):
            values = list(_leaves(tree))
            row[: len(values)] = values
        return cls(
            features=np.array([node.feature for node in padded], np.int32).reshape(shape),
            thresholds=_rounded_down([node.threshold for node in padded]).reshape(shape),
            missing_left=np.array([node.missing_left for node in padded], bool).reshape(shape),
            remaining=(ALL ^ np.array([node.leaves for node in padded], np.uint64)).reshape(shape),
            leaves=leaves,
        )

    def scores(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the sum of the leaves that candidates come to (P,), from their features (P, F)."""
        blocks = [self._scores(values[first : first + BLOCK]) for first in range(0, len(values), BLOCK)]
        return np.concatenate([np.empty(0, np.float32), *blocks])

    def _scores(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        reached = np.full((len(values), len(self.leaves)), ALL)
        questions = zip(self.features, self.thresholds, self.missing_left, self.remaining, strict=True)
        for feature, threshold, missing_left, remaining in questions:
            asked = values[:, feature]
            left = (asked <= threshold) | (np.isnan(asked) & missing_left)
            reached &= np.where(left, ALL, remaining)
        first = np.bitwise_count((reached & -reached) - np.uint64(1))
        return np.asarray(self.leaves[np.arange(len(self.leaves)), first].sum(axis=1), np.float32)


def _nodes(tree: Mapping[str, Any], first: int) -> Iterator[Node]:
    """Return the questions of a tree whose leaves are numbered from `first`, the leftmost first."""
    if "leaf_value" in tree:
        return
    on_the_left = len(list(_leaves(tree["left_child"])))
    zero = tree["missing_type"] != "NaN"  # what is missing is then taken for 0
    missing_left = tree["threshold"] >= 0 if zero else tree["default_left"]
    yield Node(tree["split_feature"], tree["threshold"], missing_left, ((1 << on_the_left) - 1) << first)
    yield from _nodes(tree["left_child"], first)
    yield from _nodes(tree["right_child"], first + on_the_left)


def _leaves(tree: Mapping[str, Any]) -> Iterator[float]:
    """Return the values of a tree's leaves, from left to right."""
    if "leaf_value" in tree:
        yield tree["leaf_value"]
        return
    yield from _leaves(tree["left_child"])
    yield from _leaves(tree["right_child"])


def _rounded_down(thresholds: list[float]) -> NDArray[np.float32]:
    """Return thresholds that part numbers of 32 bits as the given ones of 64 bits do."""
    largest = np.finfo(np.float32).max
    exact = np.array(thresholds, float).clip(-largest, largest)
    rounded = exact.astype(np.float32)
    return np.where(rounded > exact, np.nextafter(rounded, np.float32(-np.inf)), rounded)
