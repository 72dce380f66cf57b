"""Words that nobody or hardly anybody carries, taken for those they are spelled like: "tshrt" is nearly "tshirt"."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

GRAMS = (1, 3)
"""Lengths of the character n-grams."""
CANDIDATES = 30
"""How many known words are looked at."""
MEANINGS = 3
"""How many of them an unknown word may stand for."""
LEAST_SIMILARITY = 0.4
"""The least similarity that counts where no known word is one slip away."""

TIMES_AS_FREQUENT = 100
"""How many times as frequent a word must be for a known one to be a slip of it."""
SHORTEST = 4
"""A known word of fewer letters is taken as it is."""

Meaning = list[tuple[str, float]]
"""Known words and their weights in 0..1, likeliest first."""


class Spelling:
    """The words that are known, compared by TF-IDF over their character n-grams within word bounds (char_wb).

    Most misspelled words are one slip away from what was meant, and among those the frequent word is the likelier
    (Kernighan, Church and Gale, 1990, A spelling correction program based on a noisy channel model, COLING).
    """

    def __init__(self, known: Sequence[str], frequencies: NDArray[np.int64]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._known = known
        self._times = dict(zip(known, frequencies.tolist(), strict=True))
        self._grams = TfidfVectorizer(
            analyzer="char_wb", ngram_range=GRAMS, lowercase=False, sublinear_tf=True, dtype=np.float32
        )
        self._postings = self._grams.fit_transform(known).T.tocsr()

    def meanings(self, doubtful: Sequence[str]) -> list[Meaning]:
        """Return what each word may stand for: words one slip away by frequency, else the similar ones by cosine.

        A known word stands for itself, and for another only if that is TIMES_AS_FREQUENT more frequent.
        """
        as_plurals = [f"{word}s" for word in doubtful]  # the s may have been no plural's: "dres"
        singular, plural = self._similar(doubtful), self._similar(as_plurals)
        return [
            self._meaning(word, {**one, **other}, one)
            for word, one, other in zip(doubtful, singular, plural, strict=True)
        ]

    def _similar(self, words: Sequence[str]) -> list[dict[str, float]]:
        """Return the known words that are most similar to each word, and their cosines, most similar first."""
        similar = (self._grams.transform(words) @ self._postings).tocsr()
        rows = (similar[row] for row in range(len(words)))
        best = ((row, np.lexsort((row.indices, -row.data))[:CANDIDATES]) for row in rows)
        return [{self._known[row.indices[i]]: float(row.data[i]) for i in first} for row, first in best]

    def _meaning(self, word: str, candidates: Collection[str], similar: Mapping[str, float]) -> Meaning:
        near = {
            other: self._times[other] for other in candidates if one_slip(word, other) or one_slip(f"{word}s", other)
        }
        own = near.pop(word, 0)
        itself = [(word, 1.0)] if own else []
        if own and len(word) < SHORTEST:
            return itself
        likeliest = sorted(
            (other for other in near if near[other] >= TIMES_AS_FREQUENT * own), key=lambda other: -near[other]
        )
        if likeliest or own:
            return [(other, near[other] / near[likeliest[0]]) for other in likeliest[:MEANINGS]] + itself
        return [(other, cosine) for other, cosine in list(similar.items())[:MEANINGS] if cosine >= LEAST_SIMILARITY]


def one_slip(typed: str, meant: str) -> bool:
    """Return whether one letter was left out, added or changed, or two neighbours swapped (Damerau, 1964)."""
    start = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant)))
    typed, meant = typed[start:], meant[start:]
    while typed and meant and typed[-1] == meant[-1]:
        typed, meant = typed[:-1], meant[:-1]
    return max(len(typed), len(meant)) <= 1 or (len(typed) == len(meant) == 2 and typed == meant[::-1])
