"""Words in the space of pictures: the table and the two layers that a network's file keeps for them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from lookbook.encoders.base import Vectors
from lookbook.encoders.hashing import pieces

TABLE = "words/"
"""How the names of what belongs to words begin."""
Weights = NDArray[np.float32]


class WordTables:
    """Turns texts into vectors as `lookbook.training.lite.pupil.Words` does, in NumPy.

    Args:
        rows: steps of eight bits (R, D); only those that a text asks for are multiplied by their scale.
        scales: of each row (R, 1).
        hidden, out: layers, each its weights (out, in) and bias.
    """

    def __init__(
        self, rows: NDArray[np.int8], scales: Weights, hidden: tuple[Weights, Weights], out: tuple[Weights, Weights]
    ) -> None:
        self._rows, self._scales, self._hidden, self._out = rows, scales, hidden, out

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """Read a network's file; None where it knows no words."""
        import onnx
        from onnx import numpy_helper

        tensors = onnx.load(path).graph.initializer
        found: dict[str, NDArray[Any]] = {
            tensor.name.removeprefix(TABLE): numpy_helper.to_array(tensor)
            for tensor in tensors
            if tensor.name.startswith(TABLE)
        }
        if "rows" not in found:
            return None
        hidden, out = ((_whole(found, name), found[f"{name}/bias"]) for name in ("hidden", "out"))
        return cls(found["rows"], found["rows/scale"].astype(np.float32), hidden, out)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Turn texts into unit vectors (N, D)."""
        means = np.stack([self._mean(pieces(text, len(self._rows))) for text in texts])
        seen = np.maximum(means @ self._hidden[0].T + self._hidden[1], 0.0)
        vectors = seen @ self._out[0].T + self._out[1]
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    def _mean(self, own: Sequence[int]) -> Weights:
        return np.asarray((self._rows[own] * self._scales[own]).mean(axis=0), np.float32)


def _whole(found: dict[str, NDArray[Any]], name: str) -> Weights:
    return np.asarray(found[name] * found[f"{name}/scale"].astype(np.float32), np.float32)
