"""The taste of a visitor whom nobody knows, from what they did since they came: a vector, and liked attributes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["saved", "dismissed", "more", "searched"]
WEIGHTS: Mapping[Kind, float] = {"saved": 1.0, "dismissed": -0.7, "more": 0.5, "searched": 0.3}
"""What each deed says of a taste."""
FADING = 0.9
"""An earlier deed weighs so many times the next one."""
SAID: Mapping[Kind, str] = {"saved": "because you saved", "more": "because you looked for more like"}
"""How a deed is given as a reason."""

Fetch = Callable[[Sequence[str]], NDArray[np.float32]]
"""Products -> their unit vectors (N, D)."""


@dataclass(frozen=True)
class Deed:
    """What a visitor did: to which product, or with which vector they searched."""

    kind: Kind
    product: str = ""
    vector: tuple[float, ...] = ()


@dataclass(frozen=True)
class Taste:
    """All that a visitor did, the latest last. It holds nothing but that, so dropping it is a reset."""

    deeds: Sequence[Deed] = ()

    def after(self, deed: Deed) -> "Taste":
        """Return the taste after one more deed; of one product only the last one counts."""
        others = (old for old in self.deeds if not deed.product or old.product != deed.product)
        return Taste((*others, deed))

    def without(self, product: str) -> "Taste":
        """Return the taste as if nothing had been done to a product: a heart taken back."""
        return Taste(tuple(deed for deed in self.deeds if deed.product != product))

    @property
    def saved(self) -> list[str]:
        """The products that were saved, the latest last."""
        return [deed.product for deed in self.deeds if deed.kind == "saved"]

    @property
    def dismissed(self) -> list[str]:
        """The products that are not to be shown again."""
        return [deed.product for deed in self.deeds if deed.kind == "dismissed"]

    def vector(self, fetch: Fetch) -> NDArray[np.float32] | None:
        """Return the direction (D,) that the deeds point to, of length 1; None where they point nowhere."""
        if not self.deeds:
            return None
        weights = self._weights()
        vectors = [np.array(deed.vector) if deed.vector else fetch([deed.product])[0] for deed in self.deeds]
        total = np.einsum("n,nd->d", weights, np.stack(vectors))
        length = float(np.linalg.norm(total))
        return (total / length).astype(np.float32) if length > 1e-6 else None

    def attributes(self, rows: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, float]]:
        """Return how much each value of each column is liked, above 0 alone.

        Args:
            rows: product -> its row of the product table.
        """
        liked: dict[str, dict[str, float]] = {}
        for deed, weight in zip(self.deeds, self._weights().tolist(), strict=True):
            for column, value in rows.get(deed.product, {}).items():
                if value:
                    values = liked.setdefault(column, {})
                    values[value] = values.get(value, 0.0) + weight
        return {
            column: {value: weight for value, weight in values.items() if weight > 0}
            for column, values in liked.items()
            if any(weight > 0 for weight in values.values())
        }

    def wishes(self, fetch: Fetch) -> Callable[[str], float]:
        """Return how much the visitor wants a product: the cosine of its picture and the taste, 0 without one."""
        direction = self.vector(fetch)
        if direction is None:
            return lambda product: 0.0
        return lambda product: float(fetch([product])[0] @ direction)

    def reason(self, product: str, fetch: Fetch) -> tuple[str, str]:
        """Return why a product is shown, and the product that is meant by it; two empty texts where nothing says so."""
        named = [deed for deed in self.deeds if deed.kind in SAID and deed.product != product]
        if not named:
            return "", ""
        likeness = fetch([deed.product for deed in named]) @ fetch([product])[0]
        nearest = named[int(np.argmax(likeness))]
        return SAID[nearest.kind], nearest.product

    def _weights(self) -> NDArray[np.float64]:
        kinds = np.array([WEIGHTS[deed.kind] for deed in self.deeds])
        return np.asarray(kinds * FADING ** np.arange(len(self.deeds))[::-1], float)
