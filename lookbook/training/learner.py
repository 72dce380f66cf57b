"""The network, its two views of every product, and the sum of what it is taught."""

from collections.abc import Mapping
from typing import Any

import keras
from keras import ops

from lookbook.training.augment import CATALOGUE, PHOTO, Augment
from lookbook.training.losses import any_of, box_distance, instance

WEIGHTS: Mapping[str, float] = {
    "articleType": 1.0,
    "baseColour": 0.8,
    "gender": 0.5,
    "season": 0.1,
    "usage": 0.2,
    "garment": 0.3,
    "instance": 0.7,
    "box": 0.5,
}
"""What each part counts in the sum."""


class Learner(keras.Model):  # type: ignore[misc]
    """Sees every product twice, as the catalogue shows it and as somebody's photo, and is taught that both are one."""

    def __init__(self, network: keras.Model, weights: Mapping[str, float] = WEIGHTS, seed: int = 0) -> None:
        """Take a network to teach.

        Args:
            network: from views (N, H, W, 3) to a dict: "embedding" (N, D) of length 1, and logits or "box" under every
                other name in `weights`.
            weights: what each part of the loss counts: "instance", and those attributes and "box" that are taught.
            seed: of the views.
        """
        super().__init__()
        self.network = network
        self.views = (Augment(CATALOGUE, seed, name="catalogue_view"), Augment(PHOTO, seed + 1, name="photo_view"))
        self.weights_of = dict(weights)
        self.meters = {name: keras.metrics.Mean(name=name) for name in weights}
        self.built = True  # the network brings all weights, so that a checkpoint can be read before the first batch

    @property
    def metrics(self) -> list[keras.metrics.Metric]:
        """The running mean of every part of the loss."""
        return [self._loss_tracker, *self.meters.values()]

    def call(self, batch: Mapping[str, keras.KerasTensor], training: bool = False) -> dict[str, keras.KerasTensor]:
        """Return the network's outputs for both views (2N, ...) and where the second view's products really are."""
        first, _ = self.views[0](batch["first"], batch["first_photos"])
        second, true_box = self.views[1](batch["second"], batch["second_photos"])
        outputs = self.network(ops.concatenate([first, second], axis=0), training=training)
        return {**outputs, "true_box": true_box}

    def compute_loss(
        self, x: Any = None, y: Any = None, y_pred: Any = None, sample_weight: Any = None, training: bool = True
    ) -> keras.KerasTensor:
        """Weigh and add up: labels on both views, one product in two views, and the box in the second."""
        count = ops.shape(x["products"])[0]
        losses = {
            name: any_of(y_pred[name], ops.concatenate([x[name], x[name]], axis=0))
            for name in self.weights_of
            if name not in ("instance", "box")
        }
        same = x["products"][:, None] == x["products"][None, :]
        embedding = y_pred["embedding"]
        losses["instance"] = instance(embedding[:count], embedding[count:], same)
        if "box" in self.weights_of:
            boxed = ops.cast(x["boxed"], "float32")
            distance = boxed * box_distance(y_pred["box"][count:], y_pred["true_box"])
            losses["box"] = distance * (ops.cast(count, "float32") / ops.maximum(ops.sum(boxed), 1.0))
        means = {name: ops.mean(value) for name, value in losses.items()}
        for name, value in means.items():
            self.meters[name].update_state(value)
        return sum(self.weights_of[name] * value for name, value in means.items())
