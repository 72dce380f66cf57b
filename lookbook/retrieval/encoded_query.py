"""A query in terms that every retriever understands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Attributes = Mapping[str, Sequence[tuple[str, float]]]
"""Column -> (value, probability)."""


@dataclass(frozen=True, kw_only=True)
class EncodedQuery:
    """What is looked for.

    Attributes:
        vectors: (V, D), of length 1, of the pictures to look like, any of which will do; None where there is none.
        text: the words that were given; None where there are none.
        meant: (V, D), of length 1, what the words look like, beside the pictures; None where that has no say.
        title: that of the product whose like is looked for; "" where there is none.
        attributes: what is seen in the photo, or known of the product.
        known: they are known, and no guess.
        without: filenames that are not to be found.
    """

    vectors: NDArray[np.float32] | None = None
    text: str | None = None
    meant: NDArray[np.float32] | None = None
    title: str = ""
    attributes: Attributes = field(default_factory=dict)
    known: bool = False
    without: frozenset[str] = frozenset()

    @property
    def asks(self) -> bool:
        """Whether there is anything to search with."""
        return self.vectors is not None or self.text is not None

    @property
    def given(self) -> frozenset[str]:
        """What was given to search with, of "vector" and "text"."""
        parts = {"vector": self.vectors is not None, "text": bool(self.text) or self.vectors is None}
        return frozenset(name for name, there in parts.items() if there)

    @property
    def usable(self) -> frozenset[str]:
        """What can be searched with: that, and the title of a product as its text."""
        return self.given | {"text"} if self.title else self.given

    @property
    def words(self) -> str:
        """The text, else the product's title."""
        return self.text or self.title
