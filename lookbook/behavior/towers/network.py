"""The two towers as a Keras model."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.towers.examples import LATEST
from lookbook.behavior.towers.item_features import PRICES
from lookbook.behavior.towers.loss import in_batch

WIDTH, HIDDEN = 64, 128
SCALE = 10.0
"""What the cosine of two vectors is multiplied with: the inverse of the temperature."""
FORGOTTEN = 0.5
"""How often, in training, an item is judged as if nobody had bought it: by what it is alone, without its price."""
STRANGERS = 512
"""Items of the whole catalogue, drawn evenly, that are wrong answers beside the batch's own; without them what nobody
buys would never be seen (Yang et al., 2020, Mixed negative sampling for learning two-tower neural networks)."""


def log_shares(counts: NDArray[np.float64], batch: int) -> NDArray[np.float32]:
    """Return the logarithm of how likely each item (I,) is a column of a batch, from how often it was bought."""
    bought = counts / max(float(counts.sum()), 1.0)
    mixed = (batch * bought + STRANGERS / len(counts)) / (batch + STRANGERS)
    return np.log(mixed).astype(np.float32)


def network(features: NDArray[np.float32], shares: NDArray[np.float32], rate: float) -> Any:
    """Return a compiled model whose inputs are "items", "ages", "facts" of customers and "bought", each a batch.

    Args:
        features: (I, F) of the items, the first PRICES of which are of the price.
        shares: (I,), what `log_shares` returns.
        rate: the learning rate.
    """
    import keras
    from keras import ops

    class Towers(keras.Model):  # type: ignore[misc]  # Keras comes without types
        """Both towers; what it is trained to is the loss within a batch."""

        def __init__(self) -> None:
            super().__init__()
            table = np.concatenate([np.zeros((1, features.shape[1]), np.float32), features])
            self.features = self.add_weight(shape=table.shape, trainable=False, name="features", initializer="zeros")
            self.features.assign(table)
            self.shares = self.add_weight(shape=shares.shape, trainable=False, name="shares", initializer="zeros")
            self.shares.assign(shares)
            self.seeds = keras.random.SeedGenerator(0)
            # an item that nobody bought keeps the zeros it begins with, and is judged by its features alone
            self.own = keras.layers.Embedding(len(table), WIDTH, embeddings_initializer="zeros")
            self.content = keras.Sequential([keras.layers.Dense(HIDDEN, "relu"), keras.layers.Dense(WIDTH)])
            self.bought = keras.layers.Embedding(len(table), WIDTH)
            self.look = keras.layers.Dense(WIDTH)
            self.recency = keras.Sequential([keras.layers.Dense(8, "relu"), keras.layers.Dense(1)])
            self.person = keras.Sequential([keras.layers.Dense(HIDDEN, "relu"), keras.layers.Dense(WIDTH)])

        def items(self, items: Any, training: bool = False) -> Any:
            """Return unit vectors (B, WIDTH) of items, positions from 1."""
            known, own = ops.take(self.features, items, axis=0), self.own(items)
            if training:
                kept = ops.cast(keras.random.uniform(ops.shape(own)[:1], seed=self.seeds) > FORGOTTEN, "float32")
                own = own * kept[:, None]
                known = ops.concatenate([known[:, :PRICES] * kept[:, None], known[:, PRICES:]], axis=1)
            return ops.normalize(self.content(known) + own, axis=-1)

        def customers(self, seen: Any) -> Any:
            """Return unit vectors (B, WIDTH) of customers."""
            there = ops.cast(seen["items"] > 0, "float32")
            each = self.bought(seen["items"]) + self.look(ops.take(self.features, seen["items"], axis=0))
            weights = ops.exp(self.recency(seen["ages"][..., None])[..., 0]) * there
            total = ops.sum(weights, axis=1, keepdims=True) + 1e-6
            mean = ops.einsum("bl,blw->bw", weights / total, each)
            return ops.normalize(self.person(ops.concatenate([mean, seen["facts"]], axis=-1)), axis=-1)

        def call(self, inputs: Any, training: bool = False) -> Any:
            """Return which items the columns are, and the scores (B, C) of a batch's customers and them."""
            strangers = keras.random.randint((STRANGERS,), 0, len(features), seed=self.seeds)
            columns = ops.concatenate([inputs["bought"], strangers])
            vectors = self.items(columns + 1, training)
            return {"columns": columns, "scores": SCALE * ops.matmul(self.customers(inputs), ops.transpose(vectors))}

        def compute_loss(self, x: Any = None, y: Any = None, y_pred: Any = None, *_: Any, **__: Any) -> Any:
            """Return the loss within the batch."""
            columns = y_pred["columns"]
            return in_batch(y_pred["scores"], x["bought"], columns, ops.take(self.shares, columns))

    model = Towers()
    model.compile(optimizer=keras.optimizers.Adam(rate))
    empty = {"items": np.zeros((2, LATEST), np.int32), "ages": np.zeros((2, LATEST), np.float32)}
    model({**empty, "facts": np.zeros((2, 2), np.float32), "bought": np.zeros(2, np.int32)})
    return model
