"""Texts as TF-IDF vectors over words and pairs of words, kept term by term so that a query reads only its own terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lookbook.errors import LookbookError
from lookbook.retrieval import english
from lookbook.retrieval.spelling import Meaning, Spelling
from lookbook.retrieval.words import words

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LENGTHS = (1, 2)
"""Words and pairs of words."""
RARE = 3
"""A word that is in no more texts than this may be a slip of another."""


@dataclass(frozen=True)
class Terms:
    """N texts by the V terms in them.

    Attributes:
        vocabulary: the terms, by column.
        weights: each term's weight (V,): its idf = ln((1 + N) / (1 + df)) + 1, or 1.
        postings: (V, N), the weight of each term in each text; the texts' vectors have length 1.
    """

    vocabulary: Sequence[str]
    weights: NDArray[np.float32]
    postings: "csr_matrix"

    @classmethod
    def fit(cls, texts: Sequence[str], weighting: str = "tfidf") -> "Terms":
        """Count the terms of texts.

        Args:
            texts: N texts.
            weighting: "tfidf" = by how often and how rare a term is; "count" = by how often alone.

        Raises:
            ValueError: there is no such weighting.
        """
        from scipy.sparse import csr_matrix
        from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
        from sklearn.preprocessing import normalize

        vectorizers = {"tfidf": partial(TfidfVectorizer, sublinear_tf=True), "count": CountVectorizer}
        if weighting not in vectorizers:
            raise LookbookError(f"there is no weighting {weighting!r}; there are: {', '.join(vectorizers)}")
        if not any(map(words, texts)):
            return cls([], np.empty(0, np.float32), csr_matrix((0, len(texts)), dtype=np.float32))
        vectorizer = vectorizers[weighting](
            tokenizer=words, token_pattern=None, lowercase=False, ngram_range=LENGTHS, dtype=np.float32
        )
        matrix = normalize(vectorizer.fit_transform(texts), copy=False)
        vocabulary = vectorizer.get_feature_names_out().tolist()
        weights = getattr(vectorizer, "idf_", np.ones(len(vocabulary)))
        return cls(vocabulary, np.asarray(weights, np.float32), matrix.T.tocsr())

    def meanings(self, query: Sequence[str], typed: Sequence[str] | None = None) -> list[Meaning]:
        """Return what each word of a query stands for: itself, and, where few texts or none have it, words like it.

        Args:
            query: words as they compare.
            typed: how each was typed; a right word of the language stands for nothing but itself.
        """
        doubtful = {
            word: spelling for word, spelling in zip(query, typed or query, strict=True) if self.times(word) <= RARE
        }
        if not self.vocabulary or not doubtful:
            return [[(word, 1.0)] for word in query]
        right = {word for word, spelling in doubtful.items() if english.known(spelling) or english.known(word)}
        surely = sum(word not in doubtful for word in query)
        guessed = dict(zip(doubtful, self._spelling.meanings(list(doubtful), right, surely), strict=True))
        return [guessed.get(word, [(word, 1.0)]) for word in query]

    def similar(self, query: Sequence[Meaning]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the texts that share a term with a query, and the cosine similarity of each in 0..1."""
        from scipy.sparse import csr_matrix

        weighed = self._weighed(query)
        columns, weights = np.array(list(weighed), np.int32), np.array(list(weighed.values()), np.float32)
        unit = weights / max(float(np.linalg.norm(weights)), 1e-9)
        asked = csr_matrix((unit, columns, [0, len(columns)]), shape=(1, len(self.vocabulary)))
        found = asked @ self.postings
        return found.indices, found.data

    def covered(self, query: Sequence[Meaning]) -> NDArray[np.float32]:
        """Return what share of a query's words each text (N,) has, by their weights; any meaning of one will do."""
        total, share = 0.0, np.zeros(self.postings.shape[1], np.float32)
        for meaning in query:
            columns = [column for word, _ in meaning if (column := self._columns.get(word)) is not None]
            if columns:
                weight = meaning[0][1] * float(self.weights[columns[0]])
                share += np.float32(weight) * self._having(columns)
                total += weight
        return np.asarray(share / max(total, 1e-9), np.float32)

    def _having(self, columns: Sequence[int]) -> NDArray[np.bool_]:
        """Return which texts (N,) have any of these terms."""
        having = np.zeros(self.postings.shape[1], np.bool_)
        for column in columns:
            having[self.postings.indices[self.postings.indptr[column] : self.postings.indptr[column + 1]]] = True
        return having

    def _weighed(self, query: Sequence[Meaning]) -> Mapping[int, float]:
        """Return the columns of a query's words, and of pairs of their likeliest meanings, and what they weigh."""
        weighed: dict[int, float] = {}
        for word, share in chain.from_iterable(query):
            self._add(weighed, word, share)
        for (first, first_share), (second, second_share) in pairwise(meaning[0] for meaning in query if meaning):
            self._add(weighed, f"{first} {second}", first_share * second_share)
        return weighed

    def _add(self, weighed: dict[int, float], term: str, share: float) -> None:
        column = self._columns.get(term)
        if column is not None:
            weighed[column] = weighed.get(column, 0.0) + share * float(self.weights[column])

    def times(self, word: str) -> int:
        """How many texts have a word."""
        column = self._columns.get(word)
        return 0 if column is None else int(self.postings.indptr[column + 1] - self.postings.indptr[column])

    @cached_property
    def _columns(self) -> Mapping[str, int]:
        return {term: column for column, term in enumerate(self.vocabulary)}

    @cached_property
    def _spelling(self) -> Spelling:
        single = np.array([column for term, column in self._columns.items() if " " not in term], np.intp)
        frequencies = np.diff(self.postings.indptr)[single]
        return Spelling([self.vocabulary[column] for column in single], frequencies, self.postings.shape[1])
