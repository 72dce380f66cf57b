"""The loss of two towers: every item of a batch is a wrong answer for all customers but its own."""

from typing import Any

MASKED = -1e9
"""The logit of an item that can't be told apart from the right answer."""


def corrected(scores: Any, items: Any, log_shares: Any) -> Any:
    """Return the logits (B, B) of in-batch negatives: customer in the row, item in the column.

    An item comes into a batch as often as it is bought, so popular items would be punished more often than others; the
    logarithm of that share is taken off (Yi et al., 2019, Sampling-bias-corrected neural modeling for large corpus item
    recommendations, equation 4). Where another customer of the batch bought the same item, it is no wrong answer: it is
    masked.

    Args:
        scores: (B, B), what the towers give.
        items: (B,), which item each customer bought.
        log_shares: (B,), the logarithm of each one's share of all purchases.
    """
    from keras import ops

    same = ops.equal(items[:, None], items[None, :])
    own = ops.cast(ops.eye(ops.shape(items)[0]), "bool")
    hit = ops.logical_and(same, ops.logical_not(own))
    return ops.where(hit, ops.cast(MASKED, scores.dtype), scores - log_shares[None, :])


def in_batch(scores: Any, items: Any, log_shares: Any) -> Any:
    """Return the mean cross entropy of a batch, the right answers being on the diagonal."""
    from keras import ops

    logits = corrected(scores, items, log_shares)
    right = ops.arange(ops.shape(items)[0])
    return ops.mean(ops.sparse_categorical_crossentropy(right, logits, from_logits=True))
