"""The engine that fits a catalogue's size."""

from pathlib import Path
from typing import Self

from lookbook.neighbors import ivf
from lookbook.neighbors.approximate import ApproximateNeighbors
from lookbook.neighbors.engine import Engine, Neighbors, Rows, Vectors
from lookbook.neighbors.exact import ExactNeighbors


class AutoNeighbors:
    """Exact as long as reading all vectors is a small part of an answer, approximate above."""

    def __init__(self, folder: Path | None = None, fingerprint: str = "") -> None:
        """Make an engine, which may keep what it fits below an index folder."""
        self._folder = folder
        self._fingerprint = fingerprint

    def fit(self, vectors: Vectors) -> Self:
        """Take the unit vectors (N, D) to search among, with the engine that fits them."""
        engine: Engine = ApproximateNeighbors if vectors.size > ivf.APPROXIMATE_FROM else ExactNeighbors
        self._engine = engine(self._folder, self._fingerprint).fit(vectors)
        return self

    def search(self, queries: Vectors, k: int, among: Rows | None = None) -> Neighbors:
        """Find the k nearest of each query (Q, D), best first, ties by row."""
        return self._engine.search(queries, k, among)
