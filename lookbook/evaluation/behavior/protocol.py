"""Each model alone and all of them together, on the same questions."""

import time
from collections.abc import Callable, Iterator, Mapping

from lookbook.behavior.models.base import Model
from lookbook.behavior.models.popularity import Popularity
from lookbook.behavior.models.registry import MODELS, SLOW, available
from lookbook.behavior.ranked import Ranked
from lookbook.behavior.ranking.mixture import Mixture
from lookbook.evaluation.behavior.figures import Figures, K, Scored
from lookbook.evaluation.behavior.folds import Fold, Question

RELEARNED = 4
"""Of so many folds in a row, a mixture learns its order at the first."""
Makers = Mapping[str, Callable[[], Model]]


def makers(question: Question) -> Makers:
    """Return the models whose libraries are installed, and the mixture, set for a question."""

    def mixture() -> Mixture:
        return Mixture(horizon=question.horizon, count=question.weeks)

    return {**{name: MODELS[name] for name in (*available(), *sorted(SLOW))}, Mixture.name: mixture}


def evaluate(question: Question, models: Makers) -> Iterator[tuple[str, Figures]]:
    """Measure models on a question, one after the other."""
    for name, make in models.items():
        started = time.perf_counter()
        yield name, Figures.of(list(_scored(question, make)), time.perf_counter() - started)


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
    """Ask a fitted model for lists, filled up with what was popular in the last week."""
    histories = fold.past.histories(fold.customers, fold.today)
    popular = Popularity().fit(fold.past).recommend(histories.part(0, 1), K)
    return model.recommend(histories, K).filled(popular, K, len(fold.past.item_ids))
