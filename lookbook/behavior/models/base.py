"""What every model is: fitted on purchases, it ranks items for any history, known or new."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol, Self

from lookbook.behavior.goods import Goods
from lookbook.behavior.histories import Histories
from lookbook.behavior.purchases import Codes, Purchases
from lookbook.behavior.ranked import Ranked, joined
from lookbook.hit import require_positive

BLOCK = 1024
"""Customers that are ranked for at once."""


@dataclass(frozen=True)
class Reason:
    """Why an item is recommended.

    Attributes:
        sentence: for the customer, without the names of items.
        items: the items of their history that speak for it, the weightiest first.
    """

    sentence: str
    items: tuple[int, ...] = ()


class Model(Protocol):
    """Ranks items for customers.

    A customer is what they bought: a model needs no retraining for a new one, nor for a visitor's basket.
    """

    name: ClassVar[str]

    def fit(self, purchases: Purchases, goods: Goods | None = None) -> Self:
        """Learn from purchases; what is written into neither of them.

        Args:
            purchases: the past alone; `purchases.today` is the first day that may be recommended for.
            goods: what is known of the items; None = nothing.
        """

    def recommend(self, histories: Histories, k: int) -> Ranked:
        """Rank the k best items for each customer; what was bought may come again.

        Raises:
            ValueError: k is not positive.
        """

    def similar(self, items: Codes, k: int) -> Ranked:
        """Rank the k items that go best with each of some items (Q,), itself left out; none where nothing tells."""

    def explain(self, history: Histories, item: int) -> Reason:
        """Say why an item suits the first customer of `history`."""

    def save(self, path: Path) -> None:
        """Write what was learned to a file, whole or not at all."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            BehaviorError: the file is not there, or is not of this model.
        """


def in_blocks(rank: Callable[[Histories], Ranked], histories: Histories, k: int) -> Ranked:
    """Rank for many customers, a block at a time, so that memory does not grow with them."""
    require_positive(k)
    return joined([rank(histories.part(first, first + BLOCK)) for first in range(0, len(histories), BLOCK)], k)
