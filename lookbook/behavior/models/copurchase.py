"""What is bought by the same people: a product's neighbours are those that share its buyers."""

from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np

from lookbook.behavior.goods import Goods
from lookbook.behavior.models.neighbours import LATEST, Neighbours, largest
from lookbook.behavior.models.normalisation import NORMALISATIONS
from lookbook.behavior.purchases import Purchases

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

STRIPE = 2048
"""Items whose neighbours are searched at once, so that memory does not grow with all pairs of items."""


class CoPurchase(Neighbours):
    """Ranks what goes with what a customer bought.

    An item goes best with itself, so what was bought comes first; whoever does not want that leaves it out.

    Args:
        normalisation: a key of NORMALISATIONS.
        days: only the last so many days count; None = all.
        neighbours: how many items each item keeps.
        latest: how many purchases of a customer count.
        products: whether the variants of a product are counted as one, of which the best-selling one is shown; where
            nothing tells which items are one product, all lists are then empty.

    Raises:
        ValueError: there is no such normalisation.
    """

    name: ClassVar[str] = "copurchase"
    sentence: ClassVar[str] = "bought by the same people as what you bought"

    def __init__(
        self,
        normalisation: str = "cosine",
        days: int | None = 30,
        neighbours: int = 100,
        latest: int = LATEST,
        products: bool = False,
    ) -> None:
        if normalisation not in NORMALISATIONS:
            raise ValueError(f"there is no normalisation {normalisation!r}; there are: {', '.join(NORMALISATIONS)}")
        super().__init__(latest)
        self.normalisation, self.days, self.neighbours, self.products = normalisation, days, neighbours, products

    def fit(self, purchases: Purchases, goods: Goods | None = None) -> Self:
        """Multiply the matrix of customers and items with itself, a stripe of items at a time."""
        today = purchases.today
        recent = purchases if self.days is None else purchases.between(today - self.days, today)
        bought = recent.histories(recent.buyers()).latest(self.latest).matrix(len(purchases.item_ids))
        self._near = self._of_products(bought, goods) if self.products else self._together(bought)
        return self

    def _together(self, bought: "csr_matrix") -> "csr_matrix":
        """Return how well columns of a matrix (customers, C) go together (C, C), the largest entries of each row."""
        from scipy.sparse import vstack

        weighed = NORMALISATIONS[self.normalisation](bought)
        columns = weighed.T.tocsr()
        stripes = range(0, columns.shape[0], STRIPE)
        return vstack([largest(columns[first : first + STRIPE] @ weighed, self.neighbours) for first in stripes])

    def _of_products(self, bought: "csr_matrix", goods: Goods | None) -> "csr_matrix":
        """Count the variants of a product as one: from each variant to the best-selling one of other products."""
        from scipy.sparse import csr_matrix

        items = bought.shape[1]
        if goods is None or not goods.product_codes:
            return csr_matrix((items, items), dtype=np.float32)
        member = csr_matrix((np.ones(items, np.float32), (np.arange(items), goods.products)))
        of_product = (bought @ member).tocsr()
        of_product.data[:] = 1
        sold = np.bincount(bought.indices, minlength=items)
        order = np.lexsort((-sold, goods.products))
        best = order[np.unique(goods.products[order], return_index=True)[1]]
        near = (member @ self._together(of_product)).tocsr()
        return csr_matrix((near.data, best[near.indices], near.indptr), shape=(items, items))
