"""What invented people like: types, colours, prices, new things, and what the season asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.goods import numbered

DAYS = 182
"""How long the invented shop is watched."""
LAUNCHED = 0.5
"""The share of products that come in while it is watched; the others are there from the start."""
SEASONS: Mapping[str, int] = {"Winter": 0, "Spring": 91, "Summer": 182, "Fall": 273}
"""The day of a year on which each season begins."""
FIRST = 30
"""The day of the year on which the watch begins."""
WEIGHTS: Mapping[str, float] = {"type": 1.6, "colour": 1.0, "price": 0.8, "novelty": 1.0, "season": 0.8, "appeal": 0.7}
"""How much each taste counts."""
WRONG_GENDER = -6.0


@dataclass(frozen=True, kw_only=True)
class World:
    """The tastes of Q people in a shop of I products.

    Attributes:
        likes: (Q, I), how much each person likes each product on any day.
        novelty: (Q,), how much they are drawn to what is new.
        season: (Q,), how much they go by the season.
        launched: (I,), the day on which each product came in.
        seasons: (I,), the day of the year on which its season begins, -1 for none.
        prices: (I,).
    """

    likes: NDArray[np.float64]
    novelty: NDArray[np.float64]
    season: NDArray[np.float64]
    launched: NDArray[np.intp]
    seasons: NDArray[np.intp]
    prices: NDArray[np.float64]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, str]], people: int, rng: np.random.Generator) -> Self:
        """Invent people for the products of a table."""
        types, colours, genders = (
            numbered([row.get(name, "") for row in rows]) for name in ("articleType", "baseColour", "gender")
        )
        prices = _prices(rows, types, rng)
        by_type = rng.gumbel(size=(people, types.max() + 1))
        by_colour = rng.gumbel(size=(people, colours.max() + 1))
        level = rng.normal(size=people)
        dear = (np.log(prices) - np.log(prices).mean()) / max(float(np.log(prices).std()), 1e-9)
        own = rng.integers(genders.max() + 1, size=people)
        likes = (
            WEIGHTS["type"] * by_type[:, types]
            + WEIGHTS["colour"] * by_colour[:, colours]
            - WEIGHTS["price"] * np.abs(level[:, None] - dear[None, :])
            + WEIGHTS["appeal"] * rng.gumbel(size=len(rows))[None, :]
            + WRONG_GENDER * (own[:, None] != genders[None, :])
        )
        late = rng.random(len(rows)) < LAUNCHED
        return cls(
            likes=likes,
            novelty=WEIGHTS["novelty"] * rng.gamma(1.0, size=people),
            season=WEIGHTS["season"] * rng.gamma(1.0, size=people),
            launched=np.where(late, rng.integers(1, DAYS, size=len(rows)), -rng.integers(1, 365, size=len(rows))),
            seasons=np.array([SEASONS.get(row.get("season", ""), -1) for row in rows]),
            prices=prices,
        )

    def wishes(self, people: NDArray[np.intp], day: int) -> NDArray[np.float64]:
        """Return how much some people (P,) want each product (P, I) on a day; -inf for what is not there yet."""
        age = day - self.launched
        new = np.exp(-np.maximum(age, 0) / 14)
        of_year = (FIRST + day) % 365
        fits = (self.seasons >= 0) & ((of_year - self.seasons) % 365 < 91)
        wanted = self.likes[people] + self.novelty[people, None] * new + self.season[people, None] * fits
        return np.where(age >= 0, wanted, -np.inf)


def _prices(
    rows: Sequence[Mapping[str, str]], types: NDArray[np.int32], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return the prices of a table, or, where it has none, prices that go by the type."""
    invented = np.exp(rng.normal(3.5, 0.6, size=types.max() + 1))[types] * np.exp(rng.normal(0, 0.3, size=len(rows)))
    return np.array([_number(row.get("price", "")) or price for row, price in zip(rows, invented, strict=True)]).round(
        2
    )


def _number(text: str) -> float:
    try:
        return max(float(text), 0.0)
    except ValueError:
        return 0.0
