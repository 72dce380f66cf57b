"""Recommendations of an index's own products, each with its reason."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from lookbook.behavior.errors import UnknownCustomerError
from lookbook.behavior.histories import Histories
from lookbook.behavior.models.base import Reason
from lookbook.behavior.ranked import NOTHING
from lookbook.behavior.ranking.candidates import Candidates
from lookbook.behavior.ranking.mixture import Mixture
from lookbook.behavior.shop import MODEL, Shop
from lookbook.disk import artefact
from lookbook.hit import Hit, require_positive

SPARE = 100
"""How many more are asked for than shown, as some may be gone from the catalogue or unwanted."""
ORDERED = 1000
"""How many products are ordered by a customer's purchases."""
NEWEST = 1000
"""How many customers a picker offers at most."""


@dataclass(frozen=True, slots=True)
class Recommendation(Hit):
    """A product that suits a customer.

    Attributes:
        reason: why, in words for the customer.
        because: the products of their own that speak for it.
    """

    reason: str = ""
    because: Sequence[str] = ()


class Recommender:
    """Answers what suits whom; safe to share between threads."""

    def __init__(self, shop: Shop, model: Mixture) -> None:
        self._shop, self._model = shop, model
        self._sold_here = np.array([name is not None for name in shop.pictures], bool)

    @classmethod
    def of(cls, shop: Shop) -> Self:
        """Take what was learned from the purchases beside an index, or learn it. Raises BehaviorError."""
        return cls(shop, artefact.have(MODEL, shop.folder, shop))

    def customers(self, most: int = NEWEST) -> list[str]:
        """Return the customers with the most purchases of what the catalogue has, at most so many."""
        purchases = self._shop.purchases
        counts = np.bincount(
            purchases.customers, self._sold_here[purchases.items], minlength=len(purchases.customer_ids)
        )
        best = np.argsort(-counts, kind="stable")[:most]
        return [purchases.customer_ids[customer] for customer in best if counts[customer]]

    def history(self, customer: str, most: int = 10) -> list[str]:
        """Return the products that a customer bought last, the latest first, those of the catalogue alone.

        Raises:
            UnknownCustomerError: nobody of that id bought anything.
        """
        items = dict.fromkeys(self._history(customer).items[::-1].tolist())
        return [self._id(item) for item in items if self._sold_here[item]][:most]

    def recommend(
        self, customer: str, k: int, *, again: bool = True, without: Collection[str] = ()
    ) -> list[Recommendation]:
        """Return the k products that suit a customer best.

        Args:
            customer: the id.
            k: how many.
            again: whether what they bought may come again.
            without: products that are not to come, such as those they dismissed.

        Raises:
            UnknownCustomerError: nobody of that id bought anything.
            BadArgument: k is not positive.
        """
        return self._recommend(self._history(customer), k, again, without)

    def for_basket(self, products: Sequence[str], k: int, without: Collection[str] = ()) -> list[Recommendation]:
        """Return the k products that suit somebody who bought, or saved, some products, the latest last."""
        codes = self._shop.purchases.item_codes
        basket = [codes[product] for product in products if product in codes]
        return self._recommend(Histories.of_items(basket, self._shop.purchases.today), k, False, without)

    def with_it(self, product: str, k: int) -> list[str]:
        """Return the products that are bought by those who buy a product, best first."""
        item = self._shop.purchases.item_codes.get(product)
        if item is None:
            return []
        similar = self._model.similar(np.array([item], np.int32), k + SPARE).without(~self._sold_here)
        return [self._id(item) for item in similar.items[0, :k].tolist() if item != NOTHING]

    def order(self, customer: str) -> Callable[[str], float]:
        """Return how much a customer's own purchases speak for a product: 1 for the first, 0 for what is not named.

        Raises:
            UnknownCustomerError: nobody of that id bought anything.
        """
        items = self._model.personal(self._history(customer), ORDERED).items[0]
        places = {self._id(item): 1 / (1 + rank) for rank, item in enumerate(items.tolist()) if item != NOTHING}
        return lambda product: places.get(product, 0.0)

    def explained(self, customer: str, hits: Sequence[Hit]) -> list[Recommendation]:
        """Return hits with the reasons why they suit a customer, where there are any. Raises UnknownCustomerError."""
        history, codes = self._history(customer), self._shop.purchases.item_codes
        return self._recommendations(history, [codes[hit.id] for hit in hits], [hit.score for hit in hits])

    def _recommend(self, history: Histories, k: int, again: bool, without: Collection[str]) -> list[Recommendation]:
        require_positive(k)
        unwanted = ~self._sold_here
        codes = self._shop.purchases.item_codes
        unwanted[[codes[product] for product in without if product in codes]] = True
        if not again:
            unwanted[history.items] = True
        spare = SPARE + len(without) + len(history.items)
        everything, found = self._model.ranked(history, k + spare)
        ranked = everything.without(unwanted).first(k)
        items = ranked.items[0][ranked.items[0] != NOTHING].tolist()
        return self._recommendations(history, items, ranked.scores[0].tolist(), found)

    def _recommendations(
        self, history: Histories, items: Sequence[int], scores: Sequence[float], found: Candidates | None = None
    ) -> list[Recommendation]:
        reasons = self._model.reasons(history, items, found)
        return [
            self._recommendation(item, score, reason)
            for item, score, reason in zip(items, scores, reasons, strict=False)
        ]

    def _recommendation(self, item: int, score: float, reason: Reason) -> Recommendation:
        because = tuple(self._id(code) for code in reason.items if self._sold_here[code])
        picture = self._shop.pictures[item] or ""
        return Recommendation(self._id(item), picture, score, reason=reason.sentence, because=because)

    def _history(self, customer: str) -> Histories:
        purchases = self._shop.purchases
        code = purchases.customer_codes.get(customer)
        if code is None:
            raise UnknownCustomerError(
                f"no purchase is of a customer {customer!r}; give an id as the table of purchases has it, in full."
            )
        return purchases.histories(np.array([code], np.int32))

    def _id(self, item: int) -> str:
        return self._shop.purchases.item_ids[item]
