"""How much a lower precision changes an encoder's answers, measured on the catalogue itself."""

from collections.abc import Callable, Sequence

import numpy as np

from lookbook.encoders.base import Encoder, Photo, Vectors
from lookbook.encoders.runtime import Precision, supports_bf16
from lookbook.neighbors import ExactNeighbors

SAMPLE = 256
"""How many pictures are compared."""
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


def choose(
    load: Callable[[Precision], Encoder], photos: Sequence[Photo], wanted: str = "auto"
) -> tuple[Encoder, dict[str, float]]:
    """Load an encoder in the precision that is wanted, or in the fastest that keeps its answers.

    Args:
        load: gives the encoder in a precision.
        photos: a sample of the catalogue.
        wanted: "f32", "bf16" or "auto".

    Returns:
        The encoder, and how its precision compared with float32; nothing where it is float32.
    """
    exact = load("f32")
    if wanted == "f32" or (wanted == "auto" and not (supports_bf16() and photos)):
        return exact, {}
    rough = load("bf16")
    comparison = compare(exact, rough, photos) if photos else {}
    if wanted == "auto" and comparison["top5_overlap"] < LEAST_OVERLAP:
        return exact, {}
    return rough, comparison


def _nearest_others(vectors: Vectors) -> list[set[int]]:
    rows = ExactNeighbors().fit(vectors).search(vectors, K + 1).rows
    return [set(found[found != own][:K].tolist()) for own, found in enumerate(rows)]
