"""How ResNet50's vectors are made in tutorials: what is done to the pixels first, and how the last map is pooled."""

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from lookbook.encoders.base import EncoderError, Vectors
from lookbook.encoders.quiet import quiet

Pooling = Literal["max", "avg"]
POOLINGS: tuple[Pooling, ...] = ("max", "avg")
Pixels: TypeAlias = Any
"""Pixels in 0..255 (N, H, W, 3), an array or a tensor of Keras."""


def _keras(mode: str) -> Callable[[Pixels], Pixels]:
    def prepare(pixels: Pixels) -> Pixels:
        import keras

        return keras.applications.imagenet_utils.preprocess_input(pixels, mode=mode)

    return prepare


PREPROCESSINGS: Mapping[str, Callable[[Pixels], Pixels]] = {
    "caffe": _keras("caffe"),
    "none": lambda pixels: pixels,
    "unit": lambda pixels: pixels / 255.0,
    "tf": _keras("tf"),
    "torch": _keras("torch"),
}
"""What is done to the pixels: first what belongs to ResNet50, then what people do instead or forget.

"caffe" takes ImageNet's means away, in the order blue, green, red; "none" is nothing; "unit" brings pixels to 0..1,
"tf" to -1..1, and "torch" to 0..1 less ImageNet's means, in its deviations (keras.applications.imagenet_utils).
"""


class Recipe(NamedTuple):
    """How a vector is made."""

    pooling: Pooling = "max"
    preprocessing: str = "caffe"

    def __str__(self) -> str:
        """Return it in words."""
        pooled = {"max": "maximum", "avg": "average"}[self.pooling]
        prepared = "" if self.preprocessing == "caffe" else f" and preprocessing {self.preprocessing!r}"
        return f"{pooled} pooling{prepared}"

    @property
    def options(self) -> dict[str, str]:
        """What an encoder takes to follow it, and remembers; the preprocessing that belongs to it needs no word."""
        usual = self.preprocessing == "caffe"
        return {"pooling": self.pooling} | ({} if usual else {"preprocessing": self.preprocessing})


RECIPES = tuple(Recipe(pooling, preprocessing) for preprocessing in PREPROCESSINGS for pooling in POOLINGS)


def check(recipe: Recipe) -> None:
    """Refuse what is not known. Raises EncoderError, which lists what is."""
    for what, name, known in (
        ("pooling", recipe.pooling, POOLINGS),
        ("preprocessing", recipe.preprocessing, tuple(PREPROCESSINGS)),
    ):
        if name not in known:
            raise EncoderError(f"{what} is {name!r}; choose one of {', '.join(known)}")


@quiet()
def by_every_recipe(weights: Path, frames: NDArray[np.uint8]) -> Mapping[Recipe, Vectors]:
    """Make the vectors (N, 2048), of length 1, of frames (N, 224, 224, 3) by every recipe, with one loaded network.

    Raises:
        EncoderError: the file holds no weights of ResNet50, or Keras is not installed.
    """
    from lookbook.encoders.resnet50 import load_network

    if find_spec("keras") is None:
        raise EncoderError(
            "how these vectors were made can't be told without Keras and TensorFlow; install requirements.txt."
        )

    network = load_network(weights)
    found: dict[Recipe, Vectors] = {}
    for preprocessing, prepare in PREPROCESSINGS.items():
        maps = np.asarray(network(prepare(frames.astype(np.float32)), training=False))
        found[Recipe("max", preprocessing)] = _unit(maps.max((1, 2)))
        found[Recipe("avg", preprocessing)] = _unit(maps.mean((1, 2)))
    return found


def _unit(vectors: NDArray[np.float32]) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return cast("Vectors", vectors / np.maximum(lengths, 1e-12))
