"""Nearest-neighbour engines by name."""

from collections.abc import Callable, Mapping

from lookbook.neighbors.base import NearestNeighbors, Neighbors
from lookbook.neighbors.exact import ExactNeighbors

ENGINES: Mapping[str, Callable[[], NearestNeighbors]] = {"exact": ExactNeighbors}

__all__ = ["ENGINES", "ExactNeighbors", "NearestNeighbors", "Neighbors"]
