"""The ways of searching side by side: by pictures, by words, by features, and by all of them together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lookbook.building.progress import tracked
from lookbook.evaluation import tasks
from lookbook.evaluation.asking import ASKED, BOTH, PHOTO, TITLE_ALONE, Asking
from lookbook.evaluation.figure import MEASURES, Figure, figure, measured
from lookbook.evaluation.gallery import FETCHED, Rows
from lookbook.evaluation.rows import JOINT
from lookbook.evaluation.tasks import Judged
from lookbook.hit import Hit
from lookbook.retrieval.fusion import reciprocal_rank
from lookbook.retrieval.registry import search

QUESTIONS: Mapping[str, Sequence[str]] = {
    "articleType": ["articleType"],
    "baseColour": ["baseColour"],
    "gender": ["gender"],
    "type + colour + gender": JOINT,
}
"""Question -> the columns that must be the same in a right result."""
MEASURED = ("P@5", "mAP@10", "nDCG@10")
SINGLE: Mapping[str, Sequence[str]] = {
    BOTH: ("visual", "text", "features"),
    PHOTO: ("visual", "features"),
    TITLE_ALONE: ("text", "features"),
}
"""What is asked with -> the single ways that can use it."""
RANKS, ALL = "reciprocal rank", "all"
"""All ways together: by their ranks alone, and by the learned mixture."""


@dataclass(frozen=True)
class Comparison:
    """What each way finds for the same queries.

    Attributes:
        asked: what was asked with.
        figures: way -> its figures.
        gains: by how much the mixture is better than the best single way, a figure for each figure.
    """

    asked: str
    figures: Mapping[str, Sequence[Figure]]
    gains: Sequence[Figure]

    def best(self, name: str) -> float:
        """Return the best single way's figure of a name."""
        return max(figure.mean for way in SINGLE[self.asked] for figure in self.figures[way] if figure.name == name)


def compare(asking: Asking) -> list[Comparison]:
    """Ask with every product that was held out, in every way that can use what is asked with.

    Raises:
        ValueError: the product table has no features.
    """
    return [_compared(asking, asked) for asked in ASKED]


def judged(asking: Asking, found: Sequence[Rows]) -> dict[str, Judged]:
    """Judge what each query found (M,), best first, by every question."""
    near = asking.neighbours(found)
    return {question: tasks.shop_to_shop(asking.shop, columns, near) for question, columns in QUESTIONS.items()}


def _compared(asking: Asking, asked: str) -> Comparison:
    found: dict[str, list[Rows]] = {}
    for lists in tracked(_lists(asking, asked), f"asking with {asked}", len(asking.queries), "query"):
        for way, hits in lists.items():
            found.setdefault(way, []).append(asking.rows(hits))
    results = {way: judged(asking, of_way) for way, of_way in found.items()}
    rows = [(question, measure) for question in QUESTIONS for measure in MEASURED]
    figures = {
        way: [measured(f"{measure} {question}", measure, of_way[question]) for question, measure in rows]
        for way, of_way in results.items()
    }
    return Comparison(asked, figures, [_gain(results, asked, *row) for row in rows])


def _lists(asking: Asking, asked: str) -> Iterator[Mapping[str, list[Hit]]]:
    """Yield, query by query, what each way finds."""
    for query in asking.encoded(asked):
        single = {way: search(asking.book.resources, query, FETCHED, mode=way) for way in SINGLE[asked]}
        mixed = search(asking.book.resources, query, FETCHED, mode=ALL)
        yield {**single, RANKS: reciprocal_rank(single), ALL: mixed}


def _gain(results: Mapping[str, Mapping[str, Judged]], asked: str, question: str, measure: str) -> Figure:
    """Compare the mixture with the best single way, query by query."""
    values = {way: MEASURES[measure].value(of_way[question]) for way, of_way in results.items()}
    best = max(SINGLE[asked], key=lambda way: float(np.mean(values[way])))
    return figure(f"{measure} {question}", values[ALL] - values[best])
