"""Each model alone and all of them together, on the same questions."""

import time
from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.histories import Histories
from lookbook.behavior.models.base import Model
from lookbook.behavior.models.popularity import Popularity
from lookbook.behavior.models.registry import APART, MODELS, available
from lookbook.behavior.ranked import Ranked, joined
from lookbook.behavior.ranking.mixture import Mixture
from lookbook.evaluation.behavior.figures import Figures, K, Scored
from lookbook.evaluation.behavior.folds import Fold, Question

RELEARNED = 4
"""Of so many folds in a row, a mixture learns its order at the first."""
ORACLE = "oracle"
AT_ONCE = 128
"""Customers for whom all items are ranked at once."""
Makers = Mapping[str, Callable[[], Model]]


def makers(question: Question) -> Makers:
    """Return the models whose libraries are installed, and the mixture, set for a question."""

    def mixture() -> Mixture:
        return Mixture(horizon=question.horizon, count=question.weeks)

    return {**{name: MODELS[name] for name in (*available(), *sorted(APART))}, Mixture.name: mixture}


def evaluate(question: Question, models: Makers) -> Iterator[tuple[str, Figures]]:
    """Measure models on a question, one after the other, and what somebody who knew the tastes would list."""
    for name, make in models.items():
        started = time.perf_counter()
        yield name, Figures.of(list(_scored(question, make)), time.perf_counter() - started)
    if question.oracle is not None:
        started = time.perf_counter()
        known = [Scored.of(fold, question.oracle(fold)) for fold in question.folds]
        yield ORACLE, Figures.of(known, time.perf_counter() - started)


def _scored(question: Question, make: Callable[[], Model]) -> Iterator[Scored]:
    """Score a model on each fold, the oldest first; a mixture learns its order anew only at every fourth."""
    model = make()
    for number, fold in enumerate(reversed(question.folds)):
        if isinstance(model, Mixture) and number % RELEARNED:
            model.refresh(fold.past)
        else:
            model = make().fit(fold.past, question.goods)
        yield Scored.of(fold, recommended(fold, model))


def recommended(fold: Fold, model: Model) -> Ranked:
    """Ask a fitted model for lists, filled up with what was popular in the last week, but for those of a shelf."""
    histories, items = fold.past.histories(fold.customers, fold.today), len(fold.past.item_ids)
    if fold.shelf is not None:
        return _of_shelf(model, histories, ~fold.shelf)
    popular = Popularity().fit(fold.past).recommend(histories.part(0, 1), K)
    return model.recommend(histories, K).filled(popular, K, items)


def _of_shelf(model: Model, histories: Histories, others: NDArray[np.bool_]) -> Ranked:
    """Rank all items for a few customers at a time, and leave out the others (I,)."""
    parts = (histories.part(first, first + AT_ONCE) for first in range(0, len(histories), AT_ONCE))
    return joined([model.recommend(part, len(others)).without(others).first(K) for part in parts], K)
