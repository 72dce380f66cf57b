"""Ranked lists, one a customer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

NOTHING = -1
"""The item at a rank where a list has ended."""


@dataclass(frozen=True)
class Ranked:
    """The lists of Q customers, K items at most.

    Attributes:
        items: (Q, K), best first; NOTHING after a list's end.
        scores: (Q, K), never rising; -inf after a list's end. Only the scores of one list compare.
    """

    items: NDArray[np.int32]
    scores: NDArray[np.float32]

    def __len__(self) -> int:
        """How many lists there are."""
        return len(self.items)

    @classmethod
    def nothing(cls, lists: int, k: int) -> Self:
        """Return empty lists."""
        return cls(np.full((lists, k), NOTHING, np.int32), np.full((lists, k), -np.inf, np.float32))

    @classmethod
    def best(cls, scores: NDArray[np.float32], k: int) -> Self:
        """Rank by scores (Q, I), ties by item; what has the score -inf is left out."""
        count = min(k, scores.shape[1])
        if count < scores.shape[1]:
            places = np.argpartition(-scores, count - 1, axis=1)[:, :count]
        else:
            places = np.broadcast_to(np.arange(count), scores.shape)
        found = np.take_along_axis(scores, places, axis=1)
        order = np.lexsort((places, -found), axis=1)
        found = np.take_along_axis(found, order, axis=1)
        items = np.where(np.isneginf(found), NOTHING, np.take_along_axis(places, order, axis=1))
        return cls(items.astype(np.int32), found.astype(np.float32)).widened(k)

    @classmethod
    def of_sparse(cls, scores: "csr_matrix", k: int) -> Self:
        """Rank by scores (Q, I), ties by item; what is not stored is left out."""
        items = np.full((scores.shape[0], k), NOTHING, np.int32)
        kept = np.full((scores.shape[0], k), -np.inf, np.float32)
        rows = np.repeat(np.arange(scores.shape[0]), np.diff(scores.indptr))
        order = np.lexsort((scores.indices, -scores.data, rows))
        ranks = np.arange(len(order)) - np.repeat(scores.indptr[:-1], np.diff(scores.indptr))
        order, rows, ranks = order[ranks < k], rows[ranks < k], ranks[ranks < k]
        items[rows, ranks], kept[rows, ranks] = scores.indices[order], scores.data[order]
        return cls(items, kept)

    def filled(self, filler: "Ranked", k: int, items: int) -> Self:
        """Return lists of k: what these lack is taken from others in their order (a list each, or one for all).

        Args:
            filler: the other lists.
            k: how long the lists are to be.
            items: how many items there are in all.
        """
        blocks = [self._filled(rows, filler, k, items) for rows in _blocks(len(self), items)]
        columns = np.concatenate(blocks) if blocks else np.empty((0, k), np.int32)
        scores = np.where(columns == NOTHING, -np.inf, -np.arange(columns.shape[1], dtype=np.float32))
        width = min(self.items.shape[1], k)
        same = columns[:, :width] == self.items[:, :width]
        lowest = np.where(np.isfinite(self.scores), self.scores, np.inf).min(axis=1, initial=0, keepdims=True)
        scores += np.where(np.isfinite(lowest), lowest, 0)
        scores[:, :width] = np.where(
            same & np.isfinite(self.scores[:, :width]), self.scores[:, :width], scores[:, :width]
        )
        return type(self)(columns, scores.astype(np.float32))

    def without(self, unwanted: NDArray[np.bool_]) -> Self:
        """Return the lists without some items: those that are True in (I,) or, a row a list, in (Q, I)."""
        listed = self.items != NOTHING
        places = np.where(listed, self.items, 0)
        refused = unwanted[places] if unwanted.ndim == 1 else np.take_along_axis(unwanted, places, axis=1)
        order = np.argsort(~(listed & ~refused), axis=1, kind="stable")
        kept = np.take_along_axis(listed & ~refused, order, axis=1)
        items = np.where(kept, np.take_along_axis(self.items, order, axis=1), NOTHING)
        scores = np.where(kept, np.take_along_axis(self.scores, order, axis=1), -np.inf)
        return type(self)(items.astype(np.int32), scores.astype(np.float32))

    def first(self, k: int) -> Self:
        """Return the first k of each list."""
        return type(self)(self.items[:, :k], self.scores[:, :k])

    def _filled(self, rows: slice, filler: "Ranked", k: int, items: int) -> NDArray[np.int32]:
        own = self.items[rows]
        others = np.broadcast_to(
            filler.items if len(filler) == 1 else filler.items[rows], (len(own), filler.items.shape[1])
        )
        seen = np.zeros((len(own), items + 1), bool)
        np.put_along_axis(seen, own.astype(np.intp), True, axis=1)
        seen[:, NOTHING] = True
        fresh = ~np.take_along_axis(seen, others.astype(np.intp), axis=1)
        both = np.concatenate([own, others], axis=1)
        order = np.argsort(~np.concatenate([own != NOTHING, fresh], axis=1), axis=1, kind="stable")[:, :k]
        valid = np.take_along_axis(np.concatenate([own != NOTHING, fresh], axis=1), order, axis=1)
        filled = np.where(valid, np.take_along_axis(both, order, axis=1), NOTHING)
        return np.pad(filled, ((0, 0), (0, max(0, k - filled.shape[1]))), constant_values=NOTHING).astype(np.int32)

    def widened(self, k: int) -> Self:
        """Return lists of k ranks at least, the new ones empty."""
        missing = ((0, 0), (0, max(0, k - self.items.shape[1])))
        return type(self)(
            np.pad(self.items, missing, constant_values=NOTHING), np.pad(self.scores, missing, constant_values=-np.inf)
        )


def joined(parts: list[Ranked], k: int) -> Ranked:
    """Put the lists of several blocks of customers under each other."""
    if not parts:
        return Ranked(np.empty((0, k), np.int32), np.empty((0, k), np.float32))
    return Ranked(np.concatenate([part.items for part in parts]), np.concatenate([part.scores for part in parts]))


def _blocks(rows: int, items: int) -> Iterator[slice]:
    """Part rows so that a block of flags (rows, items) stays near 50 MB."""
    size = max(1, 50_000_000 // (items + 1))
    return (slice(first, first + size) for first in range(0, rows, size))
