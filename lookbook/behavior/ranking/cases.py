"""Weeks that are over, as examples: what could have been recommended then, and what was bought."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.goods import Goods
from lookbook.behavior.models.base import Model
from lookbook.behavior.purchases import Purchases
from lookbook.behavior.ranking.candidates import Candidates, candidates
from lookbook.behavior.ranking.features import features
from lookbook.behavior.ranking.item_facts import item_facts

Members = Mapping[str, Callable[[], Model]]


@dataclass(frozen=True, kw_only=True)
class Case:
    """Q customers on a day, with P candidates, and what they bought in the days that followed.

    Attributes:
        found: the candidates.
        features, names: what a ranker is told of each (P, F), and how that is called.
        bought: whether the customer bought it (P,).
        wanted: how many items each customer (Q,) bought, candidates or not.
    """

    found: Candidates
    features: NDArray[np.float32]
    names: list[str]
    bought: NDArray[np.bool_]
    wanted: NDArray[np.intp]


def cases(
    members: Members, purchases: Purchases, goods: Goods, *, horizon: int, count: int, each: int, most: int
) -> Iterator[Case]:
    """Return the latest cases, the newest first; each knows nothing of what came after its day.

    Args:
        members: what fits a model, by name.
        purchases, goods: the past until today.
        horizon: how many days are recommended for.
        count: how many cases there are at most.
        each: how many candidates of each member.
        most: how many customers of a case, drawn by chance where there are more.
    """
    rng = np.random.default_rng(0)
    for number in range(1, count + 1):
        day = purchases.today - number * horizon
        past, after = purchases.before(day), purchases.between(day, day + horizon)
        if not len(past):
            return
        customers = after.buyers()
        if len(customers) > most:
            customers = np.sort(rng.choice(customers, most, replace=False))
        if len(customers):
            models = {name: make().fit(past, goods) for name, make in members.items()}
            yield _case(models, past, after, goods, customers, day, each)


def _case(
    models: Mapping[str, Model],
    past: Purchases,
    after: Purchases,
    goods: Goods,
    customers: NDArray[np.int32],
    day: int,
    each: int,
) -> Case:
    histories, items = past.histories(customers, day), len(past.item_ids)
    found = candidates(models, histories, each, items)
    values, names = features(found, histories, item_facts(past, day), goods)
    truth = np.unique(after.customers.astype(np.int64) * items + after.items)
    truth = truth[np.isin(truth // items, customers)]
    return Case(
        found=found,
        features=values,
        names=names,
        bought=np.isin(customers[found.rows].astype(np.int64) * items + found.items, truth),
        wanted=np.bincount(np.searchsorted(customers, truth // items), minlength=len(customers)),
    )
