"""The fashion network in Keras: small, free of normalisation layers, the same on every Keras backend."""

import math
from collections.abc import Mapping

import keras
from keras import layers, ops

from lookbook.encoders.attributes import GARMENT

HEIGHT, WIDTH = 112, 84
EMBEDDING = 256
Stages = tuple[tuple[int, int, int], ...]
STAGES: Stages = ((64, 1, 2), (128, 2, 2), (256, 2, 2))
"""(width, stride of the first block, blocks) of each stage."""

RELU_GAIN = 1.7139588594436646
"""sqrt(2 / (1 - 1/pi)): what keeps the variance after a ReLU (Brock et al., 2021, arXiv:2101.08692)."""


@keras.saving.register_keras_serializable("lookbook")
class StandardizedConv2D(layers.Layer):  # type: ignore[misc]
    """Convolution whose kernel has zero mean and fixed variance per filter, times a learned gain.

    Scaled weight standardisation (Brock et al., 2021) takes the place of batch normalisation: no statistics over the
    batch, so training and serving compute the same thing, and a plain convolution is all that is left to export.
    """

    def __init__(
        self, filters: int, kernel_size: int, strides: int = 1, gain: float = RELU_GAIN, **options: object
    ) -> None:
        super().__init__(**options)
        self.filters = filters
        self.kernel_size = (kernel_size, kernel_size)
        self.strides = (strides, strides)
        self.initial_gain = gain

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Create kernel, bias and gain."""
        shape = (*self.kernel_size, input_shape[-1], self.filters)
        self.kernel = self.add_weight(name="kernel", shape=shape, initializer="glorot_uniform")
        self.bias = self.add_weight(name="bias", shape=(self.filters,), initializer="zeros")
        gain = keras.initializers.Constant(self.initial_gain)
        self.gain = self.add_weight(name="gain", shape=(self.filters,), initializer=gain)

    def standardized(self) -> keras.KerasTensor:
        """Return the kernel that is really convolved, float32 (kernel height, kernel width, in, out)."""
        kernel = ops.cast(self.kernel, "float32")
        mean, variance = ops.moments(kernel, axes=(0, 1, 2), keepdims=True)
        fan_in = math.prod(kernel.shape[:3])
        return (kernel - mean) * ops.cast(self.gain, "float32") * ops.rsqrt(ops.maximum(variance * fan_in, 1e-8))

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Convolve (N, H, W, C) with the standardised kernel."""
        kernel = ops.cast(self.standardized(), inputs.dtype)
        return ops.conv(inputs, kernel, self.strides, padding="same") + ops.cast(self.bias, inputs.dtype)

    def get_config(self) -> dict[str, object]:
        """Return what rebuilds this layer."""
        options = {"filters": self.filters, "kernel_size": self.kernel_size[0], "strides": self.strides[0]}
        return {**super().get_config(), **options, "gain": self.initial_gain}


@keras.saving.register_keras_serializable("lookbook")
class CosineSoftmax(layers.Layer):  # type: ignore[misc]
    """Class scores that depend only on the angle between an embedding and each class's direction.

    Normalised softmax (Zhai and Wu, 2019, arXiv:1811.12649): what it pulls together is near in cosine similarity too.
    """

    def __init__(self, classes: int, sharpness: float = 16.0, **options: object) -> None:
        super().__init__(**options)
        self.classes = classes
        self.sharpness = sharpness

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Create one direction a class."""
        self.kernel = self.add_weight(name="kernel", shape=(input_shape[-1], self.classes), initializer="glorot_normal")

    def call(self, embedding: keras.KerasTensor) -> keras.KerasTensor:
        """Return logits (N, classes) of unit embeddings (N, D)."""
        return ops.matmul(embedding, self.sharpness * ops.normalize(self.kernel, axis=0))

    def get_config(self) -> dict[str, object]:
        """Return what rebuilds this layer."""
        return {**super().get_config(), "classes": self.classes, "sharpness": self.sharpness}


PROTOTYPE_SHIFT: Mapping[str, float] = {"articleType": 0.9, "baseColour": 0.7, "gender": 0.7}
"""How far an embedding is moved, when it is served, towards what the network takes the picture for.

Each attribute adds the mean direction of its classes, weighted by their probabilities, times this. Like things then lie
closer together, and an unsure guess moves little. Chosen on the validation half of what was held out.
"""


def residual(x: keras.KerasTensor, width: int, stride: int, name: str) -> keras.KerasTensor:
    """Add what two convolutions see to x; the second begins at gain zero, so that the block begins as identity."""
    active = layers.ReLU(name=f"{name}_in")(x)
    if stride != 1 or x.shape[-1] != width:
        pooled = layers.AveragePooling2D(stride, padding="same", name=f"{name}_pool")(active) if stride != 1 else active
        x = StandardizedConv2D(width, 1, name=f"{name}_shortcut")(pooled)
    seen = StandardizedConv2D(width, 3, strides=stride, name=f"{name}_first")(active)
    seen = layers.ReLU(name=f"{name}_middle")(seen)
    seen = StandardizedConv2D(width, 3, gain=0.0, name=f"{name}_second")(seen)
    return layers.Add(name=f"{name}_add")([x, seen])


def build(classes: Mapping[str, int], stages: Stages = STAGES, frame: tuple[int, int] = (HEIGHT, WIDTH)) -> keras.Model:
    """Build the network.

    Args:
        classes: how many values each attribute has.
        stages: (width, stride, blocks) of each stage.
        frame: height H and width W of the pictures.

    Returns:
        A model from pictures (N, H, W, 3) in 0..255 to a dict: "embedding" (N, 256) of length 1, "box" (N, 4) as
        x0, y0, x1, y1 in 0..1 of the frame, and logits (N, classes) under each attribute's name; `GARMENT`, if asked
        for, has layers of its own.
    """
    picture = layers.Input((*frame, 3), name="picture")
    x = layers.Rescaling(1 / 127.5, -1.0, name="rescale")(picture)
    x = StandardizedConv2D(stages[0][0], 4, strides=4, gain=1.0, name="stem")(x)
    for number, (width, stride, blocks) in enumerate(stages):
        for block in range(blocks):
            x = residual(x, width, stride if block == 0 else 1, f"stage{number}_block{block}")
    x = layers.ReLU(name="features")(x)

    mean = layers.GlobalAveragePooling2D(name="mean", dtype="float32")(x)
    peak = layers.GlobalMaxPooling2D(name="peak", dtype="float32")(x)
    pooled = layers.Concatenate(name="pooled", dtype="float32")([mean, peak])
    direction = layers.Dense(EMBEDDING, use_bias=False, name="project", dtype="float32")(pooled)
    embedding = layers.UnitNormalization(name="embedding", dtype="float32")(direction)
    directions = {GARMENT: _garment(pooled)} if GARMENT in classes else {}
    outputs = {
        name: CosineSoftmax(n, name=name, dtype="float32")(directions.get(name, embedding))
        for name, n in classes.items()
    }

    place = layers.Conv2D(32, 1, activation="relu", name="box_features", dtype="float32")(x)
    place = layers.Flatten(name="box_flat", dtype="float32")(place)
    box = layers.Dense(4, activation="sigmoid", name="box", dtype="float32")(place)
    return keras.Model(picture, {"embedding": embedding, "box": box, **outputs}, name="fashion")


def _garment(pooled: keras.KerasTensor) -> keras.KerasTensor:
    """Look for a garment at all, with layers of its own: what is none lies scattered among all the classes."""
    x = layers.Dense(64, name="garment_features", dtype="float32")(pooled)
    x = layers.ReLU(name="garment_active", dtype="float32")(x)
    x = layers.Dense(16, name="garment_project", dtype="float32")(x)
    return layers.UnitNormalization(name="garment_direction", dtype="float32")(x)
