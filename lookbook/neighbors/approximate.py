"""Approximate search with faiss, for catalogues too large to read at every search."""

from math import sqrt
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from lookbook.disk import artefact
from lookbook.neighbors import ivf
from lookbook.neighbors.engine import Neighbors, Rows, Vectors, require_fitting
from lookbook.neighbors.exact import ExactNeighbors
from lookbook.neighbors.ranking import DIGITS, ranked

FETCHED = 1024
"""How many rows the lists have to give, at least; else eight times as many as are asked for."""
RANKED = 4
"""One in so many of them, those that look best, is ranked anew by the vectors themselves."""
TIMES_FETCHED = 16
"""Among at most so many times the rows that are fetched, exact search is as quick."""
PROBES = 32
"""How many lists are read where all rows may be found; where only some may be, more by the root of how much rarer."""
WHOLE_LISTS = 0.3
"""The share of the rows above which hardly a list holds none of them."""
WIDER = 4
"""How many times as many lists are read where those nearest to a query hold too few of the rows it may find."""


class ApproximateNeighbors:
    """Reads the lists nearest to a query; only rows that may be found count, and more lists are read until enough are.

    What is found is ranked by the vectors themselves, so the similarities are exact; only that none better was left out
    is not certain.
    """

    def __init__(self, folder: Path | None = None, fingerprint: str = "", many: int = TIMES_FETCHED) -> None:
        """Make an engine.

        Args:
            folder: the index folder, where the lists are kept; None = they are made at every fit.
            fingerprint: changes when the vectors do, where that is known; "" = it is worked out.
            many: the lists are read where there are more than so many times the rows that are fetched.
        """
        self._folder = folder
        self._fingerprint = fingerprint
        self._many = many

    def fit(self, vectors: Vectors) -> Self:
        """Take the unit vectors (N, D) to search among, and read their lists, or make and keep them."""
        self._vectors = vectors
        self._exact = ExactNeighbors().fit(vectors)
        self._lists: Any = None
        if len(vectors) > self._many * FETCHED:
            fitted = ivf.Fitted(vectors, self._fingerprint or ivf.fingerprint(vectors))
            self._lists = artefact.have(ivf.IVF, self._folder, fitted)
            self._list_of = ivf.list_of(self._lists)
        return self

    def search(self, queries: Vectors, k: int, among: Rows | None = None) -> Neighbors:
        """Find the k nearest of each query (Q, D), best first, ties by row."""
        require_fitting(self._vectors, queries, k)
        count, fetched = len(self._vectors) if among is None else len(among), max(FETCHED, 8 * k)
        if self._lists is None or count <= max(k, self._many * fetched):
            return self._exact.search(queries, k, among)
        found = Neighbors(np.empty((len(queries), k), np.intp), np.empty((len(queries), k), np.float32))
        for place, candidates in enumerate(self._candidates(queries, fetched, among)):
            rows, near = ranked(self._vectors, queries[place], candidates)
            if near[k - 1].round(DIGITS) == near[-1].round(DIGITS) and len(near) < count:
                # as good as the last that is kept are all candidates after it, and perhaps rows that were not fetched
                (rows,), (near,) = self._exact.search(queries[place][None], k, among)
            found.rows[place], found.similarities[place] = rows[:k], near[:k]
        return found

    def _candidates(self, queries: Vectors, fetched: int, among: Rows | None) -> list[Rows]:
        """Return the rows that look nearest to each query by what the lists hold."""
        import faiss

        only = {} if among is None else self._only(among)
        probes = PROBES if among is None else int(PROBES * sqrt(len(self._vectors) / len(among)))
        found = np.empty((len(queries), fetched), np.int64)
        waiting = np.arange(len(queries))
        while len(waiting):
            reading = faiss.SearchParametersIVF(nprobe=probes, **only)
            found[waiting] = self._lists.search(queries[waiting], fetched, params=reading)[1]
            waiting = waiting[found[waiting, -1] < 0] if probes < self._lists.nlist else waiting[:0]
            probes *= WIDER
        return [rows[rows >= 0] for rows in found[:, : fetched // RANKED]]

    def _only(self, among: Rows) -> dict[str, Any]:
        """Let a search see only certain rows, and only lists that hold some of them where many lists may not."""
        import faiss

        rows = faiss.IDSelectorBitmap(_bits(among, len(self._vectors)))
        if len(among) > WHOLE_LISTS * len(self._vectors):
            return {"sel": rows}
        holding = faiss.IDSelectorBitmap(_bits(self._list_of[among], self._lists.nlist))
        return {"sel": rows, "quantizer_params": faiss.SearchParameters(sel=holding)}


def _bits(numbers: Rows, count: int) -> NDArray[np.uint8]:
    """Return a bit for each number below `count`, set for these."""
    chosen = np.zeros(count, np.bool_)
    chosen[numbers] = True
    return np.packbits(chosen, bitorder="little")
