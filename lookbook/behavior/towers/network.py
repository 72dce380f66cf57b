"""The two towers as a Keras model."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.towers.examples import LATEST
from lookbook.behavior.towers.loss import in_batch

WIDTH, HIDDEN = 64, 128
SCALE = 10.0
"""What the cosine of two vectors is multiplied with: the inverse of the temperature."""


def network(features: NDArray[np.float32], log_shares: NDArray[np.float32], rate: float) -> Any:
    """Return a compiled model whose inputs are "items", "ages", "facts" of customers and "bought", each a batch.

    Args:
        features: (I, F) of the items.
        log_shares: (I,), the logarithm of each item's share of purchases.
        rate: the learning rate.
    """
    import keras

    class Towers(keras.Model):  # type: ignore[misc]  # Keras comes without types
        """Both towers; what it is trained to is the loss within a batch."""

        def __init__(self) -> None:
            super().__init__()
            table = np.concatenate([np.zeros((1, features.shape[1]), np.float32), features])
            self.features = self.add_weight(shape=table.shape, trainable=False, name="features", initializer="zeros")
            self.features.assign(table)
            self.log_shares = self.add_weight(
                shape=log_shares.shape, trainable=False, name="log_shares", initializer="zeros"
            )
            self.log_shares.assign(log_shares)
            # an item that nobody bought keeps the zeros it begins with, and is judged by its features alone
            self.own = keras.layers.Embedding(len(table), WIDTH, embeddings_initializer="zeros")
            self.content = keras.Sequential([keras.layers.Dense(HIDDEN, "relu"), keras.layers.Dense(WIDTH)])
            self.bought = keras.layers.Embedding(len(table), WIDTH)
            self.look = keras.layers.Dense(WIDTH)
            self.recency = keras.Sequential([keras.layers.Dense(8, "relu"), keras.layers.Dense(1)])
            self.person = keras.Sequential([keras.layers.Dense(HIDDEN, "relu"), keras.layers.Dense(WIDTH)])

        def items(self, items: Any) -> Any:
            """Return unit vectors (B, WIDTH) of items, positions from 1."""
            features = keras.ops.take(self.features, items, axis=0)
            return keras.ops.normalize(self.content(features) + self.own(items), axis=-1)

        def customers(self, seen: Any) -> Any:
            """Return unit vectors (B, WIDTH) of customers."""
            ops = keras.ops
            there = ops.cast(seen["items"] > 0, "float32")
            each = self.bought(seen["items"]) + self.look(ops.take(self.features, seen["items"], axis=0))
            weights = ops.exp(self.recency(seen["ages"][..., None])[..., 0]) * there
            total = ops.sum(weights, axis=1, keepdims=True) + 1e-6
            mean = ops.einsum("bl,blw->bw", weights / total, each)
            return ops.normalize(self.person(ops.concatenate([mean, seen["facts"]], axis=-1)), axis=-1)

        def call(self, inputs: Any, training: bool = False) -> Any:
            """Return the scores (B, B) of a batch's customers and the items they bought."""
            return SCALE * keras.ops.matmul(
                self.customers(inputs), keras.ops.transpose(self.items(inputs["bought"] + 1))
            )

        def compute_loss(self, x: Any = None, y: Any = None, y_pred: Any = None, *_: Any, **__: Any) -> Any:
            """Return the loss within the batch."""
            return in_batch(y_pred, x["bought"], keras.ops.take(self.log_shares, x["bought"]))

    model = Towers()
    model.compile(optimizer=keras.optimizers.Adam(rate))
    empty = {"items": np.zeros((2, LATEST), np.int32), "ages": np.zeros((2, LATEST), np.float32)}
    model({**empty, "facts": np.zeros((2, 2), np.float32), "bought": np.zeros(2, np.int32)})
    return model
