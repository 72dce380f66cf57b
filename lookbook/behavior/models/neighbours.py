"""What is near what a customer bought, whatever near means: the part that such models share."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.histories import Histories
from lookbook.behavior.models import kept
from lookbook.behavior.models.base import Reason, in_blocks
from lookbook.behavior.purchases import Codes
from lookbook.behavior.ranked import Ranked

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LATEST = 200
"""Purchases of a customer that count at most."""


class Neighbours:
    """Ranks by the sum, over what a customer bought, of how near each is to an item, divided by its age.

    Nothing is learned about customers, so a new one, or a visitor's basket, needs no training.
    """

    name: ClassVar[str]
    sentence: ClassVar[str]
    """Why an item is recommended that was not bought before."""

    def __init__(self, latest: int = LATEST) -> None:
        self.latest = latest
        self._near: csr_matrix
        """(I, I): how near each item is to each; what is not near is not stored."""

    def recommend(self, histories: Histories, k: int) -> Ranked:
        """Rank what is near to what each customer bought."""

        def rank(block: Histories) -> Ranked:
            return Ranked.of_sparse((self._weights(block) @ self._near).tocsr(), k)

        return in_blocks(rank, histories.latest(self.latest), k)

    def similar(self, items: Codes, k: int) -> Ranked:
        """Rank what is near to each item."""
        found = Ranked.of_sparse(self._near[items], k + 1)
        own = np.zeros((len(items), self._near.shape[0]), bool)
        own[np.arange(len(items)), items] = True
        return found.without(own).first(k)

    def explain(self, history: Histories, item: int) -> Reason:
        """Name the purchases that are nearest to it."""
        first = history.part(0, 1)
        bought, place = np.unique(first.items, return_inverse=True)
        near = self._near[bought]
        found = np.flatnonzero(near.indices == item)
        rows = np.searchsorted(near.indptr, found, "right") - 1
        weights = np.bincount(place, 1 / first.ages, len(bought))[rows] * near.data[found]
        order = np.argsort(-weights, kind="stable")[:3]
        items = tuple(int(bought[rows[at]]) for at in order if weights[at] > 0)
        if item in items:
            return Reason("you bought it before", (item,))
        return Reason(self.sentence, items) if items else Reason("")

    def save(self, path: Path) -> None:
        """Write the neighbours."""
        near = self._near
        parts = {"data": near.data, "indices": near.indices, "indptr": near.indptr, "latest": self.latest}
        kept.write(path, self.name, parts)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the neighbours. Raises BehaviorError."""
        from scipy.sparse import csr_matrix

        arrays, model = kept.read(path, cls.name), cls()
        model.latest = int(arrays["latest"])
        items = len(arrays["indptr"]) - 1
        model._near = csr_matrix((arrays["data"], arrays["indices"], arrays["indptr"]), shape=(items, items))
        return model

    def _weights(self, histories: Histories) -> "csr_matrix":
        from scipy.sparse import csr_matrix

        weights = (1 / histories.ages).astype(np.float32)  # what was bought twice stands here twice, and adds up
        return csr_matrix((weights, histories.items, histories.starts), (len(histories), self._near.shape[0]))


def largest(matrix: "csr_matrix", k: int) -> "csr_matrix":
    """Return the k largest entries of each row, ties by column."""
    from scipy.sparse import csr_matrix

    chosen: Sequence[NDArray[np.intp]] = [_best(matrix, row, k) for row in range(matrix.shape[0])]
    starts = np.concatenate([[0], np.cumsum([len(places) for places in chosen])])
    places = np.concatenate([np.empty(0, np.intp), *chosen])
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
