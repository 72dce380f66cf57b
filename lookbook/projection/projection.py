"""The catalogue as a map: landmarks laid out by t-SNE, everything else amid the landmarks that it is most like."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lookbook.neighbors.engine import Rows, Vectors

Places = NDArray[np.float32]
LANDMARKS = 2000
"""How many pictures t-SNE lays out; its time grows faster than their number."""
ISLANDS_FROM = 50
"""Fewer distinct pictures than this form no islands; their two principal components are the map."""
COMPONENTS, PERPLEXITY, STEPS, SEED = 30, 30.0, 400, 0
NEAREST, SOFTNESS = 10, 0.02
"""The landmarks that decide on a place, and the difference in similarity that makes one count e times less."""


@dataclass(frozen=True)
class Projection:
    """N pictures in two dimensions.

    Attributes:
        places: where each picture is (N, 2), both dimensions on one scale, the longer one from 0 to 1.
        rows: the pictures that are landmarks (L,), ascending.
        landmarks: their unit vectors (L, D).
    """

    places: Places
    rows: Rows
    landmarks: Vectors

    @classmethod
    def fit(cls, vectors: Vectors) -> Self:
        """Lay out unit vectors (N, D); the same vectors always get the same places."""
        rows = _chosen(vectors)
        landmarks = vectors[rows]
        anchors = _laid_out(landmarks)
        places = _amid(landmarks, anchors, vectors)
        places[rows] = anchors
        low, high = places.min(axis=0), places.max(axis=0)
        longest = (high - low).max()
        return cls((places - low) / (longest if longest > 0 else 1), rows, landmarks)

    def place(self, vectors: Vectors) -> Places:
        """Return where unit vectors (Q, D) belong on the map (Q, 2): a mean of the nearest landmarks' places."""
        return _amid(self.landmarks, self.places[self.rows], vectors)


def _chosen(vectors: Vectors) -> Rows:
    """Choose rows at random, so that there are many landmarks where there are many pictures; no two of one vector."""
    count = min(LANDMARKS, len(vectors))
    rows = np.sort(np.random.default_rng(SEED).choice(len(vectors), count, replace=False))
    _, first = np.unique(vectors[rows], axis=0, return_index=True)
    return rows[np.sort(first)]


def _laid_out(landmarks: Vectors) -> Places:
    """Lay out distinct vectors (L, D) in two dimensions (L, 2); van der Maaten and Hinton, 2008."""
    components = _principal(landmarks)
    if len(landmarks) < ISLANDS_FROM:
        return components[:, :2]
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    start = components[:, :2] / components[:, 0].std() * 1e-4
    layout = TSNE(perplexity=min(PERPLEXITY, len(landmarks) / 4), init=start, max_iter=STEPS, angle=0.8)
    # a step is too short to share: beside other work, two threads take five times as long, waiting for each other
    with threadpool_limits(1, "openmp"):
        return np.asarray(layout.fit_transform(components), np.float32)


def _principal(vectors: Vectors) -> Places:
    """Return the principal components (N, 2 or more) of vectors, 0 where there are no two."""
    from sklearn.utils.extmath import randomized_svd

    centred = vectors - vectors.mean(axis=0)
    count = min(COMPONENTS, *centred.shape)
    directions, sizes, _ = randomized_svd(centred, count, random_state=SEED)
    return np.pad(directions * sizes, ((0, 0), (0, max(0, 2 - count)))).astype(np.float32)


def _amid(landmarks: Vectors, anchors: Places, vectors: Vectors) -> Places:
    """Place vectors (Q, D) amid the nearest landmarks, each by its similarity.

    Kobak and Berens, "The art of using t-SNE for single-cell transcriptomics", 2019, take the median of ten; a mean by
    similarity kept more neighbours of one kind.
    """
    from sklearn.neighbors import NearestNeighbors

    nearest = NearestNeighbors(n_neighbors=min(NEAREST, len(landmarks)), algorithm="brute").fit(landmarks)
    distances, rows = nearest.kneighbors(vectors)
    unlike = (distances**2 - distances[:, :1] ** 2) / 2  # of unit vectors: the similarity it has less than the nearest
    weights = np.exp(-unlike / SOFTNESS)
    shares = weights / weights.sum(axis=1, keepdims=True)
    return np.asarray(np.einsum("qn,qnd->qd", shares, anchors[rows]), np.float32)
