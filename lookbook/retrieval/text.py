"""Search by words: titles and attributes by TF-IDF, and what is asked for by name comes first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lookbook.hit import Hit, require_positive
from lookbook.neighbors.base import Rows
from lookbook.retrieval.asked import COLUMNS, Asked, Wishes
from lookbook.retrieval.products import Products, Where
from lookbook.retrieval.spelling import Meaning
from lookbook.retrieval.terms import Terms
from lookbook.retrieval.words import words

TITLE = "productDisplayName"
BOOST = 0.1
"""What it weighs that products have what is asked for by name, against 1 for the words."""
MOST_WORDS = 64
"""Words of a query that count."""
WAY = "text"


def texts(products: Products) -> list[str]:
    """Give the text of every product (N,): its title and the values of its attributes."""
    rows = (products.catalog.product(filename) for filename in products.filenames)
    return [" ".join(row.get(column, "") for column in (TITLE, *COLUMNS)) for row in rows]


class TextRetriever:
    """Finds the products whose words a query shares.

    The score of a product is (cosine + BOOST * share) / (1 + BOOST), where cosine is that of the TF-IDF vectors of the
    query and the product, and share, in 0..1, tells how many of the attributes asked for by name the product has; where
    none is, the score is the cosine. Only products that share a word with the query are found.
    """

    def __init__(self, terms: Terms, products: Products) -> None:
        self._terms = terms
        self._products = products
        self._asked = Asked(products)

    def search(self, query: str, k: int, where: Where | None = None) -> list[Hit]:
        """Find the k products that fit a text best, best first, ties by filename.

        Args:
            query: any text; where nothing fits it, nothing is found.
            k: how many; more than there are gives all that fit.
            where: column -> value that a product must have, whatever the case of its letters.

        Raises:
            ValueError: k is not positive, or the product table has no such column.
        """
        require_positive(k)
        allowed = self._products.rows(where)
        rows, scores = self._scored(query)
        if allowed is not None:
            fits = np.isin(rows, allowed)
            rows, scores = rows[fits], scores[fits]
        best = self._best(rows, scores.round(6), k)
        return [self._products.hit(int(rows[i]), float(scores[i]), WAY) for i in best]

    def like(self, filename: str, k: int, where: Where | None = None) -> list[Hit]:
        """Find the k products with the titles most like a product's own, itself left out; raises what `search` does."""
        title = self._products.catalog.product(filename).get(TITLE, "")
        require_positive(k)
        return [hit for hit in self.search(title, k + 1, where) if hit.filename != filename][:k]

    def read(self, query: str) -> tuple[Wishes, list[str]]:
        """Tell what a text asks for by name, and its other words."""
        return self._asked.read(_likeliest(self._meanings(query)))

    def judge(self, wishes: Wishes, rest: Sequence[str], hits: Sequence[Hit]) -> Mapping[str, list[Hit]]:
        """Score hits of another search by what was read of a text, in their order.

        Returns:
            "asked": the share of what is asked for by name that each has; "text": the cosine of all other words.
        """
        rows, cosines = self._terms.similar([[(word, 1.0)] for word in rest])
        similar = dict(zip(rows.tolist(), cosines.tolist(), strict=True))
        places = [self._products.by_filename[hit.filename] for hit in hits]
        shares = self._asked.share(wishes)[places].tolist()
        return {
            "asked": [replace(hit, score=share) for hit, share in zip(hits, shares, strict=True)],
            WAY: [replace(hit, score=similar.get(row, 0.0)) for hit, row in zip(hits, places, strict=True)],
        }

    def fulfilling(self, wishes: Wishes) -> NDArray[np.bool_]:
        """Tell which products (N,) fulfil most of the wishes; all where there are none."""
        share = self._asked.share(wishes)
        return np.asarray(share == share.max(initial=0.0))

    def _meanings(self, query: str) -> list[Meaning]:
        return self._terms.meanings(words(query)[:MOST_WORDS])

    def _scored(self, query: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Give the rows that share a word with a query, and their scores."""
        meanings = self._meanings(query)
        wishes, _ = self._asked.read(_likeliest(meanings))
        rows, cosines = self._terms.similar(meanings)
        boost = BOOST if wishes else 0.0
        scores = (cosines + boost * self._asked.share(wishes)[rows]) / (1 + boost)
        return rows, np.asarray(scores, np.float32)

    def _best(self, rows: NDArray[np.int32], scores: NDArray[np.float32], k: int) -> Rows:
        """Give the places of the k best scores in order, ties by filename."""
        least = np.partition(scores, len(scores) - k)[len(scores) - k] if k < len(scores) else -np.inf
        candidates = np.flatnonzero(scores >= least)
        order = np.lexsort((self._products.order[rows[candidates]], -scores[candidates]))
        return candidates[order[:k]]


def _likeliest(meanings: Sequence[Meaning]) -> list[str]:
    return [meaning[0][0] for meaning in meanings if meaning]
