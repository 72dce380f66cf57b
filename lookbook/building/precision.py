"""How much a lower precision changes an encoder's answers, measured on the catalogue itself."""

from collections.abc import Callable, Sequence

import numpy as np

from lookbook.encoders.base import Encoder, Photo, Vectors
from lookbook.encoders.runtime import Precision
from lookbook.neighbors import ExactNeighbors

LEAST_OVERLAP = 0.97
"""A lower precision is taken only if it finds at least this share of the same five."""
K = 5


def compare(reference: Encoder, other: Encoder, photos: Sequence[Photo]) -> dict[str, float]:
    """Encode the same photos twice and compare.

    Returns:
        "sample": how many photos; "mean_cosine": mean similarity of the two vectors of a photo; "top5_overlap": the
        share of each photo's five nearest others that both find.
    """
    frames = np.stack([reference.prepare(photo) for photo in photos])
    exact, rough = reference.encode(frames), other.encode(frames)
    same = [len(a & b) / max(1, len(a)) for a, b in zip(_nearest_others(exact), _nearest_others(rough), strict=True)]
    cosine = float(np.einsum("nd,nd->n", exact, rough).mean())
    return {"sample": len(photos), "mean_cosine": round(cosine, 6), "top5_overlap": round(float(np.mean(same)), 4)}


def fastest(
    exact: Encoder,
    load: Callable[[Precision], Encoder],
    rougher: Sequence[Precision],
    photos: Sequence[Photo],
    least: float = LEAST_OVERLAP,
) -> tuple[Encoder, dict[str, float]]:
    """Load an encoder in the fastest precision that keeps its answers.

    Args:
        exact: the encoder in float32.
        load: gives it in another precision.
        rougher: the precisions to try, fastest first.
        photos: a sample of the catalogue.
        least: the share of the same five that it has to find.

    Returns:
        The encoder, and how its precision compared with float32; nothing where it is float32.
    """
    for wanted in rougher:
        rough = load(wanted)
        comparison = compare(exact, rough, photos)
        if comparison["top5_overlap"] >= least:
            return rough, comparison
    return exact, {}


def _nearest_others(vectors: Vectors) -> list[set[int]]:
    rows = ExactNeighbors().fit(vectors).search(vectors, K + 1).rows
    return [set(found[found != own][:K].tolist()) for own, found in enumerate(rows)]
