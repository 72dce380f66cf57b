"""What each way of searching should weigh in the mixture, learned on the validation half."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lookbook.evaluation.asking import Asking
from lookbook.evaluation.gallery import NOTHING, Neighbours, Rows
from lookbook.evaluation.metrics import ndcg_at
from lookbook.evaluation.retrievers import QUESTIONS, Comparison, compare
from lookbook.evaluation.tasks import Judged, joined, shop_to_shop
from lookbook.retrieval import fusion
from lookbook.retrieval.mixture import CANDIDATES, MixtureRetriever

RANKS = 10
STEPS = (0.5, 0.8, 1.25, 2.0)
"""What one weight after the other is multiplied by."""
SMALLEST_GAIN = 1e-4
"""By how much a change must raise the measure."""

Weights = Mapping[str, float]


class Question(NamedTuple):
    """What one kind of query may find by one question.

    Attributes:
        asks: which queries (Q,) have an answer.
        judged: which of their candidates are right.
        best: the nDCG@10 of the best single way.
    """

    asks: NDArray[np.bool_]
    judged: Judged
    best: float


class Field(NamedTuple):
    """What one kind of query may find: its candidates' scores (Q, M) by way, -inf for none, and which are right."""

    scores: Mapping[str, NDArray[np.float32]]
    questions: Sequence[Question]


def learn(asking: Asking, start: Weights) -> tuple[Weights, float]:
    """Find the weights under which the mixture gains most over the best single way where it gains least.

    What is raised is the smallest gain in nDCG@10 among all questions, asked with photos, with titles and with both, by
    coordinate ascent (Metzler and Croft, 2007, Linear feature-based models for information retrieval, Information
    Retrieval 10).

    Args:
        asking: products of the validation half.
        start: way -> its weight, to begin with.

    Returns:
        The weights, which add up to 1, and the gain that they reach.

    Raises:
        ValueError: the product table has no features.
    """
    fields = [_field(asking, comparison, start) for comparison in compare(asking)]
    return ascend(lambda weights: min(_gain(field, weights) for field in fields), start)


def ascend(measure: Callable[[Weights], float], start: Weights) -> tuple[Weights, float]:
    """Change one weight after the other for as long as a measure rises; give the weights, which add up to 1, and it."""
    weights, best, before = dict(start), measure(start), -np.inf
    while best > before:
        before = best
        for way in start:
            for step in STEPS:
                tried = {**weights, way: weights[way] * step}
                reached = measure(tried)
                if reached > best + SMALLEST_GAIN:
                    weights, best = tried, reached
    total = sum(weights.values())
    return {way: weight / total for way, weight in weights.items()}, best


def _field(asking: Asking, comparison: Comparison, ways: Collection[str]) -> Field:
    """Ask once with every query and keep all candidates, without itself and copies."""
    found: list[Rows] = []
    scores: dict[str, list[fusion.Scores]] = {way: [] for way in ways}
    mixture = asking.book.resources.get(MixtureRetriever)
    for query in asking.encoded(comparison.asked):
        rows, given = mixture.candidates(query, CANDIDATES)
        once = asking.shop.once[rows]
        found.append(rows[once])
        for way in ways:
            scores[way].append(given[way][once] if way in given else np.zeros(once.sum(), np.float32))
    near = Neighbours(asking.queries, _padded(found, NOTHING))
    questions = [
        Question(
            joined(asking.shop, columns)[1][asking.queries],
            shop_to_shop(asking.shop, columns, near),
            comparison.best(f"nDCG@{RANKS} {question}"),
        )
        for question, columns in QUESTIONS.items()
    ]
    return Field({way: _padded(of_way, -np.inf) for way, of_way in scores.items()}, questions)


def _gain(field: Field, weights: Weights) -> float:
    """Return the smallest gain of a mixture over the best single way."""
    total, _ = fusion.weighted_sum(field.scores, weights)
    best = np.argpartition(-total, RANKS, axis=1)[:, :RANKS]
    order = np.take_along_axis(best, np.argsort(-np.take_along_axis(total, best, 1), axis=1, kind="stable"), 1)
    return min(
        float(ndcg_at(np.take_along_axis(judged.relevant, order[asks], 1), judged.available, RANKS).mean()) - single
        for asks, judged, single in field.questions
    )


def _padded(rows: Sequence[NDArray[np.generic]], filling: float) -> NDArray[Any]:
    """Put rows of different lengths into one array, the shorter ones filled up."""
    padded = np.full((len(rows), max(RANKS + 1, *map(len, rows))), filling, rows[0].dtype)
    for place, row in enumerate(rows):
        padded[place, : len(row)] = row
    return padded
