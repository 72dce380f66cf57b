"""Which products are held out from training: decided by a hash of the id, so that it never moves."""

import hashlib

SHARE = 10
"""One in this many is held out."""


def held_out(product: str) -> bool:
    """Return whether a product (or the sender of a photo) is for evaluation only."""
    return int.from_bytes(_hash(product)[:8], "big") % SHARE == 0


def for_test(product: str) -> bool:
    """Return whether a held-out product is for figures (the test half) or for choosing (the validation half)."""
    return _hash(product)[-1] % 2 == 0


def _hash(product: str) -> bytes:
    return hashlib.sha256(product.encode()).digest()
