"""What a customer bought before: likelier again the shorter ago it was, and at the product's usual interval."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.goods import Goods
from lookbook.behavior.histories import Histories, Pairs
from lookbook.behavior.models import kept
from lookbook.behavior.models.base import Reason, in_blocks
from lookbook.behavior.purchases import Codes, Purchases
from lookbook.behavior.ranked import Ranked

EDGES = np.array([1, 2, 3, 4, 6, 8, 11, 15, 22, 29, 43, 57, 85, 113, 169, 225, 365, 730])
"""The first days of the spans of time since a purchase."""
SPANS = range(len(EDGES))
Rates = NDArray[np.float32]
MOST_TIMES = 5
"""From so many purchases of one product on, more make no difference."""
DOUBT = 30.0
"""Spans with few cases are taken for the average, as if they had so many average days more."""
CERTAIN = 2.0
"""A product's own intervals count by how many purchases they should explain, against this many average ones."""
PAST = 365
"""Days of the past that are learned from."""


class BoughtAgain:
    """Ranks what a customer bought before by how likely it is bought again today.

    The rate is that of all pairs of customer and product with the same time since the last purchase and as many
    purchases, times how much more often this product is bought again after such a time than others are.
    """

    name: ClassVar[str] = "again"

    def __init__(self) -> None:
        self._rates: Rates = np.zeros((len(EDGES), MOST_TIMES + 1), np.float32)
        self._factors: Rates = np.empty((0, len(EDGES)), np.float32)

    def fit(self, purchases: Purchases, goods: Goods | None = None) -> Self:
        """Count on how many days pairs could have been bought again, and on how many they were."""
        waits = Waits.of(purchases.between(purchases.today - PAST, purchases.today))
        again, items = waits.again, len(purchases.item_ids)
        bought = np.zeros(self._rates.shape)
        np.add.at(bought, (waits.spans[again], waits.times[again]), 1)
        at_risk = np.array([np.bincount(waits.times, waits.within(span), MOST_TIMES + 1) for span in SPANS])
        average = (bought.sum(1) + 1e-3) / (at_risk.sum(1) + 1)
        self._rates = ((bought + DOUBT * average[:, None]) / (at_risk + DOUBT)).astype(np.float32)
        own = np.zeros((items, len(EDGES)))
        np.add.at(own, (waits.items[again], waits.spans[again]), 1)
        rates = self._rates[:, waits.times]
        expected = np.stack([np.bincount(waits.items, waits.within(span) * rates[span], items) for span in SPANS], 1)
        self._factors = ((own + CERTAIN) / (expected + CERTAIN)).astype(np.float32)
        return self

    def recommend(self, histories: Histories, k: int) -> Ranked:
        """Rank what each customer bought before."""

        def rank(block: Histories) -> Ranked:
            from scipy.sparse import csr_matrix

            pairs = block.pairs()
            places = (pairs.rows, pairs.items)
            return Ranked.of_sparse(csr_matrix((self._chances(pairs), places), (len(block), len(self._factors))), k)

        return in_blocks(rank, histories, k)

    def similar(self, items: Codes, k: int) -> Ranked:
        """Return empty lists: a product is only followed by itself here."""
        return Ranked.nothing(len(items), k)

    def explain(self, history: Histories, item: int) -> Reason:
        """Say that they bought it."""
        bought = item in history.part(0, 1).items
        return Reason("you bought it before", (item,)) if bought else Reason("")

    def save(self, path: Path) -> None:
        """Write the rates."""
        kept.write(path, self.name, {"rates": self._rates, "factors": self._factors})

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the rates. Raises BehaviorError."""
        arrays, model = kept.read(path, cls.name), cls()
        model._rates, model._factors = arrays["rates"], arrays["factors"]
        return model

    def _chances(self, pairs: Pairs) -> Rates:
        """Return how likely each pair (P,) is bought again today; of equal chances the later purchase comes first."""
        spans = _spans(pairs.ages)
        chances = self._rates[spans, np.minimum(pairs.times, MOST_TIMES)] * self._factors[pairs.items, spans]
        return np.asarray(chances * (1 - 1e-5 * np.minimum(pairs.ages, 1000)), np.float32)


@dataclass(frozen=True)
class Waits:
    """The W times between a purchase and the next one of the same pair, or today.

    Attributes:
        items: the pairs' items (W,).
        times: how many purchases of the pair there were until then (W,), MOST_TIMES at most.
        days: how long it was (W,), 1 or more.
        again: whether another purchase ended it (W,), or only today.
    """

    items: Codes
    times: Codes
    days: Codes
    again: NDArray[np.bool_]

    @classmethod
    def of(cls, purchases: Purchases) -> Self:
        """Return the waits of all pairs."""
        order = np.lexsort((purchases.days, purchases.items, purchases.customers))
        customers, items, days = purchases.customers[order], purchases.items[order], purchases.days[order]
        same = np.append((np.diff(customers) == 0) & (np.diff(items) == 0), False)[: len(order)]
        until = np.where(same, np.append(days[1:], 0), purchases.today)
        first = np.append(True, ~same[:-1])[: len(order)]
        place = np.arange(len(order))
        times = place - np.maximum.accumulate(np.where(first, place, 0)) + 1
        return cls(items, np.minimum(times, MOST_TIMES).astype(np.int32), np.maximum(until - days, 1), same)

    @property
    def spans(self) -> NDArray[np.intp]:
        """In which span each ended (W,)."""
        return _spans(self.days)

    def within(self, span: int) -> NDArray[np.float64]:
        """Return how many days of each (W,) were in a span."""
        end = EDGES[span + 1] if span + 1 < len(EDGES) else np.inf
        return np.asarray(np.clip(self.days - EDGES[span] + 1.0, 0, end - EDGES[span]), float)


def _spans(days: Codes) -> NDArray[np.intp]:
    return np.searchsorted(EDGES, np.maximum(days, 1), "right") - 1
