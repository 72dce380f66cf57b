"""What is settled of a product before chance decides the rest, and the sources of that chance."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One product to be drawn.

    Attributes:
        seed: decides shade, print, folds, light and how the product lies.
        article_type: a key of KINDS.
        colour: a key of palette.PALETTE.
        family: decides cut, details, brand and name; pieces of one family differ in colour and print alone. By default
            the product has no family but itself.
        turn: the family's number among those of its type, so that its styles all have their turn.
        gender: the wearer; by default chance decides.
        pattern: a print or weave of the type's, "" for none; by default chance decides.
    """

    seed: int
    article_type: str
    colour: str
    family: int | None = None
    turn: int | None = None
    gender: str | None = None
    pattern: str | None = None

    def surface(self) -> Generator:
        """Return the chance that decides shade, cloth and print."""
        return np.random.default_rng((self.seed, 0))

    def ink(self) -> Generator:
        """Return the chance that decides what a chest print shows in which colours."""
        return np.random.default_rng((self.seed, 6))

    def cut(self) -> Generator:
        """Return the chance that a family shares."""
        return np.random.default_rng((self.seed, 1) if self.family is None else (self.family, 2))

    def name(self) -> Generator:
        """Return the chance that decides brand and wording, which a family shares."""
        return np.random.default_rng((self.seed, 3) if self.family is None else (self.family, 4))

    def lie(self, view: int) -> Generator:
        """Return the chance that decides how a product lies in one of its pictures."""
        return np.random.default_rng((self.seed, 5, view))
