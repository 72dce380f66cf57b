"""Trees that were learned, as arrays: they order candidates without the library that learned them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

LEAF = -1
"""The feature of a node that is a leaf."""
BLOCK = 4096
"""Candidates that walk down the trees at once."""


@dataclass(frozen=True, kw_only=True)
class Trees:
    """T trees with M nodes in all.

    Attributes:
        roots: the node where each tree begins (T,).
        features: what a node looks at (M,), LEAF for a leaf.
        thresholds: a value up to this goes to the left (M,); a leaf's value.
        left, right: where to (M,); a leaf leads to itself.
        missing_left: whether a missing value goes to the left (M,).
        missing_zero: whether a missing value is taken for 0 instead (M,).
    """

    roots: NDArray[np.int32]
    features: NDArray[np.int32]
    thresholds: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    missing_left: NDArray[np.bool_]
    missing_zero: NDArray[np.bool_]

    @classmethod
    def of(cls, dumped: Mapping[str, Any]) -> Self:
        """Read what LightGBM's `Booster.dump_model` returns."""
        nodes: list[tuple[int, float, int, int, bool, bool]] = []
        roots = [_flat(tree["tree_structure"], nodes) for tree in dumped["tree_info"]]
        features, thresholds, left, right, missing_left, missing_zero = zip(*nodes, strict=True)
        return cls(
            roots=np.array(roots, np.int32),
            features=np.array(features, np.int32),
            thresholds=np.array(thresholds, float),
            left=np.array(left, np.int32),
            right=np.array(right, np.int32),
            missing_left=np.array(missing_left, bool),
            missing_zero=np.array(missing_zero, bool),
        )

    def scores(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the sum of the leaves that candidates come to (P,), from their features (P, F)."""
        blocks = [self._scores(values[first : first + BLOCK]) for first in range(0, len(values), BLOCK)]
        return np.concatenate([np.empty(0, np.float32), *blocks])

    def _scores(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        nodes = np.broadcast_to(self.roots, (len(values), len(self.roots)))
        rows = np.arange(len(values))[:, None]
        while (self.features[nodes] != LEAF).any():
            value = values[rows, self.features[nodes]].astype(float)
            missing = np.isnan(value)
            value[missing & self.missing_zero[nodes]] = 0
            down = np.where(np.isnan(value), self.missing_left[nodes], value <= self.thresholds[nodes])
            nodes = np.where(down, self.left[nodes], self.right[nodes])
        return np.asarray(self.thresholds[nodes].sum(axis=1), np.float32)


def _flat(node: Mapping[str, Any], nodes: list[tuple[int, float, int, int, bool, bool]]) -> int:
    """Add a node and all below it to a list; returns its place there."""
    place = len(nodes)
    if "leaf_value" in node:
        nodes.append((LEAF, node["leaf_value"], place, place, False, False))
        return place
    nodes.append((LEAF, 0.0, place, place, False, False))  # its place is kept until those below have theirs
    left, right = _flat(node["left_child"], nodes), _flat(node["right_child"], nodes)
    zero = node["missing_type"] != "NaN"
    nodes[place] = (node["split_feature"], node["threshold"], left, right, node["default_left"], zero)
    return place
