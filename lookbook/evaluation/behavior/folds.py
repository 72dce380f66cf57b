"""Purchases parted in time: what was known on a day, and what was bought in the days that followed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.goods import Goods
from lookbook.behavior.purchases import Purchases


@dataclass(frozen=True, kw_only=True)
class Fold:
    """A day: `past` is all that a model may see, `after` what is to be foretold."""

    past: Purchases
    after: Purchases

    @property
    def customers(self) -> NDArray[np.int32]:
        """Who bought anything afterwards: the customers that are asked about."""
        return self.after.buyers()

    @property
    def today(self) -> int:
        """The first day that is to be foretold."""
        return int(self.after.days[0]) if len(self.after) else self.past.today


@dataclass(frozen=True, kw_only=True)
class Question:
    """A set of purchases and the days that are asked about.

    Attributes:
        name: what it is called in tables.
        folds: the days.
        goods: what is known of the items.
        horizon: how many days are foretold.
        weeks: how many such spans of the past a mixture learns from.
    """

    name: str
    folds: Sequence[Fold]
    goods: Goods
    horizon: int
    weeks: int

    def earlier(self) -> "Question":
        """Return the same question about the days before: for choosing settings, as no figure is of those days."""
        return replace(self, folds=rolling(self.folds[-1].past, self.horizon, len(self.folds)))


def rolling(purchases: Purchases, horizon: int, count: int) -> list[Fold]:
    """Return the last `count` spans of `horizon` days, the latest first, each after all that came before it."""
    ends = [purchases.today - number * horizon for number in range(count)]
    folds = [Fold(past=purchases.before(end - horizon), after=purchases.between(end - horizon, end)) for end in ends]
    return [fold for fold in folds if len(fold.past) and len(fold.after)]
