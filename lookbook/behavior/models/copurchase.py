"""What is bought by the same people: a product's neighbours are those that share its buyers."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.goods import Goods
from lookbook.behavior.histories import Histories
from lookbook.behavior.models import kept
from lookbook.behavior.models.base import Reason, in_blocks
from lookbook.behavior.models.normalisation import NORMALISATIONS
from lookbook.behavior.purchases import Codes, Purchases
from lookbook.behavior.ranked import Ranked

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

STRIPE = 2048
"""Items whose neighbours are searched at once, so that memory does not grow with all pairs of items."""


class CoPurchase:
    """Ranks what goes with what a customer bought, the latest purchases weighing most.

    An item goes best with itself, so what was bought comes first; whoever does not want that leaves it out. Nothing is
    learned about customers, so a new one, or a visitor's basket, needs no training.

    Args:
        normalisation: a key of NORMALISATIONS.
        days: only the last so many days count; None = all.
        neighbours: how many items each item keeps.
        latest: how many purchases of a customer count.

    Raises:
        ValueError: there is no such normalisation.
    """

    name: ClassVar[str] = "copurchase"

    def __init__(
        self, normalisation: str = "cosine", days: int | None = 30, neighbours: int = 100, latest: int = 200
    ) -> None:
        if normalisation not in NORMALISATIONS:
            raise ValueError(f"there is no normalisation {normalisation!r}; there are: {', '.join(NORMALISATIONS)}")
        self.normalisation, self.days, self.neighbours, self.latest = normalisation, days, neighbours, latest
        self._near: csr_matrix

    def fit(self, purchases: Purchases, goods: Goods | None = None) -> Self:
        """Multiply the matrix of customers and items with itself, a stripe of items at a time."""
        from scipy.sparse import vstack

        today = purchases.today
        recent = purchases if self.days is None else purchases.between(today - self.days, today)
        bought = recent.histories(recent.buyers()).latest(self.latest).matrix(len(purchases.item_ids))
        weighed = NORMALISATIONS[self.normalisation](bought)
        columns = weighed.T.tocsr()
        stripes = range(0, columns.shape[0], STRIPE)
        self._near = vstack([_largest(columns[first : first + STRIPE] @ weighed, self.neighbours) for first in stripes])
        return self

    def recommend(self, histories: Histories, k: int) -> Ranked:
        """Rank by the sum, over what a customer bought, of how well each goes with an item, divided by its age."""

        def rank(block: Histories) -> Ranked:
            return Ranked.of_sparse((self._weights(block) @ self._near).tocsr(), k)

        return in_blocks(rank, histories.latest(self.latest), k)

    def similar(self, items: Codes, k: int) -> Ranked:
        """Rank what is bought by the same people."""
        found = Ranked.of_sparse(self._near[items], k + 1)
        own = np.zeros((len(items), self._near.shape[0]), bool)
        own[np.arange(len(items)), items] = True
        return found.without(own).first(k)

    def explain(self, history: Histories, item: int) -> Reason:
        """Name the purchases that go with it best."""
        first = history.part(0, 1)
        weights = self._weights(first).toarray().ravel() * self._near[:, [item]].toarray().ravel()
        order = np.argsort(-weights, kind="stable")[:3]
        items = tuple(int(code) for code in order if weights[code] > 0)
        if item in items:
            return Reason("you bought it before", (item,))
        return Reason("bought by the same people as what you bought", items) if items else Reason("")

    def save(self, path: Path) -> None:
        """Write the neighbours."""
        near = self._near
        parts = {"data": near.data, "indices": near.indices, "indptr": near.indptr, "latest": self.latest}
        kept.write(path, self.name, parts)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the neighbours. Raises BehaviorError."""
        from scipy.sparse import csr_matrix

        arrays = kept.read(path, cls.name)
        model = cls(latest=int(arrays["latest"]))
        items = len(arrays["indptr"]) - 1
        model._near = csr_matrix((arrays["data"], arrays["indices"], arrays["indptr"]), shape=(items, items))
        return model

    def _weights(self, histories: Histories) -> "csr_matrix":
        return histories.matrix(self._near.shape[0], (1 / histories.ages).astype(np.float32))


def _largest(matrix: "csr_matrix", k: int) -> "csr_matrix":
    """Return the k largest entries of each row, ties by column."""
    from scipy.sparse import csr_matrix

    kept = [_best(matrix, row, k) for row in range(matrix.shape[0])]
    starts = np.concatenate([[0], np.cumsum([len(places) for places in kept])])
    places = np.concatenate([np.empty(0, np.intp), *kept])
    return csr_matrix((matrix.data[places], matrix.indices[places], starts), shape=matrix.shape)


def _best(matrix: "csr_matrix", row: int, k: int) -> NDArray[np.intp]:
    """Return where the k largest entries of a row are."""
    first, end = matrix.indptr[row], matrix.indptr[row + 1]
    values = matrix.data[first:end]
    if end - first <= k:
        return np.arange(first, end)
    least = np.partition(values, end - first - k)[end - first - k]
    above, equal = np.flatnonzero(values > least), np.flatnonzero(values == least)
    by_column = equal[np.argsort(matrix.indices[first + equal], kind="stable")]
    return np.asarray(first + np.concatenate([above, by_column[: k - len(above)]]), np.intp)
