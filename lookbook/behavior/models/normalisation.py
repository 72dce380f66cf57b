"""How much a purchase weighs in what goes together: formulas over a matrix of customers and items."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

K1, B = 1.2, 0.75
"""BM25's usual constants (Manning, Raghavan and Schütze, 2008, Introduction to Information Retrieval, 11.4.3)."""


def count(bought: "csr_matrix") -> "csr_matrix":
    """Weigh every purchase 1: the product of two columns is how many customers they share."""
    return bought


def cosine(bought: "csr_matrix") -> "csr_matrix":
    """Divide each column by its length: the product of two is c / sqrt(n * m), c of n and m customers being shared.

    Sarwar et al., 2001, Item-based collaborative filtering recommendation algorithms, 3.1.
    """
    return _scaled(bought, 1 / np.sqrt(np.maximum(_buyers(bought), 1)))


def inverse_users(bought: "csr_matrix") -> "csr_matrix":
    """Cosine, each customer weighing 1 / sqrt(ln(1 + purchases)): who buys all says little of what goes together.

    After Breese, Heckerman and Kadie, 1998, Empirical analysis of predictive algorithms, 2.3 (inverse user frequency).
    """
    from scipy.sparse import diags

    weights = 1 / np.sqrt(np.log1p(np.maximum(np.diff(bought.indptr), 1)))
    weighed = (diags(weights.astype(np.float32)) @ bought).tocsr()
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=0)).ravel())
    return _scaled(weighed, 1 / np.maximum(lengths, 1e-9))


def bm25(bought: "csr_matrix") -> "csr_matrix":
    """Take items for documents and customers for their terms.

    Robertson and Zaragoza, 2009, The probabilistic relevance framework: BM25 and beyond, 3.4.
    """
    buyers = _buyers(bought)
    length = 1 - B + B * buyers / max(buyers.mean(), 1e-9)
    items = np.maximum(np.diff(bought.indptr), 1)
    idf = np.log(1 + (bought.shape[1] - items + 0.5) / (items + 0.5))
    weighed = bought.copy()
    weighed.data = bought.data * (K1 + 1) / (K1 * length[bought.indices] + bought.data)
    weighed.data = (weighed.data * np.repeat(idf, np.diff(bought.indptr))).astype(np.float32)
    return weighed


NORMALISATIONS: Mapping[str, Callable[["csr_matrix"], "csr_matrix"]] = {
    "bm25": bm25,
    "cosine": cosine,
    "count": count,
    "inverse_users": inverse_users,
}


def _buyers(bought: "csr_matrix") -> Any:
    return np.bincount(bought.indices, minlength=bought.shape[1])


def _scaled(matrix: "csr_matrix", factors: Any) -> "csr_matrix":
    scaled = matrix.copy()
    scaled.data = (matrix.data * factors[matrix.indices]).astype(np.float32)
    return scaled
