"""What one product is made of and for whom: the choices that every drawing function receives."""

from dataclasses import dataclass
from typing import TypeVar

from numpy.random import Generator

from lookbook.sample.fabric import Fabric

Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Look:
    """A product's wearer, pattern, main material, second material and source of chance."""

    rng: Generator
    gender: str
    pattern: str
    fabric: Fabric
    trim: Fabric

    @property
    def feminine(self) -> bool:
        """Whether the cut is a women's or girls' one."""
        return self.gender in ("Women", "Girls")

    def one(self, *choices: Choice) -> Choice:
        """Return one of the choices, each as likely."""
        return choices[int(self.rng.integers(len(choices)))]

    def between(self, low: float, high: float) -> float:
        """Return a number between two limits."""
        return float(self.rng.uniform(low, high))

    def chance(self, share: float) -> bool:
        """Return true with the given probability."""
        return bool(self.rng.random() < share)

    def has(self, *patterns: str) -> bool:
        """Whether the product's pattern is one of these."""
        return self.pattern in patterns
