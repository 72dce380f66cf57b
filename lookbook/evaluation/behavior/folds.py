"""Purchases parted in time: what was known on a day, and what was bought in the days that followed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.goods import Goods
from lookbook.behavior.purchases import Purchases
from lookbook.behavior.ranked import Ranked


@dataclass(frozen=True, kw_only=True)
class Fold:
    """A day: `past` is all that a model may see, `after` what is to be foretold.

    Where there is a `shelf` (I,), only the items that are True in it are listed, and all of `after` is of them.
    """

    past: Purchases
    after: Purchases
    shelf: NDArray[np.bool_] | None = None

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
        oracle: what somebody who knew the customers' tastes would list; None where nobody does.
    """

    name: str
    folds: Sequence[Fold]
    goods: Goods
    horizon: int
    weeks: int
    oracle: Callable[[Fold], Ranked] | None = None

    def earlier(self) -> "Question":
        """Return the same question about the days before: for choosing settings, as no figure is of those days."""
        return replace(self, folds=rolling(self.folds[-1].past, self.horizon, len(self.folds)))

    def of_new(self) -> "Question":
        """Return the same question about what nobody bought before: who buys which new article first."""
        return replace(self, name=f"{self.name}, new", folds=[_of_new(fold) for fold in self.folds])


def _of_new(fold: Fold) -> Fold:
    new = np.bincount(fold.past.items, minlength=len(fold.past.item_ids)) == 0
    return Fold(past=fold.past, after=fold.after.picked(new[fold.after.items]), shelf=new)


def among(purchases: Purchases, ids: Sequence[str]) -> Purchases:
    """Return the purchases of some items, over these alone, as if there were no others."""
    known = sorted(ids)
    places = {name: place for place, name in enumerate(known)}
    moved = np.array([places.get(name, -1) for name in purchases.item_ids], np.int32)
    kept = purchases.picked(moved[purchases.items] >= 0)
    return replace(kept, items=moved[kept.items], item_ids=known)


def rolling(purchases: Purchases, horizon: int, count: int) -> list[Fold]:
    """Return the last `count` spans of `horizon` days, the latest first, each after all that came before it."""
    ends = [purchases.today - number * horizon for number in range(count)]
    folds = [Fold(past=purchases.before(end - horizon), after=purchases.between(end - horizon, end)) for end in ends]
    return [fold for fold in folds if len(fold.past) and len(fold.after)]
