"""Other colours of what a customer bought: items with the same product code."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np

from lookbook.behavior.goods import Goods
from lookbook.behavior.histories import Histories
from lookbook.behavior.models import kept
from lookbook.behavior.models.base import Reason, in_blocks
from lookbook.behavior.purchases import Codes, Purchases
from lookbook.behavior.ranked import Ranked

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

RECENT = 28
"""Days over which it is counted how popular a colour is."""
LATEST = 50
"""Purchases of a customer that count."""


class Variants:
    """Ranks the other variants of what was bought: the later the purchase and the more popular the variant, the higher.

    Where nothing tells which items are one product, all lists are empty.
    """

    name: ClassVar[str] = "variants"

    def __init__(self) -> None:
        self._others: csr_matrix

    def fit(self, purchases: Purchases, goods: Goods | None = None) -> Self:
        """Put the variants of each product side by side, each weighing what it was bought lately, at least a little."""
        from scipy.sparse import csr_matrix, diags

        items, today = len(purchases.item_ids), purchases.today
        products = (goods or Goods.bare(purchases.item_ids)).products
        member = csr_matrix((np.ones(items, np.float32), (np.arange(items), products)))
        same = (member @ member.T).tocsr()
        same.setdiag(0)
        same.eliminate_zeros()
        sold = np.bincount(purchases.items, minlength=items) > 0
        lately = np.bincount(purchases.between(today - RECENT, today).items, minlength=items)
        self._others = (same @ diags((sold * (1 + np.log1p(lately))).astype(np.float32))).tocsr()
        self._others.eliminate_zeros()
        return self

    def recommend(self, histories: Histories, k: int) -> Ranked:
        """Rank the variants of what each customer bought."""

        def rank(block: Histories) -> Ranked:
            weights = block.matrix(self._others.shape[0], (1 / block.ages).astype(np.float32))
            return Ranked.of_sparse((weights @ self._others).tocsr(), k)

        return in_blocks(rank, histories.latest(LATEST), k)

    def similar(self, items: Codes, k: int) -> Ranked:
        """Rank the other variants, the most popular first."""
        return Ranked.of_sparse(self._others[items], k)

    def explain(self, history: Histories, item: int) -> Reason:
        """Name what was bought of the same product."""
        bought = list(dict.fromkeys(history.part(0, 1).items[::-1].tolist()))
        others = self._others[bought]
        rows = np.searchsorted(others.indptr, np.flatnonzero(others.indices == item), "right") - 1
        items = [bought[row] for row in rows]
        return Reason("another colour of what you bought", tuple(items)) if items else Reason("")

    def save(self, path: Path) -> None:
        """Write the variants."""
        others = self._others
        kept.write(path, self.name, {"data": others.data, "indices": others.indices, "indptr": others.indptr})

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the variants. Raises BehaviorError."""
        from scipy.sparse import csr_matrix

        arrays, model = kept.read(path, cls.name), cls()
        items = len(arrays["indptr"]) - 1
        model._others = csr_matrix((arrays["data"], arrays["indices"], arrays["indptr"]), shape=(items, items))
        return model
