"""The taste of a visitor whom nobody knows, from what they did since they came: a vector, and liked attributes."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["searched", "more", "saved", "dismissed"]
WEIGHTS: Mapping[Kind, float] = {"searched": 0.3, "more": 0.5, "saved": 1.0, "dismissed": -0.7}
"""What each deed says of a taste; of one product only the last of these counts."""
FADING = 0.9
"""An earlier deed weighs so many times the next one of its kind."""
SAID: Mapping[Kind, str] = {
    "saved": "because you saved",
    "more": "because you looked for more like",
    "searched": "because you searched and found",
}
"""How a deed is given as a reason."""

Fetch = Callable[[Sequence[str]], NDArray[np.float32]]
"""Products -> their unit vectors (N, D)."""
Wish = Callable[[str], float]
"""Product -> how much it is wanted."""


@dataclass(frozen=True)
class Deed:
    """What a visitor did, and to which product; for a search, the product that it found first."""

    kind: Kind
    product: str


@dataclass(frozen=True)
class Taste:
    """All that a visitor did, the latest of each kind last. It holds nothing but that, so dropping it is a reset."""

    deeds: Sequence[Deed] = ()

    @classmethod
    def of(cls, done: Mapping[Kind, Sequence[str]]) -> "Taste":
        """Return the taste of what was done to which products, the latest last."""
        kinds = {product: kind for kind in WEIGHTS for product in done.get(kind, ())}
        deeds = (Deed(kind, product) for kind in WEIGHTS for product in dict.fromkeys(done.get(kind, ())))
        return cls(tuple(deed for deed in deeds if kinds[deed.product] == deed.kind))

    def vector(self, fetch: Fetch) -> NDArray[np.float32] | None:
        """Return the direction (D,) that the deeds point to, of length 1; None where they point nowhere."""
        if not self.deeds:
            return None
        total = np.einsum("n,nd->d", self._weights(), fetch([deed.product for deed in self.deeds]))
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
                values = liked.setdefault(column, {})
                if value:
                    values[value] = values.get(value, 0.0) + weight
        above = {
            column: {value: weight for value, weight in values.items() if weight > 0}
            for column, values in liked.items()
        }
        return {column: values for column, values in above.items() if values}

    def wishes(self, fetch: Fetch) -> Wish:
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
        weights = np.array([WEIGHTS[deed.kind] for deed in named])
        likeness = fetch([deed.product for deed in named]) @ fetch([product])[0]
        nearest = named[int(np.argmax(weights * likeness))]
        return SAID[nearest.kind], nearest.product

    def _weights(self) -> NDArray[np.float64]:
        later: Counter[Kind] = Counter()
        weights = []
        for deed in reversed(self.deeds):
            weights.append(WEIGHTS[deed.kind] * FADING ** later[deed.kind])
            later[deed.kind] += 1
        return np.array(weights[::-1], float)


def by_attributes(liked: Mapping[str, Mapping[str, float]], row: Callable[[str], Mapping[str, str]]) -> Wish:
    """Return how much a visitor wants a product: the mean, over columns, of how much its value is liked, the most 1.

    Args:
        liked: what `Taste.attributes` returns.
        row: product -> its row of the product table.
    """
    most = {column: max(values.values()) for column, values in liked.items()}

    def wish(product: str) -> float:
        values = row(product)
        return sum(liked[column].get(values.get(column, ""), 0.0) / most[column] for column in liked) / len(liked)

    return wish if liked else lambda product: 0.0
