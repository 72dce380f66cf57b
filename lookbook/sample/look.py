"""What one product is made of and for whom: the choices that every drawing function receives."""

from dataclasses import dataclass
from typing import TypeVar

from numpy.random import Generator

from lookbook.sample.fabric import Fabric

Choice = TypeVar("Choice")


@dataclass(frozen=True, kw_only=True)
class Look:
    """A product's wearer, colour, pattern and materials, and three sources of chance.

    `rng` decides the cut, which all products of a family share; `drape` how the cloth falls; `ink` the colours of
    motifs.
    """

    rng: Generator
    drape: Generator
    ink: Generator
    gender: str
    colour: str
    cloth: str
    pattern: str
    fabric: Fabric
    trim: Fabric
    turn: int | None = None

    @property
    def feminine(self) -> bool:
        """Whether the cut is a women's or girls' one."""
        return self.gender in ("Women", "Girls")

    def one(self, *choices: Choice) -> Choice:
        """Return one of the choices, each as likely."""
        return choices[int(self.rng.integers(len(choices)))]

    def style(self, *choices: Choice) -> Choice:
        """Return one of a type's styles: families take turns, single products take one by chance."""
        chosen = self.one(*choices)
        return chosen if self.turn is None else choices[self.turn % len(choices)]

    def between(self, low: float, high: float) -> float:
        """Return a number between two limits."""
        return float(self.rng.uniform(low, high))

    def stray(self, low: float, high: float) -> float:
        """Return a number between two limits that says nothing of the cut."""
        return float(self.drape.uniform(low, high))

    def chance(self, share: float) -> bool:
        """Return true with the given probability."""
        return bool(self.rng.random() < share)

    @property
    def small(self) -> bool:
        """Whether the wearer is a child."""
        return self.gender in ("Boys", "Girls")

    def has(self, *patterns: str) -> bool:
        """Whether the product's pattern is one of these."""
        return self.pattern in patterns
