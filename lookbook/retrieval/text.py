"""Search by words: titles and attributes by TF-IDF; what is asked for by name comes first, what is not wanted last."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from lookbook.conditions import AnyOf, Where
from lookbook.hit import Hit, require_positive
from lookbook.retrieval.attribute_parser import AttributeParser, Requested
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.fusion import Scores
from lookbook.retrieval.resources import Resources
from lookbook.retrieval.spelling import Meaning
from lookbook.retrieval.terms_kept import kept_terms
from lookbook.retrieval.words import parted, words

BOOST = 0.1
"""What it weighs that products have what is asked for by name, against 1 for the words."""
UNWANTED = 0.1
"""What is left of the score of a product that has all that is not wanted."""
WORDS_READ = 64
"""Words of a query that count."""
NAME = "text"


@dataclass(frozen=True, kw_only=True)
class ParsedText:
    """What a text says.

    Attributes:
        meanings: what each word stands for.
        requested: what is asked for by name.
        others: the words that name nothing.
        refused: what is not to be, by name: "not red".
        unwanted: all other words that are not to be: "without sleeves".
    """

    meanings: Sequence[Meaning] = ()
    requested: Requested = field(default_factory=dict)
    others: Sequence[str] = ()
    refused: Requested = field(default_factory=dict)
    unwanted: Sequence[str] = ()


class TextRetriever:
    """Finds the products whose words a query shares.

    The score of a product is (cosine + BOOST * share) / (1 + BOOST), where cosine is that of the TF-IDF vectors of the
    query and the product, and share, in 0..1, tells how many of the attributes asked for by name the product has; where
    none is, the score is the cosine. What is not wanted takes most of it away. Only products that share a word with the
    query are found.
    """

    needs: ClassVar[frozenset[str]] = frozenset({"text"})
    suits: ClassVar[frozenset[str]] = frozenset({"text"})

    def __init__(self, resources: Resources) -> None:
        self._terms = kept_terms(resources.folder, resources.products)
        self._products = resources.products
        self._parser = AttributeParser(resources.products)

    def search(self, query: EncodedQuery, k: int, where: Where | None = None) -> list[Hit]:
        """Find the k products that fit the text, else the title of the product, best; see `Retriever.search`."""
        require_positive(k)
        scores = self.scores(self.parse(query.words))
        rows = self._products.among(np.flatnonzero(scores), where, query.without)
        return self._products.hits(rows, scores[rows], {NAME: scores[rows]}, k)

    def parse(self, text: str) -> ParsedText:
        """Return what a text says."""
        wanted, unwanted = (self._terms.meanings(words(part)[:WORDS_READ]) for part in parted(text))
        requested, others = self._parser.parse(_likeliest(wanted))
        refused, missing = self._parser.parse(_likeliest(unwanted))
        lacking = [f"{word}less" for word in missing if self._terms.times(f"{word}less")]  # without sleeves: sleeveless
        return ParsedText(
            meanings=[*wanted, *([(word, 1.0)] for word in lacking)],
            requested=requested,
            others=[*others, *lacking],
            refused=refused,
            unwanted=missing,
        )

    def scores(self, parsed: ParsedText) -> Scores:
        """Return the score of every product (N,), 0 where it shares no word with a text."""
        scores = self._similar(parsed.meanings)
        if parsed.requested:
            scores = np.where(scores, (scores + BOOST * self._parser.share(parsed.requested)) / (1 + BOOST), 0)
        if parsed.refused or parsed.unwanted:
            scores *= UNWANTED ** self.unwanted(parsed)
        return scores

    def resemblance(self, parsed: ParsedText) -> Scores:
        """Return the cosine (N,) of all words that name nothing."""
        return self._similar([[(word, 1.0)] for word in parsed.others])

    def unwanted(self, parsed: ParsedText) -> Scores:
        """Return what share of what is not wanted each product (N,) has, 0..1."""
        having = [self._products.having(column, AnyOf(tuple(values))) for column, values in parsed.refused.items()]
        having += [self._similar([[(word, 1.0)]]) > 0 for word in parsed.unwanted]
        return np.mean(having, axis=0, dtype=np.float32) if having else np.zeros(len(self._products), np.float32)

    def _similar(self, meanings: Sequence[Meaning]) -> Scores:
        scores = np.zeros(len(self._products), np.float32)
        rows, cosines = self._terms.similar(meanings)
        scores[rows] = cosines
        return scores


def _likeliest(meanings: Sequence[Meaning]) -> list[str]:
    return [meaning[0][0] for meaning in meanings if meaning]
