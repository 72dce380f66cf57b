"""A figure, with all that is needed to judge it, and the measures that figures are made by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lookbook.evaluation import metrics
from lookbook.evaluation.metrics import Values, interval
from lookbook.evaluation.tasks import Judged


@dataclass(frozen=True)
class Figure:
    """One number of the quality protocol.

    Attributes:
        name: what was measured, as the table calls it.
        mean: the mean over the queries.
        low, high: its 95 % bootstrap interval.
        chance: what results drawn at random would give; None where that has no meaning.
        queries: how many were asked.
    """

    name: str
    mean: float
    low: float
    high: float
    chance: float | None
    queries: int


@dataclass(frozen=True)
class LeftOut:
    """Figures that could not be had, and why, in a few words."""

    name: str
    reason: str


class Measure(NamedTuple):
    """A measure of judged results, and what it would be for results drawn at random; one value a query."""

    value: Callable[[Judged], Values]
    chance: Callable[[Judged], Values]


def _precision(k: int) -> Measure:
    return Measure(
        lambda judged: metrics.precision_at(judged.relevant, k),
        lambda judged: metrics.expected_precision_at(judged.available, judged.others, k),
    )


def _hit(k: int) -> Measure:
    return Measure(
        lambda judged: metrics.hit_at(judged.relevant, k),
        lambda judged: metrics.expected_hit_at(judged.available, judged.others, k),
    )


def _average_precision(k: int) -> Measure:
    return Measure(
        lambda judged: metrics.average_precision_at(judged.relevant, judged.available, k),
        lambda judged: metrics.expected_average_precision_at(judged.available, judged.others, k),
    )


def _ndcg(k: int) -> Measure:
    return Measure(
        lambda judged: metrics.ndcg_at(judged.relevant, judged.available, k),
        lambda judged: metrics.expected_ndcg_at(judged.available, judged.others, k),
    )


MEASURES: Mapping[str, Measure] = {
    "P@5": _precision(5),
    "hit@5": _hit(5),
    "recall@1": _hit(1),
    "recall@5": _hit(5),
    "mAP@10": _average_precision(10),
    "nDCG@10": _ndcg(10),
}
"""By name; recall is of the one product that is right, so it is a hit."""


def measured(name: str, measure: str, judged: Judged) -> Figure:
    """Measure judged results of at least one query."""
    found = MEASURES[measure]
    return figure(name, found.value(judged), float(found.chance(judged).mean()))


def averaged(name: str, measure: str, judged: Judged, senders: Sequence[str]) -> Figure:
    """Measure results of photos, each sender counting as one: the interval is that of drawing other senders.

    A sender's photos share a bed, a light and a taste, so they are no independent queries (Cameron, Gelbach and Miller,
    2008, on the cluster bootstrap).

    Args:
        name, measure: what the figure is called, and how it is measured.
        judged: results of at least one photo.
        senders: who took each (Q,).
    """
    found = MEASURES[measure]
    means = metrics.by_group(found.value(judged), senders)
    by_chance = metrics.by_group(found.chance(judged), senders)
    low, high = interval(means)
    return Figure(name, float(means.mean()), low, high, float(by_chance.mean()), len(senders))


def spread(name: str, measure: str, judged: Judged, senders: Sequence[str]) -> Figure:
    """Return the standard deviation between senders, and for an interval the worst and the best sender's mean."""
    means = metrics.by_group(MEASURES[measure].value(judged), senders)
    return Figure(name, float(means.std()), float(means.min()), float(means.max()), None, len(means))


def figure(name: str, values: Values, by_chance: float | None = None) -> Figure:
    """Make the figure of the values of at least one query (Q,)."""
    low, high = interval(values)
    return Figure(name, float(values.mean()), low, high, by_chance, len(values))
