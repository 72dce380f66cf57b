"""What many buy: of the last days, with what is longer ago weighing less, and by the segment a customer belongs to."""

from functools import cached_property
from pathlib import Path
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.goods import Goods
from lookbook.behavior.histories import Histories
from lookbook.behavior.models import kept
from lookbook.behavior.models.base import Reason, in_blocks
from lookbook.behavior.purchases import Codes, Purchases
from lookbook.behavior.ranked import Ranked

KEPT = 1000
"""Ranks that are kept sorted."""


class Popularity:
    """Ranks items by how often they were bought.

    Args:
        days: only the last so many days count; None = all.
        half_life: a purchase so many days older weighs half; None = all weigh the same.
        segment: the column of goods by which customers fall apart (such as a department); a customer belongs where most
            of what they bought does, and one without purchases to all. None = there are no segments.
    """

    name: ClassVar[str] = "popular"

    def __init__(self, days: int | None = 7, half_life: float | None = None, segment: str | None = None) -> None:
        self.days, self.half_life, self.segment = days, half_life, segment
        self._scores: NDArray[np.float32] = np.empty((1, 0), np.float32)
        self._segments: Codes = np.empty(0, np.int32)

    def fit(self, purchases: Purchases, goods: Goods | None = None) -> Self:
        """Count purchases."""
        items, today = len(purchases.item_ids), purchases.today
        recent = purchases if self.days is None else purchases.between(today - self.days, today)
        weights = np.ones(len(recent))
        if self.half_life is not None:
            weights = 0.5 ** ((today - 1 - recent.days) / self.half_life)
        everywhere = np.bincount(recent.items, weights, items)
        scores = [everywhere]
        self._segments = np.zeros(items, np.int32)
        if self.segment is not None and goods is not None:
            self._segments = goods.codes(self.segment) + 1
            inside = self._segments[:, None] == np.arange(1, self._segments.max(initial=0) + 1)
            scores += list((everywhere[:, None] * inside).T)
        counted = np.array(scores, np.float32)
        self._scores = np.where(counted > 0, counted, -np.inf).astype(np.float32)
        self.__dict__.pop("_best", None)
        return self

    def recommend(self, histories: Histories, k: int) -> Ranked:
        """Rank what is popular in each customer's segment."""
        best = self._best.first(k).widened(k) if k <= KEPT else Ranked.best(self._scores, k)
        return in_blocks(lambda block: _taken(best, self._segment_of(block)), histories, k)

    @cached_property
    def _best(self) -> Ranked:
        """The first ranks of each segment, sorted once for all that ask."""
        return Ranked.best(self._scores, KEPT)

    def similar(self, items: Codes, k: int) -> Ranked:
        """Return empty lists: what is popular goes with everything and nothing."""
        return Ranked.nothing(len(items), k)

    def explain(self, history: Histories, item: int) -> Reason:
        """Say that many buy it."""
        return Reason("many people are buying this now")

    def save(self, path: Path) -> None:
        """Write the counts."""
        kept.write(path, self.name, {"scores": self._scores, "segments": self._segments})

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the counts. Raises BehaviorError."""
        arrays, model = kept.read(path, cls.name), cls()
        model._scores, model._segments = arrays["scores"], arrays["segments"]
        return model

    def _segment_of(self, histories: Histories) -> NDArray[np.intp]:
        """Return the segment that most of each customer's purchases (Q,) are from, 0 where there are none."""
        counts = np.zeros((len(histories), len(self._scores)))
        np.add.at(counts, (histories.rows, self._segments[histories.items]), 1)
        return np.asarray(counts.argmax(axis=1), np.intp)


def _taken(ranked: Ranked, rows: NDArray[np.intp]) -> Ranked:
    return Ranked(ranked.items[rows], ranked.scores[rows])
