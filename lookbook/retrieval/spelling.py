"""Words that nobody carries, taken for those they are spelled like: "tshrt" is nearly "tshirt"."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

GRAMS = (1, 3)
"""Lengths of the character n-grams."""
CANDIDATES = 30
"""How many known words are looked at."""
MOST = 3
"""How many of them an unknown word may stand for."""
LEAST = 0.4
"""The least similarity that counts where no known word is one slip away."""

Meaning = list[tuple[str, float]]
"""Known words and their weights in 0..1, heaviest first."""


class Spelling:
    """The words that are known, compared by TF-IDF over their character n-grams within word bounds (char_wb).

    Most misspelled words are one slip away from what was meant, and among those the frequent word is the likelier
    (Kernighan, Church and Gale, 1990, A spelling correction program based on a noisy channel model, COLING).
    """

    def __init__(self, known: Sequence[str], frequencies: NDArray[np.int64]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._known = known
        self._frequencies = frequencies
        self._grams = TfidfVectorizer(
            analyzer="char_wb", ngram_range=GRAMS, lowercase=False, sublinear_tf=True, dtype=np.float32
        )
        self._postings = self._grams.fit_transform(known).T.tocsr()

    def meanings(self, unknown: Sequence[str]) -> list[Meaning]:
        """Give what each word may stand for: words one slip away by frequency, else the similar ones by cosine."""
        similar = (self._grams.transform(unknown) @ self._postings).tocsr()
        return [self._meaning(word, similar[row].indices, similar[row].data) for row, word in enumerate(unknown)]

    def _meaning(self, word: str, rows: NDArray[np.int32], cosines: NDArray[np.float32]) -> Meaning:
        best = np.lexsort((rows, -cosines))[:CANDIDATES]
        slips = [row for row in rows[best] if one_slip(word, self._known[row])]
        if slips:
            likeliest = sorted(slips, key=lambda row: (-self._frequencies[row], row))[:MOST]
            total = float(self._frequencies[likeliest].sum())
            return [(self._known[row], float(self._frequencies[row]) / total) for row in likeliest]
        return [(self._known[rows[i]], float(cosines[i])) for i in best[:MOST] if cosines[i] >= LEAST]


def one_slip(typed: str, meant: str) -> bool:
    """Tell whether one letter was left out, added or changed, or two neighbours swapped (Damerau, 1964)."""
    start = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant)))
    typed, meant = typed[start:], meant[start:]
    while typed and meant and typed[-1] == meant[-1]:
        typed, meant = typed[:-1], meant[:-1]
    return max(len(typed), len(meant)) <= 1 or (len(typed) == len(meant) == 2 and typed == meant[::-1])
