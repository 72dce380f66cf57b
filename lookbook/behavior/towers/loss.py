"""The loss of two towers: every item of a batch is a wrong answer for all customers but its own."""

from typing import Any

MASKED = -1e9
"""The logit of an item that can't be told apart from the right answer."""


def corrected(scores: Any, bought: Any, columns: Any, log_shares: Any) -> Any:
    """Return logits (B, C): a customer of the batch in the row, an item in the column, the first B those they bought.

    An item comes into a batch as often as it is bought, so popular items would be punished more often than others; the
    logarithm of that share is taken off (Yi et al., 2019, Sampling-bias-corrected neural modeling for large corpus item
    recommendations, equation 4). Where a column has the very item that the customer bought, but is not their own, it is
    no wrong answer: it is masked.

    Args:
        scores: (B, C), what the towers give.
        bought: (B,), which item each customer bought.
        columns: (C,), which item each column is.
        log_shares: (C,), the logarithm of how likely each comes into a batch.
    """
    from keras import ops

    same = ops.equal(bought[:, None], columns[None, :])
    own = ops.equal(ops.arange(ops.shape(bought)[0])[:, None], ops.arange(ops.shape(columns)[0])[None, :])
    hit = ops.logical_and(same, ops.logical_not(own))
    return ops.where(hit, ops.cast(MASKED, scores.dtype), scores - log_shares[None, :])


def in_batch(scores: Any, bought: Any, columns: Any, log_shares: Any) -> Any:
    """Return the mean cross entropy of a batch, the right answers being on the diagonal; arguments as above."""
    from keras import ops

    right = ops.arange(ops.shape(bought)[0])
    logits = corrected(scores, bought, columns, log_shares)
    return ops.mean(ops.sparse_categorical_crossentropy(right, logits, from_logits=True))
