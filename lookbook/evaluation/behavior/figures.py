"""The figures of recommendations: MAP@12, recall@12 and @100, nDCG@10, by who is asked about and what they bought."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.ranked import NOTHING, Ranked
from lookbook.evaluation.behavior.folds import Fold
from lookbook.evaluation.metrics import average_precision_at, interval, ndcg_at

K = 100
"""How long the lists are."""
CURVE = (1, 2, 5, 10, 12, 20, 50, 100)
POPULAR = 100
"""So many items that were bought most in the last week count as popular."""
WEEK = 7


@dataclass(frozen=True, kw_only=True)
class Scored:
    """What lists were worth to each of the Q customers of a fold.

    Attributes:
        relevant: (Q, K), whether they bought what stands at each rank.
        wanted: (Q,), how many items they bought.
        known: (Q,), whether they had bought anything before.
        new_relevant: (Q, K), whether that was never bought by anybody before.
        new_wanted: (Q,), how many such items they bought.
        shown: the items of all lists' first twelve.
        popular: the share of those that are popular.
        items: how many items there are.
    """

    relevant: NDArray[np.bool_]
    wanted: NDArray[np.intp]
    known: NDArray[np.bool_]
    new_relevant: NDArray[np.bool_]
    new_wanted: NDArray[np.intp]
    shown: NDArray[np.int32]
    popular: float
    items: int

    @property
    def old_wanted(self) -> NDArray[np.intp]:
        """How many items they bought that somebody had bought before (Q,)."""
        return self.wanted - self.new_wanted

    @classmethod
    def of(cls, fold: Fold, ranked: Ranked) -> Self:
        """Compare the lists (Q, K) of a fold's customers with what they bought."""
        customers, items = fold.customers, len(fold.past.item_ids)
        truth = np.unique(fold.after.customers.astype(np.int64) * items + fold.after.items)
        fresh = np.bincount(fold.past.items, minlength=items) == 0
        rows = np.searchsorted(customers, truth // items)
        hits = np.isin(customers[:, None].astype(np.int64) * items + ranked.items, truth) & (ranked.items != NOTHING)
        shown = ranked.items[:, :12][ranked.items[:, :12] != NOTHING]
        week = np.bincount(fold.past.between(fold.today - WEEK, fold.today).items, minlength=items)
        return cls(
            relevant=hits,
            wanted=np.bincount(rows, minlength=len(customers)),
            known=np.isin(customers, fold.past.customers),
            new_relevant=hits & fresh[ranked.items],
            new_wanted=np.bincount(rows, fresh[truth % items], len(customers)).astype(np.intp),
            shown=np.unique(shown),
            popular=float(np.isin(shown, np.argsort(-week, kind="stable")[:POPULAR]).mean()) if len(shown) else 0.0,
            items=items,
        )


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a model is worth on a question.

    Attributes:
        customers: how many were asked about.
        means: measure -> its mean over customers.
        low, high: the ends of MAP@12's 95 % bootstrap interval.
        error: its standard error.
        curve: k -> recall at k.
        seconds: what it took to fit and to recommend.
    """

    customers: int
    means: Mapping[str, float]
    low: float
    high: float
    error: float
    curve: Mapping[int, float]
    seconds: float

    @classmethod
    def of(cls, parts: Sequence[Scored], seconds: float) -> Self:
        """Put the folds of a question together; each customer of each fold counts once."""
        measured = {name: np.concatenate([of(part) for part in parts]) for name, of in MEASURES.items()}
        precision = measured["MAP@12"]
        known = np.concatenate([part.known for part in parts])
        fresh = np.concatenate([_recall(part.new_relevant, part.new_wanted, K) for part in parts])
        asked = np.concatenate([part.new_wanted for part in parts]) > 0
        old = np.concatenate([_recall(part.relevant & ~part.new_relevant, part.old_wanted, K) for part in parts])
        wanted_old = np.concatenate([part.old_wanted for part in parts]) > 0
        low, high = interval(precision)
        return cls(
            customers=len(precision),
            means={
                **{name: float(values.mean()) for name, values in measured.items()},
                "MAP@12, known": _mean(precision[known]),
                "MAP@12, new": _mean(precision[~known]),
                "recall@100, old items": _mean(old[wanted_old]),
                "recall@100, new items": _mean(fresh[asked]),
                "coverage": len(np.unique(np.concatenate([part.shown for part in parts]))) / parts[0].items,
                "popular": float(np.mean([part.popular for part in parts])),
            },
            low=low,
            high=high,
            error=float(precision.std() / np.sqrt(len(precision))),
            curve={k: float(np.mean(np.concatenate([_recall(p.relevant, p.wanted, k) for p in parts]))) for k in CURVE},
            seconds=seconds,
        )


def _recall(relevant: NDArray[np.bool_], wanted: NDArray[np.intp], k: int) -> NDArray[np.float64]:
    """Return the share of what each customer (Q,) bought that is among the first k, 0 where they bought nothing."""
    return np.asarray(relevant[:, :k].sum(axis=1) / np.maximum(wanted, 1), float)


MEASURES: Mapping[str, Callable[[Scored], NDArray[np.float64]]] = {
    "MAP@12": lambda part: average_precision_at(part.relevant, part.wanted, 12),
    "recall@12": lambda part: _recall(part.relevant, part.wanted, 12),
    "recall@100": lambda part: _recall(part.relevant, part.wanted, K),
    "nDCG@10": lambda part: ndcg_at(part.relevant, part.wanted, 10),
}


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if len(values) else float("nan")
