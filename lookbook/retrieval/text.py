"""Search by words: titles and attributes by TF-IDF; what is asked for by name comes first, what is not wanted last."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from lookbook.hit import Hit, require_positive
from lookbook.retrieval.columns import Products, Where
from lookbook.retrieval.fusion import Scores
from lookbook.retrieval.requested import COLUMNS, Asked, Wishes
from lookbook.retrieval.spelling import Meaning
from lookbook.retrieval.terms import Terms
from lookbook.retrieval.words import parted, words

TITLE = "productDisplayName"
BOOST = 0.1
"""What it weighs that products have what is asked for by name, against 1 for the words."""
UNWANTED = 0.1
"""What is left of the score of a product that has all that is not wanted."""
MOST_WORDS = 64
"""Words of a query that count."""
WAY = "text"


def texts(products: Products) -> list[str]:
    """Give the text of every product (N,): its title and the values of its attributes."""
    return [" ".join(row.get(column, "") for column in (TITLE, *COLUMNS)) for row in products.table]


@dataclass(frozen=True)
class Reading:
    """What a text says.

    Attributes:
        meanings: what each word stands for.
        wishes: what is asked for by name.
        others: the words that name nothing.
        refused: what is not to be, by name: "not red".
        unwanted: all other words that are not to be: "without sleeves".
    """

    meanings: Sequence[Meaning] = ()
    wishes: Wishes = field(default_factory=dict)
    others: Sequence[str] = ()
    refused: Wishes = field(default_factory=dict)
    unwanted: Sequence[str] = ()


class TextRetriever:
    """Finds the products whose words a query shares.

    The score of a product is (cosine + BOOST * share) / (1 + BOOST), where cosine is that of the TF-IDF vectors of the
    query and the product, and share, in 0..1, tells how many of the attributes asked for by name the product has; where
    none is, the score is the cosine. What is not wanted takes most of it away. Only products that share a word with the
    query are found.
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
            where: the conditions that results must fulfil.

        Raises:
            ValueError: k is not positive, or the product table has no such column.
        """
        require_positive(k)
        scores = self.scores(self.read(query))
        rows = self._products.among(np.flatnonzero(scores), where)
        return self._products.hits(rows, scores[rows], {WAY: scores[rows]}, k)

    def like(self, filename: str, k: int, where: Where | None = None) -> list[Hit]:
        """Find the k products with the titles most like a product's own, itself left out; raises what `search` does."""
        title = self._products.catalog.product(filename).get(TITLE, "")
        require_positive(k)
        return [hit for hit in self.search(title, k + 1, where) if hit.filename != filename][:k]

    def read(self, query: str) -> Reading:
        """Tell what a text says."""
        wanted, unwanted = (self._terms.meanings(words(part)[:MOST_WORDS]) for part in parted(query))
        wishes, others = self._asked.read(_likeliest(wanted))
        refused, missing = self._asked.read(_likeliest(unwanted))
        lacking = [f"{word}less" for word in missing if self._terms.times(f"{word}less")]  # without sleeves: sleeveless
        meanings = [*wanted, *([(word, 1.0)] for word in lacking)]
        return Reading(meanings, wishes, [*others, *lacking], refused, missing)

    def scores(self, reading: Reading) -> Scores:
        """Give the score of every product (N,), 0 where it shares no word with a text."""
        scores = self._similar(reading.meanings)
        if reading.wishes:
            scores = np.where(scores, (scores + BOOST * self._asked.share(reading.wishes)) / (1 + BOOST), 0)
        if reading.refused or reading.unwanted:
            scores *= UNWANTED ** self.unwanted(reading)
        return scores

    def resemblance(self, reading: Reading) -> Scores:
        """Give the cosine (N,) of all words that name nothing."""
        return self._similar([[(word, 1.0)] for word in reading.others])

    def unwanted(self, reading: Reading) -> Scores:
        """Tell what share of what is not wanted each product (N,) has, 0..1."""
        having = [self._products.having(column, values) for column, values in reading.refused.items()]
        having += [self._similar([[(word, 1.0)]]) > 0 for word in reading.unwanted]
        return np.mean(having, axis=0, dtype=np.float32) if having else np.zeros(len(self._products), np.float32)

    def _similar(self, meanings: Sequence[Meaning]) -> Scores:
        scores = np.zeros(len(self._products), np.float32)
        rows, cosines = self._terms.similar(meanings)
        scores[rows] = cosines
        return scores


def _likeliest(meanings: Sequence[Meaning]) -> list[str]:
    return [meaning[0][0] for meaning in meanings if meaning]
