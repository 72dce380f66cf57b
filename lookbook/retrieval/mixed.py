"""Search by a picture and words together: "this, but in red"."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from lookbook.encoders.base import Sight
from lookbook.fusion import weighted_sum
from lookbook.hit import Hit, best_first, require_positive
from lookbook.neighbors.base import Rows
from lookbook.retrieval.products import Products, Where
from lookbook.retrieval.text import TextRetriever
from lookbook.retrieval.visual import VisualRetriever

DEEP = 200
"""How many of the most similar pictures are ranked anew, and as many again of those that have what is asked for."""
KIND = "articleType"
WEIGHTS: Mapping[str, float] = {"visual": 0.3, "asked": 0.4, "text": 0.2, "kind": 0.1}
"""What each way weighs: the picture, what is asked for by name, all other words, and the kind of garment it shows."""


class MixedRetriever:
    """Ranks the pictures most like a photo anew by what a text says.

    What the text names counts and not what the photo shows: a red dress is found for a blue one "in red". The kind of
    garment is the photo's unless the text names another.
    """

    def __init__(self, visual: VisualRetriever, text: TextRetriever, products: Products) -> None:
        self._visual = visual
        self._text = text
        self._products = products

    def search(self, sight: Sight, query: str, k: int, where: Where | None = None) -> list[Hit]:
        """Find the k products that fit a photo and a text best, best first, ties by filename.

        Args:
            sight: what was seen in the photo.
            query: any text.
            k: how many; more than there are gives all.
            where: column -> value that a product must have, whatever the case of its letters.

        Raises:
            ValueError: k is not positive, or the product table has no such column.
        """
        require_positive(k)
        wishes, rest = self._text.read(query)
        rows = self._products.rows(where)
        deep = max(DEEP, k)
        near = self._visual.among(sight.vector, deep, rows)
        if wishes:
            near += self._visual.among(sight.vector, deep, _both(rows, np.flatnonzero(self._text.fulfilling(wishes))))
        hits = best_first({hit.filename: hit for hit in near}.values())
        kinds = {} if KIND in wishes else dict(sight.attributes.get(KIND, []))
        lists = {"visual": hits, **self._text.judge(wishes, rest, hits), "kind": self._of_kind(kinds, hits)}
        return weighted_sum(lists, WEIGHTS)[:k]

    def _of_kind(self, kinds: Mapping[str, float], hits: Sequence[Hit]) -> list[Hit]:
        """Score hits by how likely the photo shows their kind of garment."""
        own = [self._products.catalog.product(hit.filename).get(KIND, "") for hit in hits]
        return [replace(hit, score=kinds.get(kind, 0.0)) for hit, kind in zip(hits, own, strict=True)]


def _both(some: Rows | None, others: Rows) -> Rows:
    return others if some is None else np.intersect1d(some, others)
