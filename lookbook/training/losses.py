"""What the fashion network is taught: pure functions of Keras tensors, one value an example."""

from typing import TypeAlias

import keras
from keras import ops

Tensor: TypeAlias = keras.KerasTensor


def any_of(logits: Tensor, allowed: Tensor, smoothing: float = 0.05) -> Tensor:
    """Minus the log of the probability that the class is one of those allowed.

    One allowed class makes this the usual cross entropy; all classes allowed (label unknown) make it zero.

    Args:
        logits: (N, C).
        allowed: (N, C) of 0 and 1, at least one 1 a row.
        smoothing: the share of the target spread evenly over the allowed classes and all classes (label smoothing).

    Returns:
        (N,) values >= 0.
    """
    everything = ops.logsumexp(logits, axis=-1)
    right = ops.logsumexp(ops.where(ops.cast(allowed, "bool"), logits, -1e9), axis=-1)
    known = 1.0 - ops.cast(ops.all(ops.cast(allowed, "bool"), axis=-1), logits.dtype)
    spread = everything - ops.mean(logits, axis=-1)
    return known * ((1.0 - smoothing) * (everything - right) + smoothing * spread)


def instance(first: Tensor, second: Tensor, same: Tensor, temperature: float = 0.07) -> Tensor:
    """NT-Xent over two views of each product (Chen et al., 2020, arXiv:2002.05709, equation 1).

    Args:
        first, second: unit embeddings (N, D) of the two views.
        same: (N, N) of 0 and 1: rows that are the same product; they are no negatives of each other.
        temperature: how hard near negatives are pushed away.

    Returns:
        (N,) values: the mean over both directions.
    """
    count = ops.shape(first)[0]
    views = ops.concatenate([first, second], axis=0)
    similar = ops.matmul(views, ops.transpose(views)) / temperature
    other = ops.tile(1.0 - ops.cast(same, similar.dtype), (2, 2))
    partner = ops.sum(first * second, axis=-1) / temperature
    partner = ops.concatenate([partner, partner], axis=0)
    negatives = ops.where(other > 0.5, similar, -1e9)
    against = ops.logsumexp(ops.concatenate([partner[:, None], negatives], axis=1), axis=-1)
    both = against - partner
    return (both[:count] + both[count:]) / 2


def box_distance(predicted: Tensor, true: Tensor) -> Tensor:
    """One minus generalised intersection over union (Rezatofighi et al., 2019, arXiv:1902.09630).

    Args:
        predicted, true: boxes (N, 4) as x0, y0, x1, y1; a predicted box may be inside out and is put in order.

    Returns:
        (N,) values in 0..2.
    """
    low = ops.minimum(predicted[:, :2], predicted[:, 2:])
    high = ops.maximum(predicted[:, :2], predicted[:, 2:])
    overlap = _area(ops.maximum(low, true[:, :2]), ops.minimum(high, true[:, 2:]))
    union = _area(low, high) + _area(true[:, :2], true[:, 2:]) - overlap
    around = _area(ops.minimum(low, true[:, :2]), ops.maximum(high, true[:, 2:]))
    return 1.0 - overlap / (union + 1e-6) + (around - union) / (around + 1e-6)


def _area(low: Tensor, high: Tensor) -> Tensor:
    return ops.prod(ops.maximum(high - low, 0.0), axis=-1)
