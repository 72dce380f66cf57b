"""Whether a picture shows nothing that a fashion catalogue carries: the garment head and the type head decide together.

The garment head alone refuses a floral dress that the type head is sure of, and takes a drawn cat that the type head
makes nothing of. So their logits are added.
"""

from collections.abc import Mapping
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

CERTAIN = 1e-6
"""No probability counts as nearer to 0 or 1 than this."""
Logits = NDArray[np.float64]


class Refusal(NamedTuple):
    """The rule: refused is what has a sum of both heads' logits below a threshold.

    Attributes:
        kind: what the logit of the likeliest type weighs, where that of a garment weighs 1.
        least: the sum from which on a picture is taken.
    """

    kind: float
    least: float

    @classmethod
    def by_garment(cls, threshold: float) -> Self:
        """Return the rule of a network for which no other was chosen: below this probability of a garment."""
        return cls(0.0, float(logit(np.array(threshold))))

    def scores(self, garment: NDArray[np.floating], kinds: NDArray[np.floating]) -> Logits:
        """Return the sums (N,).

        Args:
            garment: probability of no garment and of one (N, 2).
            kinds: calibrated probabilities of the types (N, C).
        """
        sums: Logits = logit(garment[:, 1]) + self.kind * logit(kinds.max(axis=1))
        return sums

    def refuses(self, garment: NDArray[np.floating], kinds: NDArray[np.floating]) -> NDArray[np.bool_]:
        """Return which pictures are refused (N,); arguments as of `scores`."""
        return self.scores(garment, kinds) < self.least


def logit(probability: NDArray[np.floating]) -> Logits:
    """Return the logarithm of the odds, at most that of 999,999 to 1."""
    near = np.clip(np.asarray(probability, np.float64), CERTAIN, 1.0 - CERTAIN)
    return np.asarray(np.log(near / (1.0 - near)))


CALIBRATED: Mapping[str, Refusal] = {
    "fe8382e2c9653ae3fd39c37b7f1943e08bece71177e41b26b29d50c1e8114ea5": Refusal(0.5, -0.67),
}
"""SHA-256 of the weights -> their rule, as `python -m benchmarks.refusal` chooses it."""
