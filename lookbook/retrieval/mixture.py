"""Search in all ways at once: by the picture, by words, and by the features that both of them tell."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from lookbook.encoders.attributes import ATTRIBUTES
from lookbook.hit import Hit, require_positive
from lookbook.neighbors.engine import Rows
from lookbook.retrieval import features, fusion, text, visual
from lookbook.retrieval.columns import Products, Where
from lookbook.retrieval.encoded_query import Wanted
from lookbook.retrieval.features import KIND, FeatureRetriever, Profile
from lookbook.retrieval.fusion import Scores
from lookbook.retrieval.profile import Profiles
from lookbook.retrieval.text import Reading, TextRetriever
from lookbook.retrieval.visual import VisualRetriever

DEEP = 200
"""How many of the best of each way are ranked anew."""
VOTERS, VOTES, SHARPNESS = 30, 0.4, 20.0
"""How many of the nearest vote on the features, for which share of them, and how much less the farther count."""
UNWANTED = "unwanted"
WEIGHTS: Mapping[str, float] = {visual.WAY: 0.026, text.WAY: 0.065, features.WAY: 0.909, UNWANTED: -0.909}
"""What the scores of each way weigh, learned by `python -m lookbook evaluate --weights` on Kaggle's catalogue.

What is not wanted weighs as much as the features.
"""


class MixtureRetriever:
    """Ranks the best of each way by the weighted sum of all their scores.

    What a text names counts and not what a photo shows: a red dress is found for a blue one "in red". Of the features
    that it does not name, and of the kind of garment, the products nearest by picture and words have their say.
    """

    def __init__(
        self,
        visual: VisualRetriever,
        text: TextRetriever,
        features: FeatureRetriever,
        profiles: Profiles,
        products: Products,
    ) -> None:
        self._visual = visual
        self._text = text
        self._features = features
        self._products = products
        self._profiles = profiles

    def search(self, wanted: Wanted, k: int, where: Where | None = None) -> list[Hit]:
        """Find the k products that fit best, best first, ties by filename; where nothing is told, nothing is found.

        Raises:
            ValueError: k is not positive, or the product table has no such column.
        """
        return self.among(wanted, k, self._products.rows(where))

    def among(self, wanted: Wanted, k: int, allowed: Rows | None) -> list[Hit]:
        """Find the k best of certain rows, ascending; None = all. Gives and raises what `search` does."""
        require_positive(k)
        rows, scores = self.candidates(wanted, max(DEEP, k), allowed)
        return self._products.hits(rows, *fusion.weighted_sum(scores, WEIGHTS), k) if scores else []

    def candidates(self, wanted: Wanted, deep: int, allowed: Rows | None) -> tuple[Rows, Mapping[str, Scores]]:
        """Give the best rows (M,) of each way, and the scores of all of them in every way."""
        reading = self._text.read(wanted.text)
        scorers: dict[str, Callable[[Rows], Scores]] = {}
        found = []
        if wanted.vector is not None:
            scorers[visual.WAY] = partial(self._visual.scores, wanted.vector)
            found.append(self._visual.nearest(wanted.vector, deep, allowed).rows[0])
        if reading.meanings:
            words = self._text.scores(reading)
            scorers[text.WAY] = words.__getitem__
            found.append(self._best(words, words > 0, deep, allowed))
        profile = self._profile(wanted, reading, _union(found))
        if profile:
            likely = self._features.scores(profile)
            scorers[features.WAY] = likely.__getitem__
            if reading.refused or reading.unwanted:
                unwanted = self._text.unwanted(reading)
                scorers[UNWANTED] = unwanted.__getitem__
                likely = likely - unwanted
            found.append(self._best(likely, np.isfinite(likely), deep, allowed))
        rows = _union(found)
        return rows, {way: score(rows) for way, score in scorers.items()}

    def _profile(self, wanted: Wanted, reading: Reading, near: Rows) -> Profile:
        """Tell the features that are looked for; on those that nothing is sure of, products nearby vote.

        The nearer by picture and by the words that name nothing, the more a product's vote counts.
        """
        asked = self._profiles.of(wanted, reading)
        if wanted.known or (wanted.vector is None and not reading.others):
            return asked
        nearness = self._text.resemblance(reading)[near]
        if wanted.vector is not None:
            nearness += self._visual.scores(wanted.vector, near)
        first = np.argsort(-nearness, kind="stable")[:VOTERS]
        votes = np.exp(SHARPNESS * (nearness[first] - nearness.max(initial=0)))
        unsure = [column for column in ATTRIBUTES if column == KIND or column not in reading.wishes]
        voted = self._profiles.voted(asked, unsure, near[first], votes, VOTES)
        return self._profiles.asked(voted, {}, reading.refused)

    def _best(self, scores: Scores, fits: NDArray[np.bool_], deep: int, allowed: Rows | None) -> Rows:
        rows = np.flatnonzero(fits) if allowed is None else allowed[fits[allowed]]
        return rows[self._products.best(rows, scores[rows], deep)]


def _union(found: Sequence[Rows]) -> Rows:
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.intp)
