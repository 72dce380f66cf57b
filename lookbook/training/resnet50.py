"""ResNet50 as it is fine-tuned: the last stage of ImageNet's network learns fashion, all before it stays as it is."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import keras
from keras import layers

from lookbook.encoders.imagenet import imagenet_weights
from lookbook.encoders.network import HEIGHT, WIDTH, CosineSoftmax
from lookbook.encoders.resnet50 import SIDE, load_network

LEARNS = "conv5"
"""How the names of the layers begin that learn."""


class ResNet50:
    """Learns to tell products and their attributes apart by the very vectors that the encoder serves."""

    exported = "resnet50.weights.h5"

    def __init__(self, classes: Mapping[str, Sequence[str]], start: Path | None = None) -> None:
        """Build the network: views as `Augment` gives them, squashed as the encoder does, to vector and labels.

        Args:
            classes: attribute -> its values.
            start: weights of ResNet50 without its top; None = ImageNet's.

        Raises:
            EncoderError: the weights can't be read or downloaded.
        """
        self.backbone = load_network(start or imagenet_weights())
        for layer in self.backbone.layers:
            # statistics over a batch of views would move the frozen layers' outputs too
            layer.trainable = layer.name.startswith(LEARNS) and not isinstance(layer, layers.BatchNormalization)
        view = layers.Input((HEIGHT, WIDTH, 3), name="view")
        squashed = layers.Resizing(SIDE, SIDE, interpolation="nearest", dtype="float32")(view)
        features = self.backbone(keras.applications.resnet50.preprocess_input(squashed))
        pooled = layers.GlobalMaxPooling2D(name="pooled", dtype="float32")(features)
        embedding = layers.UnitNormalization(name="embedding", dtype="float32")(pooled)
        heads = {name: CosineSoftmax(len(values), name=name, dtype="float32") for name, values in classes.items()}
        told = {name: head(embedding) for name, head in heads.items()}
        self.network = keras.Model(view, {"embedding": embedding, **told}, name="taught_resnet50")

    def export(self, folder: Path) -> None:
        """Write resnet50.weights.h5, that `keras.applications.ResNet50(include_top=False)` opens, without the heads."""
        self.backbone.save_weights(folder / self.exported)
