"""Search in all ways at once: by the picture, by words, and by the features that both of them tell."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog.table import Rows
from lookbook.conditions import AnyOf, Where
from lookbook.encoders.attributes import ATTRIBUTES
from lookbook.hit import Hit, require_positive
from lookbook.retrieval import features, fusion, kinds, text, visual, wishes
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.features import FeatureRetriever
from lookbook.retrieval.fusion import Scores
from lookbook.retrieval.parsed_text import ParsedText
from lookbook.retrieval.profile import KIND, Profile, Profiles
from lookbook.retrieval.resources import Resources
from lookbook.retrieval.text import TextRetriever
from lookbook.retrieval.visual import VisualRetriever
from lookbook.retrieval.wishes import Levels

CANDIDATES = 200
"""How many of the best of each way are ranked anew."""
BESIDE = 3.0
"""What it weighs, beside the words' cosine, to look like a print that is wished; of 0.3, 1, 3, 10 chosen on the
validation half, where less finds fewer and more gives up the photo's colour."""
Scorer = Callable[[Rows], Scores]
"""Returns the scores (M,) of rows."""
VOTERS, VOTES, SHARPNESS = 30, 0.4, 20.0
"""How many of the nearest vote on the features, for which share of them, and how much less the farther count."""
WEIGHTS: Mapping[str, float] = {visual.NAME: 0.026, text.NAME: 0.065, features.NAME: 0.909}
"""What the scores of each way weigh, learned by `python -m lookbook evaluate --weights` on Kaggle's catalogue."""


class MixtureRetriever:
    """Ranks the best of each way by the weighted sum of all their scores.

    What a text names counts and not what a photo shows: a red dress is found for a blue one "in red". Of the features
    that it does not name, and of the kind of garment, the products nearest by picture and words have their say. What a
    text names comes first, see `wishes`; beside a picture, words that name no kind of garment keep its kind.
    """

    needs: ClassVar[frozenset[str]] = frozenset()
    suits: ClassVar[frozenset[str]] = frozenset({"vector", "text"})

    def __init__(self, resources: Resources) -> None:
        self._products = resources.products
        self._visual = resources.get(VisualRetriever)
        self._text = resources.get(TextRetriever)
        self._features = resources.get(FeatureRetriever)
        self._profiles = resources.get(Profiles)

    def search(self, query: EncodedQuery, k: int, where: Where | None = None) -> list[Hit]:
        """Find the k products that fit best; where nothing is told, nothing is found; see `Retriever.search`."""
        require_positive(k)
        parsed = self._text.parse(query.text or "")
        deep, where = max(CANDIDATES, k), {**parsed.ranges, **(where or {})}
        scorers, levels, found = self._scored(query, parsed, deep, where)
        if not scorers:
            return []
        rows = self._all_pictures(_union(found), parsed, where, query)
        total, given = fusion.weighted_sum({way: score(rows) for way, score in scorers.items()}, WEIGHTS)
        maybe = kinds.kept(self._products, query, parsed.requested).get(KIND, ())
        if len(maybe) > 1 and len(rows):
            met = levels.level[rows]
            lift = kinds.lift(self._products, rows, np.where(met == met.max(), total, -np.inf), maybe)
            total, given = total + lift, {**given, features.NAME: given[features.NAME] + lift}
        return self._products.hits(rows, levels.ranked(rows, total), levels.given(rows, given), k)

    def _all_pictures(self, rows: Rows, parsed: ParsedText, where: Where, query: EncodedQuery) -> Rows:
        """Add the other pictures of products, where they may be found: each way found its own best one."""
        if not self._products.several:
            return rows
        pictures = self._products.among(self._products.catalog.table.pictures(rows), where, query.without)
        return pictures[~self._text.unwanted(parsed)[pictures]]

    def candidates(
        self, query: EncodedQuery, deep: int, where: Where | None = None
    ) -> tuple[Rows, Mapping[str, Scores]]:
        """Return the best rows (M,) of each way, ascending, and the scores (M,) of all of them in every way.

        Args:
            query: what is looked for; what it says to leave out neither is found nor votes.
            deep: how many of each way.
            where: the conditions that results fulfil.
        """
        parsed, where = self._text.parse(query.text or ""), where or {}
        scorers, _, found = self._scored(query, parsed, deep, where)
        rows = self._all_pictures(_union(found), parsed, where, query)
        return rows, {way: score(rows) for way, score in scorers.items()}

    def _scored(
        self, query: EncodedQuery, parsed: ParsedText, deep: int, where: Where
    ) -> tuple[Mapping[str, Scorer], Levels, Sequence[Rows]]:
        """Return what scores rows in each way, how much of the wishes each product meets, and the best of each way."""
        scorers: dict[str, Scorer] = {}
        found = []
        unwanted = self._text.unwanted(parsed)
        if query.vectors is not None:
            scorers[visual.NAME] = partial(self._similarities, query.vectors)
            nearest = self._visual.nearest(query, deep, where)
            near = np.array([self._products.row(match.key) for match in nearest], np.intp)
            found.append(near[~unwanted[near]])
        kept = kinds.kept(self._products, query, parsed.requested)
        of_kept = {KIND: AnyOf(tuple(kept[KIND]))} if kept else {}
        looks = self._text.looks(query, parsed, {**of_kept, **where})
        if parsed.meanings or looks is not None:
            words = self._text.similar(parsed)
            words = words if looks is None else words + BESIDE * looks
            scorers[text.NAME] = words.__getitem__
            found.append(self._best(words, (words > 0) & ~unwanted, deep, where, query))
        profile = self._profile(query, parsed, _union(found))
        profile = kinds.evened(self._products, profile, kept[KIND]) if kept else profile
        levels = wishes.levels(self._products, {**parsed.requested, **kept})
        if profile:
            likely = self._features.scores(profile)
            scorers[features.NAME] = likely.__getitem__
            of_kinds = [self._products.having(KIND, AnyOf((kind,))) for kind in kept.get(KIND, ())] or [~unwanted]
            found += [self._best(levels.level + likely, of & ~unwanted, deep, where, query) for of in of_kinds]
        return scorers, levels, found

    def _similarities(self, vectors: NDArray[np.float32], rows: Rows) -> Scores:
        return self._visual.scores(vectors, [self._products.filenames[row] for row in rows.tolist()])

    def _profile(self, query: EncodedQuery, parsed: ParsedText, near: Rows) -> Profile:
        """Return the features that are looked for; on those that nothing is sure of, products nearby vote.

        The nearer by picture and by the words that name nothing, the more a product's vote counts.
        """
        asked = self._profiles.of(query, parsed)
        if query.known or (query.vectors is None and not parsed.others):
            return asked
        nearness = self._text.resemblance(parsed)[near]
        if query.vectors is not None:
            nearness += self._similarities(query.vectors, near)
        first = self._products.best(nearness, VOTERS, near)
        votes = np.exp(SHARPNESS * (nearness[first] - nearness.max(initial=0)))
        unsure = [column for column in ATTRIBUTES if column == KIND or column not in parsed.requested]
        voted = self._profiles.voted(asked, unsure, near[first], votes, VOTES)
        return self._profiles.asked(voted, {}, parsed.refused)

    def _best(
        self, scores: Scores, fits: NDArray[np.bool_], deep: int, where: Where | None, query: EncodedQuery
    ) -> Rows:
        rows = self._products.among(np.flatnonzero(fits), where, query.without)
        return rows[self._products.best(scores[rows], deep, rows)]


def _union(found: Sequence[Rows]) -> Rows:
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.intp)
