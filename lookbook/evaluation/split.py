"""Which products are kept back from training: decided by a hash of the id, so that it never moves."""

import hashlib

SHARE = 10
"""One in this many is kept back."""


def kept_back(product: str) -> bool:
    """Tell whether a product (or the sender of a photo) is for evaluation only."""
    return int.from_bytes(hashlib.sha256(product.encode()).digest()[:8], "big") % SHARE == 0
