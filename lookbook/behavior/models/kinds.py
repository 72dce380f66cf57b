"""What is popular of its kind: tells of articles that nobody bought yet, by what others of their kind sell."""

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

DAYS = 7
"""Days over which it is counted what sells."""


class Kinds:
    """Ranks by the sum, over attributes and the product code, of the logarithm of what others with the same sell.

    Of equals the one with the highest number comes first: shops number their products as they come.
    """

    name: ClassVar[str] = "kinds"

    def __init__(self) -> None:
        self._scores: NDArray[np.float32] = np.empty((1, 0), np.float32)

    def fit(self, purchases: Purchases, goods: Goods | None = None) -> Self:
        """Count what sells."""
        known = goods or Goods.bare(purchases.item_ids)
        newness = np.arange(len(known)) / max(len(known), 1) * 1e-3
        self._scores = (kin(purchases, known).sum(axis=1) + newness)[None].astype(np.float32)
        return self

    def recommend(self, histories: Histories, k: int) -> Ranked:
        """Rank the same for all."""
        best = Ranked.best(self._scores, k)
        return in_blocks(
            lambda block: Ranked(np.repeat(best.items, len(block), axis=0), np.repeat(best.scores, len(block), axis=0)),
            histories,
            k,
        )

    def similar(self, items: Codes, k: int) -> Ranked:
        """Return empty lists: what is popular goes with everything and nothing."""
        return Ranked.nothing(len(items), k)

    def explain(self, history: Histories, item: int) -> Reason:
        """Say that its kind sells."""
        return Reason("many people are buying others of this kind")

    def save(self, path: Path) -> None:
        """Write the scores."""
        kept.write(path, self.name, {"scores": self._scores})

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the scores. Raises BehaviorError."""
        model = cls()
        model._scores = kept.read(path, cls.name)["scores"]
        return model


def kin(purchases: Purchases, goods: Goods) -> NDArray[np.float32]:
    """Return the logarithm of 1 + how often others with the same value were bought of late.

    Returns:
        (I, C): of each column, and of the product code where one is known.
    """
    today = purchases.today
    sold = np.bincount(purchases.between(today - DAYS, today).items, minlength=len(goods))
    groups = [goods.codes(name) for name in goods.columns] + ([goods.products] if goods.product_codes else [])
    counts = [np.log1p(np.bincount(codes, sold)[codes] - sold) for codes in groups]
    return np.stack([np.zeros(len(goods)), *counts], axis=1)[:, 1:].astype(np.float32)
