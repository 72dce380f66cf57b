"""Nearest-neighbour engines by name."""

from collections.abc import Mapping

from lookbook.neighbors.approximate import ApproximateNeighbors
from lookbook.neighbors.auto import AutoNeighbors
from lookbook.neighbors.engine import Engine, NearestNeighbors, Neighbors
from lookbook.neighbors.exact import ExactNeighbors
from lookbook.neighbors.sklearn import SklearnNeighbors
from lookbook.settings import EngineName

ENGINES: Mapping[EngineName, Engine] = {
    "auto": AutoNeighbors,
    "exact": ExactNeighbors,
    "sklearn": SklearnNeighbors,
    "approximate": ApproximateNeighbors,
}

__all__ = ["ENGINES", "ExactNeighbors", "NearestNeighbors", "Neighbors"]
