"""How near pictures are to what words look like."""

import numpy as np

from lookbook.conditions import Where
from lookbook.encoders.base import Vectors
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.fusion import Scores
from lookbook.retrieval.products import Products
from lookbook.retrieval.resources import Resources
from lookbook.retrieval.visual import VisualRetriever

NEAREST = 1000
"""How many products look at all like what words mean."""


class Looks:
    """Compares the pictures of an index with what words look like."""

    def __init__(self, resources: Resources) -> None:
        self._products: Products = resources.products
        self._visual = resources.get(VisualRetriever)

    def of(self, meant: Vectors, where: Where) -> Scores:
        """Return how near the pictures (N,) are to unit vectors: 1 for the nearest, 0 from the NEARESTth on.

        Args:
            meant: (V, D), what is looked for, any of which will do.
            where: the conditions that products fulfil; what does not has 0.
        """
        looks = np.zeros(len(self._products), np.float32)
        near = self._visual.nearest(EncodedQuery(vectors=meant), NEAREST, where)
        if near:
            cosines = np.array([match.score for match in near], np.float32)
            rows = [self._products.row(match.key) for match in near]
            looks[rows] = (cosines - cosines[-1]) / max(float(cosines[0] - cosines[-1]), 1e-9)
        return looks
