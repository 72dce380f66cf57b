"""How close two pictures are, in words: thresholds that belong to the weights of one network and to no other."""

from collections.abc import Mapping
from typing import NamedTuple

from lookbook.encoders.identity import Identity

EQUAL_ALONE = 2.0
"""No cosine similarity reaches this: only pictures of the same vector are copies."""


class Closeness(NamedTuple):
    """From which cosine similarity on two pictures are called what, as `evaluate --closeness` chooses it.

    Attributes:
        same, close, similar: for the words.
        copy: for two pictures of one and the same thing, chosen by looking at pairs.
    """

    same: float
    close: float
    similar: float
    copy: float = EQUAL_ALONE

    @property
    def steps(self) -> tuple[float, float, float]:
        """The thresholds of the words, falling."""
        return self.same, self.close, self.similar

    def word(self, cosine: float, *, alike: bool = True) -> str:
        """Say in words how close two pictures are.

        Args:
            cosine: of their vectors.
            alike: whether they are of one type, as far as is known; those that are not are similar at most.
        """
        below = sum(cosine < least for least in self.steps)
        return WORDS[below if alike else max(below, OTHER_TYPE)]


WORDS = ("Nearly the same", "Very close", "Similar", "A guess")
GUESS, OTHER_TYPE = WORDS[-1], 2
CALIBRATED: Mapping[str, Closeness] = {
    "fe8382e2c9653ae3fd39c37b7f1943e08bece71177e41b26b29d50c1e8114ea5": Closeness(0.984, 0.969, 0.844, copy=0.999),
}
"""SHA-256 of the weights -> their thresholds; a network that is not here gets no words, as none are borrowed."""


def calibrated(identity: Identity) -> Closeness | None:
    """Return the thresholds of an encoder, None where none were chosen for its weights."""
    return CALIBRATED.get(identity.weights_sha256)


def copy_from(identity: Identity) -> float:
    """Return from which cosine similarity on two pictures are copies of one, as far as that is known of an encoder."""
    closeness = calibrated(identity)
    return EQUAL_ALONE if closeness is None else closeness.copy
