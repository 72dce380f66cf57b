"""Words brought down to few numbers, so that what is told in like words is near."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.goods import Goods

WORDS = 64
"""Numbers that the words of an item are brought down to."""


def told(goods: Goods) -> list[str]:
    """Return all words of each item (I,), each value of a column as one that can't be taken for another column's."""
    tags = [
        ["".join(filter(str.isalnum, f"{name}{value}")) for value in values] for name, values in goods.columns.items()
    ]
    return [" ".join(words).casefold() for words in zip(goods.texts or [""] * len(goods), *tags, strict=True)]


def latent(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return TF-IDF vectors brought down to WORDS numbers each (Deerwester et al., 1990, latent semantic analysis).

    Returns:
        (N, W), W <= WORDS; (N, 0) where no two texts share a word.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    try:
        vectorizer = TfidfVectorizer(sublinear_tf=True, min_df=2, dtype=np.float32, analyzer=str.split)
        matrix = vectorizer.fit_transform(texts)
    except ValueError:  # no word is left
        return np.empty((len(texts), 0), np.float32)
    if min(matrix.shape) < 3:
        return np.asarray(matrix.toarray(), np.float32)  # nothing to bring down
    count = min(WORDS, min(matrix.shape) - 1)
    return np.asarray(TruncatedSVD(count, n_iter=2, random_state=0).fit_transform(matrix), np.float32)
