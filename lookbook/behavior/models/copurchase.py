"""What is bought by the same people: a product's neighbours are those that share its buyers."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.goods import Goods
from lookbook.behavior.histories import Histories
from lookbook.behavior.models import kept
from lookbook.behavior.models.base import Reason, in_blocks
from lookbook.behavior.purchases import Codes, Purchases
from lookbook.behavior.ranked import NOTHING, Ranked

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


class CoPurchase:
    name: ClassVar[str] = "copurchase"

    def __init__(self, normalisation: str = "cosine", neighbours: int = 200, most: int = 500, half_life=None, power=None, window=None) -> None:
        self.half_life, self.power, self.window = half_life, power, window
        self.normalisation, self.neighbours, self.most = normalisation, neighbours, most

    def fit(self, purchases: Purchases, goods: Goods | None = None) -> Self:
        buyers = purchases.buyers()
        if self.window: purchases = purchases.between(purchases.today-self.window, purchases.today)
        B = purchases.histories(buyers).latest(self.most).matrix(len(purchases.item_ids))
        w = NORMALISATIONS[self.normalisation](B)
        left = w.T.tocsr()
        blocks=[]
        from scipy.sparse import vstack
        for f in range(0, left.shape[0], 2048):
            blocks.append(_top(left[f:f+2048] @ w, self.neighbours))
        self._near = vstack(blocks).tocsr()
        return self

    def recommend(self, histories: Histories, k: int) -> Ranked:
        def rank(block: Histories) -> Ranked:
            block = block.latest(self.most)
            w = None
            if self.half_life: w = (0.5 ** (block.ages / self.half_life)).astype(np.float32)
            if self.power: w = (block.ages.astype(np.float32) ** -self.power)
            return Ranked.of_sparse((block.matrix(self._near.shape[0], w) @ self._near).tocsr(), k)
        return in_blocks(rank, histories, k)


def _top(m, k):
    m.sort_indices()
    rows = np.repeat(np.arange(m.shape[0]), np.diff(m.indptr))
    order = np.lexsort((m.indices, -m.data, rows))
    ranks = np.arange(len(order)) - np.repeat(m.indptr[:-1], np.diff(m.indptr))
    keep = order[ranks < k]
    from scipy.sparse import csr_matrix
    return csr_matrix((m.data[keep], (rows[keep], m.indices[keep])), shape=m.shape)

def _cosine(B):
    n = np.asarray(B.sum(0)).ravel(); 
    from scipy.sparse import diags
    return (B @ diags(1/np.sqrt(np.maximum(n,1)))).astype(np.float32).tocsr()

def _bm25(B, K1=1.2, b=.75):
    # documents are items; terms are customers
    from scipy.sparse import coo_matrix
    X = B.T.tocoo()  # items x customers
    N = float(X.shape[0])
    idf = np.log(N) - np.log1p(np.bincount(X.col, minlength=X.shape[1]))
    row_sums = np.asarray(X.sum(1)).ravel(); avg = row_sums.mean()
    ln = (1-b) + b*row_sums/avg
    d = X.data*(K1+1.0)/(K1*ln[X.row]+X.data)*idf[X.col]
    return coo_matrix((d,(X.col,X.row)),shape=B.shape).tocsr().astype(np.float32)
def _bm25b(B): return _bm25(B,100,.8)
NORMALISATIONS = {"count": lambda B: B, "cosine": _cosine, "bm25": _bm25, "bm25b": _bm25b}
