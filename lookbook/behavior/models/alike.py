"""What looks like what a customer bought, and what is told in the same words: known of new articles as of old ones."""

from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.goods import Goods
from lookbook.behavior.latent import latent
from lookbook.behavior.models.neighbours import Neighbours
from lookbook.behavior.purchases import Purchases

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

NEAREST = 30
"""How many items each item keeps."""
STRIPE = 1024
"""Items whose neighbours are searched at once."""
RECENT = 28
"""Days over which it is counted how popular an item is."""
LATEST = 20
"""Purchases of a customer that count."""


class Alike(Neighbours):
    """Ranks what is like what was bought: the liker and the more popular of late, the higher."""

    def __init__(self) -> None:
        super().__init__(LATEST)

    def fit(self, purchases: Purchases, goods: Goods | None = None) -> Self:
        """Put what is like each item beside it, weighing what it was bought lately, at least a little."""
        from scipy.sparse import diags

        today = purchases.today
        lately = np.bincount(purchases.between(today - RECENT, today).items, minlength=len(purchases.item_ids))
        likeness = self._likeness(goods or Goods.bare(purchases.item_ids))
        self._near = (likeness @ diags((1 + np.log1p(lately)).astype(np.float32))).tocsr()
        return self

    def _likeness(self, goods: Goods) -> "csr_matrix":
        """Return how like each item is to each (I, I), the nearest alone; without entries where nothing is known."""
        return goods.remembered(self.name, lambda: nearest(self._vectors(goods)))

    def _vectors(self, goods: Goods) -> NDArray[np.float32]:
        """Return vectors (I, D) of items; 0 where nothing is known of one."""
        raise NotImplementedError


class LookAlike(Alike):
    """Ranks by pictures."""

    name: ClassVar[str] = "looks"
    sentence: ClassVar[str] = "looks like what you bought"

    def _vectors(self, goods: Goods) -> NDArray[np.float32]:
        return goods.vectors if goods.vectors.size else np.empty((len(goods), 0), np.float32)


class SameWords(Alike):
    """Ranks by titles and descriptions."""

    name: ClassVar[str] = "words"
    sentence: ClassVar[str] = "much like what you bought, by its description"

    def _vectors(self, goods: Goods) -> NDArray[np.float32]:
        return latent(goods.texts) if any(goods.texts) else np.empty((len(goods), 0), np.float32)


def nearest(vectors: NDArray[np.float32], count: int = NEAREST) -> "csr_matrix":
    """Return the cosines of each vector's nearest others, those above 0, as (N, N).

    Args:
        vectors: (N, D); what is 0 is near to nothing.
        count: how many each keeps.
    """
    from scipy.sparse import csr_matrix

    size = len(vectors)
    lengths = np.linalg.norm(vectors, axis=1) if vectors.shape[1] else np.zeros(size)
    known = np.flatnonzero(lengths > 0)
    if len(known) < 2:
        return csr_matrix((size, size), dtype=np.float32)
    unit = (vectors[known] / lengths[known, None]).astype(np.float32)
    parts = [_nearest(unit, first, min(count, len(known) - 1)) for first in range(0, len(known), STRIPE)]
    rows, columns, values = (np.concatenate(part) for part in zip(*parts, strict=True))
    near = values > 0
    return csr_matrix((values[near], (known[rows[near]], known[columns[near]])), shape=(size, size))


def _nearest(
    unit: NDArray[np.float32], first: int, count: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32]]:
    """Return rows, columns and cosines of the nearest others of a stripe."""
    scores = unit[first : first + STRIPE] @ unit.T
    own = np.arange(len(scores))
    scores[own, first + own] = -2
    columns = np.argpartition(-scores, count - 1, axis=1)[:, :count]
    values = np.take_along_axis(scores, columns, axis=1)
    return np.repeat(first + own, count), columns.ravel(), values.ravel()
