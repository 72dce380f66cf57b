"""Words that nobody or hardly anybody carries, taken for those they are a slip of: "tshrt" is nearly "tshirt"."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

MEANINGS = 3
"""How many known words an unknown one may stand for."""
TIMES_AS_FREQUENT = 100
"""How many times as frequent a word must be for a known one to be a slip of it."""
SHORTEST = 4
"""A known word of fewer letters is taken as it is."""
LEAST_SHARE: Mapping[int, float] = {3: 0.005, 4: 0.0002}
"""Letters of a slip -> the share of texts that a word must be in to be meant by it: many a word is near by chance."""
CERTAIN, FEWEST = 3, 2
"""So many words of a text that are known, or surely slips, make it one of the catalogue's, in which words of so many
letters may be slips of any."""
TWO_SLIPS = 7
"""Letters of a word from which on it may have two slips."""

Meaning = list[tuple[str, float]]
"""Known words and their weights in 0..1, likeliest first."""


class Spelling:
    """The words that are known, compared by optimal string alignment (Damerau, 1964; Boytsov, 2011).

    Most misspelled words are one slip away from what was meant, and among those the frequent word is the likelier
    (Kernighan, Church and Gale, 1990, A spelling correction program based on a noisy channel model, COLING).
    """

    def __init__(self, known: Sequence[str], frequencies: NDArray[np.int64], texts: int = 0) -> None:
        """Take the words that are known, how many texts have each, and how many texts there are."""
        self._alike: dict[tuple[int, str], list[str]] = {}
        for word in known:
            for end in ("", f"{word[:1]}.", f".{word[-1:]}"):
                self._alike.setdefault((len(word), end), []).append(word)
        self._times = dict(zip(known, frequencies.tolist(), strict=True))
        self._texts = texts

    def meanings(self, doubtful: Sequence[str], right: Collection[str] = (), surely: int = 0) -> list[Meaning]:
        """Return what each word may stand for: the words one slip away by frequency, else long ones two slips away.

        A known word stands for itself, and for another only if that is TIMES_AS_FREQUENT more frequent; an unknown one
        that is near to none stands for nothing. Where most of a text are slips, its right words may be slips, too.

        Args:
            doubtful: the words.
            right: those of them that are right words of the language, though no text may have them: no slips.
            surely: how many other words of the text are known.
        """
        strict = [self._itself(word) if word in right else self._meaning(word) for word in doubtful]
        if surely + sum(map(bool, strict)) < CERTAIN:
            return strict
        slips = sum(meaning != [] and meaning[0][0] != word for word, meaning in zip(doubtful, strict, strict=True))
        right = () if slips >= CERTAIN and 2 * slips >= len(doubtful) + surely else right
        return [
            meaning if meaning or word in right else self._meaning(word, strict=False)
            for word, meaning in zip(doubtful, strict, strict=True)
        ]

    def _itself(self, word: str) -> Meaning:
        return [(word, 1.0)] if word in self._times else []

    def _meaning(self, word: str, strict: bool = True) -> Meaning:
        own = self._times.get(word, 0)
        if own and len(word) < SHORTEST:
            return self._itself(word)
        least = max(TIMES_AS_FREQUENT * own, LEAST_SHARE.get(len(word), 0) * self._texts if strict else 0)
        near = {other: self._times[other] for other in self._near(word, 1, strict) if self._times[other] >= least}
        if not near and not own and len(word) >= (TWO_SLIPS if strict else TWO_SLIPS - 1):
            near = {other: self._times[other] for other in self._near(word, 2, strict)}
        likeliest = sorted((other for other in near if other != word), key=lambda other: -near[other])
        return [(other, near[other] / near[likeliest[0]]) for other in likeliest[:MEANINGS]] + self._itself(word)

    def _near(self, word: str, slips: int, strict: bool) -> list[str]:
        """Return the known words of at least two letters that are so many slips away, at most, from it or its plural.

        The s that was taken off may have been no plural's: "dres".
        """
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        if len(word) < (min(LEAST_SHARE) if strict else FEWEST):
            return []
        near = (
            extract(typed, self._choices(typed, slips), scorer=OSA.distance, score_cutoff=slips, limit=None)
            for typed in (word, f"{word}s")
        )
        return [other for found in near for other, _, _ in found]

    def _choices(self, typed: str, slips: int) -> list[str]:
        """Return the known words that can be so few slips away: one slip keeps the first letter or the last."""
        ends = (f"{typed[0]}.", f".{typed[-1]}") if slips == 1 and len(typed) > 2 else ("",)
        lengths = range(max(len(typed) - slips, 2), len(typed) + slips + 1)
        return [word for end in ends for length in lengths for word in self._alike.get((length, end), ())]


def one_slip(typed: str, meant: str) -> bool:
    """Return whether one letter was left out, added or changed, or two neighbours swapped (Damerau, 1964)."""
    from rapidfuzz.distance import OSA

    return bool(OSA.distance(typed, meant, score_cutoff=1) <= 1)
