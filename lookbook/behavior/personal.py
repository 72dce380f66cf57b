"""What an index's purchases have to say in its searches: opened when first asked for, nothing where there are none."""

import subprocess
import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np

from lookbook.behavior.errors import BehaviorError
from lookbook.behavior.hybrid import fused
from lookbook.catalog import Catalog
from lookbook.hit import Hit
from lookbook.stores.base import VectorStore

if TYPE_CHECKING:
    from lookbook.behavior.recommender import Recommendation, Recommender
    from lookbook.behavior.shop import Shop

FOUND = 200
"""How many products are found by look or words before a customer's purchases order them."""
GENTLY, FIRMLY = 0.25, 1.0
"""What each list of a customer's wishes weighs against a search: in its results, in recommendations among them."""
WIDER = 4
"""So many times the results asked for are found before they are ordered for a customer."""
RECENT = 10
"""The latest purchases whose look counts."""

LEARN = "import sys; from lookbook.book import Lookbook; Lookbook.open(sys.argv[1]).personal.recommender"

Search = Callable[[int], Sequence[Hit]]


class Personal:
    """The purchases beside an index; safe to share between threads.

    Args:
        folder: the index folder; None where there is none.
        catalog: its catalogue.
        store: its vectors.
        looks: a text that changes when they do.
    """

    def __init__(self, folder: Path | None, catalog: Catalog, store: VectorStore, looks: str) -> None:
        self._folder, self._catalog, self._store, self._looks = folder, catalog, store, looks
        self._opening = RLock()
        self._opened = False
        self._recommender: Recommender | None = None

    @property
    def has_purchases(self) -> bool:
        """Whether there are any purchases; costs a look at two files."""
        from lookbook.behavior.shop import Shop

        return self._folder is not None and Shop.has_purchases(self._folder)

    @property
    def shop(self) -> "Shop | None":
        """The catalogue and its purchases; None where there are none. Raises BehaviorError."""
        from lookbook.behavior.shop import Shop

        return Shop.open(self._folder, self._catalog, self._store.fetch, self._looks)

    def prepare(self) -> None:
        """Learn in a process of its own where nothing was learned yet: that takes memory which would never come back.

        For a process that lives long. What goes wrong there is said when `recommender` is asked for.
        """
        from lookbook.behavior.shop import MODEL

        with self._opening:
            if self._opened or self._folder is None or not self.has_purchases:
                return
            if not MODEL.files(self._folder):
                command = [sys.executable, "-c", LEARN, str(self._folder)]
                subprocess.run(command, capture_output=True, check=False)  # noqa: S603  our own Python and module

    @property
    def recommender(self) -> "Recommender | None":
        """What was learned from the purchases; None where there are none. Raises BehaviorError."""
        from lookbook.behavior.recommender import Recommender

        with self._opening:
            if not self._opened:
                shop = self.shop
                self._recommender, self._opened = None if shop is None else Recommender.of(shop), True
            return self._recommender

    def required(self) -> "Recommender":
        """Return what was learned from the purchases. Raises BehaviorError where there are none."""
        if self.recommender is None:
            raise BehaviorError("there are no purchases beside this index; bring some with lookbook transactions FILE.")
        return self.recommender

    def ordered(self, search: Search, customer: str, k: int) -> list[Hit]:
        """Return k results of a search in an order that goes gently by what a customer bought. Raises BehaviorError."""
        wishes = self._wishes(customer)
        return fused(search(WIDER * k), wishes, GENTLY)[:k]

    def recommend(
        self,
        customer: str,
        k: int,
        *,
        search: Search | None = None,
        again: bool = True,
        without: Collection[str] = (),
    ) -> "list[Recommendation]":
        """Return the k products that suit a customer best, with reasons.

        Args:
            customer: the id, as the table of purchases has it.
            k: how many.
            search: finds what they are chosen from; None = all products.
            again: whether what they bought may come again.
            without: ids of products that are not to come.

        Raises:
            BehaviorError: there are no purchases, or none of this customer.
        """
        recommender = self.required()
        if search is None:
            return recommender.recommend(customer, k, again=again, without=without)
        wishes = self._wishes(customer)
        gone = {*without, *(() if again else recommender.history(customer, most=len(self._catalog.filenames)))}
        hits = [hit for hit in search(FOUND + len(gone)) if hit.id not in gone]
        return recommender.explained(customer, fused(hits, wishes, FIRMLY)[:k])

    def _wishes(self, customer: str) -> list[Callable[[str], float]]:
        """Return how much a customer wants a product, by the learned order, and by the look of what they bought."""
        recommender = self.required()
        pictures = self._catalog.fronts
        bought = [pictures[product] for product in recommender.history(customer, RECENT)]
        if not bought:
            return [recommender.order(customer)]
        taste = np.mean(self._store.fetch(bought), axis=0)
        return [recommender.order(customer), lambda product: float(self._store.fetch([pictures[product]])[0] @ taste)]
